import type { RichText, View } from '../../src/core/view.ts';

/** What a view says, a line each: headings with `#`, papers with their number. */
export function viewLines({ blocks }: Pick<View, 'blocks'>): string[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'heading':
        return [`# ${block.text}`];
      case 'paper':
        return [`${block.place} ${block.paper.title}`];
      case 'text':
      case 'notice':
        return [plain(block.text)];
      default:
        return [];
    }
  });
}

function plain(text: RichText): string {
  return text
    .map((inline) => (typeof inline === 'string' ? inline : 'text' in inline ? inline.text : ''))
    .join('');
}
