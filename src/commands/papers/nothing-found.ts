import type { Query } from '../../core/query/ast.ts';
import type { Block } from '../../core/view.ts';
import type { Services } from '../services.ts';
import { searchAdvice } from './search-advice.ts';

/** What helps where a search finds nothing, and what may be pressed for it. */
export async function nothingFound(
  services: Services,
  query: Query,
  askedHub: boolean,
): Promise<Block[]> {
  const advice = await searchAdvice(services, query);
  const hub = {
    label: 'Search the whole Hub',
    path: ['papers', 'search'],
    args: { query: query.text, hub: 'yes' },
  };
  const actions = [...advice.flatMap(({ actions }) => actions), ...(askedHub ? [] : [hub])];
  return [
    { kind: 'list', items: advice.map(({ text }) => text) },
    ...(actions.length === 0 ? [] : [{ kind: 'actions' as const, actions }]),
  ];
}
