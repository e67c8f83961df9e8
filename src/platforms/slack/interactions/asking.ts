import type { WebClient } from '@slack/web-api';
import type { Command } from '../../../commands/command.ts';
import type { Invocation } from '../../../core/invocation.ts';
import type { Problem } from '../../../core/problem.ts';
import type { Desk } from '../../platform.ts';
import { teamRealm } from '../address.ts';
import type { Access } from '../installs/workspaces.ts';
import type { People } from '../people.ts';
import { type PlaceWords, placeProblem } from '../place-problem.ts';
import { groupMention } from '../render/mrkdwn.ts';
import {
  type Intent,
  type Managers,
  type Standing,
  standing,
  standingOf,
} from '../who-may-manage.ts';
import type { Asked, Spot } from './asked.ts';

export interface AskingOptions {
  readonly desk: Pick<Desk, 'form'>;
  readonly commands: readonly Command[];
  readonly web: Pick<WebClient, 'conversations'>;
  readonly people: People;
  readonly managers: Managers;
}

const noChannel: Problem = {
  message: 'A digest needs a channel to be posted in.',
  remedy: 'Run /papers digest add in that channel, or name it: /papers digest add #channel.',
};

/** Of a channel that a digest is wanted in. */
const toBegin: PlaceWords = {
  invite: 'Type /invite @Paperround there, then try again',
  unarchive: 'Unarchive it, or choose another channel',
};

const stranger: Problem = {
  message: 'You are of another workspace, and I can write to the people of this one only.',
  remedy:
    'Looking papers up works here. For a digest of your own, ask for Paperround in your workspace.',
};

/** What another platform has and Slack has not, and who cannot be called there. */
function unfitArgument({ ping = 'none', publish }: Asked['args']): Problem | undefined {
  if (ping.toLowerCase() !== 'none' && groupMention(ping) === undefined) {
    return {
      message: 'Only a user group or a person can be mentioned with a digest.',
      remedy: 'Type @ behind ping: and pick one that Slack offers, or leave it out.',
    };
  }
  if (publish === undefined) return undefined;
  return {
    message: 'Only Discord has channels that others follow: nothing can be published here.',
    remedy: 'Leave publish: out.',
  };
}

function beginsPersonalDigest([first, second, third]: readonly string[]): boolean {
  return first === 'papers' && second === 'my' && third === 'follow';
}

/** What has to be known of a command before it can be run. */
export function createAsking({ desk, commands, web, people, managers }: AskingOptions) {
  function intentOf(path: readonly string[]): Intent {
    const name = path.join(' ');
    if (name === 'digest add') return 'add';
    const command = commands.find((each) => each.path.join(' ') === name);
    const isChange = path[0] === 'digest' && command?.writes === true;
    return command?.permission === 'manage' || isChange ? 'manage' : 'see';
  }

  /** Slack is only asked where something depends on who the person is. */
  function standingFor({ path, target }: Asked, spot: Spot): Promise<Standing> | Standing {
    const asker = target === undefined ? spot : { ...spot, channel: target };
    const isSame = path[0] === 'papers' && !['my', 'status', 'why'].includes(path[1] ?? '');
    return isSame ? standing(asker) : standingOf(asker, intentOf(path), { people, managers });
  }

  return {
    async invocationOf(asked: Asked, spot: Spot): Promise<Invocation> {
      const { path, args } = asked;
      return { path, args, ...(await standingFor(asked, spot)) };
    },
    /** Whether a form for the command has to ask for a channel too. */
    asksChannel: ({ path, target }: Asked, { channel }: Spot): boolean =>
      intentOf(path) === 'add' && target === undefined && channel === undefined,
    /** What stands in the way of a command, before it or its form, that the command itself cannot know. */
    async problemBefore(
      { path, args, target }: Asked,
      spot: Spot,
      access: Access,
      hasForm: boolean,
    ): Promise<Problem | undefined> {
      const unfit = unfitArgument(args);
      if (unfit !== undefined) return unfit;
      if (beginsPersonalDigest(path)) {
        const person = await people.person(spot.team, spot.user);
        return person?.role === 'stranger' ? stranger : undefined;
      }
      if (intentOf(path) !== 'add') return undefined;
      const channel = target ?? spot.channel;
      if (channel === undefined) return hasForm ? undefined : noChannel;
      return placeProblem(web, access, channel, toBegin);
    },
    /** Whether somebody who may do everything would be shown a form: known at once. */
    async mayHaveForm({ path, args }: Asked, spot: Spot): Promise<boolean> {
      const rights = { canManage: true, realm: teamRealm(spot.team) };
      return (await desk.form({ path, args, ...standing(spot, undefined, rights) })) !== undefined;
    },
  };
}

export type Asking = ReturnType<typeof createAsking>;
