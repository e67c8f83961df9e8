import type { Problem } from '../../../core/problem.ts';
import { botScopes } from './manifest.ts';
import type { Access } from './workspaces.ts';

/** What a workspace has not granted of what the app cannot do without. Undefined too where Slack does not tell. */
export function missingScopes({ scopes }: Pick<Access, 'scopes'>): Problem | undefined {
  const missing = botScopes.filter((scope) => !scopes.includes(scope));
  if (scopes.length === 0 || missing.length === 0) return undefined;
  return {
    message: `The app lacks scopes: ${missing.join(', ')}.`,
    remedy: 'Take the manifest in config/ as the app’s own, and install the app again.',
  };
}
