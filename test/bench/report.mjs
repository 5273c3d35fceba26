import { isTraining } from './cases.mjs';
import { duration, factor, rate, small, table } from './format.mjs';
import { compileTime, kernelsTime, plannedPart, trainingCompileTime } from './goals.mjs';
import { medianOf } from './timing.mjs';

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

export function caseTable(result) {
  const { title, steps, nodes, peers } = result;
  const columns = comparisons[isTraining(result) ? 'train' : 'run'];
  // nodes in training too, where a batch is compared with one tree
  const counted = nodes !== undefined || !isTraining(result);
  const perSecond = ({ time }) => (counted ? [rate(time && (1000 * (nodes ?? steps)) / time)] : []);
  const rows = peers.map((peer) => {
    if (peer.failure !== undefined) {
      return [peer.name, '-', '-', ...perSecond(peer), '-', ...columns.map(() => '-'), `missing: ${peer.failure}`];
    }
    const remarks = [peer.agrees ? undefined : 'FAILED: wrong output, not timed', peer.form, peer.note];
    return [
      peer.name,
      duration(peer.time),
      peer.time === undefined ? '-' : `${duration(peer.fastest)} … ${duration(peer.slowest)}`,
      ...perSecond(peer),
      factor(peer.ratio),
      ...columns.map(([, key]) => small(peer[key])),
      remarks.filter((text) => text !== undefined).join('; '),
    ];
  });
  const header = [
    '',
    'median',
    'rounds',
    ...(counted ? [nodes === undefined ? 'steps/s' : 'nodes/s'] : []),
    'time / rnnc',
    ...columns.map(([name]) => name),
    '',
  ];
  return `${title}\n${table(header, rows)}\n`;
}

export function startupTable(rows) {
  const header = ['', 'compile', 'first result', 'same run, warm', 'first − warm', ''];
  const body = rows.map(({ name, samples, failure }) => [
    `T=${name}`,
    duration(medianOf(samples, (sample) => sample.compile)),
    duration(medianOf(samples, (sample) => sample.first)),
    duration(medianOf(samples, (sample) => sample.warm)),
    duration(medianOf(samples, (sample) => sample.first - sample.warm)),
    failure === undefined ? '' : `missing: ${failure}`,
  ]);
  return `rnnc, LSTM 64→128: text → artifact bytes, then bytes → first output (ready backend, fresh process)\n${table(header, body)}\n`;
}

export function callsTable(rows) {
  const header = ['', 'call 1', 'call 10', 'call 100', ''];
  const body = rows.map(({ name, samples, failure }) => [
    name,
    duration(medianOf(samples, (sample) => sample.first)),
    duration(medianOf(samples, (sample) => sample.tenth)),
    duration(medianOf(samples, (sample) => sample.hundredth)),
    failure === undefined ? '' : `missing: ${failure}`,
  ]);
  return `rnnc, single calls after \`load\` (fresh process)\n${table(header, body)}\n`;
}

export function compileTable(rows) {
  const header = ['', 'text → graphs', 'artifact bytes', 'together', ''];
  const body = rows.map(({ name, samples, failure }) => [
    name,
    duration(medianOf(samples, (sample) => sample.graphs)),
    duration(medianOf(samples, (sample) => sample.bytes)),
    duration(medianOf(samples, compileTime)),
    failure === undefined ? '' : `missing: ${failure}`,
  ]);
  return `rnnc, text → artifact bytes, weights drawn from the seed (fresh process)\n${table(header, body)}\n`;
}

export function trainingCompileTable(rows) {
  const header = ['', 'text → graphs', 'program and plan', 'together', ''];
  const body = rows.map(({ name, samples, failure }) => [
    name,
    duration(medianOf(samples, (sample) => sample.graphs)),
    duration(medianOf(samples, (sample) => sample.program)),
    duration(medianOf(samples, trainingCompileTime)),
    failure === undefined ? '' : `missing: ${failure}`,
  ]);
  return `rnnc, training steps: text → program that can run (fresh process)\n${table(header, body)}\n`;
}

export function kernelsTable(rows) {
  const header = ['', 'fuse', 'text', 'assemble', 'kernels', ''];
  const body = rows.map(({ name, samples, failure }) => [
    name,
    duration(medianOf(samples, (sample) => sample.fuse)),
    duration(medianOf(samples, (sample) => sample.text)),
    duration(medianOf(samples, (sample) => sample.assemble)),
    duration(medianOf(samples, kernelsTime)),
    failure === undefined ? '' : `missing: ${failure}`,
  ]);
  return `rnnc, making and assembling the kernels of a run or a training step (fresh process)\n${table(header, body)}\n`;
}

const size = (bytes) => (bytes === undefined ? '-' : `${(bytes / 2 ** 20).toPrecision(3)} MiB`);

export function memoryTable(rows) {
  const header = ['', 'planned', 'allocated', 'planned / allocated', ''];
  const body = rows.map(({ name, samples, failure }) => [
    name,
    size(medianOf(samples, (sample) => sample.planned)),
    size(medianOf(samples, (sample) => sample.allocated)),
    medianOf(samples, plannedPart)?.toFixed(3) ?? '-',
    failure === undefined ? '' : `missing: ${failure}`,
  ]);
  return `rnnc, peak memory of a training step: as \`inspect --stats\` plans it, and as the heap gives it\n${table(header, body)}\n`;
}

/** One line per goal that this run could judge. */
export function goalTable(goals) {
  if (goals.length === 0) return 'No goal could be judged.\n';
  const rows = goals.map(({ row, found, wanted, met }) => [row, found, `goal ${wanted}`, met ? 'met' : 'MISSED']);
  return `Goals\n${table(['', 'measured', '', ''], rows)}\n`;
}
