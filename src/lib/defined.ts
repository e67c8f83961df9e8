type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Only those properties that have a value, as `exactOptionalPropertyTypes` wants them. */
export function defined<T extends object>(properties: T): Defined<T> {
  const entries = Object.entries(properties).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<T>;
}
