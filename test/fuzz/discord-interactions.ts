import assert from 'node:assert/strict';
import type { APIInteraction } from 'discord-api-types/v10';
import fc from 'fast-check';
import { commands } from '../../src/commands/registry.ts';
import { createInteractions } from '../../src/platforms/discord/interactions/interactions.ts';
import { readInteraction } from '../../src/platforms/discord/interactions/read-interaction.ts';
import { checkChoices, checkModal } from '../fakes/discord/modal-limits.ts';
import { openDesk } from './desk.ts';
import { checkLimits } from './discord-views.ts';
import { hostileText, shortText } from './hostile.ts';
import { mutatedJson } from './mutated-json.ts';
import { defineTarget } from './target.ts';

const user = fc.record({
  id: fc.constantFrom('30', '31'),
  username: shortText,
  global_name: fc.oneof(shortText, fc.constant(null)),
});
const common = { id: '1', token: 'interaction-token', application_id: '2', version: 1 };
const place = fc.oneof(
  fc.record({
    guild_id: fc.constant('10'),
    channel: fc.record({ id: fc.constant('20'), type: fc.nat(20), name: shortText }),
    member: fc.record({ user, permissions: fc.constantFrom('32', '0', '8', 'x', '9'.repeat(60)) }),
    app_permissions: fc.constantFrom('274877991936', '0', '8', ''),
    authorizing_integration_owners: fc.constantFrom({ 0: '10' }, { 1: '30' }, {}),
  }),
  fc.record({
    channel: fc.constant({ id: '21', type: 1 }),
    user,
    app_permissions: fc.constant('0'),
    authorizing_integration_owners: fc.constant({ 1: '30' }),
  }),
);

const optionValue = fc.oneof(
  hostileText,
  fc.constantFrom('agents', 'd1', 'daily 9:00', '2501.90001', 'yes', 'llm-agents', '22'),
  fc.integer(),
  fc.double(),
  fc.boolean(),
);
const options = fc.constantFrom(...commands).chain(({ path, args }) => {
  const named = fc.constantFrom(...Object.keys(args), 'channel', '__proto__', 'no-such');
  const option = fc.record({
    type: fc.constantFrom(3, 4, 5, 7, 10),
    name: named,
    value: optionValue,
    focused: fc.boolean(),
  });
  return fc
    .array(option, { maxLength: 5 })
    .map((values) => ({ name: path[0], options: within(path.slice(1), values) }));
});

/** The options under their group and subcommand. */
function within(path: readonly string[], values: readonly object[]): readonly object[] {
  return path.reduceRight<readonly object[]>(
    (inner, name, index) => [{ type: index === path.length - 1 ? 1 : 2, name, options: inner }],
    values,
  );
}

const channels = fc.constantFrom(undefined, {
  channels: { 22: { id: '22', name: 'ml', type: 15, app_permissions: '8' } },
});
const customId = fc.oneof(
  fc.constantFrom(
    ...['p1a:papers.show?paper=2501.90001', 'p1s:papers.trending', 'p1a:digest.add', 'p9a:x'],
    ...[
      'p1a:papers.my.follow?topic=llm-agents',
      'p1f:digest.add?channel=22',
      'p1a:papers.saved?page=2',
    ],
  ),
  hostileText,
);
/** That the button is on. */
const message = fc.constantFrom({ id: '7', flags: 0 }, { id: '7', flags: 64 });
const field = fc.record({
  type: fc.constant(18),
  component: fc.record({
    type: fc.constant(4),
    custom_id: fc.constantFrom('query', 'days', 'time', 'zone', 'limit', '__proto__'),
    value: optionValue,
  }),
});

/** What Discord sends for each kind of interaction, in its own shape. */
const interaction = fc
  .tuple(
    place,
    fc.oneof(
      fc.tuple(options, channels).map(([data, resolved]) => ({
        type: 2,
        data: { type: 1, ...data, ...(resolved && { resolved }) },
      })),
      options.map((data) => ({ type: 4, data })),
      fc.tuple(hostileText, hostileText).map(([content, url]) => ({
        type: 2,
        data: {
          type: 3,
          name: 'Look up papers',
          target_id: '5',
          resolved: { messages: { 5: { content, embeds: [{ url }, { description: content }] } } },
        },
      })),
      fc.tuple(customId, message).map(([custom_id, on]) => ({
        type: 3,
        data: { component_type: 2, custom_id },
        message: on,
      })),
      fc.tuple(fc.array(customId, { maxLength: 2 }), message).map(([values, on]) => ({
        type: 3,
        data: { component_type: 3, custom_id: 'p1-choice', values },
        message: on,
      })),
      fc.tuple(customId, fc.array(field, { maxLength: 5 })).map(([custom_id, components]) => ({
        type: 5,
        data: { custom_id, components },
      })),
      fc.constant({ type: 1, data: undefined }),
    ),
  )
  .map(([where, asked]) => ({ ...common, ...where, ...asked }));

export const discordPayloads = defineTarget({
  name: 'discord-payloads',
  holds:
    'an interaction of Discord’s shape is a command of texts, another request, or none of ours',
  share: 6_000,
  input: interaction,
  open: () => ({
    run(payload) {
      const asked = readInteraction(payload as unknown as APIInteraction);
      if (asked?.kind !== 'command') return;
      const { path, args, address, actor } = asked.invocation;
      assert.ok(path.every((each) => typeof each === 'string'));
      assert.ok(Object.values(args).every((each) => typeof each === 'string'));
      assert.match(address, /^discord:/);
      assert.match(actor.id, /^discord:\d+$/);
    },
  }),
});

export const discordAnswers = defineTarget({
  name: 'discord-answers',
  holds:
    'whatever the gateway brings, answers keep every limit, and what has Discord’s shape is answered',
  share: 2_000,
  input: fc.array(
    fc.oneof(
      interaction.map((payload) => ({ payload, isWhole: true })),
      mutatedJson(interaction, shortText).map((payload) => ({ payload, isWhole: false })),
    ),
    { minLength: 1, maxLength: 4 },
  ),
  open: () => ({
    async run(payloads) {
      const { desk, faults } = openDesk();
      const warnings: string[] = [];
      const log = { info: () => undefined, warn: (text: string) => warnings.push(text) };
      const breaches: unknown[] = [];
      let answers = 0;
      const call = (method: string) => async (path: string, options?: { body?: unknown }) => {
        answers += 1;
        try {
          check(method, path, options?.body);
        } catch (breach) {
          breaches.push(breach);
        }
        return {};
      };
      const rest = { post: call('POST'), patch: call('PATCH') };
      const interactions = createInteractions({ desk, rest, log });
      for (const { payload, isWhole } of payloads) {
        const before = answers;
        const given = payload as APIInteraction;
        interactions.take(given);
        await interactions.idle();
        const isOurs = isWhole && readInteraction(given) !== undefined;
        if (isOurs) assert.ok(answers > before, warnings.join());
      }
      if (breaches.length > 0) throw breaches[0];
      if (faults.length > 0) throw faults[0];
    },
  }),
});

/** What is sent, wherever foreign ids and tokens lead it. Acknowledgements carry nothing to be checked; modals and offers do. */
function check(method: string, path: string, body: unknown): void {
  if (path.startsWith('/webhooks/')) {
    const isEdit = method === 'PATCH';
    const route = `/webhooks/1/token${isEdit ? '/messages/@original' : ''}`;
    checkLimits(method, route, body as object, isEdit ? 'edit' : 'interaction');
    return;
  }
  const { type, data = {} } = body as { type: number; data?: object };
  assert.ok([5, 6, 8, 9].includes(type), `a callback of type ${type}`);
  if (type === 9) assert.deepEqual(checkModal(data as Parameters<typeof checkModal>[0]), []);
  if (type === 8 && 'choices' in data) {
    assert.deepEqual(checkChoices(data.choices as Parameters<typeof checkChoices>[0]), []);
  }
}
