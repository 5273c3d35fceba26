import { basename, extname } from 'node:path';
import { Command, Option } from 'commander';
import { at, only } from '../../../compiler/diagnostics/invariants.ts';
import type { Feeds } from '../../model/feeds/feeds.ts';
import { drawnPlot } from '../../plots/drawn/draw-plot.ts';
import type { ValueKind } from '../../plots/drawn/draw-values.ts';
import type { GradientPlot, Plot } from '../../plots/plot-data.ts';
import {
  allTargets,
  type ComparedModel,
  gradientsOfCompiled,
  joinGradients,
  namedError,
} from '../../plots/plot-gradients.ts';
import { valuesOfCompiled } from '../../plots/plot-values.ts';
import { weightsOfCompiled } from '../../plots/plot-weights.ts';
import { checkEnding } from '../files/check-ending.ts';
import { checkNotInput, checkWritable, STDIN, shownName, writeWhole } from '../files/files.ts';
import {
  type Given,
  type GivenOptions,
  givenFiles,
  givenOptions,
  readGiven,
  withGivenFeeds,
} from '../inputs/given-feeds.ts';
import { type OpenedModel, openModel } from '../inputs/open-model.ts';
import { type ModelOptions, parseCount, parseName, seedOption, setOption, withOptions } from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';

type Format = 'svg' | 'json';

interface PlotCommandOptions extends GivenOptions, Pick<ModelOptions, 'set' | 'seed'> {
  readonly of?: readonly string[];
  readonly gradients?: boolean;
  readonly loss?: 'training' | 'output';
  readonly weights?: string;
  readonly kind?: ValueKind;
  readonly row?: number;
  readonly format?: Format;
  readonly out?: string;
  readonly nan: 'error' | 'allow';
}

export const plotCommand = (terminal: Terminal): Command =>
  withOptions(
    new Command('plot')
      .description(
        'Draw the numbers of a model: its values over the steps of an input, how far gradients reach back, or its weights.',
      )
      .argument('<models...>', 'YAML model or compiled one; with --gradients several, for one picture'),
    givenOptions(),
  )
    .addOption(
      new Option(
        '--of <path>',
        'draw this value over the steps, such as encoder.0.forward.step.f, or encoder.f for short; may be given several times',
      ).argParser((text: string, earlier: readonly string[] = []) => [...earlier, text]),
    )
    .option(
      '--gradients',
      'draw how large the gradient of the loss by every state is, step by step; with --of by other values in cells',
    )
    .addOption(
      new Option(
        '--loss <what>',
        'what is differentiated: the losses of the model, whose targets stand in the input too, or the sum of the first output at the last step (default: the losses where their targets are there)',
      ).choices(['training', 'output']),
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
  rnnc plot prices.rnnc --data prices.csv --of memory -o last-window.svg
  rnnc plot characters.rnnc --text "The c" --of m.z -o update.svg
  rnnc plot model.rnnc --weights memory -o weights.svg
  rnnc plot model.yaml --input series.csv --gradients -o gradients.svg
  rnnc plot rnn.yaml lstm.yaml --input series.csv --gradients -o both.svg

rnnc trace lists the paths of a model, with the same numbers.`,
    )
    .action(async (files: readonly string[], options: PlotCommandOptions) => {
      const { out, set, seed } = options;
      const format = options.format ?? (extname(out ?? '').toLowerCase() === '.json' ? 'json' : 'svg');
      refuseUnused(files, options, format);
      const read = [...files, ...givenFiles(options)];
      if (read.filter((file) => file === STDIN).length > 1)
        throw new UsageError('only one of models and input can come from standard input');
      if (out !== undefined) {
        checkEnding(out, format === 'svg' ? 'a picture (SVG)' : 'JSON', [`.${format}`]);
        checkNotInput(out, read);
        checkWritable(out);
      }
      const given = readGiven(options, files.length);
      const opened = files.map((file) => {
        const own = { ...(set === undefined ? {} : { set }), ...(seed === undefined ? {} : { seed }) };
        return { file, ...openModel(file, own, terminal) };
      });
      const plot = await plotOf(opened, given, options, terminal);
      const text = format === 'json' ? `${JSON.stringify(plot)}\n` : drawnPlot(plot, options.kind ?? null);
      if (out === undefined) terminal.verbatim(text);
      else {
        writeWhole(out, text);
        terminal.notice(`wrote ${format === 'svg' ? 'a picture (SVG)' : 'JSON'} to ${shownName(out)}`);
      }
    });

type NamedModel = OpenedModel & { readonly file: string };

async function plotOf(
  models: readonly NamedModel[],
  given: Given,
  { of = [], gradients = false, loss, weights, row, nan }: PlotCommandOptions,
  terminal: Terminal,
): Promise<Plot> {
  const choice = { nan, ...(row === undefined ? {} : { row }) };
  const names = namesOf(models.map(({ file }) => file));
  const compared = models.map(
    ({ definition, compiled }, i): ComparedModel => ({
      name: names[i] ?? '',
      compiled: compiled(),
      weights: definition.weights,
      training: definition.training ?? null,
    }),
  );
  if (weights !== undefined) return weightsOfCompiled(only(compared), weights);
  const fed = <T>({ definition, file }: NamedModel, use: (feeds: Feeds) => T): Promise<T> =>
    withGivenFeeds(definition, { file, given, nan, command: 'plot' }, use, terminal);
  if (!gradients) return fed(only(models), (feeds) => valuesOfCompiled(only(compared), feeds, { of, ...choice }));
  const targets = allTargets(compared);
  const plots: GradientPlot[] = [];
  for (const [i, model] of models.entries()) {
    const own = at(compared, i);
    const options = { of, ...(loss === undefined ? {} : { loss }), ...choice };
    try {
      plots.push(await fed(model, (feeds) => gradientsOfCompiled(own, feeds, options, targets)));
    } catch (error) {
      throw namedError(error, own.name, models.length);
    }
  }
  return joinGradients(plots);
}

/** Models are called as their files, with folders where two are called alike. */
function namesOf(files: readonly string[]): readonly string[] {
  const short = files.map((file) => (file === STDIN ? shownName(file) : basename(file, extname(file))));
  return new Set(short).size === short.length ? short : files.map(shownName);
}

/** @throws UsageError for options that draw different pictures, or change nothing */
function refuseUnused(
  files: readonly string[],
  { of, gradients = false, loss, weights, row, kind, ...given }: PlotCommandOptions,
  format: Format,
): void {
  if (of === undefined && weights === undefined && !gradients)
    throw new UsageError(
      'say what to draw: --of PATH or --gradients with --input FILE, --data FILE or --text TEXT, or --weights LAYER',
    );
  if (weights !== undefined && (of !== undefined || gradients))
    throw new UsageError('give one of --of, --gradients and --weights: each draws a picture of its own');
  if (
    weights !== undefined &&
    (given.text !== undefined || givenFiles(given).length > 0 || row !== undefined || kind !== undefined)
  )
    throw new UsageError('--input, --data, --text, --row and --kind change nothing in the picture of weights');
  if (gradients && kind !== undefined)
    throw new UsageError('--kind changes nothing in the picture of gradients, which has lines');
  if (loss === 'training' && (given.data !== undefined || given.text !== undefined))
    throw new UsageError('--loss training needs the targets too, which only a file of --input holds');
  if (!gradients && loss !== undefined) throw new UsageError('--loss is of --gradients');
  if (!gradients && files.length > 1)
    throw new UsageError('give one model: only --gradients draws several in one picture');
  if (format === 'json' && kind !== undefined)
    throw new UsageError('--kind changes nothing in JSON, which holds the numbers');
}
