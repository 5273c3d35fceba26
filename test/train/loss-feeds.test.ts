import { expect, test } from 'vitest';
import { memorySources } from '../../src/data/files/sources.ts';
import { type Batch, compile, type History, RnncError } from '../../src/index.ts';

const ROWS = 40;
const model = (loss: string, data: string): string => `
inputs: {x: {shape: [batch, 2]}}
layers: {o: {type: dense, input: x, units: 2}}
outputs: {o: o}
${data}
training: {losses: [{output: o, ${loss}}], batch: 8, epochs: 2, rate: 0.05}
`;

/** Losses of every epoch of a training on rows a, b, w, p, q. */
async function losses(loss: string, weight: (row: number) => number, columns = ''): Promise<History> {
  const section = `data:
  source: d.csv
  feeds: {x: {columns: [a, b]}, y: {columns: [p, q]}${loss.includes('sample_weights') ? ', w: {columns: [w]}' : ''}}
  split: {train: 0.8, validation: 0.2, by: order}${columns}`;
  const text = Array.from({ length: ROWS }, (_, i) => {
    const p = ((i * 7) % 10) / 10;
    return [Math.sin(i), Math.cos(i * 2), weight(i), p, 1 - p].join(',');
  }).join('\n');
  const open = memorySources({ 'd.csv': `a,b,w,p,q\n${text}\n` });
  const { history } = await compile(model(loss, section)).train({ files: open });
  return history;
}
const diagnosticsOf = (run: Promise<unknown>): Promise<unknown> =>
  run.catch((cause: unknown) => (cause instanceof RnncError ? cause.diagnostics : cause));

test.each(['mean', 'batch'])('equal weights are no weights, whatever their size (reduce: %s)', async (reduce) => {
  const plain = await losses(`type: mse, target: y, reduce: ${reduce}`, () => 1);
  const weighted = `type: mse, target: y, reduce: ${reduce}, sample_weights: w`;
  for (const size of [1, 2, 0.25]) expect(await losses(weighted, () => size)).toEqual(plain);
  expect(await losses(weighted, (i) => 1 + (i % 3))).not.toEqual(plain);
});

test.each(['soft_cross_entropy', 'sigmoid_cross_entropy'])('%s sees the probabilities of the file', async (type) => {
  const plain = await losses(`type: ${type}, target: y`, () => 1);
  const none = '\n  columns: {p: {normalize: none}, q: {normalize: none}}';
  expect(await losses(`type: ${type}, target: y`, () => 1, none)).toEqual(plain);
  const loss = plain[0]?.parts.training?.loss ?? Number.NaN;
  expect(loss).toBeGreaterThan(0.3);
  expect(loss).toBeLessThan(3);
});

test.each(['mean', 'sum', 'batch'])('a batch of weights 0 has the loss 0 (reduce: %s)', async (reduce) => {
  const given = [0, 1].map(
    (weight): Batch => ({
      feeds: {
        x: { dtype: 'float32', shape: [3, 2], data: Float32Array.of(1, 2, 3, 4, 5, 6) },
        y: { dtype: 'float32', shape: [3, 2], data: new Float32Array(6) },
        w: { dtype: 'float32', shape: [3], data: new Float32Array(3).fill(weight) },
      },
      lengths: {},
      samples: 3,
      carry: false,
    }),
  );
  const compiled = compile(model(`type: mse, target: y, reduce: ${reduce}, sample_weights: w`, ''));
  const seen: { readonly loss: number; readonly gradientNorm: number }[] = [];
  const { history } = await compiled.train(
    { train: ({ from }) => given.slice(from) },
    { callbacks: { onStep: ({ loss, gradientNorm }) => seen.push({ loss, gradientNorm }) } },
  );
  expect(seen[0]).toEqual({ loss: 0, gradientNorm: 0 });
  expect(seen[1]?.loss).toBeGreaterThan(0);
  expect(history).toHaveLength(2);
  const refused = (weight: number, row: number): Promise<unknown> => {
    const [batch] = given;
    if (batch === undefined) throw new Error('no batch');
    const w = { dtype: 'float32', shape: [3], data: new Float32Array(3).with(row, weight) } as const;
    return diagnosticsOf(compiled.train({ train: () => [{ ...batch, feeds: { ...batch.feeds, w } }] }));
  };
  for (const weight of [-1, Number.NaN])
    expect(await refused(weight, 2)).toMatchObject([
      { code: 'batch-form', message: 'batch 1 of "train": w[2] is no sample weight', found: String(weight) },
    ]);
});

test('weights that are all 0 are explained, with the loss they belong to', async () => {
  const loss = 'type: mse, target: y, sample_weights: w';
  expect(await diagnosticsOf(losses(loss, () => 0))).toMatchObject([
    {
      code: 'no-weight',
      message: 'the weights of the training part are all 0',
      span: { start: expect.any(Number) },
    },
  ]);
  expect(await diagnosticsOf(losses(loss, (i) => (i < 32 ? 1 : 0)))).toMatchObject([
    { code: 'no-weight', message: 'the weights of the validation part are all 0' },
  ]);
});
