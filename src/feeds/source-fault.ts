import type { ParseOutcome } from './feed.ts';

/** A document in which the source says that it has nothing to give, and why, in its own words. */
export function sourceFault(words: string): ParseOutcome & { readonly kind: 'unreadable' } {
  const message = `The source answered with an error: ${words.replace(/[.!]?$/, '.')}`;
  const remedy = remedyFor(words);
  return { kind: 'unreadable', message, ...(remedy !== undefined && { remedy }) };
}

function remedyFor(words: string): string | undefined {
  if (/rate (?:limit|exceeded)|too many requests|\b429\b/i.test(words)) {
    return 'Wait five minutes and try again. For Hugging Face, HF_TOKEN raises the limit.';
  }
  if (/\b50[0-9]\b|unavailable|bad gateway|timed? ?out/i.test(words)) {
    return 'The source is in trouble. Try again later.';
  }
  return undefined;
}
