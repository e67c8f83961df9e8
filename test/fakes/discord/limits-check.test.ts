import { ButtonStyle, ComponentType, MessageFlags } from 'discord-api-types/v10';
import { describe, expect, test } from 'vitest';
import { checkCommands } from './command-limits.ts';
import type { LooseComponent } from './components.ts';
import { checkMessage, type MessageContext } from './limits-check.ts';
import type { MessageBody } from './message-body.ts';
import { checkChoices, checkModal } from './modal-limits.ts';

const { ActionRow, Button, Container, Section, Separator, StringSelect, TextDisplay } =
  ComponentType;
const quiet = { allowed_mentions: { parse: [] } } satisfies MessageBody;
const x = (length: number) => 'x'.repeat(length);
const text = (length: number): LooseComponent => ({ type: TextDisplay, content: x(length) });
const button = (id: string, extra: Partial<LooseComponent> = {}): LooseComponent => ({
  type: Button,
  style: ButtonStyle.Secondary,
  label: id,
  custom_id: id,
  ...extra,
});
const link: LooseComponent = { type: Button, style: 5, label: 'arXiv', url: 'https://arxiv.org' };
const row = (...components: LooseComponent[]): LooseComponent => ({ type: ActionRow, components });
const select = (extra: Partial<LooseComponent> = {}): LooseComponent => ({
  type: StringSelect,
  custom_id: 'pick',
  options: [{ label: 'One', value: 'one' }],
  ...extra,
});
const v2 = (...components: LooseComponent[]): MessageBody => ({
  ...quiet,
  flags: MessageFlags.IsComponentsV2,
  components,
});
const classic = (...components: LooseComponent[]): MessageBody => ({
  ...quiet,
  content: 'hello',
  components,
});
const embeds = (...list: NonNullable<MessageBody['embeds']>): MessageBody => ({
  ...quiet,
  embeds: list,
});

describe('messages', () => {
  test.each<[string, MessageBody]>([
    ['2,000 characters', { ...quiet, content: x(2_000) }],
    [
      'embeds of 6,000 characters',
      embeds({ title: x(200), description: x(3_800) }, { description: x(2_000) }),
    ],
    ['40 components', v2({ type: Container, components: Array(39).fill({ type: Separator }) })],
    ['texts of 4,000 characters', v2(text(3_000), { type: Container, components: [text(1_000)] })],
    ['a section', v2({ type: Section, components: [text(1)], accessory: button('a') })],
    [
      'rows of buttons, a select, links',
      classic(row(...'abcd'.split('').map((id) => button(id)), link), row(select())),
    ],
    ['a ping that is asked for', { content: '<@&1>', allowed_mentions: { roles: ['1'] } }],
  ])('may have %s', (_, body) => {
    expect(checkMessage(body, { on: 'channel', files: 0 })).toEqual([]);
  });

  test.each<[string, MessageBody, RegExp, MessageContext['on']?]>([
    ['too much content', { ...quiet, content: x(2_001) }, /2001 of 2000/],
    ['half a character', { ...quiet, content: 'a\ud800' }, /half a character/],
    ['nothing', quiet, /empty/],
    ['pings left open', { content: 'hello' }, /allowed_mentions is missing/],
    [
      'pings named twice',
      { content: 'a', allowed_mentions: { parse: ['roles' as never], roles: ['1'] } },
      /both/,
    ],
    ['a long nonce', { ...quiet, content: 'a', nonce: x(26) }, /nonce/],
    ['an ephemeral flag in a channel', { ...quiet, content: 'a', flags: 64 }, /flags 64/],
    ['an ephemeral flag in an edit', { ...quiet, content: 'a', flags: 64 }, /flags 64/, 'edit'],
    ['11 embeds', embeds(...Array(11).fill({ title: 'a' })), /11 of 10 embeds/],
    ['a long title', embeds({ title: x(257) }), /title of embed 0 has 257/],
    ['a long description', embeds({ description: x(4_097) }), /description/],
    ['a long footer', embeds({ title: 'a', footer: { text: x(2_049) } }), /footer/],
    ['a long author', embeds({ title: 'a', author: { name: x(257) } }), /author/],
    ['long embeds', embeds({ description: x(4_000) }, { description: x(2_001) }), /6001 of 6000/],
    ['an empty embed', embeds({ url: 'https://arxiv.org' }), /embed 0 is empty/],
    ['an empty field', embeds({ fields: [{ name: ' ', value: 'a' }] }), /field name is empty/],
    ['26 fields', embeds({ fields: Array(26).fill({ name: 'a', value: 'b' }) }), /too many fields/],
    ['content beside V2', { ...v2(text(1)), content: 'a' }, /V2 message has no content/],
    ['V2 without the flag', classic(text(1)), /TextDisplay needs the V2 flag/],
    [
      '41 components',
      v2({ type: Container, components: Array(40).fill({ type: Separator }) }),
      /41 of 40/,
    ],
    [
      '4,001 characters in texts',
      v2(text(3_001), { type: Container, components: [text(1_000)] }),
      /4001 of 4000/,
    ],
    ['an empty text', v2({ type: TextDisplay, content: ' ' }), /text display is empty/],
    ['six rows', classic(...'abcdef'.split('').map((id) => row(button(id)))), /more than 5 rows/],
    ['a button by itself', v2(button('a')), /Button cannot stand by itself/],
    [
      'one custom_id twice',
      classic(row(button('a'), button('a'))),
      /custom_id a stands there twice/,
    ],
    ['a long custom_id', classic(row(button(x(101), { label: 'a' }))), /101 of 100/],
    ['a long label', classic(row(button('a', { label: x(81) }))), /longer than 80/],
    ['a button without words', classic(row(button('a', { label: '' }))), /label or an emoji/],
    ['a link with a custom_id', classic(row({ ...link, custom_id: 'a' })), /unless it is a link/],
    [
      'a link without a url',
      classic(row({ type: Button, style: 5, label: 'a' })),
      /link button has a url/,
    ],
    [
      'a link to a script',
      classic(row({ ...link, url: 'javascript:alert(1)' })),
      /no url for a button/,
    ],
    [
      'six buttons in a row',
      classic(row(...'abcdef'.split('').map((id) => button(id)))),
      /1 to 5 buttons/,
    ],
    ['a button beside a select', classic(row(button('a'), select())), /buttons or one select/],
    [
      '26 options',
      classic(
        row(
          select({
            options: Array.from({ length: 26 }, (_, i) => ({ label: 'a', value: String(i) })),
          }),
        ),
      ),
      /1 to 25 options/,
    ],
    [
      'one option twice',
      classic(row(select({ options: Array(2).fill({ label: 'a', value: 'a' }) }))),
      /option a stands there twice/,
    ],
    [
      'a long option',
      classic(row(select({ options: [{ label: x(101), value: 'a' }] }))),
      /empty or too long/,
    ],
    ['more wanted than there is', classic(row(select({ max_values: 2 }))), /more than it has/],
    ['a section without accessory', v2({ type: Section, components: [text(1)] }), /an accessory/],
    [
      'a section of four texts',
      v2({ type: Section, components: Array(4).fill(text(1)), accessory: link }),
      /1 to 3 texts/,
    ],
  ])('may not have %s', (_, body, problem, on = 'channel') => {
    expect(checkMessage(body, { on, files: 0 }).join('\n')).toMatch(problem);
  });
});

describe('modals and offers', () => {
  const input = (id: string, extra: Partial<LooseComponent> = {}): LooseComponent => ({
    type: ComponentType.Label,
    label: id,
    component: { type: ComponentType.TextInput, style: 1, custom_id: id, ...extra },
  });
  const modal = (components: LooseComponent[], title = 'Title') =>
    checkModal({ custom_id: 'f1', title, components: components as never });

  test('within the limits', () => {
    expect(
      modal(
        'abcde'.split('').map((id) => input(id)),
        x(45),
      ),
    ).toEqual([]);
    expect(checkChoices([{ name: x(100), value: x(100) }])).toEqual([]);
  });

  test.each<[string, () => string[], RegExp]>([
    ['a long title', () => modal([input('a')], x(46)), /title/],
    ['six inputs', () => modal('abcdef'.split('').map((id) => input(id))), /1 to 5 components/],
    ['a long label', () => modal([{ ...input('a'), label: x(46) }]), /label/],
    ['a long description', () => modal([{ ...input('a'), description: x(101) }]), /description/],
    ['one id twice', () => modal([input('a'), { ...input('a') }]), /twice/],
    [
      'a value that does not fit',
      () => modal([input('a', { value: 'abc', max_length: 2 })]),
      /value of a/,
    ],
    ['a long placeholder', () => modal([input('a', { placeholder: x(101) })]), /placeholder/],
    ['26 choices', () => checkChoices(Array(26).fill({ name: 'a', value: 'a' })), /26 of 25/],
    ['a long choice', () => checkChoices([{ name: x(101), value: 'a' }]), /empty or too long/],
    ['an empty choice', () => checkChoices([{ name: '', value: 'a' }]), /empty or too long/],
  ])('%s', (_, check, problem) => {
    expect(check().join('\n')).toMatch(problem);
  });
});

describe('commands', () => {
  const command = (extra: object) => [{ name: 'papers', description: 'Find papers', ...extra }];
  const option = (name: string, extra: object = {}) => ({
    type: 3,
    name,
    description: 'x',
    ...extra,
  });
  const sub = (name: string, options: object[] = []) => ({
    type: 1,
    name,
    description: 'x',
    options,
  });
  const group = (name: string, options: object[] = []) => ({
    type: 2,
    name,
    description: 'x',
    options,
  });
  const choices = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ name: `choice ${index}`, value: `v${index}` }));

  test('within the limits', () => {
    const options = [
      group('my', [sub('follow', [option('topic', { required: true }), option('days')])]),
    ];
    const menu = { type: 3, name: 'Look up papers' };
    expect(checkCommands([...command({ options }), menu] as never)).toEqual([]);
  });

  test.each<[string, object[], RegExp]>([
    ['a name in capitals', command({ name: 'Papers' }), /is no name/],
    ['a name with a space', command({ name: 'my papers' }), /is no name/],
    ['no description', command({ description: '' }), /description has 1 to 100/],
    ['a long description', command({ description: x(101) }), /description has 1 to 100/],
    ['one command twice', [...command({}), ...command({})], /twice/],
    ['one option twice', command({ options: [option('a'), option('a')] }), /option a stands/],
    [
      '26 options',
      command({ options: Array.from({ length: 26 }, (_, i) => option(`o${i}`)) }),
      /25 options/,
    ],
    [
      'required after optional',
      command({ options: [option('a'), option('b', { required: true })] }),
      /come first/,
    ],
    ['26 choices', command({ options: [option('a', { choices: choices(26) })] }), /25 choices/],
    [
      'choices and autocomplete',
      command({ options: [option('a', { choices: choices(1), autocomplete: true })] }),
      /exclude/,
    ],
    ['options beside subcommands', command({ options: [sub('a'), option('b')] }), /mixed/],
    ['a group in a group', command({ options: [group('a', [group('b')])] }), /too deep/],
    [
      'a menu command with a description',
      [{ type: 3, name: 'Look up', description: 'x' }],
      /no description/,
    ],
    [
      '16 menu commands',
      Array.from({ length: 16 }, (_, i) => ({ type: 3, name: `m${i}` })),
      /more than 15/,
    ],
    ['permissions that are no digits', command({ default_member_permissions: 'all' }), /digits/],
    [
      '8,001 characters',
      command({
        options: Array.from({ length: 25 }, (_, i) =>
          sub(`s${i}`, [option('a', { description: x(100), choices: choices(25) })]),
        ),
      }),
      /of 8000 characters/,
    ],
  ])('%s', (_, commands, problem) => {
    expect(checkCommands(commands as never).join('\n')).toMatch(problem);
  });
});
