import type { Address } from '../core/subscription.ts';
import type { Block } from '../core/view.ts';
import { placeFault } from '../core/views/place-fault.ts';
import { faultBlock } from './digest-faults.ts';
import type { Services } from './services.ts';

/** What is known to keep digests from a place; nothing where that cannot be told just now. */
export async function placeBlocks({ placeProblem }: Services, address: Address): Promise<Block[]> {
  const problem = await placeProblem(address);
  if (problem === undefined || problem.isUnknown) return [];
  return [faultBlock(placeFault(problem, [], true))];
}
