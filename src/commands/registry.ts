import type { Action } from '../core/view.ts';
import type { Command } from './command.ts';
import { commandLine } from './command-line.ts';
import { add } from './digest/add.ts';
import { catchUp } from './digest/catch-up.ts';
import { check } from './digest/check.ts';
import { clone } from './digest/clone.ts';
import { edit } from './digest/edit.ts';
import { list } from './digest/list.ts';
import { pause, resume } from './digest/pause.ts';
import { preview } from './digest/preview.ts';
import { remove } from './digest/remove.ts';
import { sendNow } from './digest/send-now.ts';
import { helpOf } from './help.ts';
import { catchUp as myCatchUp } from './my/catch-up.ts';
import { data } from './my/data.ts';
import { digest as myDigest, timezone } from './my/digest.ts';
import { follow, unfollow } from './my/follow.ts';
import { list as myList } from './my/list.ts';
import { pause as myPause, resume as myResume } from './my/pause.ts';
import { preview as myPreview } from './my/preview.ts';
import { rate } from './papers/rate.ts';
import { save, saved, unsave } from './papers/saved.ts';
import { search } from './papers/search.ts';
import { show } from './papers/show.ts';
import { similar } from './papers/similar.ts';
import { status } from './papers/status.ts';
import { topics } from './papers/topics.ts';
import { trending } from './papers/trending.ts';
import { why } from './papers/why.ts';

const withoutHelp: readonly Command[] = [
  trending,
  search,
  show,
  similar,
  why,
  saved,
  save,
  unsave,
  rate,
  topics,
  status,
  follow,
  unfollow,
  myDigest,
  timezone,
  myList,
  myPreview,
  myCatchUp,
  myPause,
  myResume,
  data,
  add,
  edit,
  list,
  preview,
  catchUp,
  sendNow,
  pause,
  resume,
  remove,
  clone,
  check,
];

/** Every command, in the order in which help shows them. */
export const commands: readonly Command[] = [...withoutHelp, helpOf(withoutHelp)];

/** The line that a person can type instead of pressing the button. */
export function actionLine({ path, args }: Action): string {
  const command = commands.find((each) => each.path.join(' ') === path.join(' '));
  return commandLine(path, args, command?.main);
}
