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
  /** Local date and time `YYYY-MM-DDTHH:MM` as the schedule names it. */
  readonly local: string;
  /** The instant at which it falls due, epoch milliseconds. */
  readonly at: number;
}

/**
 * The idempotency key of a digest: its local date and time with the offset of its zone, `2026-03-02T09:00+01:00`. The same
 * local time is another slot once the zone of the schedule was changed.
 */
export function slotKey({ local, at }: Slot): string {
  const offset = Math.round((Date.parse(`${local}Z`) - at) / 60_000);
  const size = Math.abs(offset);
  const [hours, minutes] = [Math.floor(size / 60), size % 60].map((part) =>
    `${part}`.padStart(2, '0'),
  );
  return `${local}${offset < 0 ? '-' : '+'}${hours}:${minutes}`;
}
