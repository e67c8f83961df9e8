import { join } from 'node:path';
import { z } from 'zod';
import { feedMemoryRecord } from '../records.ts';
import type { FeedMemory, FeedMemoryStore } from '../store.ts';
import { acceptRecord, type Opened, openCollection, type StoreContext } from './collection.ts';
import { documentFile } from './document-file.ts';
import type { Migration } from './migrations.ts';
import { type Codec, readRecords } from './read-document.ts';

type FeedMemories = Map<string, FeedMemory>;

const documentFields = z.object({ feeds: z.array(z.unknown()) });

/** What is remembered of feeds, in one document. */
export async function openFeedMemory(
  context: StoreContext,
  steps: readonly Migration[],
): Promise<Opened<FeedMemoryStore>> {
  const file = documentFile(
    context.place,
    join(context.directory, 'feeds.json'),
    feedMemoryCodec(steps),
  );
  const group = await openCollection<FeedMemories>(context, file, {
    empty: new Map(),
    copy: (memories) => new Map(memories),
  });
  const store: FeedMemoryStore = {
    all: async () => [...group.current().values()],
    get: async (feed, key) => group.current().get(memoryId({ feed, key })),
    async put(memories) {
      const checked = memories.map((each) => acceptRecord(feedMemoryRecord, each, 'feed memory'));
      if (checked.length === 0) return;
      await group.commit((draft) => {
        for (const each of checked) draft.set(memoryId(each), each);
      });
    },
  };
  return { store, idle: group.idle };
}

function memoryId({ feed, key }: Pick<FeedMemory, 'feed' | 'key'>): string {
  return JSON.stringify([feed, key]);
}

function feedMemoryCodec(steps: readonly Migration[]): Codec<FeedMemories> {
  return {
    migrations: steps,
    decode: (document, reject) =>
      readRecords(feedMemoryRecord, documentFields.parse(document).feeds, memoryId, reject),
    encode: (memories) => ({ feeds: [...memories.values()] }),
  };
}
