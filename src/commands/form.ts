import type { Form, FormField } from '../core/form.ts';
import type { Invocation } from '../core/invocation.ts';
import { formatSchedule } from '../core/schedule/describe-schedule.ts';
import type { Schedule } from '../core/schedule/schedule.ts';
import type { Subscription } from '../core/subscription.ts';
import { zoneOf } from './arguments.ts';
import { digestsOf } from './digests-of.ts';
import { personalDigest } from './my/personal-digest.ts';
import { placeArguments, scheduleArguments } from './schedule-arguments.ts';
import type { Services } from './services.ts';
import { defaultLimit, defaultSchedule } from './subscriptions.ts';

/** What a form shows to begin with. */
type Values = Readonly<Record<string, string>>;

interface FormSpec {
  readonly path: string;
  readonly title: string;
  readonly fields: readonly Omit<FormField, 'value'>[];
  values(services: Services, invocation: Invocation): Promise<Values | undefined>;
}

const query = {
  name: 'query',
  label: 'About',
  description: 'Words, a query or topic:NAME; leave it empty for every paper',
  required: false,
  maxLength: 500,
};
const zone = {
  name: 'zone',
  label: 'Time zone',
  description: 'A large city, or a name such as Europe/Berlin',
  required: false,
  maxLength: 60,
};
const scheduleFields = [
  {
    name: 'days',
    label: 'Days',
    description: 'weekdays, daily, or mon,wed,fri',
    required: false,
    maxLength: 60,
  },
  {
    name: 'time',
    label: 'Local time',
    description: '09:00 or 9am',
    required: false,
    maxLength: 20,
  },
  zone,
  {
    name: 'limit',
    label: 'Papers per digest',
    description: '1 to 25',
    required: false,
    maxLength: 2,
  },
];

const forms: readonly FormSpec[] = [
  {
    path: 'digest add',
    title: 'A digest for this place',
    fields: [query, ...scheduleFields],
    async values(services, invocation) {
      const schedule = defaultSchedule(await zoneOf({ services, invocation }));
      return { ...scheduleValues(schedule), limit: String(defaultLimit) };
    },
  },
  {
    path: 'digest edit',
    title: 'Change this digest',
    fields: [
      { ...query, description: 'Words, a query or topic:NAME; left empty, it stays' },
      ...scheduleFields,
    ],
    async values(services, invocation) {
      const { digest: id = '' } = invocation.args;
      const found = (await digestsOf(services, invocation)).find(
        (each) => each.id === id.toLowerCase(),
      );
      return found && subscriptionValues(found);
    },
  },
  {
    path: 'papers my zone',
    title: 'Your time zone',
    fields: [{ ...zone, required: true }],
    values: async (services, invocation) => ({ zone: await zoneOf({ services, invocation }) }),
  },
  {
    path: 'papers my digest',
    title: 'Your personal digest',
    fields: scheduleFields,
    async values(services, invocation) {
      const found = await personalDigest(services, invocation);
      return found && subscriptionValues(found);
    },
  },
];

/**
 * The form of a command that was called without any of the arguments that its form asks for; none where it has no form,
 * where the caller may not use it, or where what it is about does not exist. The command itself then says so.
 */
export async function formFor(
  services: Services,
  invocation: Invocation,
): Promise<Form | undefined> {
  const spec = forms.find(({ path }) => path === invocation.path.join(' '));
  if (spec === undefined) return undefined;
  if (spec.path.startsWith('digest') && !invocation.actor.canManage) return undefined;
  const isGiven = (name: string): boolean => (invocation.args[name] ?? '') !== '';
  const others =
    spec.path === 'digest add' ? [] : Object.keys({ ...scheduleArguments, ...placeArguments });
  const known = [...spec.fields.map(({ name }) => name), 'when', 'everything', ...others];
  if (known.some(isGiven)) return undefined;
  const values = await spec.values(services, invocation);
  if (values === undefined) return undefined;
  return {
    title: spec.title,
    path: invocation.path,
    args: invocation.args,
    fields: spec.fields.map((field) => {
      const value = values[field.name];
      return value === undefined || value === '' ? field : { ...field, value };
    }),
  };
}

function subscriptionValues({ queries, schedule, limit }: Subscription): Values {
  return { query: queries.join(' OR '), ...scheduleValues(schedule), limit: String(limit) };
}

function scheduleValues(schedule: Schedule): Values {
  if (schedule.kind === 'cron') return { zone: schedule.zone };
  const { times, zone } = schedule;
  const [time = '', ...more] = times;
  const [days = ''] = formatSchedule(schedule).split(' ');
  return { days, zone, ...(more.length === 0 && { time }) };
}
