import type {
  APIActionRowComponent,
  APIButtonComponentWithCustomId,
  APIButtonComponentWithURL,
  APIComponentInMessageActionRow,
} from 'discord-api-types/v10';
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
  action(target: Target): string | undefined;
  share(target: Target): string | undefined;
  /** What the ids lean on, as markdown that the message must show whole; empty where that is nothing. */
  keptText(): string;
}

const styles = { primary: 1, secondary: 2, danger: 4, link: 5 } as const;

/** `grantedAt`: when Discord let its reader use the command that it answers, where the reader's own rights would not do. */
export function createIds(grantedAt?: number): MessageIds {
  const taken = new Set<string>();
  const { keep, text } = createKeptTexts();

  function take(wanted: string | undefined): string | undefined {
    let id = wanted;
    for (let number = 2; wanted !== undefined && id !== undefined && taken.has(id); number += 1) {
      id = distinctId(wanted, number);
    }
    if (id !== undefined) taken.add(id);
    return id;
  }

  return {
    action: (target) =>
      take(encodeAction(target, { keep, ...(target.path[0] === 'digest' && { grantedAt }) })),
    share: (target) => take(encodeShare(target, { keep })),
    keptText: text,
  };
}

/** An action that cannot be made an id is left out. */
export function actionButtons(actions: readonly Action[], ids: MessageIds): Button[] {
  return actions.flatMap((action) => {
    const style = styles[action.style ?? 'secondary'];
    return idButton(action.label, ids.action(action), style);
  });
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
