import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse as parseDotenv } from 'dotenv';
import type { z } from 'zod';
import { failure, type Result, success } from './core/problem.ts';
import { counted } from './core/text/counted.ts';
import { type Setting, settings } from './settings.ts';

type Settings = typeof settings;

type SecretKey = {
  [Key in keyof Settings]: Settings[Key] extends { readonly secret: true } ? Key : never;
}[keyof Settings];
type Value<Key extends keyof Settings> = z.output<Settings[Key]['schema']>;

/** Everything that is configured, checked. Secrets have no default, so that they may be absent. */
export type Config = Readonly<
  { [Key in Exclude<keyof Settings, SecretKey>]: Value<Key> } & {
    [Key in SecretKey]?: Value<Key>;
  }
> & {
  /** The project's own folder, which has `config/` and `data/samples/`. */
  readonly home: string;
  readonly terminal: TerminalEnvironment;
};

/** What the environment says of the terminal. */
export interface TerminalEnvironment {
  /** `true` and `false` where the person decided, by FORCE_COLOR and NO_COLOR. */
  readonly color: boolean | undefined;
  readonly term: string;
  readonly pager: string | undefined;
  readonly columns: number | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of the process, with `.env` of the working directory under it. */
export function processEnvironment(): Environment {
  return { ...readDotenv(resolve('.env')), ...process.env };
}

/** Reads the configuration; every fault is named at once, with the setting that has it. */
export function loadConfig(environment: Environment): Result<Config> {
  const home = fileURLToPath(new URL('..', import.meta.url));
  const defaults = readDefaults(home);
  const values: Record<string, unknown> = {};
  const faults: string[] = [];
  for (const [key, setting] of Object.entries<Setting>(settings)) {
    const read = readSetting(setting, environment, defaults);
    if (!read.ok) faults.push(read.problem.message);
    else if (read.value !== undefined) values[key] = read.value;
  }
  if (faults.length > 0) {
    return failure({
      message: `The configuration has ${counted(faults.length, 'fault')}: ${faults.join('; ')}.`,
      remedy: 'Mend it in the environment or in .env; .env.example explains every setting.',
    });
  }
  const terminal = terminalEnvironment(environment);
  return success(Object.freeze({ ...(values as unknown as Config), home, terminal }));
}

/** Every secret that is configured: what no log may show. */
export function secretsOf(config: Config): readonly string[] {
  return Object.entries<Setting>(settings)
    .filter(([, { secret }]) => secret === true)
    .flatMap(([key]) => config[key as SecretKey] ?? []);
}

/** The value of each setting as it is in force, secrets hidden: for people. */
export function effectiveSettings(
  environment: Environment,
): readonly { name: string; value: string; source: 'environment' | 'default' | 'unset' }[] {
  const defaults = readDefaults(fileURLToPath(new URL('..', import.meta.url)));
  return Object.values<Setting>(settings).map((setting) => {
    const given = rawValue(setting, environment);
    const value = given ?? defaults[setting.name];
    if (value === undefined) return { name: setting.name, value: '', source: 'unset' };
    const shown = setting.secret ? '(hidden)' : value;
    return {
      name: setting.name,
      value: shown,
      source: given === undefined ? 'default' : 'environment',
    };
  });
}

function readSetting(
  setting: Setting,
  environment: Environment,
  defaults: Environment,
): Result<unknown> {
  try {
    const raw = rawValue(setting, environment) ?? defaults[setting.name];
    if (raw === undefined) return success(undefined);
    const read = setting.schema.safeParse(raw);
    if (read.success) return success(read.data);
    const shown = setting.secret ? '' : ` is “${raw}” and`;
    return failure({
      message: `${setting.name}${shown} ${read.error.issues[0]?.message ?? 'is wrong'}`,
    });
  } catch (error) {
    return failure({
      message: `${setting.name}_FILE cannot be read (${(error as Error).message})`,
    });
  }
}

function rawValue({ name, secret }: Setting, environment: Environment): string | undefined {
  const direct = environment[name];
  if (direct !== undefined && direct !== '') return direct;
  const file = environment[`${name}_FILE`];
  if (secret !== true || file === undefined || file === '') return undefined;
  return readFileSync(file, 'utf8').trim();
}

function readDefaults(home: string): Environment {
  return JSON.parse(readFileSync(resolve(home, 'config/defaults.json'), 'utf8')) as Environment;
}

function readDotenv(path: string): Environment {
  try {
    return parseDotenv(readFileSync(path));
  } catch {
    return {};
  }
}

function terminalEnvironment(environment: Environment): TerminalEnvironment {
  const { NO_COLOR, FORCE_COLOR, TERM = '', PAGER, COLUMNS } = environment;
  const forced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  const refused = (NO_COLOR !== undefined && NO_COLOR !== '') || FORCE_COLOR === '0';
  return {
    color: forced ? true : refused ? false : undefined,
    term: TERM,
    pager: PAGER === '' ? undefined : PAGER,
    columns: /^\d{1,4}$/.test(COLUMNS ?? '') ? Number(COLUMNS) : undefined,
  };
}
