import { clip } from '../../core/text/clip.ts';
import { plainText } from '../../core/text/plain-text.ts';

/**
 * What an error answer says of itself, as one short line; empty where it says nothing readable.
 * Hugging Face gives `{"error": "..."}` and `X-Error-Message`; a page of HTML is for browsers and says nothing.
 */
export function reasonGiven(headers: Readonly<Record<string, string>>, body: string): string {
  return clip(plainText(headers['x-error-message'] ?? errorMember(body)), 200);
}

function errorMember(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === 'object' && value !== null;
    return isObject && 'error' in value && typeof value.error === 'string' ? value.error : '';
  } catch {
    return '';
  }
}
