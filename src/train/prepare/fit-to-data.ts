import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { type Compiled, type FoundTarget, withLosses } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { staticSize } from '../../../compiler/ir/dim.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import type { OpenSource } from '../../data/files/sources.ts';
import { lookAtColumns } from '../../data/open-dataset.ts';
import { tableTarget, trainedTarget } from './find-target.ts';

/** Where the data of a model are. */
export interface DataAt {
  readonly spec: DataSpec;
  readonly open: OpenSource;
  /** What an earlier training learned of them; null: nothing. */
  readonly preprocessing: Preprocessing | null;
}

/**
 * The model with what it leaves to the data: the loss that fits the target, where none is written. Nothing is read where nothing is left open.
 * @param at null: no files, as with batches of one's own
 * @throws RnncError where the data can't be read
 */
export async function fitToData(compiled: Compiled, at: DataAt | null): Promise<Compiled> {
  const { spec, sources } = compiled;
  const { training } = spec;
  if (training === null || at === null || !leavesToData(compiled)) return compiled;
  const target = await targetIn(compiled, at).catch((cause: unknown) => {
    if (cause instanceof RnncError && cause.sources.size === 0) throw new RnncError(cause.diagnostics, sources);
    throw cause;
  });
  return { ...compiled, spec: { ...spec, training: withLosses(spec, training, target, outputWidth(compiled)) } };
}

/** Whether the data decides on something in the model. */
export const leavesToData = ({ spec: { training, outputs } }: Compiled): boolean =>
  training !== null && training.losses === null && outputs.length === 1;

async function targetIn({ spec, seed }: Compiled, at: DataAt): Promise<FoundTarget> {
  const found = at.preprocessing === null ? null : trainedTarget(at.preprocessing);
  if (found !== null) return found;
  const columns = await lookAtColumns(at.spec, { open: at.open, seed });
  return columns === null ? { kind: 'tokens', column: null } : tableTarget(at.spec, columns, spec.inputs);
}

/** Size of the last axis of the only output, which is what the loss measures. */
function outputWidth({ graphs: { inference } }: Compiled): number | null {
  const value = inference.outputs[0]?.value;
  const last = value === undefined ? undefined : inference.values[value]?.type.shape.at(-1);
  return last === undefined ? null : staticSize(last);
}
