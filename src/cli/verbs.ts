import { config } from './config.ts';
import { digest } from './digest.ts';
import { doctor } from './doctor.ts';
import { papers } from './papers.ts';
import { preview } from './preview.ts';
import { query } from './query.ts';
import { schedule } from './schedule.ts';
import { search } from './search.ts';
import { serve } from './serve.ts';
import { start } from './start.ts';
import { exportAll, importAll } from './transfer.ts';
import type { Verb } from './verb.ts';

/** Every verb, in the order in which help shows them. */
export const verbs: readonly Verb[] = [
  start,
  papers,
  search,
  digest,
  preview,
  query,
  schedule,
  exportAll,
  importAll,
  config,
  doctor,
  serve,
];
