import type { Dispatch, Invocation, Reply } from '../core/invocation.ts';
import { papersNamedIn } from '../core/papers-named-in.ts';
import type { Address } from '../core/subscription.ts';
import { type Action, type Block, papersIn, type RichText, type View } from '../core/view.ts';
import { refusal } from './reply.ts';

/** What people may want to show to others. */
const shareable = [
  'papers trending',
  'papers search',
  'papers show',
  'papers similar',
  'papers my catchup',
  'digest catchup',
];

export function isShareable({ path }: Pick<Invocation, 'path'>, { ok, view }: Reply): boolean {
  return ok && shareable.includes(path.join(' ')) && papersIn(view).length > 0;
}

/** The place that an answer is about. */
export function placeOf({ address }: Invocation, { about = address }: Reply): Address {
  return about;
}

/** The answer as the asker alone sees it. */
export function privateView({ view, aside = [] }: Pick<Reply, 'view' | 'aside'>): View {
  return { ...view, blocks: [...view.blocks, ...aside] };
}

/** The answer to a command about another channel than the one where it was asked. */
export function namingPlace(invocation: Invocation, reply: Reply): Reply {
  return withLine(reply, [{ kind: 'place', address: placeOf(invocation, reply) }]);
}

/** A change as everyone in the channel gets to know it, once: where, by whom, and nothing to press. */
export function announcement(invocation: Invocation, reply: Reply): Reply {
  const blocks = reply.view.blocks.filter(({ kind }) => kind !== 'actions');
  const address = placeOf(invocation, reply);
  const line: RichText = [{ kind: 'place', address }, ` · by ${invocation.actor.name}`];
  return withLine({ ...reply, view: { ...reply.view, blocks } }, line);
}

/** The answer as others see it: what one person has saved is not for them to take off. */
export function forOthers(reply: Reply): Reply {
  const blocks = reply.view.blocks.map((block) =>
    block.kind === 'actions' ? { ...block, actions: block.actions.map(actionForOthers) } : block,
  );
  return { ...reply, view: { ...reply.view, blocks } };
}

function actionForOthers(action: Action): Action {
  return action.path.join(' ') === 'papers unsave'
    ? { ...action, label: 'Save', path: ['papers', 'save'] }
    : action;
}

/** The answer with a line on top. */
export function withLine(reply: Reply, text: RichText): Reply {
  const { view } = reply;
  return { ...reply, view: { ...view, blocks: [{ kind: 'text', text }, ...view.blocks] } };
}

/** The papers that a text names, each as `/papers show` shows it. */
export async function lookUp(
  dispatch: Dispatch,
  text: string,
  who: Omit<Invocation, 'path' | 'args'>,
): Promise<Reply> {
  const path = ['papers', 'show'];
  const replies = await Promise.all(
    papersNamedIn(text).map((paper) => dispatch({ ...who, path, args: { paper } })),
  );
  const [first] = replies;
  if (first === undefined) {
    return refusal({
      message: 'That message has no arXiv id, arXiv DOI or link to arXiv or Hugging Face Papers.',
      remedy: 'Search by words instead: /papers search.',
    });
  }
  const blocks = replies.flatMap(({ view }, index): readonly Block[] =>
    index === 0 ? view.blocks : [{ kind: 'divider' }, ...view.blocks],
  );
  const summary = replies.map(({ view }) => view.summary).join('; ');
  return { ...first, view: { summary, blocks } };
}
