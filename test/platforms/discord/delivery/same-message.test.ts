import { expect, test } from 'vitest';
import { digestView } from '../../../../src/core/views/digest-view.ts';
import { refusedView } from '../../../../src/core/views/refusal-view.ts';
import { isMadeOf } from '../../../../src/platforms/discord/delivery/same-message.ts';
import { isPayload, renderDigest } from '../../../../src/platforms/discord/render/render.ts';
import { digest } from '../../../fakes/digest.ts';
import { paper, subscription } from '../../../fakes/papers.ts';

function payloadOf(view: Parameters<typeof renderDigest>[0]) {
  const [message] = renderDigest(view, { address: 'discord:@1', scope: 'channel' });
  if (!isPayload(message?.payload)) throw new Error('no payload');
  return message.payload;
}

const notice = (text: string) =>
  payloadOf(
    refusedView(
      subscription({ refused: { reason: { kind: 'not-permitted', text }, digests: 1 } }),
      new Map(),
      Date.UTC(2026, 2, 2),
    ),
  );

test('notices with the same buttons are told apart by their words', () => {
  const first = notice('I may not post there');
  expect(isMadeOf(first, notice('I may not post there').body)).toBe(true);
  expect(isMadeOf(first, notice('The thread is locked').body)).toBe(false);
});

test('a digest is known by the papers that its buttons name, whatever became of its words', () => {
  const shown = (title: string, id = '2601.00001') =>
    payloadOf(digestView(digest({ chosen: [{ paper: paper(id, { title }), rose: false }] })));
  expect(isMadeOf(shown('Kettles'), shown('Kettles, touched').body)).toBe(true);
  expect(isMadeOf(shown('Kettles'), shown('Kettles', '2601.00002').body)).toBe(false);
});
