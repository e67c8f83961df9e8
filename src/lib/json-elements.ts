/**
 * The whole elements of the first JSON array in a text, each as its source, up to where the text is cut off or broken.
 * Elements are told apart by brackets and strings alone, so that one bad element does not spoil its neighbors. Linear.
 */
export function jsonElements(text: string): { elements: string[]; complete: boolean } {
  const elements: string[] = [];
  let start = text.indexOf('[') + 1;
  let depth = 0;
  const marks = /["[\]{},]/g;
  marks.lastIndex = start;
  for (let mark = marks.exec(text); mark !== null && start > 0; mark = marks.exec(text)) {
    const sign = mark[0];
    if (sign === '"') {
      const end = stringEnd(text, marks.lastIndex);
      if (end < 0) break;
      marks.lastIndex = end;
    } else if (sign === '[' || sign === '{') {
      depth += 1;
    } else if (depth > 0) {
      if (sign !== ',') depth -= 1;
    } else {
      const element = text.slice(start, mark.index).trim();
      if (element !== '') elements.push(element);
      start = marks.lastIndex;
      if (sign !== ',') return { elements, complete: sign === ']' };
    }
  }
  const rest = start > 0 ? text.slice(start).trim() : '';
  if (depth === 0 && /^\{.*\}$/s.test(rest)) elements.push(rest);
  return { elements, complete: false };
}

/** Where the string ends whose content begins at `index`, behind its quote; -1 when it does not. */
function stringEnd(text: string, index: number): number {
  for (let at = index; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\') at += 1;
    else if (character === '"') return at + 1;
  }
  return -1;
}
