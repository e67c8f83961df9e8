import type { IncomingPaper, Instant, Paper, PaperId, Sighting } from './paper.ts';
import { isTitleId, normalizedTitle, titleId } from './paper.ts';
import { runAtOnce, type Steps } from './steps.ts';

/** What a merge asks of the store, and what to tell people. */
export interface MergeResult {
  /** New and changed papers; one that was only seen again is not among them. */
  readonly put: readonly Paper[];
  /** Ids that are no more: papers known by their title alone that turned out to have a real id. */
  readonly removed: readonly PaperId[];
  readonly added: number;
  readonly changed: number;
}

/**
 * Merges what a feed gave into the archive, which stays as it is. Papers of the same id are one paper, and so are papers
 * of the same normalized title of which one has no id; it takes the id of the other. Idempotent; and where feeds agree on a
 * paper's title their order decides neither which papers there are nor their ids. A paper that was renamed goes by its first title.
 */
export function mergeIntoArchive(
  archive: ReadonlyMap<PaperId, Paper>,
  incoming: readonly IncomingPaper[],
  at: Instant,
): MergeResult {
  return runAtOnce(mergeInSteps(archive, incoming, at));
}

const perStep = 256;

/** As `mergeIntoArchive`. The archive must not change meanwhile. */
export function* mergeInSteps(
  archive: ReadonlyMap<PaperId, Paper>,
  incoming: readonly IncomingPaper[],
  at: Instant,
): Steps<MergeResult> {
  const merged = new Map<PaperId, Paper>();
  const removed = new Set<PaperId>();
  const known = (id: PaperId) =>
    removed.has(id) ? undefined : (merged.get(id) ?? archive.get(id));
  const idByTitle = incoming.some((paper) => isTitleId(paper.id))
    ? yield* indexTitles(archive.values())
    : new Map<string, PaperId>();

  let added = 0;
  for (const [index, paper] of incoming.entries()) {
    if (index % perStep === 0) yield;
    const id = isTitleId(paper.id)
      ? (idByTitle.get(normalizedTitle(paper.title)) ?? paper.id)
      : paper.id;
    const title = known(id)?.title ?? paper.title;
    const nameless = known(titleId(title));
    const base = id === nameless?.id ? nameless : joinPapers(known(id), nameless);
    const result = mergePapers(base, paper, at);
    merged.set(result.id, result);
    if (base === undefined) added += 1;
    if (!isTitleId(result.id)) addTitle(idByTitle, normalizedTitle(title), result.id);
    if (nameless === undefined || nameless.id === result.id) continue;
    merged.delete(nameless.id);
    removed.add(nameless.id);
  }
  const put = [...merged.values()].filter((paper) => !isSameButSeen(archive.get(paper.id), paper));
  return {
    put,
    removed: [...removed].filter((id) => archive.has(id)),
    added,
    changed: Math.max(0, put.length - added),
  };
}

function* indexTitles(papers: Iterable<Paper>): Steps<Map<string, PaperId>> {
  const idByTitle = new Map<string, PaperId>();
  let looked = 0;
  for (const paper of papers) {
    looked += 1;
    if (looked % perStep === 0) yield;
    if (!isTitleId(paper.id)) addTitle(idByTitle, normalizedTitle(paper.title), paper.id);
  }
  return idByTitle;
}

/** Of several papers with one title the least id stands for all, so that their order does not matter. */
function addTitle(idByTitle: Map<string, PaperId>, title: string, id: PaperId): void {
  const other = idByTitle.get(title);
  if (other === undefined || id < other) idByTitle.set(title, id);
}

/** One paper of two that turned out to be the same. */
function joinPapers(paper: Paper | undefined, twin: Paper | undefined): Paper | undefined {
  if (paper === undefined || twin === undefined) return paper ?? twin;
  return mergePapers(paper, twin, twin.arrivedAt);
}

/**
 * The paper as known, with what a feed says of it now; `at` is when it arrives, unless it did before. Its words stay as they
 * were first met, except that the longer abstract wins; lists are united. Each feed's scores are those of its latest
 * sighting, and the paper's are the highest of them. The feed day is the earliest: a re-listing does not make it new.
 */
export function mergePapers(
  stored: Paper | undefined,
  incoming: IncomingPaper,
  at: Instant,
): Paper {
  // A new one is merged with itself: what a file says of a paper need not agree with its own sightings.
  const known = stored ?? { ...incoming, arrivedAt: at };
  const sightings = mergeSightings(known.sightings, incoming.sightings);
  const isNewer = latest(incoming.sightings) >= latest(known.sightings);
  const [newer, older] = isNewer ? [incoming, known] : [known, incoming];
  const featuredOn = earliest(known.featuredOn, incoming.featuredOn);
  const stars = newer.stars ?? older.stars;
  return {
    ...incoming,
    ...known,
    ...(isTitleId(known.id) && { id: incoming.id, title: incoming.title }),
    abstract: incoming.abstract.length > known.abstract.length ? incoming.abstract : known.abstract,
    authors: known.authors.length > 0 ? known.authors : incoming.authors,
    categories: union(known.categories, incoming.categories),
    keywords: union(known.keywords, incoming.keywords),
    links: { ...incoming.links, ...known.links },
    upvotes: highest(sightings, 'upvotes') ?? Math.max(known.upvotes, incoming.upvotes),
    comments: highest(sightings, 'comments') ?? Math.max(known.comments, incoming.comments),
    sightings,
    arrivedAt: known.arrivedAt < at ? known.arrivedAt : at,
    ...(featuredOn !== undefined && { featuredOn }),
    ...(stars !== undefined && { stars }),
  };
}

function mergeSightings(
  known: readonly Sighting[],
  incoming: readonly Sighting[],
): readonly Sighting[] {
  const byFeed = new Map<string, Sighting>();
  for (const sighting of [...known, ...incoming]) {
    const other = byFeed.get(sighting.feed);
    const isOlder = other !== undefined && sighting.seenAt < other.seenAt;
    byFeed.set(sighting.feed, isOlder ? { ...sighting, ...other } : { ...other, ...sighting });
  }
  return [...byFeed.values()].sort((one, other) => (one.feed < other.feed ? -1 : 1));
}

function latest(sightings: readonly Sighting[]): Instant {
  return (
    sightings
      .map(({ seenAt }) => seenAt)
      .sort()
      .at(-1) ?? ''
  );
}

function highest(
  sightings: readonly Sighting[],
  score: 'upvotes' | 'comments',
): number | undefined {
  const scores = sightings
    .map((sighting) => sighting[score])
    .filter((value) => value !== undefined);
  return scores.length > 0 ? Math.max(...scores) : undefined;
}

function earliest(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}

function union(known: readonly string[], incoming: readonly string[]): readonly string[] {
  return [...new Set([...known, ...incoming])];
}

/** Plain data, apart from the times of the last looks; a property that is undefined is none. */
function isSameButSeen(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (!isComposite(one) || !isComposite(other)) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  for (const key of Object.keys(one)) {
    if (key !== 'seenAt' && !isSameButSeen(one[key], other[key])) return false;
  }
  return Object.keys(other).every((key) => key in one || other[key] === undefined);
}

function isComposite(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
