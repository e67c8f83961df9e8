import type { World } from './world.ts';

/**
 * What a person typed, as Slack hands it to an app that asked for escaped text: `#name` and `@name` with their ids,
 * links in angle brackets, and `& < >` as entities. What stands in angle brackets already stays.
 */
export function typedText(world: World, team: string, text: string): string {
  return text
    .split(/(\s+)/)
    .map((word) => typedWord(world, team, word))
    .join('');
}

function typedWord(world: World, team: string, word: string): string {
  if (/^<[#@!h][^<>]*>$/.test(word)) return word;
  if (/^https?:\/\/\S+$/.test(word)) return `<${escapeEntities(word)}>`;
  const name = word.slice(1);
  if (word.startsWith('#')) {
    const found = named(world.channels.values(), team, name);
    if (found !== undefined) return `<#${found.id}|${found.kind === 'private' ? '' : name}>`;
  }
  if (word.startsWith('@')) {
    const found = named(world.users.values(), team, name);
    if (found !== undefined) return `<@${found.id}|${name}>`;
  }
  return escapeEntities(word);
}

function named<T extends { readonly team: string; readonly name: string }>(
  all: Iterable<T>,
  team: string,
  name: string,
): T | undefined {
  return [...all].find((each) => each.team === team && each.name === name);
}

export function escapeEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
