import { boundedMemo } from '../../../core/bounded-memo.ts';
import type { Paper } from '../../../core/paper.ts';
import { timeText } from '../../../core/schedule/time-text.ts';
import { clipDressed } from '../../../core/text/visible.ts';
import type { Block, RichText, View } from '../../../core/view.ts';
import { atLastRule, bodyMemo } from '../../../core/views/view-memo.ts';
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
 * where blocks are refused. It begins with the view's summary where its lines do not say that anyway. Where even titles do
 * not fit, the last line says so.
 */
export function messageText(view: View, max: number): string {
  const { body, ending } = atLastRule(view);
  const { blocks } = withSlackCommands(ending);
  let lines: readonly string[] = [];
  for (const telling of tellings) {
    const above = bodyLines(body)(telling);
    lines = withLead(above.lead, [...above.lines, ...seenLines(blocks, telling)]);
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

/** A body; without its heading where its summary says that too. */
const bodyLines = bodyMemo((body: View) => {
  const { summary, blocks } = withSlackCommands(body);
  const [first, ...others] = blocks;
  const isRepeated = first?.kind === 'heading' && summary.startsWith(first.text);
  const lead = clipDressed(summary, longest.summary, escapePlain);
  return boundedMemo(tellings.length, (telling: Telling) => ({
    lead,
    lines: seenLines(isRepeated ? others : blocks, telling),
  }));
});

function seenLines(blocks: readonly Block[], telling: Telling): string[] {
  return blocks.flatMap((block) => blockLines(block, telling)).filter((line) => line.trim() !== '');
}

/** What would only be said twice is said once. */
function withLead(lead: string, lines: readonly string[]): readonly string[] {
  return isSaid(lead.trim(), lines) ? lines : [lead, ...lines];
}

/** Perhaps over several lines, of which one has its whole first word. */
function isSaid(lead: string, lines: readonly string[]): boolean {
  if (lead === '') return true;
  const [word = ''] = lead.split(' ', 1);
  return lines.some((line) => line.includes(word)) && lines.join(' ').includes(lead);
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
  const { title, facts, url } = piecesOf(paper)(telling);
  const label = number === undefined ? '' : `${number}. `;
  const reason = told(why, telling.summary);
  return [
    label + title,
    ...(telling.facts ? (detail === 'full' ? detailLines(paper) : [facts]) : []),
    ...summaryLines(block, telling),
    reason.trim() === '' ? '' : `Why: ${reason}`,
    url,
  ];
}

/** What is told of a paper wherever it is no more than a card: many messages have the same papers. */
const piecesOf = boundedMemo(2_000, (paper: Paper) =>
  boundedMemo(tellings.length, ({ title, summary }: Telling) => ({
    title: clipDressed(paperTitle(paper, title), title, escapePlain),
    facts: escaped(paperFacts(paper, true)),
    summary: told(paper.tldr ?? paper.abstract, summary),
    url: webUrl(paperUrl(paper) ?? '') ?? '',
  })),
);

function summaryLines({ paper, detail, snippet }: PaperBlock, telling: Telling): string[] {
  switch (detail) {
    case 'line':
      return [];
    case 'card':
      return [
        snippet === undefined
          ? piecesOf(paper)(telling).summary
          : told(wordsOf(snippet), telling.summary),
      ];
    case 'full':
      return [told(paper.tldr ?? '', telling.summary), told(paper.abstract, telling.abstract)];
  }
}

function told(text: string, max: number): string {
  return clipDressed(text, max, escapePlain);
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
