import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Paper, PaperId } from '../core/paper.ts';
import { listed } from '../core/text/listed.ts';
import type { View } from '../core/view.ts';
import { readSources } from './source-papers.ts';

export const samplesText = 'These are the bundled samples: invented papers to try everything with.';

/**
 * The invented papers of `data/samples`, all formats together. Their days are moved so that the newest is today: what is
 * asked of the last days finds something.
 */
export async function samplePapers(home: string, now: number): Promise<Paper[]> {
  const folder = join(home, 'data/samples');
  const files = (await readdir(folder)).sort();
  const { papers } = await readSources(files.map((file) => join(folder, file)));
  const newest = papers.reduce(
    (day, { featuredOn = '' }) => (featuredOn > day ? featuredOn : day),
    '',
  );
  const today = new Date(now).toISOString().slice(0, 10);
  const shift = Date.parse(today) - Date.parse(newest);
  return papers.map((paper) => ({
    ...paper,
    ...(paper.featuredOn && { featuredOn: moved(paper.featuredOn, shift).slice(0, 10) }),
    ...(paper.publishedAt && { publishedAt: moved(paper.publishedAt, shift) }),
  }));
}

function moved(instant: string, by: number): string {
  return new Date(Date.parse(instant) + by).toISOString();
}

/** Commands whose answers tell of papers also where they show none: of how many match, or of one by its title. */
const tellingOfPapers: ReadonlySet<string> = new Set([
  'papers search',
  'papers similar',
  'papers why',
  'papers status',
  'papers save',
  'papers rate',
  'papers my follow',
  'papers my preview',
  'digest add',
  'digest edit',
  'digest preview',
]);

/**
 * The view, which says of the samples in it that they are invented: papers that are read later may stand beside them. `path`:
 * the command that it answers.
 */
export function namingSamples(
  view: View,
  samples: ReadonlySet<PaperId>,
  path: readonly string[] = [],
): View {
  const text = invention(view, samples, path);
  if (text === undefined) return view;
  return { ...view, blocks: [{ kind: 'notice', tone: 'info', text: [text] }, ...view.blocks] };
}

function invention(
  { blocks }: View,
  samples: ReadonlySet<PaperId>,
  path: readonly string[],
): string | undefined {
  const papers = blocks.flatMap((block) => (block.kind === 'paper' ? [block.paper] : []));
  const invented = papers.filter(({ id }) => samples.has(id));
  if (invented.length > 0) {
    const titles = invented.map(({ title }) => `“${title}”`);
    return invented.length === papers.length
      ? samplesText
      : `Of the bundled samples, and so invented: ${listed(titles)}.`;
  }
  if (samples.size === 0 || papers.length > 0 || !tellingOfPapers.has(path.join(' '))) return;
  return 'Among the papers here are the bundled samples: invented papers to try everything with.';
}
