import { refusal } from '../../commands/reply.ts';
import type { Invocation, Reply } from '../../core/invocation.ts';
import type { Block, RichText } from '../../core/view.ts';
import type { Desk } from '../platform.ts';
import { papersNamedIn } from './look-up.ts';

/** The answer for everyone, with who shared it. */
export function sharedBy(name: string, reply: Reply): Reply {
  return { ...withLine(reply, [`Shared by ${name}`]), visibility: 'public' };
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

function withLine(reply: Reply, text: RichText): Reply {
  const { view } = reply;
  return { ...reply, view: { ...view, blocks: [{ kind: 'text', text }, ...view.blocks] } };
}

/** The papers that a message names, each as `/papers show` shows it. */
export async function lookUp(
  { dispatch }: Pick<Desk, 'dispatch'>,
  { text, invocation }: { readonly text: string; readonly invocation: Invocation },
): Promise<Reply> {
  const ids = papersNamedIn(text);
  const replies = await Promise.all(
    ids.map((paper) => dispatch({ ...invocation, args: { paper } })),
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
