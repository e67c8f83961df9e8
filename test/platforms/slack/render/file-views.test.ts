import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileViews } from '../../../../src/platforms/slack/render/file-views.ts';
import { renderDigest } from '../../../../src/platforms/slack/render/render.ts';
import { checkBlocks, checkMessage } from '../../../fakes/slack/block-kit.ts';
import { hostileText } from '../hostile.ts';

const place = { address: 'slack:T1/@U1', scope: 'personal' } as const;

function messagesOf(text: string) {
  return fileViews({ name: 'data.json', text }).flatMap((view) =>
    renderDigest(view, place).map(({ payload }) => payload.arguments),
  );
}

test('a file comes whole, in parts that say which they are', () => {
  const lines = Array.from({ length: 900 }, (_, number) => `  "entry ${number}": "a & b <c>",`);
  const [first, ...parts] = messagesOf(lines.join('\n'));
  expect(first?.text).toMatch(/^data\.json, in (\d+) parts, in the thread\.$/);
  expect(first?.text).toContain(String(parts.length));
  expect(parts[1]?.text).toMatch(/^data\.json, part 2 of/);
  const shown = JSON.stringify(parts.map(({ blocks }) => blocks));
  expect(lines.filter((line) => shown.includes(`${line.split('"')[1]}\\"`))).toHaveLength(900);
});

test('what is far too long says that it ends', () => {
  const [first] = messagesOf('a long line of words\n'.repeat(50_000));
  expect(first?.text).toMatch(/50 parts.*The rest would be too much here/);
});

test('whatever is in it, each part is a message that Slack takes', () => {
  fc.assert(
    fc.property(fc.array(hostileText, { maxLength: 40 }), (lines) => {
      for (const message of messagesOf(lines.join('\n'))) {
        expect(checkMessage({ ...message }, 'chat')).toEqual([]);
        expect(checkBlocks(message.blocks ?? [])).toEqual([]);
      }
    }),
    { numRuns: 40 },
  );
});
