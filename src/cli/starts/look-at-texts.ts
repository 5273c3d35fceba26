/** Two columns of text with a word of one for each word of the other. */
export interface FoundTags {
  readonly words: string;
  readonly tags: string;
  /** Different ones of each. */
  readonly differentWords: number;
  readonly differentTags: number;
  /** Rows that have as many of one as of the other, and all rows that have both. */
  readonly equal: number;
  readonly both: number;
}

/** Rows that must have as many tags as words: the others have mistakes. */
const MOST = 0.95;
/** Rows that there must be: fewer may agree by chance. */
const FEWEST = 10;
/** Different tags: at most so many, and at most this share of the different words. */
const [MOST_TAGS, TAGS_TO_WORDS] = [50, 2 / 3];
/** Texts of so few words may have as many as others by chance, unless they differ in length. */
const SHORT = 2;

/** Finds columns of texts that say something of each word of another one. */
export class TextsLook {
  readonly #columns: readonly { readonly name: string; readonly lengths: number[]; readonly words: Set<string> }[];
  readonly #places: readonly number[];

  /** @param places of the columns of text and of categories */
  constructor(names: readonly string[], places: readonly number[]) {
    this.#places = places;
    this.#columns = places.map((place) => ({ name: names[place] ?? '', lengths: [], words: new Set() }));
  }

  add(values: readonly unknown[]): void {
    for (const [i, { lengths, words }] of this.#columns.entries()) {
      const value = values[this.#places[i] ?? -1];
      const found = typeof value === 'string' ? (value.match(/\S+/g) ?? []) : [];
      lengths.push(found.length);
      for (const word of found) words.add(word);
    }
  }

  /** All such pairs. */
  found(): readonly FoundTags[] {
    return this.#columns.flatMap((words) =>
      this.#columns.flatMap((tags) => {
        if (words === tags || !this.#mayTag(tags.words, words.words)) return [];
        const rows = words.lengths.flatMap((length, i) => {
          const other = tags.lengths[i] ?? 0;
          return length === 0 || other === 0 ? [] : [{ length, isEqual: length === other }];
        });
        const equal = rows.filter(({ isEqual }) => isEqual).length;
        const lengths = new Set(rows.map(({ length }) => length));
        const isVaried = lengths.size > 1 || Math.max(0, ...lengths) > SHORT;
        const isLong = rows.filter(({ length }) => length > 1).length >= rows.length / 2;
        if (rows.length < FEWEST || equal < MOST * rows.length || !isVaried || !isLong) return [];
        const [differentWords, differentTags] = [words.words.size, tags.words.size];
        return [{ words: words.name, tags: tags.name, differentWords, differentTags, equal, both: rows.length }];
      }),
    );
  }

  /** Tags are few, and other words than those that they are of: a sentence in another order is none. */
  #mayTag(tags: ReadonlySet<string>, words: ReadonlySet<string>): boolean {
    const shared = [...tags].filter((tag) => words.has(tag)).length;
    return tags.size > 1 && tags.size <= Math.min(MOST_TAGS, words.size * TAGS_TO_WORDS) && 2 * shared < tags.size;
  }
}
