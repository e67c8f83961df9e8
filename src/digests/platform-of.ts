import { ProblemError } from '../core/problem.ts';
import type { Address } from '../core/subscription.ts';
import type { Platform } from '../platforms/platform.ts';

/** The platforms that run, by the first part of their addresses. */
export type Platforms = ReadonlyMap<string, Platform>;

export function platformIdOf(address: Address): string {
  return address.slice(0, address.indexOf(':'));
}

/** Throws ProblemError where the platform of the address does not run. */
export function platformOf(platforms: Platforms, address: Address): Platform {
  const platform = platforms.get(platformIdOf(address));
  if (platform !== undefined) return platform;
  throw new ProblemError({
    message: `Nothing can be sent to ${address}: its platform does not run here.`,
    remedy: 'Set the token of that platform, and start again.',
  });
}
