import type { Installation as SlackInstallation } from '@slack/bolt';
import type { InstallationStore } from '../../../core/installation.ts';
import { type Problem, ProblemError } from '../../../core/problem.ts';
import type { Sealer } from '../../../lib/sealed-text.ts';

/** An installation, or, for a workspace, that the one of its organization holds for it. */
export type Kept = SlackInstallation | { readonly organization: string };

/** Installations by the id of a workspace or an organization, sealed. */
export interface KeptInstallations {
  read(id: string): Promise<Kept | undefined>;
  /** `storedAt`: now, unless it is said to be as old as before. */
  write(id: string, kept: Kept, storedAt?: number): Promise<void>;
  remove(id: string): Promise<void>;
  ids(): Promise<readonly string[]>;
  /** Since when it is as it is, epoch milliseconds; undefined where it is not there. */
  storedAt(id: string): Promise<number | undefined>;
  /** The workspaces that an organization's installation is known to hold for. */
  teamsOf(organization: string): Promise<readonly string[]>;
  /** Checks that all can be read, and seals those anew whose key is a former one. Rejects with a ProblemError. */
  prepare(): Promise<void>;
}

const prefix = 'slack:';

export function createKeptInstallations(
  store: InstallationStore,
  sealer: Sealer,
  now: () => number,
): KeptInstallations {
  async function ours() {
    return (await store.all()).filter(({ id }) => id.startsWith(prefix));
  }

  async function ids() {
    return (await ours()).map(({ id }) => id.slice(prefix.length));
  }

  async function read(id: string): Promise<Kept | undefined> {
    const stored = await store.get(`${prefix}${id}`);
    const text = stored && sealer.open(stored.sealed, stored.id);
    return text === undefined ? undefined : (JSON.parse(text) as Kept);
  }

  return {
    read,
    async write(id, kept, storedAt = now()) {
      const record = `${prefix}${id}`;
      const sealed = sealer.seal(JSON.stringify(kept), record);
      await store.put({ id: record, sealed, updatedAt: new Date(storedAt).toISOString() });
    },
    remove: (id) => store.remove(`${prefix}${id}`),
    ids,
    async storedAt(id) {
      const stored = await store.get(`${prefix}${id}`);
      return stored && Date.parse(stored.updatedAt);
    },
    async teamsOf(organization) {
      const teams: string[] = [];
      for (const id of await ids()) {
        const kept = await read(id);
        const isOf = kept !== undefined && 'organization' in kept;
        if (isOf && kept.organization === organization) teams.push(id);
      }
      return teams;
    },
    async prepare() {
      for (const stored of await ours()) {
        const text = sealer.open(stored.sealed, stored.id);
        if (text === undefined) throw new ProblemError(unreadable(stored.id.slice(prefix.length)));
        if (!sealer.isOutdated(stored.sealed)) continue;
        await store.put({ ...stored, sealed: sealer.seal(text, stored.id) });
      }
    },
  };
}

export function unreadable(id: string): Problem {
  return {
    message: `The stored tokens of ${id} cannot be read with SLACK_TOKEN_KEY.`,
    remedy:
      'Set the key that they were stored with, after the new one and a comma; or remove installations.jsonl and its backup, and let the workspaces install the app again.',
  };
}
