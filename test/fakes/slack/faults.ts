/** How the next call goes wrong. */
export interface Fault {
  /** Slack's word for it, in an answer with status 200. */
  readonly error?: string;
  /** An HTTP status instead of 200. */
  readonly status?: number;
  /** Seconds, with status 429. */
  readonly retryAfter?: number;
  /** Drops the connection without an answer. */
  readonly reset?: true;
  /** Never answers. */
  readonly hang?: true;
  /** Answers with headers, and never with what follows them. */
  readonly stall?: true;
  /** The call is carried out before it goes wrong. */
  readonly afterStoring?: true;
  /** For so many calls: 1 unless said. */
  readonly times?: number;
  /** Only calls about this channel. */
  readonly channel?: string;
}

export type Faults = ReturnType<typeof createFaults>;

export function createFaults() {
  const waiting: { readonly method: string; readonly fault: Fault; left: number }[] = [];
  return {
    /** Gives what takes it back. */
    failNext(method: string, fault: Fault): () => void {
      const added = { method, fault, left: fault.times ?? 1 };
      waiting.push(added);
      return () => {
        const index = waiting.indexOf(added);
        if (index >= 0) waiting.splice(index, 1);
      };
    },
    take(method: string, args: Readonly<Record<string, string>>): Fault | undefined {
      const index = waiting.findIndex(
        ({ method: name, fault: { channel } }) =>
          name === method && (channel === undefined || channel === args.channel),
      );
      const found = waiting[index];
      if (found === undefined) return undefined;
      found.left -= 1;
      if (found.left === 0) waiting.splice(index, 1);
      return found.fault;
    },
  };
}
