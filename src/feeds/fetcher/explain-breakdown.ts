import { type Problem, ProblemError } from '../../core/problem.ts';
import { spokenDuration } from './spoken-duration.ts';

interface Breakdown {
  readonly problem: Problem;
  /** It may pass by itself within seconds. */
  readonly retryable: boolean;
}

/** What broke an exchange with `host`, in words, from whatever the network or a decompressor throws. */
export function explainBreakdown(cause: unknown, host: string, timeoutMs: number): Breakdown {
  if (cause instanceof ProblemError) return { problem: cause.problem, retryable: false };
  if (cause === 'stopped') return lasting('The request was stopped.', 'aborted by the caller');
  if (cause === 'timeout') {
    const message = `${host} did not answer in full within ${spokenDuration(timeoutMs)}.`;
    return passing(message, `no complete answer in ${timeoutMs} ms`);
  }
  const code = codeOf(cause);
  const detail = `${code}: ${cause instanceof Error ? cause.message : 'not an error'}`;
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return lasting(
        `I cannot find ${host}.`,
        detail,
        'Is there a network, and is the name right?',
      );
    case 'ECONNREFUSED':
      return lasting(`${host} refuses connections.`, detail);
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return lasting(`I cannot reach ${host}.`, detail, 'Is there a network?');
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
    case 'Z_BUF_ERROR':
      return passing(`${host} cut the answer off.`, detail);
    default:
      return lasting(explainOther(code, host), detail);
  }
}

function explainOther(code: string, host: string): string {
  if (code.startsWith('Z_') || code.startsWith('ERR_BROTLI') || code.startsWith('ERR__ERROR')) {
    return `${host} sent compressed data that is broken.`;
  }
  if (/^(?:HPE_|HTTPParserError$)/.test(code)) return `${host} sent something that is not HTTP.`;
  if (/CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code)) {
    return `The certificate of ${host} cannot be trusted.`;
  }
  return `The exchange with ${host} failed.`;
}

function lasting(message: string, detail: string, remedy?: string): Breakdown {
  return { problem: { message, detail, ...(remedy && { remedy }) }, retryable: false };
}

function passing(message: string, detail: string): Breakdown {
  return { problem: { message, detail }, retryable: true };
}

/** The code of an error, else its name; of several, as for a host with more than one address, that of the first. */
function codeOf(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  if (!(first instanceof Error)) return 'UNKNOWN';
  return 'code' in first && typeof first.code === 'string' ? first.code : first.name;
}
