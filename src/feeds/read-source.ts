import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type Problem, ProblemError } from '../core/problem.ts';
import type { Parsed } from './feed.ts';
import { decodeText } from './fetcher/decode-text.ts';
import type { Fetcher } from './fetcher.ts';
import { parseDocument } from './formats.ts';
import { fileTooLarge, type ReadFile } from './read-file.ts';

export interface SourceDeps {
  readonly fetcher: Fetcher;
  /** `readFileUpTo`, outside of tests. */
  readonly readFile: ReadFile;
  /** The clock, epoch milliseconds. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
  /** Called with one line whenever a server makes us wait. */
  readonly onWait?: (line: string) => void;
}

/** The words do not name the source: whoever asked does. */
export type SourceOutcome =
  | ({ readonly kind: 'read'; readonly format: string } & Parsed)
  | { readonly kind: 'failed'; readonly message: string; readonly remedy?: string };

const mostFileBytes = 200_000_000;
const unpack = promisify(gunzip);

/**
 * Reads papers from a URL, from a file, gzipped or not, or from standard input (`-`), in whichever format the content
 * shows. A file gives 200 MB at most, unpacked; a URL as much as the fetcher allows. Never throws.
 */
export async function readSource(source: string, deps: SourceDeps): Promise<SourceOutcome> {
  const loaded = /^https?:/i.test(source)
    ? await loadUrl(source, deps)
    : await loadFile(source, deps);
  if (typeof loaded !== 'string') return failed(loaded);
  const outcome = parseDocument(loaded, { seenAt: new Date(deps.now()).toISOString() });
  if (outcome.kind === 'unreadable') return failed(outcome);
  const { papers, dropped, notes, format = 'unknown' } = outcome;
  return { kind: 'read', format, papers, dropped, notes };
}

async function loadUrl(
  url: string,
  { fetcher, signal, onWait }: SourceDeps,
): Promise<string | Problem> {
  const answer = await fetcher.get(url, { ...(signal && { signal }), ...(onWait && { onWait }) });
  if (answer.kind === 'ok') return answer.text;
  return answer.kind === 'unchanged' ? { message: 'The server sent no document.' } : answer;
}

async function loadFile(path: string, { readFile }: SourceDeps): Promise<string | Problem> {
  try {
    const bytes = await readFile(path, mostFileBytes);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return decodeText(isGzip ? await unpack(bytes, { maxOutputLength: mostFileBytes }) : bytes);
  } catch (error) {
    return fileProblem(error, path);
  }
}

function fileProblem(error: unknown, path: string): Problem {
  if (error instanceof ProblemError) return error.problem;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
    case 'ERR_INVALID_ARG_VALUE':
      return /^[a-z][\w+.-]*:\/\//i.test(path)
        ? { message: 'Only files and addresses that start with https:// or http:// can be read.' }
        : { message: 'There is no such file.', remedy: 'Check the path.' };
    case 'EISDIR':
      return { message: 'That is a directory.', remedy: 'Name a file in it.' };
    case 'EACCES':
    case 'EPERM':
      return { message: 'You may not read that file.', remedy: 'Check its permissions.' };
    case 'ERR_BUFFER_TOO_LARGE':
      return fileTooLarge(mostFileBytes).problem;
    case 'Z_DATA_ERROR':
    case 'Z_BUF_ERROR':
      return { message: 'The gzip data is cut off or broken.', remedy: 'Fetch it again.' };
    default:
      return { message: `That cannot be read (${code}).` };
  }
}

function failed({ message, remedy }: Problem): SourceOutcome {
  return { kind: 'failed', message, ...(remedy !== undefined && { remedy }) };
}
