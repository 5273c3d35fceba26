import { Command, Option } from 'commander';
import type { Compiled } from '../../../compiler/compile.ts';
import { PRECISIONS } from '../../../compiler/program/program.ts';
import { weightCount, weightsOf } from '../../artifact/artifact.ts';
import type { ModelDefinition } from '../../artifact/definition.ts';
import { writeArtifact } from '../../artifact/file/write.ts';
import type { TrainingRecord } from '../../artifact/training-record.ts';
import { areRounded, roundedWeights, suitsInt16 } from '../../artifact/weights/int16-weights.ts';
import { declareTypes } from '../../typing/types-of.ts';
import { checkNotInput, checkWritable, shownName, writeWhole } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { namedData } from '../files/named-data.ts';
import { rememberedFrom } from '../inputs/data-place.ts';
import { openModel, sourceFiles, withWeights } from '../inputs/open-model.ts';
import {
  type ForeignOptions,
  fromOption,
  type ModelOptions,
  mapOption,
  parseName,
  seedOption,
  setOption,
  unrollOption,
  type WeightsChoice,
  weightsChoiceOption,
} from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';
import { findExample, roundingErrors, roundingText } from '../reports/rounding-error.ts';
import { modelFiles } from '../watch/model-files.ts';
import { runOrWatch } from '../watch/rerun.ts';

interface CompileOptions extends ModelOptions, ForeignOptions {
  readonly output?: string;
  readonly weights?: WeightsChoice;
  readonly input?: string;
  readonly types?: boolean;
  readonly watch?: boolean;
}

export const compileCommand = (terminal: Terminal): Command =>
  new Command('compile')
    .description('Make one file of a model: graph, weights and sources. It runs in Node and in a page.')
    .argument('<model>', 'YAML model, - for standard input, or a compiled model to compile again')
    .addOption(
      new Option('-o, --output <file>', 'where to write it (default: beside the model, ending in .rnnc)').argParser(
        parseName,
      ),
    )
    .addOption(setOption())
    .addOption(seedOption())
    .addOption(unrollOption())
    .addOption(weightsChoiceOption())
    .addOption(fromOption())
    .addOption(mapOption())
    .addOption(
      new Option(
        '-i, --input <file>',
        "JSON or CSV as for run, to measure the error of 16-bit weights on (default: the model's data, or random numbers)",
      ),
    )
    .option('--watch', 'run again whenever the model or a file that it reads changes, until Ctrl-C')
    .option('--types', 'also write what TypeScript can know of it: beside it, ending in .rnnc.d.ts')
    .addHelpText(
      'after',
      `
Examples:
  rnnc compile model.yaml
  rnnc compile model.yaml --types
  rnnc compile model.yaml --types --watch
  rnnc compile model.yaml -o out/model.rnnc --set units=256 --seed 7
  rnnc compile model.yaml --weights trained.safetensors
  rnnc compile model.yaml --weights trained.safetensors --weights int16 -o small.rnnc
  rnnc compile model.yaml --weights state-dict.safetensors --from torch

--weights int16 rounds matrices to 16 bits, and says how far outputs are from those of the float32 weights.
With --types, import type { Model } from './model.rnnc.d.ts' and load<Model>(…) make a wrong name a mistake for tsc.`,
    )
    .action(async (file: string, { watch = false, ...options }: CompileOptions) => {
      const given = [options.weights?.file, options.input].filter((name) => name !== undefined);
      const files = async (): Promise<readonly string[]> => [...(await modelFiles(file)), ...given];
      await runOrWatch(watch, { files, run: () => compileOne(file, options, terminal) }, terminal);
    });

async function compileOne(file: string, options: CompileOptions, terminal: Terminal): Promise<void> {
  const { output, weights: choice = {}, input, types = false, from, map, ...modelOptions } = options;
  const target = output ?? defaultOutput(file);
  const outputs = types ? [target, typesBeside(target)] : [target];
  for (const written of outputs) checkWritable(written);
  const opened = openModel(file, modelOptions, terminal);
  const { graphs } = opened.definition;
  const precision = choice.precision ?? opened.definition.precision ?? 'float32';
  if (input !== undefined && precision !== 'int16')
    throw new UsageError('--input is for --weights int16, whose error it measures');
  const compiled = opened.compiled();
  const given = [choice.file, input].filter((name) => name !== undefined);
  const data = await namedData(compiled, file);
  for (const written of outputs) {
    checkNotInput(written, [file, ...sourceFiles(file, compiled), ...given]);
    checkNotInput(written, data, say.outputIsData);
  }
  const { weights } = await withWeights(opened, choice.file, { from, map, precisions: PRECISIONS }, terminal);
  // of other weights it would say nothing
  const training = choice.file === undefined ? movedRecord(opened.definition.training, file, target) : undefined;
  const content = { ...compiled, weights, ...(training === undefined ? {} : { training }) };
  const isStored = choice.file !== undefined || opened.definition.precision === 'int16';
  if (isStored && areRounded(weights)) terminal.notice(say.roundedBefore(shownName(choice.file ?? file), precision));
  const writeBoth = (bytes: Uint8Array): void => {
    writeWhole(target, bytes);
    if (types) writeWhole(typesBeside(target), declareTypes(content, { by: 'rnnc compile --types' }));
  };
  if (precision === 'float32') {
    const bytes = await artifactOf(content);
    writeBoth(bytes);
    terminal.result(`wrote ${shownName(target)}: ${weightCount(graphs)}, ${bytes.length} bytes`);
    if (types) terminal.result(`wrote ${shownName(typesBeside(target))}`);
    return;
  }
  const example = await findExample(
    { compiled, training: training ?? null, file, confined: opened.source.sources !== null, input },
    terminal,
  );
  const rounded = { ...content, precision, weights: roundedWeights(compiled, weights) };
  const errors = await roundingErrors(content, rounded, example, terminal);
  const bytes = await artifactOf(rounded);
  const before = (await artifactOf(content)).length;
  writeBoth(bytes);
  terminal.result(
    `wrote ${shownName(target)}: ${weightCount(compiled.graphs)}, ${bytes.length} bytes; ${before} with float32 weights`,
  );
  if (types) terminal.result(`wrote ${shownName(typesBeside(target))}`);
  const all = weightsOf(compiled.graphs).length;
  const suiting = [...rounded.weights.values()].filter(suitsInt16).length;
  if (suiting === 0) terminal.notice(say.nothingInInt16());
  terminal.result(roundingText({ suiting, all, example, errors }));
}

/** The record with the place of its data as seen from where the artifact will be. */
const movedRecord = (record: TrainingRecord | undefined, file: string, target: string): TrainingRecord | undefined =>
  record?.data === undefined ? record : { ...record, data: rememberedFrom(record.data, file, target) };

type Content = Compiled & Pick<ModelDefinition, 'weights' | 'training' | 'precision'>;

async function artifactOf(content: Content): Promise<Uint8Array> {
  const { makeKernels } = await import('../../generate-kernels.ts');
  return writeArtifact({ ...content, kernels: () => makeKernels(content) });
}

/** As the TypeScript compiler looks for the types of a file that is imported. */
const typesBeside = (target: string): string => `${target}.d.ts`;

function defaultOutput(file: string): string {
  if (/\.ya?ml$/.test(file)) return file.replace(/\.ya?ml$/, '.rnnc');
  throw new UsageError(`say with -o where to write what comes from "${shownName(file)}"`);
}
