import type { StoreDump } from '../../src/store/store.ts';

/** What the store has, by the keys that people's wishes have. */
export function storedValues({ people, subscriptions }: StoreDump): Map<string, string> {
  const values = new Map<string, string>();
  for (const { id, saved, tastes = [] } of people) {
    for (const { paper } of saved) values.set(`saved ${id} ${paper}`, 'yes');
    for (const { paper, wants } of tastes) values.set(`taste ${id} ${paper}`, wants);
  }
  for (const { scope, queries, createdBy, limit, status } of subscriptions) {
    if (scope === 'personal') {
      for (const query of queries) values.set(`follows ${createdBy} ${query}`, 'yes');
      continue;
    }
    const query = queries.join();
    values.set(`digest ${query}`, 'yes');
    values.set(`limit ${query}`, String(limit));
    if (status.kind === 'paused') values.set(`paused ${query}`, 'yes');
  }
  return values;
}
