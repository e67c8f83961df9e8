/** One thing that was looked at. `remedy` says what to do where it is not as it should be. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'fault';
  readonly text: string;
  readonly remedy?: string;
}
