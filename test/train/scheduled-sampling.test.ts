import { describe, expect, test } from 'vitest';
import { compileModel } from '../../compiler/compile.ts';
import { feedbackPlan } from '../../src/answers/feedback/plan-feedback.ts';
import { readBack } from '../../src/answers/feedback/read-back.ts';
import { requireTraining } from '../../src/answers/trained.ts';
import type { Batch } from '../../src/data/dataset/dataset.ts';
import { openDataset } from '../../src/data/open-dataset.ts';
import { compile, memorySources, RnncError } from '../../src/index.ts';
import { load } from '../../src/load.ts';
import type { RunnableModel } from '../../src/model/runnable-model.ts';
import { runTraining } from '../../src/model/training-run.ts';
import { type Mixing, mixBatch, planSampling, type SamplingPlan } from '../../src/train/loop/scheduled-sampling.ts';
import { batchFeeds } from '../../src/train/prepare/batch-feeds.ts';
import { prepareTraining, type Trainable, trainingDefinition } from '../../src/train/prepare/prepare.ts';
import { rightShare } from '../../src/train/schedule/right-share.ts';

const TEXTS = ['abc', 'cab', 'bb', 'a', 'cabb', 'ca', 'bacab', 'cc'];
const texts = {
  'd.csv': ['question,answer', ...TEXTS.map((text) => `${text},${[...text].reverse().join('')}`)].join('\n'),
};
const writer = (sampling: string, loss = ''): string => `
inputs:
  question: {shape: [batch, source], dtype: int32}
  before: {shape: [batch, ahead], dtype: int32}
layers:
  question_vectors: {type: embedding, input: question, vocabulary: 7, units: 4}
  before_vectors: {type: embedding, input: before, vocabulary: 7, units: 4}
  encoder: {type: recurrent, input: question_vectors, cell: {gru: {units: 6}}}
  decoder: {type: recurrent, input: before_vectors, cell: {gru: {units: 6}}, initial: encoder}
  logits: {type: dense, input: decoder, units: 7}
outputs: {logits: logits}
data:
  source: d.csv
  vocabulary: {of: characters}
  columns: {question: {type: text}, answer: {type: text}}
  feeds: {before: {columns: [answer], part: previous}}
  split: {train: 0.75, validation: 0.25}
training: {losses: [{type: cross_entropy, output: logits${loss}}], rate: 0.1, epochs: 3, batch: 3${sampling}}
`;
const values = {
  'd.csv': ['v,w', ...Array.from({ length: 40 }, (_, t) => `${Math.sin(t)},${Math.cos(t / 2)}`)].join('\n'),
};
const forecaster = `
inputs: {past: {shape: [batch, time, 2]}, before: {shape: [batch, ahead, 2]}}
layers:
  encoder: {type: recurrent, input: past, cell: {gru: {units: 5}}}
  decoder: {type: recurrent, input: before, cell: {gru: {units: 5}}, initial: encoder}
  y: {type: dense, input: decoder, units: 4}
outputs: {y: y}
data:
  source: d.csv
  windows: {width: 4, horizon: 6}
  feeds: {past: {columns: [v, w]}, before: {columns: [v, w], part: previous}, target: {columns: [v, w], part: horizon}}
training: {losses: [{type: gaussian_nll, output: y}], epochs: 1, batch: 4, scheduled_sampling: {}}
`;

interface Opened {
  readonly model: RunnableModel;
  readonly trainable: Trainable;
  readonly plan: SamplingPlan;
  readonly batch: Batch;
}

async function opened(text: string, files: { readonly [name: string]: string }): Promise<Opened> {
  const compiled = compileModel(text, { file: 'm.yaml', resolve: () => null });
  const trainable = prepareTraining(compiled);
  if (compiled.spec.data === null) throw new Error('no data');
  const data = await openDataset(compiled.spec.data, {
    open: memorySources(files),
    seed: 1,
    inputs: trainable.feeds,
  });
  const plan = planSampling(trainable, data.preprocessing);
  const options = { batch: 6, epoch: 0, from: 0, seed: 1, shuffle: false };
  for await (const batch of data.train.batches(options))
    if (plan !== null) return { model: await load(trainingDefinition(trainable)), trainable, plan, batch };
  throw new Error('no batch');
}

const withPasses = (plan: SamplingPlan, passes: number): SamplingPlan => ({
  ...plan,
  sampling: { ...plan.sampling, passes },
});

const runner =
  ({ model, trainable }: Opened, ran: () => void = () => {}): Mixing['run'] =>
  (batch) => {
    ran();
    const given = { variant: 'inference', settings: new Map(), seed: 1, step: 0, states: new Map(), masked: false };
    const run = runTraining(model, batchFeeds(batch, trainable.feeds), { ...given, variant: 'inference' });
    return (loss) => run.output(`measured.${loss}`).data as Float32Array;
  };

test('the share of right steps falls from one end to the other, along each curve', () => {
  for (const decay of ['linear', 'exponential', 'inverse_sigmoid'] as const) {
    const at = (step: number) => rightShare({ decay, from: 0.9, to: 0.1, over: 8, unit: 'step' }, { step, epoch: 0 });
    const shares = Array.from({ length: 11 }, (_, step) => at(step));
    expect([shares[0], ...shares.slice(8)]).toEqual([0.9, 0.1, 0.1, 0.1]);
    expect(shares.slice(0, 8).every((share, i) => share > (shares[i + 1] ?? 1))).toBe(true);
    expect(shares[4]).toBeCloseTo(decay === 'exponential' ? 0.3 : 0.5, 12);
  }
  const steep = { decay: 'inverse_sigmoid', from: 1, to: 0, over: 4, unit: 'epoch' } as const;
  expect(rightShare(steep, { step: 99, epoch: 1 })).toBeCloseTo(1 / (1 + Math.exp(-3)), 2);
});

test('as many steps are mixed as was asked, none of them a start or beyond the end of a row; others are drawn at the next step', async () => {
  const { plan } = await opened(writer(', scheduled_sampling: {}'), texts);
  const [samples, steps] = [40, 60];
  const data = new Int32Array(samples * steps);
  const lengths = Int32Array.from({ length: samples }, (_, row) => 20 + row);
  const batch: Batch = {
    feeds: { before: { dtype: 'int32', shape: [samples, steps], data } },
    lengths: { before: lengths },
    samples,
    carry: false,
  };
  // at every step class 1 + t % 6 is the likeliest
  const logits = Float32Array.from({ length: samples * steps * 7 }, (_, i) =>
    Number(i % 7 === 1 + ((Math.floor(i / 7) % steps) % 6)),
  );
  const mixed = (share: number, step: number) =>
    mixBatch(plan, batch, { share, seed: 5, step, run: () => () => logits }).feeds.before?.data ?? data;
  const places = lengths.reduce((sum, length) => sum + length - 1, 0);
  for (const share of [0, 0.25, 0.9]) {
    const found = mixed(share, 3);
    let put = 0;
    for (const [i, token] of found.entries()) {
      if (token === 0) continue;
      put++;
      const t = i % steps;
      expect(t > 0 && t < (lengths[Math.floor(i / steps)] ?? 0) && token === 1 + ((t - 1) % 6)).toBe(true);
    }
    expect(Math.abs(put - (1 - share) * places)).toBeLessThanOrEqual(4 * Math.sqrt(places * share * (1 - share)));
    expect(mixed(share, 3)).toEqual(found);
    if (share > 0) expect(mixed(share, 4)).not.toEqual(found);
  }
  expect(data.every((token) => token === 0)).toBe(true);
  const never = { share: 1, seed: 5, step: 3, run: () => () => expect.fail('the model ran') };
  expect(mixBatch(plan, batch, never)).toBe(batch);
});

describe.each([
  ['classes', writer(', scheduled_sampling: {}'), texts, 'before', 1],
  ['normal distributions of two numbers', forecaster, values, 'before', 2],
] as const)('%s', (_, text, files, name, features) => {
  test('with as many passes as steps it is the loop that takes one step after the other', async () => {
    const all = await opened(text, files);
    const { plan, batch } = all;
    const { shape, data } = batch.feeds[name] ?? { shape: [0, 0], data: new Int32Array() };
    const [samples = 0, steps = 0] = shape;
    const lengths = batch.lengths[name];
    const mix = (passes: number, share: number, run = runner(all)) =>
      mixBatch(withPasses(plan, passes), batch, { share, seed: 9, step: 2, run }).feeds[name]?.data;
    // which steps are drawn does not depend on what is said
    const drawn = mix(1, 0.4, () => () => new Float32Array(samples * steps * (features === 1 ? 7 : 4)).fill(-9));
    const own = data.slice();
    const run = runner(all);
    for (let t = 0; t + 1 < steps; t++) {
      const said = run({ ...batch, feeds: { ...batch.feeds, [name]: { ...batch.feeds[name], data: own } } } as Batch)(
        0,
      );
      const width = said.length / (samples * steps);
      for (let row = 0; row < samples; row++) {
        const place = row * steps + t + 1;
        if (t + 1 >= (lengths?.[row] ?? steps)) continue;
        const same = Array.from({ length: features }, (__, i) => drawn?.[place * features + i]);
        if (same.every((value, i) => value === data[place * features + i])) continue;
        const scores = Array.from(said.subarray((place - 1) * width, place * width));
        if (features === 1) own[place] = scores.indexOf(Math.max(...scores));
        else for (let i = 0; i < features; i++) own[place * features + i] = scores[i] ?? 0;
      }
    }
    let runs = 0;
    const found = mix(
      1000,
      0.4,
      runner(all, () => runs++),
    );
    expect(found).toEqual(own);
    expect(runs).toBeLessThanOrEqual(steps);
    expect(mix(steps, 0.4)).toEqual(own);
    expect(own).not.toEqual(data);
    if (features > 1) expect(mix(1, 0.4)).not.toEqual(own);
    all.model.dispose();
  });
});

test('with no right steps and enough passes it is what the model says as it answers', async () => {
  const { model: trained } = await compile(writer(', scheduled_sampling: {to: 0.2, passes: 2}')).train({
    files: memorySources(texts),
  });
  const [all, speaker] = [await opened(writer(', scheduled_sampling: {}'), texts), await load(trained)];
  all.model.setWeights(speaker.weights());
  const record = requireTraining(speaker, 'be asked');
  const plan = feedbackPlan(speaker, record, 'be asked');
  if (plan === null) throw new Error('no plan');
  const { shape = [] } = all.batch.feeds.before ?? {};
  const said = readBack(speaker, record, { ...plan, steps: shape[1] ?? 0 }, all.batch).feeds.before?.data ?? [];
  const mixing = { share: 0, seed: 1, step: 0, run: runner(all) };
  const mixed = mixBatch(withPasses(all.plan, 100), all.batch, mixing).feeds.before?.data ?? [];
  const inside = (i: number): boolean =>
    i % (shape[1] ?? 1) < (all.batch.lengths.before?.[Math.floor(i / (shape[1] ?? 1))] ?? 0);
  expect(Array.from(mixed).filter((_, i) => inside(i))).toEqual(Array.from(said).filter((_, i) => inside(i)));
  for (const model of [all.model, speaker]) model.dispose();
});

const weightsOf = (model: { readonly weights: ReadonlyMap<string, { readonly data: Float32Array | null }> }) =>
  [...model.weights].map(([path, { data }]) => [path, Array.from(data ?? [])] as const);

test('right steps alone train the same weights as without it; others do not; a training that goes on ends with the same bytes', async () => {
  const files = memorySources(texts);
  const plain = await compile(writer('')).train({ files });
  const right = await compile(writer(', scheduled_sampling: {to: 1}')).train({ files });
  expect(weightsOf(right.model)).toEqual(weightsOf(plain.model));
  const sampled = compile(writer(', scheduled_sampling: {decay: inverse_sigmoid, from: 0.6, to: 0.1, passes: 2}'));
  const whole = await sampled.train({ files });
  expect(weightsOf(whole.model)).not.toEqual(weightsOf(plain.model));
  for (const stopAt of [1, 4]) {
    const stop = new AbortController();
    const kept: Uint8Array[] = [];
    await sampled.train(
      { files },
      {
        signal: stop.signal,
        callbacks: { onStep: ({ step }) => step === stopAt && stop.abort(), onCheckpoint: (bytes) => kept.push(bytes) },
      },
    );
    const resume = kept.at(-1);
    if (resume === undefined) throw new Error('no checkpoint');
    const second = await sampled.train({ files }, { resume });
    expect(Buffer.from(second.model.toBytes()).equals(Buffer.from(whole.model.toBytes()))).toBe(true);
  }
});

test('is refused before the first step where nothing tells what would be read', async () => {
  const mistake = async (work: () => Promise<unknown>): Promise<string> => {
    const error = await work().catch((cause: unknown) => cause);
    return error instanceof RnncError ? (error.diagnostics[0]?.message ?? '') : String(error);
  };
  const { batch } = await opened(writer(', scheduled_sampling: {}'), texts);
  const made = compile(writer(', scheduled_sampling: {}'));
  expect(await mistake(() => made.train({ train: () => [batch] }))).toBe(
    'scheduled_sampling must know which input reads the step before, and batches do not tell',
  );
  const soft = forecaster.replace('gaussian_nll', 'sigmoid_cross_entropy').replace('units: 4', 'units: 2');
  expect(
    await mistake(() =>
      opened(soft, {
        'd.csv': ['v,w', ...Array.from({ length: 30 }, (_, t) => `${t % 2},${(t >> 1) % 2}`)].join('\n'),
      }),
    ),
  ).toBe('scheduled_sampling can\'t tell from the losses what "before" would read');
});
