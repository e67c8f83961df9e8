import { refusal } from '../../../commands/reply.ts';
import { announcement, isShareable, namingPlace, placeOf } from '../../../commands/reply-views.ts';
import type { Invocation, Reply } from '../../../core/invocation.ts';
import { type Problem, ProblemError } from '../../../core/problem.ts';
import type { Log } from '../../../lib/log.ts';
import type { Desk } from '../../platform.ts';
import { channelAddress } from '../address.ts';
import type { Access, Workspaces } from '../installs/workspaces.ts';
import { fileViews } from '../render/file-views.ts';
import { formView } from '../render/search-form.ts';
import type { Answers, Screen } from './answers.ts';
import { type Asked, metadataOf, type Spot, staysInPlace } from './asked.ts';
import type { Asking } from './asking.ts';
import type { Events } from './events.ts';
import type { HomeTab } from './home-tab.ts';

export interface AnsweringOptions {
  readonly desk: Pick<Desk, 'dispatch' | 'form'>;
  readonly asking: Asking;
  readonly answers: Answers;
  readonly workspaces: Pick<Workspaces, 'access'>;
  readonly home: HomeTab;
  /** Where there is no other way to tell than to post. */
  readonly post: Events['post'];
  readonly log: Log;
}

/** Where an answer goes, and what it takes to show it there. */
export interface Stage {
  readonly access: Access;
  readonly spot: Spot;
  readonly screen: Screen;
}

const broken: Problem = {
  message: 'I could not show the answer here, through a fault of mine.',
  remedy: 'Try again; whoever runs this bot finds the fault in its log.',
};

const notSent: Problem = {
  message: 'I could not send it to you by direct message.',
  remedy: 'Look at what Slack says in the Messages tab of this app, then try again.',
};

/** From what is asked to the answer: in private, where it was asked; a change that concerns a channel is told there as well. */
export function createAnswering(options: AnsweringOptions) {
  const { desk, asking, answers, workspaces, home, post, log } = options;

  async function accessOf({ source, team }: Spot): Promise<Access> {
    const access = await workspaces.access(source);
    if (access === undefined) throw new Error(`the app is not installed in ${team}`);
    return access;
  }

  /** Opens a view where the answer belongs into a new one. */
  async function screenFor(
    asked: Asked,
    spot: Spot,
    { access, isButton, hasForm }: { access: Access; isButton: boolean; hasForm: boolean },
  ): Promise<Screen> {
    const { view, triggerId, isPrivateMessage } = spot;
    const isDetails = isButton && asked.path.join(' ') === 'papers show';
    const isNew = !staysInPlace(asked) && (view !== undefined || isDetails);
    const opens = hasForm || view?.type === 'home' || isNew;
    if (opens && triggerId !== undefined) return answers.open(access.botToken, spot);
    if (view !== undefined) return { kind: 'view', ...view };
    const replaces = isButton && isPrivateMessage === true && staysInPlace(asked);
    return { kind: 'message', replaces };
  }

  function show({ access, spot, screen }: Stage, reply: Reply, invocation?: Invocation) {
    const hasOthers = spot.channel !== undefined && spot.responseUrl !== undefined;
    const mayShare = hasOthers && invocation !== undefined && isShareable(invocation, reply);
    const share = mayShare ? { path: invocation.path, args: invocation.args } : undefined;
    const metadata = metadataOf(spot);
    return answers.show(access.botToken, spot, screen, { reply, share, metadata });
  }

  async function tellOthers(invocation: Invocation, reply: Reply, spot: Spot): Promise<void> {
    if (invocation.address === invocation.personalAddress) return;
    const address = placeOf(invocation, reply);
    const told = announcement(invocation, reply);
    const isTold = spot.responseUrl !== undefined && !isElsewhere(invocation, reply, spot);
    await (isTold ? answers.respond(spot, told) : post(address, told.view));
  }

  function warnOf({ team }: Spot): (error: unknown) => undefined {
    return (error) => void log.warn(`Slack: an answer in ${team}: ${String(error)}`);
  }

  /** Sees to it that something is answered, whatever happens. */
  async function guarded(stage: Stage, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof ProblemError)) warnOf(stage.spot)(error);
      const problem = error instanceof ProblemError ? error.problem : broken;
      await show(stage, refusal(problem)).catch(() =>
        answers.respond(stage.spot, refusal(problem)),
      );
    }
  }

  /** A file comes by direct message. */
  async function sendFile(
    { spot }: Stage,
    { personalAddress }: Invocation,
    file: NonNullable<Reply['file']>,
  ): Promise<void> {
    const isSent = await post(personalAddress, ...fileViews(file));
    if (!isSent) await answers.respond(spot, refusal(notSent));
  }

  /** Shows the answer, then does what follows from it. */
  async function finish(stage: Stage, invocation: Invocation, reply: Reply): Promise<void> {
    const isFar = isElsewhere(invocation, reply, stage.spot);
    await show(stage, isFar ? namingPlace(invocation, reply) : reply, invocation);
    if (reply.file !== undefined) await sendFile(stage, invocation, reply.file);
    if (reply.visibility === 'public') await tellOthers(invocation, reply, stage.spot);
    home.refreshAfter(invocation, reply, stage.spot);
  }

  return {
    accessOf,
    guarded,
    show,
    finish,
    async carryOut(asked: Asked, spot: Spot, isButton: boolean): Promise<void> {
      const access = await accessOf(spot);
      const hasForm = spot.triggerId !== undefined && (await asking.mayHaveForm(asked, spot));
      const screen = await screenFor(asked, spot, { access, isButton, hasForm }).catch(
        warnOf(spot),
      );
      if (screen === undefined) return answers.respond(spot, refusal(broken));
      const stage = { access, spot, screen };
      await guarded(stage, async () => {
        const problem = await asking.problemBefore(asked, spot, access, hasForm);
        if (problem !== undefined) return show(stage, refusal(problem));
        const invocation = await asking.invocationOf(asked, spot);
        const form = hasForm ? await desk.form(invocation) : undefined;
        const question = asking.asksChannel(asked, spot) ? {} : undefined;
        const view = form && formView(form, metadataOf(spot, asked), question);
        if (screen.kind === 'view' && view !== undefined) {
          return answers.update(access.botToken, screen.id, view);
        }
        await finish(stage, invocation, await desk.dispatch(invocation));
      });
    },
    /** A reply that no command gave, to a button. */
    async reply(reply: Reply, spot: Spot): Promise<void> {
      const access = await accessOf(spot);
      const how = { access, isButton: true, hasForm: false };
      await show(
        { access, spot, screen: await screenFor({ path: [], args: {} }, spot, how) },
        reply,
      );
    },
  };
}

/** It is about a channel, and was not asked there. */
function isElsewhere(invocation: Invocation, reply: Reply, { team, channel }: Spot): boolean {
  const address = placeOf(invocation, reply);
  if (address === invocation.personalAddress) return false;
  return channel === undefined || address !== channelAddress(team, channel);
}
