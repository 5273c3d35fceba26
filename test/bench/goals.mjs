import { duration, factor, rate } from './format.mjs';
import { medianOf } from './timing.mjs';

/**
 * What each row is to reach. A goal is a function of the row's result and of `find`, which gives another row's by its
 * id; it answers {found, wanted, met}, or nothing where this run can't judge it.
 */

/** A peer's time is at least so many times rnnc's. */
const atLeast = (peer, times) => (result) => {
  const ratio = ratioTo(result, peer);
  return ratio && { found: `${factor(ratio)} ${peer}`, wanted: `≥ ${times}×`, met: ratio >= times };
};

const ahead = (peer) => (result) => {
  const ratio = ratioTo(result, peer);
  return ratio && { found: `${factor(ratio)} ${peer}`, wanted: '> 1×', met: ratio > 1 };
};

const within = (milliseconds) => (result) => {
  const time = timeOf(result);
  return time && { found: duration(time), wanted: `≤ ${duration(milliseconds)}`, met: time <= milliseconds };
};

/** How many times as fast as rnnc it is to be. */
const fasterBy = (peer, times) => (result) => {
  const speedup = 1 / ratioTo(result, peer);
  return speedup > 0 && { found: `${peer} ${factor(speedup)} as fast`, wanted: `≥ ${times}×`, met: speedup >= times };
};

const faster = (peer) => (result) => {
  const speedup = 1 / ratioTo(result, peer);
  return speedup > 0 && { found: `${peer} ${factor(speedup)} as fast`, wanted: '> 1×', met: speedup > 1 };
};

/** The time per floating point operation, against another row's. */
const perFlop = (id, times) => (result, find) => {
  const [time, other] = [result, find(id)].map((row) => row && timeOf(row) / row.flops);
  const ratio = other && time / other;
  return ratio && { found: `${factor(ratio)} the time per flop of ${id}`, wanted: `≤ ${times}×`, met: ratio <= times };
};

/** The time per node, against another row's. */
const perNode = (id) => (result, find) => {
  const [time, other] = [result, find(id)].map((row) => row && timeOf(row) / row.nodes);
  const ratio = other && time / other;
  return ratio && { found: `${factor(ratio)} the time per node of ${id}`, wanted: '≤ 1×', met: ratio <= 1 };
};

/** Steps per second, against another row's. */
const stepsPerSecond = (id, times) => (result, find) => {
  const [own, other] = [result, find(id)].map((row) => row && (1000 * row.steps) / timeOf(row));
  const ratio = other && own / other;
  return (
    ratio && {
      found: `${rate(own)} steps/s, ${factor(ratio)} those of ${id}`,
      wanted: `≥ ${times}×`,
      met: ratio >= times,
    }
  );
};

const peerOf = ({ peers }, name) => peers.find((peer) => peer.name === name);
const ratioTo = (result, name) => peerOf(result, name)?.ratio;
const timeOf = (result) => peerOf(result, 'rnnc')?.time;

const goalsOfRow = {
  'lstm-64-128-b1': [
    atLeast('ort-web', 1.5),
    atLeast('ort-node', 0.7),
    atLeast('tfjs-layers', 25),
    faster('rnnc-int16'),
  ],
  'lstm-64-128-b32': [atLeast('ort-web', 1.6), atLeast('tfjs-layers', 4.5)],
  'lstm-256-512-b1': [atLeast('ort-web', 1.35), faster('rnnc-int16')],
  'lstm-256-512-b32': [atLeast('ort-web', 1.6)],
  'gru-64-128-b1': [atLeast('ort-web', 1.3), faster('rnnc-int16')],
  'gru-64-128-b32': [atLeast('ort-web', 1.5)],
  'gru-before-64-128-b1': [atLeast('ort-web', 1.3)],
  'gru-before-64-128-b32': [atLeast('ort-web', 1.5)],
  'basic-lstm-2x200-b20': [atLeast('ort-web', 1.6)],
  'lstm-1-20-t1000': [ahead('ort-node')],
  'home-made-64-128-b1': [perFlop('lstm-64-128-b1', 1.25), ahead('ort-node')],
  'home-made-64-128-b32': [perFlop('lstm-64-128-b32', 1.25)],
  'linear-64-128-t1000': [stepsPerSecond('lstm-64-128-b1', 4)],
  'step-lstm-64-128': [atLeast('ort-web', 6), faster('rnnc-int16')],
  'step-lstm-1-20': [within(0.001)],
  'train-lstm-64-128-b1': [atLeast('torch', 1.8), atLeast('tfjs-layers', 90)],
  'train-lstm-64-128-b32': [atLeast('torch', 0.65), atLeast('tfjs-layers', 20)],
  'train-gru-64-128-b1': [atLeast('torch', 5)],
  'train-gru-64-128-b32': [atLeast('torch', 0.65)],
  'train-home-made-64-128-b1': [atLeast('torch', 5)],
  'train-home-made-64-128-b32': [atLeast('torch', 0.65)],
  'train-zaremba-small': [atLeast('torch', 0.6)],
  'train-tagger-b32': [atLeast('torch', 0.6)],
  'tree-lstm-b1': [atLeast('torch', 1.5)],
  'tree-lstm-b25': [atLeast('torch', 1), atLeast('tfjs-layers', 8), perNode('tree-lstm-b1')],
  'train-tree-lstm-b1': [atLeast('torch', 1.5)],
  'train-tree-lstm-b25': [atLeast('torch', 0.8), atLeast('tfjs-layers', 8), perNode('train-tree-lstm-b1')],
};

const goalsOf = ({ id, mode }) => [
  ...(goalsOfRow[id] ?? []),
  ...(mode === 'train' ? [ahead('jax-js')] : []),
  fasterBy('rnnc-relaxed', 1.12),
];

/** Milliseconds that rnnc may take to compile a model, also to its first result beyond the steps themselves. */
const startLimit = 150;
const trainingStartLimit = 300;
/** Milliseconds that the kernels of one program may take to make and to assemble, for a run or for a training step. */
const kernelsLimit = 60;
/** How far planned memory may be from what is allocated, as a part of it. */
const memoryTolerance = 0.1;
/** The number of steps whose own time may be left inside the limit on the first result. */
const shortRun = '100';

export const compileTime = ({ graphs, bytes }) => graphs + bytes;
export const trainingCompileTime = ({ graphs, program }) => graphs + program;
export const kernelsTime = ({ fuse, text, assemble }) => fuse + text + assemble;
export const plannedPart = ({ planned, allocated }) => planned / allocated;

const below = (row, value, limit) =>
  value === undefined ? [] : [{ row, found: duration(value), wanted: `< ${limit} ms`, met: value < limit }];

/** Goals of the tables of rnnc alone. */
function goalsOfOwn({
  startup = [],
  compile = [],
  'train-compile': trainingCompile = [],
  'make-kernels': kernels = [],
  'train-memory': memory = [],
}) {
  return [
    ...compile.flatMap(({ name, samples }) => below(`compile ${name}`, medianOf(samples, compileTime), startLimit)),
    ...startup.flatMap(({ name, samples }) => {
      const of = (what, pick) => below(`${what}, T=${name}`, medianOf(samples, pick), startLimit);
      return [
        ...of('compile', ({ compile }) => compile),
        ...(name === shortRun ? of('first result', ({ first }) => first) : []),
        ...of('first result − warm run', ({ first, warm }) => first - warm),
      ];
    }),
    ...trainingCompile.flatMap(({ name, samples }) =>
      below(`compile ${name}`, medianOf(samples, trainingCompileTime), trainingStartLimit),
    ),
    ...kernels.flatMap(({ name, samples }) => below(`kernels ${name}`, medianOf(samples, kernelsTime), kernelsLimit)),
    ...memory.flatMap(({ name, samples }) => {
      const part = medianOf(samples, plannedPart);
      if (part === undefined) return [];
      return {
        row: `memory, ${name}`,
        found: `planned ${part.toFixed(3)} of what is allocated`,
        wanted: `within ${memoryTolerance * 100} %`,
        met: Math.abs(part - 1) <= memoryTolerance,
      };
    }),
  ];
}

/** Every goal that this run could judge: {row, found, wanted, met}. */
export function judgedGoals(results, own) {
  const find = (id) => results.find((result) => result.id === id);
  const ofRows = results.flatMap((result) =>
    goalsOf(result).flatMap((goal) => {
      const judged = goal(result, find);
      return judged ? [{ row: result.title, ...judged }] : [];
    }),
  );
  return [...ofRows, ...goalsOfOwn(own)];
}
