import type { FeedShape } from '../../dataset/dataset.ts';
import type { ColumnRecipe } from '../../dataset/preprocessing.ts';
import * as say from '../../messages/sizes.ts';
import { type Cell, isNestedList, isNumberList } from '../../rows/cells.ts';
import type { PlannedFeed } from '../plan-feeds.ts';
import { mayBeNone } from './find-unfit.ts';

/** A target of classes that is made of one column. */
interface ClassTarget {
  readonly column: string;
  readonly shape: FeedShape;
  /** Of the column among the cells of a row. */
  readonly place: number;
  /** Numbers that stand in it. */
  readonly seen: Set<number>;
  none: number;
}

/** Which of the classes that a model tells apart stand in the rows of the training part, and how often none does. */
export class ClassUse {
  readonly #targets: readonly ClassTarget[];
  readonly #numbers: readonly ClassTarget[];

  /** @param used the columns of a row, in the order of its cells */
  constructor(
    feeds: readonly PlannedFeed[],
    shapes: readonly FeedShape[],
    used: readonly { readonly name: string; readonly type: string }[],
  ) {
    this.#targets = feeds.flatMap(({ name, role, columns: [column, ...more] }): readonly ClassTarget[] => {
      const shape = shapes.find((of) => of.name === name);
      const place = used.findIndex((of) => of.name === column);
      if (role !== 'target' || column === undefined || more.length > 0 || shape?.classes === undefined) return [];
      return [{ column, shape, place, seen: new Set(), none: 0 }];
    });
    this.#numbers = this.#targets.filter(({ place }) => used[place]?.type === 'number');
  }

  add(cells: readonly Cell[]): void {
    for (const target of this.#numbers) this.#addCell(target, cells[target.place] ?? null);
  }

  #addCell(target: ClassTarget, cell: Cell): void {
    if (typeof cell === 'number') this.#take(target, cell);
    else if (isNestedList(cell)) for (const list of cell.lists) this.#addCell(target, list);
    else if (isNumberList(cell)) for (let i = 0; i < cell.data.length; i++) this.#take(target, cell.data[i] ?? 0);
  }

  /**
   * What may surprise.
   * @param counts of columns of categories: how often each value stands in the training part
   */
  notes(
    columns: { readonly [name: string]: ColumnRecipe },
    counts: { readonly [column: string]: readonly number[] },
  ): readonly string[] {
    return this.#targets.flatMap(({ column, shape, seen, none }) => {
      const { size, classes = 0 } = shape;
      const recipe = Object.hasOwn(columns, column) ? columns[column] : undefined;
      if (recipe?.type === 'category') {
        const idle = size === undefined || size.key !== 'units' ? 0 : size.count - recipe.values.length;
        return [
          ...(size === undefined || idle <= 0 || recipe.values.length < 2
            ? []
            : [say.classesIdleNote(column, size, recipe.values.length)]),
          ...valueNotes(column, recipe.values, Object.hasOwn(counts, column) ? (counts[column] ?? []) : []),
        ];
      }
      if (recipe?.type !== 'number' || seen.size === 0) return [];
      const absent = Array.from({ length: classes }, (_, i) => i).filter((i) => !seen.has(i));
      return [
        ...(absent.length === 0 ? [] : [say.classesAbsentNote(column, absent, seen, size ?? null)]),
        ...(none === 0 || !mayBeNone(shape) ? [] : [say.noneNote(column, none)]),
      ];
    });
  }

  #take(target: ClassTarget, value: number): void {
    if (value === -1) target.none++;
    // what is no class is told with its row
    else if (Number.isInteger(value) && value >= 0 && value < (target.shape.classes ?? 0)) target.seen.add(value);
  }
}

/** What may surprise in the values of a column of classes. */
function valueNotes(column: string, values: readonly string[], counts: readonly number[]): readonly string[] {
  const absent = values.filter((_, i) => counts[i] === 0);
  const none = counts[values.indexOf(NONE)] ?? 0;
  const isSign = values.length === 2 && values.includes('1');
  const hasOthers = values.some((value) => value !== NONE && value.startsWith('-'));
  return [
    ...(absent.length === 0 ? [] : [say.valuesAbsentNote(column, absent, values.length)]),
    ...(none === 0 || isSign || hasOthers ? [] : [say.noneClassNote(column, none)]),
  ];
}
/** What stands for no class among numbers. */
const NONE = '-1';
