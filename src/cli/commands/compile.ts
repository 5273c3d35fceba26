import { Command, Option } from 'commander';
import { weightCount } from '../../artifact/artifact.ts';
import { writeArtifact } from '../../artifact/write.ts';
import { checkNotInput, checkWritable, shownName, writeWhole } from '../files.ts';
import * as say from '../messages.ts';
import { namedData } from '../named-data.ts';
import { openModel, sourceFiles, withWeights } from '../open-model.ts';
import { type ModelOptions, parseName, seedOption, setOption, unrollOption, weightsOption } from '../options.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage.ts';

interface CompileOptions extends ModelOptions {
  readonly output?: string;
  readonly weights?: string;
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
    .addOption(weightsOption())
    .addHelpText(
      'after',
      '\nExamples:\n  rnnc compile model.yaml\n  rnnc compile model.yaml -o out/model.rnnc --set units=256 --seed 7\n  rnnc compile model.yaml --weights trained.safetensors',
    )
    .action(async (file: string, options: CompileOptions) => {
      const { output, weights, ...modelOptions } = options;
      const target = output ?? defaultOutput(file);
      checkWritable(target);
      const opened = openModel(file, modelOptions, terminal);
      const compiled = opened.compiled();
      checkNotInput(target, [file, ...sourceFiles(file, compiled), ...(weights === undefined ? [] : [weights])]);
      checkNotInput(target, await namedData(compiled, file), say.outputIsData);
      const { makeKernels } = await import('../../generate-kernels.ts');
      const bytes = writeArtifact({
        ...compiled,
        weights: withWeights(opened.definition, weights).weights,
        kernels: makeKernels(compiled),
      });
      writeWhole(target, bytes);
      terminal.result(`wrote ${shownName(target)}: ${weightCount(compiled.graphs)}, ${bytes.length} bytes`);
    });

function defaultOutput(file: string): string {
  if (/\.ya?ml$/.test(file)) return file.replace(/\.ya?ml$/, '.rnnc');
  throw new UsageError(`say with -o where to write what comes from "${shownName(file)}"`);
}
