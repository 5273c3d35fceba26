import { isWeighed, type LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { type Diagnostic, InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { lossOfOneClass } from '../../../compiler/diagnostics/messages/train.ts';
import { isDifferenced } from '../../data/arrange/transform-cells.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { normalOfLogs, spreadOfChanges } from '../../data/messages/units.ts';
import { naiveErrors } from '../baselines/contest-numbers.ts';
import * as say from '../messages.ts';
import { isOfTwoClasses, METRICS, type MetricChoice, type MetricName, type OutputKind } from '../metrics/metrics.ts';
import { measuredWidth, type Trainable } from '../prepare/prepare.ts';

/** Which kind of output of a model a loss measures; null where no metric takes such outputs. @param width size of its last axis. */
export function outputKind(loss: LossSpec, width: number): OutputKind | null {
  switch (loss.type) {
    case 'cross_entropy':
      return 'classes';
    case 'sigmoid_cross_entropy':
      return width === 1 ? 'score' : null;
    case 'mse':
    case 'mae':
    case 'huber':
      return 'numbers';
    case 'soft_cross_entropy':
    case 'quantile':
    case 'gaussian_nll':
    case 'ctc':
    case 'l1':
    case 'l2':
      return null;
    default:
      return loss satisfies never;
  }
}

/**
 * The metrics of an objective as they are computed on its first loss's output, each followed by the weighted one where those are asked for. `mase` is scaled by the error of the last value as a forecast, on
 * the training part, of each series by itself; that part is read once for it.
 * @throws RnncError for classes of which there is one alone, a metric that does not fit that loss or so many classes, `mase` where the data are no windows of a series, or `top_k` of too few classes
 */
export async function metricChoices(trainable: Trainable, data: Dataset): Promise<readonly MetricChoice[]> {
  const { metrics, topK, losses } = trainable.objective;
  const { sources } = trainable.compiled;
  const odd = losses.flatMap((loss) => unfitSpread(loss, data.preprocessing));
  if (odd.length > 0) throw new RnncError(odd, sources);
  const alone = losses.find(
    (loss) =>
      loss.type === 'cross_entropy' && trainable.feeds.some((f) => f.name === loss.target.value && f.classes === 1),
  );
  if (alone !== undefined) throw new RnncError([lossOfOneClass(alone.output.span)], sources);
  const width = measuredWidth(trainable);
  const [first] = losses;
  const kind = first === undefined ? null : outputKind(first, width);
  for (const { value, span } of metrics) {
    const name = value as MetricName;
    const takes: readonly OutputKind[] = METRICS[name].outputs;
    if (kind === null || !takes.includes(kind))
      throw new RnncError([say.metricDoesNotFit(span, name, first?.type ?? 'no loss', fitting(kind))], sources);
    if (width > 2 && isOfTwoClasses(name)) throw new RnncError([say.metricOfTwoClasses(span, name, width)], sources);
  }
  const top = metrics.find(({ value }) => value === 'top_k');
  if (top !== undefined && width <= topK) throw new RnncError([say.topOfFew(top.span, topK, width)], sources);
  const scaled = metrics.find(({ value }) => value === 'mase');
  const errors =
    scaled === undefined || first === undefined || !('target' in first)
      ? null
      : await naiveErrors(data, first.target.value);
  if (scaled !== undefined && errors === null) throw new RnncError([say.metricNeedsSeries(scaled.span)], sources);
  const choices = metrics.map(({ value }): MetricChoice => {
    const name = value as MetricName;
    switch (name) {
      case 'top_k':
        return { name, k: topK };
      case 'mase':
        if (errors === null) throw new InternalError('metric mase without scales');
        return { name, scales: new Array<number>(errors.columns).fill(1), errors };
      case 'accuracy':
      case 'f1':
      case 'perplexity':
      case 'bits_per_character':
        return { name, scores: 'logits' };
      default:
        return { name };
    }
  });
  if (!trainable.objective.weightedMetrics || first === undefined || !isWeighed(first)) return choices;
  return choices.flatMap((choice) => [choice, { ...choice, weighing: 'weighted' as const }]);
}

const fitting = (kind: OutputKind | null): readonly string[] =>
  kind === null
    ? []
    : Object.entries(METRICS).flatMap(([name, { outputs }]) =>
        (outputs as readonly OutputKind[]).includes(kind) ? [name] : [],
      );

/** What a loss tells of the spread of numbers must be the spread of the data once it is brought back. */
function unfitSpread(loss: LossSpec, { feeds, columns, windows }: Preprocessing): readonly Diagnostic[] {
  if (loss.type !== 'quantile' && loss.type !== 'gaussian_nll') return [];
  const target = loss.target.value;
  const recipe = Object.hasOwn(feeds, target) ? feeds[target] : undefined;
  const transforms = (recipe?.from === 'columns' ? recipe.columns : []).flatMap((name) => {
    const column = columns[name];
    return column !== undefined && 'offset' in column ? [column.transform ?? []] : [];
  });
  const hasLogs = transforms.some((transform) => transform.some((one) => one !== 'difference'));
  if (loss.type === 'gaussian_nll' && hasLogs) return [normalOfLogs(loss.span, target)];
  return (windows?.horizon ?? 1) > 1 && transforms.some(isDifferenced)
    ? [spreadOfChanges(loss.span, loss.type, target)]
    : [];
}
