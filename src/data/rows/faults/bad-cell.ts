import { quotedName } from '../../messages/wording.ts';

/** What a reason has in common with those of other rows, so that one message tells them all. */
export interface BadCause {
  /** The reason without the value. */
  readonly text: string;
  /** Rows whose kinds differ are told apart: what helps one does not help the other. */
  readonly kind?: string;
  /** The value. */
  readonly shown: string;
  /** What to do about several values, as they are shown; absent: what helps one helps all. */
  readonly fix?: (shown: readonly string[]) => string;
}

/** Why a value can't be read: `reason` goes on from the name of the column, for which NAME stands in a fix. */
export class BadCell {
  readonly reason: string;
  readonly fix: string;
  /** The element of a list, or the node of a tree, that is at fault; null: the value as a whole. */
  readonly step: number | null;
  /** Null: the reason itself says nothing of the value. */
  readonly cause: BadCause | null;
  /** What to do where the model is trained already and the rules of its columns stand; null: the same. */
  readonly trainedFix: string | null;

  constructor(
    reason: string,
    fix: string,
    step: number | null = null,
    { cause = null, trainedFix = null }: { readonly cause?: BadCause | null; readonly trainedFix?: string | null } = {},
  ) {
    this.reason = reason;
    this.fix = fix;
    this.step = step;
    this.cause = cause;
    this.trainedFix = trainedFix;
  }

  at(step: number): BadCell {
    return new BadCell(this.reason, this.fix, step, this);
  }
}

/** @param shown the values of all rows that are told together; absent: that of one row. */
export function fixOf(bad: BadCell, column: string | null, trained: boolean, shown: readonly string[] = []): string {
  const several = shown.length > 1 ? bad.cause?.fix?.(shown) : undefined;
  const fix = trained ? (bad.trainedFix ?? bad.fix) : (several ?? bad.fix);
  return column === null ? fix : fix.replaceAll('NAME', () => quotedName(column));
}
