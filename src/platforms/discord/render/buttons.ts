import type {
  APIActionRowComponent,
  APIButtonComponentWithCustomId,
  APIButtonComponentWithURL,
  APIComponentInMessageActionRow,
} from 'discord-api-types/v10';
import { boundedMemo } from '../../../core/bounded-memo.ts';
import type { PaperLinks } from '../../../core/paper.ts';
import { clip } from '../../../core/text/clip.ts';
import { visible } from '../../../core/text/visible.ts';
import type { Action } from '../../../core/view.ts';
import { distinctId, encodeAction, encodeShare, type Target } from './custom-id.ts';
import { createKeptTexts } from './kept-texts.ts';
import { limits } from './limits.ts';
import { webUrl } from './markdown.ts';

export type Button = APIButtonComponentWithCustomId | APIButtonComponentWithURL;
export type ButtonRow = APIActionRowComponent<APIComponentInMessageActionRow>;

/** The ids of one message: no two are the same. Undefined for what cannot be made one. */
export interface MessageIds {
  readonly taken: ReadonlySet<string>;
  action(action: Action): string | undefined;
  share(target: Target): string | undefined;
  /** What the ids lean on, as markdown that the message must show whole; empty where that is nothing. */
  keptText(): string;
}

const styles = { primary: 1, secondary: 2, danger: 4, link: 5 } as const;

/**
 * `before`: ids that the message has already. `grantedAt`: when Discord let its reader use the command that it answers, where
 * the reader's own rights would not do.
 */
export function createIds(before?: ReadonlySet<string>, grantedAt?: number): MessageIds {
  const taken = new Set(before);
  const { keep, text } = createKeptTexts();
  return {
    taken,
    action(action) {
      const granted = action.path[0] === 'digest' ? grantedAt : undefined;
      const { id } = granted === undefined ? usualButton(action) : {};
      return taking(id ?? encodeAction(action, { keep, grantedAt: granted }), taken);
    },
    share: (target) => taking(encodeShare(target, { keep }), taken),
    keptText: text,
  };
}

/** The id, or else the first like it that is free. */
function taking(wanted: string | undefined, taken: Set<string>): string | undefined {
  let id = wanted;
  for (let number = 2; wanted !== undefined && id !== undefined && taken.has(id); number += 1) {
    id = distinctId(wanted, number);
  }
  if (id !== undefined) taken.add(id);
  return id;
}

/** An action that cannot be made an id is left out. */
export function actionButtons(actions: readonly Action[], ids: MessageIds): Button[] {
  return actions.flatMap((action) => {
    const id = ids.action(action);
    const usual = usualButton(action);
    return id === usual.id ? usual.buttons : actionButton(action, id);
  });
}

interface UsualButton {
  readonly id?: string | undefined;
  readonly buttons: readonly Button[];
}

/** The button of an action whose id leans on nothing and is the first of its kind in a message. */
const usualButton = boundedMemo(5_000, (action: Action): UsualButton => {
  const id = encodeAction(action);
  return { id, buttons: actionButton(action, id) };
});

function actionButton(action: Action, id: string | undefined): Button[] {
  return idButton(action.label, id, styles[action.style ?? 'secondary']);
}

export function shareButtons(target: Target, ids: MessageIds): Button[] {
  return idButton('Share here', ids.share(target), styles.secondary);
}

export function linkButtons(links: PaperLinks): Button[] {
  const named = {
    Paper: links.abs,
    PDF: links.pdf,
    Code: links.code,
    Project: links.project,
    Discussion: links.page,
  };
  return Object.entries(named).flatMap(([label, link]) => {
    const url = link === undefined ? undefined : webUrl(link);
    return url === undefined ? [] : [{ type: 2, style: styles.link, label, url }];
  });
}

/** Rows of five. */
export function buttonRows(buttons: readonly Button[]): ButtonRow[] {
  const starts = buttons.flatMap((_, index) => (index % limits.rowButtons === 0 ? [index] : []));
  return starts.map((start) => ({
    type: 1,
    components: buttons.slice(start, start + limits.rowButtons),
  }));
}

function idButton(
  label: string,
  id: string | undefined,
  style: APIButtonComponentWithCustomId['style'],
): Button[] {
  const shown = clip(visible(label).trim(), limits.buttonLabel);
  if (id === undefined || shown === '') return [];
  return [{ type: 2, style, label: shown, custom_id: id }];
}
