/** Preloaded: the clock of this process is CLOCK_AHEAD_MS ahead of the machine's. */
const machineNow = Date.now;
Date.now = () => machineNow() + Number(process.env.CLOCK_AHEAD_MS ?? 0);
globalThis.Date = new Proxy(Date, {
  construct: (date, given) => Reflect.construct(date, given.length === 0 ? [date.now()] : given),
});
