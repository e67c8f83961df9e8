/** A piece of what was typed, safe to show: no control, format or broken characters, and not long. */
export function quote(typed: string): string {
  const shown = Array.from(typed.replaceAll(/\p{C}/gu, ''));
  return `“${shown.length > 40 ? `${shown.slice(0, 39).join('')}…` : shown.join('')}”`;
}
