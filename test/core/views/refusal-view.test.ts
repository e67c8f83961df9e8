import { expect, test } from 'vitest';
import { type Obstacle, paused } from '../../../src/core/subscription.ts';
import { pausedView } from '../../../src/core/views/refusal-view.ts';
import { subscription } from '../../fakes/papers.ts';
import { viewLines } from '../../fakes/view-lines.ts';

const since = '2026-03-02T11:00:00.000Z';
const topics = new Map();

test('a notice of a digest that a person has paused since tells what was wrong', () => {
  const reason = { kind: 'not-permitted', text: 'The thread is locked. Unlock it' } as const;
  const refused = { reason, digests: 1, untold: { since } };
  const view = pausedView(paused(subscription({ refused }), { kind: 'by-user' }, since), topics);
  expect(view.summary).toBe('I could not post digest d1.');
  expect(view.blocks[0]).toMatchObject({ hint: 'The thread is locked. Unlock it.' });
  expect(viewLines(view).join(' ')).toMatch(
    /Paused until you resume it\. Nothing is lost: \/digest resume d1 brings it back with what it missed\./,
  );
});

test('a notice of a channel that was deleted says how to set the digest up elsewhere', () => {
  const gone: Obstacle = { kind: 'destination-gone', text: 'The channel is gone', isForGood: true };
  const view = pausedView(paused(subscription({}), gone, since), topics);
  expect(viewLines(view).join(' ')).toMatch(/type there: \/digest add .*Then: \/digest remove d1/);
});

test('one of a channel that was deleted does so too where a person has paused the digest since', () => {
  const gone: Obstacle = { kind: 'destination-gone', text: 'The channel is gone', isForGood: true };
  const refused = { reason: gone, digests: 1, untold: { since } };
  const view = pausedView(paused(subscription({ refused }), { kind: 'by-user' }, since), topics);
  const said = viewLines(view).join(' ');
  expect(said).toMatch(/Paused until you resume it\. To have it elsewhere, type there: /);
  expect(said).not.toMatch(/digest resume/);
});
