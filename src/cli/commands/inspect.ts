import { Command, Option } from 'commander';
import { inspectAfter, stageNames } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { symbolsOf } from '../../../compiler/ir/dim.ts';
import { PRECISIONS, type Precision } from '../../../compiler/ir/program.ts';
import { weightCount } from '../../artifact/artifact.ts';
import type { ModelDefinition } from '../../runtime/definition.ts';
import type { ModelStats, StepTime } from '../../runtime/stats.ts';
import { prepareTraining, trainingDefinition } from '../../train/prepare.ts';
import { shownName } from '../files.ts';
import * as say from '../messages.ts';
import { compileSource, type ModelSource, type OpenedModel, openModel, openSource } from '../open-model.ts';
import {
  kernelsOption,
  type LoadingOptions,
  loadingOf,
  type ModelOptions,
  parseCount,
  pathOption,
  relaxedOption,
  seedOption,
  setOption,
  unrollOption,
} from '../options.ts';
import { printSummary, summarize } from '../summary.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage.ts';

interface InspectOptions extends ModelOptions, LoadingOptions {
  readonly after?: string;
  readonly variant: 'inference' | 'training';
  readonly json?: boolean;
  readonly stats?: boolean;
  readonly batch: number;
  readonly time?: number;
  readonly spec?: boolean | string;
  readonly weights?: Precision;
}

const DEFAULT_STEPS = 100;

export const inspectCommand = (terminal: Terminal): Command =>
  new Command('inspect')
    .description(
      'Show what is in a model: layers, weights and their uses, or the model after any step of the compiler.',
    )
    .argument('<model>', 'YAML model or compiled one')
    .addOption(new Option('--after <stage>', 'print the model after a phase or pass').choices(stageNames))
    .addOption(
      new Option('--variant <variant>', 'the graph that --after and --stats show; training: a step of the optimiser')
        .choices(['inference', 'training'])
        .default('inference'),
    )
    .option('--json', 'print the summary, or the statistics, as JSON')
    .option('--stats', 'print kernels, operations, planned memory and measured times of a run')
    .addOption(new Option('--batch <n>', 'series per run, for --stats and the plan').argParser(parseCount).default(1))
    .addOption(
      new Option(
        '--time <n>',
        `steps per series, for --stats and the plan (default: ${DEFAULT_STEPS}, or those of unroll)`,
      ).argParser(parseCount),
    )
    .option('--spec [file]', 'print the sources kept in a compiled model: the model itself, or the file named')
    .addOption(setOption())
    .addOption(seedOption())
    .addOption(unrollOption())
    .addOption(pathOption())
    .addOption(kernelsOption())
    .addOption(relaxedOption())
    .addOption(
      new Option(
        '--weights <precision>',
        'show --after and --stats as with weights that are held so (default: as the compiled model holds them)',
      ).choices(PRECISIONS),
    )
    .addHelpText(
      'after',
      `
Examples:
  rnnc inspect model.yaml
  rnnc inspect model.yaml --after hoist-invariants
  rnnc inspect model.rnnc --stats --batch 32 --time 100
  rnnc inspect prices.yaml --stats --variant training
  rnnc inspect model.rnnc --json
  rnnc inspect model.rnnc --spec > model.yaml`,
    )
    .action(async (file: string, options: InspectOptions) => {
      const { after, spec, stats = false, json = false } = options;
      const chosen = [after, spec, stats || undefined].filter((option) => option !== undefined);
      const loading = loadingOf(options);
      if (chosen.length > 1) throw new UsageError('give one of --after, --stats and --spec');
      if (spec !== undefined) printSource(openSource(file, modelOptions(options)), shownName(file), spec, terminal);
      else if (after !== undefined) printStage(file, after, options, terminal);
      else {
        const opened = openModel(file, modelOptions(options), terminal);
        if (stats) await printStats(opened, options, loading, terminal);
        else {
          const summary = summarize(opened.definition, opened.compiled().spec);
          terminal.result(
            json
              ? JSON.stringify(summary, null, 2)
              : printSummary(summary, weightCount(opened.definition.graphs), terminal.colours.bold),
          );
        }
      }
    });

function modelOptions({ set, seed, unroll }: InspectOptions): ModelOptions {
  return {
    ...(set === undefined ? {} : { set }),
    ...(seed === undefined ? {} : { seed }),
    ...(unroll === undefined ? {} : { unroll }),
  };
}

function printSource(source: ModelSource, shown: string, wanted: boolean | string, terminal: Terminal): void {
  const { sources } = source;
  if (sources === null) throw new UsageError(`--spec needs a compiled model; "${shown}" is its own source`);
  const path = typeof wanted === 'string' ? wanted : source.file;
  const text = sources.get(path);
  if (text === undefined) throw new RnncError([say.sourceMissing(shown, path, [...sources.keys()])]);
  terminal.verbatim(text);
  const others = [...sources.keys()].filter((key) => key !== path && !key.startsWith('rnnc:'));
  if (typeof wanted === 'boolean' && others.length > 0)
    terminal.notice(`"${shown}" also holds ${others.map((key) => `${key} (--spec ${key})`).join(', ')}`);
}

function printStage(file: string, stage: string, options: InspectOptions, terminal: Terminal): void {
  const { text, ...source } = openSource(file, modelOptions(options));
  const compiled = compileSource({ text, ...source });
  const sizes = sizesOf(
    compiled.graphs.inference.inputs.map((input) => compiled.graphs.inference.values[input.value]?.type.shape ?? []),
    options,
    compiled.unroll,
  );
  terminal.result(
    inspectAfter(
      text,
      {
        file: source.file,
        resolve: source.resolve,
        set: {},
        ...source.options,
        variant: options.variant,
        precision: options.weights ?? source.precision,
        sizes,
        relaxed: options.relaxed ?? false,
      },
      stage,
    ),
  );
}

/** Sizes for every symbol of the inputs: --batch, and --time for all kinds of time. */
function sizesOf(
  shapes: readonly (readonly { readonly [monomial: string]: number }[])[],
  { batch, time }: InspectOptions,
  unroll: number | null,
): { [symbol: string]: number } {
  const steps = time ?? unroll ?? DEFAULT_STEPS;
  const symbols = new Set(shapes.flatMap((shape) => shape.flatMap(symbolsOf)));
  return Object.fromEntries([...symbols].map((symbol) => [symbol, symbol === 'batch' ? batch : steps]));
}

async function printStats(
  opened: OpenedModel,
  options: InspectOptions,
  loading: Required<LoadingOptions>,
  terminal: Terminal,
): Promise<void> {
  const { load } = await import('../../load.ts');
  const definition = withPrecision(statsDefinition(opened, options.variant), options.weights);
  const model = await load(definition, { ...loading, onNotice: terminal.notice });
  try {
    const { inference } = definition.graphs;
    const graph = definition.graphs[options.variant] ?? inference;
    const sizes = sizesOf(
      inference.inputs.map((input) => inference.values[input.value]?.type.shape ?? []),
      options,
      definition.unroll,
    );
    const stats = model.stats(sizes, graph.variant);
    const profiles = {
      ...(stats.code === 'generated' ? { generated: model.profile(sizes, { variant: graph.variant }) } : {}),
      stock: model.profile(sizes, { variant: graph.variant, kernels: 'stock' }),
    };
    terminal.result(
      options.json
        ? JSON.stringify({ sizes, ...stats, profiles }, null, 2)
        : [
            statsText(sizes, stats, terminal),
            ...Object.entries(profiles).map(([code, times]) => profileText(code, times, terminal)),
          ].join('\n\n'),
    );
  } finally {
    model.dispose();
  }
}

/** For the training variant of a model that is trained: the program of a step, losses and updates included. */
function statsDefinition(opened: OpenedModel, variant: InspectOptions['variant']): ModelDefinition {
  if (variant === 'inference') return opened.definition;
  const compiled = opened.compiled();
  return compiled.spec.training === null ? opened.definition : trainingDefinition(prepareTraining(compiled));
}

/** In another precision the kernels that came with the model do not fit. */
const withPrecision = (definition: ModelDefinition, precision: Precision | undefined): ModelDefinition =>
  precision === undefined || precision === (definition.precision ?? 'float32')
    ? definition
    : { ...definition, precision, kernels: undefined };

/** Steps under so much of a run are told together. */
const SMALL_SHARE = 0.01;

function profileText(code: string, times: readonly StepTime[], { colours }: Terminal): string {
  const total = times.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const large = times.filter(({ share }) => share >= SMALL_SHARE).sort((a, b) => b.share - a.share);
  const rest = times.length - large.length;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`.padStart(8);
  const kept = large.reduce((sum, { share }) => sum + share, 0);
  return [
    colours.bold(`measured, ${code} kernels: ${total.toPrecision(3)} ms in ${times.length} steps`),
    ...large.map(({ name, kernel, share }) => `${percent(share)}  ${kernel}  ${name}`),
    ...(rest > 0 ? [`${percent(Math.max(0, 1 - kept))}  ${rest} others`] : []),
  ].join('\n');
}

function statsText(sizes: { readonly [symbol: string]: number }, stats: ModelStats, { colours }: Terminal): string {
  const bytes = (n: number): string =>
    `${n} bytes${n < 1024 ? '' : ` (${(n / 2 ** (n < 2 ** 20 ? 10 : 20)).toFixed(1)} ${n < 2 ** 20 ? 'KiB' : 'MiB'})`}`;
  const kernels = Object.entries(stats.kernels).sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = [
    [
      'sizes',
      Object.entries(sizes)
        .map(([symbol, size]) => `${symbol} ${size}`)
        .join(', '),
    ],
    ['path', stats.path],
    ['code', stats.relaxed ? `${stats.code}, multiply-adds fused` : stats.code],
    ['ops', `${kernels.reduce((n, [, count]) => n + count, 0)} in the program, ${stats.calls} calls in a run`],
    ['flops', `${stats.flops} in a run`],
    ['moved', `${bytes(stats.bytesMoved)} in a run, operands and results of every call`],
    ['planned peak', bytes(stats.peakBytes)],
    ['  working memory', bytes(stats.arenaBytes)],
    ['  weights', bytes(stats.persistentBytes)],
    ['  packed weights', bytes(stats.packedBytes)],
  ] as const;
  return [
    ...rows.map(([title, text]) => `${title.padEnd(17)} ${text}`),
    '',
    colours.bold('kernels in the program'),
    ...kernels.map(([kernel, count]) => `  ${`${count}`.padStart(4)}  ${kernel}`),
  ].join('\n');
}
