import type { View } from '@slack/types';
import { type Answer, ok, refuse } from './answer.ts';
import { viewObject } from './api-objects.ts';
import { checkView } from './block-kit.ts';
import { type Method, type MethodCall, tier } from './method.ts';
import { changeView, openModal, pushModal, storeView } from './views.ts';
import type { FakeView, Trigger, World } from './world.ts';

export interface ViewRules {
  /** How long a trigger id works, in milliseconds. 3,000 at Slack. */
  readonly triggerLifeMs: number;
}

export function createViewMethods({ triggerLifeMs }: ViewRules) {
  const common = { token: 'bot', perMinute: tier.four, json: ['view'] } as const;
  return {
    'views.open': {
      ...common,
      required: ['trigger_id', 'view'],
      optional: [],
      handle: (call) => openOrPush(call, triggerLifeMs, openModal),
    },
    'views.push': {
      ...common,
      required: ['trigger_id', 'view'],
      optional: [],
      handle: (call) => openOrPush(call, triggerLifeMs, pushModal),
    },
    'views.update': {
      ...common,
      required: ['view'],
      optional: ['view_id', 'external_id', 'hash'],
      handle: update,
    },
    'views.publish': {
      ...common,
      required: ['user_id', 'view'],
      optional: ['hash'],
      handle: publish,
    },
  } satisfies Record<string, Method>;
}

function openOrPush(
  call: MethodCall,
  lifeMs: number,
  show: typeof openModal | typeof pushModal,
): Answer {
  const { world, args, team } = call;
  const trigger = world.triggers.get(args.trigger_id ?? '');
  const problem = triggerProblem(trigger, team.id, lifeMs);
  if (problem !== undefined || trigger === undefined) {
    world.report(`a view was opened with a trigger id that Slack refuses: ${problem}`);
    return refuse(problem ?? 'invalid_trigger_id');
  }
  trigger.isUsed = true;
  const view = readView(call, 'modal');
  if ('status' in view) return view;
  const shown = show(world, { team: trigger.team, user: trigger.user, view });
  if (shown === undefined) {
    world.report('views.push: no modal is open, or three are already');
    return refuse('push_limit_reached');
  }
  trigger.opened = shown;
  return ok({ view: viewObject(world, shown) });
}

function triggerProblem(trigger: Trigger | undefined, team: string, lifeMs: number) {
  if (trigger === undefined || trigger.team !== team) return 'invalid_trigger_id';
  if (trigger.isUsed) return 'exchanged_trigger_id';
  return Date.now() - trigger.at > lifeMs ? 'expired_trigger_id' : undefined;
}

function update(call: MethodCall): Answer {
  const { world, args, team } = call;
  const shown = args.view_id
    ? world.views.get(args.view_id)
    : [...world.views.values()].find(({ payload }) => payload.external_id === args.external_id);
  if (shown === undefined || shown.team !== team.id || shown.isClosed) return refuse('not_found');
  const conflict = hashConflict(world, shown, args.hash);
  if (conflict !== undefined) return conflict;
  const view = readView(call, shown.type, shown);
  if ('status' in view) return view;
  changeView(world, shown, view);
  return ok({ view: viewObject(world, shown) });
}

function publish(call: MethodCall): Answer {
  const { world, args, team } = call;
  const user = world.users.get(args.user_id ?? '');
  if (user === undefined || user.team !== team.id) return refuse('user_not_found');
  const home = world.homes.get(user.id);
  const conflict = home && hashConflict(world, home, args.hash);
  if (conflict !== undefined) return conflict;
  const view = readView(call, 'home', home);
  if ('status' in view) return view;
  if (home !== undefined) changeView(world, home, view);
  const shown = home ?? storeView(world, { team: team.id, user: user.id, view });
  world.homes.set(user.id, shown);
  return ok({ view: viewObject(world, shown) });
}

/** Someone changed the view meanwhile: no fault of the app, unless the hash was never Slack's. */
function hashConflict(world: World, view: FakeView, hash: string | undefined): Answer | undefined {
  if (hash === undefined || hash === view.hash) return undefined;
  if (!/^\d+\.\d{6}\.h\w+$/.test(hash))
    world.report(`view ${view.id}: ${hash} is no hash of a view`);
  return refuse('hash_conflict');
}

/** The view of a call; `shown` is the one that it changes. */
function readView(
  { world, json, team }: MethodCall,
  type: View['type'],
  shown?: FakeView,
): View | Answer {
  const problems = checkView(json.view);
  const view = json.view as View;
  if (view.type !== type) problems.push(`type: ${view.type} where a ${type} is wanted`);
  world.report(...problems.map((problem) => `view: ${problem}`));
  if (JSON.stringify(view).length > 250_000) return refuse('view_too_large');
  if (problems.length > 0) {
    return refuse('invalid_arguments', { response_metadata: { messages: problems } });
  }
  const isTaken = [...world.views.values()].some(
    (other) =>
      other !== shown &&
      !other.isClosed &&
      other.team === team.id &&
      other.payload.external_id === view.external_id,
  );
  return view.external_id && isTaken ? refuse('duplicate_external_id') : view;
}
