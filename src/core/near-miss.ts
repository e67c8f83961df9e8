import type { Digest, MissedBar } from './digest.ts';
import type { Paper } from './paper.ts';
import type { Explanation } from './query/explain.ts';
import { numberNames } from './query/fields.ts';

const mostMissed = 20;

/** Of these papers those that miss nothing but thresholds, the nearest first, 20 at most. */
export function missedBars(
  papers: readonly Paper[],
  explain: (paper: Paper) => Explanation | undefined,
): MissedBar[] {
  return papers
    .flatMap((paper) => {
      const explanation = explain(paper);
      return explanation && missesOnlyBars(explanation) ? [{ paper, explanation }] : [];
    })
    .sort((a, b) => a.explanation.distance - b.explanation.distance)
    .slice(0, mostMissed)
    .map(({ paper: { id }, explanation }) => ({
      paper: id,
      text: reasonsText(explanation).replaceAll(', has ', ', had '),
    }));
}

/**
 * Of the papers that do not match the one that comes nearest: one that misses nothing but thresholds, by the smallest gap;
 * else the one that misses the fewest clauses.
 */
export function nearestMiss({ leftOut }: Digest): { paper: Paper; text: string } | undefined {
  const misses = leftOut.flatMap(({ paper, reason }) => {
    const explanation = reason.kind === 'no-match' ? reason.explain(paper) : undefined;
    return explanation === undefined ? [] : [{ paper, explanation }];
  });
  const [nearest] = misses.sort((a, b) => compareMisses(a.explanation, b.explanation));
  return nearest && { paper: nearest.paper, text: reasonsText(nearest.explanation) };
}

function compareMisses(a: Explanation, b: Explanation): number {
  const byBars = Number(missesOnlyBars(b)) - Number(missesOnlyBars(a));
  const byClauses = missesOnlyBars(a) ? 0 : a.reasons.length - b.reasons.length;
  return byBars || byClauses || a.distance - b.distance;
}

function missesOnlyBars({ matched, reasons }: Explanation): boolean {
  return !matched && reasons.length > 0 && reasons.every(({ clause }) => isBar(clause));
}

const barPattern = new RegExp(`^(?:${numberNames.join('|')})[<>=]`);

/** A threshold in normal form: `upvotes>=20`. */
function isBar(clause: string): boolean {
  return barPattern.test(clause);
}

function reasonsText({ reasons }: Explanation): string {
  return reasons.map(({ text }) => text).join('; ');
}
