import { Command, Option } from 'commander';
import { STDIN } from '../files/files.ts';
import { openModel, withWeights } from '../inputs/open-model.ts';
import {
  kernelsOption,
  type LoadingOptions,
  loadingOf,
  type ModelOptions,
  pathOption,
  relaxedOption,
  seedOption,
  setOption,
  unrollOption,
  weightsOption,
} from '../inputs/options.ts';
import { tellPrepared } from '../inputs/prepared.ts';
import { runRaw } from '../inputs/raw-input.ts';
import { readInput, runFile } from '../inputs/run-file.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';
import { outputsToJson, outputsToTable } from '../reports/numbers.ts';

interface RunOptions extends ModelOptions, LoadingOptions {
  readonly input?: string;
  readonly weights?: string;
  readonly json?: boolean;
  readonly nan: 'error' | 'allow';
}

export const runCommand = (terminal: Terminal): Command =>
  new Command('run')
    .description('Run a model on an input and print its outputs.')
    .argument('<model>', 'YAML model or compiled one')
    .option(
      '-i, --input <file>',
      'JSON {"x": [[[v0], [v1], …]]}, with trees {"parse": [{"x": [v0], "children": […]}, …]}, or {"parse": [[-1, 0, …], …]} with parents or {"parse": [[[1, 2], [], …], …]} with children beside the values of the nodes, CSV with one row per step, or for a trained model NDJSON or files of trees as it was trained on; - for standard input',
    )
    .addOption(weightsOption())
    .option('--json', 'print one JSON object {"outputs": {…}}, of a file of samples with {"classes": {…}}')
    .addOption(
      new Option('--nan <what>', 'what to do about NaN, "NaN" in JSON and empty fields in CSV')
        .choices(['error', 'allow'])
        .default('error'),
    )
    .addOption(setOption())
    .addOption(seedOption())
    .addOption(unrollOption())
    .addOption(pathOption())
    .addOption(kernelsOption())
    .addOption(relaxedOption())
    .addHelpText(
      'after',
      `
Examples:
  echo '{"x": [[[1], [2]]]}' | rnnc run model.yaml --input -
  rnnc run model.rnnc --input series.csv --json
  rnnc run sentiment.rnnc --input sentences.txt
  rnnc run model.yaml --input series.json --weights trained.safetensors --set units=256`,
    )
    .action(async (file: string, options: RunOptions) => {
      const { input, weights, json = false, nan, path, kernels, relaxed, ...modelOptions } = options;
      const loading = loadingOf(options);
      if (file === STDIN && input === STDIN)
        throw new UsageError('only one of model and input can come from standard input');
      const opened = openModel(file, modelOptions, terminal);
      const definition = withWeights(opened.definition, weights);
      const { load } = await import('../../load.ts');
      const model = await load(definition, { ...loading, onNotice: terminal.notice });
      try {
        const given = input === undefined ? null : readInput(input);
        const raw = given === null ? null : await runRaw(model, given);
        if (raw === null) tellPrepared(model, file, given, terminal);
        const outputs = raw?.outputs ?? runFile(model, given, nan);
        const classes = raw?.classes ?? [];
        terminal.result(
          json ? outputsToJson(outputs, classes) : outputsToTable(outputs, terminal.colours.bold, classes),
        );
      } finally {
        model.dispose();
      }
    });
