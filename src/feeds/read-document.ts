import type { Format, ParseContext, Parsed, ParseOutcome, Validators } from './feed.ts';
import type { Fetcher, FetchOutcome, FetchRequest } from './fetcher.ts';
import { parseDocument } from './formats.ts';

export interface DocumentSource {
  readonly fetcher: Fetcher;
  readonly format: Format;
}

export type PlainRequest = Omit<FetchRequest, 'validators'>;

export interface Unchanged {
  readonly kind: 'unchanged';
}

export interface ReadDocument {
  readonly kind: 'read';
  readonly parsed: Parsed & { readonly day?: string };
  readonly validators: Validators;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** After redirects. */
  readonly finalUrl: string;
}

/** Why a document could not be read, in words. */
export interface ReadFailure {
  readonly kind: 'failed';
  readonly message: string;
  readonly remedy?: string;
  /** For the log: the server's own words, among others. */
  readonly detail?: string;
  /** Epoch milliseconds. */
  readonly retryAt?: number;
  /** Of HTTP, where there was an answer. */
  readonly status?: number;
  /** For now, every further request to this host would fare the same: it limits us, refuses us, or is not there. */
  readonly isGeneral: boolean;
}

/** Gets a document and reads it in the one format it must be in. Never throws. */
export async function readDocument(
  url: string,
  request: PlainRequest,
  context: ParseContext,
  source: DocumentSource,
): Promise<ReadDocument | ReadFailure> {
  const outcome = await readIfChanged(url, undefined, request, context, source);
  if (outcome.kind !== 'unchanged') return outcome;
  return { kind: 'failed', message: 'The server sent no document.', isGeneral: false };
}

/** The same, unless the validators of an earlier read still hold. */
export async function readIfChanged(
  url: string,
  validators: Validators | undefined,
  request: PlainRequest,
  context: ParseContext,
  { fetcher, format }: DocumentSource,
): Promise<ReadDocument | Unchanged | ReadFailure> {
  const answer = await fetcher.get(url, { ...request, ...(validators && { validators }) });
  if (answer.kind === 'unchanged') return answer;
  if (answer.kind !== 'ok') return readFailure(answer);
  const parsed = parseAs(format, answer.text, context);
  if (parsed.kind === 'unreadable') {
    const message = `${new URL(url).host}: ${parsed.message}`;
    return { ...parsed, kind: 'failed', message, isGeneral: false };
  }
  return {
    kind: 'read',
    parsed,
    validators: answer.validators,
    headers: answer.headers,
    finalUrl: answer.finalUrl,
  };
}

/** What is in another format than the wanted one is of no use here, but may say why it came instead. */
function parseAs(format: Format, text: string, context: ParseContext): ParseOutcome {
  if (format.detect(text)) return format.parse(text, context);
  const other = parseDocument(text, context);
  if (other.kind === 'unreadable') return other;
  return { kind: 'unreadable', message: `The answer is not what was asked for (${format.title}).` };
}

type Refusal = Extract<FetchOutcome, { readonly kind: 'rate-limited' | 'failed' }>;

function readFailure(refusal: Refusal): ReadFailure {
  const { message } = refusal;
  if (refusal.kind === 'rate-limited') {
    return { kind: 'failed', message, retryAt: refusal.retryAt, isGeneral: true };
  }
  const { remedy, detail, reached, status } = refusal;
  return {
    kind: 'failed',
    message,
    detail,
    ...(remedy !== undefined && { remedy }),
    ...(status !== undefined && { status }),
    isGeneral: !reached || status === 401 || status === 403,
  };
}
