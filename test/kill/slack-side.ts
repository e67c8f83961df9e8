import type { ServingBot } from '../fakes/serving-bot.ts';
import { type FakeSlack, openFakeSlack } from '../fakes/slack/fake-slack.ts';
import { until } from '../fakes/slack/until.ts';
import type { NewTeam, TeamIds } from '../fakes/slack/workspace.ts';
import type { FakeMessage } from '../fakes/slack/world.ts';
import { type Asking, growing, type Person, type Place, papersNamedIn, type Side } from './side.ts';

const workspace: NewTeam = {
  name: 'open',
  users: [{ name: 'ada', admin: true }, { name: 'ben' }],
  channels: [{ name: 'papers' }, { name: 'lobby' }],
  installed: false,
};
const history = ['channels:history', 'groups:history', 'im:history'];
/** What the app says by itself, as when it is installed, is no delivery. */
const isNotice = /^notice-/;
const longestAnswerMs = 20_000;
/** Of a process that died, nothing else was wrong. */
const ofTheDead = /: not (?:delivered:|acknowledged within)/;

/** Two workspaces that install the app: the one lets it read its own messages, the other does not. */
export async function openSlackSide(): Promise<Side & { install(bot: ServingBot): Promise<void> }> {
  // People never set up digests this fast, so that the limits on looking at channels say nothing here.
  const slack = await openFakeSlack({ rate: { tiers: false } });
  const [open, closed] = [
    slack.addTeam(workspace),
    slack.addTeam({ ...workspace, name: 'closed' }),
  ];
  const posts = growing(slack.requests, (call) =>
    call.method === 'chat.postMessage' ? call : undefined,
  );
  const wrong = growing(slack.violations, (line) => (ofTheDead.test(line) ? undefined : line));
  let told = 0;
  const address = async (bot: ServingBot): Promise<string> => {
    const [, port] = await bot.logged(/on port (\d+)/);
    return `http://127.0.0.1:${port}`;
  };
  return {
    people: [open, closed].flatMap((team) => peopleOf(slack, team)),
    places: [...placesOf(slack, open, true), ...placesOf(slack, closed, false)],
    env: () => ({
      SLACK_API_URL: slack.apiUrl,
      SLACK_PORT: '0',
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_CLIENT_ID: slack.clientId,
      SLACK_CLIENT_SECRET: slack.clientSecret,
      SLACK_STATE_SECRET: 'a state secret that is long enough',
      SLACK_TOKEN_KEY: 'a token key that is certainly long enough',
    }),
    async connect(bot) {
      await slack.useHttp(`${await address(bot)}/slack/events`);
    },
    async install(bot) {
      const url = `${await address(bot)}/slack/install`;
      await slack.install({ url, user: open.users.ada ?? '' });
      await slack.install({ url, user: closed.users.ada ?? '', declined: history });
    },
    died: slack.drained,
    posts,
    hangNextPost: (isShown) =>
      slack.failNext('chat.postMessage', { hang: true, ...(isShown && { afterStoring: true }) }),
    violations() {
      const fresh = wrong().slice(told);
      told += fresh.length;
      return fresh.map((line) => `Slack: ${line}`);
    },
    close: slack.close,
  };
}

function peopleOf(slack: FakeSlack, { team, users, channels }: TeamIds): Person[] {
  return Object.values(users).map((user) => ({
    actor: `slack:${team}/${user}`,
    channels: Object.values(channels).map((channel) => `slack:${team}/${channel}`),
    async ask(address, asking) {
      const channel = address.slice(address.indexOf('/') + 1);
      const { shown } = await slack.command({ user, channel, text: typed(asking) });
      const answer = until(() => shown[0]?.text, 'an answer', longestAnswerMs);
      return answer.catch(() => undefined);
    },
  }));
}

function typed({ path, main, options = {} }: Asking): string {
  const named = Object.entries(options).map(([name, value]) => `${name}:"${value}"`);
  return [path.replace(/^papers /, ''), main?.[1] ?? '', ...named].join(' ');
}

function placesOf(slack: FakeSlack, { team, users, channels }: TeamIds, canTell: boolean): Place[] {
  const place = (id: string, messages: () => readonly FakeMessage[]): Place => ({
    address: `slack:${team}/${id}`,
    canTell,
    markOf: (deliveryId) => deliveryId,
    shown: () =>
      messages().flatMap((message) => {
        const { metadata, channel, ts } = message;
        const mark = metadata?.event_payload.delivery_id;
        if (mark === undefined || isNotice.test(String(mark))) return [];
        const { text, blocks } = message;
        const papers = papersNamedIn([text, blocks]);
        return [{ mark: String(mark), externalId: `${channel}/${ts}`, papers }];
      }),
  });
  return [
    ...Object.values(channels).map((id) => place(id, () => slack.messages(id))),
    ...Object.values(users).map((user) => place(`@${user}`, () => slack.dms(user))),
  ];
}
