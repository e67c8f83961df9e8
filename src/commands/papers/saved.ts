import type { Invocation } from '../../core/invocation.ts';
import type { Paper } from '../../core/paper.ts';
import { counted } from '../../core/text/counted.ts';
import type { Block } from '../../core/view.ts';
import type { Person } from '../../store/store.ts';
import { integer, paper } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { pageSize, pagingBlocks } from '../paging.ts';
import { paperAction } from '../paper-blocks.ts';
import { privately, say } from '../reply.ts';
import type { Services } from '../services.ts';

const path = ['papers', 'saved'] as const;

export const saved = defineCommand({
  path,
  summary: 'List the papers that you saved, the latest first',
  args: {
    page: integer({ description: 'Which page', required: false, range: { min: 1, max: 10_000 } }),
  },
  main: 'page',
  examples: ['/papers saved'],
  async handle({ services, invocation, args: { page = 1 } }) {
    const { saved: kept } = await personOf(services, invocation);
    if (kept.length === 0) {
      return privately(
        say('You have saved no papers yet: /papers save PAPER keeps one.', [], 'info'),
      );
    }
    const newestFirst = kept.toReversed();
    const blocks = newestFirst
      .slice((page - 1) * pageSize, page * pageSize)
      .map(({ paper: id }, index) =>
        savedBlock(services.archive.get(id), id, (page - 1) * pageSize + index + 1),
      );
    const sentence = `You saved ${counted(kept.length, 'paper')}.`;
    return privately({
      summary: sentence,
      blocks: [
        { kind: 'text', text: [sentence] },
        ...blocks,
        ...pagingBlocks(path, {}, page, kept.length),
      ],
    });
  },
});

function savedBlock(stored: Paper | undefined, id: string, place: number): Block {
  if (stored === undefined) return { kind: 'text', text: [`${place}. ${id} (no longer stored)`] };
  const actions = [paperAction('Details', 'show', stored), paperAction('Remove', 'unsave', stored)];
  return { kind: 'paper', paper: stored, place, detail: 'line', actions };
}

export const save = defineCommand({
  path: ['papers', 'save'],
  summary: 'Save a paper for later',
  args: {
    paper: paper({ description: 'An arXiv id, a link, or words of the title', required: true }),
  },
  main: 'paper',
  writes: true,
  examples: ['/papers save 2401.00001'],
  async handle({ services, invocation, args }) {
    const person = await personOf(services, invocation);
    const title = `“${args.paper.title}”`;
    const undo = [
      { kind: 'actions' as const, actions: [paperAction('Undo', 'unsave', args.paper)] },
    ];
    if (person.saved.some(({ paper: id }) => id === args.paper.id)) {
      return privately(say(`You had saved ${title} already.`, undo, 'info'));
    }
    const entry = { paper: args.paper.id, at: new Date(services.now()).toISOString() };
    await services.store.people.put({ ...person, saved: [...person.saved, entry] });
    return privately(say(`Saved ${title}. /papers saved lists what you keep.`, undo));
  },
});

export const unsave = defineCommand({
  path: ['papers', 'unsave'],
  summary: 'Take a paper off your saved ones',
  args: {
    paper: paper({ description: 'An arXiv id, a link, or words of the title', required: true }),
  },
  main: 'paper',
  writes: true,
  examples: ['/papers unsave 2401.00001'],
  async handle({ services, invocation, args }) {
    const person = await personOf(services, invocation);
    const title = `“${args.paper.title}”`;
    const kept = person.saved.filter(({ paper: id }) => id !== args.paper.id);
    if (kept.length === person.saved.length) {
      return privately(say(`You had not saved ${title}.`, [], 'info'));
    }
    await services.store.people.put({ ...person, saved: kept });
    const undo = paperAction('Undo', 'save', args.paper);
    return privately(
      say(`Took ${title} off your saved papers.`, [{ kind: 'actions', actions: [undo] }]),
    );
  },
});

async function personOf({ store }: Services, { actor }: Invocation): Promise<Person> {
  return (await store.people.get(actor.id)) ?? { id: actor.id, saved: [] };
}
