import { collectPapers } from '../collect-papers.ts';
import type { Format, ParseContext, ParseOutcome } from '../feed.ts';
import { cleanPaper } from '../raw-paper.ts';
import type { Paragraph } from './paragraphs.ts';
import { endsSentence, paragraphText, readParagraphs } from './paragraphs.ts';

interface TextPair {
  title: string;
  abstract: string;
}

/** Longer than any title of arXiv, shorter than nearly every abstract. */
const longestTitle = 300;
const likelyAbstract = 200;

const banner = /^\s*Get trending papers in your email inbox(?: once a day)?!\s*$/i;

/** The text of a papers page as a browser copies it: a banner, then title and abstract in turn. It tells no ids. */
export const textExport: Format = {
  id: 'text-export',
  title: 'Hugging Face papers, copied as text',
  detect: isExport,
  parse: parseExport,
};

function parseExport(text: string, context: ParseContext): ParseOutcome {
  const pairs = pairParagraphs(readParagraphs(withoutBanner(text)));
  const { papers, dropped } = collectPapers(
    pairs,
    (pair) =>
      cleanPaper(
        { ...pair, arxivId: undefined, featuredOn: context.day },
        { feed: 'file', seenAt: context.seenAt },
      ),
    (pair) => pair.title,
  );
  const bare = pairs.filter((pair) => pair.abstract === '').length;
  const notes = bare > 0 ? [`${bare} of ${pairs.length} papers come without an abstract.`] : [];
  return { kind: 'parsed', papers, dropped, notes };
}

/** With its banner certainly; without one when it begins as title and abstract do. */
function isExport(text: string): boolean {
  const head = text.slice(0, 20_000);
  const lines = head.split(/\r\n?|\n/).filter((line) => /\S/.test(line));
  if (lines.slice(0, 5).some((line) => banner.test(line))) return true;
  if (/^\s*[[{<#]|\0/.test(head)) return false;
  const [first, second] = readParagraphs(withoutBanner(head)).slice(0, 2).map(paragraphText);
  return (
    first !== undefined && second !== undefined && isTitle(first) && second.length >= likelyAbstract
  );
}

/** Drops the two wordings of the banner, and its button, whose name is glued to the first title. */
function withoutBanner(text: string): string {
  const lines = text.split(/\r\n?|\n/);
  const hasBanner = lines.slice(0, 20).some((line) => banner.test(line));
  const kept = lines.filter((line) => !banner.test(line));
  const first = kept.findIndex((line) => /\S/.test(line));
  const glued = hasBanner ? /^\s*Subscribe(?!rs?\b)/ : /^\s*Subscribe(?=\p{Lu}|\s*$)/u;
  return kept.map((line, index) => (index === first ? line.replace(glued, '') : line)).join('\n');
}

/**
 * Titles and abstracts alternate. Where an abstract is missing a second title follows at once, and where something too long
 * for a title follows an abstract, a wrap hid the title at the end of the one or at the beginning of the other; else it is
 * the abstract's second paragraph.
 */
function pairParagraphs(paragraphs: readonly Paragraph[]): TextPair[] {
  const pairs: TextPair[] = [];
  let before: Paragraph = [];
  for (const paragraph of paragraphs) {
    const text = paragraphText(paragraph);
    const open = pairs.at(-1);
    if (open?.abstract === '' && !isTitle(text)) {
      open.abstract = text;
    } else if (text.length > longestTitle) {
      const tail = hiddenTail(before);
      if (tail > 0 && open !== undefined) {
        open.abstract = paragraphText(before.slice(0, -tail));
        pairs.push({ title: paragraphText(before.slice(-tail)), abstract: text });
      } else if (hasHiddenHead(paragraph)) {
        const [title = '', ...abstract] = paragraph;
        pairs.push({ title, abstract: paragraphText(abstract) });
      } else if (open !== undefined) {
        open.abstract += ` ${text}`;
      }
    } else {
      pairs.push({ title: text, abstract: '' });
    }
    before = paragraph;
  }
  return pairs;
}

/** By its form: short, and no sentence. */
function isTitle(text: string): boolean {
  return text.length <= likelyAbstract && !/[.,;:。]$/.test(text);
}

/** How many lines at the end of an abstract stand behind its last full stop and may be the next title. */
function hiddenTail(paragraph: Paragraph): number {
  const tail = paragraph.slice(paragraph.findLastIndex(endsSentence) + 1);
  const isPart = tail.length > 0 && tail.length < paragraph.length;
  return isPart && isTitle(paragraphText(tail)) ? tail.length : 0;
}

/** Whether the first line of a paragraph may be its title: no sentence, and a capital letter follows. */
function hasHiddenHead([first = '', second = '']: Paragraph): boolean {
  return isTitle(first) && /^[\p{Lu}\p{N}]/u.test(second);
}
