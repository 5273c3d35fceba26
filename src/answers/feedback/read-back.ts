import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../../compiler/diagnostics/messages/run.ts';
import type { TrainingRecord } from '../../artifact/training-record.ts';
import type { Batch, BatchFeed } from '../../data/dataset/dataset.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { type Head, headNumbers, pointIndex } from '../../uncertainty/heads.ts';
import { DecoderSteps, feedIn } from './decoder-steps.ts';
import type { FedBack, FeedbackPlan, Reading } from './plan-feedback.ts';

/**
 * The batch with what the model says itself in its inputs of part `previous`: a run of it gives what the model says without knowing the targets.
 * @param batch these inputs have the first step at least; what they have beyond is not looked at.
 * @throws RnncError `not-finite`, and where the model can't take steps over the axis of what it says
 */
export function readBack(model: RunnableModel, record: TrainingRecord, plan: FeedbackPlan, batch: Batch): Batch {
  const steps = plan.steps ?? feedIn(batch, plan.beside[0] ?? '').shape[1] ?? 0;
  const { samples } = batch;
  const read = plan.fed.map((fed) => {
    const { dtype } = feedIn(batch, fed.previous);
    const size = samples * steps * fed.features;
    return { fed, dtype, data: dtype === 'int32' ? new Int32Array(size) : new Float32Array(size) };
  });
  if (samples > 0 && steps > 0) {
    const decoder = new DecoderSteps(model, record, plan, batch);
    try {
      for (let t = 0; t < steps; t++) {
        for (const { fed, data } of read) {
          const step = decoder.previous.get(fed.previous);
          if (step === undefined) throw new InternalError(`nothing is read at ${fed.previous}`);
          for (let row = 0; row < samples; row++)
            data.set(step.subarray(row * fed.features, (row + 1) * fed.features), (row * steps + t) * fed.features);
        }
        if (t + 1 === steps) break;
        decoder.step();
        for (const fed of plan.fed) sayNext(fed, decoder, t);
      }
    } finally {
      decoder.dispose();
    }
  }
  const feeds = Object.fromEntries(
    read.map(({ fed, dtype, data }): [string, BatchFeed] => {
      const [, , ...sizes] = feedIn(batch, fed.previous).shape;
      return [fed.previous, { dtype, shape: [samples, steps, ...sizes], data }];
    }),
  );
  return { ...batch, feeds: { ...batch.feeds, ...feeds } };
}

/** What a step said is what the next one reads. */
function sayNext(fed: FedBack, decoder: DecoderSteps, t: number): void {
  const { previous, output } = fed;
  const said = decoder.said.get(output);
  const next = decoder.previous.get(previous);
  if (said === undefined || next === undefined) throw new InternalError(`no output ${output}`);
  const width = said.length / decoder.rows;
  for (let row = 0; row < decoder.rows; row++) {
    const own = said.subarray(row * width, (row + 1) * width);
    if (!own.every(Number.isFinite)) throw new RnncError([say.outputNotFinite(output, `step ${t + 1}`)]);
    writeSaid(fed, own, next, row * fed.features);
  }
}

/** Writes what an output said at a step as the next step reads it: the likeliest class, or the forecast. */
export function writeSaid(
  { task, features, kind }: Reading & { readonly task: Head },
  own: Float32Array,
  next: Float32Array | Int32Array,
  at: number,
): void {
  if (kind === 'classes') next[at] = largest(own);
  else if (kind === 'indicators') {
    const said = own.length === 1 ? Number((own[0] ?? 0) > 0) : largest(own);
    for (let i = 0; i < features; i++) next[at + i] = features === 1 ? said : Number(i === said);
  } else {
    const numbers = headNumbers(task, own, own.length);
    for (let i = 0; i < features; i++) next[at + i] = numbers.at(i)[pointIndex(task)] ?? Number.NaN;
  }
}

function largest(scores: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < scores.length; i++) if ((scores[i] ?? 0) > (scores[best] ?? 0)) best = i;
  return best;
}
