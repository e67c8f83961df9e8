import type { Reply } from '../core/invocation.ts';
import type { Problem } from '../core/problem.ts';
import { caret } from '../core/query/caret.ts';
import type { Subscription } from '../core/subscription.ts';
import type { Block, RichText, View } from '../core/view.ts';
import { richTextWords } from '../core/views/rich-text-words.ts';

/** An answer that only the asker sees; `digest` is what it is about. */
export function privately(view: View, digest?: Subscription): Reply {
  return { view, visibility: 'private', ok: true, ...(digest && { about: digest.address }) };
}

/** An answer for everyone in the place: a change to what they share. */
export function publicly(view: View, digest?: Subscription): Reply {
  return { ...privately(view, digest), visibility: 'public' };
}

/** A view of one sentence, and blocks under it. */
export function say(
  sentence: string | RichText,
  blocks: readonly Block[] = [],
  tone: 'info' | 'success' = 'success',
): View {
  const text = typeof sentence === 'string' ? [sentence] : sentence;
  return { summary: richTextWords(text), blocks: [{ kind: 'notice', tone, text }, ...blocks] };
}

/** A refusal: what is wrong, where, what to do, and what to type instead. */
export function refusal({ message, remedy, input, span, suggestion }: Problem): Reply {
  const notice: Block = {
    kind: 'notice',
    tone: 'error',
    text: [message],
    ...(remedy !== undefined && { hint: remedy }),
  };
  const place: Block[] =
    input === undefined || span === undefined ? [] : [{ kind: 'code', text: caret(input, span) }];
  const instead: Block[] =
    suggestion === undefined
      ? []
      : [
          { kind: 'text', text: ['Did you mean:'] },
          { kind: 'code', text: suggestion },
        ];
  return {
    view: { summary: message, blocks: [notice, ...place, ...instead] },
    visibility: 'private',
    ok: false,
  };
}
