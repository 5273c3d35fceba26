/** The first of some items in words, and how many more there are. */
export function some<T>(items: readonly T[], most: number, print: (item: T) => string): readonly string[] {
  const more = items.length - most;
  return [...items.slice(0, most).map(print), ...(more > 0 ? [`${more} more`] : [])];
}
