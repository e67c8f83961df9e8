/**
 * The next page that a `Link` header (RFC 8288) names, absolute or relative to the current page; undefined where there
 * is none, or where it is on another origin.
 */
export function nextLink(header: string | undefined, current: string): string | undefined {
  if (header === undefined) return undefined;
  for (const [, target = '', parameters = ''] of header.matchAll(/<([^<>]*)>([^<>]*)/g)) {
    if (!relations(parameters).includes('next') || !URL.canParse(target, current)) continue;
    const next = new URL(target, current);
    return next.origin === new URL(current).origin ? next.href : undefined;
  }
  return undefined;
}

function relations(parameters: string): string[] {
  const relation = /;\s?rel\s?=\s?"?([^";,]*)/i.exec(parameters)?.[1] ?? '';
  return relation.toLowerCase().split(/\s+/);
}
