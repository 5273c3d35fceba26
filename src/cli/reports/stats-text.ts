import type { ModelStats, StepTime } from '../../engine/stats.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { levelsText, type TreeLevels } from './tree-levels.ts';

/** What one kind of kernels does, and how long it takes. */
export interface Measured {
  readonly stats: ModelStats;
  readonly times: readonly StepTime[];
}

/** Steps under so much of a run are told together. */
const SMALL_SHARE = 0.01;

const sumOf = <T>(list: readonly T[], numberOf: (one: T) => number): number =>
  list.reduce((sum, one) => sum + numberOf(one), 0);

/** The columns of a table, each as wide as it must be and aligned to the right; `last` is text and stays as it is. */
function alignRows(rows: readonly (readonly string[])[], indent: string): string[] {
  const columns = Math.max(...rows.map((row) => row.length)) - 1;
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows.map((row) =>
    `${indent}${row.map((cell, i) => (i < columns ? cell.padStart(widths[i] ?? 0) : cell)).join('  ')}`.trimEnd(),
  );
}

function profileText({ stats, times }: Measured, { colours }: Pick<Terminal, 'colours'>): string {
  const total = sumOf(times, ({ milliseconds }) => milliseconds);
  const large = times.filter(({ share }) => share >= SMALL_SHARE).sort((a, b) => b.share - a.share);
  const small = times.filter(({ share }) => share < SMALL_SHARE);
  const row = (steps: readonly StepTime[], what: string): readonly string[] => [
    `${(100 * sumOf(steps, ({ share }) => share)).toFixed(1)} %`,
    `${sumOf(steps, ({ milliseconds }) => milliseconds).toPrecision(3)} ms`,
    `${sumOf(steps, ({ calls }) => calls)}`,
    `${sumOf(steps, ({ flops }) => flops)}`,
    `${sumOf(steps, ({ bytesMoved }) => bytesMoved)}`,
    what,
  ];
  const ofUpdate = ({ part }: StepTime): string => (part === 'update' ? ' (update)' : '');
  return [
    colours.bold(`measured, ${stats.code} kernels: ${total.toPrecision(3)} ms in ${times.length} steps`),
    ...alignRows(
      [
        ['share', 'time', 'calls', 'flops', 'bytes moved', 'step'],
        ...large.map((step) => row([step], `${step.kernel}  ${step.name}${ofUpdate(step)}`)),
        ...(small.length > 0 ? [row(small, `${small.length} others`)] : []),
      ],
      '  ',
    ),
  ].join('\n');
}

/** @param measured one column each. */
export function statsText(
  sizes: { readonly [symbol: string]: number },
  trees: readonly TreeLevels[],
  measured: readonly [Measured, ...Measured[]],
  terminal: Pick<Terminal, 'colours'>,
): string {
  const { bold } = terminal.colours;
  const [{ stats: chosen }] = measured;
  const shownSizes = Object.entries(sizes)
    .map(([symbol, size]) => `${symbol} ${size}`)
    .join(', ');
  const counted: readonly (readonly [string, (stats: ModelStats) => string])[] = [
    ['', ({ code }) => code],
    ['ops', ({ kernels }) => `${sumOf(Object.values(kernels), (count) => count)}`],
    ['calls', ({ calls }) => `${calls}`],
    ['flops', ({ flops }) => `${flops}`],
    ['moved', ({ bytesMoved }) => printedBytes(bytesMoved)],
    ['planned peak', ({ peakBytes }) => printedBytes(peakBytes)],
    ['  working memory', ({ arenaBytes }) => printedBytes(arenaBytes)],
    ['  weights', ({ persistentBytes }) => printedBytes(persistentBytes)],
    ['  packed weights', ({ packedBytes }) => printedBytes(packedBytes)],
  ];
  const cells = counted.map(([, print]) => measured.map(({ stats }) => print(stats)));
  const numbers = alignRows(
    cells.map((row) => [...row, '']),
    '',
  );
  const titled = (title: string, text: string): string => `${title.padEnd(17)} ${text}`;
  return [
    titled('sizes', shownSizes),
    ...levelsText(trees).map(([name, text]) => titled(name, text)),
    titled('path', chosen.path),
    titled('code', chosen.relaxed ? `${chosen.code}, multiply-adds fused` : chosen.code),
    ...counted.map(([title], i) => titled(title, numbers[i] ?? '')),
    '',
    'ops stand in the program; calls, flops and bytes (operands and results of every call) are those of a run',
    ...measured.flatMap(({ stats }) => [
      '',
      bold(`kernels in the program, ${stats.code}`),
      ...Object.entries(stats.kernels)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kernel, count]) => `  ${`${count}`.padStart(4)}  ${kernel}`),
    ]),
    ...measured.flatMap((one) => ['', profileText(one, terminal)]),
  ].join('\n');
}

const printedBytes = (n: number): string =>
  `${n} bytes${n < 1024 ? '' : ` (${(n / 2 ** (n < 2 ** 20 ? 10 : 20)).toFixed(1)} ${n < 2 ** 20 ? 'KiB' : 'MiB'})`}`;
