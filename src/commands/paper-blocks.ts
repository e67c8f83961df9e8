import type { Paper } from '../core/paper.ts';
import { listed } from '../core/text/listed.ts';
import type { Action, Block } from '../core/view.ts';
import { shortId } from '../core/views/digest-view.ts';
import { nameOf } from './find-paper.ts';

/** Numbered cards, each with a button for its details. */
export function paperCards(papers: readonly Paper[], firstPlace = 1): Block[] {
  return papers.map((paper, index) => ({
    kind: 'paper',
    paper,
    place: firstPlace + index,
    detail: 'card',
    actions: [detailsAction(paper)],
  }));
}

/** Which other papers the words fit that a paper was asked for by. */
export function othersBlock(others: readonly Paper[]): Block[] {
  if (others.length === 0) return [];
  return [{ kind: 'text', text: [`The words fit ${listed(others.map(nameOf))} too.`] }];
}

export function detailsAction(paper: Paper): Action {
  return paperAction('Details', 'show', paper);
}

/** A button for one of the commands that take a paper. */
export function paperAction(label: string, command: string, paper: Paper): Action {
  return { label, path: ['papers', command], args: { paper: shortId(paper.id) } };
}

export function rateAction(label: string, wants: 'more' | 'less', paper: Paper): Action {
  const action = paperAction(label, 'rate', paper);
  return { ...action, args: { ...action.args, wants } };
}
