import { z } from 'zod';
import { parseZone } from './core/schedule/parse-schedule.ts';

/** A value that the environment sets. */
export interface Setting {
  readonly name: string;
  /** One sentence for `.env.example` and `config`. */
  readonly description: string;
  /** Never printed; `NAME_FILE` may name a file that holds it. */
  readonly secret?: true;
  readonly schema: z.ZodType<unknown, string>;
}

const url = z
  .string()
  .trim()
  .regex(/^https?:\/\/[^\s/]+/i, 'must be a URL that begins with http:// or https://')
  .refine((text) => URL.canParse(text), 'is not a URL')
  .transform((text) => text.replace(/\/+$/, ''));

const zone = z.string().transform((text, context) => {
  const read = parseZone(text);
  if (read.ok) return read.value;
  const { message, suggestion } = read.problem;
  context.addIssue(suggestion === undefined ? message : `${message} Did you mean ${suggestion}?`);
  return z.NEVER;
});

const categories = z.string().transform((text, context) => {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  const wrong = names.find((name) => !/^[a-z-]+(?:\.[A-Za-z-]+)?$/.test(name));
  if (wrong === undefined) return names;
  context.addIssue(`has “${wrong}”, which is no arXiv category such as cs.CL`);
  return z.NEVER;
});

/** Every setting, in the order of `.env.example`. Defaults stand in `config/defaults.json`. */
export const settings = {
  dataDirectory: {
    name: 'DATA_DIR',
    description: 'The folder that keeps papers, subscriptions and deliveries.',
    schema: z.string().trim().min(1, 'must not be empty'),
  },
  zone: {
    name: 'TIME_ZONE',
    description: 'The IANA time zone of those who name none, such as Europe/Berlin.',
    schema: zone,
  },
  huggingFaceUrl: {
    name: 'HF_URL',
    description: 'Where Hugging Face is.',
    schema: url,
  },
  huggingFaceToken: {
    name: 'HF_TOKEN',
    description: 'A Hugging Face token, optional: doubles the number of requests that are allowed.',
    secret: true,
    schema: z.string().trim().regex(/^\S+$/, 'must be one word'),
  },
  arxivUrl: {
    name: 'ARXIV_URL',
    description: 'Where the API of arXiv is.',
    schema: url,
  },
  arxivRssUrl: {
    name: 'ARXIV_RSS_URL',
    description: 'Where the RSS feeds of arXiv are.',
    schema: url,
  },
  arxivCategories: {
    name: 'ARXIV_CATEGORIES',
    description: 'arXiv categories to read beside Hugging Face, such as cs.CL,cs.LG. Empty: none.',
    schema: categories,
  },
  refreshMinutes: {
    name: 'REFRESH_MINUTES',
    description: 'Minutes between two reads of the feeds, 5 to 1440.',
    schema: z
      .string()
      .trim()
      .regex(/^\d{1,5}$/, 'must be a whole number')
      .transform(Number)
      .refine((minutes) => minutes >= 5 && minutes <= 1440, 'must be from 5 to 1440'),
  },
  logLevel: {
    name: 'LOG_LEVEL',
    description: 'How much serve logs: debug, info, warn or error.',
    schema: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error'),
  },
} as const satisfies Record<string, Setting>;
