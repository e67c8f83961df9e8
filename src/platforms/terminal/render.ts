import stringWidth from 'string-width';
import { commandLine as typedLine } from '../../commands/command-line.ts';
import type { Action, Block, View } from '../../core/view.ts';
import {
  hangLines,
  hardLines,
  printable,
  printableLines,
  wrapText,
} from '../../lib/terminal-text.ts';
import { createPen, type Pen, type TextStyle } from '../../lib/text-style.ts';
import { factTable } from './fact-table.ts';
import { renderPaper } from './render-paper.ts';
import { renderRichText } from './rich-text.ts';

export type { TextStyle } from '../../lib/text-style.ts';

/** The line that a person can type for an action. */
export type CommandLine = (action: Action) => string;

type Notice = Extract<Block, { kind: 'notice' }>;

const plainStyle: TextStyle = { width: 80, color: false, unicode: true, hyperlinks: false };

/** A view as plain text of at most 80 columns. */
export function renderPlain(view: View, commandLine?: CommandLine): string {
  return renderView(view, plainStyle, commandLine);
}

/**
 * A view as text for a terminal, without a line break at its end. No line is wider than the style, except for a URL that
 * is. Buttons become lines to type. A view without blocks is its summary.
 */
export function renderView(
  view: View,
  style: TextStyle,
  commandLine: CommandLine = ({ path, args }) => typedLine(path, args),
): string {
  const pen = createPen(style);
  if (view.blocks.length === 0) return wrapText(printable(view.summary), pen.width).join('\n');
  return view.blocks
    .flatMap((block, index) => [
      ...(isApart(view.blocks[index - 1], block) ? [''] : []),
      ...renderBlock(block, pen, commandLine),
    ])
    .join('\n');
}

/** Whether an empty line stands between two blocks. */
function isApart(previous: Block | undefined, block: Block): boolean {
  if (previous === undefined || previous.kind === 'heading') return false;
  const areLines = [previous, block].every(
    (each) => each.kind === 'paper' && each.detail === 'line',
  );
  return !areLines;
}

function renderBlock(block: Block, pen: Pen, commandLine: CommandLine): string[] {
  switch (block.kind) {
    case 'heading':
      return heading(block.text, pen);
    case 'text':
      return wrapText(renderRichText(block.text, pen), pen.width);
    case 'paper':
      return [
        ...renderPaper(block, pen),
        ...(block.detail === 'full' && block.actions !== undefined && block.actions.length > 0
          ? ['', ...actionLines(block.actions, pen, commandLine)]
          : []),
      ];
    case 'facts':
      return factTable(
        block.facts.map(({ name, value }) => ({
          name: printable(name),
          value: renderRichText(value, pen),
        })),
        pen.width,
        pen,
      );
    case 'list':
      return block.items.flatMap((item) =>
        hangLines(`${pen.signs.bullet} `, wrapText(renderRichText(item, pen), pen.width - 2)),
      );
    case 'notice':
      return notice(block, pen);
    case 'code':
      return codeLines(block.text, pen.width - 2).map((line) => `  ${line}`.trimEnd());
    case 'actions':
      return actionLines(block.actions, pen, commandLine);
    case 'divider':
      return [pen.dim(pen.signs.rule.repeat(pen.width))];
  }
}

function heading(text: string, pen: Pen): string[] {
  const lines = wrapText(printable(text), pen.width);
  const width = Math.min(pen.width, Math.max(...lines.map((line) => stringWidth(line))));
  return [...lines.map(pen.heading), pen.dim(pen.signs.rule.repeat(width))];
}

function notice({ tone, text, hint }: Notice, pen: Pen): string[] {
  const labels = {
    info: pen.strong('Note:'),
    success: pen.good('Done:'),
    warning: pen.careful('Warning:'),
    error: pen.bad('Error:'),
  } satisfies Record<Notice['tone'], string>;
  return [
    ...wrapText(`${labels[tone]} ${renderRichText(text, pen)}`, pen.width),
    ...(hint === undefined ? [] : hangLines('  ', wrapText(printable(hint), pen.width - 2))),
  ];
}

/**
 * Two lines too wide for the terminal are broken at the same columns, piece under piece, so that a caret stays under
 * what it points at.
 */
function codeLines(text: string, width: number): string[] {
  const lines = printableLines(text).map((line) => hardLines(line, width));
  const [above, below] = lines;
  if (above === undefined || below === undefined || lines.length > 2) return lines.flat();
  return Array.from({ length: Math.max(above.length, below.length) }, (_, index) => [
    above[index] ?? '',
    below[index] ?? '',
  ])
    .flat()
    .filter((piece, index) => index === 0 || piece.trim() !== '');
}

function actionLines(actions: readonly Action[], pen: Pen, commandLine: CommandLine): string[] {
  const facts = actions.map((action) => ({
    name: printable(action.label),
    value: pen.command(printable(commandLine(action))),
  }));
  return factTable(facts, pen.width, pen);
}
