/**
 * Targets that are no values of the file but were put in: the mean, or what other rows of the series say. They are fed where inputs read them, and losses
 * and figures leave them out. What the model file gives as the value itself, `fill: {value: 0}`, is a value.
 */
import type { GapRule } from '../../../compiler/1-read/spec/data-spec.ts';
import { isDifferenced } from '../arrange/transform-cells.ts';
import type { CellRecipe, Preprocessing } from '../dataset/preprocessing.ts';
import { type Cell, isNestedList, isNumberList } from '../rows/cells.ts';
import { allOf } from '../rows/fill-cells.ts';
import { cutOf, withCut } from '../rows/list-cells.ts';
import type { UsedColumn } from '../rows/typed-rows.ts';
import { leadOf } from './encode.ts';
import type { PlannedFeed } from './plan-feeds.ts';

/** The mask of a column that targets take. It stands behind the cells of a row, among the masks in their order. */
export interface TargetMask {
  /** The column that it is the mask of, among those that are used. */
  readonly of: number;
  readonly column: UsedColumn;
  /** Whether a number takes the one before it into account, so that both must be values of the file. */
  readonly differenced: boolean;
  /** Whether what its own rule puts in is made up. */
  readonly inCells: boolean;
  /** Whether rows that are put into gaps have made-up values too. */
  readonly inGaps: boolean;
}

/** Whether steps or samples of a target may have nothing: losses and figures leave them out. */
export const mayLack = ({ role, missing }: PlannedFeed): boolean => role === 'target' && missing === true;

const isMadeUp = ({ fill }: CellRecipe, awaitsMean: boolean): boolean =>
  awaitsMean || fill === 'forward' || fill === 'interpolate' || (typeof fill === 'object' && fill.mean === true);

/** Whether the model file gives the value of a row that is put in. */
const isGiven = (gaps: GapRule, type: UsedColumn['type']): boolean => typeof gaps === 'object' && type === 'number';

export function targetMasks(
  feeds: readonly PlannedFeed[],
  used: readonly UsedColumn[],
  transforms: readonly Parameters<typeof isDifferenced>[0][],
  { gaps, all }: { readonly gaps: GapRule; readonly all: boolean },
): readonly TargetMask[] {
  const asked = new Set(feeds.flatMap((feed) => (mayLack(feed) ? feed.columns : [])));
  return used.flatMap((column, of): readonly TargetMask[] => {
    const { name, type, cells } = column;
    const { recipe, awaitsMean } = cells;
    if (!asked.has(name) || recipe.maskOf !== undefined || recipe.calendar !== undefined) return [];
    const inGaps = gaps !== 'break' && !isGiven(gaps, type);
    const inCells = isMadeUp(recipe, awaitsMean);
    if (!inCells && !inGaps && !all) return [];
    const mask: UsedColumn = {
      name: `${name}.missing`,
      type: 'number',
      kept: null,
      cells: {
        ...cells,
        recipe: { ...recipe, maskOf: { column: name, type } },
        reading: { ...cells.reading, mayLack: true },
        awaitsMean: false,
        ...(inCells ? {} : { allThere: true as const }),
      },
      refuse: null,
    };
    return [{ of, column: mask, differenced: isDifferenced(transforms[of]), inCells, inGaps }];
  });
}

/** Of windows: from how many rows before a target to how many the last row of an input lies. */
interface Reach {
  readonly from: number;
  readonly to: number;
}

/**
 * Null: no target comes after inputs that may hold a value on the line to a later row.
 * @param drawsAhead whether there are such values.
 */
export function drawnAhead(
  feeds: readonly PlannedFeed[],
  windows: Preprocessing['windows'],
  drawsAhead: boolean,
): Reach | null {
  if (windows === null || !drawsAhead) return null;
  const parts = new Set(feeds.flatMap(({ role, part }) => (role === 'target' ? [part] : [])));
  const to = leadOf(windows) + windows.horizon;
  if (parts.has('horizon')) return { from: leadOf(windows) + 1, to };
  return parts.has('next') ? { from: to, to } : null;
}

/**
 * Marks targets behind inputs that end on the line to a later row: such a value is made of a row that comes after it, and nobody has it before that.
 * A target that several windows have is left out of all of them.
 */
export class UntoldTargets {
  readonly #masks: readonly number[];
  readonly #reach: Reach | null;
  /** Of the rows before, the nearest first. */
  #drawn: readonly boolean[];

  /** @param masks places of the masks of targets. */
  constructor(masks: readonly number[], reach: Reach | null, from: readonly boolean[]) {
    this.#masks = masks;
    this.#reach = reach;
    this.#drawn = from;
  }

  #count = 0;
  /** Rows with a target that was marked. */
  get count(): number {
    return this.#count;
  }

  /** What another goes on from. */
  get end(): readonly boolean[] {
    return this.#drawn;
  }

  /** Cells of the next row. @param breaks no window holds both the row before and this one. */
  next(cells: readonly Cell[], breaks: boolean, isDrawn: boolean): readonly Cell[] {
    if (this.#reach === null) return cells;
    const { from, to } = this.#reach;
    const before = breaks ? [] : this.#drawn;
    const isTold = before.slice(from - 1, to).includes(true);
    this.#drawn = [isDrawn, ...before].slice(0, to);
    if (!isTold) return cells;
    const marked = [...cells];
    if (this.#masks.some((place) => marked[place] === 0)) this.#count++;
    for (const place of this.#masks) marked[place] = 1;
    return marked;
  }
}

/** What a row that is put into a gap has as its mask: a value that the model file gives is one. */
export function maskInGap(before: Cell, { type }: UsedColumn, rule: GapRule): Cell {
  return allOf(before, isGiven(rule, type) ? 0 : 1);
}

/** A cell without what was put in. */
export function withoutMadeUp(cell: Cell, mask: Cell | undefined): Cell {
  if (typeof mask === 'number') return mask === 0 ? cell : typeof cell === 'number' ? Number.NaN : null;
  if (isNestedList(cell) && isNestedList(mask))
    return { ...cell, lists: cell.lists.map((list, i) => withoutMadeUp(list, mask.lists[i])) };
  if (mask === undefined || !isNumberList(mask) || isNestedList(cell) || cell === null || typeof cell !== 'object')
    return cell;
  const isMissing = (i: number): boolean => mask.data[i] === 1;
  if (!isNumberList(cell))
    return withCut(
      cell.map((item, i) => (isMissing(i) ? null : item)),
      cutOf([cell]),
    );
  return { ...cell, data: Array.from(cell.data, (item, i) => (isMissing(i) ? Number.NaN : item)) };
}
