import { parseMarkup } from './parse-markup.ts';

export interface XmlElement {
  /** Names from below the record on, as written: `author/name`, `arxiv:primary_category`. */
  readonly path: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
}
export type XmlRecord = readonly XmlElement[];

type OpenElement = {
  readonly path: string;
  readonly attributes: XmlElement['attributes'];
  text: string;
};

/** Deeper elements are text of the one above them. */
const deepest = 4;

/** The records (`entry`, `item`) of an XML document. One that is not closed, because the document was cut off, is left out. */
export function xmlRecords(
  xml: string,
  recordName: string,
): { records: XmlRecord[]; complete: boolean } {
  const records: XmlRecord[] = [];
  let record: XmlElement[] | undefined;
  const open: OpenElement[] = [];
  let depth = 0;
  const { complete } = parseMarkup(xml, 'xml', {
    open(name, attributes) {
      if (record !== undefined) {
        depth += 1;
        if (depth > deepest) return;
        const parent = open.at(-1);
        const path = parent === undefined ? name : `${parent.path}/${name}`;
        open.push({ path, attributes, text: '' });
      } else if (name === recordName) {
        record = [];
        depth = 0;
      }
    },
    text(text) {
      const element = open.at(-1);
      if (element !== undefined) element.text += text;
    },
    close() {
      if (record === undefined) return;
      if (depth === 0) {
        records.push(record);
        record = undefined;
      } else if (depth <= deepest) {
        record.push(...open.splice(-1));
      }
      depth -= 1;
    },
  });
  return { records, complete };
}

/** The text of the first element at that path. */
export function xmlText(record: XmlRecord, path: string): string | undefined {
  return record.find((element) => element.path === path)?.text;
}

export function xmlTexts(record: XmlRecord, path: string): readonly string[] {
  return record.filter((element) => element.path === path).map((element) => element.text);
}

export function xmlAttributes(
  record: XmlRecord,
  path: string,
  attribute: string,
): readonly string[] {
  return record
    .filter((element) => element.path === path)
    .map((element) => element.attributes[attribute] ?? '')
    .filter((value) => value !== '');
}
