/** Words that messages have in common. */

/** The first of some items in words, and how many more there are. */
export function some<T>(items: readonly T[], most: number, print: (item: T) => string): readonly string[] {
  const more = items.length - most;
  return [...items.slice(0, most).map(print), ...(more > 0 ? [`${more} more`] : [])];
}

/** A name as a key or an item of flow-style YAML: in quotes where it would be read as something else. */
export const quotedName = (name: string): string =>
  /^[\p{L}_][\p{L}\p{N}_]*(?: [\p{L}\p{N}_]+)*$/u.test(name) && !/^(?:true|false|null)$/i.test(name)
    ? name
    : JSON.stringify(name);
