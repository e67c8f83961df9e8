import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { privateView } from '../../../commands/reply-views.ts';
import type { Reply } from '../../../core/invocation.ts';
import type { Block } from '../../../core/view.ts';
import { encodeShare, type Target } from '../render/action-value.ts';
import { button, buttonRows } from '../render/block-pieces.ts';
import { loadingView, type Metadata, renderModal } from '../render/modal.ts';
import { type ReplyOptions, renderReply } from '../render/render.ts';
import type { Spot } from './asked.ts';

/** Slack keeps at most so many modals upon each other. */
const deepest = 3;
const timeoutMs = 10_000;

/** Where an answer is shown. */
export type Screen =
  | { readonly kind: 'message'; readonly replaces: boolean }
  | { readonly kind: 'view'; readonly id: string; readonly depth: number };

/** What can be shown to who asked. Each rejects where Slack does not take it. */
export function createAnswers(web: Pick<WebClient, 'views'>) {
  async function update(token: string, id: string, view: ModalView): Promise<void> {
    await web.views.update({ token, view_id: id, view });
  }

  async function respond(spot: Spot, reply: Reply, options: ResponseOptions = {}): Promise<void> {
    const { responseUrl: url, thread } = spot;
    if (url === undefined) return;
    const { replaces = false, ...how } = options;
    const message = {
      ...renderReply(reply, how),
      replace_original: replaces,
      ...(thread !== undefined && { thread_ts: thread }),
    };
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!answer.ok) throw new Error(`the answer was refused with ${answer.status}`);
  }

  return {
    respond,
    /** A modal that says to wait, upon the one in which it was asked where there is one. */
    async open(token: string, { triggerId = '', view }: Spot): Promise<Screen> {
      if (view?.type === 'modal' && view.depth >= deepest) {
        await update(token, view.id, loadingView());
        return { kind: 'view', ...view };
      }
      const isUpon = view?.type === 'modal';
      const asked = { token, trigger_id: triggerId, view: loadingView() };
      const opened = await (isUpon ? web.views.push(asked) : web.views.open(asked));
      const depth = isUpon ? view.depth + 1 : 1;
      return { kind: 'view', id: opened.view?.id ?? '', depth };
    },
    update,
    /** An answer, in private. */
    async show(token: string, spot: Spot, screen: Screen, answer: Answer): Promise<void> {
      const { share, metadata } = answer;
      const reply = asShown(answer.reply);
      const shared = share === undefined ? {} : { share };
      if (screen.kind === 'message') {
        const isPrivate = { ...reply, visibility: 'private' } as const;
        return respond(spot, isPrivate, { ...shared, replaces: screen.replaces });
      }
      const view = renderModal(reply.view, metadata);
      const row = share === undefined ? [] : buttonRows(button('Share here', encodeShare(share)));
      return update(token, screen.id, { ...view, blocks: [...view.blocks, ...row] });
    },
  };
}

/** As the asker sees it; that a file comes is said. */
function asShown(reply: Reply): Reply {
  const view = privateView(reply);
  if (reply.file === undefined) return { ...reply, view };
  const coming: Block = { kind: 'text', text: ['It comes to you by direct message.'] };
  return { ...reply, view: { ...view, blocks: [...view.blocks, coming] } };
}

interface ResponseOptions extends ReplyOptions {
  /** In the place of the message with the button. */
  readonly replaces?: boolean;
}

export interface Answer {
  readonly reply: Reply;
  /** What the button runs that shows it to everyone. */
  readonly share: Target | undefined;
  /** What a view keeps of where it came from. */
  readonly metadata: Metadata;
}

export type Answers = ReturnType<typeof createAnswers>;
