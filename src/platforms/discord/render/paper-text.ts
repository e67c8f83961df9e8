import { boundedMemo } from '../../../core/bounded-memo.ts';
import { type Paper, paperDay } from '../../../core/paper.ts';
import { counted } from '../../../core/text/counted.ts';
import { clipDressed } from '../../../core/text/visible.ts';
import type { Block } from '../../../core/view.ts';
import { dayText, shortAuthors } from '../../../core/views/paper-words.ts';
import { compactNumber } from '../../../lib/compact-number.ts';
import { joinLines, type Line, noLine, shareRoom } from './lines.ts';
import { bold, escapeMarkdown, guardLine, link, webUrl } from './markdown.ts';
import { renderRichText } from './rich-text.ts';

export type PaperBlock = Extract<Block, { kind: 'paper' }>;

/** No paper is shown in less: its number, its link, the beginning of its title, its votes. UTF-16 units. */
export const leastPaper = 240;

/** The most of each part of a paper where there is room, in UTF-16 units before escaping. */
const longest = {
  title: 120,
  fullTitle: 300,
  titleUrl: 140,
  category: 20,
  authors: 60,
  summary: 280,
  why: 150,
  fact: 300,
  tldr: 600,
  abstract: 2_500,
} as const;
/** A shorter piece of a sentence says nothing. */
const leastSentence = 40;
const mostAuthors = 12;
const untitled = 'Untitled';
const wholeRoom = Number.POSITIVE_INFINITY;

/**
 * A paper as markdown in at most `max` UTF-16 units, which are 240 or more. Where that is too little the authors go first,
 * then the summary and the reason shrink and go, and last the title is clipped.
 */
export function paperText(block: PaperBlock, max: number): string {
  return block.detail === 'full' ? fullText(block, max) : cardText(block, max);
}

function cardText(block: PaperBlock, max: number): string {
  const whole = block.snippet === undefined ? wholeCard(block) : undefined;
  if (whole !== undefined && whole.length < max) return whole;
  const { facts, authors } = piecesOf(block.paper);
  const title = titleLine(block)(max - facts.length - 1);
  const { summary, why } = paperSentences(block, max - title.length - facts.length - 2);
  const withAuthors = linesOf([title, summary, facts + authors, why]);
  return withAuthors.length <= max ? withAuthors : linesOf([title, summary, facts, why]);
}

/** The card where there is room for all of it, and more. */
function wholeCard(block: PaperBlock): string {
  const { title, summary, facts, authors } = piecesOf(block.paper);
  const { place, detail } = block;
  return linesOf([
    place === undefined ? `**${title}**` : `**${place}. ${title}**`,
    detail === 'line' ? '' : summary,
    facts + authors,
    whyLine(block)(wholeRoom),
  ]);
}

/** What all cards of a paper have in common, as markdown: many show the same papers. */
const piecesOf = boundedMemo(2_000, (paper: Paper) => ({
  title: link(excerpt(paper.title, longest.title) || untitled, titleUrl(paper)),
  summary: sentence(summaryOf(paper), '')(wholeRoom),
  facts: `-# ${escapeMarkdown(paperFacts(paper))}`,
  authors: authorsText(paper),
}));

function linesOf(lines: readonly string[]): string {
  return lines.filter((line) => line !== '').join('\n');
}

/** What is told in one line beside the authors, as plain text: `▲128 · ★2.1k · cs.CL · 21 Aug 2026`. */
export function paperFacts(paper: Paper): string {
  const { upvotes, stars, categories } = paper;
  const day = paperDay(paper);
  return [
    `▲${compactNumber(upvotes)}`,
    stars === undefined ? '' : `★${compactNumber(stars)}`,
    excerpt(categories[0] ?? '', longest.category),
    day === undefined ? '' : excerpt(dayText(day), longest.category),
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
}

/** A paper's number and title in at most `max` UTF-16 units; the title as plain text, or `dressed`. */
export function paperTitle(
  { paper, place, detail }: PaperBlock,
  max: number,
  dressed = (title: string): string => title,
): string {
  const number = place === undefined ? '' : `${place}. `;
  const most = detail === 'full' ? longest.fullTitle : longest.title;
  const title = excerpt(paper.title, most) || untitled;
  return clipDressed(title, max, (text) => `${number}${dressed(text)}`);
}

/** What a paper is about and why it is here, as markdown, within `max` UTF-16 units with a line break between. */
export function paperSentences(block: PaperBlock, max: number): { summary: string; why: string } {
  const [summary = '', why = ''] = shareRoom([summaryLine(block), whyLine(block)], max - 1);
  return { summary, why };
}

/** The piece with the hits, or else the summary. */
function summaryLine({ paper, snippet, detail }: PaperBlock): Line {
  if (detail === 'line') return noLine;
  if (snippet !== undefined) return (max) => renderRichText(snippet, max);
  return sentence(summaryOf(paper), '');
}

function summaryOf({ tldr, abstract }: Paper): string {
  return excerpt(tldr ?? abstract, longest.summary);
}

function whyLine({ why = '' }: PaperBlock): Line {
  const reason = excerpt(why, longest.why);
  return reason === '' ? noLine : sentence(`Why: ${reason}`, '-# ');
}

/** Where a paper is read. */
export function paperUrl({ links }: Paper): string | undefined {
  return [links.abs, links.page, links.pdf].find((url) => url !== undefined);
}

function titleLine(block: PaperBlock): Line {
  const url = titleUrl(block.paper);
  return (max) => {
    const title = paperTitle(block, max - '****'.length, (text) => link(text, url));
    return title === '' ? '' : `**${title}**`;
  };
}

function titleUrl(paper: Paper): string | undefined {
  return webUrl(paperUrl(paper) ?? '', longest.titleUrl);
}

function authorsText({ authors }: Paper): string {
  const names = excerpt(shortAuthors(authors), longest.authors);
  return names === '' ? '' : ` · ${escapeMarkdown(names)}`;
}

/** Everything known, one fact a line. */
function fullText(block: PaperBlock, max: number): string {
  const { paper, snippet } = block;
  const { authors, organization, publishedAt, featuredOn, submitter, stars, tldr } = paper;
  const others = authors.length > mostAuthors ? ` +${authors.length - mostAuthors} more` : '';
  const lines = [
    titleLine(block),
    fact('Authors', authors.slice(0, mostAuthors).join(', '), others),
    fact('Organization', organization),
    fact('Published', publishedAt && dayText(publishedAt.slice(0, 10))),
    fact('Featured', featuredOn && dayText(featuredOn)),
    fact('Submitted by', submitter),
    fact('Votes', `▲${compactNumber(paper.upvotes)}, ${counted(paper.comments, 'comment')}`),
    fact('Stars', stars === undefined ? '' : `★${compactNumber(stars)}`),
    fact('Categories', paper.categories.join(', ')),
    fact('Keywords', paper.keywords.join(', ')),
    fact('Id', paper.id),
    whyLine(block),
    snippet === undefined ? noLine : (room: number) => renderRichText(snippet, room),
    sentence(excerpt(tldr ?? '', longest.tldr), `${bold('TL;DR')} `),
    sentence(excerpt(paper.abstract, longest.abstract), ''),
  ];
  return joinLines(lines, max);
}

function fact(name: string, value = '', after = ''): Line {
  const text = excerpt(value, longest.fact);
  return text === '' ? noLine : sentence(`${text}${after}`, `${bold(name)} `);
}

/** Foreign words after words of ours; empty where only a few of them would fit. */
function sentence(text: string, before: string): Line {
  return (max) => {
    if (text === '') return '';
    const whole = dressed(text, before);
    if (whole.length <= max) return whole;
    return max < leastSentence ? '' : clipDressed(text, max, (part) => dressed(part, before));
  };
}

function dressed(text: string, before: string): string {
  const escaped = escapeMarkdown(text);
  return before === '' ? guardLine(escaped) : `${before}${escaped}`;
}

function excerpt(text: string, max: number): string {
  return clipDressed(text, max, (plain) => plain).trim();
}
