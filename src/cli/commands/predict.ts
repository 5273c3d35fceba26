import { Command, InvalidArgumentError, Option } from 'commander';
import { requireClasses } from '../../answers/classify.ts';
import { predict } from '../../answers/predict/predict.ts';
import type { PredictOptions } from '../../answers/predict/predicted.ts';
import type { PlaceOf, RawRow } from '../../data/table/preprocess.ts';
import { checkEnding } from '../files/check-ending.ts';
import { checkNotInput, checkWritable, STDIN, shownName, writeWhole } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { type DecodingFlags, decodingOf, decodingOptions } from '../inputs/decoding.ts';
import { openTrained } from '../inputs/open-model.ts';
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
import {
  type FormOptions,
  formOptions,
  futureOption,
  futureRows,
  type Samples,
  samplesOf,
} from '../inputs/rows-file.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';
import { toCsv, toNdjson } from '../reports/predictions.ts';

interface PredictCommandOptions extends LoadingOptions, FormOptions, DecodingFlags {
  readonly data?: string;
  readonly rows?: readonly RawRow[];
  readonly text?: readonly string[];
  readonly out?: string;
  readonly format?: 'csv' | 'ndjson';
  readonly keep?: PredictOptions['keep'];
  readonly probabilities?: boolean;
  readonly every?: number;
  readonly future?: string;
}

export const predictCommand = (terminal: Terminal): Command =>
  command(terminal, 'predict')
    .description('Say what a trained model predicts for rows or texts, in the units and labels of its data.')
    .addHelpText(
      'after',
      `
Examples:
  rnnc predict prices.rnnc --data prices.csv
  rnnc predict rents.rnnc --rows '{"area": 71, "rooms": 3}'
  rnnc predict characters.rnnc --text "The c" --text "The d" --probabilities
  rnnc predict sentiment.rnnc --data sentences.txt -o labels.ndjson
  rnnc predict translation.rnnc --text "good morning" --beam 4
  rnnc predict sales.rnnc --data sales.csv --future promotions.csv
  rnnc predict sales.rnnc --data sales.csv --every 1 -o all.csv

The data are rows as those of the training, without the columns that are predicted. There is a line for each row; where the model says something of every
step, CSV has a line for each step, and NDJSON lists. Of a model of windows the last window of each series is answered, for what comes next; --every 1
answers those that end at every row too, with the number of that row as "row" and its time as "COLUMN.last". Windows of a series give the rows that
follow, as rnnc forecast. A decoder that reads its target a step later (part: previous) reads what it has said
itself, up to the end mark.`,
    );

export const classifyCommand = (terminal: Terminal): Command =>
  command(terminal, 'classify')
    .description('Say the class of rows or texts, or of each of their steps, with the probability of every class.')
    .addHelpText(
      'after',
      `
Examples:
  rnnc classify sentiment.rnnc --data sentences.txt -o labels.csv
  rnnc classify sentiment.rnnc --data - --format ndjson < sentences.txt

As rnnc predict --probabilities, for models that were trained with classes; of a model of windows the last window of each series, or with --every 1
those that end at every row.`,
    );

function command(terminal: Terminal, what: 'predict' | 'classify'): Command {
  return withOptions(new Command(what), [
    new Option(
      '-d, --data <file>',
      'file with rows or texts, written as the data of the training; - for standard input',
    ).argParser(parseName),
    new Option('--rows <json>', 'a row as JSON, {"COLUMN": VALUE, ...}, or a list of rows').argParser(parseRows),
    new Option('--text <text>', 'a text; may be given several times').argParser(
      (text: string, earlier: readonly string[] = []) => [...earlier, text],
    ),
    new Option('-o, --out <file>', 'write there instead of printing').argParser(parseName),
    new Option('--format <format>', 'what to write (default: by the ending of --out, else csv)').choices([
      'csv',
      'ndjson',
    ]),
    new Option(
      '--keep <columns>',
      'columns of the rows to put beside the answers: unused, those that the model does not use; all; none; or A,B (default: unused)',
    ).argParser(parseKeep),
    new Option(
      '--every <n>',
      'windows of a series: those that end at every n-th row, counted back from the last (default: the last window alone)',
    ).argParser(parseCount),
    futureOption(),
    ...(what === 'predict'
      ? [new Option('--probabilities', 'the probability of every class too'), ...decodingOptions()]
      : []),
    ...formOptions(),
    pathOption(),
    kernelsOption(),
    relaxedOption(),
  ])
    .argument('<model>', 'compiled model, trained on files')
    .action(async (file: string, options: PredictCommandOptions) => {
      const { data, rows: given, text, out, keep, every, future } = options;
      const loading = loadingOf(options);
      const decoding = decodingOf(options);
      if ([data, given, text].filter((source) => source !== undefined).length !== 1)
        throw new UsageError('say what to look at with one of --data FILE, --rows JSON and --text TEXT');
      const read = [file, ...(data === undefined ? [] : [data]), ...(future === undefined ? [] : [future])];
      if (read.filter((path) => path === STDIN).length > 1)
        throw new UsageError('only one of model, data and future can come from standard input');
      const format = options.format ?? (/\.(?:ndjson|jsonl)$/i.test(out ?? '') ? 'ndjson' : 'csv');
      if (out !== undefined) {
        checkWritable(out);
        checkNotInput(out, read);
        if (format === 'csv') checkEnding(out, 'CSV, or NDJSON', ['.csv', '.ndjson']);
        else checkEnding(out, 'NDJSON', ['.ndjson', '.jsonl']);
      }
      const { definition } = openTrained(file, what, terminal);
      const { load } = await import('../../load.ts');
      const model = await load(definition, { ...loading, onNotice: terminal.notice });
      try {
        const samples: Samples =
          data === undefined
            ? { samples: given ?? text ?? [], options: { placeOf: placeInOption } }
            : await samplesOf(data, model.training?.preprocessing ?? null, options);
        const ahead =
          future === undefined
            ? {}
            : await futureRows(future, model.training?.preprocessing ?? null, { ...options, ...decimalOf(samples) });
        const wanted = {
          ...samples.options,
          ...decoding,
          ...ahead,
          ...(keep === undefined ? {} : { keep }),
          ...(every === undefined ? {} : { every }),
        };
        const probabilities = what === 'classify' || options.probabilities === true;
        if (what === 'classify') requireClasses(model, what);
        const { rows, kept, notes } = predict(model, samples.samples, { ...wanted, probabilities });
        for (const note of notes) terminal.notice(note);
        const written = format === 'ndjson' ? toNdjson(rows) : toCsv(rows, kept);
        if (out === undefined) terminal.verbatim(written);
        else {
          writeWhole(out, written);
          terminal.notice(say.predictionsWritten(rows.length, shownName(out)));
        }
      } finally {
        model.dispose();
      }
    });
}

const placeInOption: PlaceOf = (index, column, step = null) =>
  `row ${index + 1} of --rows${column === null ? '' : `, ${column}`}${step === null ? '' : `[${step}]`}`;

const decimalOf = ({ options: { decimal } }: Samples): Pick<FormOptions, 'decimal'> =>
  decimal === undefined ? {} : { decimal };

function parseRows(text: string): readonly RawRow[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InvalidArgumentError('It must be JSON, such as \'{"area": 71}\' or \'[{"area": 71}]\'.');
  }
  const rows: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (!rows.every((row) => typeof row === 'object' && row !== null && !Array.isArray(row)))
    throw new InvalidArgumentError('Each row must be an object with values by column, such as {"area": 71}.');
  return rows as readonly RawRow[];
}

const parseKeep = (text: string): NonNullable<PredictOptions['keep']> =>
  text === 'unused' || text === 'all' || text === 'none' ? text : text.split(',').map((name) => name.trim());
