/** Targets, and what is told of them, in the units of the data. */
import { isDifferenced, valueOfLevel } from '../../data/arrange/transform-cells.ts';
import type { Batch } from '../../data/dataset/dataset.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { windowOffset } from '../../data/encode/encode.ts';
import { type Units, type UnitsAt, unitsAt, unitsIn } from '../../data/encode/unit-feeds.ts';
import { denormalize } from '../../data/table/preprocess.ts';
import { withZeros } from './rounded-zeros.ts';

/** Of one batch. All lists are laid out as its target is; numbers that are given are those of the model. */
export interface RawTargets {
  /** What came; NaN where there is no target. */
  readonly truth: () => ArrayLike<number>;
  /** Of forecasts each of which goes on from the one before. */
  readonly points: (forecasts: ArrayLike<number>) => ArrayLike<number>;
  /** Of other numbers for the same steps, such as quantiles, where the steps before went as the forecasts say. */
  readonly beside: (forecasts: ArrayLike<number>, numbers: ArrayLike<number>) => ArrayLike<number>;
  /** Forecasts of levels as numbers of the model; null where a target has no levels. */
  readonly fromLevels: ((levels: ArrayLike<number>) => Float64Array) | null;
}

/** Whether a target is transformed or scaled by series. */
export function hasUnits({ feeds, columns }: Preprocessing, target: string): boolean {
  const recipe = Object.hasOwn(feeds, target) ? feeds[target] : undefined;
  if (recipe?.from !== 'columns' || recipe.dtype !== 'float32') return false;
  return recipe.columns.some((name) => {
    const column = columns[name];
    return column !== undefined && 'offset' in column && (column.transform ?? column.series) !== undefined;
  });
}

/** Whether the model sees other numbers of a target than the data have. */
export function isScaled(preprocessing: Preprocessing, target: string): boolean {
  const { feeds, columns } = preprocessing;
  const recipe = Object.hasOwn(feeds, target) ? feeds[target] : undefined;
  if (recipe?.from !== 'columns' || recipe.dtype !== 'float32') return false;
  const used = recipe.columns.map((name) => columns[name]);
  const numbers = used.flatMap((column) => (column?.type === 'number' || column?.type === 'time' ? [column] : []));
  if (numbers.length < used.length) return false;
  return (
    hasUnits(preprocessing, target) ||
    numbers.some(({ offset, scale }) => offset.some((o) => o !== 0) || scale.some((s) => s !== 1))
  );
}

export function rawTargets(preprocessing: Preprocessing, batch: Batch, target: string): RawTargets {
  const units = unitsIn(batch, target);
  const recipe = preprocessing.feeds[target];
  const given = batch.feeds[target]?.data ?? [];
  if (units === null || recipe?.from !== 'columns') {
    const raw = (values: ArrayLike<number>): ArrayLike<number> =>
      isScaled(preprocessing, target) ? denormalize(preprocessing, target, values) : values;
    const truth = (): ArrayLike<number> => (isScaled(preprocessing, target) ? withZeros(given, raw) : given);
    return { truth, points: raw, beside: (_, numbers) => raw(numbers), fromLevels: null };
  }
  const { part } = recipe;
  const offset = windowOffset(recipe, preprocessing.windows);
  const transforms = recipe.columns.map((name) => {
    const column = preprocessing.columns[name];
    return column !== undefined && 'offset' in column ? (column.transform ?? []) : [];
  });
  const places = placesIn(units, given.length, batch.samples, offset);
  const knownBefore = ({ sample, row, column }: Place): number => unitsAt(units, sample, row - 1, column).level;
  // only the steps of a horizon go on from each other; at each step of a window the row before is known
  const goesOn = (place: Place): boolean => part === 'horizon' && place.step > 0;
  const map = (take: (place: Place, at: UnitsAt, i: number) => number): Float64Array =>
    Float64Array.from(places, (place, i) => take(place, unitsAt(units, place.sample, place.row, place.column), i));
  /** @param path levels of the steps before, as far as they are told. */
  const levelAt = (path: ArrayLike<number>, value: number, place: Place, at: UnitsAt, i: number): number => {
    const number = value * at.scale + at.offset;
    if (!isDifferenced(transforms[place.column])) return number;
    return number + (goesOn(place) ? (path[i - units.columns] ?? Number.NaN) : knownBefore(place));
  };
  const levelsOf = (forecasts: ArrayLike<number>): Float64Array => {
    const path = new Float64Array(places.length);
    places.forEach((place, i) => {
      path[i] = levelAt(
        path,
        forecasts[i] ?? Number.NaN,
        place,
        unitsAt(units, place.sample, place.row, place.column),
        i,
      );
    });
    return path;
  };
  const toRaw = (levels: ArrayLike<number>): Float64Array =>
    map(({ column }, _, i) => valueOfLevel(transforms[column], levels[i] ?? Number.NaN));
  return {
    truth: () => toRaw(map((_, { level }) => level)),
    points: (forecasts) => toRaw(levelsOf(forecasts)),
    beside(forecasts, numbers) {
      const path = levelsOf(forecasts);
      return toRaw(map((place, at, i) => levelAt(path, numbers[i] ?? Number.NaN, place, at, i)));
    },
    fromLevels: (levels) =>
      map((place, at, i) => {
        const level = levels[i] ?? Number.NaN;
        if (!isDifferenced(transforms[place.column])) return (level - at.offset) / at.scale;
        const before = goesOn(place) ? (levels[i - units.columns] ?? Number.NaN) : knownBefore(place);
        return (level - before - at.offset) / at.scale;
      }),
  };
}

/** Levels of columns in the units of the data. @param series by series, then by column. */
export function rawSeries(
  { feeds, columns }: Preprocessing,
  target: string,
  series: readonly (readonly (readonly number[])[])[],
): readonly (readonly (readonly number[])[])[] {
  const recipe = feeds[target];
  const transforms = (recipe?.from === 'columns' ? recipe.columns : []).map((name) => {
    const column = columns[name];
    return column !== undefined && 'offset' in column ? column.transform : undefined;
  });
  return series.map((of) => of.map((levels, c) => levels.map((level) => valueOfLevel(transforms[c], level))));
}

/** Where a number of a target stands. */
interface Place {
  readonly sample: number;
  readonly step: number;
  /** Among the rows of its sample. */
  readonly row: number;
  readonly column: number;
}

function placesIn({ columns, rows }: Units, count: number, samples: number, offset: number): readonly Place[] {
  const perSample = count / samples;
  return Array.from({ length: count }, (_, i) => {
    const step = Math.floor((i % perSample) / columns);
    return { sample: Math.floor(i / perSample), step, row: rows === 1 ? 0 : offset + step, column: i % columns };
  });
}
