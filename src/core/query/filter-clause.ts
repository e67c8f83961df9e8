import { parseArxivId } from '../arxiv-id.ts';
import type { Span } from '../problem.ts';
import type { Comparison, QueryNode, TopicTable } from './ast.ts';
import { type Fault, quoted } from './fault.ts';
import { asName, fieldNames, nearestName, numberNames } from './fields.ts';
import type { Comparing, Lexeme, Operand } from './lex.ts';

const comparisons: Readonly<Record<string, Comparison>> = {
  '<': '<',
  '<=': '<=',
  '=<': '<=',
  '≤': '<=',
  '=': '=',
  '==': '=',
  '>=': '>=',
  '=>': '>=',
  '≥': '>=',
  '>': '>',
};

/** `upvotes>=20`: a number field, a comparison and a whole number of up to nine digits. */
export function comparisonClause(compared: Comparing): QueryNode | Fault {
  const { name, operator, value, span } = compared;
  const field = asName(name, numberNames);
  const comparison = comparisons[operator];
  if (field !== undefined && comparison !== undefined && /^\d{1,9}$/.test(value)) {
    return { kind: 'number', field, comparison, value: Number(value), span };
  }
  const number = numberIn(value);
  const sign = comparison ?? '>=';
  if (field !== undefined) {
    return {
      kind: 'fault',
      message:
        comparison === undefined
          ? `${field} is compared, not searched.`
          : value === ''
            ? `${field}${sign} needs a number after it.`
            : `${quoted(value)} is not a whole number of up to nine digits.`,
      remedy: `Write ${field}>=20, or with > < <= =.`,
      span,
      repair: { span, text: `${field}${sign}${number ?? 10}` },
    };
  }
  return {
    kind: 'fault',
    message: `${quoted(name)} is nothing that can be compared.`,
    remedy: `${numberNames.join(', ')} can; put quotes around text that has ${operator} in it.`,
    span,
    repair: { span, text: meantInstead(compared, sign) },
  };
}

function meantInstead({ name, value }: Comparing, sign: Comparison): string {
  const field = asName(name, fieldNames);
  if (field !== undefined) return `${field}:${value}`;
  const near = nearestName(name, numberNames);
  const number = numberIn(value);
  if (near !== undefined || number !== undefined) {
    return `${near ?? 'upvotes'}${sign}${number ?? 10}`;
  }
  return `${name} ${value}`.trim();
}

/** The number that was probably meant: `1,000`, `1.5k`, `20+`. */
function numberIn(text: string): number | undefined {
  const [, digits, kilo] = /(\d+(?:\.\d+)?)(k?)/i.exec(text.replaceAll(/[,_]/g, '')) ?? [];
  if (digits === undefined) return undefined;
  return Math.min(999_999_999, Math.ceil(Number(digits) * (kilo === '' ? 1 : 1000)));
}

/** `id:` and an arXiv id in any form, or the id of a paper that has none: `title:…`. */
export function idClause({ text }: Operand, span: Span): QueryNode | Fault {
  const typed = text.trim();
  const id = parseArxivId(typed);
  if (id !== undefined) return { kind: 'id', id: `arxiv:${id}`, span };
  if (/^title:[a-z0-9-]{1,80}$/.test(typed)) return { kind: 'id', id: typed, span };
  return {
    kind: 'fault',
    message: `${quoted(typed)} is not the id of a paper.`,
    remedy: 'Write an arXiv id such as id:2401.00001, or the address of a paper after id:.',
    span,
    repair: { span, text: `"${typed}"` },
  };
}

/** `topic:` and the name of a curated topic. */
export function topicClause(
  { text, span: value }: Operand,
  span: Span,
  topics: TopicTable | undefined,
): QueryNode | Fault {
  const name = text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  const found = topics?.get(name);
  if (found !== undefined) return { kind: 'topic', name, node: found.query.node, span };
  if (topics === undefined) {
    return {
      kind: 'fault',
      message: 'topic: cannot be used here.',
      remedy: 'Write the words to look for.',
      span,
      repair: { span, text: `"${text.trim()}"` },
    };
  }
  const names = [...topics.keys()];
  const near = nearestName(name, names) ?? names.find((each) => each.split('-').includes(name));
  return {
    kind: 'fault',
    message: `There is no topic ${quoted(text.trim())}.`,
    remedy: `Topics are named like ${names.slice(0, 3).join(', ')}; any words can be searched without topic:.`,
    span,
    repair: near === undefined ? { span, text: `"${text.trim()}"` } : { span: value, text: near },
  };
}

const linkWords: ReadonlyMap<string, 'code' | 'project'> = new Map([
  ['code', 'code'],
  ['github', 'code'],
  ['repo', 'code'],
  ['repository', 'code'],
  ['project', 'project'],
  ['page', 'project'],
  ['website', 'project'],
  ['demo', 'project'],
]);

/** `has:code` or `has:project`. */
export function hasClause({ text, span: value }: Operand, span: Span): QueryNode | Fault {
  const what = asName(text.trim(), ['code', 'project']);
  if (what !== undefined) return { kind: 'has', what, span };
  const near = nearestName(text.trim(), [...linkWords.keys()]);
  return {
    kind: 'fault',
    message: `A paper cannot be asked for ${quoted(`has:${text.trim()}`)}.`,
    remedy: 'There are has:code and has:project.',
    span,
    repair: { span: value, text: linkWords.get(near ?? '') ?? 'code' },
  };
}

const daysPerUnit: ReadonlyMap<string, number> = new Map([
  ['d', 1],
  ['w', 7],
  ['m', 30],
]);
const mostDays = 3650;

/** `since:7d`, also in weeks and months of 30 days; from 1 day to 3650 days. `next` may be the unit of `since:2 weeks`. */
export function sinceClause(
  { text, span: value }: Operand,
  span: Span,
  next: Lexeme | undefined,
): QueryNode | Fault {
  const typed = text.trim().toLowerCase();
  const [, count, unit = ''] = /^(\d{1,4})([dwm])$/.exec(typed) ?? [];
  const days = Number(count) * (daysPerUnit.get(unit) ?? Number.NaN);
  if (days >= 1 && days <= mostDays) return { kind: 'since', days, span };
  const isApart = next?.kind === 'word' && /^(?:hour|day|week|month|year)s?$/i.test(next.text);
  const meant = isApart ? `${typed}${next.text.toLowerCase()}` : typed;
  return {
    kind: 'fault',
    message:
      count === undefined
        ? `${quoted(text.trim())} is not a number of days.`
        : `since: reaches from 1 day to ${mostDays} days back.`,
    remedy: 'Write since:7d, since:2w or since:3m for days, weeks and months of 30 days.',
    span,
    repair: {
      span: { start: value.start, end: isApart ? next.span.end : value.end },
      text: `${daysIn(meant)}d`,
    },
  };
}

/** The days that were probably meant: `yesterday`, `2weeks`, `1y`, `7`; a month where nothing is known. */
function daysIn(text: string): number {
  if (/^(?:yester|to)day$/.test(text)) return 1;
  const [, count, unit] = /^(?:last|past|this)?(\d*)([hdwmy]?)/.exec(text) ?? [];
  if ((count === '' && unit === '') || /^\d+-/.test(text)) return 30;
  const perUnit = unit === 'y' ? 365 : unit === 'h' ? 1 / 24 : (daysPerUnit.get(unit ?? '') ?? 1);
  return Math.min(mostDays, Math.max(1, Math.ceil(Number(count || 1) * perUnit)));
}
