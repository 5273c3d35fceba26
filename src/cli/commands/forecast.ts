import { Command, Option } from 'commander';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { checkNotInput, checkWritable, STDIN, shownName, writeWhole } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { openModel } from '../inputs/open-model.ts';
import {
  kernelsOption,
  type LoadingOptions,
  loadingOf,
  parseCount,
  parseName,
  pathOption,
  relaxedOption,
  withOptions,
} from '../inputs/options.ts';
import { type FormOptions, formOptions, rowsOfFile } from '../inputs/rows-file.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';
import { toCsv } from '../reports/predictions.ts';

interface ForecastCommandOptions extends LoadingOptions, FormOptions {
  readonly input: string;
  readonly horizon?: number;
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
    .addOption(
      new Option('--horizon <n>', 'steps to forecast (default: those that the model gives at once)').argParser(
        parseCount,
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
  rnnc forecast prices.rnnc --input - --json < prices.csv

The input has the columns of the training data, in its units, at least as many rows as a window, and so has the output. Beyond the steps
that the model gives at once, it reads its own forecasts. With a group column there is one forecast for each series.`,
    )
    .action(async (file: string, options: ForecastCommandOptions) => {
      const { input, horizon, out, json = false } = options;
      const loading = loadingOf(options);
      if (file === STDIN && input === STDIN)
        throw new UsageError('only one of model and input can come from standard input');
      if (out !== undefined) {
        checkWritable(out);
        checkNotInput(out, [file, input]);
      }
      const { definition } = openModel(file, {}, terminal);
      const trained = definition.training?.preprocessing ?? null;
      const { rows, decimal, placeOf } = await rowsOfFile(input, trained, options);
      if (rows.length === 0) throw new RnncError([say.inputEmpty(shownName(input))]);
      const { load } = await import('../../load.ts');
      const model = await load(definition, { ...loading, onNotice: terminal.notice });
      try {
        const forecast = model.forecast(rows, { decimal, placeOf, ...(horizon === undefined ? {} : { horizon }) });
        for (const note of forecast.notes) terminal.notice(note);
        const text = json ? `${JSON.stringify(forecast.rows)}\n` : toCsv(forecast.rows);
        if (out === undefined) terminal.verbatim(text);
        else {
          writeWhole(out, text);
          terminal.notice(`wrote ${forecast.rows.length} rows to ${shownName(out)}`);
        }
      } finally {
        model.dispose();
      }
    });
