import { afterEach, describe, expect, test, vi } from 'vitest';
import wabt from 'wabt';
import { assemble } from '../../compiler/6-generate/assemble.ts';
import { generateText } from '../../compiler/6-generate/generate.ts';
import type { Tensor64 } from '../../compiler/ops/op/op.ts';
import { evaluateGraph } from '../../compiler/reference/evaluate.ts';
import { SELF_TEST } from '../../src/artifact/stored-kernels.ts';
import { hasRelaxedSimd } from '../../src/engine/backend/relaxed-simd.ts';
import type { WriteCode } from '../../src/engine/code-source.ts';
import { writeCode } from '../../src/generate-kernels.ts';
import { compile, load } from '../../src/index.ts';
import { type LoadOptions, loadWith, load as loadWithoutCompiler, type ModelOrigin } from '../../src/load-model.ts';
import { wideModel } from '../random/cells.ts';
import { checkAll, checkForward, checkGradients } from '../random/check-kernels.ts';

const { readWasm } = await wabt();

afterEach(() => vi.restoreAllMocks());

const yaml = `name: small
inputs: {x: {shape: [batch, time, 3]}}
layers:
  memory: {type: recurrent, input: x, cell: {lstm: {units: 9}}}
  out: {type: dense, input: memory, units: 2}
outputs: {y: out}
`;
const compiled = compile(yaml);
const training = 'training: {losses: [{type: mse, output: out}], rate: 0.01, epochs: 3}\n';
const x = { data: Float32Array.from({ length: 2 * 5 * 3 }, (_, i) => Math.sin(i)), shape: [2, 5, 3] };

function fusedIn(bytes: Uint8Array): number {
  const module = readWasm(bytes, { simd: true, bulk_memory: true, relaxed_simd: true });
  const text = module.toText({});
  module.destroy();
  return text.split(/f32x4\.relaxed_n?madd/).length - 1;
}

interface Watched {
  readonly notices: readonly string[];
  /** By program: how many fused multiply-adds its module has. */
  readonly fused: ReadonlyMap<string, number>;
  readonly y: readonly number[];
  readonly relaxed: boolean;
}

async function watched(source: ModelOrigin, options: LoadOptions): Promise<Watched> {
  const notices: string[] = [];
  const fused = new Map<string, number>();
  const write: WriteCode = (program, form) => {
    const bytes = writeCode(program, form);
    fused.set(program.name, fusedIn(bytes));
    return bytes;
  };
  const model = await loadWith(write, source, { ...options, onNotice: (notice) => notices.push(notice) });
  const y = [...(model.run({ x }).y?.data ?? [])];
  const { relaxed } = model.stats({ batch: 2, time: 5 });
  model.dispose();
  return { notices, fused, y, relaxed };
}

async function evaluated(): Promise<Float64Array> {
  const model = await load(compiled);
  const weights = model.weights();
  model.dispose();
  const tensor = (shape: readonly number[], data: ArrayLike<number>): Tensor64 => ({
    dtype: 'float32',
    shape,
    data: Float64Array.from(data),
  });
  const { outputs } = evaluateGraph(compiled.graphs.inference, {
    inputs: new Map([['x', tensor(x.shape, x.data)]]),
    weights: new Map([...weights].map(([path, { shape, data }]) => [path, tensor(shape, data)])),
    sizes: { batch: 2, time: 5 },
  });
  return outputs.get('y')?.data ?? new Float64Array(0);
}

test('this engine has relaxed SIMD, and the probe asks for the instructions that the generator writes', () => {
  expect(hasRelaxedSimd()).toBe(true);
  const asked = vi.spyOn(WebAssembly, 'validate');
  hasRelaxedSimd();
  const three = '(local.get $x) (local.get $x) (local.get $x)';
  const texts = ['madd', 'nmadd'].map(
    (op) => `(module (func (param $x v128) (result v128) (f32x4.relaxed_${op} ${three})))`,
  );
  expect(asked.mock.calls.map(([bytes]) => Buffer.from(bytes as Uint8Array).toString('hex'))).toEqual(
    texts.map((text) => Buffer.from(assemble(text)).toString('hex')),
  );
});

describe.each(['fast', 'public'] as const)('path %s', (path) => {
  test('relaxed code has fused multiply-adds, its self-test too, and gives the numbers of the evaluator', async () => {
    const { notices, fused, y, relaxed } = await watched(compiled, { path, relaxed: true });
    expect([notices, relaxed, [...fused.keys()]]).toEqual([[], true, [SELF_TEST, 'small']]);
    for (const count of fused.values()) expect(count).toBeGreaterThan(0);
    const expected = await evaluated();
    for (const [i, value] of y.entries()) expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 5);
  });
});

test('the default is not relaxed', async () => {
  const { fused, relaxed } = await watched(compiled, {});
  expect([relaxed, ...fused.values()]).toEqual([false, 0, 0]);
});

test('the kernels of an artifact are not used, whatever their version', async () => {
  const bytes = compile(yaml).toBytes();
  const asked = vi.spyOn(WebAssembly, 'compile');
  const { notices, fused, relaxed } = await watched(bytes, { relaxed: true });
  expect([notices, relaxed, fused.size, asked.mock.calls.length]).toEqual([[], true, 2, 0]);
});

test('where the compiler is not at hand, the kernels of the artifact run, with one notice', async () => {
  const notices: string[] = [];
  const model = await loadWithoutCompiler(compile(yaml).toBytes(), {
    relaxed: true,
    onNotice: (notice) => notices.push(notice),
  });
  expect(model.stats({ batch: 1, time: 1 })).toMatchObject({ code: 'generated', relaxed: false });
  expect(notices).toEqual([
    "kernels with fused multiply-adds can't run here, the default ones do: they are made by the compiler, which rnnc/runtime leaves out",
  ]);
  model.dispose();
});

test('relaxed code that fails its self-test gives way to the default code, with one notice', async () => {
  const notices: string[] = [];
  const wrong: WriteCode = (program, { shared, relaxed }) => {
    const text = generateText(program, { shared, relaxed });
    return assemble(text.replaceAll('f32x4.relaxed_madd', 'f32x4.relaxed_nmadd'));
  };
  const model = await loadWith(wrong, compiled, { relaxed: true, onNotice: (notice) => notices.push(notice) });
  expect(model.stats({ batch: 1, time: 1 })).toMatchObject({ code: 'generated', relaxed: false });
  expect(notices).toEqual([
    "kernels with fused multiply-adds can't run here, the default ones do: they failed their self-test",
  ]);
  model.dispose();
});

test('steps of a session, warming up and profiles run the same code as a whole series', async () => {
  const model = await load(compiled, { relaxed: true });
  model.warmup();
  expect(model.profile({ batch: 2, time: 5 }).length).toBeGreaterThan(0);
  const whole = model.run({ x }).y?.data ?? [];
  const session = model.session({ batch: 2 });
  const y = new Float32Array(4);
  for (let t = 0; t < 5; t++) {
    const rows = [0, 1].flatMap((b) => [...x.data.subarray((b * 5 + t) * 3, (b * 5 + t + 1) * 3)]);
    session.step({ x: Float32Array.from(rows) }, { y });
    for (const [i, value] of y.entries()) expect(value).toBeCloseTo(Number(whole[((i >> 1) * 5 + t) * 2 + (i & 1)]), 6);
  }
  model.dispose();
});

test('training runs on it, and goes on from a checkpoint to the same bits', async () => {
  const target = {
    dtype: 'float32',
    shape: [2, 5, 2],
    data: Float32Array.from({ length: 20 }, (_, i) => i % 3),
  } as const;
  const batch = { feeds: { x: { dtype: 'float32', ...x }, target }, lengths: {}, samples: 2, carry: false } as const;
  const data = { train: () => [batch, batch] };
  const modules = vi.spyOn(WebAssembly, 'Module');
  const checkpoints: Uint8Array[] = [];
  const options = { relaxed: true, onNotice: (notice: string) => expect.fail(notice) };
  const trainable = compile(yaml + training);
  const whole = await trainable.train(data, {
    ...options,
    callbacks: { onCheckpoint: (bytes) => checkpoints.push(bytes) },
  });
  // tfjs asks the engine what it can by modules of its own
  const generated = modules.mock.calls.filter((_, i) => {
    const { value } = modules.mock.results[i] as { readonly value: WebAssembly.Module };
    return WebAssembly.Module.imports(value).some(({ module, name }) => module === 'env' && name === 'memory');
  });
  const made = generated.map(([bytes]) => fusedIn(bytes as Uint8Array));
  expect(made.length).toBeGreaterThan(1);
  expect(Math.min(...made)).toBeGreaterThan(0);
  const plain = await trainable.train(data);
  const loss = ({ history }: typeof plain): number => history.at(-1)?.parts.training?.loss ?? Number.NaN;
  expect(loss(whole)).toBeCloseTo(loss(plain), 5);

  const [first] = checkpoints;
  if (first === undefined) throw new Error('no checkpoint');
  const resumed = await trainable.train(data, { ...options, resume: first });
  expect(resumed.model.weights).toEqual(whole.model.weights);
  // the kernels may be others than before
  expect(loss(await trainable.train(data, { resume: first }))).toBeCloseTo(loss(whole), 5);
});

test('random wide cells: relaxed code gives the numbers of the evaluator, NaN and infinities at the same places', async () => {
  const models = wideModel({ work: 3e5, smooth: false, odd: true });
  await checkAll(models, (model) => checkForward(model, true), { runs: 40, seed: 20_261_411 });
}, 120_000);

test('random wide cells: relaxed gradients equal those of the evaluator, with NaN in the padding', async () => {
  const models = wideModel({ work: 1e5, smooth: true, odd: false });
  await checkAll(models, (model) => checkGradients(model, true), { runs: 30, seed: 20_261_412 });
}, 120_000);
