import type { Block, Inline, RichText, View } from '../../../core/view.ts';

/** Slack has one slash command: what is `/digest list` elsewhere is `/papers digest list` here. */
export function withSlackCommands({ summary, blocks }: View): View {
  return { summary: inWords(summary), blocks: blocks.map(inBlock) };
}

function inBlock(block: Block): Block {
  switch (block.kind) {
    case 'heading':
    case 'code':
      return { ...block, text: inWords(block.text) };
    case 'text':
      return { ...block, text: inText(block.text) };
    case 'facts':
      return {
        ...block,
        facts: block.facts.map(({ name, value }) => ({ name, value: inText(value) })),
      };
    case 'list':
      return { ...block, items: block.items.map(inText) };
    case 'notice':
      return {
        ...block,
        text: inText(block.text),
        ...(block.hint !== undefined && { hint: inWords(block.hint) }),
      };
    case 'paper':
    case 'actions':
    case 'divider':
      return block;
  }
}

function inText(text: RichText): RichText {
  return text.map((piece): Inline => {
    if (typeof piece === 'string') return inWords(piece);
    return 'text' in piece ? { ...piece, text: inWords(piece.text) } : piece;
  });
}

function inWords(text: string): string {
  return text.replaceAll(/(?<![\w/])\/digest(?=\s|$)/g, '/papers digest');
}
