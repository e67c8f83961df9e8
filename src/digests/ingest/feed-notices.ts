import { type FeedReport, isOutage, troubleAfter } from '../../core/feed-trouble.ts';
import type { Address } from '../../core/subscription.ts';
import type { View } from '../../core/view.ts';
import { feedRecoveryView, feedTroubleView } from '../../core/views/feed-notice-view.ts';
import type { Feed } from '../../feeds/feed.ts';
import type { Log } from '../../lib/log.ts';
import type { Platform } from '../../platforms/platform.ts';
import type { FeedMemory, Store } from '../../store/store.ts';

export interface FeedNoticesDependencies {
  readonly store: Pick<Store, 'feeds'>;
  /** By the first part of an address. */
  readonly platforms: ReadonlyMap<string, Platform>;
  /** Who is told; undefined: the log alone. */
  readonly admin: Address | undefined;
  /** For the times in notices: an IANA name. */
  readonly zone: string;
  readonly now: () => number;
  readonly log: Log;
}

export interface FeedNotices {
  /**
   * Remembers what a read of a feed came to, and tells the administrator once when trouble has lasted, and once when it is
   * over. What could not be told or stored is tried again after the next read. Never rejects.
   */
  note(feed: Pick<Feed, 'id' | 'title'>, report: FeedReport): Promise<void>;
}

/** The key under which a feed is remembered as a whole; others are its days and pages. */
export const wholeFeed = '*';

/** Stands for a feed that was never read. */
const never = new Date(0).toISOString();

export function createFeedNotices(dependencies: FeedNoticesDependencies): FeedNotices {
  const { store, admin, zone, now, log } = dependencies;
  const latest = new Map<string, FeedMemory>();

  async function note({ id, title }: Pick<Feed, 'id' | 'title'>, report: FeedReport) {
    const previous = latest.get(id) ?? (await store.feeds.get(id, wholeFeed));
    const at = new Date(now()).toISOString();
    const trouble = troubleAfter(previous?.trouble, report, at);
    const fetchedAt = report.reached ? at : (previous?.fetchedAt ?? never);
    const readAt = lastReadAt([{ feed: id, key: wholeFeed, fetchedAt }]);
    let told = previous?.told === true;
    if (trouble !== undefined && !told && isOutage(trouble, now())) {
      const view = feedTroubleView(title, trouble, {
        zone,
        ...(readAt !== undefined && { readAt }),
      });
      told = await tell(view, `feed/${id}/trouble-${trouble.since}`, 'warn');
    }
    if (trouble === undefined && previous?.trouble !== undefined && told) {
      const view = feedRecoveryView(title, previous.trouble, zone);
      told = !(await tell(view, `feed/${id}/over-${previous.trouble.since}`, 'info'));
    }
    const isUntold = trouble === undefined && told;
    const kept = isUntold ? previous?.trouble : trouble;
    const memory: FeedMemory = {
      feed: id,
      key: wholeFeed,
      fetchedAt,
      ...(kept !== undefined && { trouble: kept }),
      ...(told && { told }),
    };
    latest.set(id, memory);
    await store.feeds.put([memory]);
  }

  /** Whether the administrator knows now, or may know. */
  async function tell(view: View, noticeId: string, level: keyof Log): Promise<boolean> {
    log[level](view.summary);
    if (admin === undefined) return true;
    const platform = dependencies.platforms.get(admin.slice(0, admin.indexOf(':')));
    if (platform === undefined) return true;
    const messages = platform.render(view, { address: admin, scope: 'channel' });
    for (const [part, { payload }] of messages.entries()) {
      const outcome = await platform.send(admin, payload, `${noticeId}/${part}`);
      if (outcome.kind === 'sent') continue;
      log.warn(`${admin} could not be told of it: ${outcome.detail}`);
      return outcome.kind === 'uncertain';
    }
    return true;
  }

  return {
    note: (feed, report) =>
      note(feed, report).catch((error: unknown) =>
        log.warn(`${feed.title}: what became of its read is not kept: ${String(error)}`),
      ),
  };
}

/** When a feed was last read, epoch milliseconds, by what is remembered of it; undefined where it never was. */
export function lastReadAt(memories: readonly FeedMemory[]): number | undefined {
  const latest = Math.max(0, ...memories.map(({ fetchedAt }) => Date.parse(fetchedAt)));
  return latest === 0 ? undefined : latest;
}
