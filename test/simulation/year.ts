import { simulate } from './simulate.ts';

/** A process of its own, for one core: lives through a year for each seed that it is sent, and answers with a `Year`. */
process.on('message', async (seed: number) => {
  const before = process.cpuUsage();
  const report = await simulate({ seed, days: 365 });
  const { user, system } = process.cpuUsage(before);
  process.send?.({ ...report, cpuSeconds: (user + system) / 1e6 });
});
process.on('disconnect', () => process.exit());
