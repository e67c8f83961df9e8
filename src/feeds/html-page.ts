import type { MarkupHandler } from './parse-markup.ts';
import { parseMarkup } from './parse-markup.ts';

/** The words by which a page says what it is, raw: those of an error page say what is wrong. */
export interface HtmlPage {
  readonly title: string;
  readonly heading: string;
  readonly paragraph: string;
}

const mostWords = 300;

/** Reads a page for its first title, heading and paragraph, and lets the handler see the rest. Scripts and styles are no text. */
export function readHtmlPage(html: string, handler: MarkupHandler): HtmlPage {
  const words: Record<string, string> = { title: '', h1: '', p: '' };
  let current: string | undefined;
  let silent: string | undefined;
  parseMarkup(html, 'html', {
    open(name, attributes) {
      if (name === 'script' || name === 'style') silent = name;
      if (Object.hasOwn(words, name) && words[name] === '') current = name;
      handler.open?.(name, attributes);
    },
    text(text) {
      if (silent !== undefined) return;
      if (current !== undefined) words[current] = `${words[current]}${text}`.slice(0, mostWords);
      handler.text?.(text);
    },
    close(name) {
      if (name === silent) silent = undefined;
      if (name === current) current = undefined;
      handler.close?.(name);
    },
  });
  const { title = '', h1 = '', p = '' } = words;
  return { title, heading: h1, paragraph: p };
}
