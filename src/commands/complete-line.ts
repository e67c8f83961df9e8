import { shortId } from '../core/views/digest-view.ts';
import type { Completion } from './argument.ts';
import type { Command } from './command.ts';
import { commandLine } from './command-line.ts';
import { parseLine } from './parse-line.ts';
import type { Services } from './services.ts';

const maxOffers = 20;

/** Whole lines that go on from what was typed: commands first, then values of the main argument. */
export function completeLine(
  line: string,
  commands: readonly Command[],
  services: Services,
): readonly string[] {
  const typed = line.trimStart();
  const slash = typed.startsWith('/') ? '' : '/';
  const lines = commands.map(({ path }) => `/${path.join(' ')}`);
  const begun = lines.filter((each) => each.startsWith(`${slash}${typed.toLowerCase()}`));
  if (begun.length > 0) return begun.map((each) => `${each} `).slice(0, maxOffers);
  const parsed = parseLine(typed, commands);
  if (!parsed.ok) return [];
  const { command, args } = parsed.value;
  const argument = command.main === undefined ? undefined : command.args[command.main];
  if (command.main === undefined || argument === undefined) return [];
  const word = args[command.main] ?? '';
  const values =
    argument.choices?.map(({ value }) => value) ?? offers(argument.completion, word, services);
  return values
    .filter((value) => value.startsWith(word.toLowerCase()) || argument.completion === 'papers')
    .slice(0, maxOffers)
    .map((value) =>
      commandLine(command.path, { ...args, [command.main as string]: value }, command.main),
    );
}

function offers(completion: Completion | undefined, word: string, services: Services): string[] {
  switch (completion) {
    case 'topics':
      return [...services.topics.keys()];
    case 'papers':
      return word === ''
        ? []
        : services.archive.index.complete(word, maxOffers).map(({ id }) => shortId(id));
    case 'zones':
      return Intl.supportedValuesOf('timeZone').filter((zone) =>
        zone.toLowerCase().startsWith(word.toLowerCase()),
      );
    case 'digests':
    case 'followed':
    case undefined:
      return [];
  }
}
