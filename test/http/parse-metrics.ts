export interface Family {
  readonly type: string;
  readonly help: string;
  readonly samples: Map<string, number>;
}

const sampleLine =
  /^([a-z_][a-z0-9_]*)(\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})? (-?[\d.]+(?:e[+-]?\d+)?|\+Inf|Nan)$/i;

/** Reads the text format of Prometheus as strictly as its description; throws at the first line that breaks it. */
export function parseMetrics(text: string): Map<string, Family> {
  const families = new Map<string, Family>();
  let current: { name: string; family: Family } | undefined;
  let help: { name: string; text: string } | undefined;
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, kind, name, rest] = /^# (HELP|TYPE) ([a-z_][a-z0-9_]*) (.+)$/.exec(line) ?? [];
    if (kind === 'HELP' && name !== undefined && rest !== undefined) {
      help = { name, text: rest };
    } else if (kind === 'TYPE' && name !== undefined && rest !== undefined) {
      if (help?.name !== name) throw new Error(`${name} has no help`);
      if (families.has(name)) throw new Error(`${name} comes twice`);
      current = { name, family: { type: rest, help: help.text, samples: new Map() } };
      families.set(name, current.family);
    } else {
      const [, sample = '', labels = '', value] = sampleLine.exec(line) ?? [];
      const plain = sample.replace(/_(?:bucket|sum|count)$/, '');
      if (current === undefined || ![sample, plain].includes(current.name)) {
        throw new Error(`stray line: ${line}`);
      }
      current.family.samples.set(`${sample}${labels}`, Number(value));
    }
  }
  return families;
}
