import { arxivAtom } from './arxiv/atom-format.ts';
import { arxivRss } from './arxiv/rss-format.ts';
import type { Format, ParseContext, ParseOutcome } from './feed.ts';
import { huggingFaceHtml } from './hugging-face/html-format.ts';
import { huggingFaceJson } from './hugging-face/json-format.ts';
import { textExport } from './hugging-face/text-export.ts';
import { papersJsonl } from './papers-jsonl.ts';

/** Every format that can be read, the narrower before the wider: the first that recognizes a document reads it. */
export const formats: readonly Format[] = [
  papersJsonl,
  huggingFaceJson,
  arxivAtom,
  arxivRss,
  huggingFaceHtml,
  textExport,
];

/** Reads a document in whichever format its content shows, or in the one that is named by its id. Never throws. */
export function parseDocument(
  text: string,
  context: ParseContext & { readonly format?: string },
): ParseOutcome & { readonly format?: string } {
  const document = text.replace(/^\uFEFF/, '');
  const format =
    formats.find(({ id }) => id === context.format) ??
    formats.find((candidate) => candidate.detect(document));
  if (format === undefined) return unrecognized(document);
  return { ...format.parse(document, context), format: format.id };
}

function unrecognized(text: string): ParseOutcome {
  const expected =
    'Expected is a papers list of Hugging Face (JSON, web page or copied text) or of arXiv (Atom or RSS).';
  if (!/\S/.test(text)) {
    return { kind: 'unreadable', message: 'It is empty.', remedy: expected };
  }
  if (isBinary(text.slice(0, 4000))) {
    return { kind: 'unreadable', message: 'It is not text.', remedy: expected };
  }
  return {
    kind: 'unreadable',
    message: 'It is text, but in no format of papers that is known here.',
    remedy: expected,
  };
}

/** Control and replacement characters in a measure that no text has. */
function isBinary(text: string): boolean {
  const strange = text.match(/(?!\s)[\p{Cc}\uFFFD]/gu)?.length ?? 0;
  return text.includes('\0') || strange > text.length * 0.05;
}
