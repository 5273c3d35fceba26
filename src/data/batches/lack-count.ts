import { hasTime } from '../encode/encode.ts';
import type { PlannedFeed } from '../encode/plan-feeds.ts';
import { mayLack } from '../encode/target-masks.ts';
import type { UsedColumn } from '../rows/typed-rows.ts';
import type { Sample } from './batch.ts';

/** A target that samples have one of. */
export interface SingleTarget {
  /** Its place among the feeds. */
  readonly at: number;
  readonly column: string;
  readonly isClass: boolean;
  readonly dtype: PlannedFeed['dtype'];
}

/**
 * Targets of one value per sample, of which samples may have none.
 * @param isLacking whether a column has cells without a value
 */
export function singleTargets(
  feeds: readonly PlannedFeed[],
  used: readonly UsedColumn[],
  hasWindows: boolean,
  isLacking: (column: string) => boolean,
): readonly SingleTarget[] {
  const types = new Map(used.map(({ name, type }) => [name, type]));
  return feeds.flatMap((feed, at): readonly SingleTarget[] => {
    const [column, ...more] = feed.columns;
    if (column === undefined || more.length > 0 || hasTime(feed) || !mayLack(feed) || !isLacking(column)) return [];
    const isClass = feed.dtype === 'int32' || types.get(column) === 'category';
    // of a horizon of numbers single ones may be missing
    return isClass || !hasWindows ? [{ at, column, isClass, dtype: feed.dtype }] : [];
  });
}

/** Counts samples whose targets have nothing. */
export class LackCount {
  readonly #targets: readonly SingleTarget[];
  readonly #counts: number[];

  constructor(targets: readonly SingleTarget[]) {
    this.#targets = targets;
    this.#counts = targets.map(() => 0);
  }

  add(sample: Sample): void {
    for (const [i, { at, dtype }] of this.#targets.entries()) {
      const data = Array.from(sample[at]?.data ?? []);
      if (data.length > 0 && data.every((value) => (dtype === 'int32' ? value === -1 : Number.isNaN(value))))
        this.#counts[i] = (this.#counts[i] ?? 0) + 1;
    }
  }

  /** By target, in their order. */
  get counts(): readonly number[] {
    return this.#counts;
  }
}
