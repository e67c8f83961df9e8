import { createGiveWay } from '../../lib/give-way.ts';
import { paperRecord } from '../records.ts';
import type { PaperStore } from '../store.ts';
import { acceptRecord, type Opened, openCollection, type StoreContext } from './collection.ts';
import type { Migration } from './migrations.ts';
import { oldPaperPaths } from './old-documents.ts';
import { createTable } from './table.ts';

export async function openPapers(
  context: StoreContext,
  migrations: readonly Migration[],
): Promise<Opened<PaperStore>> {
  const { fs, directory } = context.place;
  const papers = createTable({
    name: 'papers',
    noun: 'paper',
    schema: paperRecord,
    keyOf: ({ id }) => id,
  });
  const collection = await openCollection(context, {
    name: 'papers',
    tables: [papers],
    migrations,
    oldPaths: await oldPaperPaths(fs, directory),
  });
  const store: PaperStore = {
    all: async () => [...papers.records.values()],
    async put(changed) {
      await collection.commit(async (draft) => {
        const giveWay = createGiveWay();
        for (const each of changed) {
          acceptRecord(papers, each);
          await giveWay();
        }
        for (const each of changed) {
          draft.put(papers, each);
          await giveWay();
        }
      });
    },
    async remove(ids) {
      await collection.commit((draft) => {
        for (const id of ids) draft.remove(papers, id);
      });
    },
  };
  return { store, close: collection.close };
}
