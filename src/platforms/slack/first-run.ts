import type { Reply } from '../../core/invocation.ts';
import type { View } from '../../core/view.ts';

/** The one message to whoever installed the app. */
export const welcomeView: View = {
  summary: 'Hi! I post a short list of trending papers.',
  blocks: [
    { kind: 'text', text: ['Hi! I post a short list of trending papers. Try it:'] },
    {
      kind: 'actions',
      actions: [
        { label: 'See today’s papers', path: ['papers', 'trending'], args: {}, style: 'primary' },
        { label: 'Add a digest to a channel', path: ['digest', 'add'], args: {} },
        { label: 'Follow topics', path: ['papers', 'my', 'list'], args: {} },
      ],
    },
    {
      kind: 'text',
      text: [
        'I never read what people write to each other. ',
        { kind: 'code', text: '/papers help' },
        ' tells the rest.',
      ],
    },
  ],
};

/** What whoever took the app into a channel sees there, alone. */
export const joinedReply: Reply = {
  visibility: 'private',
  ok: true,
  view: {
    summary: 'Set up a digest of trending papers here?',
    blocks: [
      { kind: 'text', text: ['Set up a digest of trending papers here?'] },
      {
        kind: 'actions',
        actions: [
          {
            label: 'Weekdays at 09:00',
            path: ['digest', 'add'],
            args: { when: 'weekdays 09:00' },
            style: 'primary',
          },
          { label: 'Choose …', path: ['digest', 'add'], args: {} },
        ],
      },
    ],
  },
};
