import type { Instant } from './paper.ts';

/** Where an app was let in by somebody else, and what it needs to act there. */
export interface Installation {
  /** Whose it is, and where, in the words of its platform: `slack:T0123`. */
  readonly id: string;
  /** The tokens, encrypted by the platform: nobody else can read them. */
  readonly sealed: string;
  readonly updatedAt: Instant;
}

/** What a platform keeps of them. A removed one leaves nothing behind, not even in a backup. */
export interface InstallationStore {
  all(): Promise<readonly Installation[]>;
  get(id: string): Promise<Installation | undefined>;
  put(installation: Installation): Promise<void>;
  remove(id: string): Promise<void>;
}
