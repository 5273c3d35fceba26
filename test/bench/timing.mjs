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

export const medianOf = (samples, pick) => (samples.length > 0 ? median(samples.map(pick)) : undefined);

/** The form that was fastest in up to eight calls of each. */
export async function fastest(forms) {
  const timed = forms.map((form) => ({ ...form, best: Number.POSITIVE_INFINITY }));
  const until = performance.now() + 10_000;
  for (let attempt = 0; attempt < 8 && (attempt < 2 || performance.now() < until); attempt++) {
    for (const form of timed) {
      const begin = performance.now();
      await form.run();
      form.best = Math.min(form.best, performance.now() - begin);
    }
  }
  return timed.sort((one, other) => one.best - other.best)[0];
}
