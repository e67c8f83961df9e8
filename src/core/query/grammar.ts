import type { Span } from '../problem.ts';
import type { QueryNode, TopicTable } from './ast.ts';
import { fieldClause, plainClause } from './clause.ts';
import type { Fault } from './fault.ts';
import type { FieldName } from './fields.ts';
import { comparisonClause } from './filter-clause.ts';
import { type Lexeme, lex, type Operand } from './lex.ts';
import { queryLimits } from './limits.ts';

interface Parser {
  readonly text: string;
  readonly lexemes: readonly Lexeme[];
  readonly topics: TopicTable | undefined;
  at: number;
  terms: number;
  /** The first one met; what is parsed after it does not count. */
  fault: Fault | undefined;
}

interface Scope {
  readonly depth: number;
  /** What the words of a group belong to: `title:( … )`. */
  readonly field?: FieldName;
}

/** The meaning of a text of bounded length, or the first thing that is wrong with it. */
export function parseGrammar(text: string, topics: TopicTable | undefined): QueryNode | Fault {
  const parser: Parser = { text, lexemes: lex(text), topics, at: 0, terms: 0, fault: undefined };
  const node = parseOr(parser, { depth: 0 });
  const rest = parser.lexemes[parser.at];
  if (rest !== undefined) {
    report(parser, {
      message: 'This parenthesis closes nothing.',
      remedy: 'Remove it, or open one before it.',
      span: rest.span,
      repair: { span: rest.span, text: '' },
    });
  }
  return parser.fault ?? node ?? { kind: 'and', children: [], span: { start: 0, end: 0 } };
}

/** One or more alternatives; `undefined` where there is nothing before the end or a closing parenthesis. */
function parseOr(parser: Parser, scope: Scope): QueryNode | undefined {
  const alternatives = [parseAnd(parser, scope)];
  for (let sign = peek(parser); sign?.kind === 'or'; sign = peek(parser)) {
    parser.at += 1;
    const next = parseAnd(parser, scope);
    if (alternatives.at(-1) === undefined || next === undefined) reportDangling(parser, sign);
    alternatives.push(next);
  }
  return combine('or', alternatives);
}

function parseAnd(parser: Parser, scope: Scope): QueryNode | undefined {
  const parts: (QueryNode | undefined)[] = [];
  for (let next = peek(parser); next !== undefined; next = peek(parser)) {
    if (next.kind === 'or' || next.kind === 'close') break;
    if (next.kind === 'and') {
      parser.at += 1;
      if (parts.length === 0 || !startsOperand(peek(parser))) reportDangling(parser, next);
    } else {
      parts.push(parseOperand(parser, next, scope));
    }
  }
  return combine('and', parts);
}

function startsOperand(lexeme: Lexeme | undefined): boolean {
  return lexeme !== undefined && !['and', 'or', 'close'].includes(lexeme.kind);
}

/** One node of several, those of the same kind taken apart. */
function combine(
  kind: 'and' | 'or',
  parts: readonly (QueryNode | undefined)[],
): QueryNode | undefined {
  const children = parts
    .filter((part) => part !== undefined)
    .flatMap((part) => (part.kind === kind ? part.children : [part]));
  const [first] = children;
  const last = children.at(-1);
  if (first === undefined || last === undefined || children.length === 1) return first;
  return { kind, children, span: { start: first.span.start, end: last.span.end } };
}

function parseOperand(parser: Parser, first: Lexeme, scope: Scope): QueryNode | undefined {
  if (scope.depth > queryLimits.depth) {
    parser.at = parser.lexemes.length;
    return report(parser, {
      message: `Groups and nots stand inside one another more than ${queryLimits.depth} deep.`,
      remedy: 'Remove parentheses that are not needed, or make several queries of it.',
      span: first.span,
    });
  }
  parser.at += 1;
  switch (first.kind) {
    case 'not':
      return parseNot(parser, first, scope);
    case 'open':
      return parseGroup(parser, first.span, scope);
    case 'field':
      return parseField(parser, first, scope);
    case 'comparison':
      return accept(parser, comparisonClause(first));
    case 'word':
    case 'phrase':
      return parseValue(parser, first, first.span, scope.field);
    default:
      return undefined;
  }
}

function parseNot(
  parser: Parser,
  sign: Extract<Lexeme, { kind: 'not' }>,
  scope: Scope,
): QueryNode | undefined {
  const next = peek(parser);
  if (next === undefined || !startsOperand(next)) return reportDangling(parser, sign);
  if (sign.dash && next.span.start !== sign.span.end) {
    return report(parser, {
      message: 'A minus sign stands alone.',
      remedy: 'Put it right before the word to leave out, or remove it.',
      span: sign.span,
      repair: { span: { start: sign.span.start, end: next.span.start }, text: '-' },
    });
  }
  const child = parseOperand(parser, next, { ...scope, depth: scope.depth + 1 });
  if (child === undefined) return undefined;
  return child.kind === 'not'
    ? child.child
    : { kind: 'not', child, span: { start: sign.span.start, end: endOf(parser) } };
}

function parseGroup(parser: Parser, open: Span, scope: Scope): QueryNode | undefined {
  const inner = parseOr(parser, { ...scope, depth: scope.depth + 1 });
  if (peek(parser)?.kind !== 'close') {
    const end = parser.text.length;
    return report(parser, {
      message: 'This parenthesis is never closed.',
      remedy: 'Close it with ) where the group ends.',
      span: open,
      repair: { span: { start: end, end }, text: ')' },
    });
  }
  parser.at += 1;
  if (inner !== undefined) return inner;
  const span = { start: open.start, end: endOf(parser) };
  return report(parser, {
    message: 'There is nothing in this group.',
    remedy: 'Put words between the parentheses, or remove them.',
    span,
    repair: { span, text: '' },
  });
}

function parseField(
  parser: Parser,
  { name, span }: Extract<Lexeme, { kind: 'field' }>,
  scope: Scope,
): QueryNode | undefined {
  const next = peek(parser);
  const isGlued = next?.span.start === span.end;
  if (isGlued && next.kind === 'open') {
    return parseOperand(parser, next, { depth: scope.depth, field: name });
  }
  if (isGlued && (next.kind === 'word' || next.kind === 'phrase')) {
    parser.at += 1;
    return parseValue(parser, next, { start: span.start, end: next.span.end }, name);
  }
  if (isGlued && next.kind === 'not') {
    const typed = parser.text.slice(span.start, span.end);
    return report(parser, {
      message: `What is left out has its minus sign before ${name}:.`,
      remedy: `Write -${name}:word.`,
      span: { start: span.start, end: next.span.end },
      repair: { span: { start: span.start, end: next.span.end }, text: `-${typed}` },
    });
  }
  const hasValue = next !== undefined && ['word', 'phrase', 'open'].includes(next.kind);
  return report(parser, {
    message: `${name}: needs a value right after the colon.`,
    remedy: `Write ${fieldExamples[name]}.`,
    span,
    repair: hasValue
      ? { span: { start: span.end, end: next.span.start }, text: '' }
      : { span, text: '' },
  });
}

const fieldExamples: Readonly<Record<FieldName, string>> = {
  title: 'title:agent',
  abstract: 'abstract:"tool use"',
  author: 'author:"ada lovelace"',
  org: 'org:university',
  keyword: 'keyword:diffusion',
  category: 'category:cs.CL',
  id: 'id:2401.00001',
  topic: 'topic: and the name of a topic',
  has: 'has:code',
  since: 'since:7d',
};

function parseValue(
  parser: Parser,
  operand: Operand,
  span: Span,
  field: FieldName | undefined,
): QueryNode | undefined {
  if (operand.kind === 'phrase' && !operand.closed) {
    const { start } = operand.span;
    const end = start + parser.text.slice(start).replace(/[)\s]*$/, '').length;
    return report(parser, {
      message: 'This quote is never closed.',
      remedy: 'Close it where the phrase ends.',
      span: { start, end: start + 1 },
      repair: { span: { start: end, end }, text: '"' },
    });
  }
  const next = peek(parser);
  return accept(
    parser,
    field === undefined
      ? plainClause(operand, next)
      : fieldClause(field, operand, span, { topics: parser.topics, next }),
  );
}

/** Counts a term, or notes what is wrong with it. */
function accept(parser: Parser, clause: QueryNode | Fault): QueryNode | undefined {
  if (clause.kind === 'fault') return report(parser, clause);
  parser.terms += 1;
  if (parser.terms <= queryLimits.terms) return clause;
  return report(parser, {
    message: `The query has more than ${queryLimits.terms} terms.`,
    remedy: 'Leave some out, or make several queries of it.',
    span: clause.span,
  });
}

function reportDangling(parser: Parser, { span }: Lexeme): undefined {
  const sign = parser.text.slice(span.start, span.end);
  return report(parser, {
    message: `${sign} has nothing on one side.`,
    remedy: `Put a word there, or remove ${sign}; to search for the word itself, put quotes around it.`,
    span,
    repair: { span, text: '' },
  });
}

function report(parser: Parser, fault: Omit<Fault, 'kind'>): undefined {
  parser.fault ??= { kind: 'fault', ...fault };
}

function peek({ lexemes, at }: Parser): Lexeme | undefined {
  return lexemes[at];
}

/** Where the last piece that was read ends. */
function endOf({ lexemes, at }: Parser): number {
  return lexemes[at - 1]?.span.end ?? 0;
}
