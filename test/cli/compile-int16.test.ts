import { cpSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readArtifact } from '../../src/artifact/file/read.ts';
import { compareOutputs } from '../../src/cli/reports/rounding-error.ts';
import { Output } from '../../src/model/output.ts';
import { models, rnnc, temporaryFolder } from './command.ts';

const yaml = `parameters: {units: 48}
inputs: {x: {shape: [batch, time, 3]}}
layers:
  m: {type: recurrent, input: x, cell: {lstm: {units: units}}}
  y: {type: dense, input: m, units: 2}
outputs: {m: m, y: y}
`;

function folderWith(text = yaml): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'm.yaml'), text);
  return cwd;
}
const read = (cwd: string, file: string) => readArtifact(readFileSync(join(cwd, file)));

/** The lines of errors: output, largest error, part of the largest entry. */
const errorsIn = (out: string): readonly (readonly [string, number, number])[] =>
  [...out.matchAll(/^ {2}(\w+) +([\d.e-]+), ([\d.e-]+) of the largest entry$/gm)].map(
    ([, name = '', error, part]) => [name, Number(error), Number(part)] as const,
  );

describe('compile --weights int16', () => {
  test('halves the weights, tells both sizes and the error on random inputs, and the file runs', async () => {
    const cwd = folderWith();
    await rnnc(['compile', 'm.yaml', '-o', 'plain.rnnc'], { cwd });
    const { code, out, err } = await rnnc(['compile', 'm.yaml', '--weights', 'int16'], { cwd });
    expect([code, err]).toEqual([0, '']);
    const [bytes, plain] = [statSync(join(cwd, 'm.rnnc')).size, statSync(join(cwd, 'plain.rnnc')).size];
    expect(out).toContain(`wrote m.rnnc: 10,082 numbers in 5 weights, ${bytes} bytes; ${plain} with float32 weights`);
    expect(plain - bytes).toBeGreaterThan(2 * 48 * 192 - 6_000);
    expect(out).toContain(
      '2 of 5 weights are in 16 bits; largest error of each output on random inputs, 4 series of 32 steps:',
    );
    const errors = errorsIn(out);
    expect(errors.map(([name]) => name)).toEqual(['m', 'y']);
    for (const [, error, part] of errors) {
      expect(error).toBeGreaterThan(1e-7);
      expect(part).toBeLessThan(1e-3);
      expect(part).toBeGreaterThan(1e-7);
    }
    expect(read(cwd, 'm.rnnc').precision).toBe('int16');
    // the same error that the file has when it is run
    const input = { x: [Array.from({ length: 20 }, (_, t) => [Math.sin(t), Math.cos(t), 0.5])] };
    writeFileSync(join(cwd, 'x.json'), JSON.stringify(input));
    const run = async (file: string): Promise<number[]> =>
      (
        JSON.parse((await rnnc(['run', file, '--input', 'x.json', '--json'], { cwd })).out).outputs.m as number[][][]
      ).flat(2);
    const [exact, rounded] = [await run('plain.rnnc'), await run('m.rnnc')];
    const difference = Math.max(...exact.map((v, i) => Math.abs(v - (rounded[i] ?? Number.NaN))));
    const measured = await rnnc(['compile', 'm.yaml', '--weights', 'int16', '-i', 'x.json', '-o', 'n.rnnc'], { cwd });
    expect(measured.out).toContain('largest error of each output on x.json:');
    expect(errorsIn(measured.out)[0]?.[1]).toBeCloseTo(difference, 7);
  });

  test('measures on the data of the model, also of one that was trained, whose record stays', async () => {
    const cwd = temporaryFolder();
    cpSync(join(models, 'adding.yaml'), join(cwd, 'adding.yaml'));
    await rnnc(['train', 'adding.yaml', '--epochs', '1'], { cwd });
    const { code, out, err } = await rnnc(['compile', 'adding.rnnc', '--weights', 'int16', '-o', 'small.rnnc'], {
      cwd,
    });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/largest error of each output on \d+ samples of its validation data:/);
    const [before, after] = [read(cwd, 'adding.rnnc'), read(cwd, 'small.rnnc')];
    expect(after.training).toEqual(before.training);
    expect(before.training).toBeDefined();
    // measured in 16 bits, as it runs
    expect((await rnnc(['evaluate', 'small.rnnc'], { cwd })).code).toBe(0);
  });

  test('says so where the data is not there', async () => {
    const cwd = folderWith(
      `${yaml}data: {source: gone.csv, windows: {width: 4, horizon: 1}, feeds: {x: {columns: [a, b, c]}, target: {columns: [a, b], part: horizon}}}\ntraining: {losses: [{type: mse, output: y}]}\n`,
    );
    const { code, out, err } = await rnnc(['compile', 'm.yaml', '--weights', 'int16'], { cwd });
    expect(code).toBe(0);
    expect(err).toContain('measured on random inputs');
    expect(out).toContain('on random inputs');
  });

  test('a compiled model stays as it is held until that is said anew', async () => {
    const cwd = folderWith();
    await rnnc(['compile', 'm.yaml', '--weights', 'int16', '-o', 'a.rnnc'], { cwd });
    const again = await rnnc(['compile', 'a.rnnc', '-o', 'b.rnnc'], { cwd });
    expect(again.err).toMatch(
      /weights of "a.rnnc" have been rounded to 16 bits before: the error is that of the kernels/,
    );
    expect((await rnnc(['compile', 'b.rnnc', '-o', 'b2.rnnc'], { cwd })).err.match(/rounded/g)).toHaveLength(1);
    expect(readFileSync(join(cwd, 'b.rnnc')).equals(readFileSync(join(cwd, 'a.rnnc')))).toBe(true);
    const wide = await rnnc(['compile', 'a.rnnc', '--weights', 'float32', '-o', 'c.rnnc'], { cwd });
    expect(wide.err).toMatch(/weights of "a.rnnc" have been rounded to 16 bits before: as float32 they stay/);
    const taken = await rnnc(['compile', 'm.yaml', '--weights', 'a.rnnc', '-o', 'd.rnnc'], { cwd });
    expect(taken.err).toMatch(/weights of "a.rnnc" have been rounded/);
    await rnnc(['compile', 'm.yaml', '-o', 'plain.rnnc'], { cwd });
    for (const precision of ['int16', 'float32'])
      expect((await rnnc(['compile', 'plain.rnnc', '--weights', precision, '-o', 'e.rnnc'], { cwd })).err).toBe('');
    const [a, c] = [read(cwd, 'a.rnnc'), read(cwd, 'c.rnnc')];
    expect([a.precision, c.precision]).toEqual(['int16', undefined]);
    expect(c.weights).toEqual(a.weights);
  });

  test('takes weights from a file besides, in any order, also from one named like a precision', async () => {
    const cwd = folderWith();
    await rnnc(['compile', 'm.yaml', '--seed', '9', '-o', 'int16'], { cwd });
    const orders = [
      ['--weights', './int16', '--weights', 'int16'],
      ['--weights', 'int16', '--weights', './int16'],
    ];
    const files = await Promise.all(
      orders.map(async (order, i) => {
        expect((await rnnc(['compile', 'm.yaml', ...order, '-o', `${i}.rnnc`], { cwd })).code).toBe(0);
        return readFileSync(join(cwd, `${i}.rnnc`));
      }),
    );
    expect(files[0]?.equals(files[1] as Buffer)).toBe(true);
    await rnnc(['compile', 'm.yaml', '--weights', 'int16', '--seed', '9', '-o', 'seeded.rnnc'], { cwd });
    expect(read(cwd, '0.rnnc').weights).toEqual(read(cwd, 'seeded.rnnc').weights);
  });

  test.each([
    [['--weights', 'int16', '--weights', 'float32'], /said before: int16/],
    [['--weights', 'a', '--weights', 'b'], /named before, "a"/],
    [['--input', 'x.json'], /--input is for --weights int16/],
  ])('%s is wrong usage', async (args, message) => {
    const cwd = folderWith();
    const { code, err } = await rnnc(['compile', 'm.yaml', ...args], { cwd });
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test('a model of small matrices has nothing in 16 bits, and is told so', async () => {
    const cwd = folderWith(yaml.replace('units: 48', 'units: 3'));
    const { code, out, err } = await rnnc(['compile', 'm.yaml', '--weights', 'int16'], { cwd });
    expect(code).toBe(0);
    expect(err).toContain('no weight is held in 16 bits');
    expect(out).toContain('0 of 5 weights are in 16 bits');
    expect((await rnnc(['inspect', 'm.rnnc'], { cwd })).out).toMatch(/^m: .*, 0 of 5 weights in 16 bits$/m);
  });

  test('a precision that there is not is told from a file that is not there', async () => {
    const cwd = folderWith();
    for (const name of ['int8', 'int32', 'fp16']) {
      const { code, err } = await rnnc(['compile', 'm.yaml', '--weights', name], { cwd });
      expect(code).toBe(1);
      expect(err).toContain(`there is no file "${name}", and no such way to hold weights`);
      expect(err).toContain('a file with weights or float32 or int16');
    }
    const empty = await rnnc(['compile', 'm.yaml', '--weights', ''], { cwd });
    expect(empty.code).toBe(2);
    expect(empty.err).toContain('float32 or int16');
    for (const name of ['int16', 'int8', '']) {
      const { code, err } = await rnnc(['run', 'm.yaml', '--input', 'x.json', '--weights', name], { cwd });
      expect(code).toBe(1);
      expect(err).toContain(`there is no file "${name}"`);
      expect(err).toContain('chosen when a model is compiled');
    }
    const other = await rnnc(['compile', 'm.yaml', '--weights', 'gone.safetensors'], { cwd });
    expect(other.err).toContain('there is no file "gone.safetensors"\n');
    expect(other.err).not.toContain('hold weights');
  });

  test.each([
    ['is not there', null, /no file "x.json"/],
    ['does not fit', '{"x": [[[1, 2]]]}', /"x"/],
  ])('an input that %s leaves no file', async (_, text, message) => {
    const cwd = folderWith();
    if (text !== null) writeFileSync(join(cwd, 'x.json'), text);
    const { code, err } = await rnnc(['compile', 'm.yaml', '--weights', 'int16', '--input', 'x.json'], { cwd });
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(existsSync(join(cwd, 'm.rnnc'))).toBe(false);
  });
});

test('inspect shows what is in 16 bits, of a compiled model and as a YAML model would be', async () => {
  const cwd = folderWith();
  await rnnc(['compile', 'm.yaml', '--weights', 'int16'], { cwd });
  const inspect = async (...args: string[]): Promise<string> => (await rnnc(['inspect', ...args], { cwd })).out;
  expect(await inspect('m.rnnc')).toMatch(/^m: .*, 2 of 5 weights in 16 bits$/m);
  expect(JSON.parse(await inspect('m.rnnc', '--json'))).toMatchObject({ precision: 'int16', inInt16: 2 });
  for (const stage of ['lower', 'fuse', 'generate', 'plan'])
    expect(await inspect('m.yaml', '--weights', 'int16', '--after', stage), stage).toBe(
      await inspect('m.rnnc', '--after', stage),
    );
  expect(await inspect('m.rnnc', '--after', 'fuse')).toContain('int16-product [batch; 48, 48]');
  expect(await inspect('m.rnnc', '--after', 'generate')).toContain('i32x4.dot_i16x8_s');
  expect(await inspect('m.yaml', '--after', 'generate')).not.toContain('i32x4.dot_i16x8_s');
  expect(await inspect('m.rnnc', '--weights', 'float32', '--after', 'fuse')).toBe(
    await inspect('m.yaml', '--after', 'fuse'),
  );
  const stats = async (...args: string[]) => JSON.parse(await inspect(...args, '--stats', '--json'));
  const [int16, float32] = [await stats('m.rnnc'), await stats('m.rnnc', '--weights', 'float32')];
  expect(int16.kernels['int16-product']).toBe(4);
  expect(float32.kernels['int16-product']).toBeUndefined();
  expect(int16.persistentBytes).toBeLessThan(float32.persistentBytes);
});

test('errors of outputs', () => {
  const of = (...values: number[]): Output => new Output(Float32Array.from(values), [values.length], []);
  const numbersOf = (...values: number[]): Output => new Output(Int32Array.from(values), [values.length], []);
  const [nan, inf] = [Number.NaN, Number.POSITIVE_INFINITY];
  const one = (before: Output, after: Output) => compareOutputs({ y: before }, { y: after })[0];
  expect(one(of(1, -4, nan, inf), of(1.5, -4, nan, inf))).toEqual({
    name: 'y',
    largest: 0.5,
    magnitude: 4,
    changed: null,
  });
  expect(one(of(1, 2), of(1, nan))?.largest).toBeNaN();
  expect(one(of(1, nan), of(1, 2))?.largest).toBeNaN();
  expect(one(of(1, inf), of(1, 2))?.largest).toBe(inf);
  expect(one(of(0, -0), of(-0, 0))?.largest).toBe(0);
  expect(one(numbersOf(3, 4, 5), numbersOf(3, 9, 1))?.changed).toEqual({ count: 2, of: 3 });
});
