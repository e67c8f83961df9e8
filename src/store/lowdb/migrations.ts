/** Brings a document from one version to the next. Pure; `version` is set by the caller. */
export type Migration = (document: Record<string, unknown>) => Record<string, unknown>;

/** Per kind of document, the step from version n to n + 1 at place n - 1. Steps are never changed or removed. */
export interface Migrations {
  readonly subscriptions: readonly Migration[];
  readonly deliveries: readonly Migration[];
  readonly feeds: readonly Migration[];
  readonly papers: readonly Migration[];
  readonly installations: readonly Migration[];
}

export const migrations: Migrations = {
  subscriptions: [],
  deliveries: [],
  feeds: [],
  papers: [],
  installations: [],
};

/** The version that is written: documents begin at 1. */
export function currentVersion(steps: readonly Migration[]): number {
  return steps.length + 1;
}

export function migrate(
  document: Record<string, unknown>,
  version: number,
  steps: readonly Migration[],
): Record<string, unknown> {
  return steps.slice(version - 1).reduce((older, step) => step(older), document);
}
