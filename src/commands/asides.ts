import type { Invocation, Reply } from '../core/invocation.ts';
import type { Subscription } from '../core/subscription.ts';
import type { Block } from '../core/view.ts';
import { setUpAction } from './digest/actions.ts';
import { digestsOf } from './digests-of.ts';
import { myActions, personalDigest } from './my/personal-digest.ts';
import type { Services } from './services.ts';

/** What a person is told beside the answer to a command, which nobody else is to see. */
export async function withAside(
  services: Services,
  invocation: Invocation,
  reply: Reply,
): Promise<Reply> {
  // It tells all of this itself.
  if (invocation.path.join(' ') === 'papers status') return reply;
  const aside = [
    ...(await unreachedBlocks(services, invocation)),
    ...(reply.ok ? await firstRunBlocks(services, invocation) : []),
  ];
  return aside.length === 0 ? reply : { ...reply, aside };
}

/** Who cannot be written to is told so where they ask next, until they try again or leave it. */
async function unreachedBlocks(services: Services, invocation: Invocation): Promise<Block[]> {
  if (invocation.path[1] === 'my') return [];
  const current = await personalDigest(services, invocation);
  const text = current === undefined ? undefined : unreachedText(current);
  if (text === undefined) return [];
  const { resume, pause } = myActions;
  return [
    {
      kind: 'notice',
      tone: 'warning',
      text: ['Your personal digest is paused.'],
      hint: `${text}.`,
    },
    {
      kind: 'actions',
      actions: [
        { ...resume, label: 'Try again' },
        { ...pause, label: 'Leave it paused' },
      ],
    },
  ];
}

function unreachedText({ status }: Subscription): string | undefined {
  if (status.kind === 'active' || status.reason.kind !== 'unreachable') return undefined;
  return status.reason.text;
}

/** Nothing is posted uninvited: who may set up the first digest of a server is offered it by an answer that they asked for. */
async function firstRunBlocks(services: Services, invocation: Invocation): Promise<Block[]> {
  const { path, args, actor, address, personalAddress, realm } = invocation;
  const isLookUp = path[0] === 'papers' && path.length === 2 && args.page === undefined;
  const isShared = realm.endsWith('/') && address !== personalAddress;
  if (!isLookUp || !isShared || !actor.canManage) return [];
  if ((await digestsOf(services, invocation)).length > 0) return [];
  return [
    { kind: 'text', text: ['No channel here gets a digest yet.'] },
    { kind: 'actions', actions: [setUpAction] },
  ];
}
