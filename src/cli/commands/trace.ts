import { extname } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { traceTooLong } from '../../trace/messages.ts';
import { type Trace, type TraceOptions, traceCompiled } from '../../trace/trace.ts';
import { traceCsv, traceJson, traceNumbers } from '../../trace/trace-files.ts';
import { tableLines, traceTable } from '../../trace/trace-table.ts';
import { checkEnding } from '../files/check-ending.ts';
import { checkNotInput, checkWritable, STDIN, shownName, writeWhole } from '../files/files.ts';
import { type GivenOptions, givenFiles, givenOptions, readGiven, withGivenFeeds } from '../inputs/given-feeds.ts';
import { openModel, withWeights } from '../inputs/open-model.ts';
import {
  type ForeignOptions,
  fromOption,
  type ModelOptions,
  mapOption,
  parseCount,
  parseDigits,
  parseName,
  seedOption,
  setOption,
  weightsOption,
  withOptions,
} from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';

type Format = 'table' | 'csv' | 'json';

interface TraceCommandOptions extends GivenOptions, Pick<ModelOptions, 'set' | 'seed'>, ForeignOptions {
  readonly weights?: string;
  readonly layer?: readonly string[];
  readonly row: number;
  readonly steps?: readonly [number, number];
  readonly values?: number;
  readonly digits?: number;
  readonly format?: Format;
  readonly out?: string;
  readonly nan: 'error' | 'allow';
}

/** Lines of a table, and numbers of a file, that somebody can still do something with. */
const MOST = { table: 10_000, csv: 5_000_000, json: 5_000_000 } as const;
/** Characters of a line where nobody says how wide it may be. */
const WIDTH = 120;
/** Digits behind the point in a table. */
const DIGITS = 8;

export const traceCommand = (terminal: Terminal): Command =>
  withOptions(
    new Command('trace')
      .description(
        'Print every equation of every step as it stands in the model, with its shape and value, computed in float64.',
      )
      .argument('<model>', 'YAML model or compiled one'),
    givenOptions(),
  )
    .addOption(
      new Option(
        '--layer <name>',
        'only this layer, or this path in one, such as encoder.0.forward or encoder.f; may be given several times',
      ).argParser((text: string, earlier: readonly string[] = []) => [...earlier, text]),
    )
    .addOption(new Option('--row <n>', 'the row of the batch, counted from 1').argParser(parseCount).default(1))
    .addOption(
      new Option(
        '--steps <which>',
        'one step, 3, or several, 2..5, counted from 1; of trees the nodes, from 0',
      ).argParser(parseSteps),
    )
    .addOption(
      new Option('--values <n>', 'numbers of a value that the table shows (default: what fits)').argParser(parseCount),
    )
    .addOption(
      new Option('--digits <n>', `digits behind the point (default: ${DIGITS} in a table, all in a file)`).argParser(
        parseDigits,
      ),
    )
    .addOption(
      new Option('--format <format>', 'how it is written (default: by the name of --out, else a table)').choices([
        'table',
        'csv',
        'json',
      ]),
    )
    .addOption(new Option('-o, --out <file>', 'write there instead of printing').argParser(parseName))
    .addOption(weightsOption())
    .addOption(fromOption())
    .addOption(mapOption())
    .addOption(
      new Option('--nan <what>', 'what to do about NaN in the input').choices(['error', 'allow']).default('error'),
    )
    .addOption(setOption())
    .addOption(seedOption())
    .addHelpText(
      'after',
      `
Examples:
  echo '{"x": [[[1], [2]]]}' | rnnc trace model.yaml --input -
  rnnc trace model.rnnc --input series.csv --steps 1..3
  rnnc trace model.rnnc --input series.json --row 1 --layer memory --values 4
  rnnc trace model.rnnc --input series.csv --layer "memory.h'" --format csv -o states.csv
  rnnc trace sentiment.rnnc --input sentences.txt --layer encoder
  rnnc trace prices.rnnc --data prices.csv --steps 5
  rnnc trace characters.rnnc --text "The c"

Steps stand in the order in which they are computed: the last one first in a layer that reads backward, children before their parents over trees.
The numbers are those of the reference evaluator; what rnnc run prints of them differs by the roundings of float32.`,
    )
    .action(async (file: string, options: TraceCommandOptions) => {
      const { weights, out, set, seed } = options;
      const format = options.format ?? formatOf(out);
      refuseUnused(format, options);
      const read = [file, ...givenFiles(options), ...(weights === undefined ? [] : [weights])];
      if (read.filter((path) => path === STDIN).length > 1)
        throw new UsageError('only one of model, input and weights can come from standard input');
      if (out !== undefined) {
        checkWritable(out);
        checkNotInput(out, read);
        checkEnding(out, ...writtenAs(options.format));
      }
      const given = readGiven(options, 1);
      const opened = openModel(
        file,
        { ...(set === undefined ? {} : { set }), ...(seed === undefined ? {} : { seed }) },
        terminal,
      );
      const definition = await withWeights(opened, weights, options, terminal);
      const traced = {
        compiled: opened.compiled(),
        weights: definition.weights,
        training: definition.training ?? null,
      };
      const trace = await withGivenFeeds(
        definition,
        { file, given, nan: options.nan, command: 'trace' },
        (feeds) => traceCompiled(traced, feeds, optionsOf(options)),
        terminal,
      );
      const text = written(trace, format, options, terminal);
      if (out === undefined) terminal.result(text);
      else {
        writeWhole(out, text);
        terminal.notice(`wrote the trace of ${trace.blocks.length} steps to ${shownName(out)}`);
      }
    });

const optionsOf = ({ layer, row, steps, nan }: TraceCommandOptions): TraceOptions => ({
  row,
  nan,
  ...(layer === undefined ? {} : { layers: layer }),
  ...(steps === undefined ? {} : { steps }),
});

/** @throws RnncError for more than somebody can read */
function written(
  trace: Trace,
  format: Format,
  { values, digits, out, layer }: TraceCommandOptions,
  { colours }: Terminal,
): string {
  const count = format === 'table' ? tableLines(trace) : traceNumbers(trace);
  if (count > MOST[format])
    throw new RnncError([
      traceTooLong(format === 'table' ? 'lines' : 'numbers', count, MOST[format], [
        'some steps, --steps 1..20',
        'a layer or a value, --layer NAME',
        ...(format === 'table' ? ['a file for other programs, --format csv -o FILE'] : []),
      ]),
    ]);
  switch (format) {
    case 'csv':
      return traceCsv(layer === undefined ? trace : withoutFeeds(trace, layer), digits ?? null);
    case 'json':
      return traceJson(trace, digits ?? null);
    case 'table':
      return traceTable(trace, {
        width: out === undefined ? Math.max(60, process.stdout.columns ?? WIDTH) : WIDTH,
        values: values ?? null,
        digits: digits ?? DIGITS,
        bold: out === undefined ? colours.bold : (text) => text,
      }).concat('\n');
  }
}

/** What is fed at a step stands in a table for the reader; as numbers it is told where it is asked for. */
const withoutFeeds = (trace: Trace, asked: readonly string[]): Trace => ({
  ...trace,
  blocks: trace.blocks.map((block) => ({ ...block, feeds: block.feeds.filter(({ path }) => asked.includes(path)) })),
});

/** What is written, in words, and endings that say so. */
function writtenAs(asked: Format | undefined): readonly [what: string, endings: readonly string[]] {
  if (asked === undefined) return ['a table as text, CSV or JSON', ['.txt', '.csv', '.json']];
  return asked === 'table' ? ['a table as text', ['.txt']] : [asked.toUpperCase(), [`.${asked}`]];
}

/** By the ending of the file that is written. */
function formatOf(out: string | undefined): Format {
  const ending = extname(out ?? '').toLowerCase();
  return ending === '.csv' ? 'csv' : ending === '.json' ? 'json' : 'table';
}

/** @throws UsageError for an option that would change nothing */
function refuseUnused(format: Format, { values }: TraceCommandOptions): void {
  if (format !== 'table' && values !== undefined)
    throw new UsageError('--values changes nothing here: a file holds all numbers of a value');
}

function parseSteps(text: string): readonly [number, number] {
  const [, first, last] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  if (first === undefined)
    throw new InvalidArgumentError('Write a step, such as 3, or the first and the last, such as 2..5.');
  const [from, to] = [Number(first), Number(last ?? first)];
  if (to < from) throw new InvalidArgumentError(`The last step, ${to}, comes before the first, ${from}.`);
  return [from, to];
}
