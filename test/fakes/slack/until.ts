/** Waits for something to become true, or to be there. Rejects with what it waited for. */
export async function until<T>(
  look: () => T | undefined | false,
  what: string,
  limitMs = 5_000,
): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() >= end) throw new Error(`waited ${limitMs} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
