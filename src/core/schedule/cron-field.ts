import { failure, type Result, success } from '../problem.ts';
import { quote } from './quote.ts';

export interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** English names of the values from `min` on. */
  readonly names: readonly string[];
  /** Stands in for a field that cannot be mended. */
  readonly usual: string;
}

const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const weekdayNames = 'sun mon tue wed thu fri sat'.split(' ');

export const cronFields: readonly CronField[] = [
  { name: 'minute', min: 0, max: 59, names: [], usual: '0' },
  { name: 'hour', min: 0, max: 23, names: [], usual: '9' },
  { name: 'day of month', min: 1, max: 31, names: [], usual: '*' },
  { name: 'month', min: 1, max: 12, names: monthNames, usual: '*' },
  { name: 'day of week', min: 0, max: 7, names: weekdayNames, usual: '*' },
];

/** The values of one field, ascending; 7 counts as Sunday, 0. The suggestion is the field mended. */
export function readCronField(text: string, field: CronField): Result<number[]> {
  const values = new Set<number>();
  const parts = text.split(',');
  for (const part of parts) {
    const read = readPart(part, field);
    if (!read.ok) {
      const mended = read.problem.suggestion;
      if (mended === undefined) return read;
      const suggestion = parts.map((each) => (each === part ? mended : each)).join(',');
      return failure({ ...read.problem, suggestion });
    }
    for (const value of read.value) values.add(field.max === 7 ? value % 7 : value);
  }
  return success([...values].sort((a, b) => a - b));
}

const partPattern = /^(?:\*|(\d{1,4}|[a-z]+)(?:-(\d{1,4}|[a-z]+))?)(?:\/(\d{1,4}))?$/i;

function readPart(part: string, field: CronField): Result<number[]> {
  if (part === '?') {
    return failure({ message: `${quote('?')} is not used here.`, suggestion: '*' });
  }
  const match = partPattern.exec(part);
  if (match === null)
    return failure({ message: `${quote(part)} does not fit the ${field.name} field.` });
  const [, from, to, step] = match;
  const low = from === undefined ? field.min : readValue(from, field);
  const high = from === undefined ? field.max : readValue(to ?? from, field);
  const [lowText, highText] = [from ?? String(field.min), to ?? from ?? String(field.max)];
  if (low === undefined) return wrongValue(part, lowText, field);
  if (high === undefined) return wrongValue(part, highText, field);
  if (from !== undefined && to === undefined && step !== undefined) {
    return failure({
      message: `${quote(part)} has a step without a range.`,
      suggestion: `${from}-${field.max}/${step}`,
    });
  }
  if (low > high) {
    const last = field.max === 7 ? 6 : field.max;
    return failure({
      message: `The range ${quote(part)} runs backward.`,
      suggestion: `${low}-${last},${field.min}-${high}`,
    });
  }
  const every = Number(step ?? 1);
  if (every === 0) {
    return failure({
      message: `${quote(part)} has a step of nothing.`,
      suggestion: part.replace(/\/0+$/, ''),
    });
  }
  const values: number[] = [];
  for (let value = low; value <= high; value += every) values.push(value);
  return success(values);
}

function readValue(text: string, field: CronField): number | undefined {
  const named = field.names.indexOf(text.toLowerCase());
  if (named >= 0) return named + field.min;
  const value = /^\d/.test(text) ? Number(text) : Number.NaN;
  return value >= field.min && value <= field.max ? value : undefined;
}

/** Mended by the nearest value in range, or by the short form of a long name. */
function wrongValue(part: string, text: string, field: CronField) {
  const message = `${quote(text)} does not fit the ${field.name} field.`;
  if (/^\d/.test(text)) {
    const nearest = Math.min(Math.max(Number(text), field.min), field.max);
    return failure({ message, suggestion: part.replace(text, String(nearest)) });
  }
  const short = text.slice(0, 3).toLowerCase();
  if (!field.names.includes(short)) return failure({ message });
  return failure({ message, suggestion: part.replace(text, short) });
}
