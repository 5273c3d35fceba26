import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { RnncError } from '../../../../compiler/diagnostics/diagnostic.ts';
import { type Exporter, everyWeight, FORMATS } from '../../../export/index.ts';
import { checkNotInput, checkWritable, shownName, writeTogether } from '../../files/files.ts';
import * as say from '../../files/messages.ts';
import { openModel, sourceFiles, withWeights } from '../../inputs/open-model.ts';
import {
  type ForeignOptions,
  fromOption,
  type ModelOptions,
  mapOption,
  parseName,
  seedOption,
  setOption,
  weightsOption,
} from '../../inputs/options.ts';
import type { Terminal } from '../../inputs/terminal.ts';
import { UsageError } from '../../inputs/usage.ts';

interface ExportOptions extends Pick<ModelOptions, 'set' | 'seed'>, ForeignOptions {
  readonly to: string;
  readonly output?: string;
  readonly weights?: string;
  readonly allInputs?: boolean;
  readonly force?: boolean;
}

export const exportCommand = (terminal: Terminal): Command =>
  new Command('export')
    .description('Write a model with its weights as a file of another framework: exactly, or not at all.')
    .argument('<model>', 'YAML model or compiled one')
    .addOption(new Option('--to <format>', 'what to write').choices(Object.keys(FORMATS)).makeOptionMandatory())
    .addOption(
      new Option(
        '-o, --output <file>',
        'where to write it (default: beside the model, with the ending of the format)',
      ).argParser(parseName),
    )
    .addOption(setOption())
    .addOption(seedOption())
    .addOption(weightsOption())
    .addOption(fromOption())
    .addOption(mapOption())
    .option(
      '--all-inputs',
      'make lengths and initial states inputs that must be fed: onnxruntime in JavaScript takes no others',
    )
    .option('--force', 'overwrite files that are there')
    .addHelpText(
      'after',
      `
Formats:
${Object.entries(FORMATS)
  .map(([name, { description, ending }]) => `  ${name.padEnd(12)}${description}, *${ending}`)
  .join('\n')}

Examples:
  rnnc export tagger.rnnc --to onnx
  rnnc export tagger.rnnc --to tfjs -o page/model.json
  rnnc export tagger.yaml --weights tagger.safetensors --to onnx -o out/tagger.onnx

The file computes with prepared numbers, as rnnc run does: scaling, vocabularies and labels of a model's data stay behind.`,
    )
    .action(
      async (
        file: string,
        { to, output, weights, from, map, force = false, allInputs = false, ...options }: ExportOptions,
      ) => {
        const exporter = FORMATS[to];
        if (exporter === undefined) throw new UsageError(`there is no format "${to}"`);
        const target = output ?? defaultOutput(file, exporter);
        if (!target.toLowerCase().endsWith(exporter.ending))
          throw new UsageError(`let the name end in ${exporter.ending}, not "${shownName(target)}"`);
        const opened = openModel(file, options, terminal);
        const { definition } = opened;
        // a model whose sizes the data will give has no graphs yet, and says so
        const complete = { graphs: definition.graphs, seed: definition.seed };
        const given = (await withWeights(opened, weights, { from, map }, terminal)).weights;
        const compiled = opened.compiled();
        const { files, report } = await exporter.exportModel({
          compiled,
          weights: everyWeight({ ...complete, weights: given }),
          file: basename(target),
          allInputs,
        });
        const inputs = [file, ...sourceFiles(file, compiled), ...(weights === undefined ? [] : [weights])];
        const written = files.map(({ name, content }) => ({ path: join(dirname(target), name), content }));
        for (const { path } of written) {
          checkNotInput(path, inputs);
          if (existsSync(path) && !force) throw new RnncError([say.fileExists(shownName(path))]);
          checkWritable(path);
        }
        writeTogether(written);
        const prepared =
          definition.training === undefined
            ? []
            : ['inputs and outputs are prepared numbers: what rnnc inspect says of the data stays behind'];
        terminal.result(
          [
            `wrote ${written.map(({ path }) => shownName(path)).join(', ')}`,
            ...[...report, ...prepared].map((line) => `  ${line}`),
          ].join('\n'),
        );
      },
    );

function defaultOutput(file: string, { ending }: Exporter): string {
  if (/\.(?:ya?ml|rnnc)$/.test(file)) return file.replace(/\.(?:ya?ml|rnnc)$/, ending);
  throw new UsageError(`say with -o where to write what comes from "${shownName(file)}"`);
}
