import { Writable } from 'node:stream';

/** An output that keeps its text; `fail` closes its far end, as `head` does. */
export function createTextSink() {
  const chunks: string[] = [];
  let isBroken = false;
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      if (isBroken) return done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      chunks.push(String(chunk));
      done();
    },
  });
  return {
    stream,
    text: () => chunks.join(''),
    fail() {
      isBroken = true;
    },
  };
}
