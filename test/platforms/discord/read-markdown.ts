/** Something in a text that Discord does more with than to show it. */
export interface Active {
  readonly kind: 'style' | 'link' | 'mention' | 'time' | 'emoji' | 'code' | 'line';
  readonly text: string;
}

export interface ReadText {
  /** What a reader sees, line by line. */
  readonly shown: string;
  readonly active: readonly Active[];
}

/** Each at the place where reading stands; the first that fits wins, as in Discord's own reader. */
const rules: readonly (readonly [Active['kind'], RegExp])[] = [
  ['code', /^(`+)[^`][\s\S]*?\1/],
  ['time', /^<t:-?\d+(?::\w)?>/],
  ['mention', /^<(?:@[!&]?|#|a?:\w+:|\/[^>]*:|id:)\w*>/],
  ['mention', /^@(?:everyone|here)/i],
  ['link', /^<https?:\/\/[^ >]+>/],
  ['link', /^\[(?:\[[^[\]]*\]|[^[\]])*\]\([^\s()]+\)/],
  ['link', /^https?:\/\/[^\s<]+/],
  ['emoji', /^:[\w+-]{1,64}:/],
  ['style', /^(?:\*{1,3}|_{1,3}|~~|\|\|)/],
];
const lineRule = /^(?:#{1,3} |-# |>{1,3} |\s*[-*+] |\s*\d+[.)] )/;

/** Reads a text as Discord does, as far as is known of it: enough to tell what is active in it. */
export function readMarkdown(text: string): ReadText {
  const active: Active[] = [];
  const lines = text.split('\n').map((line) => {
    const beginning = lineRule.exec(line)?.[0] ?? '';
    if (beginning !== '') active.push({ kind: 'line', text: beginning });
    return readInline(line.slice(beginning.length), active);
  });
  return { shown: lines.join('\n'), active };
}

function readInline(line: string, active: Active[]): string {
  let shown = '';
  for (let rest = line; rest !== ''; ) {
    const escaped = /^\\[^0-9A-Za-z\s]/.exec(rest)?.[0];
    if (escaped !== undefined) {
      shown += escaped.slice(1);
      rest = rest.slice(escaped.length);
      continue;
    }
    const found = rules.find(([, pattern]) => pattern.test(rest));
    const [text = ''] = found?.[1].exec(rest) ?? [];
    if (found !== undefined) active.push({ kind: found[0], text });
    else shown += rest.charAt(0);
    rest = rest.slice(text.length || 1);
  }
  return shown;
}
