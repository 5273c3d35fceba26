import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { toNpy } from '../../src/cli/arrays/npy-file.ts';
import { parseNpy } from '../../src/data/rows/npy-rows.ts';
import { compile, load } from '../../src/index.ts';
import { type Ended, rnnc, temporaryFolder } from './command.ts';

interface Goldens {
  readonly inputs: { readonly [name: string]: string };
  readonly written: readonly {
    readonly dtype: 'float32' | 'int32' | 'bool';
    readonly shape: readonly number[];
    readonly values: readonly number[];
    readonly file: string;
  }[];
}
/** Files that NumPy made: see make_npy.py. */
const goldens = JSON.parse(readFileSync(new URL('./arrays/npy.json', import.meta.url), 'utf8')) as Goldens;

const series = `
inputs: {x: {shape: [batch, time, 2]}}
layers: {m: {type: recurrent, input: x, cell: {gru: {units: 3}}}}
outputs: {m: m}
`;
const both = `
inputs: {x: {shape: [batch, time, 2]}, tokens: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: tokens, vocabulary: 4, units: 2}
  c: {type: concat, inputs: [x, e]}
  m: {type: recurrent, input: c, cell: {gru: {units: 3}}}
outputs: {m: m, last: m.last}
`;

/** Runs a model in a folder with files of NumPy. */
async function run(
  model: string,
  args: readonly string[],
  names: readonly string[],
): Promise<Ended & { readonly folder: string }> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'm.yaml'), model);
  for (const name of names)
    writeFileSync(
      join(folder, name.endsWith('.npz') ? name : `${name}.npy`),
      Buffer.from(goldens.inputs[name] ?? '', 'base64'),
    );
  return { ...(await rnnc(['run', 'm.yaml', ...args], { cwd: folder })), folder };
}

const steps = Array.from({ length: 2 }, (_, s) =>
  Array.from({ length: 3 }, (_unused, t) =>
    Array.from({ length: 2 }, (_none, f) => -1 + (2 * (6 * s + 2 * t + f)) / 11),
  ),
);
const tokens = [
  [1, 0, 3],
  [2, 3, 1],
];

test.each(goldens.written)(
  'arrays are written as NumPy writes them: $dtype $shape',
  ({ dtype, shape, values, file }) => {
    const data =
      dtype === 'float32'
        ? Float32Array.from(values)
        : dtype === 'int32'
          ? Int32Array.from(values)
          : Uint8Array.from(values);
    expect(Buffer.from(toNpy({ data, shape })).toString('base64')).toBe(file);
  },
);

describe('run on arrays', () => {
  test.each<[string, (value: number) => number]>([
    ['x.f4', (value) => value],
    ['x.f8', (value) => value],
    ['x.i8', (value) => Math.trunc(10 * value)],
    ['x.b1', (value) => Number(value > 0)],
  ])('%s', async (name, converted) => {
    const { code, folder } = await run(series, ['--input', `${name}.npy`, '--out', 'm.npy'], [name]);
    const model = await load(compile(series));
    const { m } = model.run({ x: steps.map((sample) => sample.map((step) => step.map(converted))) });
    model.dispose();
    const { shape, data } = parseNpy(readFileSync(join(folder, 'm.npy')), 'm.npy');
    expect([code, shape, data]).toEqual([0, [2, 3, 3], m?.data]);
  });

  test.each([
    [
      ['--input', 'x=x.f4.npy', '--input', 'tokens=tokens.i8.npy'],
      ['x.f4', 'tokens.i8'],
    ],
    [
      ['--input', 'tokens=tokens.i4.npy', '--input', 'x=x.f8.npy'],
      ['x.f8', 'tokens.i4'],
    ],
    [['--input', 'both.npz'], ['both.npz']],
    [['--input', 'both.compressed.npz'], ['both.compressed.npz']],
  ])('by name: %s', async (args, names) => {
    const { code, out } = await run(both, [...args, '--json'], names);
    const model = await load(compile(both));
    const { last } = model.run({ x: steps, tokens });
    model.dispose();
    const told = JSON.parse(out) as { readonly outputs: { readonly last: readonly (readonly number[])[] } };
    expect([code, told.outputs.last.flat().map(Math.fround)]).toEqual([0, Array.from(last?.data ?? [])]);
  });

  test('outputs of their own files, or together; behind the ends of samples there is 0', async () => {
    const { code, err, folder } = await run(
      both,
      ['--input', 'both.npz', '--input', 'time.lengths=lengths.i8.npy', '--out', 'last=last.npy', '--out', 'all.npz'],
      ['both.npz', 'lengths.i8'],
    );
    expect([code, err]).toEqual([
      0,
      'wrote last [2, 3] to last.npy\nwrote m [2, 3, 3] to all.npz\nthe samples of "m" have different lengths: behind their last steps "all.npz" holds 0\nwrote last [2, 3] to all.npz\n',
    ]);
    const again = await rnnc(['run', 'm.yaml', '--input', 'all.npz'], { cwd: folder });
    expect(again.err).toMatch(/no input "m".*no input "m\.lengths"|no input "last"/s);
    const last = readFileSync(join(folder, 'last.npy'));
    const packed = readFileSync(join(folder, 'all.npz'));
    // stored as they are
    expect(packed.includes(last)).toBe(true);
    expect(packed.includes(Buffer.from(toNpy({ data: Int32Array.of(3, 1), shape: [2] })))).toBe(true);
  });

  test.each<[string, string, readonly string[], readonly string[], string]>([
    ['Fortran order', series, ['--input', 'x.fortran.npy'], ['x.fortran'], 'it is in Fortran order'],
    ['float16', series, ['--input', 'x.f2.npy'], ['x.f2'], 'numpy.ascontiguousarray(a, dtype="float32")'],
    ['big-endian', series, ['--input', 'x.big.npy'], ['x.big'], 'its elements are big-endian'],
    ['another shape', series, ['--input', 'x.rank.npy'], ['x.rank'], 'x.rank.npy: the input "x" has the shape [3, 2]'],
    [
      'tokens that are none',
      both,
      ['--input', 'x=x.f4.npy', '--input', 'tokens=tokens.far.npy'],
      ['x.f4', 'tokens.far'],
      'tokens.far.npy: tokens[0][0] is outside the vocabulary',
    ],
    ['no name where there are several inputs', both, ['--input', 'x.f4.npy'], ['x.f4'], 'write --input x=x.f4.npy'],
    [
      'an input twice',
      both,
      ['--input', 'both.npz', '--input', 'x=x.f4.npy'],
      ['both.npz', 'x.f4'],
      'error[input-twice]',
    ],
    [
      'an output without a name',
      both,
      ['--input', 'both.npz', '--out', 'y.npy'],
      ['both.npz'],
      'or --out y.npz for all of them',
    ],
    ['an output that is none', both, ['--input', 'both.npz', '--out', 'y=y.npy'], ['both.npz'], 'no output "y"'],
    ['another ending', both, ['--input', 'both.npz', '--out', 'y.csv'], ['both.npz'], 'a name that ends with .npy'],
    [
      'the input in the place of the output',
      series,
      ['--input', 'x.f4.npy', '--out', 'x.f4.npy'],
      ['x.f4'],
      'error[output-is-input]',
    ],
  ])('refused: %s', async (_, model, args, names, message) => {
    const { code, out, err } = await run(model, args, names);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(message);
  });

  test('refused: what is cut off, and what is no archive', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'm.yaml'), series);
    writeFileSync(join(folder, 'cut.npy'), Buffer.from(goldens.inputs['x.f4'] ?? '', 'base64').subarray(0, 150));
    writeFileSync(join(folder, 'cut.npz'), Buffer.from(goldens.inputs['both.npz'] ?? '', 'base64').subarray(0, 300));
    const cut = await rnnc(['run', 'm.yaml', '--input', 'cut.npy'], { cwd: folder });
    const archive = await rnnc(['run', 'm.yaml', '--input', 'cut.npz'], { cwd: folder });
    expect([cut.code, archive.code]).toEqual([1, 1]);
    expect(cut.err).toContain('it holds 22 bytes where its shape takes 48');
    expect(archive.err).toContain('"cut.npz" can\'t be read as arrays of NumPy');
    const plain = zipSync({ 'arr_0.npy': Buffer.from(goldens.inputs['x.f4'] ?? '', 'base64') });
    writeFileSync(join(folder, 'plain.npz'), plain);
    const unnamed = await rnnc(['run', 'm.yaml', '--input', 'plain.npz'], { cwd: folder });
    expect(unnamed.err).toContain('name the array when you save it: numpy.savez(FILE, x=…)');
    const several = await rnnc(['run', 'm.yaml', '--input', 'a.json', '--input', 'cut.npy'], { cwd: folder });
    expect(several.code).toBe(2);
  });
});
