import { extname } from 'node:path';
import { Command, Option } from 'commander';
import { drawnPlot } from '../../plots/drawn/draw-plot.ts';
import type { ValueKind } from '../../plots/drawn/draw-values.ts';
import type { Plot } from '../../plots/plot-data.ts';
import { valuesOfCompiled } from '../../plots/plot-values.ts';
import { weightsOfCompiled } from '../../plots/plot-weights.ts';
import type { TracedModel } from '../../trace/trace.ts';
import { checkEnding } from '../files/check-ending.ts';
import { checkNotInput, checkWritable, STDIN, shownName, writeWhole } from '../files/files.ts';
import { withGivenFeeds } from '../inputs/given-feeds.ts';
import { type OpenedModel, openModel } from '../inputs/open-model.ts';
import { type ModelOptions, parseCount, parseName, seedOption, setOption } from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';

type Format = 'svg' | 'json';

interface PlotCommandOptions extends Pick<ModelOptions, 'set' | 'seed'> {
  readonly input?: string;
  readonly of?: readonly string[];
  readonly weights?: string;
  readonly kind?: ValueKind;
  readonly row?: number;
  readonly format?: Format;
  readonly out?: string;
  readonly nan: 'error' | 'allow';
}

export const plotCommand = (terminal: Terminal): Command =>
  new Command('plot')
    .description('Draw the numbers of a model: its values over the steps of an input, or its weights.')
    .argument('<model>', 'YAML model or compiled one')
    .option(
      '-i, --input <file>',
      'what rnnc run takes: JSON, CSV with one row per step, or for a trained model NDJSON or files of trees; - for standard input',
    )
    .addOption(
      new Option(
        '--of <path>',
        'draw this value over the steps, such as encoder.0.forward.step.f, or encoder.f for short; may be given several times',
      ).argParser((text: string, earlier: readonly string[] = []) => [...earlier, text]),
    )
    .addOption(new Option('--weights <layer>', 'draw how large the weights of this layer are').argParser(parseName))
    .addOption(
      new Option(
        '--kind <kind>',
        'of values: cells in colours, or a line for each unit, of more than a dozen their mean and quartiles (default: heat, of a single unit lines)',
      ).choices(['heat', 'lines']),
    )
    .addOption(new Option('--row <n>', 'the row of the batch, counted from 1 (default: 1)').argParser(parseCount))
    .addOption(
      new Option('--format <format>', 'what to write (default: by the name of --out, else svg)').choices([
        'svg',
        'json',
      ]),
    )
    .addOption(new Option('-o, --out <file>', 'write there instead of printing').argParser(parseName))
    .addOption(
      new Option('--nan <what>', 'what to do about NaN in the input').choices(['error', 'allow']).default('error'),
    )
    .addOption(setOption())
    .addOption(seedOption())
    .addHelpText(
      'after',
      `
Examples:
  rnnc plot model.rnnc --input series.csv --of memory -o cells.svg
  rnnc plot model.rnnc --input series.csv --of "memory.h'" --of x --kind lines -o lines.svg
  rnnc plot sentiment.rnnc --input sentences.txt --of "encoder.c'" -o tree.svg
  rnnc plot model.rnnc --weights memory -o weights.svg

rnnc trace lists the paths of a model, with the same numbers.`,
    )
    .action(async (file: string, options: PlotCommandOptions) => {
      const { input, out, set, seed } = options;
      const format = options.format ?? (extname(out ?? '').toLowerCase() === '.json' ? 'json' : 'svg');
      refuseUnused(options, format);
      if (file === STDIN && input === STDIN)
        throw new UsageError('only one of model and input can come from standard input');
      if (out !== undefined) {
        checkEnding(out, format === 'svg' ? 'a picture (SVG)' : 'JSON', [`.${format}`]);
        checkNotInput(out, [file, ...(input === undefined ? [] : [input])]);
        checkWritable(out);
      }
      const opened = openModel(
        file,
        { ...(set === undefined ? {} : { set }), ...(seed === undefined ? {} : { seed }) },
        terminal,
      );
      const plot = await plotOf(opened, file, options, terminal);
      const text = format === 'json' ? `${JSON.stringify(plot)}\n` : drawnPlot(plot, options.kind ?? null);
      if (out === undefined) terminal.verbatim(text);
      else {
        writeWhole(out, text);
        terminal.notice(`wrote ${format === 'svg' ? 'a picture (SVG)' : 'JSON'} to ${shownName(out)}`);
      }
    });

async function plotOf(
  { definition, compiled }: OpenedModel,
  file: string,
  { input, of = [], weights, row, nan }: PlotCommandOptions,
  terminal: Terminal,
): Promise<Plot> {
  const traced: TracedModel = {
    compiled: compiled(),
    weights: definition.weights,
    training: definition.training ?? null,
  };
  if (weights !== undefined) return weightsOfCompiled(traced, weights);
  return withGivenFeeds(
    definition,
    { file, input, nan, what: 'plot' },
    (feeds) => valuesOfCompiled(traced, feeds, { of, nan, ...(row === undefined ? {} : { row }) }),
    terminal,
  );
}

/** @throws UsageError for options that draw different pictures, or change nothing */
function refuseUnused({ of, weights, input, row, kind }: PlotCommandOptions, format: Format): void {
  if (of === undefined && weights === undefined)
    throw new UsageError('say what to draw: --of PATH with --input FILE, or --weights LAYER');
  if (of !== undefined && weights !== undefined)
    throw new UsageError('give one of --of and --weights: each draws a picture of its own');
  if (weights !== undefined && (input !== undefined || row !== undefined || kind !== undefined))
    throw new UsageError('--input, --row and --kind change nothing in the picture of weights');
  if (format === 'json' && kind !== undefined)
    throw new UsageError('--kind changes nothing in JSON, which holds the numbers');
}
