import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse as parseDotenv } from 'dotenv';
import fc from 'fast-check';
import { effectiveSettings, loadConfig } from '../../src/config.ts';
import { problemText } from '../../src/core/problem.ts';
import { createTopicTable, parseTopics } from '../../src/core/query/topics.ts';
import { createSealer } from '../../src/lib/sealed-text.ts';
import { type Setting, settings } from '../../src/settings.ts';
import { hostileText, shortText } from './hostile.ts';
import { mutatedJson } from './mutated-json.ts';
import { mutatedText } from './mutations.ts';
import { defineTarget } from './target.ts';

const all: readonly Setting[] = Object.values(settings);
const example = readFileSync('.env.example', 'utf8');
const plausible = fc.constantFrom(
  ...['http://localhost:1', 'https://a.example/', 'Europe/Berlin', 'berlin', 'cs.CL,cs.LG', '60'],
  ...['auto', 'admins', 'debug', '0', '8080', '65536'],
);
const value = fc.oneof(plausible, shortText, hostileText);
/** No other text has it. */
const mark = 'hidden-from-all';
const secretValue = fc.oneof(
  fc.constantFrom(`xoxb-${mark}`, `xapp-${mark}`, `${mark}-${mark}-${mark}`),
  shortText.map((text) => `${mark}${text}`),
);
const named = all.map(({ name, secret }) =>
  fc.tuple(fc.constant(name), secret === true ? secretValue : value),
);
const environment = fc.oneof(
  fc.array(fc.oneof(...named), { maxLength: 8 }).map((pairs) => Object.fromEntries(pairs)),
  mutatedText(fc.constant(example.replaceAll(/^# ?(?=[A-Z_]+=)/gm, ''))).map((text) =>
    parseDotenv(text),
  ),
);

export const configuration = defineTarget({
  name: 'configuration',
  holds: 'any environment is a configuration or has its faults named, and no secret is told',
  share: 4_000,
  input: environment,
  open: () => ({
    run(variables) {
      const given = Object.fromEntries(
        Object.entries(variables).filter(([name]) => !name.endsWith('_FILE')),
      );
      const loaded = loadConfig(given);
      const shown = effectiveSettings(given).map((each) => each.value);
      const told = loaded.ok ? shown : [problemText(loaded.problem), ...shown];
      assert.ok(!told.join('\n').includes(mark), 'a secret is told');
    },
  }),
});

const curated: unknown = JSON.parse(readFileSync('config/topics.json', 'utf8'));

export const topicFiles = defineTarget({
  name: 'topic-files',
  holds: 'a list of topics is read whole or refused in words',
  share: 2_000,
  input: mutatedJson(fc.constant(curated), shortText),
  open: () => ({
    run(json) {
      const topics = parseTopics(json);
      const table = topics.ok ? createTopicTable(topics.value) : topics;
      if (!table.ok) assert.notEqual(table.problem.message, '');
    },
  }),
});

const sealer = createSealer([
  'a key of thirty-two characters, or more',
  'a former key of as many characters',
]);
const sealed = sealer.seal('token', 'slack:T1');

export const sealedTexts = defineTarget({
  name: 'sealed-texts',
  holds: 'a sealed text opens only as it was',
  share: 3_000,
  input: mutatedText(fc.constant(sealed)),
  open: () => ({
    run(text) {
      const opened = sealer.open(text, 'slack:T1');
      assert.ok(opened === undefined || opened === 'token');
      assert.equal(sealer.open(text, 'slack:T2'), undefined);
      sealer.isOutdated(text);
    },
  }),
});
