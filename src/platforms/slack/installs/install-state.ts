import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { InstallURLOptions, StateStore } from '@slack/bolt';

const validMs = 10 * 60_000;

/**
 * The `state` of an installation by OAuth: signed, valid for ten minutes, and good for one time. Only the ones that were
 * used are remembered, so that an installation goes on over a restart; Slack's own code is good for one time too.
 */
export function createInstallState(secret: string, install: InstallURLOptions): StateStore {
  const used = new Map<string, number>();

  function signed(text: string): string {
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  }

  function forgetExpired(now: number): void {
    for (const [state, expires] of used) if (expires < now) used.delete(state);
  }

  return {
    async generateStateParam(_options, now) {
      const expires = now.getTime() + validMs;
      return signed(`${expires}.${randomBytes(16).toString('base64url')}`);
    },
    async verifyStateParam(now, state) {
      const text = state.slice(0, state.lastIndexOf('.'));
      const expires = Number(text.split('.')[0]);
      if (!isSame(state, signed(text))) throw new Error('the state was not made here');
      if (!(expires >= now.getTime())) throw new Error('the state is older than ten minutes');
      forgetExpired(now.getTime());
      if (used.has(state)) throw new Error('the state was used before');
      used.set(state, expires);
      return install;
    },
  };
}

function isSame(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
