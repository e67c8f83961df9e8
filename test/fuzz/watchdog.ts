import { Worker } from 'node:worker_threads';

/** Ends the process, with a word, when one input never comes to its end. */
export interface Watchdog {
  /** Tells that another input begins. */
  beat(): void;
  /** The command that repeats what comes now. */
  watch(command: string): void;
  stop(): Promise<void>;
}

const longestMs = 60_000;

/** In a thread of its own: a loop without end lets nothing else run in this one. */
const thread = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { writeSync } = require('node:fs');
  const beats = new Int32Array(workerData.beats);
  let command = '';
  let known = -1;
  parentPort.on('message', (text) => { command = text; });
  setInterval(() => {
    const now = Atomics.load(beats, 0);
    if (now === known) {
      writeSync(2, 'An input never came to its end: ' + command + '\\n');
      process.kill(process.pid, 'SIGKILL');
    }
    known = now;
  }, workerData.longestMs);
`;

export function startWatchdog(): Watchdog {
  const shared = new SharedArrayBuffer(4);
  const beats = new Int32Array(shared);
  const worker = new Worker(thread, { eval: true, workerData: { beats: shared, longestMs } });
  return {
    beat: () => void Atomics.add(beats, 0, 1),
    watch: (command) => worker.postMessage(command),
    stop: async () => void (await worker.terminate()),
  };
}
