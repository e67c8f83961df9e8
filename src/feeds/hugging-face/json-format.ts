import { jsonElements } from '../../lib/json-elements.ts';
import { parseJson } from '../../lib/parse-json.ts';
import type { Format, ParseContext, ParseOutcome } from '../feed.ts';
import { readObject } from '../raw-values.ts';
import { sourceFault } from '../source-fault.ts';
import { entryList, readEntries } from './entry.ts';

/** What the Hugging Face API answers: the daily list, a search, or one paper. */
export const huggingFaceJson: Format = {
  id: 'hugging-face-json',
  title: 'Hugging Face papers, JSON',
  detect: (text) => /^\s*(?:\[\s*(?:[{\]]|$)|\{\s*(?:["}]|$))/.test(text),
  parse: parseAnswer,
};

function parseAnswer(text: string, context: ParseContext): ParseOutcome {
  const answer = parseJson(text);
  if (answer === undefined) return parseBroken(text, context);
  const list = entryList(answer);
  if (list !== undefined) return { kind: 'parsed', ...readEntries(list, context), notes: [] };
  const { error } = readObject(answer);
  if (typeof error === 'string') return sourceFault(error);
  return {
    kind: 'unreadable',
    message: 'This JSON holds no list of papers.',
    remedy: 'Expected is what https://huggingface.co/api/daily_papers answers: an array of papers.',
  };
}

/** Keeps the whole entries of an answer that was cut off on its way. */
function parseBroken(text: string, context: ParseContext): ParseOutcome {
  const { elements, complete } = jsonElements(text);
  const values = elements.map(parseJson);
  const whole = values.filter((value) => value !== undefined).length;
  if (whole === 0) {
    return {
      kind: 'unreadable',
      message: 'The JSON is cut off or broken, and no entry in it is whole.',
      remedy: 'Fetch it again.',
    };
  }
  const fault = complete ? 'broken in places' : 'cut off, and the rest is missing';
  const note = `The JSON is ${fault}. Whole entries read: ${whole}.`;
  return { kind: 'parsed', ...readEntries(values, context), notes: [note] };
}
