import { defineCommand } from '../command.ts';
import { privately } from '../reply.ts';

export const topics = defineCommand({
  path: ['papers', 'topics'],
  summary: 'List the topics that can be followed by name',
  args: {},
  examples: ['/papers topics'],
  async handle({ services }) {
    const all = [...services.topics.values()].map(({ topic }) => topic);
    return privately({
      summary: `Topics: ${all.map(({ name }) => name).join(', ')}`,
      blocks: [
        { kind: 'heading', text: 'Topics' },
        {
          kind: 'list',
          items: all.map(({ name, description }) => [
            { kind: 'code', text: name },
            ` ${description}`,
          ]),
        },
        {
          kind: 'text',
          text: [
            'Follow one: ',
            { kind: 'code', text: `/papers my follow ${all[0]?.name ?? 'NAME'}` },
          ],
        },
      ],
    });
  },
});
