/** The line that a person can type for a command, its main argument first: `/papers search world models page:2`. */
export function commandLine(
  path: readonly string[],
  args: Readonly<Record<string, string>>,
  main?: string,
): string {
  const { [main ?? '']: first, ...others } = args;
  const named = Object.entries(others).map(([name, value]) => `${name}:${quoted(value)}`);
  return `/${[...path, ...(first === undefined ? [] : [first]), ...named].join(' ')}`;
}

/** A value as it stands after a name: in quotes where it has spaces. */
export function quoted(value: string): string {
  return /[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
}
