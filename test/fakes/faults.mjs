/** Preloaded into the program: it never ends by itself, or each SIGUSR2 lets a fault loose that nobody catches. */
const { FAULT, DISCORD_TOKEN } = process.env;
const answerAt =
  'https://discord.com/api/webhooks/12/abc-def_g and https://hooks.slack.com/commands/T1/2/x';
if (FAULT === 'hang') setInterval(() => undefined, 1_000);
process.on('SIGUSR2', () => {
  const fault = new Error(`let loose, with ${DISCORD_TOKEN} and xoxb-12-3.a at ${answerAt}`);
  if (FAULT === 'an exception') throw fault;
  void Promise.reject(fault);
});
