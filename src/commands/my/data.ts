import { counted } from '../../core/text/counted.ts';
import { choice, flag } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { privately, say } from '../reply.ts';
import { personalDigest } from './personal-digest.ts';

const path = ['papers', 'my', 'data'] as const;

export const data = defineCommand({
  path,
  summary: 'Export or delete everything that is stored about you',
  args: {
    action: choice({
      description: 'What to do with it',
      required: true,
      choices: [
        { value: 'export', label: 'Export' },
        { value: 'delete', label: 'Delete' },
      ],
    }),
    confirm: flag('Yes to delete without being asked'),
  },
  main: 'action',
  writes: true,
  examples: ['/papers my data export', '/papers my data delete'],
  async handle({ services, invocation, args }) {
    const { store } = services;
    const { id } = invocation.actor;
    const person = await store.people.get(id);
    const personal = await personalDigest(services, invocation);
    if (args.action === 'export') {
      const own = JSON.stringify(
        { person: person ?? { id, saved: [] }, digest: personal },
        null,
        2,
      );
      return privately(
        say('This is all that is stored about you:', [{ kind: 'code', text: own }], 'info'),
      );
    }
    if (args.confirm !== true) {
      const parts = [
        counted(person?.saved.length ?? 0, 'saved paper'),
        counted(personal?.queries.length ?? 0, 'followed topic'),
        'your time zone',
      ];
      return privately(
        say(
          `This deletes for good: ${parts.join(', ')}. Digests that you set up for others stay.`,
          [
            {
              kind: 'actions',
              actions: [
                {
                  label: 'Delete for good',
                  path,
                  args: { action: 'delete', confirm: 'yes' },
                  style: 'danger',
                },
                { label: 'Export first', path, args: { action: 'export' } },
              ],
            },
          ],
          'info',
        ),
      );
    }
    if (personal !== undefined) await store.subscriptions.remove(personal.id);
    await store.people.remove(id);
    return privately(
      say('Deleted. Nothing personal is stored about you any more, and your digest has ended.'),
    );
  },
});
