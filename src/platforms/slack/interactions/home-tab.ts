import type { WebClient } from '@slack/web-api';
import type { Invocation, Reply } from '../../../core/invocation.ts';
import type { Action, Block, View } from '../../../core/view.ts';
import type { Log } from '../../../lib/log.ts';
import type { Desk } from '../../platform.ts';
import type { Source, Workspaces } from '../installs/workspaces.ts';
import type { People } from '../people.ts';
import { renderHome } from '../render/home.ts';
import { type Asker, type Managers, type Standing, standingOf } from '../who-may-manage.ts';

/** Papers of each list. */
const shown = { top: 3, saved: 5 } as const;

export interface HomeTabOptions {
  readonly desk: Pick<Desk, 'dispatch' | 'form'>;
  readonly web: Pick<WebClient, 'views'>;
  readonly workspaces: Pick<Workspaces, 'access'>;
  readonly people: People;
  readonly managers: Managers;
  readonly log: Log;
}

type Visitor = Asker & { readonly source: Source };

/** The app's own page, one per person. */
export interface HomeTab {
  publish(visitor: Visitor): Promise<void>;
  /** Brings it up to date behind a command that has changed something on it. */
  refreshAfter(invocation: Invocation, reply: Reply, visitor: Visitor): void;
  /** Waits for those under way. */
  idle(): Promise<void>;
}

export function createHomeTab(options: HomeTabOptions): HomeTab {
  const { desk, web, workspaces, people, managers, log } = options;
  const underWay = new Set<Promise<void>>();

  async function publish({ source, team, user, name }: Visitor): Promise<void> {
    const access = await workspaces.access(source);
    if (access === undefined) return;
    const who = await standingOf({ team, user, name }, 'manage', { people, managers });
    const view = renderHome(await homeViews(desk, who));
    await web.views.publish({ token: access.botToken, user_id: user, view });
  }

  return {
    publish,
    refreshAfter({ path }, reply, visitor) {
      if (!changesHome(path, reply)) return;
      const publishing = publish(visitor)
        .catch((error: unknown) => log.warn(`Slack: a home of ${visitor.team}: ${String(error)}`))
        .finally(() => underWay.delete(publishing));
      underWay.add(publishing);
    },
    async idle() {
      await Promise.all(underWay);
    },
  };
}

function changesHome([, second = '']: readonly string[], { ok, visibility }: Reply): boolean {
  return ok && (visibility === 'public' || ['my', 'save', 'unsave'].includes(second));
}

/** Onboarding until something is followed, then: my digest, top papers, saved ones, digests that I manage, privacy. */
async function homeViews(
  { dispatch, form }: HomeTabOptions['desk'],
  who: Standing,
): Promise<readonly View[]> {
  const view = async (...path: string[]): Promise<View> =>
    (await dispatch({ path, args: {}, ...who })).view;
  const [mine, top, saved, digests] = await Promise.all([
    view('papers', 'my', 'list'),
    view('papers', 'trending'),
    view('papers', 'saved'),
    view('digest', 'list'),
  ]);
  const hasDigest = (await form({ path: schedule.path, args: {}, ...who })) !== undefined;
  return [
    ...(hasDigest ? [] : [welcome]),
    titled('My digest', [...mine.blocks, ...(hasDigest ? [buttons(schedule)] : [])]),
    shortened(top, shown.top, more),
    titled('Saved', shortened(saved, shown.saved, allSaved).blocks),
    titled('Digests that I manage', digests.blocks),
    privacy,
  ];
}

const schedule = { label: 'Change when it comes', path: ['papers', 'my', 'digest'], args: {} };
const more = { label: 'More papers', path: ['papers', 'trending'], args: {} };
const allSaved = { label: 'All that I saved', path: ['papers', 'saved'], args: {} };

const welcome: View = {
  summary: 'Welcome to Paperround',
  blocks: [
    { kind: 'heading', text: 'Welcome to Paperround' },
    { kind: 'text', text: ['I bring the research papers that people are talking about.'] },
    {
      kind: 'list',
      items: [
        [
          { kind: 'strong', text: '1. Follow a topic' },
          ' below, and a digest comes to you by direct message.',
        ],
        [
          { kind: 'strong', text: '2. Set up a digest for a channel: ' },
          { kind: 'code', text: '/papers digest add' },
          ' there.',
        ],
        [
          { kind: 'strong', text: '3. Look something up: ' },
          { kind: 'code', text: '/papers search diffusion' },
          '.',
        ],
      ],
    },
  ],
};

const privacy: View = titled('Privacy', [
  {
    kind: 'text',
    text: [
      'I never read what people write to each other. What I keep about you is what you follow, save and rate.',
    ],
  },
  buttons(
    { label: 'Export my data', path: ['papers', 'my', 'data'], args: { action: 'export' } },
    { label: 'Delete my data', path: ['papers', 'my', 'data'], args: { action: 'delete' } },
  ),
]);

function titled(title: string, blocks: readonly Block[]): View {
  return { summary: title, blocks: [{ kind: 'heading', text: title }, ...blocks] };
}

function buttons(...actions: readonly Action[]): Block {
  return { kind: 'actions', actions };
}

/** A list of papers with only the first of them, and a button to the others in the place of what follows them. */
function shortened(view: View, count: number, action: Action): View {
  const papers = view.blocks.filter(({ kind }) => kind === 'paper');
  const last = papers[Math.min(count, papers.length) - 1];
  if (last === undefined) return view;
  const blocks = view.blocks.slice(0, view.blocks.indexOf(last) + 1);
  return { ...view, blocks: [...blocks, buttons(action)] };
}
