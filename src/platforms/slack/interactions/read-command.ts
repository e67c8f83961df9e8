import type { Command } from '../../../commands/command.ts';
import { parseLine } from '../../../commands/parse-line.ts';
import { type Result, success } from '../../../core/problem.ts';
import type { Asked } from './asked.ts';

/** `<#C0123|name>` as Slack sends it for a channel that was named. */
const channelMention = /<#([CG][A-Z0-9]{1,31})(?:\|[^<>]*)?>/;
const addsDigest = /^\s*\/?(?:papers\s+)?digest\s+add\b/i;

/** Reads what was typed after `/papers`. A channel that `digest add` names is where the digest goes. */
export function readCommand(text: string, commands: readonly Command[]): Result<Asked> {
  const target = addsDigest.test(text) ? channelMention.exec(text)?.[1] : undefined;
  const words = target === undefined ? text : text.replace(channelMention, ' ');
  const parsed = parseLine(typed(words), commands);
  if (!parsed.ok) return parsed;
  const { command, args } = parsed.value;
  return success({ path: command.path, args, ...(target !== undefined && { target }) });
}

/** The text as it was typed: Slack wraps links and escapes three characters. Mentions stay as they are. */
function typed(text: string): string {
  return text
    .replaceAll(/<((?:https?|mailto):[^<>|]*)(?:\|[^<>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
