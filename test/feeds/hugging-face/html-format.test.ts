import { expect, test } from 'vitest';
import { huggingFaceHtml } from '../../../src/feeds/hugging-face/html-format.ts';
import { huggingFaceJson } from '../../../src/feeds/hugging-face/json-format.ts';

const context = { seenAt: '2025-06-02T12:00:00.000Z', day: '2025-06-03' };
const list = [
  {
    paper: { id: '2501.90001', title: `"Tidy" & <think> it's`, summary: 'One.', upvotes: 4 },
    numComments: 2,
  },
  { paper: { id: '2501.90002', title: 'Two' } },
];

function escapeAttribute(value: unknown): string {
  return JSON.stringify(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
}

function page(island: string): string {
  return `<!doctype html><html><head><title>Daily Papers</title></head><body><main>${island}</main></body></html>`;
}

const props = { periodType: 'day', dateString: '2025-06-02', dailyPapers: list };

test.each([
  [
    'as it is',
    `<div class="SVELTE_HYDRATER contents" data-target="DailyPapers" data-props="${escapeAttribute(props)}">`,
  ],
  ['the other way round', `<div data-props="${escapeAttribute(props)}" data-target="DailyPapers">`],
  [
    'in single quotes',
    `<div data-target='DailyPapers' data-props='${JSON.stringify(props).replaceAll('&', '&amp;').replaceAll("'", '&#39;')}'>`,
  ],
  [
    'of 2024',
    `<div data-target="DailyPapers" data-props="${escapeAttribute({ date: '2025-06-02T00:00:00.000Z', dailyPapers: list })}">`,
  ],
])('the data of a page read as the API does: %s', (_, island) => {
  const outcome = huggingFaceHtml.parse(page(island), context);
  const api = huggingFaceJson.parse(JSON.stringify(list), { ...context, day: '2025-06-02' });
  expect(outcome).toEqual({ ...api, day: '2025-06-02' });
});

test('a page of another day than asked says so', () => {
  const island = `<div data-target="DailyPapers" data-props="${escapeAttribute({ ...props, dateString: '2025-05-30' })}">`;
  expect(huggingFaceHtml.parse(page(island), context)).toMatchObject({ day: '2025-05-30' });
});

const card = `<article><a href="/papers/2501.90001" class="peer"></a>
  <div class="absolute leading-none">Submitted by <img alt=""> reader-1</div>
  <a href="/login?next=%2Fpapers%2F2501.90001"><div><div class="leading-none">94</div></div></a>
  <h3><a href="/papers/2501.90001">Tidy &amp; Desk</a></h3>
  <ul><li title="reader-9"></li><li>· 3 authors</li></ul>
  <a href="/papers/2501.90001#community"> 5 </a></article>
  <article><h3><a href="/papers/2501.90002">Two</a></h3><a href="/login?next=%2Fpapers%2F2501.90002"><div class="leading-none">-</div></a></article>
  <article><h3><a href="/blog/x">No paper</a></h3></article>`;

test('without its data the cards are read', () => {
  const outcome = huggingFaceHtml.parse(
    page(`<time datetime="2025-06-02T00:00:00.000Z"></time>${card}`),
    context,
  );
  expect(outcome).toMatchObject({
    kind: 'parsed',
    day: '2025-06-02',
    notes: [expect.stringContaining('without abstracts')],
    papers: [
      {
        id: 'arxiv:2501.90001',
        title: 'Tidy & Desk',
        upvotes: 94,
        comments: 5,
        submitter: 'reader-1',
        authors: [],
        abstract: '',
        featuredOn: '2025-06-02',
      },
      { id: 'arxiv:2501.90002', title: 'Two', upvotes: 0, comments: 0 },
    ],
  });
});

test('a day without papers is no fault', () => {
  const island = `<div data-target="DailyPapers" data-props="${escapeAttribute({ ...props, dailyPapers: [] })}">`;
  expect(huggingFaceHtml.parse(page(island), context)).toMatchObject({
    kind: 'parsed',
    papers: [],
  });
});

test('a page that was cut off says so', () => {
  const whole = page(`<div data-target="DailyPapers" data-props="${escapeAttribute(props)}">`);
  const outcome = huggingFaceHtml.parse(whole.slice(0, whole.indexOf('One.')), context);
  expect(outcome).toMatchObject({
    kind: 'unreadable',
    message: expect.stringContaining('cut off'),
  });
});
