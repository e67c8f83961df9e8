import { type Paper, type PaperId, paperDay } from '../../core/paper.ts';
import { paperRecord } from '../records.ts';
import type { PaperStore } from '../store.ts';
import { acceptRecord, type Opened, openCollection, type StoreContext } from './collection.ts';
import { papersDirectory } from './data-directory.ts';
import type { Migration } from './migrations.ts';
import { monthHolding, type PaperMonths, paperMonthFiles } from './paper-months.ts';

/** Papers, in one document per month. A paper stays in the month of its day when it was first put. */
export async function openPapers(
  context: StoreContext,
  steps: readonly Migration[],
): Promise<Opened<PaperStore>> {
  const files = paperMonthFiles(context.place, papersDirectory(context.directory), steps);
  const group = await openCollection<PaperMonths>(context, files, {
    empty: new Map(),
    copy: (months) => new Map(months),
  });
  const store: PaperStore = {
    all: async () => [...group.current().values()].flatMap((papers) => [...papers.values()]),
    async put(papers) {
      const checked = papers.map((paper) => acceptRecord(paperRecord, paper, 'paper'));
      if (checked.length === 0) return;
      await group.commit((draft) => {
        const edit = monthEditor(draft);
        for (const paper of checked) {
          edit(monthHolding(draft, paper.id) ?? monthOf(paper)).set(paper.id, paper);
        }
      });
    },
    async remove(ids) {
      if (ids.length === 0) return;
      await group.commit((draft) => {
        const edit = monthEditor(draft);
        for (const id of ids) {
          const month = monthHolding(draft, id);
          if (month !== undefined) edit(month).delete(id);
        }
      });
    },
  };
  return { store, idle: group.idle };
}

function monthOf(paper: Paper): string {
  return (paperDay(paper) ?? paper.arrivedAt).slice(0, 7);
}

/** Gives a month of the draft for editing: a copy, made once, in the place of the month itself. */
function monthEditor(draft: PaperMonths): (month: string) => Map<PaperId, Paper> {
  const copies = new Map<string, Map<PaperId, Paper>>();
  return (month) => {
    const known = copies.get(month);
    if (known) return known;
    const copy = new Map(draft.get(month));
    copies.set(month, copy);
    draft.set(month, copy);
    return copy;
  };
}
