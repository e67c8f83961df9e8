/** By the clock of the fakes, which may be ahead of the machine's: Node.js goes by the machine's. */
export function dateHeader(): { readonly date: string } {
  return { date: new Date().toUTCString() };
}
