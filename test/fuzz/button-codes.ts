import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Action } from '../../src/core/view.ts';
import { parseAddress as parseDiscordAddress } from '../../src/platforms/discord/address.ts';
import {
  decodeCustomId,
  encodeAction as encodeForDiscord,
  encodeForm,
} from '../../src/platforms/discord/render/custom-id.ts';
import { parseAddress as parseSlackAddress } from '../../src/platforms/slack/address.ts';
import {
  decodeValue,
  encodeAction,
  encodeShare,
} from '../../src/platforms/slack/render/action-value.ts';
import { readForm, readMetadata } from '../../src/platforms/slack/render/modal.ts';
import { hostileText, shortText } from './hostile.ts';
import { mutatedJsonText } from './mutated-json.ts';
import { mutatedText } from './mutations.ts';
import { defineTarget } from './target.ts';

type Command = Pick<Action, 'path' | 'args'>;

/** No argument has the name that JSON and objects read differently. */
const word = fc
  .oneof(shortText, fc.constantFrom('papers', 'show', 'constructor', 'then', ''))
  .filter((each) => each !== '__proto__');
const command: fc.Arbitrary<Command> = fc.record({
  path: fc.oneof(
    fc.constantFrom<readonly string[]>(['papers', 'show'], ['papers', 'my', 'follow']),
    fc.array(word, { minLength: 1, maxLength: 3 }),
  ),
  args: fc.dictionary(word, shortText, { maxKeys: 3 }),
});

export const buttonCodes = defineTarget({
  name: 'button-codes',
  holds: 'what a button or a form carries comes back as it was, or did not fit',
  share: 10_000,
  input: command,
  open: () => ({
    run({ path, args }) {
      const names = { path: path.map((each) => each || 'x'), args };
      const ids = [encodeForDiscord(names), encodeForm(names)];
      for (const id of ids.filter((each) => each !== undefined)) {
        assert.ok(id.length <= 100 && id.isWellFormed());
        const decoded = decodeCustomId(id);
        assert.ok(decoded !== undefined && decoded.kind !== 'outdated');
        assert.deepEqual([decoded.path, { ...decoded.args }], [names.path, { ...args }]);
      }
      const words = { path: path.flatMap((each) => each.split(' ')), args };
      for (const value of [encodeAction(words), encodeShare(words)]) {
        if (value === undefined) continue;
        const decoded = decodeValue(value);
        assert.ok(decoded !== undefined && decoded.kind !== 'outdated');
        assert.deepEqual([decoded.path, { ...decoded.args }], [words.path, { ...args }]);
      }
    },
  }),
});

const codes = fc.constantFrom(
  ...['p1a:papers.show?paper=2401.00001', 'p1s:papers.trending', 'p1f:digest.add?channel=22#3'],
  ...[
    'p1a:["papers show",{"paper":"2401.00001"}]',
    'p1s:["papers trending",{}]',
    'p9a:x',
    'p1-choice',
  ],
  ...['discord:1/2', 'discord:@3', 'slack:T1/C1', 'slack:T1/@U1'],
);
const hidden = fc.constantFrom<unknown>(
  { path: ['digest', 'edit'], args: { digest: 'd1' }, metadata: { channel: 'C1' } },
  { channel: 'C1', responseUrl: 'https://hooks.example/1' },
);

export const foreignCodes = defineTarget({
  name: 'foreign-codes',
  holds: 'ids, values, addresses and hidden fields that are none of ours are read as none',
  share: 15_000,
  input: fc.oneof(mutatedText(codes), mutatedJsonText(hidden, shortText), hostileText),
  open: () => ({
    run(text) {
      const id = decodeCustomId(text);
      if (id !== undefined && id.kind !== 'outdated') checkCommand(id.path, id.args);
      const value = decodeValue(text);
      if (value !== undefined && value.kind !== 'outdated') checkCommand(value.path, value.args);
      const form = readForm({ private_metadata: text, state: { values: {} } });
      if (form !== undefined) checkCommand(form.path, form.args);
      for (const each of Object.values(readMetadata(text))) assert.equal(typeof each, 'string');
      const places = [parseDiscordAddress(text), parseSlackAddress(text)];
      for (const place of places) assert.ok(place === undefined || place.kind !== undefined);
    },
  }),
});

function checkCommand(path: readonly string[], args: Readonly<Record<string, string>>): void {
  assert.ok(path.every((each) => typeof each === 'string'));
  assert.ok(Object.values(args).every((each) => typeof each === 'string'));
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
}
