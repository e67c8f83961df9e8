import type { APIEmbed, RESTPostAPIChannelMessageJSONBody } from 'discord-api-types/v10';
import { clip } from '../../../core/text/clip.ts';
import { visible } from '../../../core/text/visible.ts';
import type { View } from '../../../core/view.ts';
import { shortAuthors } from '../../../core/views/paper-words.ts';
import { blockLines, isTextBlock } from './block-text.ts';
import {
  actionButtons,
  type ButtonRow,
  buttonRows,
  createIds,
  type MessageIds,
} from './buttons.ts';
import { choiceId } from './custom-id.ts';
import { accentColor, limits } from './limits.ts';
import { joinLines, type Line, shareRoom } from './lines.ts';
import { clipEscaped, escapeMarkdown, webUrl } from './markdown.ts';
import { type PaperBlock, paperFacts, paperSentences, paperTitle, paperUrl } from './paper-text.ts';

/** Of the line that a notification shows. */
const longestSummary = 200;
const longestFooter = 150;
const longestHeading = 100;
/** Left for the mention before it. */
const contentRoom = limits.content - 50;

/** Whether no paper of a view would be left out. */
export function fitsClassic({ blocks }: Pick<View, 'blocks'>): boolean {
  return papersOf(blocks).length <= limits.embeds;
}

/**
 * A view as content, embeds and rows of components: a notification shows its beginning, which one of Components V2 does
 * not. The content leaves room for a mention; papers past the tenth are left out.
 */
export function classicLayout(
  view: View,
): Pick<RESTPostAPIChannelMessageJSONBody, 'content' | 'embeds' | 'components'> {
  const ids = createIds();
  const papers = papersOf(view.blocks).slice(0, limits.embeds);
  const headings = papers.map((paper) => headingAbove(view, paper));
  const buttons = view.blocks.flatMap((block) =>
    block.kind === 'actions' ? actionButtons(block.actions, ids) : [],
  );
  const rows = [...choiceRows(papers, ids), ...buttonRows(buttons)].slice(0, limits.rows);
  const kept = ids.keptText();
  const content = contentText(contentOf(view), contentRoom - kept.length - 1);
  return {
    content: kept === '' ? content : `${content}\n${kept}`,
    ...(papers.length > 0 && { embeds: embedsOf(papers, headings) }),
    ...(rows.length > 0 && { components: rows }),
  };
}

/** What of a view is no paper. */
export interface Content {
  readonly summary: Line;
  readonly lines: readonly Line[];
  readonly hasPapers: boolean;
}

export function contentOf({ summary, blocks }: View): Content {
  const hasPapers = papersOf(blocks).length > 0;
  return {
    summary: (max) => clipEscaped(summary, Math.min(longestSummary, max)),
    lines: textLines(blocks, hasPapers),
    hasPapers,
  };
}

/** As markdown. Above papers the summary stands for the headings. */
export function contentText({ summary, lines, hasPapers }: Content, max: number): string {
  const text = joinLines(hasPapers ? [summary, ...lines] : lines, max);
  return text || summary(max).trim() || '…';
}

/** Of all that is no paper; without headings where the view has papers. */
export function textLines(blocks: View['blocks'], hasPapers: boolean): Line[] {
  const rule = blocks.findIndex(({ kind }) => kind === 'divider');
  return blocks.flatMap((block, index): Line[] => {
    if (!isTextBlock(block) || (hasPapers && block.kind === 'heading')) return [];
    return blockLines(block, rule !== -1 && index > rule);
  });
}

export function papersOf(blocks: View['blocks']): PaperBlock[] {
  return blocks.filter((block) => block.kind === 'paper');
}

/** What begins with a paper: `Rose since`. Empty where nothing does. */
export function headingAbove({ blocks }: Pick<View, 'blocks'>, paper: PaperBlock): string {
  const above = blocks[blocks.indexOf(paper) - 1];
  return above?.kind === 'heading' ? clip(visible(above.text).trim(), longestHeading) : '';
}

/** Embeds of the same URL would be shown as one. A heading stands where embeds have their author, above the title. */
function embedsOf(papers: readonly PaperBlock[], headings: readonly string[]): APIEmbed[] {
  const urls = new Set<string>();
  const frames = papers.map((block, index): APIEmbed => {
    const name = headings[index] ?? '';
    const url = webUrl(paperUrl(block.paper) ?? '');
    const isNew = url !== undefined && !urls.has(url);
    if (isNew) urls.add(url);
    return {
      color: accentColor,
      ...(name !== '' && { author: { name } }),
      title: paperTitle(block, limits.embedTitle, escapeMarkdown),
      ...(isNew && { url }),
      footer: { text: footerText(block) },
    };
  });
  const used = frames.reduce(
    (sum, { author, title, footer }) => sum + textLength(author?.name, title, footer?.text),
    0,
  );
  const descriptions = shareRoom(papers.map(descriptionLine), limits.embedText - used);
  return frames.map((frame, index) => {
    const description = descriptions[index] ?? '';
    return { ...frame, ...(description !== '' && { description }) };
  });
}

function textLength(...texts: readonly (string | undefined)[]): number {
  return texts.reduce((sum, text = '') => sum + text.length, 0);
}

function descriptionLine(block: PaperBlock): Line {
  return (max) => {
    const { summary, why } = paperSentences(block, Math.min(max, limits.embedDescription));
    return [summary, why].filter((line) => line !== '').join('\n');
  };
}

/** Footers know no markdown: nothing is escaped. */
function footerText({ paper }: PaperBlock): string {
  const parts = [paperFacts(paper), visible(shortAuthors(paper.authors)).trim()];
  return clip(parts.filter((part) => part !== '').join(' · '), longestFooter);
}

/** One list for the actions of all papers. */
function choiceRows(papers: readonly PaperBlock[], ids: MessageIds): ButtonRow[] {
  const options = papers.flatMap((block) =>
    (block.actions ?? []).flatMap((action) => {
      const value = ids.action(action);
      if (value === undefined) return [];
      const label = paperTitle(block, limits.optionLabel);
      return [{ label, value, description: clip(visible(action.label), limits.optionLabel) }];
    }),
  );
  if (options.length === 0) return [];
  const choice = {
    type: 3,
    custom_id: choiceId,
    placeholder: 'Choose a paper',
    options: options.slice(0, limits.selectOptions),
  } as const;
  return [{ type: 1, components: [choice] }];
}
