import {
  type REST,
  type RESTPostAPIApplicationCommandsJSONBody,
  type RESTPutAPIApplicationCommandsResult,
  Routes,
} from 'discord.js';

/**
 * Makes Discord's list of our commands what it should be. Asks first and writes only where something differs: Discord
 * allows 200 new commands a day, and says itself what it has, whichever copy of the bot wrote it. Gives whether it wrote.
 */
export async function registerCommands(
  rest: Pick<REST, 'get' | 'put'>,
  applicationId: string,
  wanted: readonly RESTPostAPIApplicationCommandsJSONBody[],
): Promise<boolean> {
  const route = Routes.applicationCommands(applicationId);
  const existing = (await rest.get(route)) as RESTPutAPIApplicationCommandsResult;
  const isUpToDate =
    existing.length === wanted.length &&
    wanted.every((command) => {
      const { type = 1 } = command;
      const same = existing.find((each) => each.name === command.name && each.type === type);
      return same !== undefined && holds(same, command);
    });
  if (isUpToDate) return false;
  await rest.put(route, { body: wanted });
  return true;
}

/** Whether a value has all that is wanted of it. Discord leaves out what is false or empty, and adds fields of its own. */
function holds(actual: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    const list = Array.isArray(actual) ? actual : [];
    return list.length === wanted.length && wanted.every((each, index) => holds(list[index], each));
  }
  if (typeof wanted === 'object' && wanted !== null) {
    const fields: Readonly<Record<string, unknown>> = Object(actual);
    return Object.entries(wanted).every(([name, value]) => holds(fields[name], value));
  }
  return actual === wanted || (!wanted && !actual);
}
