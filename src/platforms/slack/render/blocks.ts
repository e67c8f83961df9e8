import type { KnownBlock } from '@slack/types';
import { boundedMemo } from '../../../core/bounded-memo.ts';
import { clipDressed } from '../../../core/text/visible.ts';
import type { Block, RichText, View } from '../../../core/view.ts';
import { atLastRule, bodyMemo } from '../../../core/views/view-memo.ts';
import { actionButtons, buttonRows, context, header, packLines, section } from './block-pieces.ts';
import { codePieces } from './code-lines.ts';
import { limits } from './limits.ts';
import { measure, type Size, together } from './measure.ts';
import { bold, escapeMrkdwn } from './mrkdwn.ts';
import { cardText, fullLines, type PaperBlock, paperTitle } from './paper-text.ts';
import { renderRichText } from './rich-text.ts';
import { withSlackCommands } from './slack-commands.ts';

type Notice = Extract<Block, { kind: 'notice' }>;

/** Small print and single lines, in UTF-16 units. */
const longest = { small: 600, line: 1_000, name: 150 } as const;

export const tones = {
  info: 'Note:',
  success: 'Done:',
  warning: 'Warning:',
  error: 'Error:',
} as const satisfies Record<Notice['tone'], string>;

export interface MeasuredBlocks {
  readonly blocks: KnownBlock[];
  readonly size: Size;
}

export function renderBlocks(view: View): KnownBlock[] {
  return blockGroups(view).flat();
}

/** As `renderBlocks`, where many views have their bodies in common: what was made of a body is remembered. */
export function digestBlocks(view: View): MeasuredBlocks {
  const { body, ending } = atLastRule(view);
  const [above, below] = [bodyBlocks(body), measured(ending)];
  return {
    blocks: [...above.blocks, ...below.blocks],
    size: together(above.size, below.size),
  };
}

const bodyBlocks = bodyMemo(measured);

function measured(view: View): MeasuredBlocks {
  const blocks = renderBlocks(view);
  return { blocks, size: measure(blocks) };
}

/** A view block by block. The line under the title of a list of papers, and what stands under a rule, is small print. */
export function blockGroups(view: View): KnownBlock[][] {
  const { blocks } = withSlackCommands(view);
  const rule = blocks.findIndex(({ kind }) => kind === 'divider');
  const dateline =
    blocks.some(({ kind }) => kind === 'paper') && blocks[0]?.kind === 'heading' ? 1 : -1;
  return blocks.map((block, index) =>
    renderBlock(block, index === dateline || (rule !== -1 && index > rule)),
  );
}

function renderBlock(block: Block, isSmall: boolean): KnownBlock[] {
  switch (block.kind) {
    case 'heading': {
      const title = header(block.text);
      return title === undefined ? [] : [title];
    }
    case 'text':
      return isSmall
        ? smallPrint(renderRichText(block.text, longest.small))
        : sections([renderRichText(block.text, limits.text)]);
    case 'paper':
      return paper(block);
    case 'facts':
      return sections(
        block.facts.map(({ name, value }) => {
          const label = clipDressed(name, longest.name, bold);
          return `${label} ${renderRichText(value, longest.line)}`;
        }),
      );
    case 'list':
      return sections(block.items.map((item) => labelled('• ', item)));
    case 'notice':
      return notice(block);
    case 'code':
      return sections(codePieces(block.text, limits.text));
    case 'actions':
      return buttonRows(actionButtons(block.actions));
    case 'divider':
      return [{ type: 'divider' }];
  }
}

/** One button stands beside a paper, several under it. */
function paper(block: PaperBlock): KnownBlock[] {
  const buttons = paperButtons(block);
  if (block.detail === 'full') {
    const { facts, words } = fullLines(block);
    return [...sections(facts), ...sections(words), ...buttonRows(buttons)];
  }
  const [only, ...more] = buttons;
  return more.length === 0
    ? [section(cardText(block), only)]
    : [section(cardText(block)), ...buttonRows(buttons)];
}

/** Digests show a paper with the same actions. */
const paperButtons = boundedMemo(
  2_000,
  ({ paper, actions = [] }: PaperBlock) =>
    actionButtons(actions, paperTitle(paper, limits.accessibilityLabel)),
  {
    nameOf: ({ paper }) => paper,
    isSame: (one, other) => one.actions === other.actions,
  },
);

function notice({ tone, text, hint }: Notice): KnownBlock[] {
  return [
    ...sections([labelled(`${bold(tones[tone])} `, text)]),
    ...smallPrint(clipDressed(hint ?? '', longest.small, escapeMrkdwn)),
  ];
}

function labelled(label: string, text: RichText): string {
  const line = renderRichText(text, longest.line);
  return line.trim() === '' ? '' : `${label}${line}`;
}

/** Slack refuses a text object without text. */
function sections(lines: readonly string[]): KnownBlock[] {
  const visible = lines.filter((line) => line.trim() !== '');
  return packLines(visible, limits.text).map((text) => section(text));
}

function smallPrint(line: string): KnownBlock[] {
  return line.trim() === '' ? [] : [context(line)];
}
