import type { View } from '../../../core/view.ts';
import { contentText, headingAbove, papersOf } from './classic-layout.ts';
import { type Line, shareRoom } from './lines.ts';
import { escapeMarkdown, webUrl } from './markdown.ts';
import { type PaperBlock, paperTitle, paperUrl } from './paper-text.ts';

/** Less than Discord allows, so that a mention finds room. */
const room = 1_900;
const leastPaper = 120;
const longestUrl = 90;

/** A view as content and nothing else, for where nothing else is taken: papers are a numbered list, without previews. */
export function plainText(view: View): string {
  const papers = papersOf(view.blocks);
  const above = contentText(view, room - papers.length * leastPaper);
  const paperLines = papers.map((paper) => paperLine(paper, headingAbove(view, paper)));
  const lines = shareRoom(paperLines, room - above.length - papers.length);
  return [above, ...lines].filter((line) => line !== '').join('\n');
}

function paperLine(block: PaperBlock, heading: string): Line {
  const before = heading === '' ? '' : `${escapeMarkdown(heading)}\n`;
  const url = webUrl(paperUrl(block.paper) ?? '', longestUrl);
  const after = url === undefined ? '**' : `** <${url}>`;
  return (max) => {
    const title = paperTitle(
      block,
      max - before.length - '**'.length - after.length,
      escapeMarkdown,
    );
    return title === '' ? '' : `${before}**${title}${after}`;
  };
}
