import type {
  APIMessageTopLevelComponent,
  RESTPostAPIChannelMessageJSONBody,
} from 'discord-api-types/v10';
import type { Reply } from '../../../core/invocation.ts';
import { counted } from '../../../core/text/counted.ts';
import { type Block, papersIn, type View } from '../../../core/view.ts';
import type { Message, Occasion } from '../../platform.ts';
import { roleIn } from '../role-in.ts';
import { classicLayout, fitsClassic, papersOf } from './classic-layout.ts';
import {
  type ContainerOptions,
  containerLayout,
  digestContainer,
  mostPapers,
} from './container-layout.ts';
import { limits, messageFlags } from './limits.ts';
import { plainText } from './plain-layout.ts';

/** One message to send. `fallback` is sent instead, once, where Discord does not take the body for what it shows. */
export interface DiscordPayload {
  readonly body: RESTPostAPIChannelMessageJSONBody;
  readonly fallback?: RESTPostAPIChannelMessageJSONBody;
  /** Once it is there, it goes out to the channels that follow this one. */
  readonly publish?: true;
}

export function isPayload(payload: unknown): payload is DiscordPayload {
  if (typeof payload !== 'object' || payload === null || !('body' in payload)) return false;
  return typeof payload.body === 'object' && payload.body !== null;
}

interface RenderedMessage extends Message {
  readonly payload: DiscordPayload;
}

/** What an answer to an interaction shows. Who sees it was settled when the interaction was acknowledged. */
export interface ReplyBody {
  readonly flags: number;
  readonly components: APIMessageTopLevelComponent[];
  readonly allowed_mentions: { readonly parse: [] };
}

export type ReplyOptions = Omit<ContainerOptions, 'file'>;

const nobody: { readonly parse: [] } = { parse: [] };
const silent = messageFlags.suppressNotifications;

/**
 * The messages of a view at a place, within every limit of Discord: a channel's silently and in Components V2; a person's,
 * and those that mention a role, in the classic layout, of which a notification shows the first line. More papers than one
 * message takes are shared among several; only the first of them calls anybody.
 */
export function renderDigest(view: View, occasion: Occasion): readonly RenderedMessage[] {
  const { scope, mention, publish } = occasion;
  const role = scope === 'personal' ? undefined : roleIn(mention ?? '');
  const isClassic = scope === 'personal' || role !== undefined;
  const parts = partsOf(
    view,
    isClassic ? limits.embeds : mostPapers,
    isClassic ? (part, isFirst) => classicPart(part, isFirst, role) : containerPart,
  );
  return parts.map(({ payload, papers }) => ({
    payload: publish ? { ...payload, publish } : payload,
    papers,
  }));
}

/** `isWhole`: nothing of the view is left out. */
interface Part extends RenderedMessage {
  readonly isWhole: boolean;
}

/** An answer to an interaction. */
export function renderReply({ view, file }: Reply, options: ReplyOptions = {}): ReplyBody {
  const attached = file === undefined ? {} : { file: file.name };
  return {
    flags: messageFlags.componentsV2,
    components: [containerLayout(view, { ...options, ...attached }).container],
    allowed_mentions: nobody,
  };
}

function containerPart(view: View): Part {
  const { container, isWhole } = digestContainer(view);
  const flags = silent | messageFlags.componentsV2;
  const payload = {
    body: { flags, components: [container], allowed_mentions: nobody },
    fallback: { flags: silent, content: plainText(view), allowed_mentions: nobody },
  };
  return { payload, papers: papersIn(view), isWhole };
}

function classicPart(view: View, isFirst: boolean, role?: string): Part {
  const payload = isFirst ? classicPayload(view, 0, role) : classicPayload(view, silent);
  return { payload, papers: papersIn(view), isWhole: fitsClassic(view) };
}

function classicPayload(view: View, flags: number, role?: string): DiscordPayload {
  const mentioned = role === undefined ? '' : `<@&${role}> `;
  const base = {
    ...(flags !== 0 && { flags }),
    allowed_mentions: role === undefined ? nobody : { ...nobody, roles: [role] },
  };
  const { content, ...rest } = classicLayout(view);
  const body = { ...base, content: `${mentioned}${content}`, ...rest };
  if (Object.keys(rest).length === 0) return { body };
  return { body, fallback: { ...base, content: `${mentioned}${plainText(view)}` } };
}

/**
 * The view in as few parts as fit, about as many papers in each; what stands before the papers comes with the first. A
 * part has `most` papers at most: none is drawn that cannot fit.
 */
function partsOf(view: View, most: number, render: (part: View, isFirst: boolean) => Part): Part[] {
  const papers = papersOf(view.blocks).length;
  const fewest = Math.max(1, Math.ceil(papers / most));
  for (let count = fewest; ; count += 1) {
    const parts = splitAtPapers(view, count).map((part, index) => render(part, index === 0));
    if (count >= papers || parts.every(({ isWhole }) => isWhole)) return parts;
  }
}

function splitAtPapers({ summary, blocks }: View, count: number): View[] {
  if (count === 1) return [{ summary, blocks }];
  const places = blocks.flatMap(({ kind }, place) => {
    if (kind !== 'paper') return [];
    return [blocks[place - 1]?.kind === 'heading' ? place - 1 : place];
  });
  const starts = Array.from({ length: count }, (_, part) =>
    part === 0 ? 0 : places[Math.floor((part * places.length) / count)],
  );
  return starts.map((start, part) => {
    const some = blocks.slice(start, starts[part + 1]);
    return { summary: part === 0 ? summary : continuation(some), blocks: some };
  });
}

function continuation(blocks: readonly Block[]): string {
  const papers = papersOf(blocks);
  return `${counted(papers.length, 'more paper')}: ${papers[0]?.paper.title ?? ''}`;
}
