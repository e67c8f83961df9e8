/** Characters of the text, groups and nots inside one another, and words, phrases and filters in all. */
export const queryLimits = { length: 500, depth: 12, terms: 60 } as const;
