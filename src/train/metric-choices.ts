import type { LossSpec } from '../../compiler/1-read/spec.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from './messages.ts';
import { METRICS, type MetricChoice, type MetricName, type OutputKind } from './metrics.ts';
import type { Objective } from './prepare.ts';

/** What a loss's output is, for metrics; null where none of them takes it. `width`: size of its last axis. */
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

/** Scales of `mase`, and how many of the highest scores `top_k` takes. */
export interface MetricContext {
  readonly scales: readonly number[];
  readonly k: number;
}

/**
 * The metrics of an objective as they are computed on its first loss's output.
 * @throws RnncError for a metric that does not fit that loss
 */
export function metricChoices({ metrics, losses }: Objective, width: number, context: MetricContext): MetricChoice[] {
  const [first] = losses;
  const kind = first === undefined ? null : outputKind(first, width);
  return metrics.map(({ value, span }): MetricChoice => {
    const name = value as MetricName;
    const takes: readonly OutputKind[] = METRICS[name].outputs;
    if (kind === null || !takes.includes(kind))
      throw new RnncError([say.metricDoesNotFit(span, name, first?.type ?? 'no loss', fitting(kind))]);
    switch (name) {
      case 'top_k':
        return { name, k: context.k };
      case 'mase':
        return { name, scales: context.scales };
      case 'accuracy':
      case 'f1':
      case 'perplexity':
      case 'bits_per_character':
        return { name, scores: 'logits' };
      default:
        return { name };
    }
  });
}

const fitting = (kind: OutputKind | null): readonly string[] =>
  kind === null
    ? []
    : Object.entries(METRICS).flatMap(([name, { outputs }]) =>
        (outputs as readonly OutputKind[]).includes(kind) ? [name] : [],
      );
