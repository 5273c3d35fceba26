import { Command, Option } from 'commander';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { readsItself } from '../../answers/feedback/refuse-feedback.ts';
import type { ErrorSizes } from '../../artifact/training-record.ts';
import type { Dataset } from '../../data/dataset/dataset.ts';
import type { RunnableModel } from '../../model/runnable-model.ts';
import { beaten, type Figure } from '../../train/baselines/contest.ts';
import { type Evaluation, evaluateModel, type PartName } from '../../train/evaluate/evaluate.ts';
import { trainingRecord } from '../../train/loop/record.ts';
import type { Trainable } from '../../train/prepare/prepare.ts';
import { svgConfusion } from '../../train/report/confusion-svg.ts';
import { formatFigure } from '../../train/report/figures.ts';
import { storable } from '../../train/report/history.ts';
import { checkNotInput, checkWritable, shownName, writeWhole } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { openModel } from '../inputs/open-model.ts';
import {
  kernelsOption,
  type LoadingOptions,
  loadingOf,
  type ModelOptions,
  parseCount,
  parseName,
  pathOption,
  relaxedOption,
  setOption,
  untrustedOption,
  withOptions,
} from '../inputs/options.ts';
import { type FormOptions, formOptions } from '../inputs/rows-file.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { openTraining } from '../inputs/training-setup.ts';
import { aligned } from '../reports/aligned.ts';
import { classLines } from '../reports/class-lines.ts';
import { spreadLines } from '../reports/spread.ts';

interface EvaluateCommandOptions extends Pick<ModelOptions, 'set'>, LoadingOptions, FormOptions {
  readonly data?: string;
  readonly untrusted?: boolean;
  readonly part?: PartName;
  readonly batch?: number;
  readonly season?: number;
  readonly confusion?: string;
  readonly json?: boolean;
}

export const evaluateCommand = (terminal: Terminal): Command =>
  withOptions(new Command('evaluate'), formOptions())
    .description(
      'Measure a model on a part of the data it was trained on, or on all of a file, with naive baselines beside it.',
    )
    .argument('<model>', 'compiled model, or YAML model with sections training and data')
    .option(
      '--data <path>',
      'file or folder to measure on, all of it; with --part it is cut as the data of the training is',
    )
    .addOption(
      new Option(
        '--part <part>',
        'part of the data trained on (default: test, validation where there is none)',
      ).choices(['test', 'validation', 'train']),
    )
    .addOption(new Option('--batch <n>', "samples per batch, instead of the model's").argParser(parseCount))
    .addOption(
      new Option('--confusion <file>', 'draw the table of classes, right ones against those said, as an SVG').argParser(
        parseName,
      ),
    )
    .addOption(
      new Option(
        '--season <steps>',
        'steps of a season, for baselines (default: found in the training part)',
      ).argParser(parseCount),
    )
    .option('--json', 'print one JSON object')
    .addOption(setOption())
    .addOption(pathOption())
    .addOption(kernelsOption())
    .addOption(relaxedOption())
    .addOption(untrustedOption())
    .addHelpText(
      'after',
      `
Examples:
  rnnc evaluate prices.rnnc
  rnnc evaluate prices.rnnc --part validation --json
  rnnc evaluate prices.rnnc --data other.csv

What --data, --set and --seed were at training is remembered. Baselines are fitted on the training part. A model that does not beat them has learned nothing.`,
    )
    .action(async (file: string, options: EvaluateCommandOptions) => {
      const { part = null, season = null, batch = null, json = false, confusion, ...setup } = options;
      if (confusion !== undefined) checkWritable(confusion);
      const opening = { ...setup, ...(part === null ? {} : { part }) };
      let speaker: RunnableModel | null = null;
      const { trainable, data, model, fitted, inputs } = await openTraining(file, opening, terminal);
      try {
        if (confusion !== undefined) checkNotInput(confusion, [file, ...inputs]);
        const errors = reportOrigin(file, options, terminal);
        for (const note of data.report.notes) terminal.notice(note);
        const { count, first } = data.report.skipped;
        if (count > 0) terminal.notice(say.rowsSkipped(count, first));
        speaker = await speakerOf(trainable, fitted?.data ?? data, model, loadingOf(options));
        const asked = { part, batch, season, errors, ...(speaker === null ? {} : { speaker }) };
        const measured =
          fitted === null
            ? await evaluateModel(model, trainable, data, asked)
            : await evaluateModel(model, trainable, fitted.data ?? data, { ...asked, whole: data });
        const notes =
          fitted?.data === null ? [...measured.notes, say.baselinesFittedHere(fitted.reason)] : measured.notes;
        const evaluation = { ...measured, notes };
        if (confusion !== undefined) {
          if (measured.classes === null) throw new RnncError([say.noClasses(shownName(file))]);
          writeWhole(confusion, svgConfusion(measured.classes, trainable.compiled.name));
        }
        const of = setup.data === undefined ? null : shownName(setup.data);
        if (json) terminal.result(JSON.stringify(toJson(file, of, evaluation)));
        else terminal.verbatim(toText(file, of, evaluation, terminal.colours.bold));
      } finally {
        speaker?.dispose();
        model.dispose();
      }
    });

/** The model as it answers, where its decoder reads what it says; else null. */
async function speakerOf(
  trainable: Trainable,
  data: Dataset,
  model: RunnableModel,
  loading: ReturnType<typeof loadingOf>,
): Promise<RunnableModel | null> {
  if (!readsItself(data.preprocessing)) return null;
  const { load } = await import('../../load.ts');
  const training = trainingRecord(trainable, data, [], null);
  return load({ ...trainable.compiled, weights: model.weights(), training }, loading);
}

/**
 * Says where weights, scales and vocabularies were not learned by training.
 * @returns the errors that the training kept of the first loss
 */
function reportOrigin(file: string, options: EvaluateCommandOptions, terminal: Terminal): ErrorSizes | null {
  const silent = { warn: () => {}, notice: () => {} };
  const { definition } = openModel(file, options.set === undefined ? {} : { set: options.set }, silent);
  if (definition.training === undefined) terminal.notice(say.notTrainedHere(shownName(file), definition.weights.size));
  return definition.training?.tasks[0]?.errors ?? null;
}

const titles: { readonly [name: string]: string } = {
  cross_entropy: 'cross-entropy',
  soft_cross_entropy: 'cross-entropy',
  sigmoid_cross_entropy: 'cross-entropy',
  gaussian_nll: 'Gaussian NLL',
  quantile: 'quantile loss',
  huber: 'Huber loss',
  mse: 'MSE',
  mae: 'MAE',
  rmse: 'RMSE',
  nrmse: 'NRMSE',
  mape: 'MAPE %',
  mase: 'MASE',
  bits_per_character: 'bits per character',
  f1: 'F1',
  f1_macro: 'F1, mean of classes',
  auc: 'AUC',
};

/** @param given the data that was named */
function toText(file: string, given: string | null, evaluation: Evaluation, bold: (text: string) => string): string {
  const { part, samples, per, loss, losses, figures, spread, weightedSpread, classes, said, baselines, topK, notes } =
    evaluation;
  const count = `${samples} sample${samples === 1 ? '' : 's'}`;
  const of = given === null ? '' : ` of ${given}`;
  const where = part === 'all' ? `all${of}` : `the ${part === 'train' ? 'training' : part} part${of}`;
  const unit = losses.every((one) => one.per === per) && per !== null ? ` per ${per}` : '';
  const lines = [bold(`${shownName(file)} on ${where}, ${count}: loss ${formatFigure(loss)}${unit}`)];
  if (losses.length > 1)
    for (const { type, target, weight, mean, per: each } of losses)
      lines.push(
        `  ${formatFigure(mean)}${each === null || unit !== '' ? '' : ` per ${each}`}  ${type}${target === null ? '' : ` of ${target}`}${weight === 1 ? '' : `, times ${weight}`}`,
      );
  const named = new Set(figures.flatMap(({ column }) => (column === null ? [] : [column])));
  const left = new Set([...named].slice(COLUMNS));
  const told = figures.filter(({ column }) => column === null || !left.has(column));
  if (told.length > 0) lines.push('', ...table(told, per, baselines, topK));
  if (left.size > 0) lines.push(`figures of ${left.size} more columns: --json`);
  if (spread !== null) lines.push('', ...spreadLines(spread));
  if (weightedSpread !== null) lines.push('', 'weighted', ...spreadLines(weightedSpread));
  if (classes !== null) lines.push('', ...classLines(classes));
  if (said !== null) lines.push('', saidLine(said));
  if (notes.length > 0) lines.push('', ...notes);
  return `${lines.join('\n')}\n`;
}

/** Columns of a target that a table shows. */
const COLUMNS = 12;

const saidLine = ({ texts, exact, tokens }: NonNullable<Evaluation['said']>): string =>
  `by itself, each step reading the token that it chose before: ${exact} of ${texts} texts exactly (${percentOf(exact / texts)}), ${percentOf(tokens)} of the tokens`;
const percentOf = (share: number): string => `${(100 * share).toFixed(1)} %`;

function table(
  figures: readonly Figure[],
  per: Evaluation['per'],
  baselines: readonly string[],
  topK: number,
): readonly string[] {
  const titleOf = (name: string): string => (name === 'top_k' ? `top ${topK}` : (titles[name] ?? name));
  const rows = [
    [per === null ? '' : `per ${per}`, 'model', ...baselines, baselines.length === 0 ? '' : 'better than'],
    ...figures.map((figure) => [
      [
        `${titleOf(figure.name)}${figure.column === null ? '' : ` of ${figure.column}`}`,
        ...[figure.units, figure.weighing].filter((part) => part !== null),
      ].join(', '),
      formatFigure(figure.model),
      ...baselines.map((name) => formatFigure(figure.baselines[name] ?? null)),
      baselines.length === 0 ? '' : beatenText(figure, baselines.length),
    ]),
  ];
  const last = (rows[0]?.length ?? 0) - 1;
  return aligned(rows, (i) => i === 0 || i === last);
}

function beatenText(figure: Figure, all: number): string {
  const names = beaten(figure);
  if (names.length === all && all > 1) return `all ${all}`;
  return names.length === 0 ? 'none' : names.join(', ');
}

const toJson = (file: string, given: string | null, { figures, notes, loss, losses, ...rest }: Evaluation) => ({
  file: shownName(file),
  ...(given === null ? {} : { data: given }),
  ...rest,
  loss: storable(loss),
  losses: losses.map((each) => ({ ...each, mean: storable(each.mean) })),
  figures: figures.map((figure) => ({
    name: figure.name,
    ...(figure.column === null ? {} : { column: figure.column }),
    units: figure.units,
    ...(figure.weighing === null ? {} : { weighing: figure.weighing }),
    model: storable(figure.model),
    baselines: Object.fromEntries(Object.entries(figure.baselines).map(([name, value]) => [name, storable(value)])),
    betterThan: beaten(figure),
  })),
  notes,
});
