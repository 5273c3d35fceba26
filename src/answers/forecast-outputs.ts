import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { exp } from '../../compiler/initialize/elementary.ts';
import type { TrainedTask } from '../artifact/training-record.ts';
import { cellsOf } from '../data/arrange/given-cells.ts';
import { BadCell } from '../data/rows/cells.ts';
import { readColumn } from '../data/rows/reading.ts';
import type { Output } from '../model/output.ts';
import { headNumbers, pointIndex, quantileName } from '../uncertainty/heads.ts';
import type { Target } from './forecast-plan.ts';
import type { Reader, Series, Step, Times } from './forecast-series.ts';

/**
 * The last steps of the outputs, by series, in raw units.
 * @param from steps ahead of the first of them, for messages.
 */
export function readSteps(
  { plan }: Reader,
  outputs: { readonly [name: string]: Output },
  series: number,
  from: number,
  count = plan.horizon,
): readonly (readonly Step[])[] {
  return Array.from({ length: series }, (_, s) =>
    Array.from({ length: count }, (_unused, i) => {
      const shown: { [column: string]: number } = {};
      const points: { [column: string]: number } = {};
      for (const target of plan.targets) {
        const output = outputs[target.output];
        if (output === undefined) throw new InternalError(`no output ${target.output}`);
        const numbers = numbersOf(output, target.task);
        const perSeries = numbers.length / series;
        // counted from the end, because a model that predicts at each step also gives predictions for earlier steps
        const start = s * perSeries + perSeries - (count - i) * target.columns.length;
        target.columns.forEach((column, c) => {
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
      return { columns: shown, points };
    }),
  );
}

/** An output turned into numbers of its target, laid out as the target is. */
interface Numbers {
  readonly length: number;
  /** As the head gives it, in the numbers of the model. */
  readonly entry: (index: number) => readonly number[];
  /** Raw units; `columns` by what is added to the column's name. */
  readonly at: (
    index: number,
    column: Target['columns'][number],
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

const raw = ({ offset, scale }: Target['columns'][number], value: number): number => value * scale + offset;

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
