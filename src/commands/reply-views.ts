import type { Dispatch, Invocation, Reply } from '../core/invocation.ts';
import { papersNamedIn } from '../core/papers-named-in.ts';
import type { Block, RichText } from '../core/view.ts';
import { refusal } from './reply.ts';

/** What people may want to show to others. */
const shareable = ['trending', 'search', 'show', 'similar'];

export function isShareable({ path }: Pick<Invocation, 'path'>, { ok }: Reply): boolean {
  return ok && path[0] === 'papers' && shareable.includes(path[1] ?? '');
}

/** A change as everyone in the channel gets to know it, once: where, by whom, and nothing to press. */
export function announcement({ address, actor }: Invocation, { view, ok }: Reply): Reply {
  const line: RichText = [{ kind: 'place', address }, ` · by ${actor.name}`];
  const blocks = view.blocks.filter(({ kind }) => kind !== 'actions');
  return {
    visibility: 'public',
    ok,
    view: { ...view, blocks: [{ kind: 'text', text: line }, ...blocks] },
  };
}

/** The papers that a text names, each as `/papers show` shows it. */
export async function lookUp(
  dispatch: Dispatch,
  text: string,
  invocation: Omit<Invocation, 'path' | 'args'>,
): Promise<Reply> {
  const path = ['papers', 'show'];
  const replies = await Promise.all(
    papersNamedIn(text).map((paper) => dispatch({ ...invocation, path, args: { paper } })),
  );
  const [first, ...more] = replies;
  if (first === undefined) {
    return refusal({
      message: 'That message has no arXiv id, arXiv DOI or link to arXiv or Hugging Face Papers.',
      remedy: 'Search by words instead: /papers search.',
    });
  }
  const blocks: Block[] = [
    ...first.view.blocks,
    ...more.flatMap(({ view }): Block[] => [{ kind: 'divider' }, ...view.blocks]),
  ];
  return {
    ...first,
    view: { summary: replies.map(({ view }) => view.summary).join('; '), blocks },
  };
}
