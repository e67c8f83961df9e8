import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

export interface LineHistory {
  /** The last lines, newest first. */
  readonly lines: string[];
  add(line: string): void;
}

const mostLines = 500;

/** Lines remembered in a file that only its owner can read. Where that cannot be, they are forgotten: history is a comfort. */
export function openLineHistory(file: string | undefined): LineHistory {
  if (file === undefined) return { lines: [], add() {} };
  const stored = storedLines(file);
  const lines = stored.slice(-mostLines);
  if (stored.length > 2 * mostLines) {
    ifPossible(() => writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600 }));
  }
  return {
    lines: lines.reverse(),
    add(line) {
      ifPossible(() => appendFileSync(file, `${line}\n`, { mode: 0o600 }));
    },
  };
}

function storedLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
  } catch {
    return [];
  }
}

function ifPossible(write: () => void): void {
  try {
    write();
  } catch {
    return;
  }
}
