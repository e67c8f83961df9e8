import type { Delivery } from '../../src/core/delivery.ts';
import type { PaperId } from '../../src/core/paper.ts';

/** What deliveries posted at each address and passed over for each subscription, gathered when it is first asked for. */
export interface DecidedPapers {
  postedAt(address: string): ReadonlySet<PaperId>;
  passedOverBy(subscription: string): ReadonlySet<PaperId>;
  /** A delivery was put, or took the place of one. */
  changed(previous: Delivery | undefined, next: Delivery): void;
  /** Anything else changed. */
  forget(): void;
}

export function createDecidedPapers(
  deliveries: ReadonlyMap<string, Delivery>,
  history: ReadonlyMap<string, ReadonlySet<PaperId>>,
): DecidedPapers {
  const posted = new Map<string, Set<PaperId>>();
  const passedOver = new Map<string, Set<PaperId>>();

  function forget(): void {
    posted.clear();
    passedOver.clear();
  }

  function add(papers: readonly PaperId[], to: Set<PaperId> | undefined): void {
    for (const paper of papers) to?.add(paper);
  }

  return {
    postedAt(address) {
      const known = posted.get(address);
      if (known !== undefined) return known;
      const papers = new Set(history.get(address));
      posted.set(address, papers);
      for (const each of deliveries.values()) {
        if (each.address === address && isDecided(each)) add(each.posted, papers);
      }
      return papers;
    },
    passedOverBy(subscription) {
      const known = passedOver.get(subscription);
      if (known !== undefined) return known;
      const papers = new Set<PaperId>();
      passedOver.set(subscription, papers);
      for (const each of deliveries.values()) {
        if (each.subscription === subscription && isDecided(each)) add(each.passedOver, papers);
      }
      return papers;
    },
    changed(previous, next) {
      if (isDecided(next)) {
        add(next.posted, posted.get(next.address));
        add(next.passedOver, passedOver.get(next.subscription));
      } else if (previous !== undefined && isDecided(previous)) forget();
    },
    forget,
  };
}

function isDecided({ status }: Delivery): boolean {
  return status !== 'planned' && status !== 'failed' && status !== 'skipped';
}
