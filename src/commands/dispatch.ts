import type { Dispatch, Invocation, Reply } from '../core/invocation.ts';
import { ProblemError } from '../core/problem.ts';
import { createInOrder } from '../lib/in-order.ts';
import { withAside } from './asides.ts';
import type { Command } from './command.ts';
import { commandLine } from './command-line.ts';
import { refusal } from './reply.ts';
import type { Services } from './services.ts';

/**
 * Runs invocations: the one place where permission is checked and where what goes wrong becomes words. Never rejects.
 * What one person changes is done in the order in which it was asked, so that two presses at once change things once.
 * `onFault` gets what no command foresaw.
 */
export function createDispatch(
  services: Services,
  commands: readonly Command[],
  onFault: (fault: unknown, invocation: Invocation) => void,
): Dispatch {
  const byPath = new Map(commands.map((command) => [command.path.join(' '), command]));
  const inOrder = createInOrder();
  return async (invocation): Promise<Reply> => {
    const command = byPath.get(invocation.path.join(' '));
    if (command === undefined) {
      return refusal({
        message: `There is no command /${invocation.path.join(' ')} (any more).`,
        remedy: '/papers help lists what there is.',
      });
    }
    if (command.permission === 'manage' && !invocation.actor.canManage) {
      return refusal({
        message: `You may not use ${commandLine(command.path, {})} here.`,
        remedy:
          'Ask somebody who manages this place, or follow topics for yourself: /papers my follow.',
      });
    }
    try {
      const run = (): Promise<Reply> => command.run(services, invocation);
      const reply =
        command.writes === true ? await inOrder.run(invocation.actor.id, run) : await run();
      return await withAside(services, invocation, reply);
    } catch (error) {
      if (error instanceof ProblemError) return refusal(error.problem);
      onFault(error, invocation);
      return refusal({
        message: 'That did not work, through a fault of ours.',
        remedy:
          'Nothing you typed is wrong. Try again; whoever runs this bot finds the fault in its log.',
      });
    }
  };
}
