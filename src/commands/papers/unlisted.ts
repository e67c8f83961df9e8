import { arxivIdFault, parseArxivId } from '../../core/arxiv-id.ts';
import { clip } from '../../core/text/clip.ts';
import { listed } from '../../core/text/listed.ts';
import type { Action, Block, RichText, View } from '../../core/view.ts';
import { formatDay } from '../../core/views/digest-view.ts';
import type { Services } from '../services.ts';

/** UTF-16 units. */
const longestShown = 100;

/** Why nothing was decided about a paper, asked for by its id, a link or words, that is not among those stored. */
export function unlistedView(typed: string, services: Services): View {
  const arxivId = parseArxivId(typed);
  const name = arxivId ?? `a paper called “${clip(typed, longestShown)}”`;
  const summary = `No feed that I read has listed ${name}${sinceText(services)}, so no digest could have it.`;
  const next: readonly Block[] =
    arxivId === undefined
      ? [
          { kind: 'text', text: [arxivIdFault(typed) ?? 'Ask by its arXiv id to be sure.'] },
          { kind: 'actions', actions: [searchAction(typed)] },
        ]
      : [{ kind: 'text', text: lookAt(arxivId) }];
  return {
    summary,
    blocks: [{ kind: 'notice', tone: 'info', text: [summary], hint: feedsText(services) }, ...next],
  };
}

/** Papers that are there though nothing was ever read are samples. */
function sinceText({ archive, feedStatus, now }: Services): string {
  let first: string | undefined;
  for (const { arrivedAt } of archive.papers()) {
    if (first === undefined || arrivedAt < first) first = arrivedAt;
  }
  const wasRead = feedStatus().some(({ readAt }) => readAt !== undefined);
  if (first === undefined || !wasRead) return ', and I have not read any paper yet';
  return ` since I began to read, on ${formatDay(first.slice(0, 10), now())}`;
}

function feedsText({ feedStatus }: Services): string {
  const feeds = feedStatus();
  const failing = feeds.filter(({ problem }) => problem !== undefined).map(({ feed }) => feed);
  const read = `I read ${listed(feeds.map(({ feed }) => feed))}.`;
  if (failing.length === 0) return read;
  return `${read} The last try to read ${listed(failing)} failed: /papers status tells more.`;
}

function lookAt(arxivId: string): RichText {
  return [
    'Look at ',
    { kind: 'link', text: 'Hugging Face', url: `https://huggingface.co/papers/${arxivId}` },
    ' whether it is listed by now, and at ',
    { kind: 'link', text: 'arXiv', url: `https://arxiv.org/abs/${arxivId}` },
    ' for the paper.',
  ];
}

function searchAction(query: string): Action {
  return { label: 'Search the whole Hub', path: ['papers', 'search'], args: { query, hub: 'yes' } };
}
