import type { Reply } from '../../../core/invocation.ts';
import { describeSchedule, formatSchedule } from '../../../core/schedule/describe-schedule.ts';
import { parseSchedule } from '../../../core/schedule/parse-schedule.ts';
import type { Schedule } from '../../../core/schedule/schedule.ts';
import { capitalized } from '../../../core/text/capitalized.ts';
import type { Action, View } from '../../../core/view.ts';

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

/** What whoever took the app into a channel sees there, alone. `zone`: theirs, an IANA name. */
export function joinedReply(zone: string): Reply {
  const text = 'Set up a digest of trending papers here?';
  const schedule = parseSchedule('weekdays 09:00', { zone });
  const usual = schedule.ok ? [usualDigest(schedule.value)] : [];
  return {
    visibility: 'private',
    ok: true,
    view: {
      summary: text,
      blocks: [
        { kind: 'text', text: [text] },
        {
          kind: 'actions',
          actions: [...usual, { label: 'Choose …', path: ['digest', 'add'], args: {} }],
        },
      ],
    },
  };
}

function usualDigest(schedule: Schedule): Action {
  return {
    label: capitalized(describeSchedule(schedule)),
    path: ['digest', 'add'],
    args: { when: formatSchedule(schedule) },
    style: 'primary',
  };
}
