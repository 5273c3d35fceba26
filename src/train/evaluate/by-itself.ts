/** Models whose decoder reads what it said at the step before, measured as they answer: without the right steps. */
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { feedIn } from '../../answers/feedback/decoder-steps.ts';
import { type FeedbackPlan, feedbackPlan } from '../../answers/feedback/plan-feedback.ts';
import { readBack } from '../../answers/feedback/read-back.ts';
import { writeTexts } from '../../answers/feedback/write-texts.ts';
import { requireTraining } from '../../answers/trained.ts';
import type { Batch, Part } from '../../data/dataset/dataset.ts';
import { markNumbers } from '../../data/encode/vocabulary.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';

/** Texts that a model says by itself, beside the right ones. */
export interface SaidTexts {
  readonly texts: number;
  /** Texts that are right to the last token. */
  readonly exact: number;
  /** Share of the tokens of the right texts that stand at their place in what is said. */
  readonly tokens: number;
}

/** Null: the model reads nothing that it says, or it can't be told from its outputs. */
export function planIn(speaker: RunnableModel): FeedbackPlan | null {
  try {
    return feedbackPlan(speaker, requireTraining(speaker, WHAT), WHAT);
  } catch (cause) {
    if (cause instanceof RnncError) return null;
    throw cause;
  }
}
const WHAT = 'be measured as it answers';

/** The part with what the model says itself in the place of the right steps before. */
export const byItself = (part: Part, speaker: RunnableModel, plan: FeedbackPlan): Part => ({
  ...part,
  async *batches(options) {
    for await (const batch of part.batches(options)) {
      const steps = feedIn(batch, plan.fed[0]?.previous ?? '').shape[1] ?? 0;
      yield readBack(speaker, requireTraining(speaker, WHAT), { ...plan, steps }, batch);
    }
  },
});

/** Compares the likeliest tokens, each step reading the one before, with the right texts. */
export async function saidTexts(
  batches: AsyncIterable<Batch>,
  speaker: RunnableModel,
  plan: FeedbackPlan,
): Promise<SaidTexts> {
  const [fed] = plan.fed;
  const end = plan.text?.ends === true ? markNumbers(plan.text.vocabulary)?.end : undefined;
  let [texts, exact, right, all] = [0, 0, 0, 0];
  for await (const batch of batches) {
    const target = feedIn(batch, fed?.task.target ?? '');
    const steps = target.shape[1] ?? 0;
    const lengths = lengthsOf(batch, plan, fed?.task.target ?? '');
    const written = writeTexts(speaker, requireTraining(speaker, WHAT), plan, batch, {
      decoding: { kind: 'greedy' },
      longest: Math.max(plan.steps ?? 0, steps),
      seed: 0,
      before: 0,
    });
    written.forEach(({ tokens, ended }, i) => {
      const wanted = Array.from(target.data.subarray(i * steps, i * steps + (lengths?.[i] ?? steps)));
      const said = ended && end !== undefined ? [...tokens, end] : tokens;
      const known = wanted.map((token, t) => token < 0 || said[t] === token);
      texts++;
      // of a text that was cut, all that is known is how it begins
      const isCut = end !== undefined && wanted.at(-1) !== end;
      if ((said.length === wanted.length || isCut) && known.every(Boolean)) exact++;
      wanted.forEach((token, t) => {
        if (token < 0) return;
        all++;
        if (said[t] === token) right++;
      });
    });
  }
  return { texts, exact, tokens: all === 0 ? Number.NaN : right / all };
}

/** Of one of the feeds along the steps: a batch has them once. */
function lengthsOf({ lengths }: Batch, plan: FeedbackPlan, target: string): Int32Array | undefined {
  const along = [target, ...plan.fed.map(({ previous }) => previous), ...plan.beside];
  return along.map((name) => lengths[name]).find((found) => found !== undefined);
}
