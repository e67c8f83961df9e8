import { join } from 'node:path';
import type { InstallationStore } from '../../core/installation.ts';
import { installationRecord } from '../records.ts';
import { acceptRecord, type Opened, openCollection, type StoreContext } from './collection.ts';
import type { Migration } from './migrations.ts';
import { createTable } from './table.ts';

/** Installations, in a file of their own. */
export async function openInstallations(
  context: StoreContext,
  migrations: readonly Migration[],
): Promise<Opened<InstallationStore>> {
  const installations = createTable({
    name: 'installations',
    noun: 'installation',
    schema: installationRecord,
    keyOf: ({ id }) => id,
  });
  const collection = await openCollection(context, {
    name: 'installations',
    tables: [installations],
    migrations,
    oldPaths: [join(context.place.directory, 'installations.json')],
  });
  const store: InstallationStore = {
    all: async () => [...installations.records.values()],
    get: async (id) => installations.records.get(id),
    async put(installation) {
      acceptRecord(installations, installation);
      await collection.commit((draft) => draft.put(installations, installation));
    },
    async remove(id) {
      await collection.commit((draft) => draft.remove(installations, id), { isTraceless: true });
    },
  };
  return { store, close: collection.close };
}
