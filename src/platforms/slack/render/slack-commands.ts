import type { Block, Inline, RichText, View } from '../../../core/view.ts';

/** Slack has one slash command: what is `/digest list` elsewhere is `/papers digest list` here. */
export function withSlackCommands({ summary, blocks }: View): View {
  return { summary: inSlackWords(summary), blocks: blocks.map(inBlock) };
}

function inBlock(block: Block): Block {
  switch (block.kind) {
    case 'heading':
    case 'code':
      return { ...block, text: inSlackWords(block.text) };
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
        ...(block.hint !== undefined && { hint: inSlackWords(block.hint) }),
      };
    case 'paper':
    case 'actions':
    case 'divider':
      return block;
  }
}

function inText(text: RichText): RichText {
  return text.map((piece): Inline => {
    if (typeof piece === 'string') return inSlackWords(piece);
    return 'text' in piece ? { ...piece, text: inSlackWords(piece.text) } : piece;
  });
}

/** Text in which commands are as people type them in Slack. */
export function inSlackWords(text: string): string {
  return text.replaceAll(/(?<![\w/])\/digest(?=\s|$)/g, '/papers digest');
}
