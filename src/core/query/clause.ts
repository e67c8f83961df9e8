import { parseArxivId } from '../arxiv-id.ts';
import type { Span } from '../problem.ts';
import { nearest } from '../text/edit-distance.ts';
import type { QueryNode, TextField, TopicTable } from './ast.ts';
import { type Fault, quoted } from './fault.ts';
import { type FieldName, fieldNames, nearestName, numberNames } from './fields.ts';
import { hasClause, idClause, sinceClause, topicClause } from './filter-clause.ts';
import type { Lexeme, Operand } from './lex.ts';
import { textMatch } from './text-match.ts';

/** What a value under `field` means. `span` takes in the field's name where it stands right before the value; `next` follows it. */
export function fieldClause(
  field: FieldName,
  value: Operand,
  span: Span,
  { topics, next }: { readonly topics: TopicTable | undefined; readonly next: Lexeme | undefined },
): QueryNode | Fault {
  switch (field) {
    case 'id':
      return idClause(value, span);
    case 'topic':
      return topicClause(value, span, topics);
    case 'has':
      return hasClause(value, span);
    case 'since':
      return sinceClause(value, span, next);
    case 'category':
      return categoryClause(value, span);
    default:
      return textClause(value, span, field);
  }
}

/** What a word or phrase without a field means. A word that is an arXiv id or address asks for that paper. */
export function plainClause(operand: Operand, next: Lexeme | undefined): QueryNode | Fault {
  const { span, text } = operand;
  if (operand.kind === 'phrase') return textClause(operand, span);
  const id = parseArxivId(text);
  if (id !== undefined && text.toLowerCase().includes(id)) {
    return { kind: 'id', id: `arxiv:${id}`, span };
  }
  return unknownField(operand, next) ?? strayComparison(operand) ?? textClause(operand, span);
}

/** A word with a colon that was meant as a field. `LoRA:`, `10:30` and `https://example.org` are words. */
function unknownField({ span, text }: Operand, next: Lexeme | undefined): Fault | undefined {
  const [, name, value] = /^(\p{L}[\p{L}_]*):(?!\/\/)(.*)$/u.exec(text) ?? [];
  if (name === undefined) return undefined;
  const isFollowed = next?.span.start === span.end;
  const isAlone = value === '' && !isFollowed;
  const near = isAlone
    ? nearest(name.toLowerCase(), fieldNames)
    : nearestName(name, [...fieldNames, ...numberNames]);
  if (isAlone && near === undefined) return undefined;
  const colon = span.start + name.length + 1;
  return {
    kind: 'fault',
    message: `There is no field ${quoted(`${name}:`)}.`,
    remedy: `Fields are ${fieldNames.map((field) => `${field}:`).join(' ')}. Put quotes around text that has a colon.`,
    span: { start: span.start, end: colon },
    repair:
      near !== undefined
        ? { span: { start: span.start, end: colon }, text: `${near}:` }
        : isFollowed && value === ''
          ? { span: { start: colon, end: colon }, text: ' ' }
          : { span, text: `"${text}"` },
  };
}

/** `>5` or `=x` with nothing to compare before it. */
function strayComparison({ span, text }: Operand): Fault | undefined {
  const [, operator, rest = ''] = /^([<>=≥≤]+)(.*)$/u.exec(text) ?? [];
  if (operator === undefined) return undefined;
  return {
    kind: 'fault',
    message: `${quoted(operator)} has nothing to compare before it.`,
    remedy: `Name what to count: ${numberNames.map((name) => `${name}>=20`).join(', ')}.`,
    span,
    repair: { span, text: /^\d+$/.test(rest) ? `upvotes${text}` : rest },
  };
}

function textClause(operand: Operand, span: Span, field?: TextField): QueryNode | Fault {
  const { text } = operand;
  const starred = operand.kind === 'word' && text.includes('*');
  if (starred && !/^[^*]+\*$/.test(text)) return strayStar(operand);
  const kind = starred ? 'prefix' : operand.kind;
  const typed = starred ? text.slice(0, -1) : text.trim().replaceAll(/\s+/g, ' ');
  const match = textMatch(kind, typed);
  if (match === undefined) return nothingToFind(operand, span);
  return field === undefined ? { kind: 'text', match, span } : { kind: 'text', match, field, span };
}

function strayStar({ span, text }: Operand): Fault {
  const begun = text.replaceAll(/^\*+|\*+$/g, '').replaceAll(/\*+/g, '* ');
  const star = text.endsWith('*') && begun !== '' ? '*' : '';
  return {
    kind: 'fault',
    message:
      begun === ''
        ? 'A star needs the beginning of a word before it.'
        : 'A star stands for the rest of a word, so it goes at its end, once.',
    remedy:
      'Write diffu* for diffusion, diffuser and so on. A query without words takes every paper.',
    span,
    repair: { span, text: begun + star },
  };
}

function nothingToFind({ kind, text }: Operand, span: Span): Fault {
  return {
    kind: 'fault',
    message:
      kind === 'phrase' && text.trim() === ''
        ? 'There is nothing between the quotes.'
        : `There is no letter or digit to look for in ${quoted(text)}.`,
    remedy: 'Put a word there, or remove it.',
    span,
    repair: { span, text: '' },
  };
}

/** An arXiv category `cs.CL`, an archive `cs`, or the beginning of one `cs.*`. */
function categoryClause({ text }: Operand, span: Span): QueryNode | Fault {
  const typed = text.trim();
  if (/^[a-z]+(?:-[a-z]+)?(?:\.[a-z]+(?:-[a-z]+)?)?$/i.test(typed)) {
    const match = { kind: 'word' as const, text: typed, terms: [typed.toLowerCase()] };
    return { kind: 'text', match, field: 'category', span };
  }
  if (/^[a-z][a-z-]*(?:\.[a-z-]*)?\*$/i.test(typed)) {
    const begun = typed.slice(0, -1);
    const match = { kind: 'prefix' as const, text: begun, terms: [begun.toLowerCase()] };
    return { kind: 'text', match, field: 'category', span };
  }
  return {
    kind: 'fault',
    message: `${quoted(typed)} is not an arXiv category.`,
    remedy: 'Categories are written category:cs.CL, or category:cs for the whole archive.',
    span,
    repair: { span, text: `"${typed}"` },
  };
}
