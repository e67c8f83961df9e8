/** What may stand around an id: the ways people, pages and feeds write it. */
const wrapping =
  /^(?:(?:https?:\/\/)?(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html|format)\/|(?:https?:\/\/)?(?:www\.)?(?:huggingface\.co|hf\.co)\/papers\/|(?:(?:https?:\/\/)?(?:dx\.)?doi\.org\/|doi:)?10\.48550\/arxiv\.|oai:arxiv\.org:|arxiv:)\s*/i;
const trailing = /(?:\.pdf)?\/?(?:[?#].*)?$/is;
const current = /^(\d{2})(\d{2})\.(\d{3,5})(?:v\d{1,3})?$/i;
const old =
  /^([a-z]{2,9}(?:-[a-z]{2,4})?)(?:\.[a-z]{2})?\/(\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v\d{1,3})?$/i;

/**
 * The bare arXiv id in `text`, without a version: `2401.00001`, or `hep-ex/0307015` from before April 2007. Reads the id
 * itself, `arXiv:` before it, arxiv.org and huggingface.co/papers addresses, and arXiv DOIs. A number that lost its zeros
 * on the way through a float is padded on the left as Hugging Face's client does: `2406.105` is `2406.00105`.
 * `undefined` where the whole text is not one id. Scheme: https://info.arxiv.org/help/arxiv_identifier.html
 */
export function parseArxivId(text: string): string | undefined {
  if (text.length > 300) return undefined;
  const id = text.trim().replace(wrapping, '').replace(trailing, '');
  const [, year, month, number] = current.exec(id) ?? [];
  if (year !== undefined && month !== undefined && number !== undefined) {
    return currentId(year, month, number);
  }
  const [, archive, serial] = old.exec(id) ?? [];
  return archive === undefined ? undefined : `${archive.toLowerCase()}/${serial}`;
}

const nearlyCurrent = /^(\d{2})(\d{2})\.(\d{3,9})(?:v\d{1,3})?$/i;

/** What is wrong with a number that is written as an arXiv id and is none, in one sentence; undefined for all else. */
export function arxivIdFault(text: string): string | undefined {
  if (text.length > 300 || parseArxivId(text) !== undefined) return undefined;
  const id = text.trim().replace(wrapping, '').replace(trailing, '');
  const [, year, month] = nearlyCurrent.exec(id) ?? [];
  if (year === undefined || month === undefined) return undefined;
  if (month < '01' || month > '12') {
    return `${id} is no arXiv id: they begin with year and month, as 2401 does, and there is no month ${month}.`;
  }
  if (`${year}${month}` < '0704') {
    return `${id} is no arXiv id: there are such since April 2007, 0704.0001. Older ones are like hep-ex/0307015.`;
  }
  return `${id} is no arXiv id: after the dot it has more than ${numberLength(year)} digits.`;
}

function currentId(year: string, month: string, number: string): string | undefined {
  if (month < '01' || month > '12' || `${year}${month}` < '0704') return undefined;
  const digits = numberLength(year);
  if (number.length > digits) return undefined;
  return `${year}${month}.${number.padStart(digits, '0')}`;
}

/** Numbers have four digits from April 2007 and five from January 2015. */
function numberLength(year: string): number {
  return year >= '15' ? 5 : 4;
}
