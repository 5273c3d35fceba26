import { median } from './timing.mjs';

const startLimit = 150;
const trainingStartLimit = 300;
/** How far planned memory may be from what is allocated, as a part of it. */
const memoryTolerance = 0.1;
/** The number of steps whose own time may be left inside the limit on the first result. */
const shortRun = 100;

/** Three significant digits in a unit that suits: 0.0057 ms is shown as 5.70 µs. */
function duration(milliseconds) {
  if (milliseconds === undefined) return '-';
  if (milliseconds >= 999.5) return `${(milliseconds / 1000).toPrecision(3)} s`;
  return Math.abs(milliseconds) < 0.1
    ? `${(milliseconds * 1000).toPrecision(3)} µs`
    : `${milliseconds.toPrecision(3)} ms`;
}

const small = (value) => (value === undefined ? '-' : value.toExponential(1));
const factor = (value) => (value === undefined ? '-' : `${value.toPrecision(3)}×`);

/** Columns padded to their widest cell; the first is left-aligned, as is the last. */
function table(header, rows) {
  const lines = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  const last = header.length - 1;
  const format = (line) =>
    line.map((cell, column) =>
      column === 0 || column === last ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
    );
  return lines.map((line) => `  ${format(line).join('  ').trimEnd()}`).join('\n');
}

/** What the columns after the times say; a training case is compared by its losses and its weights. */
const comparisons = {
  run: [
    ['max |Δ| rnnc', 'fromRnnc'],
    ['max |Δ| float64', 'error'],
  ],
  train: [
    ['losses Δ rnnc', 'fromRnnc'],
    ['weights Δ rnnc', 'weightsFromRnnc'],
    ['loss Δ float64', 'error'],
  ],
};

export function caseTable({ title, mode, peers }) {
  const columns = comparisons[mode === 'train' ? 'train' : 'run'];
  const rows = peers.map((peer) => {
    if (peer.failure !== undefined) {
      return [peer.name, '-', '-', '-', ...columns.map(() => '-'), `missing: ${peer.failure}`];
    }
    const remarks = [peer.agrees ? undefined : 'FAILED: wrong output, not timed', peer.form, peer.note];
    return [
      peer.name,
      duration(peer.time),
      peer.time === undefined ? '-' : `${duration(peer.fastest)} … ${duration(peer.slowest)}`,
      factor(peer.ratio),
      ...columns.map(([, key]) => small(peer[key])),
      remarks.filter((text) => text !== undefined).join('; '),
    ];
  });
  const header = ['', 'median', 'rounds', 'time / rnnc', ...columns.map(([name]) => name), ''];
  return `${title}\n${table(header, rows)}\n`;
}

const medianOf = (samples, pick) => (samples.length > 0 ? median(samples.map(pick)) : undefined);

export function startupTable(rows) {
  const header = ['', 'compile', 'first result', 'same run, warm', 'first − warm', ''];
  const body = rows.map(({ time, samples, failure }) => [
    `T=${time}`,
    duration(medianOf(samples, (sample) => sample.compile)),
    duration(medianOf(samples, (sample) => sample.first)),
    duration(medianOf(samples, (sample) => sample.warm)),
    duration(medianOf(samples, (sample) => sample.first - sample.warm)),
    failure === undefined ? '' : `missing: ${failure}`,
  ]);
  return `rnnc, LSTM 64→128: text → artifact bytes, then bytes → first output (ready backend, fresh process)\n${table(header, body)}\n`;
}

export function trainingStartupTable(rows) {
  const header = ['', 'text → graphs', 'program and plan', 'together', ''];
  const body = rows.map(({ time, samples, failure }) => [
    `T=${time}`,
    duration(medianOf(samples, (sample) => sample.graphs)),
    duration(medianOf(samples, (sample) => sample.program)),
    duration(medianOf(samples, compileTime)),
    failure === undefined ? '' : `missing: ${failure}`,
  ]);
  return `rnnc, training step of LSTM 64→128, B=32: text → program that can run (fresh process)\n${table(header, body)}\n`;
}

const compileTime = ({ graphs, program }) => graphs + program;

const size = (bytes) => (bytes === undefined ? '-' : `${(bytes / 2 ** 20).toPrecision(3)} MiB`);
const plannedPart = ({ planned, allocated }) => planned / allocated;

export function memoryTable(rows) {
  const header = ['', 'planned', 'allocated', 'planned / allocated', ''];
  const body = rows.map(({ id, samples, failure }) => [
    id,
    size(medianOf(samples, (sample) => sample.planned)),
    size(medianOf(samples, (sample) => sample.allocated)),
    medianOf(samples, plannedPart)?.toFixed(3) ?? '-',
    failure === undefined ? '' : `missing: ${failure}`,
  ]);
  return `rnnc, peak memory of a training step: as \`inspect --stats\` plans it, and as the heap gives it\n${table(header, body)}\n`;
}

/** One line per goal that this run could judge. */
export function targetList(
  results,
  { startup = [], 'train-startup': trainingStartup = [], 'train-memory': memory = [] },
) {
  const goals = [];
  for (const { title, peers, speedup } of results) {
    const ratioOf = (name) => peers.find((peer) => peer.name === name)?.ratio;
    const judge = (name, wanted) => {
      const ratio = ratioOf(name);
      if (ratio !== undefined) goals.push([title, `${factor(ratio)} ${name}, goal ${wanted}×`, ratio >= wanted]);
    };
    if (speedup !== undefined) judge('tfjs-layers', speedup);
    judge('jax-js', 1);
  }
  for (const { time, samples } of startup) {
    const within = (what, value) => {
      if (value !== undefined)
        goals.push([`${what}, T=${time}`, `${duration(value)}, limit ${startLimit} ms`, value <= startLimit]);
    };
    const over = (pick) => medianOf(samples, pick);
    within(
      'compile',
      over(({ compile }) => compile),
    );
    if (Number(time) === shortRun)
      within(
        'first result',
        over(({ first }) => first),
      );
    within(
      'first result − warm run',
      over(({ first, warm }) => first - warm),
    );
  }
  for (const { time, samples } of trainingStartup) {
    const value = medianOf(samples, compileTime);
    if (value !== undefined)
      goals.push([
        `compile a training step, T=${time}`,
        `${duration(value)}, limit ${trainingStartLimit} ms`,
        value <= trainingStartLimit,
      ]);
  }
  for (const { id, samples } of memory) {
    const part = medianOf(samples, plannedPart);
    if (part !== undefined)
      goals.push([
        `memory, ${id}`,
        `planned ${part.toFixed(3)} of what is allocated, goal within ${memoryTolerance * 100} %`,
        Math.abs(part - 1) <= memoryTolerance,
      ]);
  }
  if (goals.length === 0) return 'No goal could be judged.\n';
  const rows = goals.map(([what, found, met]) => [what, found, met ? 'met' : 'MISSED']);
  return `Goals\n${table(['', '', ''], rows).split('\n').slice(1).join('\n')}\n`;
}
