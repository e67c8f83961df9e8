import type { Action, Block } from '../core/view.ts';

/** Papers on one page of an answer. */
export const pageSize = 5;

/** Buttons to the neighboring pages, and where one stands: beyond the last page, the way back. Empty where all fits on one page. */
export function pagingBlocks(
  path: readonly string[],
  args: Readonly<Record<string, string>>,
  page: number,
  total: number,
): Block[] {
  const pages = Math.ceil(total / pageSize);
  const isBeyond = page > pages;
  if (pages === 0 || (pages === 1 && !isBeyond)) return [];
  const to = (label: string, target: number): Action[] =>
    target >= 1 && target <= pages
      ? [{ label, path, args: { ...args, page: String(target) } }]
      : [];
  if (isBeyond) {
    return [
      {
        kind: 'notice',
        tone: 'info',
        text: [`There is no page ${page}: page ${pages} is the last.`],
      },
      { kind: 'actions', actions: to(`Page ${pages}`, pages) },
    ];
  }
  return [
    { kind: 'text', text: [`Page ${page} of ${pages}`] },
    { kind: 'actions', actions: [...to('Previous', page - 1), ...to('Next', page + 1)] },
  ];
}
