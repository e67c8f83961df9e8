import { clip } from '../../core/text/clip.ts';
import { plainText } from '../../core/text/plain-text.ts';
import { parseJson } from '../../lib/parse-json.ts';
import type { Format, ParseContext, ParseOutcome } from '../feed.ts';
import type { HtmlPage } from '../html-page.ts';
import { readHtmlPage } from '../html-page.ts';
import { readDay, readObject } from '../raw-values.ts';
import { sourceFault } from '../source-fault.ts';
import { entryList, readEntries } from './entry.ts';
import type { PaperCard } from './page-cards.ts';
import { createCardReader } from './page-cards.ts';

/** A papers page of Hugging Face: the data it carries for its list, else the cards that people see. */
export const huggingFaceHtml: Format = {
  id: 'hugging-face-html',
  title: 'Hugging Face papers, web page',
  detect: (text) =>
    /^\s*(?:<!doctype html|<html|<!--|<head|<body)|^.{0,2000}<html[\s>]/is.test(
      text.slice(0, 4000),
    ),
  parse: parsePage,
};

/** The component of the page that holds its list. */
const target = 'DailyPapers';

const brokenPage: ParseOutcome = {
  kind: 'unreadable',
  message: 'The papers page is cut off or broken, and no paper in it is whole.',
  remedy: 'Fetch it again.',
};

function parsePage(text: string, context: ParseContext): ParseOutcome {
  const { handler, cards } = createCardReader();
  let data: unknown;
  let shownDay: string | undefined;
  const page = readHtmlPage(text, {
    ...handler,
    open(name, attributes) {
      if (attributes['data-target'] === target) data ??= parseJson(attributes['data-props'] ?? '');
      if (name === 'time') shownDay ??= readDay(attributes.datetime);
      handler.open?.(name, attributes);
    },
  });
  const list = entryList(data);
  const { dateString, date } = readObject(data);
  const day = readDay(dateString) ?? readDay(date) ?? shownDay;
  const ownDay = day === undefined ? {} : { day };
  if (list !== undefined) {
    const read = readEntries(list, { ...context, ...ownDay });
    return { kind: 'parsed', ...read, notes: [], ...ownDay };
  }
  if (cards.length === 0) return text.includes(target) ? brokenPage : notAPapersPage(page);
  const read = readEntries(cards.map(cardEntry), { ...context, ...ownDay });
  const note =
    'The page no longer carries its data: titles and votes were read from its cards, without abstracts and authors.';
  return { kind: 'parsed', ...read, notes: [note], ...ownDay };
}

/** A card in the shape of the API. */
function cardEntry(card: PaperCard): unknown {
  return {
    paper: {
      id: card.id,
      title: card.title,
      summary: card.abstract,
      upvotes: shownCount(card.upvotes),
    },
    numComments: shownCount(card.comments),
    submittedBy: { name: card.submitter.trim() },
  };
}

/** Pages show `-` for none. */
function shownCount(text: string): number {
  const digits = /^\s*(\d{1,9})\s*$/.exec(text)?.[1];
  return digits === undefined ? 0 : Number(digits);
}

function notAPapersPage(page: HtmlPage): ParseOutcome {
  const [title, heading, paragraph] = [page.title, page.heading, page.paragraph].map((words) =>
    clip(plainText(words), 200),
  );
  if (/^\d{3}$/.test(heading ?? '')) {
    return sourceFault([heading, paragraph].filter(Boolean).join(' '));
  }
  const name = title || heading;
  return {
    kind: 'unreadable',
    message: `This is a web page${name ? ` (“${name}”)` : ''}, not a list of papers.`,
    remedy: 'Check the address. A login or proxy page may have answered in its place.',
  };
}
