import { median } from './timing.mjs';

const startLimit = 150;
/** The number of steps whose own time may be left inside the limit on the first result. */
const shortRun = 100;

/** Three significant digits in a unit that suits: 0.0057 ms is shown as 5.70 µs. */
function duration(milliseconds) {
  if (milliseconds === undefined) return '-';
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

export function caseTable({ title, peers }) {
  const rows = peers.map((peer) => {
    if (peer.failure !== undefined) return [peer.name, '-', '-', '-', '-', '-', `missing: ${peer.failure}`];
    const remarks = [peer.agrees ? undefined : 'FAILED: wrong output, not timed', peer.form, peer.note];
    return [
      peer.name,
      duration(peer.time),
      peer.time === undefined ? '-' : `${duration(peer.fastest)} … ${duration(peer.slowest)}`,
      factor(peer.ratio),
      small(peer.fromRnnc),
      small(peer.error),
      remarks.filter((text) => text !== undefined).join('; '),
    ];
  });
  const header = ['', 'median', 'rounds', 'time / rnnc', 'max |Δ| rnnc', 'max |Δ| float64', ''];
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

/** One line per goal that this run could judge. */
export function targetList(results, startup) {
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
    if (time === shortRun)
      within(
        'first result',
        over(({ first }) => first),
      );
    within(
      'first result − warm run',
      over(({ first, warm }) => first - warm),
    );
  }
  if (goals.length === 0) return 'No goal could be judged: rnnc did not run.\n';
  const rows = goals.map(([what, found, met]) => [what, found, met ? 'met' : 'MISSED']);
  return `Goals\n${table(['', '', ''], rows).split('\n').slice(1).join('\n')}\n`;
}
