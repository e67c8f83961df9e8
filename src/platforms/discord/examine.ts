import { type Problem, ProblemError } from '../../core/problem.ts';
import type { Address } from '../../core/subscription.ts';
import { connect, createClient, type GatewayOptions } from './gateway/gateway.ts';
import { placeProblem } from './place-problem.ts';

const silent = { info: () => undefined, warn: () => undefined };

/** Connects, looks at each place of Discord's, and leaves. A bot that runs beside it goes on. */
export async function examineDiscord(
  options: GatewayOptions,
  addresses: readonly Address[],
): Promise<{ problem?: Problem; places: ReadonlyMap<Address, Problem> }> {
  const places = new Map<Address, Problem>();
  const client = createClient(options, silent);
  try {
    await connect(client, options);
    for (const address of addresses) {
      const problem = await placeProblem(client, address);
      if (problem !== undefined) places.set(address, problem);
    }
    return { places };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { problem: error.problem, places };
  } finally {
    await client.destroy();
  }
}
