import type { Address } from '../../../core/subscription.ts';
import { clipDressed, visible } from '../../../core/text/visible.ts';
import { parseAddress } from '../address.ts';
import { limits } from './limits.ts';

/** Wherever they stand. A backslash before a letter would show, so that names and words are left alone. */
const special = /[\\*_~|`<>[\]#]/g;
/** The colon of an emoji's name and of a URL. */
const speakingColon = /:(?=\/\/|[\w+-]{1,64}:)/g;
/** A backslash does not stop these where Discord reads them, so that an invisible space does. */
const mention = /@(?=everyone|here|[\d!&])/gi;
/** What makes a quote, a list or small print where a line begins. */
const lineBeginning = /^(\s*)([-+]|\d{1,9}(?=[.)]))/;
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * Foreign text that Discord shows as it is: no markdown, mention, link, emoji name or timestamp in it works, and where it
 * runs from right to left it does not turn what stands beside it.
 */
export function escapeMarkdown(text: string): string {
  const escaped = visible(text)
    .replaceAll(special, '\\$&')
    .replaceAll(speakingColon, '\\:')
    .replaceAll(mention, '@\u200b');
  return rightToLeft.test(escaped) ? `\u2068${escaped}\u2069` : escaped;
}

/** A line that begins with foreign text, so that it makes no list. */
export function guardLine(line: string): string {
  return line.replace(lineBeginning, (_, space: string, sign: string) =>
    /\d/.test(sign) ? `${space}${sign}\\` : `${space}\\${sign}`,
  );
}

/** The beginning of a text whose escaped form takes at most `max` UTF-16 units. */
export function clipEscaped(text: string, max: number): string {
  return clipDressed(text, max, escapeMarkdown);
}

export function bold(text: string): string {
  const escaped = escapeMarkdown(text);
  return escaped.trim() === '' ? escaped : `**${escaped}**`;
}

/** Nothing but its end is read in a code span; a backtick in it becomes one that is only seen. */
export function code(text: string): string {
  const shown = visible(text).replaceAll('`', 'ˋ');
  return shown.trim() === '' ? shown : `\`${shown}\``;
}

/** Lines of fixed width, their spaces kept. */
export function codeBlock(text: string): string {
  const shown = text
    .toWellFormed()
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?!\n)[\p{Cc}\p{Bidi_Control}\u200b\ufeff]/gu, '')
    .replaceAll('```', 'ˋˋˋ');
  return shown.trim() === '' ? '' : `\`\`\`\n${shown}\n\`\`\``;
}

/** The text as a link; as mere text where the URL cannot be one. */
export function link(text: string, url: string | undefined): string {
  const target = url === undefined ? undefined : webUrl(url);
  const label = escapeMarkdown(text);
  if (target === undefined || label.trim() === '') return label;
  return `[${hasPairedBrackets(text) ? label : escapeMarkdown(roundBrackets(text))}](${target})`;
}

/** Discord finds the end of a label by counting brackets, escaped or not. */
function hasPairedBrackets(text: string): boolean {
  return /^[^[\]]*(?:\[[^[\]]*\][^[\]]*)*$/.test(text);
}

function roundBrackets(text: string): string {
  return text.replaceAll('[', '(').replaceAll(']', ')');
}

/** A URL of the web in at most `max` UTF-16 units, with nothing in it that markdown reads. */
export function webUrl(url: string, max: number = limits.buttonUrl): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return undefined;
  const href = parsed.href.replaceAll(/[()<>*|~`\\]/g, percentEncoded);
  return href.length <= max ? href : undefined;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Shown to each reader in their own time zone. */
export function timestamp(at: number): string {
  return Number.isFinite(at) ? `<t:${Math.floor(at / 1000)}:f>` : 'an unknown time';
}

export function place(address: Address): string {
  const destination = parseAddress(address);
  if (destination === undefined) return escapeMarkdown(address);
  return destination.kind === 'channel' ? `<#${destination.channel}>` : `<@${destination.user}>`;
}
