import { mergeIntoArchive } from '../core/merge-papers.ts';
import type { IncomingPaper, Paper, PaperId } from '../core/paper.ts';
import { ProblemError } from '../core/problem.ts';
import { counted } from '../core/text/counted.ts';
import type { Dropped } from '../feeds/feed.ts';
import { readFileUpTo } from '../feeds/read-file.ts';
import { readSource } from '../feeds/read-source.ts';
import { openFetcher } from '../open-fetcher.ts';
import type { Output } from './output.ts';

export interface SourceReport {
  readonly source: string;
  /** What the source was read as; absent where it could not be read. */
  readonly format?: string;
  readonly papers: number;
  readonly dropped: readonly Dropped[];
  readonly notes: readonly string[];
  readonly problem?: { readonly message: string; readonly remedy?: string };
}

/** Papers out of files and URLs, those of the same paper merged, with a report on each source. */
export async function readSources(
  sources: readonly string[],
  onWait: (line: string) => void = () => undefined,
): Promise<{ papers: Paper[]; reports: SourceReport[] }> {
  const fetcher = await openFetcher();
  const papers = new Map<PaperId, Paper>();
  const reports: SourceReport[] = [];
  for (const source of sources) {
    const outcome = await readSource(source, {
      fetcher,
      readFile: readFileUpTo,
      now: Date.now,
      onWait,
    });
    if (outcome.kind === 'failed') {
      const { kind, ...problem } = outcome;
      reports.push({ source, papers: 0, dropped: [], notes: [], problem });
      continue;
    }
    const { format, dropped, notes } = outcome;
    reports.push({ source, format, papers: outcome.papers.length, dropped, notes });
    mergeInto(papers, outcome.papers);
  }
  return { papers: [...papers.values()], reports };
}

function mergeInto(papers: Map<PaperId, Paper>, incoming: readonly IncomingPaper[]): void {
  const change = mergeIntoArchive(papers, incoming, new Date().toISOString());
  for (const id of change.removed) papers.delete(id);
  for (const paper of change.put) papers.set(paper.id, paper);
}

/** Tells on standard error what became of each source. Throws where not one could be read. */
export function noteReports(reports: readonly SourceReport[], output: Output): void {
  for (const { source, format, papers, dropped, notes, problem } of reports) {
    if (problem !== undefined) {
      output.note(`${source}: ${[problem.message, problem.remedy].filter(Boolean).join(' ')}`);
      continue;
    }
    output.note(
      `${source}: ${counted(papers, 'paper')} (${format})${dropped.length === 0 ? '' : `, ${dropped.length} dropped`}`,
    );
    for (const { entry, reason } of dropped) output.note(`  dropped ${entry}: ${reason}`);
    for (const note of notes) output.note(`  ${note}`);
  }
  if (reports.every(({ problem }) => problem !== undefined)) {
    throw new ProblemError({
      message: 'Nothing could be read.',
      remedy: 'Name a file or a URL of papers, such as data/samples/hugging-face-daily.json.',
    });
  }
}
