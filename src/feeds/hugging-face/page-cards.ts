import type { MarkupHandler } from '../parse-markup.ts';

/** A paper as its card on a page shows it. Texts are raw. */
export interface PaperCard {
  readonly id: string;
  readonly title: string;
  readonly abstract: string;
  readonly upvotes: string;
  readonly comments: string;
  readonly submitter: string;
}

type Part = 'title' | 'abstract' | 'upvotes' | 'comments' | 'submitter';
type OpenCard = { -readonly [Key in keyof PaperCard]: string };

/** Collects the cards of a page, for when its data are gone. People in a card's author list are accounts, not authors: they are left out. */
export function createCardReader(): {
  readonly handler: MarkupHandler;
  readonly cards: PaperCard[];
} {
  const cards: PaperCard[] = [];
  let card: OpenCard | undefined;
  let part: Part | undefined;
  let isInVote = false;
  const handler: MarkupHandler = {
    open(name, attributes) {
      if (name === 'article') card = emptyCard();
      if (card === undefined) return;
      const { href = '', class: classes = '' } = attributes;
      if (name === 'h3') part = 'title';
      else if (name === 'p') part = 'abstract';
      else if (name === 'a' && href.startsWith('/login?next=%2Fpapers%2F')) isInVote = true;
      else if (name === 'a' && href.endsWith('#community')) part = 'comments';
      else if (isInVote && /(?:^|\s)leading-none(?:\s|$)/.test(classes)) part = 'upvotes';
      if (part === 'title' && name === 'a')
        card.id = /^\/papers\/([^/?#]+)$/.exec(href)?.[1] ?? card.id;
    },
    text(text) {
      if (card === undefined) return;
      const submitter = /^\s*Submitted by\s*(.*)$/s.exec(text)?.[1];
      if (submitter !== undefined) part = 'submitter';
      if (part !== undefined) card[part] += submitter ?? text;
    },
    close(name) {
      if (name === 'a') isInVote = false;
      if (name === 'h3' || name === 'p' || name === 'a' || name === 'div') part = undefined;
      if (name !== 'article' || card === undefined) return;
      if (card.id !== '') cards.push(card);
      card = undefined;
    },
  };
  return { handler, cards };
}

function emptyCard(): OpenCard {
  return { id: '', title: '', abstract: '', upvotes: '', comments: '', submitter: '' };
}
