import { clip } from '../core/text/clip.ts';
import { plainText } from '../core/text/plain-text.ts';
import type { ParseOutcome } from './feed.ts';

/** A document in which the source says that it has nothing to give, and why, in its own raw words. */
export function sourceFault(raw: string): ParseOutcome & { readonly kind: 'unreadable' } {
  const words = clip(plainText(raw), 300) || 'it gives no reason';
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
