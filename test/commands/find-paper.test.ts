import { afterEach, expect, test } from 'vitest';
import { paper } from '../fakes/papers.ts';
import { type Desk, openDesk } from './desk.ts';

let desk: Desk;
afterEach(async () => {
  expect(desk.faults).toEqual([]);
  await desk.close();
});

async function openWith(...titles: readonly string[]): Promise<void> {
  const papers = titles.map((title, at) =>
    paper(`2603.${String(at + 1).padStart(5, '0')}`, { title, upvotes: 100 - at }),
  );
  desk = await openDesk({ papers });
}

test('a title that is nothing but the words is meant, however many begin with them', async () => {
  const many = Array.from({ length: 80 }, (_, at) => `Diffusion of kind ${at}`);
  await openWith(...many, 'Diffusion');
  expect(await desk.text('/papers show diffusion')).toMatch(/^Diffusion Authors/);
});

test.each([
  ['talk', 'Small Talk'],
  ['small talk', 'The Art of Small Talk'],
  ['agent', 'Agents'],
])('a word itself is meant rather than a word that begins with it: %s', async (typed, title) => {
  await openWith(
    'A Small Game of Two Talkative Provers',
    'Small Talkative Models',
    'Agentic',
    title,
  );
  expect(await desk.text(`/papers show ${typed}`)).toMatch(new RegExp(`^${title} Authors`));
});

test('words that fit several papers name some, and how to see all', async () => {
  await openWith('Agents that knit', 'Agents that sew', 'Agents that cook', 'Agents that plan');
  const said = await desk.text('/papers show agents that');
  expect(said).toMatch(/fits several papers\./);
  expect(said).toMatch(/ or see them all: \/papers search title:agents title:that\*/);
  expect(await desk.text('/papers search title:agents title:that*')).toMatch(/^4 papers match/);
});

test.each(['show', 'why'])('%s: what is no arXiv id is told so', async (command) => {
  await openWith('Agents that knit');
  expect(await desk.text(`/papers ${command} 9999.99999`)).toMatch(/there is no month 99\./);
});
