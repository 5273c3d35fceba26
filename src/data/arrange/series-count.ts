import type { Longest } from '../dataset/preprocessing.ts';
import { keptSteps } from '../rows/list-cells.ts';

/** Counts series, their stretches without a gap, and what is missing between them. */
export class SeriesCount {
  /** Rows of each series, in order. */
  readonly lengths: number[] = [];
  rows = 0;
  gaps = 0;
  /** Rows that are missing in gaps. */
  missing = 0;
  /** Series without a stretch that is long enough. */
  short = 0;
  /** Rows of the longest stretch. */
  longest = 0;
  readonly #needed: number | null;
  #stretch = 0;
  #isPut = false;
  #longestOfSeries = 0;

  /** @param needed rows of a window with its horizon; null: every row is a sample. */
  constructor(needed: number | null) {
    this.#needed = needed;
  }

  /** @param missing rows between the row before and this one; `put`: this is one of them, which was put in. */
  add(startsSeries: boolean, breaks: boolean, missing: number | 'put'): void {
    if (startsSeries) {
      this.end();
      this.lengths.push(0);
    }
    this.rows++;
    this.lengths[this.lengths.length - 1] = (this.lengths.at(-1) ?? 0) + 1;
    const isPut = missing === 'put';
    if (isPut ? !this.#isPut : missing > 0) this.gaps++;
    this.missing += isPut ? 1 : missing;
    this.#isPut = isPut;
    this.#stretch = breaks ? 1 : this.#stretch + 1;
    this.#longestOfSeries = Math.max(this.#longestOfSeries, this.#stretch);
  }

  /** The last series ends. */
  end(): void {
    if (this.lengths.length > 0 && this.#needed !== null && this.#longestOfSeries < this.#needed) this.short++;
    this.longest = Math.max(this.longest, this.#longestOfSeries);
    this.#longestOfSeries = 0;
    this.#stretch = 0;
  }
}

/** Series that are longer than is read of them. */
export const cutSeries = (lengths: readonly number[], { steps }: Longest): number =>
  lengths.filter((length) => length > steps).length;

/** Tells the rows of series, in order, that are read where long ones are cut. */
export class SeriesCut {
  readonly #lengths: readonly number[];
  readonly #longest: Longest | null;
  #series = -1;
  #at = 0;

  /** @param lengths rows of each series. @param longest null: nothing is cut. */
  constructor(lengths: readonly number[], longest: Longest | null) {
    this.#lengths = lengths;
    this.#longest = longest;
  }

  /** The place of the next row, or null: it is not read. */
  next<Place extends { readonly startsSeries: boolean; readonly breaks: boolean }>(
    place: Place,
  ): Pick<Place, 'startsSeries' | 'breaks'> | null {
    if (this.#longest === null) return place;
    if (place.startsSeries) {
      this.#series++;
      this.#at = 0;
    }
    const at = this.#at++;
    const [start, end] = keptSteps(this.#lengths[this.#series] ?? 0, this.#longest);
    if (at < start || at >= end) return null;
    return at === start ? { startsSeries: true, breaks: true } : place;
  }
}
