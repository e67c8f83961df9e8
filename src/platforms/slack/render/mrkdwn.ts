import { timeText } from '../../../core/schedule/time-text.ts';
import type { Address } from '../../../core/subscription.ts';
import { visible } from '../../../core/text/visible.ts';
import { parseAddress } from '../address.ts';
import { limits } from './limits.ts';

/** The only characters that Slack lets one escape, as its page on formatting text says. */
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
/** What mrkdwn reads and has no escape for becomes what looks like it. */
const lookAlikes: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': 'ˋ' };
/** The colon that begins an emoji's name. */
const emojiColon = /:(?=[^\s:]{1,100}:)/g;
const colonLookAlike = '∶';
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Foreign text for the `text` beside the blocks, in which only entities and emoji names are read. */
export function escapePlain(text: string): string {
  return isolated(escapeEntities(visible(text).replaceAll(emojiColon, colonLookAlike)));
}

/**
 * Foreign text that Slack shows as it is, in an object that is `verbatim`: no formatting, mention, link or emoji name in it
 * works, and where it runs from right to left it does not turn what stands beside it.
 */
export function escapeMrkdwn(text: string): string {
  return escapePlain(text).replaceAll(/[*_~`]/g, (sign) => lookAlikes[sign] ?? sign);
}

/** A line that may begin with foreign text, so that it makes no quote. */
export function guardLine(line: string): string {
  return line.replace(/^[\s\u2068]*(?:&gt;)+/, (signs) => signs.replaceAll('&gt;', '›'));
}

export function bold(text: string): string {
  return between('*', escapeMrkdwn(text));
}

/** Nothing but its end is read in a code span. */
export function code(text: string): string {
  return between('`', escapeEntities(visible(text)).replaceAll('`', 'ˋ'));
}

/** The text as a link; as mere text where the URL cannot be one. */
export function link(text: string, url: string | undefined): string {
  return linkLabel(escapeMrkdwn(text), url);
}

/** As `link`, for a text that is already mrkdwn. */
export function linkLabel(label: string, url: string | undefined): string {
  const target = url === undefined ? undefined : webUrl(url);
  if (target === undefined || label.trim() === '') return label;
  return `<${target}|${label.replaceAll('|', '∣')}>`;
}

/** A URL of the web as it stands in a link, with nothing in it that ends one; undefined where it is too long to show. */
export function webUrl(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return undefined;
  const href = escapeEntities(parsed.href.replaceAll(/[<>|]/g, encodeURIComponent));
  return href.length <= limits.shownUrl ? href : undefined;
}

/** Shown to each reader in their own time zone. `at` in epoch milliseconds. */
export function date(at: number, zone: string): string {
  const fallback = timeText(at, zone);
  if (Number.isNaN(new Date(at).getTime())) return fallback;
  return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} at {time}|${fallback}>`;
}

export function place(address: Address): string {
  const destination = parseAddress(address);
  if (destination === undefined) return escapeMrkdwn(address);
  return destination.kind === 'channel' ? `<#${destination.channel}>` : 'direct messages';
}

/** Calls the user group or person that an administrator named, as Slack passes such names on; undefined for anything else. */
export function groupMention(typed: string): string | undefined {
  const [, target] =
    /^\s*<(!subteam\^S[A-Z0-9]{1,31}|@[UW][A-Z0-9]{1,31})(?:\|[^<>]*)?>\s*$/.exec(typed) ?? [];
  return target === undefined ? undefined : `<${target}>`;
}

/** A person's name as each reader knows it; it notifies that person. */
export function userMention(user: string): string {
  return /^[A-Z0-9]{1,32}$/.test(user) ? `<@${user}>` : 'somebody here';
}

export function escapeEntities(text: string): string {
  return text.replaceAll(/[&<>]/g, (sign) => entities[sign] ?? sign);
}

/** A sign of formatting is read only where no space touches its inner side. */
function between(sign: string, text: string): string {
  const inner = text.trim();
  return inner === '' ? text : text.replace(inner, () => `${sign}${inner}${sign}`);
}

function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}
