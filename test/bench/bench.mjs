import { execFile, execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { agrees, allowedDifference, comparisonOf } from './agreement.mjs';
import { cases, isOfTrees, isTraining, makeCase } from './cases.mjs';
import { judgedGoals } from './goals.mjs';
import { flopsOf } from './models.mjs';
import { PeerProcess } from './peer-process.mjs';
import { flagsOf, rnncFlags } from './process-arguments.mjs';
import {
  callsTable,
  caseTable,
  compileTable,
  goalTable,
  kernelsTable,
  memoryTable,
  startupTable,
  trainingCompileTable,
} from './report.mjs';
import { median } from './timing.mjs';
import { treeFlops } from './tree-cases.mjs';

/** What each peer can do. */
const modes = {
  rnnc: ['sequence', 'step', 'train', 'trees', 'train-trees'],
  'rnnc-relaxed': ['sequence', 'step', 'train', 'trees', 'train-trees'],
  'rnnc-int16': ['sequence', 'step'],
  'tfjs-layers': ['sequence', 'step', 'train', 'trees', 'train-trees'],
  'ort-web': ['sequence', 'step'],
  'jax-js': ['sequence', 'step', 'train'],
  'ort-node': ['sequence', 'step'],
  torch: ['train', 'trees', 'train-trees'],
  'torch-uniform': ['trees', 'train-trees'],
};
const allPeers = Object.keys(modes);
/** Measured where they are asked for, each by its option. */
const onDemand = { relaxed: 'rnnc-relaxed', int16: 'rnnc-int16' };
const usualPeers = allPeers.filter((name) => !Object.values(onDemand).includes(name));

/** Cases that differ only in their batch, or in how they are called, have one text. */
const isFirstOfItsText = ({ yaml }, index, all) => all.findIndex((other) => other.yaml === yaml) === index;

/**
 * Tables of rnnc alone: a script that prints one JSON object, run in a fresh process for every row and round, or once
 * where it counts bytes. A row is named by its arguments.
 */
const ownTables = {
  startup: { title: 'compile and first result', script: 'startup.mjs', rows: [['100'], ['5000']], print: startupTable },
  calls: {
    title: 'first, tenth and hundredth call',
    script: 'calls.mjs',
    rows: [['lstm-64-128-b1'], ['lstm-64-128-b32']],
    print: callsTable,
  },
  compile: {
    title: 'compile the models that run',
    script: 'compile.mjs',
    rows: cases
      .filter((testCase) => !isTraining(testCase))
      .filter(isFirstOfItsText)
      .map(({ id }) => [id]),
    print: compileTable,
  },
  'train-compile': {
    title: 'compile training programs',
    script: 'compile-training.mjs',
    rows: [
      ...cases.filter((testCase) => isTraining(testCase) && !isOfTrees(testCase)).map(({ id }) => [id]),
      ['train-lstm-64-128-b32', '5000'],
    ],
    print: trainingCompileTable,
  },
  'make-kernels': {
    title: 'make and assemble kernels',
    script: 'make-kernels.mjs',
    rows: cases.filter(isFirstOfItsText).map(({ id }) => [id]),
    print: kernelsTable,
  },
  'train-memory': {
    title: 'planned and allocated memory',
    script: 'memory.mjs',
    rows: [['train-lstm-64-128-b32'], ['train-home-made-64-128-b32'], ['train-zaremba-small']],
    once: true,
    print: memoryTable,
  },
};

const help = `Usage: node bench.mjs [options]

Times rnnc and its peers on the same models and the same weights, in interleaved rounds, one process per peer,
never two at once.

  --case TEXT[,TEXT]   only cases whose id contains one of these texts: "train" is all about training, "startup" is
                       rnnc's compile and first result, "calls" its first calls
  --peers NAME[,NAME]  only these peers: ${allPeers.join(', ')}; without this option all but ${Object.values(onDemand).join(' and ')}
  --rounds N           rounds per case (default 7)
  --quick              2 short rounds: does everything run and agree? Not for publishing
  --kernels NAME       rnnc's option kernels: auto or stock; not handed to it unless given
  --relaxed            also ${onDemand.relaxed}: rnnc with its option relaxed: true, against rnnc without it
  --int16              also ${onDemand.int16}: rnnc with weights of 16 bits, against rnnc with those of float32
  --node PATH          the Node executable that runs rnnc and the peers (default: the one that runs this)
  --json FILE          also write everything measured, sample by sample
  --list               print the cases and end
  --help               this text

PyTorch is optional: it is run by the Python that RNNC_BENCH_PYTHON names, or by python3.

Exit code: 0; 1 if an output differs from the others by more than ${allowedDifference} or a peer failed; 2 for wrong usage.
`;

function readOptions() {
  const { values } = parseArgs({
    options: {
      case: { type: 'string' },
      peers: { type: 'string' },
      rounds: { type: 'string' },
      quick: { type: 'boolean', default: false },
      ...rnncFlags,
      relaxed: { type: 'boolean', default: false },
      int16: { type: 'boolean', default: false },
      node: { type: 'string', default: process.execPath },
      json: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const texts = values.case?.split(',');
  const chosen = (id) => texts === undefined || texts.some((text) => id.includes(text));
  const named = values.peers?.split(',') ?? usualPeers;
  const demanded = Object.entries(onDemand).flatMap(([option, name]) => (values[option] ? [name] : []));
  const peers = [...new Set([...named, ...demanded])];
  const unknown = peers.find((name) => !allPeers.includes(name));
  if (unknown) throw new TypeError(`no peer "${unknown}"; there are ${allPeers.join(', ')}`);
  const rounds = Number(values.rounds ?? (values.quick ? 2 : 7));
  if (!Number.isInteger(rounds) || rounds < 1) throw new TypeError('--rounds wants a whole number from 1');
  const { kernels = 'auto' } = values;
  if (!['auto', 'stock'].includes(kernels)) throw new TypeError(`--kernels wants auto or stock, not "${kernels}"`);
  const own = Object.entries(onDemand).find(([, name]) => peers.includes(name));
  if (kernels === 'stock' && own)
    throw new TypeError(`--${own[0]} is of the kernels that rnnc writes: leave --kernels stock out`);
  const chosenCases = cases.filter(({ id, mode }) => chosen(id) && peersFor(mode, peers).length > 0);
  const tables = Object.keys(ownTables).filter((id) => chosen(id) && peers.includes('rnnc'));
  if (chosenCases.length === 0 && tables.length === 0) {
    throw new TypeError(`no case of these peers contains "${values.case ?? ''}"; try --list`);
  }
  return {
    ...values,
    cases: chosenCases,
    own: tables,
    peers,
    rounds,
    roundLength: values.quick ? 100 : 400,
    flags: flagsOf(values),
    engine: engineOf(values.node),
  };
}

/** The versions of Node and V8 behind an executable. */
function engineOf(path) {
  try {
    const { node, v8 } = JSON.parse(
      execFileSync(path, ['-p', 'JSON.stringify(process.versions)'], { encoding: 'utf8' }),
    );
    return { node: `v${node}`, v8 };
  } catch {
    throw new TypeError(`--node wants a Node executable; "${path}" is none`);
  }
}

const peersFor = (mode, peers) => peers.filter((name) => modes[name].includes(mode));

const rnncIsBuilt = existsSync(new URL('../../dist/src/index.js', import.meta.url));
const notBuilt = 'not built; run "npm run build" in the repository root';

const progress = (text) => process.stderr.write(`${text}\n`);

/** Starts the peers one after the other; each entry gains its output, or why it has none. */
async function preparePeers(names, testCase, options) {
  const comparison = comparisonOf(testCase);
  const entries = [];
  for (const name of names) {
    if (name === 'rnnc' && !rnncIsBuilt) {
      entries.push({ name, failure: notBuilt, rounds: [] });
      continue;
    }
    const peer = new PeerProcess(name, options);
    try {
      await peer.started();
      const { output, form, note, versions } = await peer.prepare(testCase.id);
      const error = comparison.error(output, form);
      entries.push({ name, peer, output, form, note, versions, error, rounds: [] });
    } catch (failure) {
      peer.stop();
      entries.push({ name, failure: failure.message, skipped: failure.skipped, rounds: [] });
    }
  }
  const rnnc = entries.find((entry) => entry.name === 'rnnc' && entry.output && agrees(entry));
  for (const entry of entries) {
    if (!entry.output) continue;
    if (rnnc && rnnc !== entry && entry.form === rnnc.form) {
      Object.assign(entry, comparison.distances(entry.output, rnnc.output));
    }
    entry.agrees = agrees(entry);
  }
  return entries;
}

async function measureCase({ id, title, mode, time }, options) {
  const { peers, rounds, roundLength } = options;
  progress(`${title} …`);
  const testCase = makeCase(id);
  const entries = await preparePeers(peersFor(mode, peers), testCase, options);
  const running = entries.filter(({ agrees }) => agrees);
  for (let round = 0; round < rounds; round++) {
    // Another peer begins each round, so that no one always runs after the same neighbour.
    for (let turn = 0; turn < running.length; turn++) {
      const entry = running[(round + turn) % running.length];
      entry.rounds.push(await entry.peer.round(roundLength));
    }
  }
  for (const { peer } of entries) peer?.stop();
  const perCall = isOfTrees(testCase)
    ? { nodes: testCase.nodes, flops: treeFlops(testCase) }
    : { steps: mode === 'step' ? 1 : time, flops: flopsOf(mode === 'step' ? { ...testCase, time: 1 } : testCase) };
  return { id, title, mode, ...perCall, peers: entries.map(summary(entries)) };
}

/** What is reported of a peer: times are medians of the rounds' medians, ratios medians of ratios round by round. */
const summary = (entries) => (entry) => {
  const { name, failure, skipped, form, note, versions, error, fromRnnc, weightsFromRnnc, rounds } = entry;
  if (failure !== undefined) return { name, failure, skipped };
  const medians = rounds.map(median);
  const base = entries.find((other) => other.name === 'rnnc')?.rounds.map(median) ?? [];
  const ratios = medians.map((value, round) => value / base[round]);
  return {
    name,
    form,
    note,
    versions,
    error,
    fromRnnc,
    weightsFromRnnc,
    agrees: entry.agrees,
    time: medians.length > 0 ? median(medians) : undefined,
    fastest: Math.min(...medians),
    slowest: Math.max(...medians),
    ratio: base.length > 0 && ratios.length > 0 ? median(ratios) : undefined,
    rounds,
  };
};

/** A table's rows, each with its samples or why it has none. */
async function measureOwn({ title, script, rows, once }, { rounds, node, flags }) {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const measured = [];
  for (const row of rows) {
    const name = row.join(', T=');
    const samples = [];
    if (!rnncIsBuilt) {
      measured.push({ name, samples, failure: notBuilt });
      continue;
    }
    progress(`${title}, ${name} …`);
    try {
      for (let round = 0; round < (once ? 1 : rounds); round++) {
        const { stdout } = await promisify(execFile)(node, [path, ...row, ...flags]);
        samples.push(JSON.parse(stdout));
      }
      measured.push({ name, samples });
    } catch (failure) {
      const error = String(failure.stderr ?? failure.message);
      const line = error.split('\n').find((text) => /Error/.test(text));
      measured.push({ name, samples, failure: line ?? error });
    }
  }
  return measured;
}

async function main(options) {
  const { rounds, roundLength, engine, flags } = options;
  const cpu = cpus()[0]?.model ?? 'unknown';
  const setup = { cpu, ...engine, flags, rounds, roundLength };
  const results = [];
  for (const testCase of options.cases) results.push(await measureCase(testCase, options));
  const own = {};
  for (const id of options.own) own[id] = await measureOwn(ownTables[id], options);

  const versions = Object.assign({}, ...results.flatMap(({ peers }) => peers.map((peer) => peer.versions)));
  console.log(`${cpu}; node ${engine.node} (V8 ${engine.v8}); one thread`);
  if (flags.length > 0) console.log(`rnnc with ${flags.join(' ')}`);
  console.log(`${rounds} rounds of ${roundLength} ms per peer and case, interleaved`);
  console.log(
    `${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}\n`,
  );
  for (const result of results) console.log(caseTable(result));
  for (const [id, rows] of Object.entries(own)) console.log(ownTables[id].print(rows));
  const goals = judgedGoals(results, own);
  console.log(goalTable(goals));
  if (options.quick) console.log('Quick run: the rounds are too few and too short to be quoted.');

  if (options.json)
    writeFileSync(options.json, `${JSON.stringify({ setup, versions, results, own, goals }, null, 1)}\n`);
  const isWrong = ({ failure, skipped, agrees }) => (failure === undefined ? !agrees : !skipped);
  const wrong = results.some(({ peers }) => peers.some(isWrong));
  process.exitCode = wrong || Object.values(own).some((rows) => rows.some(({ failure }) => failure)) ? 1 : 0;
}

let options;
try {
  options = readOptions();
} catch (error) {
  process.stderr.write(`${error.message}\n\n${help}`);
  process.exitCode = 2;
}
if (options?.help) console.log(help);
else if (options?.list) {
  for (const { id, title } of cases) console.log(`${id.padEnd(26)} ${title}`);
  for (const [id, { title }] of Object.entries(ownTables)) console.log(`${id.padEnd(26)} rnnc alone: ${title}`);
} else if (options) await main(options);
