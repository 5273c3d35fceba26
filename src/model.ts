import { type Classification, classify, classifySteps, rawFeeds } from './answers/classify.ts';
import { type Forecast, type ForecastOptions, forecast } from './answers/forecast.ts';
import { type GenerateOptions, generate } from './answers/generate.ts';
import type { RawRow } from './data/table/preprocess.ts';
import type { Feeds } from './model/feeds/feeds.ts';
import { RunnableModel } from './model/runnable-model.ts';

/**
 * A model bound to the WASM backend. All sizes of batch and time work in one arena, one run at a time; weights are held once.
 * @throws RnncError from every method after `dispose`.
 */
export class Model extends RunnableModel {
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
   *   further steps would need columns that nobody knows ahead
   */
  forecast(rows: readonly RawRow[], options: ForecastOptions = {}): Forecast {
    this.check();
    return forecast(this, rows, options);
  }

  /**
   * The class of each sample, for a model that was trained with a loss of classes.
   * @param samples rows as they stand in the data, or texts.
   * @throws RnncError for a model that does not classify, and for samples that do not fit the training data
   */
  classify(samples: readonly RawRow[] | readonly string[]): readonly Classification[] {
    this.check();
    return classify(this, samples);
  }

  /**
   * The class at every step, or every node of a tree, of each sample, for a model that was trained with classes over them.
   * @param samples as `classify` takes them; rows with trees as `readTreeRows` gives them.
   * @throws RnncError for a model that has no such classes, and for samples that do not fit the training data
   */
  classifySteps(samples: readonly RawRow[] | readonly string[]): readonly (readonly Classification[])[] {
    this.check();
    return classifySteps(this, samples);
  }

  /**
   * What `run` takes, from samples as they stand in the data, for a model that was trained on files.
   * @param samples as `classify` takes them.
   * @throws RnncError for a model that was not, and for samples that do not fit the training data
   */
  feeds(samples: readonly RawRow[] | readonly string[]): Feeds {
    this.check();
    return rawFeeds(this, samples, 'take raw samples').feeds;
  }
}
