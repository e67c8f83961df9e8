import { describe, expect, test } from 'vitest';
import {
  neverLeft,
  postponed,
  readFailure,
} from '../../../../src/platforms/discord/delivery/send-outcome.ts';

const api = (code: number, status = 403) => ({ code, status, message: 'no' });

describe('what a failed request means', () => {
  test.each([
    [10003, 404, 'destination-gone'],
    [10004, 404, 'destination-gone'],
    [50001, 403, 'not-permitted'],
    [50013, 403, 'not-permitted'],
    [50008, 400, 'unreachable'],
    [50024, 400, 'unreachable'],
    [40058, 400, 'unreachable'],
    [40067, 400, 'not-permitted'],
    [160005, 403, 'not-permitted'],
    [50083, 400, 'not-permitted'],
    [160006, 400, 'unreachable'],
    [200000, 400, 'unreachable'],
    [240000, 400, 'unreachable'],
    [50007, 403, 'unreachable'],
    [50278, 403, 'unreachable'],
    [10013, 404, 'unreachable'],
    [50033, 400, 'unreachable'],
    [99999, 404, 'unreachable'],
    [99999, 403, 'unreachable'],
  ])('%i of a %i pauses as %s', (code, status, kind) => {
    const failure = readFailure(api(code, status));
    expect(failure).toMatchObject({ outcome: { kind: 'rejected', pause: { kind } } });
    // Whether the digest is paused for it is not known here.
    expect(JSON.stringify(failure)).not.toMatch(/resume/i);
  });

  test.each([
    [50001, 403, 1],
    [50013, 403, 1],
    [200000, 400, 2],
    [240000, 400, 2],
    [10003, 404, undefined],
    [50007, 403, undefined],
  ])('%i of a %i is borne so often', (code, status, patience) => {
    const failure = readFailure(api(code, status));
    expect(failure.kind === 'ended' && failure.outcome).toMatchObject({ kind: 'rejected' });
    expect(failure).toEqual(
      expect.objectContaining({
        outcome:
          patience === undefined
            ? expect.not.objectContaining({ patience: expect.anything() })
            : expect.objectContaining({ patience }),
      }),
    );
  });

  test('a filter is named as Discord names it', () => {
    const failure = readFailure({ ...api(200000, 400), message: 'Blocked by “No links”' });
    expect(failure).toMatchObject({
      outcome: { pause: { text: expect.stringContaining('Discord: “Blocked by “No links””') } },
    });
  });

  test.each([
    [20016, { retry_after: 12.2 }, 12_200],
    [20028, undefined, 60_000],
    [20029, undefined, 60_000],
    [40003, undefined, 5_000],
  ])('%i is tried again', (code, rawError, afterMs) => {
    const failure = readFailure({ ...api(code), rawError });
    expect(failure).toMatchObject({ outcome: { kind: 'retry', afterMs } });
  });

  test.each([
    ['a message that somebody deleted after it was sent', api(10008, 404), 'sent'],
    ['a rate limit too long to wait for', { timeToReset: 90_000, message: 'wait' }, 'retry'],
  ])('%s', (_, error, kind) => {
    expect(readFailure(error)).toMatchObject({ kind: 'ended', outcome: { kind } });
  });

  test.each([
    ['a fault of Discord', { status: 503, message: 'Service Unavailable' }, 'ambiguous'],
    ['an overload', api(130000, 503), 'ambiguous'],
    ['a time-out', Object.assign(new Error('aborted'), { name: 'AbortError' }), 'ambiguous'],
    [
      'a hang-up',
      Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' }),
      'ambiguous',
    ],
    ['a reset', Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 'ambiguous'],
    ['nothing that is known', undefined, 'ambiguous'],
    ['no connection', Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 'absent'],
    ['no name', Object.assign(new Error('dns'), { code: 'ENOTFOUND' }), 'absent'],
    ['an invalid body', api(50035, 400), 'malformed'],
    ['a body too large', api(40005, 413), 'malformed'],
    ['a bad request without a code', { status: 400, message: 'Bad Request' }, 'malformed'],
    [
      'a token that is refused',
      { status: 401, code: 0, message: '401: Unauthorized' },
      'unauthorized',
    ],
    ['a token of no use', api(50014, 401), 'unauthorized'],
  ])('%s', (_, error, kind) => {
    expect(readFailure(error)).toMatchObject({ kind });
  });

  test('tells what never reached Discord from what Discord said', () => {
    expect(readFailure(postponed('not now', 60_000))).toEqual({
      kind: 'ended',
      outcome: { kind: 'retry', afterMs: 60_000, detail: 'not now', isLocal: true },
    });
    expect(readFailure(neverLeft('kept'))).toMatchObject({ kind: 'absent', isLocal: true });
    const limited = { timeToReset: 90_000, message: 'wait' };
    for (const said of [limited, api(20016), { code: 'ECONNREFUSED' }, { status: 503 }]) {
      expect(JSON.stringify(readFailure(said))).not.toContain('isLocal');
    }
  });

  test('says in the log what Discord said', () => {
    expect(readFailure(api(50013))).toMatchObject({
      outcome: { detail: 'no (50013)' },
    });
  });
});
