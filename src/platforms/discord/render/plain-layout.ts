import { boundedMemo } from '../../../core/bounded-memo.ts';
import type { Paper } from '../../../core/paper.ts';
import type { View } from '../../../core/view.ts';
import { atLastRule, bodyMemo } from '../../../core/views/view-memo.ts';
import { contentOf, contentText, headingAbove, papersOf, textLines } from './classic-layout.ts';
import { keptLine, type Line, shareRoom } from './lines.ts';
import { escapeMarkdown, webUrl } from './markdown.ts';
import { type PaperBlock, paperTitle, paperUrl } from './paper-text.ts';

/** Less than Discord allows, so that a mention finds room. */
const room = 1_900;
const leastPaper = 120;
const longestUrl = 90;

/** A view as content and nothing else, for where nothing else is taken: papers are a numbered list, without previews. */
export function plainText(view: View): string {
  const { body, ending } = atLastRule(view);
  const { content, papers } = bodyLines(body);
  const lines = [...content.lines, ...textLines(ending.blocks, content.hasPapers)];
  const above = contentText({ ...content, lines }, room - papers.length * leastPaper);
  const below = shareRoom(papers, room - above.length - papers.length);
  return [above, ...below].filter((line) => line !== '').join('\n');
}

const bodyLines = bodyMemo((body: View) => {
  const { summary, lines, hasPapers } = contentOf(body);
  const papers = papersOf(body.blocks).map((paper) => paperLine(paper, headingAbove(body, paper)));
  return {
    content: { summary: keptLine(summary), lines: lines.map(keptLine), hasPapers },
    papers: papers.map(keptLine),
  };
});

function paperLine(block: PaperBlock, heading: string): Line {
  const before = heading === '' ? '' : `${escapeMarkdown(heading)}\n`;
  const { after } = endingOf(block.paper);
  return (max) => {
    const title = paperTitle(
      block,
      max - before.length - '**'.length - after.length,
      escapeMarkdown,
    );
    return title === '' ? '' : `${before}**${title}${after}`;
  };
}

/** Of its line: many digests have the same papers. */
const endingOf = boundedMemo(2_000, (paper: Paper) => {
  const url = webUrl(paperUrl(paper) ?? '', longestUrl);
  return { after: url === undefined ? '**' : `** <${url}>` };
});
