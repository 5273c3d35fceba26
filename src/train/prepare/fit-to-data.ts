import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { type Compiled, type FoundTarget, withLosses, withSizes } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { openSizes } from '../../../compiler/diagnostics/messages/read/open-sizes.ts';
import { staticSize } from '../../../compiler/ir/dim.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import type { OpenSource } from '../../data/files/sources.ts';
import { lookAtColumns, measureData } from '../../data/open-dataset.ts';
import { openShapes, sizesIn } from './find-sizes.ts';
import { tableTarget, trainedTarget } from './find-target.ts';
import { prepareTraining } from './prepare.ts';

/** Where the data of a model are. */
export interface DataAt {
  readonly spec: DataSpec;
  readonly open: OpenSource;
  /** What an earlier training learned of them; null: nothing. */
  readonly preprocessing: Preprocessing | null;
}

/**
 * The model with what it leaves to the data: sizes, and the loss that fits the target where none is written. Nothing is read where nothing is
 * left open.
 * @param at null: no files, as with batches of one's own
 * @throws RnncError where the data can't be read, or a size is left open that nothing tells
 */
export async function fitToData(compiled: Compiled, at: DataAt | null): Promise<Compiled> {
  const open = compiled.openSizes ?? [];
  if (compiled.spec.training === null || !leavesToData(compiled)) return compiled;
  if (at === null) {
    if (open.length > 0) throw new RnncError([openSizes(open)], compiled.sources);
    return compiled;
  }
  try {
    const target = await targetIn(compiled, at);
    const chosen = withFittingLoss(compiled, target);
    return open.length === 0 ? chosen : withFittingLoss(await withFittingSizes(chosen, target, at), target);
  } catch (cause) {
    if (cause instanceof RnncError && cause.sources.size === 0)
      throw new RnncError(cause.diagnostics, compiled.sources);
    throw cause;
  }
}

/** Whether the data decides on something in the model. */
export const leavesToData = ({ openSizes, spec: { training, outputs } }: Compiled): boolean =>
  (openSizes !== undefined && openSizes.length > 0) ||
  (training !== null && training.losses === null && outputs.length === 1);

/** Null: the losses are written, or can't be chosen. */
async function targetIn({ spec, seed }: Compiled, at: DataAt): Promise<FoundTarget | null> {
  if (spec.training === null || spec.training.losses !== null || spec.outputs.length > 1) return null;
  const found = at.preprocessing === null ? null : trainedTarget(at.preprocessing);
  if (found !== null) return found;
  const columns = await lookAtColumns(at.spec, { open: at.open, seed });
  return columns === null ? { kind: 'tokens', column: null } : tableTarget(at.spec, columns, spec.inputs);
}

function withFittingLoss(compiled: Compiled, target: FoundTarget | null): Compiled {
  const { spec } = compiled;
  const { training } = spec;
  if (training === null || target === null) return compiled;
  // an earlier choice may have been for numbers that stood in for sizes
  const unchosen = { ...training, losses: null };
  const width = isOpenOutput(compiled) ? null : outputWidth(compiled);
  return { ...compiled, spec: { ...spec, training: withLosses(spec, unchosen, target, width) } };
}

async function withFittingSizes(compiled: Compiled, target: FoundTarget | null, at: DataAt): Promise<Compiled> {
  const open = compiled.openSizes ?? [];
  // what differs with other numbers in the place of the open sizes is what they decide on
  const others = Object.fromEntries(open.map(({ key, standIn }) => [key, standIn + 2]));
  const other = withFittingLoss(withSizes(compiled, others), target);
  const [first, second] = [prepareTraining(compiled), prepareTraining(keepRun(compiled, other))];
  const shapes = openShapes(first.feeds, second.feeds);
  const measured = await measureData(at.spec, {
    open: at.open,
    seed: compiled.seed,
    inputs: shapes,
    carry: first.objective.carry,
  });
  return keepRun(compiled, withSizes(compiled, sizesIn(open, first, shapes, measured)));
}

/** Epochs and batch size as they were asked for. */
function keepRun({ spec: { training: asked } }: Compiled, compiled: Compiled): Compiled {
  const { training } = compiled.spec;
  if (asked === null || training === null) return compiled;
  const { epochs, batch } = asked;
  return { ...compiled, spec: { ...compiled.spec, training: { ...training, epochs, batch } } };
}

/** Whether the width of the only output is one that the data will give. */
function isOpenOutput({ openSizes, spec: { outputs } }: Compiled): boolean {
  const layer = outputs[0]?.reference.target;
  return (openSizes ?? []).some(({ owner, kind }) => kind === 'classes' && owner === layer);
}

/** Size of the last axis of the only output, which is what the loss measures. */
function outputWidth({ graphs: { inference } }: Compiled): number | null {
  const value = inference.outputs[0]?.value;
  const last = value === undefined ? undefined : inference.values[value]?.type.shape.at(-1);
  return last === undefined ? null : staticSize(last);
}
