const rolePattern = /^\s*(?:<@&)?(\d{1,20})>?\s*$/;

/** The id of the role that was typed, as Discord writes a mention of it or as digits. */
export function roleIn(typed: string): string | undefined {
  return rolePattern.exec(typed)?.[1];
}
