import { createTask } from 'node-cron';

export interface Beat {
  stop(): Promise<void>;
}

/**
 * Calls at each full minute of the machine's clock. It may miss some: node-cron is silent until a clock that was set back is
 * where it was, and, in a process whose own zone has summer time, for the hour that is shown twice in autumn.
 */
export function startMinuteBeat(call: () => void): Beat {
  const task = createTask('* * * * *', call, { suppressMissedWarning: true });
  void task.start();
  return {
    async stop() {
      await task.destroy();
    },
  };
}
