import type { Actor, Invocation } from '../../core/invocation.ts';
import { type Problem, ProblemError } from '../../core/problem.ts';
import { actorId, channelAddress, teamRealm, userAddress } from './address.ts';
import type { People } from './people.ts';

/** Who manages a channel's digests beside their creator and the administrators of the workspace. */
export type Managers = 'members' | 'admins';

/** Somebody who asks for something, and where. */
export interface Asker {
  readonly team: string;
  readonly user: string;
  readonly name: string;
  /** The channel that it is about; none in direct messages and in the app's home. */
  readonly channel?: string;
}

/** The parts of an invocation that say who is asking, where, and what they may do there. */
export type Standing = Omit<Invocation, 'path' | 'args'>;

/** What a command is about to do with digests. */
export type Intent = 'see' | 'manage' | 'add';

/**
 * In a channel it is about that channel's digests: administrators manage them, members of the channel where `managers` lets
 * them, and whoever set one up. Elsewhere administrators manage every digest of the workspace, and others what they have set
 * up. Guests and people of other workspaces manage none. Rejects with a ProblemError where Slack does not tell what it takes
 * to know.
 */
export async function standingOf(
  asker: Asker,
  intent: Intent,
  { people, managers }: { readonly people: People; readonly managers: Managers },
): Promise<Standing> {
  const { team, user, channel } = asker;
  const person = await people.person(team, user);
  if (person === undefined && intent !== 'see') throw new ProblemError(unknownPerson);
  const { role = 'guest', zone } = person ?? {};
  const nobodys = userAddress(team, user);
  if (role === 'guest' || role === 'stranger') return standing(asker, zone);
  if (channel === undefined) {
    const rights =
      role === 'admin' ? { realm: teamRealm(team) } : { realm: nobodys, ownRealm: teamRealm(team) };
    return standing(asker, zone, { canManage: true, ...rights });
  }
  if (role === 'admin') return standing(asker, zone, { canManage: true });
  if (intent === 'see') return standing(asker, zone);
  const isManager = managers === 'members' && (await people.isMember(team, channel, user));
  if (isManager === undefined) throw new ProblemError(unknownMember);
  if (isManager) return standing(asker, zone, { canManage: true });
  if (intent === 'add') return standing(asker, zone);
  const ownRealm = channelAddress(team, channel);
  return standing(asker, zone, { canManage: true, realm: nobodys, ownRealm });
}

const unknownPerson: Problem = {
  message: 'Slack does not tell me who you are right now, and so not what you may change.',
  remedy: 'Try again in a minute.',
};
const unknownMember: Problem = {
  message:
    'Slack does not tell me whether you are in this channel, and so not what you may change.',
  remedy: 'Try again in a minute, or ask an administrator of the workspace to do it.',
};

/** What is known without asking Slack: for commands of which nothing depends on the rest. */
export function standing(
  { team, user, name, channel }: Asker,
  zone?: string,
  rights: Pick<Actor, 'canManage'> & Partial<Pick<Standing, 'realm' | 'ownRealm'>> = {
    canManage: false,
  },
): Standing {
  const personalAddress = userAddress(team, user);
  const address = channel === undefined ? personalAddress : channelAddress(team, channel);
  const { canManage, realm = address, ownRealm } = rights;
  return {
    address,
    realm,
    personalAddress,
    ...(ownRealm !== undefined && { ownRealm }),
    actor: { id: actorId(team, user), name, canManage, ...(zone !== undefined && { zone }) },
  };
}
