import { Command, Option } from 'commander';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Forecast } from '../../answers/forecast.ts';
import { usualLevel } from '../../answers/forecast-bands.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { svgForecast, withoutBands, withoutTwins } from '../../plots/drawn/forecast-svg.ts';
import { checkEnding } from '../files/check-ending.ts';
import { checkNotInput, checkWritable, isSameFile, STDIN, shownName, writeWhole } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { openTrained } from '../inputs/open-model.ts';
import {
  kernelsOption,
  type LoadingOptions,
  loadingOf,
  parseCount,
  parseName,
  parseShare,
  pathOption,
  relaxedOption,
  withOptions,
} from '../inputs/options.ts';
import { type FormOptions, formOptions, futureOption, futureRows, rowsOfFile } from '../inputs/rows-file.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';
import { toCsv } from '../reports/predictions.ts';

interface ForecastCommandOptions extends LoadingOptions, FormOptions {
  readonly input: string;
  readonly future?: string;
  readonly horizon?: number;
  readonly interval?: number;
  readonly plot?: string;
  readonly out?: string;
  readonly json?: boolean;
}

export const forecastCommand = (terminal: Terminal): Command =>
  withOptions(new Command('forecast'), formOptions())
    .description('Say how a series goes on, with a model that was trained on windows of it.')
    .argument('<model>', 'compiled model, trained on rows of a series')
    .requiredOption(
      '-i, --input <file>',
      'file with the last rows, oldest first, written as the data of the training; - for standard input',
    )
    .addOption(futureOption())
    .addOption(
      new Option('--horizon <n>', 'steps to forecast (default: those that the model gives at once)').argParser(
        parseCount,
      ),
    )
    .addOption(
      new Option(
        '--interval <share>',
        'also a band that this share of what comes should lie in, such as 0.8: columns NAME.lower and NAME.upper',
      ).argParser(parseShare),
    )
    .addOption(
      new Option('--plot <file>', 'write a picture of the last rows, the forecast and its band (SVG)').argParser(
        parseName,
      ),
    )
    .addOption(new Option('-o, --out <file>', 'write there instead of printing').argParser(parseName))
    .option('--json', 'one JSON list of records instead of CSV')
    .addOption(pathOption())
    .addOption(kernelsOption())
    .addOption(relaxedOption())
    .addHelpText(
      'after',
      `
Examples:
  rnnc forecast prices.rnnc --input prices.csv
  rnnc forecast prices.rnnc --input prices.csv --horizon 12 -o next.csv
  rnnc forecast prices.rnnc --input prices.csv --interval 0.8 --plot next.svg
  rnnc forecast prices.rnnc --input - --json < prices.csv
  rnnc forecast sales.rnnc --input sales.csv --future promotions.csv

The input has the columns of the training data, in its units, at least as many rows as a window, and so has the output. Beyond the steps
that the model gives at once, it reads its own forecasts. With a group column there is one forecast for each series.
What a model reads ahead, such as promotions, stands in rows behind the last one, their forecast columns empty, or in the file of --future.
A band is told by a model with quantiles or a normal distribution; around plain numbers it is as wide as the errors on the validation part.`,
    )
    .action(async (file: string, options: ForecastCommandOptions) => {
      const { input, future, horizon, interval, plot, out } = options;
      const json = options.json ?? /\.json$/i.test(out ?? '');
      const loading = loadingOf(options);
      const read = [file, input, ...(future === undefined ? [] : [future])];
      if (read.filter((path) => path === STDIN).length > 1)
        throw new UsageError('only one of model, input and future can come from standard input');
      if (out !== undefined) {
        checkWritable(out);
        checkNotInput(out, read);
      }
      if (plot !== undefined) {
        checkWritable(plot);
        checkNotInput(plot, read);
        checkEnding(plot, 'SVG', ['.svg']);
        if (out !== undefined && isSameFile(plot, out)) throw new UsageError('--plot and --out name the same file');
      }
      if (out !== undefined) checkEnding(out, json ? 'JSON' : 'CSV', json ? ['.json'] : ['.csv']);
      const { definition } = openTrained(file, 'forecast', terminal);
      const trained = definition.training?.preprocessing ?? null;
      const { rows, decimal, placeOf } = await rowsOfFile(input, trained, options);
      if (rows.length === 0) throw new RnncError([say.inputEmpty(shownName(input))]);
      // numbers are written as in the input
      const known = future === undefined ? {} : await futureRows(future, trained, { ...options, decimal });
      const { load } = await import('../../load.ts');
      const model = await load(definition, { ...loading, onNotice: terminal.notice });
      try {
        const shown = interval ?? (plot === undefined ? null : usualLevel(model, horizon ?? null));
        const forecast = model.forecast(rows, {
          decimal,
          placeOf,
          ...known,
          ...(horizon === undefined ? {} : { horizon }),
          ...(shown === null ? {} : { interval: shown }),
          ...(plot === undefined ? {} : { past: pastOf(trained, horizon) }),
        });
        for (const note of forecast.notes) terminal.notice(note);
        const told = interval === undefined ? withoutBands(forecast) : forecast.rows;
        const text = json ? `${JSON.stringify(told)}\n` : toCsv(withoutTwins(told), beside(forecast.columns));
        if (plot !== undefined) writeWhole(plot, svgForecast(model.name, forecast));
        if (out === undefined) terminal.verbatim(text);
        else {
          writeWhole(out, text);
          terminal.notice(`wrote ${forecast.rows.length} rows to ${shownName(out)}`);
        }
      } finally {
        model.dispose();
      }
    });

/** Columns that are not forecast. */
const beside = ({ group, times }: Forecast['columns']): ReadonlySet<string> =>
  new Set([...(group === null ? [] : [group]), ...times]);

/** Rows of the past that a picture shows: enough to see what the forecast goes on from, and few enough to see the forecast. */
function pastOf(trained: Preprocessing | null, horizon: number | undefined): number {
  const { width = 0, horizon: own = 1 } = trained?.windows ?? {};
  return Math.min(400, Math.max(30, 2 * width, 3 * (horizon ?? own)));
}
