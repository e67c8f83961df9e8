/** The records of a kind by the names of their tables, as JSON gave them; documents that came before journals may hold more. */
export type RawDocument = Readonly<Record<string, unknown>>;

/** Brings the records of a kind from one version to the next. Pure. */
export type Migration = (document: RawDocument) => RawDocument;

/** Per kind, the step from version n to n + 1 at place n - 1. Steps are never changed or removed. */
export interface Migrations {
  readonly subscriptions: readonly Migration[];
  readonly deliveries: readonly Migration[];
  readonly feeds: readonly Migration[];
  readonly papers: readonly Migration[];
  readonly installations: readonly Migration[];
}

export const migrations: Migrations = {
  subscriptions: [
    ({ nextId, ...tables }) => ({ ...tables, counters: [{ of: 'subscriptions', next: nextId }] }),
  ],
  deliveries: [],
  feeds: [],
  papers: [],
  installations: [],
};

/** The version that is written. They begin at 1. */
export function currentVersion(steps: readonly Migration[]): number {
  return steps.length + 1;
}

export function migrate(
  document: RawDocument,
  version: number,
  steps: readonly Migration[],
): RawDocument {
  return steps.slice(version - 1).reduce((older, step) => step(older), document);
}
