import type { Reply } from '../../core/invocation.ts';
import { counted } from '../../core/text/counted.ts';
import { choice, flag } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import { privately, say } from '../reply.ts';
import { forgetPerson, personalData } from './personal-data.ts';

const path = ['papers', 'my', 'data'] as const;
/** UTF-16 units. */
const longestShown = 1_500;

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
    const { person, digest, ...rest } = await personalData(services, invocation);
    if (args.action === 'export') {
      const { id } = invocation.actor;
      const own = { person: person ?? { id, saved: [] }, digest, ...rest };
      return exported(JSON.stringify(own, null, 2));
    }
    if (args.confirm !== true) {
      const parts = [
        counted(person?.saved.length ?? 0, 'saved paper'),
        counted(digest?.queries.length ?? 0, 'followed topic'),
        'your ratings',
        'your time zone',
        'what was sent to you',
      ];
      return privately(
        say(
          `This deletes for good: ${parts.join(', ')}. Digests that you set up for others stay, without your name.`,
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
    await forgetPerson(services, invocation);
    return privately(
      say(
        'Deleted. Nothing is stored about you any more, and your digest has ended. Backups of the last days still have it; they are deleted after a week.',
      ),
    );
  },
});

/** A long export would be cut in a message. */
function exported(text: string): Reply {
  const sentence = 'This is all that is stored about you:';
  if (text.length <= longestShown) {
    return privately(say(sentence, [{ kind: 'code', text }], 'info'));
  }
  return { ...privately(say(sentence, [], 'info')), file: { name: 'paperround-data.json', text } };
}
