import { effectiveSettings } from '../config.ts';
import type { Verb } from './verb.ts';

export const config: Verb = {
  name: 'config',
  usage: '',
  summary: 'Print the configuration that is in force, secrets hidden',
  options: {},
  words: { min: 0, max: 0 },
  examples: ['config'],
  async run({ options, environment, output }) {
    const all = effectiveSettings(environment);
    if (options.flag('json')) output.json(all);
    else
      for (const { name, value, source } of all)
        output.print(`${name}=${value}${source === 'environment' ? '' : `  # ${source}`}`);
    return 0;
  },
};
