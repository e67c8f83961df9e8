import { feedName } from '../../core/feed-name.ts';
import type { Paper, PaperLinks } from '../../core/paper.ts';
import type { Block } from '../../core/view.ts';
import { dayText } from '../../core/views/paper-words.ts';
import {
  clipLines,
  hangLines,
  printable,
  printableLines,
  wrapText,
} from '../../lib/terminal-text.ts';
import type { Pen } from '../../lib/text-style.ts';
import { type Fact, factTable } from './fact-table.ts';
import { commentCount, paperFacts, sightingText } from './paper-facts.ts';
import { renderRichText } from './rich-text.ts';

export type PaperBlock = Extract<Block, { kind: 'paper' }>;

const summaryLines = 3;
const mostAuthors = 12;

/** About as many columns as a title gets where a paper has one line; on a narrow terminal they take more than one. */
const shortTitleWidth = 50;

/** Every line of a paper, under its number where it has one. Its actions are not included. */
export function renderPaper(block: PaperBlock, pen: Pen): string[] {
  const label = block.place === undefined ? '' : `${`${block.place}.`.padEnd(3)} `;
  const width = Math.max(2, pen.width - label.length);
  return hangLines(label, paperLines(block, width, pen));
}

function paperLines(block: PaperBlock, width: number, pen: Pen): string[] {
  const title = wrapText(pen.strong(printable(block.paper.title)), width);
  const why = block.why === undefined ? [] : wrapText(`Why: ${printable(block.why)}`, width);
  switch (block.detail) {
    case 'line':
      return [
        ...clipLines(title, Math.ceil(shortTitleWidth / width), width, pen.signs.ellipsis),
        ...factsLines(block.paper, width, pen),
        ...why,
      ];
    case 'card':
      return [
        ...title,
        ...factsLines(block.paper, width, pen),
        ...summary(block, width, pen),
        ...why,
        ...mainLink(block.paper.links, width, pen),
      ];
    case 'full':
      return [
        ...title,
        ...factTable(allFacts(block.paper, pen), width, pen),
        ...why,
        ...fullText(block.paper, width, pen),
      ];
  }
}

function factsLines(paper: Paper, width: number, pen: Pen): string[] {
  return wrapText(paperFacts(paper, pen), width).map((line) =>
    pen.dim(line.replaceAll('\u00a0', ' ')),
  );
}

function summary({ paper, snippet }: PaperBlock, width: number, pen: Pen): string[] {
  const text =
    snippet === undefined
      ? printable(paper.tldr ?? paper.abstract)
      : renderRichText(snippet, pen).replaceAll('\n', ' ');
  if (text.trim() === '') return [];
  return clipLines(wrapText(text, width), summaryLines, width, pen.signs.ellipsis);
}

function mainLink(links: PaperLinks, width: number, pen: Pen): string[] {
  if (pen.hyperlinks) {
    const named = namedLinks(links).map(({ name, url }) => pen.link(name, url));
    return named.length === 0 ? [] : wrapText(named.join(` ${pen.signs.separator} `), width);
  }
  const url = links.abs ?? links.page ?? links.pdf;
  return url === undefined ? [] : wrapText(printable(url), width);
}

function namedLinks(links: PaperLinks): { name: string; url: string }[] {
  return [
    { name: 'Paper', url: links.abs },
    { name: 'PDF', url: links.pdf },
    { name: 'Code', url: links.code },
    { name: 'Project', url: links.project },
    { name: 'Discussion', url: links.page },
  ].flatMap(({ name, url }) => (url === undefined ? [] : [{ name, url }]));
}

function allFacts(paper: Paper, pen: Pen): Fact[] {
  const { authors, organization, featuredOn, publishedAt, submitter, stars } = paper;
  const more = authors.length > mostAuthors ? ` +${authors.length - mostAuthors} more` : '';
  const sightings = paper.sightings.length > 1 ? paper.sightings : [];
  return [
    { name: 'Authors', value: authors.slice(0, mostAuthors).join(', ') + more },
    { name: 'Organization', value: organization },
    { name: 'Published', value: publishedAt && dayText(publishedAt.slice(0, 10)) },
    { name: 'Featured', value: featuredOn && dayText(featuredOn) },
    { name: 'Submitted by', value: submitter },
    {
      name: 'Votes',
      value: `${pen.signs.upvotes(String(paper.upvotes))}, ${commentCount(paper.comments)}`,
    },
    ...sightings.map((sighting) => ({
      name: `  ${feedName(sighting.feed)}`,
      value: sightingText(sighting, pen),
    })),
    { name: 'Stars', value: stars === undefined ? '' : pen.signs.stars(String(stars)) },
    { name: 'Categories', value: paper.categories.join(', ') },
    { name: 'Keywords', value: paper.keywords.join(', ') },
    { name: 'Id', value: paper.id },
    ...namedLinks(paper.links).map(({ name, url }) => ({ name, value: url })),
  ].flatMap(({ name, value }) => {
    const shown = printable(value ?? '').replaceAll('\u00a0', ' ');
    return shown.trim() === '' ? [] : [{ name: printable(name), value: shown }];
  });
}

function fullText({ tldr, abstract }: Paper, width: number, pen: Pen): string[] {
  const parts = [
    tldr === undefined ? '' : `${pen.strong('TL;DR')} ${printable(tldr)}`,
    printableLines(abstract).join('\n'),
  ];
  return parts.flatMap((part) => (part.trim() === '' ? [] : ['', ...wrapText(part, width)]));
}
