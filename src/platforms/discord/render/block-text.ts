import { clip } from '../../../core/text/clip.ts';
import type { Block, RichText } from '../../../core/view.ts';
import type { Line } from './lines.ts';
import { bold, clipEscaped, codeBlock } from './markdown.ts';
import { renderRichText } from './rich-text.ts';

/** A block that is nothing but text. */
export type TextBlock = Exclude<Block, { kind: 'paper' | 'actions' | 'divider' }>;

const longestHeading = 200;
const fence = codeBlock('x').replace('x', '');

const tones = {
  info: 'Note:',
  success: 'Done:',
  warning: 'Warning:',
  error: 'Error:',
} as const;

export function isTextBlock(block: Block): block is TextBlock {
  return block.kind !== 'paper' && block.kind !== 'actions' && block.kind !== 'divider';
}

/** A block as lines of markdown; `small` for what stands under the rule. */
export function blockLines(block: TextBlock, small: boolean): Line[] {
  switch (block.kind) {
    case 'heading':
      return [after('## ', (max) => clipEscaped(block.text, Math.min(longestHeading, max)))];
    case 'text':
      return [after(small ? '-# ' : '', rich(block.text))];
    case 'facts':
      return block.facts.map(({ name, value }) => after(`${bold(name)} `, rich(value)));
    case 'list':
      return block.items.map((item) => after('- ', rich(item)));
    case 'notice':
      return [
        after(`${bold(tones[block.tone])} `, rich(block.text)),
        after('-# ', (max) => clipEscaped(block.hint ?? '', max)),
      ];
    case 'code':
      return [clippedCode(block.text)];
  }
}

function rich(text: RichText): Line {
  return (max) => renderRichText(text, max);
}

/** Nothing at all where nothing follows the beginning. */
function after(beginning: string, line: Line): Line {
  return (max) => {
    const rest = line(max - beginning.length);
    return rest.trim() === '' ? '' : beginning + rest;
  };
}

function clippedCode(text: string): Line {
  return (max) => {
    const whole = codeBlock(text);
    return whole.length <= max ? whole : codeBlock(clip(text, max - fence.length));
  };
}
