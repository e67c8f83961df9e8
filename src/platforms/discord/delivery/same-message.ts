import { decodeCustomId } from '../render/custom-id.ts';
import type { DiscordPayload } from '../render/render.ts';
import { textsIn } from '../render/texts-in.ts';

/** A message as far as it tells which one it is. */
export interface Recognizable {
  readonly content?: string | null | undefined;
  readonly components?: unknown;
}

/**
 * Whether a message is the one that a payload made. The buttons of a digest name its papers, of which none is posted twice in
 * a place; Discord gives their ids back as they were sent, while it may touch texts. Where no paper is named the words count
 * too: notices of one digest have the same buttons.
 */
export function isMadeOf({ body, fallback }: DiscordPayload, message: Recognizable): boolean {
  const shown = marksOf(message);
  return [body, fallback].some((each) => each !== undefined && marksOf(each) === shown);
}

function marksOf({ content, components }: Recognizable): string {
  const ids = textsIn(components, ['custom_id', 'value']);
  if (ids.some(namesPaper)) return ids.join('\n');
  const words = [content ?? '', ...textsIn(components, ['content'])].join(' ');
  return [...ids, words.replaceAll(/\s+/g, ' ').trim()].join('\n');
}

function namesPaper(id: string): boolean {
  const decoded = decodeCustomId(id);
  return decoded?.kind === 'action' && 'paper' in { ...decoded.args, ...decoded.kept };
}
