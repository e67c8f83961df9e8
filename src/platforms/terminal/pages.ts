import stringWidth from 'string-width';

/** Long text, a screenful at a time. */
export interface Pages {
  /** How many lines are still to be shown. */
  readonly waiting: number;
  /** Adds text and gives what of it fits on the screen now: nothing while earlier text waits. */
  add(text: string): string | undefined;
  /** The next screenful. */
  next(): string;
  /** Forgets what waits. */
  clear(): void;
}

export interface Screen {
  readonly rows?: number;
  readonly columns?: number;
}

/** Rows kept free: the prompt, and one line of what was read last. */
const keptRows = 2;

/** Pages for a screen whose size is looked at anew for every page. */
export function createPages(screen: Screen): Pages {
  let lines: string[] = [];

  function next(): string {
    // A terminal that does not know its size says 0.
    const rows = screen.rows || 24;
    const columns = screen.columns || 80;
    let free = Math.max(1, rows - keptRows);
    const cut = lines.findIndex((line) => {
      free -= Math.max(1, Math.ceil(stringWidth(line) / columns));
      return free < 0;
    });
    const page = cut === -1 ? lines : lines.slice(0, Math.max(1, cut));
    lines = lines.slice(page.length);
    return page.join('\n');
  }

  return {
    get waiting() {
      return lines.length;
    },
    add(text) {
      const isBehind = lines.length > 0;
      lines = lines.concat(text.split('\n'));
      return isBehind ? undefined : next();
    },
    next,
    clear() {
      lines = [];
    },
  };
}
