import type { Verb } from './verb.ts';

/** Every verb by its name, in the order in which help shows them. The code of one is loaded when it is asked for. */
const verbs: ReadonlyMap<string, () => Promise<Verb>> = new Map([
  ['start', async () => (await import('./start.ts')).start],
  ['papers', async () => (await import('./papers.ts')).papers],
  ['search', async () => (await import('./search.ts')).search],
  ['digest', async () => (await import('./digest.ts')).digest],
  ['preview', async () => (await import('./preview.ts')).preview],
  ['query', async () => (await import('./query.ts')).query],
  ['schedule', async () => (await import('./schedule.ts')).schedule],
  ['export', async () => (await import('./transfer.ts')).exportAll],
  ['import', async () => (await import('./transfer.ts')).importAll],
  ['config', async () => (await import('./config.ts')).config],
  ['doctor', async () => (await import('./doctor.ts')).doctor],
  ['serve', async () => (await import('./serve.ts')).serve],
]);

export const verbNames: readonly string[] = [...verbs.keys()];

/** Undefined where there is no verb of that name. */
export async function loadVerb(name: string): Promise<Verb | undefined> {
  return verbs.get(name)?.();
}

/** For help: all of them. */
export function loadVerbs(): Promise<readonly Verb[]> {
  return Promise.all([...verbs.values()].map((load) => load()));
}
