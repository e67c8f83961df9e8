import { EventEmitter } from 'node:events';
import { type Client, Collection } from 'discord.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchServers } from '../../../../src/platforms/discord/gateway/watch-servers.ts';
import { idleDesk } from '../../../fakes/stages/idle-desk.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const events = [
  ['GUILD_DELETE', { id: '1' }],
  ['GUILD_CREATE', { id: '1' }],
  ['CHANNEL_DELETE', { id: '2', guild_id: '1' }],
  ['THREAD_DELETE', { id: '3', guild_id: '1' }],
  ['CHANNEL_UPDATE', { id: '2', guild_id: '1' }],
  ['GUILD_MEMBER_UPDATE', { guild_id: '1', user: { id: '9' } }],
] as const;

/** A client whose gateway is at hand, and what the desk is told of its events. */
function opened() {
  const told: string[] = [];
  const note = async (place: string) => void told.push(place);
  const ws = new EventEmitter();
  const caches = { guilds: { cache: new Collection() }, channels: { cache: new Collection() } };
  const client = { ws, ...caches, user: { id: '9' } } as unknown as Client;
  const desk = idleDesk({
    placeLost: note,
    placesGone: note,
    placesBack: note,
    placesChanged: note,
  });
  const watch = watchServers(client, desk, { info: () => undefined, warn: () => undefined });
  return { ws, watch, told };
}

test.each(events)('%s is told while it is watched, and not after that', async (event, data) => {
  const { ws, watch, told } = opened();
  ws.emit(event, data);
  await vi.runAllTimersAsync();
  expect(told).not.toEqual([]);
  ws.emit(event, data);
  watch.stop();
  const before = [...told];
  ws.emit(event, data);
  watch.lookAgain('1');
  await vi.runAllTimersAsync();
  expect(told).toEqual(before);
});
