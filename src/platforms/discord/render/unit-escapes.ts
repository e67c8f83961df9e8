/** Writes what is unsafe as `%` and the hexadecimal of its UTF-16 units: `%2b`, `%u202e`. The percent sign must be unsafe. */
export function escapeUnits(text: string, unsafe: RegExp): string {
  return text.replaceAll(unsafe, (found) => found.replaceAll(/[\s\S]/g, hexadecimal));
}

export function unescapeUnits(text: string): string {
  return text.replaceAll(/%(?:u([\da-f]{4})|([\da-f]{2}))/g, (_, unit?: string, byte?: string) =>
    String.fromCharCode(Number.parseInt(unit ?? byte ?? '', 16)),
  );
}

function hexadecimal(unit: string): string {
  const digits = unit.charCodeAt(0).toString(16);
  return digits.length <= 2 ? `%${digits.padStart(2, '0')}` : `%u${digits.padStart(4, '0')}`;
}
