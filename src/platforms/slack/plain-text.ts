import type { Paper } from '../../core/paper.ts';
import { timeText } from '../../core/schedule/time-text.ts';
import { clipDressed } from '../../core/text/visible.ts';
import type { Block, RichText, View } from '../../core/view.ts';
import { tones } from './blocks.ts';
import { escapePlain, place, webUrl } from './mrkdwn.ts';
import { type PaperBlock, paperDetails, paperFacts, paperTitle, paperUrl } from './paper-text.ts';
import { type InlineStyle, renderRichText } from './rich-text.ts';
import { withSlackCommands } from './slack-commands.ts';

/** How much is told of each paper, in UTF-16 units. */
interface Telling {
  readonly title: number;
  /** And of the reason why it is there. Zero: neither. */
  readonly summary: number;
  /** Only of a paper in full. */
  readonly abstract: number;
  readonly facts: boolean;
}

const longest = { summary: 300, line: 1_000, detail: 250 } as const;
/** The first that lets everything fit is taken. */
const tellings: readonly Telling[] = [
  { title: 140, summary: 280, abstract: 2_000, facts: true },
  { title: 140, summary: 140, abstract: 700, facts: true },
  { title: 140, summary: 0, abstract: 0, facts: true },
  { title: 80, summary: 0, abstract: 0, facts: false },
];
const rest = '… and more.';
const plainStyle: InlineStyle = {
  text: escapePlain,
  strong: escapePlain,
  code: escapePlain,
  link(text, url) {
    const target = webUrl(url);
    return target === undefined ? escapePlain(text) : `${escapePlain(text)} (${target})`;
  },
  time: timeText,
  place,
};

/**
 * A view in plain words of at most `max` UTF-16 units: what screen readers and notifications give, and what stands in
 * where blocks are refused. It begins with the view's summary. Where even titles do not fit, the last line says so.
 */
export function messageText(view: View, max: number): string {
  const spoken = withSlackCommands(view);
  let lines: string[] = [];
  for (const telling of tellings) {
    lines = viewLines(spoken, telling);
    const text = lines.join('\n');
    if (text.length <= max) return text;
  }
  let room = max - rest.length;
  const end = lines.findIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  return [...lines.slice(0, end), rest].join('\n');
}

/** What would only be said twice is said once. */
function viewLines({ summary, blocks }: View, telling: Telling): string[] {
  const [first, ...others] = blocks;
  const isRepeated = first?.kind === 'heading' && summary.startsWith(first.text);
  const lead = clipDressed(summary, longest.summary, escapePlain);
  const lines = (isRepeated ? others : blocks).flatMap((block) => blockLines(block, telling));
  const isSaid = lines.join(' ').includes(lead);
  return (isSaid ? lines : [lead, ...lines]).filter((line) => line.trim() !== '');
}

function blockLines(block: Block, telling: Telling): string[] {
  switch (block.kind) {
    case 'heading':
      return [escaped(block.text)];
    case 'text':
      return [richText(block.text)];
    case 'paper':
      return paperLines(block, telling);
    case 'facts':
      return block.facts.map(({ name, value }) => `${escaped(name)}: ${richText(value)}`);
    case 'list':
      return block.items.map((item) => `• ${richText(item)}`);
    case 'notice':
      return [`${tones[block.tone]} ${richText(block.text)}`, escaped(block.hint ?? '')];
    case 'code':
      return block.text.split('\n', 100).map(escaped);
    case 'actions':
    case 'divider':
      return [];
  }
}

function paperLines(block: PaperBlock, telling: Telling): string[] {
  const { paper, place: number, detail, why = '' } = block;
  const label = number === undefined ? '' : `${number}. `;
  const facts = detail === 'full' ? detailLines(paper) : [escaped(paperFacts(paper, true))];
  const reason = clipDressed(why, telling.summary, escapePlain);
  return [
    label + clipDressed(paperTitle(paper, telling.title), telling.title, escapePlain),
    ...(telling.facts ? facts : []),
    ...summaryLines(block, telling),
    reason.trim() === '' ? '' : `Why: ${reason}`,
    webUrl(paperUrl(paper) ?? '') ?? '',
  ];
}

function summaryLines({ paper, detail, snippet }: PaperBlock, telling: Telling): string[] {
  const { tldr, abstract } = paper;
  const told = (text: string, max: number): string => clipDressed(text, max, escapePlain);
  switch (detail) {
    case 'line':
      return [];
    case 'card':
      return [told(snippet === undefined ? (tldr ?? abstract) : wordsOf(snippet), telling.summary)];
    case 'full':
      return [told(tldr ?? '', telling.summary), told(abstract, telling.abstract)];
  }
}

function detailLines(paper: Paper): string[] {
  return paperDetails(paper).flatMap(([name, value = '']) => {
    const text = clipDressed(value, longest.detail, escapePlain);
    return text.trim() === '' ? [] : [`${name}: ${text}`];
  });
}

function richText(text: RichText): string {
  return renderRichText(text, longest.line, plainStyle);
}

function escaped(text: string): string {
  return clipDressed(text, longest.line, escapePlain);
}

/** The words alone, not escaped. */
function wordsOf(text: string | RichText): string {
  if (typeof text === 'string') return text;
  return text
    .map((piece) => (typeof piece === 'string' ? piece : 'text' in piece ? piece.text : ''))
    .join('');
}
