/** Sets of numbers below a bound, side by side in one array; a row is named by its number. */
export interface BitRows {
  /** A new row of no number. */
  add(): number;
  /** A new row of the same numbers. */
  copy(row: number): number;
  set(row: number, index: number): void;
  unite(row: number, other: number): void;
  intersect(row: number, other: number): void;
  subtract(row: number, other: number): void;
  /** The row, or `emptyRow` where there is nothing in it: then its room is free again. It must be the newest row. */
  settled(row: number): number;
  /** The numbers of a row, ascending. */
  forEach(row: number, visit: (index: number) => void): void;
}

/** The row of no number and that of every number; not to be changed. */
export const emptyRow = 0;
export const fullRow = 1;

export function createBitRows(size: number): BitRows {
  const width = (size + 31) >>> 5;
  let words = new Uint32Array(width * 256);
  let count = 0;

  function add(): number {
    const row = count;
    count += 1;
    if (count * width > words.length) {
      const larger = new Uint32Array(words.length * 2);
      larger.set(words);
      words = larger;
    }
    return row;
  }

  function at(index: number): number {
    return words[index] ?? 0;
  }

  function set(row: number, index: number): void {
    const word = row * width + (index >>> 5);
    words[word] = at(word) | (1 << (index & 31));
  }

  add();
  add();
  for (let index = 0; index < size; index += 1) set(fullRow, index);
  return {
    add,
    copy(row) {
      const made = add();
      for (let word = 0; word < width; word += 1) {
        words[made * width + word] = at(row * width + word);
      }
      return made;
    },
    set,
    unite(row, other) {
      for (let word = 0; word < width; word += 1) {
        const place = row * width + word;
        words[place] = at(place) | at(other * width + word);
      }
    },
    intersect(row, other) {
      for (let word = 0; word < width; word += 1) {
        const place = row * width + word;
        words[place] = at(place) & at(other * width + word);
      }
    },
    subtract(row, other) {
      for (let word = 0; word < width; word += 1) {
        const place = row * width + word;
        words[place] = at(place) & ~at(other * width + word);
      }
    },
    settled(row) {
      for (let word = row * width; word < (row + 1) * width; word += 1) {
        if (at(word) !== 0) return row;
      }
      count -= 1;
      return emptyRow;
    },
    forEach(row, visit) {
      for (let word = 0; word < width; word += 1) {
        for (let rest = at(row * width + word); rest !== 0; rest &= rest - 1) {
          visit((word << 5) + 31 - Math.clz32(rest & -rest));
        }
      }
    },
  };
}
