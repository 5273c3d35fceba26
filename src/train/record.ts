import type { Reference } from '../../compiler/1-read/spec.ts';
import type { Compiled } from '../../compiler/compile.ts';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import type { TrainedTask, TrainingRecord } from '../artifact/training-record.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { History } from './history.ts';
import * as say from './messages.ts';
import type { Trainable } from './prepare.ts';

/** What an artifact keeps of a training. */
export function trainingRecord(trainable: Trainable, preprocessing: Preprocessing, history: History): TrainingRecord {
  const { compiled, objective } = trainable;
  const tasks = objective.losses.flatMap((loss): TrainedTask[] => {
    if (!('target' in loss)) return [];
    const task = { loss: loss.type, target: loss.target.value, output: outputOf(compiled, loss.output) };
    return [loss.type === 'quantile' ? { ...task, quantiles: loss.quantiles } : task];
  });
  return { preprocessing, history, tasks };
}

/** The output that gives what a loss measures. */
function outputOf({ spec }: Compiled, measured: Reference): string | null {
  const same = (other: Reference): boolean =>
    other.kind === measured.kind &&
    [other.target, ...other.path].join('.') === [measured.target, ...measured.path].join('.');
  return spec.outputs.find((o) => same(o.reference))?.name ?? null;
}

/** @throws RnncError `checkpoint-mismatch` where a checkpoint was made with another model, other parameters or another seed */
export function checkIdentity({ identity }: Checkpoint, trainable: Trainable, file: string): void {
  for (const [what, expected] of Object.entries(trainable.identity)) {
    const found = identity[what] ?? 'none';
    const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 12)}…` : text);
    if (found !== expected) throw new RnncError([say.checkpointOfOther(file, what, shown(expected), shown(found))]);
  }
}
