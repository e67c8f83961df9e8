import type { Dispatch, Invocation, Reply } from '../core/invocation.ts';
import { papersNamedIn } from '../core/papers-named-in.ts';
import type { Block, RichText, View } from '../core/view.ts';
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

export function isShareable({ path }: Pick<Invocation, 'path'>, { ok }: Reply): boolean {
  return ok && shareable.includes(path.join(' '));
}

/** The answer as the asker alone sees it. */
export function privateView({ view, aside = [] }: Pick<Reply, 'view' | 'aside'>): View {
  return { ...view, blocks: [...view.blocks, ...aside] };
}

/** The answer to a command about another channel than the one where it was asked. */
export function namingPlace({ address }: Invocation, reply: Reply): Reply {
  return withLine(reply, [{ kind: 'place', address }]);
}

/** A change as everyone in the channel gets to know it, once: where, by whom, and nothing to press. */
export function announcement({ address, actor }: Invocation, reply: Reply): Reply {
  const blocks = reply.view.blocks.filter(({ kind }) => kind !== 'actions');
  const line: RichText = [{ kind: 'place', address }, ` · by ${actor.name}`];
  return withLine({ ...reply, view: { ...reply.view, blocks } }, line);
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
