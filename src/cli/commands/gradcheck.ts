import { Command, Option } from 'commander';
import { portableGraph } from '../../../compiler/compile.ts';
import { symbolsOf } from '../../../compiler/ir/dim.ts';
import { checkGradients, type WeightCheck } from '../../train/gradient-check.ts';
import { openModel } from '../inputs/open-model.ts';
import { type ModelOptions, parseCount, seedOption, setOption } from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';

interface GradcheckOptions extends ModelOptions {
  readonly batch: number;
  readonly time: number;
  readonly entries: number;
  readonly json?: boolean;
}

/** Of the largest entry of a gradient. */
const TOLERANCE = 1e-6;

export const gradcheckCommand = (terminal: Terminal): Command =>
  new Command('gradcheck')
    .description("Compare the gradients of a model's weights with central differences, in float64.")
    .argument('<model>', 'YAML model or compiled one; best a small one: every comparison runs it four times, slowly')
    .addOption(new Option('--batch <n>', 'rows').argParser(parseCount).default(2))
    .addOption(new Option('--time <n>', 'steps of every time axis').argParser(parseCount).default(4))
    .addOption(new Option('--entries <n>', 'single entries compared per weight').argParser(parseCount).default(8))
    .option('--json', 'print one JSON object')
    .addOption(setOption())
    .addOption(seedOption())
    .addHelpText(
      'after',
      `
Examples:
  rnnc gradcheck model.yaml
  rnnc gradcheck model.yaml --batch 3 --time 7

Exit code: 0 when every difference is at most ${TOLERANCE} of the gradient's largest entry, else 1.`,
    )
    .action((file: string, options: GradcheckOptions) => {
      const { batch, time, entries, json = false, ...modelOptions } = options;
      const compiled = openModel(file, modelOptions, terminal).compiled();
      const graph = portableGraph(compiled);
      const symbols = new Set(graph.values.flatMap(({ type }) => type.shape.flatMap(symbolsOf)));
      const sizes = Object.fromEntries([...symbols].map((symbol) => [symbol, symbol === 'batch' ? batch : time]));
      const checks = checkGradients(graph, { sizes, seed: compiled.seed, entries });
      const wrong = checks.filter(isWrong);
      terminal.result(json ? JSON.stringify({ tolerance: TOLERANCE, weights: checks }) : table(checks));
      if (wrong.length > 0) process.exitCode = 1;
    });

const isWrong = ({ error }: WeightCheck): boolean => error !== null && !(error <= TOLERANCE);

function table(checks: readonly WeightCheck[]): string {
  const rows = checks.map((check) => [
    check.path,
    `[${check.shape.join(', ')}]`,
    check.error === null ? 'not compared' : check.error.toExponential(1),
    isWrong(check) ? 'WRONG' : check.error === null ? `${check.kinks} kinks` : check.largest === 0 ? 'ok, zero' : 'ok',
  ]);
  const head = ['weight', 'shape', 'largest error', ''];
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((c, i) => c.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)].join('\n');
}
