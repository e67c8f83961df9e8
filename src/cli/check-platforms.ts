import type { Config } from '../config.ts';
import type { Problem } from '../core/problem.ts';
import type { Address } from '../core/subscription.ts';
import { examinePlatforms } from '../platforms/registry.ts';
import type { Store } from '../store/store.ts';
import { type Finding, findingOf } from './finding.ts';

export interface PlatformsCheck {
  readonly findings: readonly Finding[];
  /** What keeps digests from where they go. */
  readonly places: ReadonlyMap<Address, Problem>;
}

/** Whether each configured platform lets the bot in, and whether it may post where it should, as far as a `store` tells. */
export async function checkPlatforms(
  config: Config,
  store: Pick<Store, 'subscriptions' | 'installations'> | undefined,
): Promise<PlatformsCheck> {
  const { adminAddress: admin } = config;
  const [subscriptions = [], installations = []] = await Promise.all([
    store?.subscriptions.all(),
    store?.installations.all(),
  ]);
  const addresses = subscriptions.map(({ address }) => address);
  if (admin !== undefined) addresses.push(admin);
  const examined = await examinePlatforms(config, [...new Set(addresses)], installations);
  const places = new Map(examined.flatMap((each) => [...each.places]));
  const findings = examined.flatMap(({ platform, problem, parts = [] }) => [
    platformFinding(platform, problem),
    ...parts.map((part) => platformFinding(`${platform}: ${part.name}`, part.problem)),
  ]);
  const adminProblem = places.get(admin ?? '');
  if (adminProblem !== undefined) {
    findings.push(findingOf(`ADMIN_ADDRESS at ${admin}`, 'fault', adminProblem));
  }
  return { findings, places };
}

function platformFinding(name: string, problem?: Problem): Finding {
  if (problem === undefined) return { name, state: 'ok', text: 'lets the bot in' };
  return findingOf(name, 'fault', problem);
}
