import { join } from 'node:path';
import { feedMemoryRecord } from '../records.ts';
import type { FeedMemory, FeedMemoryStore } from '../store.ts';
import { acceptRecord, type Opened, openCollection, type StoreContext } from './collection.ts';
import type { Migration } from './migrations.ts';
import { createTable } from './table.ts';

/** What is remembered of feeds. */
export async function openFeedMemory(
  context: StoreContext,
  migrations: readonly Migration[],
): Promise<Opened<FeedMemoryStore>> {
  const feeds = createTable({
    name: 'feeds',
    noun: 'feed memory',
    schema: feedMemoryRecord,
    keyOf: memoryId,
  });
  const collection = await openCollection(context, {
    name: 'feeds',
    tables: [feeds],
    migrations,
    oldPaths: [join(context.place.directory, 'feeds.json')],
  });
  const store: FeedMemoryStore = {
    all: async () => [...feeds.records.values()],
    get: async (feed, key) => feeds.records.get(memoryId({ feed, key })),
    async put(memories) {
      for (const each of memories) acceptRecord(feeds, each);
      await collection.commit((draft) => {
        for (const each of memories) draft.put(feeds, each);
      });
    },
  };
  return { store, close: collection.close };
}

function memoryId({ feed, key }: Pick<FeedMemory, 'feed' | 'key'>): string {
  return JSON.stringify([feed, key]);
}
