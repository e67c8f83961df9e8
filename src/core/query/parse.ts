import { failure, type Result, success } from '../problem.ts';
import type { Query, QueryNode, TopicTable } from './ast.ts';
import { type Fault, repaired } from './fault.ts';
import { parseGrammar } from './grammar.ts';
import { queryLimits } from './limits.ts';

/** Control characters, lone surrogates, and format characters that hide or reorder text. */
const invisible = /[^\P{Cc}\s]|[\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f]/u;
/** A query with more faults than this gets no suggestion. */
const mostRepairs = 64;

/**
 * Reads a query (docs/query-language.md). Never throws. A problem has the place, and as suggestion the whole query mended,
 * which itself parses, wherever a mended query would still ask for something. Without `topics` there is no `topic:`.
 */
export function parseQuery(text: string, topics?: TopicTable): Result<Query> {
  const parsed = parse(text, topics);
  if (parsed.kind !== 'fault') return success({ text, node: parsed });
  const { message, remedy, span } = parsed;
  const suggestion = suggest(text, parsed, topics);
  return failure({
    message,
    span,
    input: text,
    ...(remedy === undefined ? {} : { remedy }),
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}

/** Mends fault after fault until the text parses. */
function suggest(text: string, first: Fault, topics: TopicTable | undefined): string | undefined {
  let mended = text;
  let fault = first;
  for (let count = 0; count < mostRepairs; count += 1) {
    if (fault.repair === undefined) return undefined;
    mended = repaired(mended, fault.repair);
    if (mended === '') return undefined;
    const parsed = parse(mended, topics);
    if (parsed.kind !== 'fault') return mended;
    fault = parsed;
  }
  return undefined;
}

function parse(text: string, topics: TopicTable | undefined): QueryNode | Fault {
  return unreadableText(text) ?? parseGrammar(text, topics);
}

function unreadableText(text: string): Fault | undefined {
  if (text.length > queryLimits.length) {
    return {
      kind: 'fault',
      message: `The query has ${text.length} characters; ${queryLimits.length} is the most.`,
      remedy: 'Shorten it, or make several queries of it.',
      span: { start: queryLimits.length, end: text.length },
    };
  }
  const hidden = invisible.exec(text);
  if (hidden === null) return undefined;
  const span = { start: hidden.index, end: hidden.index + hidden[0].length };
  const code = (hidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return {
    kind: 'fault',
    message: `There is an invisible character (U+${code}) in the query.`,
    remedy: 'Remove it; it often comes along when text is copied.',
    span,
    repair: { span, text: '' },
  };
}
