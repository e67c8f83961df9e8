import { type APIAllowedMentions, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { allComponents, type LooseComponent } from './components.ts';

/** The body of a message as it is sent: to a channel, to an interaction, or as an edit. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly LooseEmbed[] | null;
  readonly components?: readonly LooseComponent[] | null;
  readonly flags?: number | null;
  readonly allowed_mentions?: APIAllowedMentions | null;
  readonly nonce?: string | number | null;
  readonly enforce_nonce?: boolean | null;
  readonly sticker_ids?: readonly string[] | null;
  readonly attachments?: readonly { readonly id: number | string }[] | null;
  readonly poll?: object | null;
}

export interface LooseEmbed {
  readonly title?: string | null;
  readonly description?: string | null;
  readonly url?: string | null;
  readonly fields?: readonly { readonly name: string; readonly value: string }[] | null;
  readonly footer?: { readonly text?: string | null } | null;
  readonly author?: { readonly name?: string | null } | null;
  readonly image?: object | null;
  readonly thumbnail?: object | null;
}

export function hasFlag(flags: number | null | undefined, flag: MessageFlags): boolean {
  return ((flags ?? 0) & flag) !== 0;
}

export function isV2(body: { readonly flags?: number | null }): boolean {
  return hasFlag(body.flags, MessageFlags.IsComponentsV2);
}

/** What a reader sees that can ping: embeds never do. */
export function pingingText({ content, components }: MessageBody): string {
  const displays = allComponents(components ?? []).filter(
    ({ type }) => type === ComponentType.TextDisplay,
  );
  return [content ?? '', ...displays.map((each) => each.content ?? '')].join('\n');
}
