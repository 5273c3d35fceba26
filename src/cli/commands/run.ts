import { Command, Option } from 'commander';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { arraysOf, runArrays } from '../arrays/read-arrays.ts';
import { arrayTargets, writeArrays } from '../arrays/write-arrays.ts';
import { STDIN, shownName } from '../files/files.ts';
import { openModel, withWeights } from '../inputs/open-model.ts';
import {
  type ForeignOptions,
  fromOption,
  kernelsOption,
  type LoadingOptions,
  loadingOf,
  type ModelOptions,
  mapOption,
  parseCount,
  parseName,
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
import { historyFor, withGraph } from '../stream/lookahead.ts';
import { needsStream, streamOfArrays } from '../stream/messages.ts';
import { streamModel } from '../stream/stream-model.ts';
import { stepMistakes } from '../summary/steps-check.ts';
import { steppingOf } from '../summary/summary.ts';

interface RunOptions extends ModelOptions, LoadingOptions, ForeignOptions {
  readonly input?: readonly string[];
  readonly out?: readonly string[];
  readonly weights?: string;
  readonly json?: boolean;
  readonly nan: 'error' | 'allow';
  readonly stream?: boolean;
  readonly prepared?: boolean;
  readonly start?: string;
  readonly over?: string;
  readonly lookahead?: number;
}

export const runCommand = (terminal: Terminal): Command =>
  new Command('run')
    .description('Run a model on an input and print its outputs.')
    .argument('<model>', 'YAML model or compiled one')
    .addOption(
      new Option(
        '-i, --input <file>',
        'JSON {"x": [[[v0], [v1], …]]}, with trees {"parse": [{"x": [v0], "children": […]}, …]}, or {"parse": [[-1, 0, …], …]} with parents or {"parse": [[[1, 2], [], …], …]} with children beside the values of the nodes, CSV with one row per step, or for a trained model NDJSON or files of trees as it was trained on; - for standard input; or arrays of NumPy: x.npy, NAME=x.npy for each of several inputs, or an .npz',
      ).argParser(collected),
    )
    .addOption(
      new Option(
        '-o, --out <file>',
        'write an output as an array of NumPy: y.npy, NAME=y.npy for each of several outputs, or all of them into y.npz; may be given several times',
      ).argParser(collected),
    )
    .addOption(weightsOption())
    .addOption(fromOption())
    .addOption(mapOption())
    .option('--json', 'print one JSON object {"outputs": {…}}, of a file of samples with {"classes": {…}}')
    .addOption(
      new Option('--nan <what>', 'what to do about NaN, "NaN" in JSON and empty fields in CSV')
        .choices(['error', 'allow'])
        .default('error'),
    )
    .option(
      '--stream',
      'take a step for each line of the input, standard input if none is named, and write what the model says of it at once',
    )
    .option('--prepared', 'of a trained model with --stream: numbers as the model computes with, not those of its data')
    .option('--start <file>', 'with --stream: JSON with initial states, and with inputs that hold for all steps')
    .option('--over <axis>', 'with --stream: the time axis whose steps are taken, where it could be one of several')
    .addOption(
      new Option(
        '--lookahead <steps>',
        'with --stream, for a model that reads backward too: wait for so many steps before something is said of one',
      ).argParser(parseCount),
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
  rnnc run model.yaml --input x=series.npy --out y.npy
  rnnc run model.yaml --input series.json --weights trained.safetensors --set units=256
  rnnc run model.yaml --input series.json --weights state-dict.safetensors --from torch
  printf '{"x": [1]}\\n{"x": [2]}\\n' | rnnc run model.yaml --stream
  tail -n +1 prices.csv | rnnc run prices.rnnc --stream
  printf '1\\n2\\n3\\n' | rnnc run both-ways.yaml --stream --lookahead 2

With --stream a line is a step: {"INPUT": NUMBERS} without the axes of batch and time, or a row of CSV; for a trained model a row of its data, {"COLUMN": VALUE} or
CSV under a line with the names of the columns, and what it predicts comes back in the units of the data. The output has a line for each, JSON or CSV as the
input. An empty line begins a new sequence. Rows of a trained model that tells series apart by a column may be
of several series, mixed as they come: each has its own state, of at most 10,000 series until an empty line, which begins all of them anew. A broken line is reported, leaves the state as it was and has {"error": …}, or an empty row, in the output; the exit
code is then 1. A model that reads backward too runs with --lookahead N: what it says of a step then follows from the steps up to N behind it, and comes when they have come.`,
    )
    .action(async (file: string, options: RunOptions) => {
      const {
        input: inputs = [],
        out: targets = [],
        weights,
        json = false,
        nan,
        path,
        kernels,
        relaxed,
        from,
        map,
        ...others
      } = options;
      const { stream = false, prepared = false, start, over, lookahead, ...modelOptions } = others;
      const loading = loadingOf(options);
      const astray = (['prepared', 'start', 'over', 'lookahead'] as const).filter(
        (name) => options[name] !== undefined,
      );
      if (!stream && astray.length > 0) throw new UsageError(needsStream(astray.map((name) => `--${name}`)));
      const arrays = arraysOf(inputs);
      const input = arrays === null ? inputs[0] : undefined;
      if (stream && (arrays !== null || targets.length > 0)) throw new UsageError(streamOfArrays());
      if ([file, stream ? (input ?? STDIN) : input, start].filter((path) => path === STDIN).length > 1)
        throw new UsageError(
          `only one of ${stream ? 'model, input and start' : 'model and input'} can come from standard input`,
        );
      const opened = openModel(file, modelOptions, terminal);
      const definition = await withWeights(opened, weights, { from, map }, terminal);
      const { inference } = definition.graphs;
      const steps = lookahead ?? 0;
      const history = lookahead === undefined ? null : historyFor(definition, { prepared, start, over });
      if (stream && history === null && steppingOf(inference).streaming !== null) {
        const compiled = opened.compiled();
        throw new RnncError(stepMistakes(compiled, prepared), compiled.sources);
      }
      const { load } = await import('../../load.ts');
      const model = await load(history === null ? definition : withGraph(definition, history.graph), {
        ...loading,
        onNotice: terminal.notice,
      });
      try {
        if (stream) {
          const ahead = history === null ? null : { steps, history, graph: inference };
          const ends = { input: input ?? STDIN, start: start ?? null, over: over ?? null, ahead };
          await streamModel(model, { ...ends, nan, json, prepared }, terminal);
          return;
        }
        const outputNames = model.outputs.map(({ name }) => name);
        const places = arrayTargets(targets, outputNames, [file, ...(arrays?.map((array) => array.file) ?? inputs)]);
        const given = input === undefined ? null : readInput(input);
        const raw = given === null ? null : await runRaw(model, given);
        // what an array holds is prepared, as far as anybody knows
        const told = arrays?.map((array) => ({ file: shownName(array.file), text: '' }))[0] ?? given;
        if (raw === null) tellPrepared(model, file, told, 'run', terminal);
        const outputs = raw?.outputs ?? (arrays === null ? runFile(model, given, nan) : runArrays(model, arrays, nan));
        writeArrays(places, outputs, terminal.notice);
        if (targets.length > 0 && !json) return;
        const classes = raw?.classes ?? [];
        terminal.result(
          json ? outputsToJson(outputs, classes) : outputsToTable(outputs, terminal.colours.bold, classes),
        );
      } finally {
        model.dispose();
      }
    });

const collected = (text: string, earlier: readonly string[] = []): readonly string[] => [...earlier, parseName(text)];
