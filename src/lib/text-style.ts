import pc from 'picocolors';
import { printable } from './terminal-text.ts';

/** What the reader's terminal can do. */
export interface TextStyle {
  /** Columns; at least 10 and at most 100 are used. */
  readonly width: number;
  readonly color: boolean;
  /** Whether our own signs may be other than ASCII. Foreign text stays as it is. */
  readonly unicode: boolean;
  /** Whether OSC 8 hyperlinks are shown as links; without them URLs are printed. */
  readonly hyperlinks: boolean;
}

type Dress = (text: string) => string;

/** Dresses text for one style. Expects text that is already `printable`; a URL may be foreign. */
export interface Pen {
  readonly width: number;
  readonly hyperlinks: boolean;
  readonly signs: Signs;
  readonly strong: Dress;
  readonly dim: Dress;
  /** Set apart inside a sentence. */
  readonly code: Dress;
  /** Standing alone, to be typed as it is. */
  readonly command: Dress;
  readonly mark: Dress;
  readonly heading: Dress;
  readonly good: Dress;
  readonly careful: Dress;
  readonly bad: Dress;
  readonly link: (text: string, url: string) => string;
}

interface Signs {
  readonly bullet: string;
  readonly rule: string;
  readonly separator: string;
  readonly ellipsis: string;
  readonly upvotes: (count: string) => string;
  readonly stars: (count: string) => string;
}

const unicodeSigns: Signs = {
  bullet: '•',
  rule: '─',
  separator: '·',
  ellipsis: '…',
  upvotes: (count) => `▲${count}`,
  stars: (count) => `★${count}`,
};

const asciiSigns: Signs = {
  bullet: '-',
  rule: '-',
  separator: '|',
  ellipsis: '...',
  upvotes: (count) => `${count} upvotes`,
  stars: (count) => `${count} stars`,
};

const widest = 100;
const narrowest = 10;

export function createPen(style: TextStyle): Pen {
  const colors = pc.createColors(style.color);
  const [open, close] = style.unicode ? ['«', '»'] : ['*', '*'];
  return {
    width: Math.min(widest, Math.max(narrowest, Math.floor(style.width) || widest)),
    hyperlinks: style.hyperlinks,
    signs: style.unicode ? unicodeSigns : asciiSigns,
    strong: colors.bold,
    dim: colors.dim,
    code: style.color ? colors.cyan : (text) => `\`${text}\``,
    command: colors.cyan,
    mark: style.color
      ? (text) => colors.bold(colors.underline(text))
      : (text) => `${open}${text}${close}`,
    heading: (text) => colors.bold(colors.cyan(text)),
    good: colors.green,
    careful: colors.yellow,
    bad: colors.red,
    link: style.hyperlinks ? hyperlink : printedLink,
  };
}

/** OSC 8, as terminal emulators agreed on it: https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda */
function hyperlink(text: string, url: string): string {
  const target = webUrl(url);
  return target === undefined
    ? printedLink(text, url)
    : `\u001b]8;;${target}\u0007${text}\u001b]8;;\u0007`;
}

function printedLink(text: string, url: string): string {
  const shown = printable(url);
  return shown === text ? text : `${text} <${shown}>`;
}

/** The URL in ASCII, or `undefined` for what a click should not open. */
function webUrl(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, href } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}
