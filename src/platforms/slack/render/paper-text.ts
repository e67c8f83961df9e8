import { boundedMemo } from '../../../core/bounded-memo.ts';
import { type Paper, type PaperLinks, paperDay } from '../../../core/paper.ts';
import { counted } from '../../../core/text/counted.ts';
import { clipDressed } from '../../../core/text/visible.ts';
import type { Block } from '../../../core/view.ts';
import { dayText, shortAuthors } from '../../../core/views/paper-words.ts';
import { compactNumber } from '../../../lib/compact-number.ts';
import { bold, escapeMrkdwn, guardLine, link, linkLabel } from './mrkdwn.ts';
import { renderRichText } from './rich-text.ts';

export type PaperBlock = Extract<Block, { kind: 'paper' }>;

/** The most of each part of a paper in UTF-16 units, escaped. */
const longest = {
  title: 140,
  fullTitle: 400,
  summary: 280,
  why: 150,
  category: 20,
  authors: 80,
  day: 20,
  names: 250,
  fact: 250,
  tldr: 600,
  abstract: 2_000,
} as const;
const mostAuthors = 12;
const untitled = 'Untitled';

/** A paper as a few lines of mrkdwn, at most about 1,100 UTF-16 units of which its URL is 300. */
export function cardText(block: PaperBlock): string {
  const { title, facts } = piecesOf(block.paper);
  return [
    numbered(block, title),
    block.detail === 'line' ? '' : summaryLine(block),
    facts,
    labelLine('Why:', block.why, longest.why),
  ]
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/** What all cards of a paper have in common, as mrkdwn: many show the same papers. */
const piecesOf = boundedMemo(2_000, (paper: Paper) => ({
  title: linkedTitle(paper, longest.title),
  summary: clipDressed(paper.tldr ?? paper.abstract, longest.summary, (text) =>
    guardLine(escapeMrkdwn(text)),
  ),
  facts: escapeMrkdwn(paperFacts(paper)),
}));

/** Everything known, in lines: what it is, and under that what it says. */
export function fullLines(block: PaperBlock): { facts: string[]; words: string[] } {
  const { paper, why } = block;
  const facts = [
    numbered(block, linkedTitle(paper, longest.fullTitle)),
    ...paperDetails(paper).map(([name, value]) => labelLine(bold(name), value, longest.fact)),
    linksLine(paper.links),
    labelLine(bold('Why'), why, longest.fact),
  ];
  const words = [
    block.snippet === undefined ? '' : renderRichText(block.snippet, longest.summary),
    labelLine(bold('TL;DR'), paper.tldr, longest.tldr),
    clipDressed(paper.abstract, longest.abstract, (text) => guardLine(escapeMrkdwn(text))),
  ];
  return { facts, words };
}

/** The title as plain words, for what may show nothing else. */
export function paperTitle({ title }: Paper, max: number): string {
  return excerpt(title, max) || untitled;
}

/** In one line: `▲128 · ★2.1k · cs.CL · A. Rivera, M. Chen +4 · 21 Aug 2026`; `aloud`, with words for the signs. */
export function paperFacts(paper: Paper, aloud = false): string {
  const { upvotes, stars, categories, authors } = paper;
  const day = paperDay(paper);
  const starred = stars === undefined ? '' : compactNumber(stars);
  return [
    aloud ? upvoteCount(paper) : `▲${compactNumber(upvotes)}`,
    starred && (aloud ? `${starred} ${stars === 1 ? 'star' : 'stars'}` : `★${starred}`),
    excerpt(categories[0] ?? '', longest.category),
    excerpt(shortAuthors(authors), longest.authors),
    day === undefined ? '' : excerpt(dayText(day), longest.day),
  ]
    .filter((fact) => fact !== '')
    .join(' · ');
}

/** Where a paper is read. */
export function paperUrl({ links }: Paper): string | undefined {
  return [links.abs, links.page, links.pdf].find((url) => url !== undefined);
}

function linkedTitle(paper: Paper, max: number): string {
  const title = clipDressed(paper.title, max, escapeMrkdwn).trim() || untitled;
  return linkLabel(title, paperUrl(paper));
}

function numbered({ place }: PaperBlock, title: string): string {
  return place === undefined ? `*${title}*` : `*${place}. ${title}*`;
}

function summaryLine({ paper, snippet }: PaperBlock): string {
  return snippet === undefined ? piecesOf(paper).summary : renderRichText(snippet, longest.summary);
}

/** Nothing where nothing of the value can be seen. */
function labelLine(label: string, value: string | undefined, max: number): string {
  const text = excerpt(value ?? '', max);
  return text === '' ? '' : clipDressed(text, max, (part) => `${label} ${escapeMrkdwn(part)}`);
}

function linksLine(links: PaperLinks): string {
  const named = {
    Paper: links.abs,
    PDF: links.pdf,
    Code: links.code,
    Project: links.project,
    Discussion: links.page,
  };
  return Object.entries(named)
    .map(([name, url]) => link(name, url))
    .filter((each) => each.startsWith('<'))
    .join(' · ');
}

/** Name and value of all that is known beside its words, as plain text; what is not known is empty. */
export function paperDetails(paper: Paper): [string, string | undefined][] {
  const { authors, publishedAt, featuredOn, stars } = paper;
  const others = authors.length > mostAuthors ? ` +${authors.length - mostAuthors} more` : '';
  return [
    ['Authors', excerpt(authors.slice(0, mostAuthors).join(', '), longest.names) + others],
    ['Organization', paper.organization],
    ['Published', publishedAt && dayText(publishedAt.slice(0, 10))],
    ['Featured', featuredOn && dayText(featuredOn)],
    ['Submitted by', paper.submitter],
    ['Votes', `${upvoteCount(paper)}, ${counted(paper.comments, 'comment')}`],
    ['Stars', stars === undefined ? '' : compactNumber(stars)],
    ['Categories', paper.categories.join(', ')],
    ['Keywords', paper.keywords.join(', ')],
    ['Id', paper.id],
  ];
}

function upvoteCount({ upvotes }: Paper): string {
  return `${compactNumber(upvotes)} ${upvotes === 1 ? 'upvote' : 'upvotes'}`;
}

function excerpt(text: string, max: number): string {
  return clipDressed(text, max, (plain) => plain).trim();
}
