import type { ColumnSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { ColumnRecipe } from '../dataset/preprocessing.ts';
import * as columnMessages from '../messages/columns.ts';
import * as valueMessages from '../messages/values.ts';
import { type Cell, isNestedList, isNumberList, parseNumber } from '../rows/cells.ts';
import { type CalendarFeature, valuesOf } from '../time/calendar-features.ts';

/** Most values of a category. */
const MAX_CATEGORY = 100_000;

/** Learns one column from the rows of the training part. */
export interface ColumnFit {
  /** @param series that the row belongs to. */
  add(cell: Cell, series: string): void;
  recipe(): ColumnRecipe;
  /** Means of the features of a column of numbers. */
  readonly means?: () => readonly number[];
  /** Of a column of numbers that has any: the least and the greatest. */
  readonly range?: () => NumberRange | null;
  /** Steps of the longest sequence in a cell, where cells hold sequences. */
  readonly longest?: () => number;
  /** Of a category whose unknown values have a number: what the training part gave to it. */
  readonly others?: () => UnknownFound;
  /** Of a category: how often each value stands there, in the order of their numbers. */
  readonly counts?: () => readonly number[];
  /** Of texts: rows without a token, and what the vocabulary lacks of the tokens of the training part. */
  readonly texts?: () => { readonly empty: number; readonly lacking: LackingTokens };
}

/** Tokens of the training part, and those of them that a vocabulary lacks. */
export interface LackingTokens {
  /** Different ones. */
  readonly different: number;
  readonly differentLacking: number;
  readonly all: number;
  readonly lacking: number;
}

export interface NumberRange {
  readonly least: number;
  readonly greatest: number;
}

/** Values and rows of the training part that have the number of unknown values. */
export interface UnknownFound {
  readonly number: number;
  readonly values: number;
  readonly rows: number;
}

type TimeColumn = Extract<ColumnRecipe, { readonly type: 'time' }>;

/**
 * Mean and variance in one pass (Welford, Technometrics 4, 1962), one pair per feature, in float64.
 * @param axes of time along which lists run, the first ones: their steps share their numbers.
 */
export function fitNumbers(
  of: { readonly type: 'number' } | Pick<TimeColumn, 'type' | 'form' | 'zone'>,
  normalize: ColumnSpec['normalize'],
  axes: number,
  transform: ColumnSpec['transform'] = [],
): ColumnFit {
  const features: Feature[] = [];
  let longest = 0;
  const at = (i: number): Feature => {
    const known = features[i];
    if (known !== undefined) return known;
    const made = new Feature();
    features[i] = made;
    return made;
  };
  const add = (cell: Cell, axes: number): void => {
    if (typeof cell === 'number') {
      if (!Number.isNaN(cell)) at(0).add(cell);
    } else if (isNestedList(cell)) {
      for (const list of cell.lists) add(list, axes - 1);
    } else if (isNumberList(cell)) {
      const own = cell.shape.slice(axes);
      if (axes > 0) longest = Math.max(longest, cell.shape[0] ?? 0);
      const width = Math.max(
        1,
        own.reduce((a, b) => a * b, 1),
      );
      for (let i = 0; i < cell.data.length; i++) {
        const value = cell.data[i] ?? 0;
        if (!Number.isNaN(value)) at(i % width).add(value);
      }
    }
  };
  return {
    add: (cell) => add(cell, axes),
    longest: () => longest,
    means: () => features.map((feature) => feature.mean),
    range() {
      const least = Math.min(...features.map((feature) => feature.least));
      return Number.isFinite(least) ? { least, greatest: Math.max(...features.map((f) => f.greatest)) } : null;
    },
    recipe() {
      const chosen = normalize ?? (features.every((feature) => feature.isBinary) ? 'none' : 'standard');
      const all = features.length === 0 ? [new Feature()] : features;
      const scales = all.map((feature) => feature.scale(chosen));
      return {
        ...of,
        normalize: chosen,
        offset: scales.map(({ offset }) => offset),
        scale: scales.map(({ scale }) => scale),
        ...(transform.length === 0 ? {} : { transform }),
        ...(transform.length > 0 ? {} : rangeOf(features)),
      };
    },
  };
}

/** The least and the greatest number; nothing where there is none. */
function rangeOf(features: readonly Feature[]): { readonly range?: readonly [number, number] } {
  const least = features.reduce((a, feature) => Math.min(a, feature.least), Number.POSITIVE_INFINITY);
  const greatest = features.reduce((a, feature) => Math.max(a, feature.greatest), Number.NEGATIVE_INFINITY);
  return Number.isFinite(least) && Number.isFinite(greatest) ? { range: [least, greatest] } : {};
}

class Feature {
  #count = 0;
  #mean = 0;
  #squares = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  isBinary = true;

  add(value: number): void {
    this.#count++;
    const away = value - this.#mean;
    this.#mean += away / this.#count;
    this.#squares += away * (value - this.#mean);
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
    if (value !== 0 && value !== 1) this.isBinary = false;
  }

  get mean(): number {
    return this.#mean;
  }

  get least(): number {
    return this.#min;
  }

  get greatest(): number {
    return this.#max;
  }

  /** A constant feature keeps the scale 1. */
  scale(normalize: 'standard' | 'minmax' | 'none'): { readonly offset: number; readonly scale: number } {
    if (normalize === 'none' || this.#count === 0) return { offset: 0, scale: 1 };
    if (normalize === 'minmax') return { offset: this.#min, scale: this.#max > this.#min ? this.#max - this.#min : 1 };
    // a constant feature can have a small variance from rounding alone
    const deviation = this.#max > this.#min ? Math.sqrt(this.#squares / this.#count) : 0;
    return { offset: this.#mean, scale: deviation > 0 ? deviation : 1 };
  }
}

/** What the calendar is known to have needs no rows. */
export const fitCalendar = (feature: CalendarFeature): ColumnFit => ({
  add: () => {},
  recipe: () =>
    feature.circle === undefined
      ? { type: 'category', values: valuesOf(feature) }
      : { type: 'number', normalize: 'none', offset: [0], scale: [1] },
});

/** The values of a category: as written, or as they occur, sorted; numbers by their size. Behind them what stands for all others, where it is asked for. */
export function fitCategory(name: string, spec: ColumnSpec | undefined): ColumnFit {
  const written = spec?.values?.map((value) => value.normalize()) ?? null;
  const unknown = spec?.unknown ?? null;
  const counts = new Map<string, number>((written ?? []).map((value) => [value, 0]));
  const isOwn = new Set(written ?? []);
  const known = (): readonly string[] =>
    written ?? sorted([...counts].flatMap(([value, count]) => (count < (unknown?.below ?? 1) ? [] : [value])));
  const values = (): readonly string[] => {
    const own = known();
    return unknown === null || own.includes(UNKNOWN_VALUE) ? own : [...own, UNKNOWN_VALUE];
  };
  const others = (): UnknownFound => {
    const own = new Set(known());
    const rest = [...counts].filter(([value]) => !own.has(value) || value === UNKNOWN_VALUE);
    return {
      number: values().indexOf(UNKNOWN_VALUE),
      values: rest.length,
      rows: rest.reduce((n, [, count]) => n + count, 0),
    };
  };
  return {
    add(cell, series) {
      if (isNestedList(cell)) {
        for (const list of cell.lists) this.add(list, series);
        return;
      }
      for (const value of typeof cell === 'string' || cell === null ? [cell] : (cell as readonly (string | null)[]))
        if (value !== null && (written === null || unknown !== null || isOwn.has(value)))
          counts.set(value, (counts.get(value) ?? 0) + 1);
      if (counts.size > MAX_CATEGORY && (written === null || unknown !== null))
        throw new RnncError([columnMessages.categoryTooLarge(spec?.span ?? null, name, MAX_CATEGORY)]);
    },
    recipe() {
      if (unknown === null) return { type: 'category', values: values() };
      if (known().length === 0) throw new RnncError([valueMessages.allRare(unknown.span, name, unknown.below, counts)]);
      return { type: 'category', values: values(), unknown: UNKNOWN_VALUE };
    },
    ...(unknown === null ? {} : { others }),
    counts: () =>
      values().map((value) => (unknown !== null && value === UNKNOWN_VALUE ? others().rows : (counts.get(value) ?? 0))),
  };
}
/** Stands for all values of a category that have no number of their own. */
const UNKNOWN_VALUE = '<unk>';

function sorted(values: readonly string[]): readonly string[] {
  const isNumbers = values.every((value) => value !== '' && Number.isFinite(Number(value)));
  const before = (a: string, b: string): number => (a < b ? -1 : 1);
  return [...values].sort(isNumbers ? (a, b) => Number(a) - Number(b) || before(a, b) : before);
}

/** Whether a fitted preprocessing knows the columns that feeds are made of. */
export function missingColumns(
  known: { readonly [name: string]: ColumnRecipe },
  wanted: readonly { readonly name: string; readonly type: ColumnRecipe['type'] }[],
): readonly Diagnostic[] {
  return wanted.flatMap(({ name, type }) => {
    const recipe = Object.hasOwn(known, name) ? known[name] : undefined;
    if (recipe === undefined)
      return [columnMessages.columnUnknown(null, 'the trained model', name, Object.keys(known))];
    return recipe.type === type
      ? []
      : [
          valueMessages.preprocessingDiffers(
            null,
            `the column "${name}" is ${type} here and was ${recipe.type} in training`,
            `a column of type ${recipe.type}`,
            type,
          ),
        ];
  });
}

/** Values that are equal but for their capitals. */
export const caseTwins = (values: readonly string[]): readonly (readonly string[])[] =>
  twins(values, (value) => value.toLowerCase());

/** Values that are one number, written in several ways: `1` and `1.0`. */
export const numberTwins = (values: readonly string[]): readonly (readonly string[])[] =>
  twins(
    values.filter((value) => parseNumber(value, '.') !== null),
    (value) => `${parseNumber(value, '.')}`,
  );

function twins(values: readonly string[], keyOf: (value: string) => string): readonly (readonly string[])[] {
  const alike = new Map<string, string[]>();
  for (const value of values) {
    const key = keyOf(value);
    const known = alike.get(key);
    if (known === undefined) alike.set(key, [value]);
    else known.push(value);
  }
  return [...alike.values()].filter(({ length }) => length > 1);
}
