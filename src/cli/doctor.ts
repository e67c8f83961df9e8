import { checkFeeds } from './check-feeds.ts';
import { checkPlatforms, type PlatformsCheck } from './check-platforms.ts';
import { checkStore } from './check-store.ts';
import type { Finding } from './finding.ts';
import { openIfStored } from './open-stored.ts';
import type { Verb } from './verb.ts';

export const doctor: Verb = {
  name: 'doctor',
  usage: '[--offline]',
  summary:
    'Check the set-up: store, feeds, chat platforms, subscriptions, their next runs and last deliveries, each fault with its remedy',
  options: { offline: { type: 'boolean', help: 'ask neither the feeds nor the chat platforms' } },
  words: { min: 0, max: 0 },
  examples: ['doctor'],
  async run({ config, options, output }) {
    const isOffline = options.flag('offline');
    const opened = await openIfStored(config);
    const store = opened?.ok ? opened.value : undefined;
    try {
      const platforms = isOffline ? notAsked : await checkPlatforms(config, store);
      const findings = [
        ...(await checkStore(config, opened, platforms)),
        ...(await checkFeeds(config, { store, isOffline, now: Date.now() })),
        ...platforms.findings,
      ];
      if (options.flag('json')) output.json(findings);
      else for (const finding of findings) output.print(findingText(finding));
      return findings.some(({ state }) => state === 'fault') ? 1 : 0;
    } finally {
      await store?.close();
    }
  },
};

const notAsked: PlatformsCheck = { findings: [], places: new Map() };

const marks = { ok: 'ok      ', warning: 'warning ', fault: 'FAULT   ' } as const;

function findingText({ name, state, text, remedy, details = [] }: Finding): string {
  const more = [...(remedy === undefined ? [] : [remedy]), ...details];
  return [`${marks[state]}${name}: ${text}`, ...more.map((line) => `        ${line}`)].join('\n');
}
