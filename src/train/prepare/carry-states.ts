import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { goesOn } from '../../data/batches/batch.ts';
import type { Batch } from '../../data/dataset/dataset.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import * as say from '../messages.ts';

/**
 * Initial states of a batch, by path, [samples, …]: those of the samples that go on are the final states in the same place of the batch before,
 * the others are zero. A batch may have fewer samples than the one before.
 * @param finals of the batch before; empty: there was none.
 * @throws RnncError `batch-changed` where a sample goes on and the batch before had none in its place
 */
export function carriedStates(
  model: RunnableModel,
  finals: ReadonlyMap<string, Float32Array>,
  batch: Pick<Batch, 'carry' | 'samples'>,
): ReadonlyMap<string, Float32Array> {
  const { samples } = batch;
  const going = Array.from({ length: samples }, (_, sample) => sample).filter((sample) => goesOn(batch, sample));
  if (going.length === 0 || finals.size === 0) return new Map();
  return new Map(
    model.states.map(({ name, dims }) => {
      const size = dims.slice(1).reduce((n, dim) => n * Number(dim), 1);
      const last = finals.get(name) ?? new Float32Array();
      const rows = last.length / size;
      const state = new Float32Array(samples * size);
      for (const sample of going) {
        if (sample >= rows) throw new RnncError([say.carryNeedsBatch(rows, samples)]);
        state.set(last.subarray(sample * size, (sample + 1) * size), sample * size);
      }
      return [name, state];
    }),
  );
}
