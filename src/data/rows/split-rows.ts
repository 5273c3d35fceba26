import type { SplitSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { randomWords } from '../dataset/order.ts';

/** 0 train, 1 validation, 2 test. */
export type PartIndex = 0 | 1 | 2;
export const PARTS = [0, 1, 2] as const satisfies readonly PartIndex[];

export interface Shares {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}
export const DEFAULT_SHARES: Shares = { train: 0.8, validation: 0.1, test: 0.1 };

export const sharesOf = (split: SplitSpec | null): Shares => (split?.kind === 'ratio' ? split : DEFAULT_SHARES);

/** Where `n` things in order are cut: the first after training, the second after validation. */
export function cuts(n: number, { train, validation }: Shares): readonly [number, number] {
  const first = Math.round(n * train);
  return [first, Math.max(first, Math.round(n * (train + validation)))];
}

const partAt = (index: number, [first, second]: readonly [number, number]): PartIndex =>
  index < first ? 0 : index < second ? 1 : 2;

/** Tells the part of each row; rows are shown once, from the first to the last. */
export interface Assign {
  next(row: { readonly startsSeries: boolean; readonly value: number }): PartIndex;
  /** A copy that goes on from here, independent of this one. */
  fork(): Assign;
}

/** The first rows of every series train, the last ones test. */
export function byOrder(seriesLengths: readonly number[], shares: Shares): Assign {
  const goOn = (from: { readonly series: number; readonly index: number }): Assign => {
    let { series, index } = from;
    let at = cuts(seriesLengths[series] ?? 0, shares);
    return {
      next: ({ startsSeries }) => {
        if (startsSeries || series < 0) {
          series++;
          index = 0;
          at = cuts(seriesLengths[series] ?? 0, shares);
        }
        return partAt(index++, at);
      },
      fork: () => goOn({ series, index }),
    };
  };
  return goOn({ series: -1, index: 0 });
}

/**
 * Draws rows, or whole series: exactly as many as the shares say, each part by its chance among what is left (selection sampling; Knuth, TAOCP 2,
 * 3.4.2, algorithm S).
 */
export function byChance(count: number, shares: Shares, seed: number, of: 'rows' | 'series'): Assign {
  const [first, second] = cuts(count, shares);
  const goOn = (from: {
    readonly left: readonly number[];
    readonly drawn: number;
    readonly current: PartIndex;
  }): Assign => {
    const word = randomWords(seed, 'split', 0);
    const left = [...from.left];
    let { drawn, current } = from;
    return {
      next: ({ startsSeries }) => {
        if (of === 'series' && !startsSeries && drawn > 0) return current;
        const total = (left[0] ?? 0) + (left[1] ?? 0) + (left[2] ?? 0);
        let place = Math.floor((word(drawn++) * total) / 2 ** 32);
        current = 0;
        for (const part of PARTS) {
          const quota = left[part] ?? 0;
          if (place < quota) {
            current = part;
            left[part] = quota - 1;
            break;
          }
          place -= quota;
        }
        return current;
      },
      fork: () => goOn({ left, drawn, current }),
    };
  };
  return goOn({ left: [first, second - first, count - second], drawn: 0, current: 0 });
}

/** Rows below the first border train, those below the second validate, the others test; with one border, the others validate. */
export function byBorders(borders: readonly number[]): Assign {
  const [first = Number.POSITIVE_INFINITY, second = Number.POSITIVE_INFINITY] = borders;
  return memoryless(({ value }) => (value < first ? 0 : value < second ? 1 : 2));
}

/** Whole series: each is of the part of its first row. The rule is shown that row alone, and takes all of them for one series. */
export function bySeries(rule: Assign): Assign {
  const goOn = (inner: Assign, from: { readonly isFirst: boolean; readonly current: PartIndex }): Assign => {
    let { isFirst, current } = from;
    return {
      next(row) {
        if (row.startsSeries || isFirst) current = inner.next({ ...row, startsSeries: isFirst });
        isFirst = false;
        return current;
      },
      fork: () => goOn(inner.fork(), { isFirst, current }),
    };
  };
  return goOn(rule, { isFirst: true, current: 0 });
}

/** Files of their own: every row is of one part. */
export const always = (part: PartIndex): Assign => memoryless(() => part);

function memoryless(next: Assign['next']): Assign {
  const assign: Assign = { next, fork: () => assign };
  return assign;
}
