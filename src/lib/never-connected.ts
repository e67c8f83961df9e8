/** Codes of the system, and of undici, for a connection that was never made. */
const codes: readonly unknown[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
];

/** Whether an error with this code says that nothing of a request was sent. */
export function isNeverConnected(code: unknown): boolean {
  return codes.includes(code);
}
