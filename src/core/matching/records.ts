/** Records of so many whole numbers of 32 bits, side by side; 0 where none was set. */
export interface Records {
  get(index: number, field: number): number;
  set(index: number, field: number, value: number): void;
}

/** Records of `width` numbers. There are as many as are used. */
export function createRecords(width: number): Records {
  let values = new Int32Array(width * 1024);
  return {
    get: (index, field) => values[index * width + field] ?? 0,
    set(index, field, value) {
      if (index * width >= values.length) {
        const longer = new Int32Array(2 * Math.max(index * width, values.length));
        longer.set(values);
        values = longer;
      }
      values[index * width + field] = value;
    },
  };
}
