/** The shortest stretch that is timed as one; shorter calls are timed many at a time. */
const shortestStretch = 0.5;
const fewestSamples = 3;

async function call(run, times) {
  for (let index = 0; index < times; index++) {
    const pending = run();
    if (pending instanceof Promise) await pending;
  }
}

async function elapsed(run, times) {
  const begin = performance.now();
  await call(run, times);
  return performance.now() - begin;
}

/**
 * Milliseconds per call of `run`, sampled for about `milliseconds` after a warm-up of a third of that time. A call
 * that returns no promise is not awaited.
 */
export async function timedSamples(run, milliseconds) {
  let perCall = await elapsed(run, 1);
  const warmUntil = performance.now() + milliseconds / 3;
  while (performance.now() < warmUntil) perCall = Math.min(perCall, await elapsed(run, 1));
  const times = Math.max(1, Math.ceil(shortestStretch / perCall));
  const samples = [];
  const until = performance.now() + milliseconds;
  while (samples.length < fewestSamples || performance.now() < until) samples.push((await elapsed(run, times)) / times);
  return samples;
}

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
