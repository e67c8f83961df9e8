import { choice, days, flag, integer, schedule, text, time, zone } from './arguments.ts';

/** The arguments of those commands that set how a digest comes to a place that others share. */
export const placeArguments = {
  ping: text({
    description: 'A role or group to mention with each digest; none for nobody',
    required: false,
  }),
  publish: flag('Yes to publish it to the followers of a Discord announcement channel'),
} as const;

/** The arguments of those commands that set when and how a digest comes. */
export const scheduleArguments = {
  when: schedule('The whole schedule at once: weekdays 09:00 Europe/Berlin, or five cron fields'),
  days: days('Days: weekdays, daily, mon,wed,fri'),
  time: time('Local time: 09:00 or 9am'),
  zone: zone('Time zone: Europe/Berlin or berlin'),
  limit: integer({
    description: 'Papers per digest, 1 to 25',
    required: false,
    range: { min: 1, max: 25 },
  }),
  sort: choice({
    description: 'Which papers come first',
    required: false,
    choices: [
      { value: 'best', label: 'Best' },
      { value: 'upvotes', label: 'Most upvoted' },
      { value: 'trending', label: 'Trending' },
      { value: 'newest', label: 'Newest' },
    ],
  }),
  quiet: choice({
    description: 'What to do when nothing matches: say nothing, or say so in one line',
    required: false,
    choices: [
      { value: 'silent', label: 'Say nothing' },
      { value: 'note', label: 'Say so in one line' },
    ],
  }),
  layout: choice({
    description: 'How much is shown of each paper',
    required: false,
    choices: [
      { value: 'full', label: 'With summary' },
      { value: 'compact', label: 'One line each' },
    ],
  }),
} as const;
