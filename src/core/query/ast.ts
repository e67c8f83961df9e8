import type { PaperId } from '../paper.ts';
import type { Span } from '../problem.ts';

export type TextField = 'title' | 'abstract' | 'author' | 'org' | 'keyword' | 'category';
export type NumberField = 'upvotes' | 'stars' | 'comments';
export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/**
 * A parsed query. Spans point into the text it was parsed from.
 * `word`, `phrase` and `prefix` without a field look at title, abstract, summary and keywords.
 */
export type QueryNode =
  | { readonly kind: 'and'; readonly children: readonly QueryNode[]; readonly span: Span }
  | { readonly kind: 'or'; readonly children: readonly QueryNode[]; readonly span: Span }
  | { readonly kind: 'not'; readonly child: QueryNode; readonly span: Span }
  | {
      readonly kind: 'text';
      readonly match: TextMatch;
      readonly field?: TextField;
      readonly span: Span;
    }
  | {
      readonly kind: 'number';
      readonly field: NumberField;
      readonly comparison: Comparison;
      readonly value: number;
      readonly span: Span;
    }
  /** `id` is a whole PaperId, `arxiv:2401.00001`. */
  | { readonly kind: 'id'; readonly id: PaperId; readonly span: Span }
  | { readonly kind: 'has'; readonly what: 'code' | 'project'; readonly span: Span }
  /** The paper's day is at most `days` calendar days (UTC) before today. */
  | { readonly kind: 'since'; readonly days: number; readonly span: Span }
  /** A curated topic followed by name; `node` is its query. */
  | {
      readonly kind: 'topic';
      readonly name: string;
      readonly node: QueryNode;
      readonly span: Span;
    };

/**
 * `word` and `phrase`: the terms in a row. `prefix`: the terms in a row, the last one only begun.
 * Categories are one term each, lower case: `cs.cl`, an archive `cs`, a prefix `cs.`.
 * How a match is satisfied is decided by `readings` in text-match.ts.
 */
export interface TextMatch {
  readonly kind: 'word' | 'phrase' | 'prefix';
  /** As typed, without quotes or star. */
  readonly text: string;
  /** Folded terms, at least one. */
  readonly terms: readonly string[];
  /** The terms with each hyphenated compound as one word, where there are any: `pretraining` for `pre-training`. */
  readonly joined?: readonly string[];
}

/** A query that parsed: the text as typed and its meaning. An empty text is `and` of nothing and matches every paper. */
export interface Query {
  readonly text: string;
  readonly node: QueryNode;
}

/** A named query that people follow by name. */
export interface Topic {
  /** Lower-case words joined by hyphens, `llm-agents`. */
  readonly name: string;
  /** What people read, `LLM agents`. */
  readonly title: string;
  readonly description: string;
  /** In the query language; may not refer to topics. */
  readonly query: string;
}

/** Topics ready to be referred to, by name. */
export type TopicTable = ReadonlyMap<string, { readonly topic: Topic; readonly query: Query }>;
