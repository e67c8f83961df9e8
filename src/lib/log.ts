/** Where the running product says what its operator may want to know; one line each, no secrets. */
export interface Log {
  /** For whoever looks: what was read, what was dropped. */
  info(line: string): void;
  /** For whoever runs it: something is not as it should be. */
  warn(line: string): void;
}
