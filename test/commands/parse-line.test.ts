import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandLine } from '../../src/commands/command-line.ts';
import { parseLine } from '../../src/commands/parse-line.ts';
import { commands } from '../../src/commands/registry.ts';
import { parseQuery } from '../../src/core/query/parse.ts';

function parsed(line: string) {
  const result = parseLine(line, commands);
  if (!result.ok) return result.problem;
  return { path: result.value.command.path.join(' '), args: result.value.args };
}

describe('a line', () => {
  test.each([
    ['/papers search world models', 'papers search', { query: 'world models' }],
    ['papers search world models', 'papers search', { query: 'world models' }],
    ['search world models', 'papers search', { query: 'world models' }],
    ['/PAPERS Search x', 'papers search', { query: 'x' }],
    [
      '/papers search "world model"  OR title:agent',
      'papers search',
      { query: '"world model"  OR title:agent' },
    ],
    [
      '/papers search diffusion sort:newest -survey',
      'papers search',
      { query: 'diffusion -survey', sort: 'newest' },
    ],
    [
      '/papers search diffusion --sort newest',
      'papers search',
      { query: 'diffusion', sort: 'newest' },
    ],
    ['/papers search diffusion --hub', 'papers search', { query: 'diffusion', hub: 'yes' }],
    [
      '/papers search time: the final frontier',
      'papers search',
      { query: 'time: the final frontier' },
    ],
    ['/papers my follow llm-agents', 'papers my follow', { topic: 'llm-agents' }],
    ['my follow llm-agents', 'papers my follow', { topic: 'llm-agents' }],
    ['/papers digest add x', 'digest add', { query: 'x' }],
    ['/digest add', 'digest add', {}],
    [
      '/digest add x when:"mon,wed 9am Europe/Berlin" limit:3',
      'digest add',
      { query: 'x', when: 'mon,wed 9am Europe/Berlin', limit: '3' },
    ],
    ['/digest add x when:“weekdays 9am”', 'digest add', { query: 'x', when: 'weekdays 9am' }],
    [
      '/digest add x when:monday at noon limit:3',
      'digest add',
      { query: 'x', when: 'monday at noon', limit: '3' },
    ],
    [
      '/digest add --when mon-fri at 9 and 17 new york world models',
      'digest add',
      { when: 'mon-fri at 9 and 17 new york', query: 'world models' },
    ],
    ['/digest add when:"9am" weekdays', 'digest add', { when: '9am', query: 'weekdays' }],
    ['/digest add when:9am "daily" news', 'digest add', { when: '9am', query: '"daily" news' }],
    ['/digest add when:monday agents', 'digest add', { when: 'monday', query: 'agents' }],
    [
      '/digest edit d1 zone:new york time:9 pm',
      'digest edit',
      { digest: 'd1', zone: 'new york', time: '9 pm' },
    ],
    ['/digest pause d1 1w', 'digest pause', { digest: 'd1', for: '1w' }],
    ['/digest pause d1 1w for:1m', 'digest pause', { digest: 'd1 1w', for: '1m' }],
    ['/digest pause 1w', 'digest pause', { digest: '1w' }],
    ['/digest catchup d1 2w', 'digest catchup', { digest: 'd1', since: '2w' }],
    ['/papers rate 2401.00001 less', 'papers rate', { paper: '2401.00001', wants: 'less' }],
    ['/papers rate less is more', 'papers rate', { paper: 'less is', wants: 'more' }],
    ['/papers trending today', 'papers trending', { period: 'today' }],
    ['/papers trending "7d"', 'papers trending', { topic: '"7d"' }],
    [
      '/papers my digest weekdays 09:00 Europe/Berlin',
      'papers my digest',
      { when: 'weekdays 09:00 Europe/Berlin' },
    ],
    ['/papers my digest "weekdays 09:00"', 'papers my digest', { when: 'weekdays 09:00' }],
    ['/papers show "Attention"', 'papers show', { paper: 'Attention' }],
    ['/papers', 'papers help', {}],
    ['help digest add', 'papers help', { command: 'digest add' }],
  ])('%s', (line, path, args) => {
    expect(parsed(line)).toEqual({ path, args });
  });

  test.each([
    ['/papers serach agents', /no command/, '/papers search'],
    ['/digset add x', /no command/, '/digest add'],
    ['/digest', /needs one word more: add, edit/, '/digest add'],
    ['my', /needs one word more: follow/, '/papers my follow'],
    ['/digest list everything', /does not take “everything”/, '/digest list'],
    ['/papers serch Diffusion -survey', /no command/, '/papers search Diffusion -survey'],
    ['serch "world model"', /no command/, '/papers search "world model"'],
    ['/papers serch', /no command/, '/papers search diffusion'],
    ['/digest lst', /no command/, '/digest list'],
    ['/digest add agents limt:3', /no option “limt:”/, '/digest add agents limit:3'],
    ['/papers search diffusion srot:"newest"', /no option/, 'diffusion sort:"newest"'],
    ['/digest edit d1 --limt 3', /no option “--limt”/, '/digest edit d1 --limit 3'],
  ])('%s is answered with what is meant', (line, message, suggestion) => {
    const problem = parsed(line);
    expect(problem).toMatchObject({ message: expect.stringMatching(message) });
    expect(problem).toMatchObject({ suggestion: expect.stringContaining(suggestion) });
  });

  test.each(['/digest pause d1 --for', '/digest pause d1 --FOR:', '/digest pause d1 --for='])(
    '%s is answered with what it lacks',
    (line) => {
      expect(parsed(line)).toMatchObject({
        message: expect.stringMatching(/“--for.?” needs a value/i),
      });
      expect(parsed(line)).not.toHaveProperty('suggestion');
    },
  );

  test('an option that runs into its value is not suggested again', () => {
    expect(parsed('/digest resume --digest“d1”')).toMatchObject({
      path: 'digest resume',
      args: { digest: '--digest“d1”' },
    });
  });

  test.each(['titel:agent', 'https://arxiv.org/abs/2401.00001', '"limt:3"', 'topics:x', 'org:x'])(
    'what may be a query is left to the query language: %s',
    (query) => {
      expect(parsed(`/papers search ${query}`)).toEqual({ path: 'papers search', args: { query } });
    },
  );

  test('too long is refused', () => {
    expect(parsed(`/papers search ${'x'.repeat(5_000)}`)).toMatchObject({ remedy: 'Shorten it.' });
  });

  test('property: any line is read or refused, at once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (line) => {
        const result = parseLine(line, commands);
        if (!result.ok) expect(result.problem.message).not.toBe('');
      }),
    );
  });
});

describe('the registry', () => {
  test('has examples that parse to their own command', () => {
    for (const command of commands) {
      for (const example of command.examples) {
        expect([example, parsed(example)]).toEqual([
          example,
          { path: command.path.join(' '), args: expect.anything() },
        ]);
      }
    }
  });

  test('has no argument named like a field of the query language', () => {
    const fields = [
      'title',
      'abstract',
      'author',
      'org',
      'keyword',
      'category',
      'id',
      'topic',
      'has',
      'since',
      'upvotes',
      'stars',
      'comments',
    ];
    const withQuery = commands.filter(
      ({ main, args }) => main !== undefined && args[main]?.keepsQuotes,
    );
    for (const { args, main } of withQuery) {
      const others = Object.keys(args).filter((name) => name !== main);
      expect(fields.filter((field) => others.includes(field))).toEqual([]);
    }
  });

  test('fits the limits of every platform: 100 characters of summary, 25 arguments, required ones first', () => {
    for (const { summary, args, path } of commands) {
      expect(summary.length, path.join(' ')).toBeLessThanOrEqual(100);
      expect(Object.keys(args).length).toBeLessThanOrEqual(25);
      const required = Object.values(args).map((argument) => argument.required);
      expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
      for (const { description } of Object.values(args))
        expect(description.length).toBeLessThanOrEqual(100);
    }
  });
});

test('a button becomes a line that reads back as the same invocation', () => {
  const line = commandLine(
    ['papers', 'search'],
    { query: 'title:"world model" -survey', page: '2' },
    'query',
  );
  expect(parsed(line)).toEqual({
    path: 'papers search',
    args: { query: 'title:"world model" -survey', page: '2' },
  });
  expect(parseQuery('title:"world model" -survey').ok).toBe(true);
});
