import Database from 'libsql';
import MiniSearch from 'minisearch';
import { type Paper, paperDay } from '../src/core/paper.ts';
import type { QueryNode } from '../src/core/query/ast.ts';
import { textMatch } from '../src/core/query/text-match.ts';
import type { SearchIndex } from '../src/core/search/search-index.ts';
import { runAtOnce, type Steps } from '../src/core/steps.ts';
import { tokenize } from '../src/core/text/tokenize.ts';
import { type Asked, leastUpvotes, oldestDay, wanted } from './search-queries.ts';

export interface Engine {
  readonly name: string;
  /** The ids of the best papers; undefined where the engine cannot do what is asked. */
  find(asked: Asked, limit?: number): readonly string[] | undefined;
}

const span = { start: 0, end: 0 };
const now = Date.parse('2026-09-01T00:00:00Z');
const daysBack = Math.floor((now - Date.parse(oldestDay)) / 86_400_000);

export function ours(index: SearchIndex): Engine {
  return {
    name: 'ours',
    find: (asked, limit = wanted) => runAtOnce(findSteps(index, asked, limit)),
  };
}

/** The ids of the best papers, found as a server finds them: giving way to others. */
export function* findSteps(index: SearchIndex, asked: Asked, limit: number): Steps<string[]> {
  const [typed = ''] = asked.terms;
  if (asked.kind === 'completion') return index.complete(typed, limit).map(({ id }) => id);
  const query = { text: '', node: nodeOf(asked) };
  const { hits } = yield* index.search(query, { sort: 'best', limit, offset: 0, now });
  return hits.map(({ paper }) => paper.id);
}

/** The query in our language. */
export function nodeOf({ kind, terms }: Asked): QueryNode {
  const words = terms.map((term) => text('word', term));
  switch (kind) {
    case 'any':
      return { kind: 'or', children: words, span };
    case 'phrase':
      return text('phrase', terms.join(' '));
    case 'prefix':
      return text('prefix', terms[0] ?? '');
    case 'filtered':
      return {
        kind: 'and',
        children: [
          ...words,
          { kind: 'number', field: 'upvotes', comparison: '>=', value: leastUpvotes, span },
          { kind: 'since', days: daysBack, span },
        ],
        span,
      };
    default:
      return { kind: 'and', children: words, span };
  }
}

function text(kind: 'word' | 'phrase' | 'prefix', typed: string): QueryNode {
  const match = textMatch(kind, typed);
  return match === undefined ? { kind: 'and', children: [], span } : { kind: 'text', match, span };
}

interface MiniSearchEngine extends Engine {
  /** All that it finds, best first. */
  all(asked: Asked): readonly string[] | undefined;
}

/** Given our tokens, so that it searches for the same words; two fields, titles worth three times as much. */
export function createMiniSearch(papers: readonly Paper[]): MiniSearchEngine {
  const tokens = (text: string) => tokenize(text).map(({ term }) => term);
  const asIs = (term: string) => term;
  const whole = new MiniSearch({
    fields: ['title', 'abstract'],
    storeFields: ['day', 'upvotes'],
    tokenize: tokens,
    processTerm: asIs,
    searchOptions: { boost: { title: 3 }, combineWith: 'AND' },
  });
  whole.addAll(papers.map(documentOf));
  const titles = new MiniSearch({ fields: ['title'], tokenize: tokens, processTerm: asIs });
  const engine: MiniSearchEngine = {
    name: 'MiniSearch',
    find: (asked, limit = wanted) => engine.all(asked)?.slice(0, limit),
    all({ kind, terms }) {
      const words = terms.join(' ');
      const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id);
      switch (kind) {
        case 'phrase':
          return undefined;
        case 'any':
          return ids(whole.search(words, { combineWith: 'OR' }));
        case 'prefix':
          return ids(whole.search(words, { prefix: true }));
        case 'typo':
          return ids(whole.search(words, { fuzzy: editsOf }));
        case 'filtered':
          return ids(whole.search(words, { filter: isKept }));
        case 'completion':
          if (titles.documentCount === 0)
            titles.addAll(papers.map(({ id, title }) => ({ id, title })));
          return ids(titles.search(words, { prefix: true, combineWith: 'AND' }));
        default:
          return ids(whole.search(words));
      }
    },
  };
  return engine;
}

/** As many edits as ours allows. */
function editsOf(term: string): number {
  if (term.length < 4) return 0;
  return term.length < 8 ? 1 : 2;
}

function isKept({ upvotes, day }: Record<string, unknown>): boolean {
  return Number(upvotes) >= leastUpvotes && String(day) >= oldestDay;
}

function documentOf(paper: Paper) {
  const { id, title, abstract, upvotes } = paper;
  return { id, title, abstract, upvotes, day: paperDay(paper) ?? '' };
}

/** SQLite in memory, given our tokens too. */
export function createFts5(papers: readonly Paper[]): Engine {
  const database = new Database(':memory:');
  database.exec(`CREATE VIRTUAL TABLE words USING fts5(title, abstract, tokenize = 'unicode61');
    CREATE TABLE papers (number INTEGER PRIMARY KEY, id TEXT, upvotes INTEGER, day TEXT);`);
  const addWords = database.prepare('INSERT INTO words (rowid, title, abstract) VALUES (?, ?, ?)');
  const addPaper = database.prepare('INSERT INTO papers VALUES (?, ?, ?, ?)');
  const tokens = (text: string) =>
    tokenize(text)
      .map(({ term }) => term)
      .join(' ');
  database.exec('BEGIN');
  for (const [number, paper] of papers.entries()) {
    const { id, title, abstract, upvotes, day } = documentOf(paper);
    addWords.run(number, tokens(title), tokens(abstract));
    addPaper.run(number, id, upvotes, day);
  }
  database.exec('COMMIT');
  const ranked = 'ORDER BY bm25(words, 3, 1) LIMIT ?';
  const plain = database.prepare(`SELECT rowid AS number FROM words WHERE words MATCH ? ${ranked}`);
  const filtered = database.prepare(
    `SELECT number FROM words JOIN papers ON number = words.rowid
     WHERE words MATCH ? AND upvotes >= ${leastUpvotes} AND day >= '${oldestDay}' ${ranked}`,
  );
  return {
    name: 'SQLite FTS5',
    find({ kind, terms }, limit = wanted) {
      if (kind === 'typo') return undefined;
      const quoted = terms.map((term) => `"${term}"`);
      const match = {
        any: quoted.join(' OR '),
        phrase: `"${terms.join(' ')}"`,
        prefix: `${quoted.join(' ')} *`,
        completion: `title : ${quoted.join(' ')} *`,
        all: quoted.join(' AND '),
        filtered: quoted.join(' AND '),
      }[kind];
      const rows = (kind === 'filtered' ? filtered : plain).all(match, limit);
      return rows.map((row) => papers[(row as { number: number }).number]?.id ?? '');
    },
  };
}
