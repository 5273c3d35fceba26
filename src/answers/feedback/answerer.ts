import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { exp } from '../../../compiler/initialize/elementary.ts';
import type { TrainingRecord } from '../../artifact/training-record.ts';
import type { Batch } from '../../data/dataset/dataset.ts';
import type { Vocabulary } from '../../data/dataset/preprocessing.ts';
import { decodeText } from '../../data/encode/vocabulary.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { isOfClasses } from '../classify.ts';
import { decodeOutputs, type Prediction } from '../decode.ts';
import * as say from '../messages.ts';
import { feedsOf } from '../trained.ts';
import { type DecodingOptions, readDecoding } from './decoding.ts';
import { headsBeside, tasksBeside } from './heads-beside.ts';
import { type FeedbackPlan, feedbackPlan } from './plan-feedback.ts';
import { readBack } from './read-back.ts';
import { type Written, writeTexts } from './write-texts.ts';

/** What a model says of samples, each step reading the one before. */
export interface Answerer {
  /** @param before samples that were asked before these. */
  answers(batch: Batch, before: number): readonly Prediction[];
  /** Sentences about what may surprise in the answers so far. */
  notes(): readonly string[];
}

interface Asked {
  readonly probabilities?: boolean;
  readonly decoding?: DecodingOptions;
  readonly longest?: number;
  readonly seed?: number;
}

const CALL = 'predict()';

/**
 * Null: the model reads nothing that it says.
 * @throws RnncError for options that mean nothing for the model, and where what it says can't be read from its outputs
 */
export function answerer(model: RunnableModel, record: TrainingRecord, asked: Asked): Answerer | null {
  const plan = feedbackPlan(model, record, 'predict');
  const useless = (option: keyof Asked, why: string): void => {
    if (asked[option] !== undefined) throw new RnncError([say.optionUseless('predict', option, why)]);
  };
  if (plan?.text == null) {
    const why = plan === null ? 'the model reads nothing that it says' : 'the model says no text';
    useless('decoding', why);
    useless('seed', why);
  }
  if (plan === null) {
    useless('longest', 'the model reads nothing that it says');
    return null;
  }
  if (plan.steps === null) useless('longest', `"${plan.beside[0]}" says how many steps there are`);
  if (record.preprocessing.windows !== null)
    useless('longest', 'the horizon of the windows says how many steps there are');
  return plan.text === null
    ? ofSteps(model, record, plan, asked)
    : ofTexts(model, record, { ...plan, text: plan.text }, asked);
}

function ofSteps(model: RunnableModel, record: TrainingRecord, plan: FeedbackPlan, asked: Asked): Answerer {
  const steps = asked.longest ?? plan.steps;
  return {
    answers(batch) {
      const read = readBack(model, record, { ...plan, steps }, batch);
      return decodeOutputs(model, model.run(feedsOf(record, read)), asked);
    },
    notes: () => [],
  };
}

type TextPlan = FeedbackPlan & { readonly text: NonNullable<FeedbackPlan['text']> };

function ofTexts(model: RunnableModel, record: TrainingRecord, plan: TextPlan, asked: Asked): Answerer {
  const decoding = readDecoding(`${CALL}, decoding`, asked.decoding);
  const longest = asked.longest ?? plan.steps ?? 1;
  const { column, vocabulary, ends } = plan.text;
  const tasks = tasksBeside(record, plan);
  if (asked.probabilities === true && !tasks.some(({ loss }) => isOfClasses(loss)))
    throw new RnncError([
      say.optionUseless(
        'predict',
        'probabilities',
        `what the model says is a text; "${column}.probability" is its own`,
      ),
    ]);
  const { probabilities = false } = asked;
  let [said, cut] = [0, 0];
  return {
    answers(batch, before) {
      const written = writeTexts(model, record, plan, batch, { decoding, longest, seed: asked.seed ?? 0, before });
      said += written.length;
      cut += written.filter(({ ended }) => !ended).length;
      const heads =
        tasks.length === 0 ? [] : headsBeside(model, record, plan, { batch, written, tasks }, { probabilities });
      return written.map(
        ({ tokens, logProbability }, i): Prediction => ({
          ...heads[i],
          [column]: ends ? decodeText(vocabulary, tokens) : tokenTexts(vocabulary, tokens),
          [`${column}.probability`]: exp(logProbability),
        }),
      );
    },
    notes: () => (cut === 0 ? [] : [say.textsCut(column, cut, said, longest)]),
  };
}

const tokenTexts = (vocabulary: Vocabulary, tokens: Written['tokens']): readonly string[] =>
  tokens.map((token) => (vocabulary.of === 'bytes' ? String(token) : (vocabulary.tokens[token] ?? '')));
