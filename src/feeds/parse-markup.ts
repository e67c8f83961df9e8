import { Parser } from 'htmlparser2';

export interface MarkupHandler {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  readonly text?: (text: string) => void;
  readonly close?: (name: string) => void;
}

/** Deeper than any page or feed. The parser's time grows with the square of the depth. */
const deepest = 1_000;
const chunkLength = 16_384;

/**
 * Reads HTML or XML in one pass and tells the handler what it meets, without building a tree. `complete` is false when
 * elements were left open at the end, and when it stopped because they were nested beyond measure. Entities of a DTD are
 * never expanded: the parser knows only those of HTML and XML.
 */
export function parseMarkup(
  text: string,
  language: 'html' | 'xml',
  handler: MarkupHandler,
): { readonly complete: boolean } {
  let depth = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth += 1;
        handler.open?.(name, attributes);
      },
      ontext(data) {
        handler.text?.(data);
      },
      onclosetag(name) {
        depth -= 1;
        handler.close?.(name);
      },
    },
    { xmlMode: language === 'xml' },
  );
  for (let at = 0; at < text.length && depth <= deepest; at += chunkLength) {
    parser.write(text.slice(at, at + chunkLength));
  }
  return { complete: depth === 0 };
}
