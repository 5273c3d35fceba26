import { RnncError } from '../compiler/diagnostics/diagnostic.ts';
import { type Classification, type ClassifyOptions, classify, classifySteps } from './answers/classify.ts';
import { type DecodeOptions, decodeOutputs } from './answers/decode.ts';
import { refuseFeedback } from './answers/feedback/refuse-feedback.ts';
import { type Forecast, type ForecastOptions, forecast } from './answers/forecast.ts';
import { type GenerateOptions, generate } from './answers/generate.ts';
import { inspectTraining, type TrainingSummary } from './answers/inspect.ts';
import { optionUseless } from './answers/messages.ts';
import { type EncodeOptions, encode } from './answers/predict/encode.ts';
import { predict } from './answers/predict/predict.ts';
import type { PredictOptions } from './answers/predict/predicted.ts';
import { checkRawSession, RawSession } from './answers/raw-session.ts';
import { requireTraining } from './answers/trained.ts';
import { callback, flag, isNamed, like, type OptionTable } from './arguments/kinds.ts';
import { checkArgument, readOptions } from './arguments/read-options.ts';
import type { NoteOptions } from './data/batches/sample-notes.ts';
import type { RawRow } from './data/table/preprocess.ts';
import type { AnyModel, FeedsOf, ModelTypes } from './model/model-types.ts';
import { Output } from './model/output.ts';
import { RunnableModel } from './model/runnable-model.ts';
import { SESSION_OPTIONS, type Session, type SessionOptions } from './model/session.ts';

const DECODE_OPTIONS: OptionTable<DecodeOptions> = { probabilities: flag };

/**
 * A model bound to the WASM backend. All sizes of batch and time work in one arena, one run at a time; weights are held once.
 * @throws RnncError from every method after `dispose`.
 */
export class Model<T extends ModelTypes = AnyModel> extends RunnableModel<T> {
  /**
   * What the model was trained for, and what was found in the data that it was trained on: rows, series, times, columns with their scale or vocabulary, classes
   * with counts, parts, what was left out and why. Plain data; null for a model that was not trained.
   */
  inspect(): TrainingSummary | null {
    this.check();
    return this.training === null ? null : inspectTraining(this.training);
  }

  /**
   * Writes on from a prompt, a token at a time, with a model that was trained to guess the next token of a text.
   * @throws RnncError, at the first token, for a model that was not, and for a prompt with tokens that the training text did not have
   */
  generate(options: GenerateOptions = {}): Generator<string, void> {
    this.check();
    return generate(this, this.training, options);
  }

  /**
   * The rows that follow, in raw units, for a model that was trained on windows of a series. Beyond its own horizon it reads what it gave.
   * @param rows as they stand in the data, oldest first; with a group column, one forecast for each series.
   * @throws RnncError for a model that does not forecast, for rows that do not fit the training data or are fewer than a window, and where
   *   further steps would need columns that nobody knows ahead; `interval-unknown` where the model knows too little for the band that is asked for
   */
  forecast(
    rows: readonly T['row'][],
    options: ForecastOptions & { readonly interval: number },
  ): Forecast<T['forecast'] & AnyModel['forecast']>;
  forecast(rows: readonly T['row'][], options?: ForecastOptions): Forecast<T['forecast']>;
  forecast(rows: readonly T['row'][], options: ForecastOptions = {}): Forecast<T['forecast']> {
    this.check();
    return forecast(this, rows as readonly RawRow[], options) as Forecast<T['forecast']>;
  }

  /**
   * The class of each sample, for a model that was trained with a loss of classes.
   * @param samples rows as they stand in the data, or texts.
   * @throws RnncError for a model that does not classify, and for samples that do not fit the training data
   */
  classify(
    samples: readonly T['row'][] | readonly string[],
    options: ClassifyOptions = {},
  ): readonly Classification<T['labels']>[] {
    this.check();
    return classify(this, samples as Samples, options) as readonly Classification<T['labels']>[];
  }

  /**
   * The class at every step, or every node of a tree, of each sample, for a model that was trained with classes over them.
   * @param samples as `classify` takes them; rows with trees as `readTreeRows` gives them.
   * @throws RnncError for a model that has no such classes, and for samples that do not fit the training data
   */
  classifySteps(
    samples: readonly T['row'][] | readonly string[],
    options: ClassifyOptions = {},
  ): readonly (readonly Classification<T['stepLabels']>[])[] {
    this.check();
    return classifySteps(this, samples as Samples, options) as readonly (readonly Classification<T['stepLabels']>[])[];
  }

  /**
   * What the model says of each sample, by the columns that it was trained on, whatever its task: numbers in raw units, labels with their probability,
   * lists over steps, and for windows of a series the rows that follow, as `forecast` gives them.
   * @param samples rows as they stand in the data, or texts.
   * @throws RnncError for a model that was not trained here, and for samples that do not fit the training data
   */
  predict(
    samples: readonly T['row'][] | readonly string[],
    options: PredictOptions & ({ readonly probabilities: true } | { readonly keep: 'all' | readonly string[] }),
  ): readonly (T['prediction'] & AnyModel['prediction'])[];
  predict(samples: readonly T['row'][] | readonly string[], options?: PredictOptions): readonly T['prediction'][];
  predict(samples: readonly T['row'][] | readonly string[], options: PredictOptions = {}): readonly T['prediction'][] {
    this.check();
    return predict(this, samples as Samples, options).rows;
  }

  /**
   * What `run` takes, from samples as they stand in the data, for a model that was trained on files.
   * @param samples as `predict` takes them.
   * @throws RnncError for a model that was not, and for samples that do not fit the training data
   */
  encode(samples: readonly T['row'][] | readonly string[], options: EncodeOptions = {}): FeedsOf<T> {
    this.check();
    return encode(this, samples as Samples, options) as FeedsOf<T>;
  }

  /**
   * What `run` gives, in raw units and labels: one object per sample, as `predict` gives it.
   * @param outputs of `run`.
   * @throws RnncError for a model that was not trained here, and where no loss compared an output with numbers or classes
   */
  decode(outputs: Readonly<T['outputs']>, options: DecodeOptions = {}): readonly T['prediction'][] {
    this.check();
    const read = readOptions('decode()', options, DECODE_OPTIONS);
    const names = this.outputs.map(({ name }) => name);
    const whole = like<{ readonly [name: string]: Output }>(
      `what run() gives, the outputs ${names.join(', ')}`,
      (value) => isNamed(value) && names.every((name) => value[name] instanceof Output),
    );
    checkArgument('decode()', 'the outputs', outputs, whole);
    return decodeOutputs(this, outputs as { readonly [name: string]: Output }, read);
  }

  /**
   * State kept between calls, one step or many at a time. Sessions share weights and working memory.
   * @param options with `raw: true` steps are rows as they stand in the data, and predictions come back; `onNote` is told of words and values in them
   *   that training did not have.
   * @throws RnncError for start values that do not fit, for a model over trees, which has no steps, and for raw steps of a model that was not trained here
   */
  override session(options: RawSessionOptions<T> & { readonly raw: true }): RawSession<T>;
  override session(options?: SessionOptions<T> & { readonly raw?: false }): Session<T>;
  override session(options: RawSessionOptions<T> & { readonly raw?: boolean } = {}): Session<T> | RawSession<T> {
    this.check();
    const { raw = false, onNote, ...rest } = readOptions('session()', options, RAW_SESSION_OPTIONS);
    if (!raw && onNote !== undefined)
      throw new RnncError([optionUseless('session()', 'onNote', 'numbers have nothing unknown; raw: true takes rows')]);
    if (!raw) return super.session(rest);
    const record = requireTraining(this, 'take raw steps');
    refuseFeedback(this, record, 'take raw steps');
    checkRawSession(this, record, rest);
    return new RawSession(this, super.session(rest), onNote);
  }
}

export type RawSessionOptions<T extends ModelTypes = AnyModel> = SessionOptions<T> & NoteOptions;
type Samples = readonly RawRow[] | readonly string[];
const RAW_SESSION_OPTIONS: OptionTable<RawSessionOptions & { readonly raw?: boolean }> = {
  ...SESSION_OPTIONS,
  raw: flag,
  onNote: callback(),
};
