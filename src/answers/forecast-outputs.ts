import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { exp } from '../../compiler/initialize/elementary.ts';
import type { TrainedTask } from '../artifact/training-record.ts';
import { cellsOf } from '../data/arrange/given-cells.ts';
import { isDifferenced, levelOf, valueOfLevel } from '../data/arrange/transform-cells.ts';
import { levelInRow, transformOf } from '../data/batches/encode-given.ts';
import type { Preprocessing } from '../data/dataset/preprocessing.ts';
import type { RawRow } from '../data/dataset/raw-row.ts';
import { scaleIn } from '../data/encode/series-scale.ts';
import { BadCell } from '../data/rows/cells.ts';
import { readColumn } from '../data/rows/reading.ts';
import type { Output } from '../model/output.ts';
import { headNumbers, pointIndex, quantileName } from '../uncertainty/heads.ts';
import type { RawColumn } from './forecast-plan.ts';
import type { Reader, Series, Step, Times } from './forecast-series.ts';

/**
 * The last steps of the outputs, by series, in raw units.
 * @param from steps ahead of the first of them, for messages.
 */
export function readSteps(
  { plan, preprocessing }: Reader,
  outputs: { readonly [name: string]: Output },
  origins: readonly Origin[],
  from: number,
  count = plan.horizon,
): readonly (readonly Step[])[] {
  const series = origins.length;
  return origins.map(({ key, levels }, s) => {
    const path = new Map(levels);
    return Array.from({ length: count }, (_unused, i) => {
      const shown: { [column: string]: number } = {};
      const points: { [column: string]: number } = {};
      for (const target of plan.targets) {
        const output = outputs[target.output];
        if (output === undefined) throw new InternalError(`no output ${target.output}`);
        const numbers = numbersOf(output, target.task);
        const perSeries = numbers.length / series;
        // counted from the end, because a model that predicts at each step also gives predictions for earlier steps
        const start = s * perSeries + perSeries - (count - i) * target.columns.length;
        target.columns.forEach((trained, c) => {
          const column = columnAt(preprocessing, trained, key, path.get(trained.name));
          const { point, columns } = numbers.at(start + c, column);
          if (!Object.values(columns).every(Number.isFinite))
            throw new RnncError([say.outputNotFinite(target.output, `step ${from + i + 1}`)]);
          points[column.name] ??= point;
          const [low, high] = target.band?.ends(numbers.entry(start + c), i, c) ?? [];
          const band =
            low === undefined || high === undefined ? {} : { '.lower': raw(column, low), '.upper': raw(column, high) };
          for (const [suffix, value] of Object.entries({ ...columns, ...band }))
            shown[`${column.name}${suffix}`] ??= value;
        });
      }
      for (const target of plan.targets)
        for (const { name, transform = [] } of target.columns)
          path.set(name, levelOf(transform, points[name] ?? Number.NaN));
      return { columns: shown, points };
    });
  });
}

/** What a forecast of a series goes on from. */
export interface Origin {
  readonly key: string | null;
  /** Of columns that are forecast as differences, in the row before. */
  readonly levels: ReadonlyMap<string, number>;
}

/** @param rows of one series. @param at the first row that is forecast. */
export function originOf(
  { preprocessing, plan }: { readonly preprocessing: Preprocessing; readonly plan: Pick<Reader['plan'], 'columns'> },
  key: string | null,
  rows: readonly RawRow[],
  at: number,
): Origin {
  const differenced = [...plan.columns].filter((name) => isDifferenced(transformOf(preprocessing, name)));
  return { key, levels: new Map(differenced.map((name) => [name, levelInRow(preprocessing, rows[at - 1], name)])) };
}

/** A column with what holds for one series and step. */
export function columnAt(
  { columns }: Preprocessing,
  column: RawColumn,
  key: string | null,
  base: number | undefined,
): RawColumn {
  const recipe = Object.hasOwn(columns, column.name) ? columns[column.name] : undefined;
  const scale =
    recipe !== undefined && 'offset' in recipe && recipe.series !== undefined ? scaleIn(recipe, key ?? '') : null;
  return {
    ...column,
    ...scale,
    ...(isDifferenced(column.transform) ? { base: base ?? Number.NaN } : {}),
  };
}

/** An output turned into numbers of its target, laid out as the target is. */
interface Numbers {
  readonly length: number;
  /** As the head gives it, in the numbers of the model. */
  readonly entry: (index: number) => readonly number[];
  /** Raw units; `columns` by what is added to the column's name. */
  readonly at: (
    index: number,
    column: RawColumn,
  ) => { readonly point: number; readonly columns: { readonly [suffix: string]: number } };
}

export function numbersOf({ data, shape }: Output, task: TrainedTask): Numbers {
  const { length, at: entry } = headNumbers(task, data, shape.at(-1) ?? 1);
  if (task.loss === 'quantile') {
    const names = (task.quantiles ?? []).map((tau) => `.${quantileName(tau)}`);
    const middle = pointIndex(task);
    return {
      length,
      entry,
      at: (index, column) => {
        const numbers = entry(index).map((value) => raw(column, value));
        return {
          point: numbers[middle] ?? 0,
          columns: Object.fromEntries(names.map((name, q) => [name, numbers[q] ?? 0])),
        };
      },
    };
  }
  if (task.loss === 'gaussian_nll')
    return {
      length,
      entry,
      at: (index, column) => {
        const [mean = 0, logVariance = 0] = entry(index);
        const point = raw(column, mean);
        return {
          point,
          columns: { '.mean': point, '.stddev': exp(logVariance / 2) * Math.abs(column.scale) },
        };
      },
    };
  return {
    length,
    entry,
    at: (index, column) => {
      const point = raw(column, entry(index)[0] ?? Number.NaN);
      return { point, columns: { '': point } };
    },
  };
}

const raw = ({ offset, scale, transform, base = 0 }: RawColumn, value: number): number =>
  valueOfLevel(transform, value * scale + offset + base);

type PastRow = { readonly [column: string]: string | number };

/** The last rows of each series as they are read: group, times and the columns that are forecast; NaN where there is no number. */
export function pastRows(
  { preprocessing, plan }: Reader,
  series: readonly Series[],
  times: Times | null,
  count: number,
): readonly PastRow[] {
  if (count === 0) return [];
  const { group } = preprocessing;
  const columns = [...plan.columns].map((name) => ({ name, cells: cellsOf(preprocessing, name) }));
  return series.flatMap(({ key, rows }) =>
    rows.slice(-count).map((row): PastRow => {
      const at = (times?.columns ?? []).flatMap((name) => {
        const time = row[name];
        return typeof time === 'string' || typeof time === 'number' ? [[name, time] as const] : [];
      });
      const numbers = columns.map(({ name, cells }) => {
        const read = readColumn(row[cells.source], cells);
        const isNumber = read !== null && !(read instanceof BadCell) && typeof read.cell === 'number';
        return [name, isNumber ? read.cell : Number.NaN] as const;
      });
      return {
        ...(group === null || key === null ? {} : { [group]: key }),
        ...Object.fromEntries(at),
        ...Object.fromEntries(numbers as (readonly [string, number])[]),
      };
    }),
  );
}
