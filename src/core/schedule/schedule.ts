export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

/** When a subscription posts, in its own zone. `zone` is an IANA name. */
export type Schedule =
  | {
      readonly kind: 'weekly';
      /** In week order, at least one. */
      readonly days: readonly Weekday[];
      /** Local times `HH:MM`, ascending, at least one. */
      readonly times: readonly string[];
      readonly zone: string;
    }
  | {
      readonly kind: 'cron';
      /** Five fields: minute, hour, day of month, month, day of week; read in `zone`. */
      readonly expression: string;
      readonly zone: string;
    };

/** One occasion of a schedule. */
export interface Slot {
  /** Local date and time `YYYY-MM-DDTHH:MM` as the schedule names it: the idempotency key of a digest. */
  readonly local: string;
  /** The instant at which it falls due, epoch milliseconds. */
  readonly at: number;
}
