import { join } from 'node:path';
import { z } from 'zod';
import type { Installation, InstallationStore } from '../../core/installation.ts';
import { installationRecord } from '../records.ts';
import { acceptRecord, type Opened, openCollection, type StoreContext } from './collection.ts';
import { documentFile } from './document-file.ts';
import type { Migration } from './migrations.ts';
import { type Codec, readRecords } from './read-document.ts';

type Installations = Map<string, Installation>;

const documentFields = z.object({ installations: z.array(z.unknown()) });

/** Installations, in a document of their own. */
export async function openInstallations(
  context: StoreContext,
  steps: readonly Migration[],
): Promise<Opened<InstallationStore>> {
  const file = documentFile(
    context.place,
    join(context.directory, 'installations.json'),
    installationsCodec(steps),
  );
  const group = await openCollection<Installations>(context, file, {
    empty: new Map(),
    copy: (installations) => new Map(installations),
  });
  const store: InstallationStore = {
    all: async () => [...group.current().values()],
    get: async (id) => group.current().get(id),
    async put(installation) {
      const checked = acceptRecord(installationRecord, installation, 'installation');
      await group.commit((draft) => void draft.set(checked.id, checked));
    },
    async remove(id) {
      if (!group.current().has(id)) return;
      await group.commit((draft) => void draft.delete(id));
      // The write before left it in the backup; this one brings the backup up to date.
      await group.commit(() => undefined);
    },
  };
  return { store, idle: group.idle };
}

function installationsCodec(steps: readonly Migration[]): Codec<Installations> {
  return {
    migrations: steps,
    decode: (document, reject) =>
      readRecords(
        installationRecord,
        documentFields.parse(document).installations,
        ({ id }) => id,
        reject,
      ),
    encode: (installations) => ({ installations: [...installations.values()] }),
  };
}
