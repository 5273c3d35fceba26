import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { exp } from '../../compiler/initialize/elementary.ts';
import type { TrainedTask } from '../artifact/training-record.ts';
import type { Output } from '../model/output.ts';
import type { Target } from './forecast-plan.ts';
import type { Reader, Step } from './forecast-series.ts';

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
        // counted from the end: a model that guesses at each step gives steps before these too
        const start = s * perSeries + perSeries - (count - i) * target.columns.length;
        target.columns.forEach((column, c) => {
          const { point, columns } = numbers.at(start + c, column);
          if (!Object.values(columns).every(Number.isFinite))
            throw new RnncError([say.outputNotFinite(target.output, `step ${from + i + 1}`)]);
          points[column.name] ??= point;
          for (const [suffix, value] of Object.entries(columns)) shown[`${column.name}${suffix}`] ??= value;
        });
      }
      return { columns: shown, points };
    }),
  );
}

/** An output as numbers of its target, counted as the target's are. */
interface Numbers {
  readonly length: number;
  /** Raw units; `columns` by what is added to the column's name. */
  readonly at: (
    index: number,
    column: Target['columns'][number],
  ) => { readonly point: number; readonly columns: { readonly [suffix: string]: number } };
}

export function numbersOf({ data, shape }: Output, task: TrainedTask): Numbers {
  const value = (i: number): number => data[i] ?? Number.NaN;
  if (task.loss === 'quantile') {
    const quantiles = task.quantiles ?? [];
    const middle = quantiles.reduce(
      (best, tau, i) => (Math.abs(tau - 0.5) < Math.abs((quantiles[best] ?? 0) - 0.5) ? i : best),
      0,
    );
    return {
      length: data.length / quantiles.length,
      at: (index, { offset, scale }) => {
        const raw = quantiles.map((_, q) => value(index * quantiles.length + q) * scale + offset);
        const names = quantiles.map((tau) => `.q${Number((100 * tau).toPrecision(12))}`);
        return { point: raw[middle] ?? 0, columns: Object.fromEntries(names.map((name, q) => [name, raw[q] ?? 0])) };
      },
    };
  }
  if (task.loss === 'gaussian_nll') {
    // the last axis holds means, then log variances
    const half = (shape.at(-1) ?? 2) / 2;
    return {
      length: data.length / 2,
      at: (index, { offset, scale }) => {
        const place = Math.floor(index / half) * 2 * half + (index % half);
        const mean = value(place) * scale + offset;
        return { point: mean, columns: { '.mean': mean, '.stddev': exp(value(place + half) / 2) * Math.abs(scale) } };
      },
    };
  }
  return {
    length: data.length,
    at: (index, { offset, scale }) => {
      const point = value(index) * scale + offset;
      return { point, columns: { '': point } };
    },
  };
}
