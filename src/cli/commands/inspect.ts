import { Command, Option } from 'commander';
import { type Compiled, inspectAfter, stageNames } from '../../../compiler/compile.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { openSizeInWords } from '../../../compiler/diagnostics/messages/read/open-sizes.ts';
import { treesNeeded } from '../../../compiler/diagnostics/messages/train.ts';
import { symbolsOf } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { PRECISIONS, type Precision } from '../../../compiler/program/program.ts';
import { weightCount } from '../../artifact/artifact.ts';
import type { ModelDefinition } from '../../artifact/definition.ts';
import { treeSpecs } from '../../model/feeds/feed-trees.ts';
import type { RunSizes } from '../../model/measure-runs.ts';
import { noTraining } from '../../train/messages.ts';
import { prepareTraining, trainingDefinition } from '../../train/prepare/prepare.ts';
import { STDIN, shownName } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { sizedHere } from '../inputs/fitted-here.ts';
import { type GivenBatch, inputSizes, readBatch } from '../inputs/given-batch.ts';
import {
  compileSource,
  fittedModel,
  type ModelSource,
  type OpenedModel,
  openModel,
  openSource,
} from '../inputs/open-model.ts';
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
} from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';
import { type Measured, statsText } from '../reports/stats-text.ts';
import { levelsText, type TreeLevels, treeLevels } from '../reports/tree-levels.ts';
import { openSummary, type PlanSizes, printSummary, summarize } from '../summary/summary.ts';

interface InspectOptions extends ModelOptions, LoadingOptions {
  readonly after?: string;
  readonly variant: 'inference' | 'training';
  readonly json?: boolean;
  readonly stats?: boolean;
  readonly batch: number;
  readonly time?: number;
  readonly input?: string;
  readonly spec?: boolean | string;
  readonly weights?: Precision;
}

const DEFAULT_STEPS = 100;

export const inspectCommand = (terminal: Terminal): Command =>
  new Command('inspect')
    .description(
      'Show what is in a model: layers, weights and their uses, what training found in its data, or the model after any step of the compiler.',
    )
    .argument('<model>', 'YAML model or compiled one')
    .addOption(new Option('--after <stage>', 'print the model after a phase or pass').choices(stageNames))
    .addOption(
      new Option('--variant <variant>', 'the graph that --after and --stats show; training: a step of the optimiser')
        .choices(['inference', 'training'])
        .default('inference'),
    )
    .option('--json', 'print the summary, or the statistics, as JSON')
    .option(
      '--stats',
      'print calls, operations, bytes, planned memory and the measured time of every step, generated and stock',
    )
    .addOption(new Option('--batch <n>', 'series per run, for --stats and the plan').argParser(parseCount).default(1))
    .addOption(
      new Option(
        '--time <n>',
        `steps per series, for --stats and the plan (default: ${DEFAULT_STEPS}, or those of unroll)`,
      ).argParser(parseCount),
    )
    .option(
      '-i, --input <file>',
      'take the sizes from a file that rnnc run takes, for --stats, the plan and the unrolled model; the trees of a model over trees are told and needed there',
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
  rnnc inspect trees.yaml --input trees.json
  rnnc inspect trees.yaml --input trees.json --after unroll
  rnnc inspect prices.yaml --stats --variant training
  rnnc inspect model.rnnc --json
  rnnc inspect model.rnnc --spec > model.yaml`,
    )
    .action(async (file: string, options: InspectOptions, command: Command) => {
      const { after, spec, stats = false, json = false } = options;
      const chosen = [after, spec, stats || undefined].filter((option) => option !== undefined);
      const loading = loadingOf(options);
      if (chosen.length > 1) throw new UsageError('give one of --after, --stats and --spec');
      refuseUnused(options, command);
      if (options.input === STDIN && file === STDIN)
        throw new UsageError('only one of model and input can come from standard input');
      if (spec !== undefined) printSource(openSource(file, modelOptions(options)), shownName(file), spec, terminal);
      else if (after !== undefined) await printStage(file, after, options, terminal);
      else {
        const read = openModel(file, modelOptions(options), terminal);
        // a compiled model has all its sizes
        const isOpen = read.source.sources === null;
        const sized = isOpen ? await sizedHere(read.compiled(), file, terminal) : null;
        const opened = sized === null ? read : fittedModel(read, sized);
        const open = isOpen ? (opened.compiled().openSizes ?? []) : [];
        if (open.length > 0 && !stats && options.input === undefined) {
          const summary = openSummary(opened);
          const size = `training finds ${open.map(openSizeInWords).join(', ')}`;
          terminal.result(json ? JSON.stringify(summary, null, 2) : printSummary(summary, size, styleOf(terminal)));
        } else if (stats) await printStats(opened, options, loading, terminal);
        else {
          const given = givenTrees(opened.definition, options);
          const summary = summarize(opened.definition, opened.compiled(), given?.sizes ?? planSizes(opened, options));
          terminal.result(
            json
              ? JSON.stringify(given === null ? summary : { ...summary, trees: given.trees }, null, 2)
              : [
                  printSummary(summary, weightCount(opened.definition.graphs), styleOf(terminal)),
                  ...(given === null ? [] : ['', treesText(given.trees, `trees of ${given.shown}`, terminal)]),
                ].join('\n'),
          );
        }
      }
    });

/** As wide as what somebody looks at; a file gets whole lines. */
const styleOf = ({
  colours,
}: Terminal): { readonly bold: (text: string) => string; readonly width: number | null } => ({
  bold: colours.bold,
  width: process.stdout.columns ?? null,
});

/** Sizes of the run that the summary plans; null where trees would tell them. */
function planSizes({ definition: { graphs, unroll } }: OpenedModel, options: InspectOptions): PlanSizes | null {
  const { inference } = graphs;
  if (treeSpecs(inference).length > 0) return null;
  const sizes = sizesOf(inference, options, unroll);
  return { all: sizes, told: sizes };
}

/** The trees in the file that is named, for the summary. @throws UsageError for a model without any. */
function givenTrees(
  { graphs: { inference }, unroll }: ModelDefinition,
  { input }: InspectOptions,
): { readonly trees: readonly TreeLevels[]; readonly shown: string; readonly sizes: PlanSizes } | null {
  if (input === undefined) return null;
  if (treeSpecs(inference).length === 0)
    throw new UsageError(
      '--input changes nothing here: the model is not over trees, and without --stats only those are told',
    );
  const { shown, shapeFor } = readBatch(input, inference, unroll);
  const shape = shapeFor(inference);
  return {
    trees: treeLevels(inference, shape),
    shown,
    sizes: { all: shape.sizes, told: inputSizes(inference, shape) },
  };
}

function treesText(trees: readonly TreeLevels[], title: string, { colours }: Terminal): string {
  const lines = levelsText(trees);
  const width = Math.max(...lines.map(([name]) => name.length));
  return [colours.bold(title), ...lines.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`)].join('\n');
}

/** Stages that show the program, in which precision tells. */
const PROGRAM_STAGES: readonly string[] = ['lower', 'fuse', 'generate', 'plan'];

/** Stages that show a model for certain sizes. */
const SIZED_STAGES: readonly string[] = ['unroll', 'plan'];

/** What an option changes, and with which others. */
const USES: readonly {
  readonly options: readonly string[];
  readonly works: (options: InspectOptions) => boolean;
  readonly with: string;
}[] = [
  {
    options: ['kernels', 'path'],
    works: ({ stats = false }) => stats,
    with: '--stats; --after shows the generated kernels always',
  },
  {
    options: ['relaxed'],
    works: ({ stats = false, after }) => stats || after === 'generate',
    with: '--stats and --after generate',
  },
  {
    options: ['weights'],
    works: ({ stats = false, after }) => stats || (after !== undefined && PROGRAM_STAGES.includes(after)),
    with: `--stats and --after ${PROGRAM_STAGES.join(', ')}`,
  },
  {
    options: ['batch', 'time'],
    works: ({ stats = false, after, input }) => (stats || after === 'plan') && input === undefined,
    with: '--stats and --after plan, without --input, whose sizes count',
  },
  {
    options: ['input'],
    works: ({ after, spec }) => spec === undefined && (after === undefined || SIZED_STAGES.includes(after)),
    with: `--stats, --after ${SIZED_STAGES.join(' and ')}, and the summary of a model over trees`,
  },
  {
    options: ['variant'],
    works: ({ stats = false, after }) => stats || after !== undefined,
    with: '--stats and --after',
  },
  {
    options: ['json'],
    works: ({ after, spec }) => after === undefined && spec === undefined,
    with: '--stats and the summary, which is printed without --after and --spec',
  },
  {
    options: ['set', 'seed', 'unroll'],
    works: ({ spec }) => spec === undefined,
    with: 'what is made of the sources; --spec prints those as they are',
  },
];

/** @throws UsageError for an option that would change nothing of what is printed. */
function refuseUnused(options: InspectOptions, command: Command): void {
  for (const use of USES)
    for (const name of use.options)
      if (command.getOptionValueSource(name) === 'cli' && !use.works(options))
        throw new UsageError(`--${name} changes nothing here: it works with ${use.with}`);
}

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

async function printStage(file: string, stage: string, options: InspectOptions, terminal: Terminal): Promise<void> {
  const { text, ...source } = openSource(file, modelOptions(options));
  const read = compileSource({ text, ...source });
  const compiled = (await sizedHere(read, file, terminal)) ?? read;
  if (compiled.openSizes !== undefined) {
    const standing = compiled.openSizes.map(({ key, standIn }) => `${key} = ${standIn}`);
    terminal.notice(say.sizesStandIn(shownName(file), standing));
  }
  if (options.variant === 'training' && compiled.spec.training === null)
    throw new RnncError([noTraining(compiled.file)], compiled.sources);
  const sizes = sizesOf(compiled.graphs.inference, options, compiled.unroll);
  const given =
    options.input === undefined
      ? null
      : readBatch(options.input, measuredGraph(compiled, options.variant), compiled.unroll);
  terminal.result(
    inspectAfter(
      text,
      {
        file: source.file,
        resolve: source.resolve,
        set: {},
        ...source.options,
        ...(compiled === read ? {} : { set: compiled.parameters }),
        variant: options.variant,
        precision: options.weights ?? source.precision,
        sizes,
        ...(given === null ? {} : { batch: given.shapeFor }),
        relaxed: options.relaxed ?? false,
      },
      stage,
    ),
  );
}

/** Sizes for every symbol of the inputs: --batch, and --time for all kinds of time. */
function sizesOf(graph: Graph, { batch, time }: InspectOptions, unroll: number | null): { [symbol: string]: number } {
  const steps = time ?? unroll ?? DEFAULT_STEPS;
  const shapes = graph.inputs.map((input) => graph.values[input.value]?.type.shape ?? []);
  const symbols = new Set(shapes.flatMap((shape) => shape.flatMap(symbolsOf)));
  return Object.fromEntries([...symbols].map((symbol) => [symbol, symbol === 'batch' ? batch : steps]));
}

/** The graph with the inputs of the variant: for training they include the targets. @throws RnncError where the model is not trained. */
const measuredGraph = (compiled: Compiled, variant: InspectOptions['variant']): Graph =>
  variant === 'inference' ? compiled.graphs.inference : trainingDefinition(prepareTraining(compiled)).graphs.inference;

async function printStats(
  opened: OpenedModel,
  options: InspectOptions,
  loading: Required<LoadingOptions>,
  terminal: Terminal,
): Promise<void> {
  const { variant } = options;
  const definition = withPrecision(statsDefinition(opened, variant), options.weights);
  const { load } = await import('../../load.ts');
  const model = await load(definition, { ...loading, onNotice: terminal.notice });
  try {
    const { sizes, trees, asked } = statsSizes(definition, options, variant);
    const measure = (kernels: 'auto' | 'stock'): Measured => ({
      stats: model.stats(asked, variant, kernels),
      times: model.profile(asked, { variant, kernels }),
    });
    const chosen = measure('auto');
    // where generated kernels do not run there is one form alone
    const stock = chosen.stats.code === 'stock' ? chosen : measure('stock');
    const profiles = { ...(chosen === stock ? {} : { generated: chosen.times }), stock: stock.times };
    terminal.result(
      options.json
        ? JSON.stringify(
            { sizes, ...(trees.length === 0 ? {} : { trees }), ...chosen.stats, stock: stock.stats, profiles },
            null,
            2,
          )
        : statsText(sizes, trees, chosen === stock ? [stock] : [chosen, stock], terminal),
    );
  } finally {
    model.dispose();
  }
}

/** What is measured: the sizes to be told, and how the model is asked for it. */
interface StatsSizes {
  readonly sizes: { readonly [symbol: string]: number };
  readonly trees: readonly TreeLevels[];
  readonly asked: RunSizes;
}

/** @throws RnncError where a model over trees is given none. */
function statsSizes(
  { graphs, unroll }: ModelDefinition,
  options: InspectOptions,
  variant: InspectOptions['variant'],
): StatsSizes {
  const { inference, training } = graphs;
  const specs = treeSpecs(inference);
  if (options.input === undefined) {
    if (specs.length > 0)
      throw new RnncError([
        treesNeeded(
          '--stats',
          specs.map(({ name }) => name),
        ),
      ]);
    const sizes = sizesOf(inference, options, unroll);
    return { sizes, trees: [], asked: sizes };
  }
  const given: GivenBatch = readBatch(options.input, inference, unroll);
  const graph = variant === 'training' ? (training ?? inference) : inference;
  const shape = given.shapeFor(graph);
  return { sizes: inputSizes(inference, shape), trees: treeLevels(graph, shape), asked: { feeds: given.feeds } };
}

/** For the training variant: the program of a step, losses and updates included. @throws RnncError where the model is not trained. */
const statsDefinition = (opened: OpenedModel, variant: InspectOptions['variant']): ModelDefinition =>
  variant === 'inference' ? opened.definition : trainingDefinition(prepareTraining(opened.compiled()));

/** In another precision the kernels that came with the model do not fit. */
const withPrecision = (definition: ModelDefinition, precision: Precision | undefined): ModelDefinition =>
  precision === undefined || precision === (definition.precision ?? 'float32')
    ? definition
    : { ...definition, precision, kernels: undefined };
