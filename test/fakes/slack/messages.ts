import type { MessageMetadata } from '@slack/types';
import { withIds } from './block-ids.ts';
import type { FakeMessage, World } from './world.ts';

export interface NewMessage {
  readonly team: string;
  readonly channel: string;
  readonly author: string;
  readonly text: string;
  readonly blocks?: unknown;
  readonly viewer?: string;
  readonly threadTs?: string | undefined;
  readonly metadata?: MessageMetadata | undefined;
}

export function storeMessage(world: World, message: NewMessage): FakeMessage {
  const { team, channel, author, text, blocks, viewer, threadTs, metadata } = message;
  const stored: FakeMessage = {
    ts: world.ts(),
    team,
    channel,
    author,
    at: Date.now(),
    text,
    blocks: withIds(world, blocks ?? []),
    edits: 0,
    ...(viewer !== undefined && { viewer }),
    ...(threadTs !== undefined && { threadTs }),
    ...(metadata !== undefined && { metadata }),
  };
  world.messages.push(stored);
  return stored;
}

/** Metadata that is not named stays. */
export function editMessage(
  world: World,
  message: FakeMessage,
  { text, blocks, metadata }: Partial<Pick<NewMessage, 'text' | 'blocks' | 'metadata'>>,
): void {
  message.text = text ?? message.text;
  message.blocks = withIds(world, blocks ?? []);
  if (metadata !== undefined) message.metadata = metadata;
  message.edits += 1;
}
