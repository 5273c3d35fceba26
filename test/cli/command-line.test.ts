import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readArtifact } from '../../src/artifact/file/read.ts';
import { writeSafetensors } from '../../src/artifact/safetensors.ts';
import { hasRelaxedSimd } from '../../src/engine/backend/relaxed-simd.ts';
import { models, rnnc, temporaryFolder } from './command.ts';

const seed = 'models/seed-rnn.yaml';
const series = '{"x":[[[1],[2]]]}';
const expected = {
  output: [1.56128388, 2.72707101],
  state: [0.53704957, 0.46211716, 0.85973818, 0.88366641],
  before_activation: [0.6, 0.5, 1.2923401, 1.39225678],
};

function expectSeed(json: string): void {
  const { outputs } = JSON.parse(json) as { outputs: { [name: string]: number[][][] } };
  expect(Object.keys(outputs).sort()).toEqual(Object.keys(expected).sort());
  for (const [name, values] of Object.entries(expected)) {
    const found = (outputs[name] ?? []).flat(2);
    expect(found.length).toBe(values.length);
    for (const [i, value] of values.entries()) expect(Math.abs((found[i] ?? 0) - value)).toBeLessThan(1e-6);
  }
}

describe.concurrent('help and usage', () => {
  test('--version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await rnnc(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test.each([[[]], [['init']], [['check']], [['compile']], [['run']], [['inspect']], [['config']]])(
    '%j --help has examples',
    async (command) => {
      const { code, out, err } = await rnnc([...command, '--help']);
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain('Usage: rnnc');
      expect(out).toMatch(/Examples:\n {2}/);
    },
  );

  test.each<readonly [string, readonly string[], RegExp]>([
    ['no command', [], /Usage: rnnc/],
    ['an unknown command', ['chek'], /Did you mean check/],
    ['an unknown option', ['check', seed, '--jsn'], /unknown option '--jsn'/],
    ['a missing argument', ['run'], /missing required argument/],
    ['too many arguments', ['config', seed, seed], /too many arguments/],
    ['a setting without a value', ['check', seed, '--set', 'units'], /NAME=NUMBER/],
    ['a setting that is no number', ['check', seed, '--set', 'units=many'], /not a number/],
    ['half a seed', ['compile', seed, '--seed', '0.5'], /whole number/],
    ['a negative number of steps', ['run', seed, '--unroll', '-1'], /whole number/],
    ['another answer about NaN', ['run', seed, '--nan', 'maybe'], /Allowed choices are error, allow/],
    ['a stage that does not exist', ['inspect', seed, '--after', 'magic'], /Allowed choices/],
    ['two things to inspect', ['inspect', seed, '--after', 'build', '--stats'], /one of/],
    ['the sources of a source', ['inspect', seed, '--spec'], /compiled model/],
    ['standard input twice', ['run', '-', '--input', '-'], /standard input/],
    ['no name to write to', ['compile', '-'], /-o/],
  ])('%s: exit code 2, nothing on standard output', async (_, args, message) => {
    const { code, out, err } = await rnnc(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/^\s+at /m);
  });
});

describe.concurrent('run', () => {
  test('JSON in, one JSON object out', async () => {
    const { code, out, err } = await rnnc(['run', seed, '--input', '-', '--json'], { input: series });
    expect([code, err]).toEqual([0, '']);
    expectSeed(out);
  });

  test('the table', async () => {
    const { code, out, err } = await rnnc(['run', seed, '--input', 'models/data/seed-rnn.json']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^before_activation {2}\[batch 1, time 2, 2\]$/m);
    expect(out).toMatch(/^ {2}\[0, 0\] {2}0\.6 +0\.5$/m);
  });

  test.each(['fast', 'public'])('on the %s path', async (path) => {
    expectSeed((await rnnc(['run', seed, '--input', '-', '--json', '--path', path], { input: series })).out);
  });

  test('CSV, and unrolled', async () => {
    expectSeed((await rnnc(['run', seed, '--input', '-', '--json', '--unroll', '2'], { input: 'x\n1\n2\n' })).out);
  });

  test('NaN where it is allowed', async () => {
    const input = '{"x":[[[1],["NaN"]]]}';
    const allowed = await rnnc(['run', seed, '--input', '-', '--json', '--nan', 'allow'], { input });
    expect(allowed.code).toBe(0);
    expect(JSON.parse(allowed.out).outputs.output[0][1]).toEqual(['NaN']);
  });

  test('a model from standard input', async () => {
    const { code, out } = await rnnc(['run', '-', '--input', 'models/data/seed-rnn.json', '--json'], {
      input: readFileSync(join(models, 'seed-rnn.yaml')),
    });
    expect(code).toBe(0);
    expectSeed(out);
  });

  test('weights from a file', async ({ onTestFinished }) => {
    const file = join(temporaryFolder(onTestFinished), 'w.safetensors');
    const { out } = await rnnc(['inspect', seed, '--json']);
    const { weights } = JSON.parse(out) as { weights: { name: string; shape: number[]; parameters: number }[] };
    const zero = new Map(
      weights.map(({ name, shape, parameters }) => [name, { shape, data: new Float32Array(parameters) }]),
    );
    writeFileSync(file, writeSafetensors(zero, new Map()));
    const run = await rnnc(['run', seed, '--input', '-', '--json', '--weights', file], { input: series });
    expect(JSON.parse(run.out).outputs.output).toEqual([[[0], [0]]]);
    writeFileSync(file, writeSafetensors(new Map([...zero].slice(1)), new Map()));
    const missing = await rnnc(['run', seed, '--input', '-', '--weights', file], { input: series });
    expect([missing.code, missing.out]).toEqual([1, '']);
    expect(missing.err).toContain('error[weight-missing]');
  });

  test.each<readonly [string, string, string]>([
    ['no JSON', '{"x": [[[1], [2]]', '<stdin>:1:18 error[input-not-json]'],
    ['a list', '[[[1]]]', '<stdin>:1:1 error[input-not-json]'],
    ['an input missing', '{}', 'error[input-missing]'],
    ['an unknown input', '{"x":[[[1]]],\n"y":[[[1]]]}', '<stdin>:2:5 error[input-unknown]'],
    ['a wrong rank', '{"x":[1,2]}', '<stdin>:1:6 error[input-rank]'],
    ['rows with too many features', '{"x":[[[1],[2,3]]]}', '<stdin>:1:12 error[input-ragged]'],
    ['text', '{"x":[[[1],["two"]]]}', '<stdin>:1:13 error[input-not-a-number]'],
    ['NaN', '{"x":[[[1],["NaN"]]]}', '<stdin>:1:13 error[input-nan]'],
    ['a length beyond time', '{"x":[[[1],[2]]],"time.lengths":[3]}', '<stdin>:1:34 error[length-out-of-range]'],
    ['a bad field of CSV', 'x\n1\ntwo\n', '<stdin>:3:1 error[input-not-a-number]'],
    ['an empty field of CSV', 'x\n1\n""\n2\n', '<stdin>:3:1 error[input-nan]'],
  ])('%s: exit code 1, with its place', async (_, input, place) => {
    const { code, out, err } = await rnnc(['run', seed, '--input', '-', '--json'], { input });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(place);
    expect(err).toMatch(/fix: +\w/);
    expect(err).not.toMatch(/^\s+at /m);
  });

  test('without any input it says how to give one', async () => {
    const { code, err } = await rnnc(['run', seed]);
    expect(code).toBe(1);
    expect(err).toContain('--input FILE');
  });

  test('a token out of the vocabulary', async () => {
    const { code, err } = await rnnc(['run', 'models/tagger.yaml', '--input', '-'], {
      input: '{"tokens": [[1, 1000]]}',
    });
    expect(code).toBe(1);
    expect(err).toContain('<stdin>:1:17 error[token-out-of-range]');
  });
});

describe('files that are not as they should be', () => {
  test.each<readonly [what: string, file: string, content: string | Uint8Array | null, message: string]>([
    ['missing', 'none.yaml', null, 'file-missing'],
    ['a folder', '.', null, 'file-is-folder'],
    ['in a folder that is a file', 'good.yaml/model.yaml', null, 'file-missing'],
    ['not UTF-8', 'l.yaml', Uint8Array.of(0x6e, 0xe4, 0x0a), 'file-not-utf8'],
    ['empty', 'e.yaml', '', 'e.yaml:1:1 error['],
    ['an artifact that is no such', 'a.rnnc', 'no', 'artifact-truncated'],
  ])('%s', async (_, file, content, message) => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'good.yaml'), '');
    if (content !== null) writeFileSync(join(cwd, file), content);
    const commands = [
      ['check', file],
      ['run', file],
      ['compile', file, '-o', 'out.rnnc'],
      ['inspect', file],
      ['config', file],
    ];
    for (const { code, out, err } of await Promise.all(commands.map((args) => rnnc(args, { cwd })))) {
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain(message);
      expect(err).toMatch(/fix: +\w/);
    }
    expect(readdirSync(cwd)).not.toContain('out.rnnc');
  });

  test('check tells the mistakes of all files, and which are well', async () => {
    const cwd = temporaryFolder();
    writeFileSync(
      join(cwd, 'bad.yaml'),
      'inputs: {x: {shape: [batch, 1]}}\nlayers:\n  y: {type: dens, input: x, units: 1}\noutputs: {y: y}\n',
    );
    cpSync(join(models, 'seed-rnn.yaml'), join(cwd, 'good.yaml'));
    const { code, out, err } = await rnnc(['check', 'bad.yaml', 'good.yaml', 'none.yaml'], { cwd });
    expect(code).toBe(1);
    expect(out).toBe('good.yaml: ok, 11 numbers in 5 weights\n');
    expect(err).toMatch(/bad\.yaml:3:\d+ error/);
    expect(err).toContain('there is no file "none.yaml"');
  });

  test('an import can not leave the folder of the model, not even by a link', async () => {
    const outside = temporaryFolder();
    const cwd = temporaryFolder();
    writeFileSync(join(outside, 'secret.yaml'), 'cells: {}\n');
    mkdirSync(join(cwd, 'cells'));
    symlinkSync(join(outside, 'secret.yaml'), join(cwd, 'cells/mine.yaml'));
    writeFileSync(
      join(cwd, 'm.yaml'),
      `imports: [cells/mine.yaml]\n${readFileSync(join(models, 'seed-rnn.yaml'), 'utf8')}`,
    );
    const { code, err } = await rnnc(['check', 'm.yaml'], { cwd });
    expect(code).toBe(1);
    expect(err).toContain('error[import-path]: "cells/mine.yaml" is a link');
  });
});

describe('compile', () => {
  test('other folders, time zones, languages and clocks give the same bytes', async () => {
    const [one, two] = [temporaryFolder(), temporaryFolder()];
    mkdirSync(join(two, 'deep/er'), { recursive: true });
    cpSync(join(models, 'tagger.yaml'), join(one, 'tagger.yaml'));
    cpSync(join(models, 'tagger.yaml'), join(two, 'deep/er/tagger.yaml'));
    const first = await rnnc(['compile', 'tagger.yaml'], { cwd: one, env: { TZ: 'UTC', LANG: 'C', LC_ALL: 'C' } });
    const second = await rnnc(['compile', 'deep/er/tagger.yaml', '-o', 'x.rnnc'], {
      cwd: two,
      env: { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    });
    expect([first.code, first.err, second.code, second.err]).toEqual([0, '', 0, '']);
    expect(readFileSync(join(one, 'tagger.rnnc')).equals(readFileSync(join(two, 'x.rnnc')))).toBe(true);
    expect(readdirSync(one).sort()).toEqual(['tagger.rnnc', 'tagger.yaml']);
  });

  test('the artifact runs, is inspected and gives its sources back verbatim', async () => {
    const cwd = temporaryFolder();
    const text = `\uFEFF${readFileSync(join(models, 'seed-rnn.yaml'), 'utf8').replaceAll('\n', '\r\n')}# ü 😀`;
    writeFileSync(join(cwd, 'm.yaml'), text);
    expect((await rnnc(['compile', 'm.yaml'], { cwd })).code).toBe(0);
    expectSeed((await rnnc(['run', 'm.rnnc', '--input', '-', '--json'], { cwd, input: series })).out);
    expect(await rnnc(['inspect', 'm.rnnc', '--spec'], { cwd })).toEqual({ code: 0, out: text, err: '' });
    const summary = JSON.parse((await rnnc(['inspect', 'm.rnnc', '--json'], { cwd })).out) as { kernels: object[] };
    expect({ ...summary, kernels: [] }).toEqual(JSON.parse((await rnnc(['inspect', 'm.yaml', '--json'], { cwd })).out));
    expect(summary.kernels).toEqual(
      ['inference.full', 'inference.masked', 'self-test'].map((program) => ({ program, bytes: expect.any(Number) })),
    );
    expect((await rnnc(['inspect', 'm.rnnc'], { cwd })).out).toMatch(/^kernels\n {2}inference\.full +[\d,]+ bytes$/m);
    expect((await rnnc(['inspect', 'm.rnnc', '--after', 'optimize'], { cwd })).out).toBe(
      (await rnnc(['inspect', 'm.yaml', '--after', 'optimize'], { cwd })).out,
    );
    const set = await rnnc(['run', 'm.rnnc', '--set', 'units=3'], { cwd });
    expect([set.code, set.err]).toEqual([2, expect.stringContaining('YAML')]);
  });

  test('an artifact that is compiled again keeps its weights', async () => {
    const cwd = temporaryFolder();
    await rnnc(['compile', join(models, 'tagger.yaml'), '-o', 'a.rnnc', '--set', 'units=3'], { cwd });
    await rnnc(['compile', 'a.rnnc', '-o', 'b.rnnc'], { cwd });
    expect(readFileSync(join(cwd, 'b.rnnc')).equals(readFileSync(join(cwd, 'a.rnnc')))).toBe(true);
    await rnnc(['compile', join(models, 'tagger.yaml'), '-o', 'c.rnnc', '--set', 'units=3', '--seed', '8'], { cwd });
    await rnnc(['compile', 'a.rnnc', '-o', 'd.rnnc', '--weights', 'c.rnnc'], { cwd });
    const weightsOf = (file: string) => [...readArtifact(readFileSync(join(cwd, file))).weights];
    expect(weightsOf('d.rnnc')).toEqual(weightsOf('c.rnnc'));
    expect(weightsOf('d.rnnc')).not.toEqual(weightsOf('a.rnnc'));
  });

  test('imports and settings are kept', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'cells'));
    writeFileSync(
      join(cwd, 'cells/mine.yaml'),
      "cells:\n  sum:\n    description: adds up\n    parameters: {units: size}\n    inputs: {x: [n]}\n    state: [{h: [units]}]\n    weights: {kernel: {shape: [n, units]}}\n    equations: |\n      h' = h + x @ kernel\n    output: h'\n",
    );
    writeFileSync(
      join(cwd, 'm.yaml'),
      'imports: [cells/mine.yaml]\nparameters: {units: 2}\ninputs: {x: {shape: [batch, time, 1]}}\nlayers:\n  r: {type: recurrent, input: x, cell: {mine.sum: {units: units}}}\noutputs: {r: r}\n',
    );
    expect(await rnnc(['compile', 'm.yaml', '--set', 'units=3', '--seed', '5'], { cwd })).toMatchObject({
      code: 0,
      err: '',
    });
    const { out } = await rnnc(['inspect', 'm.rnnc', '--json'], { cwd });
    expect(JSON.parse(out)).toMatchObject({
      seed: 5,
      parameters: { units: 3 },
      weights: [{ name: 'r.0.forward.kernel', shape: [1, 3], owner: 'r', uses: ['r.0.forward'] }],
    });
    const spec = await rnnc(['inspect', 'm.rnnc', '--spec'], { cwd });
    expect(spec.out).toBe(readFileSync(join(cwd, 'm.yaml'), 'utf8'));
    expect(spec.err).toContain('--spec cells/mine.yaml');
    expect((await rnnc(['inspect', 'm.rnnc', '--spec', 'cells/mine.yaml'], { cwd })).out).toBe(
      readFileSync(join(cwd, 'cells/mine.yaml'), 'utf8'),
    );
    const none = await rnnc(['inspect', 'm.rnnc', '--spec', 'other.yaml'], { cwd });
    expect([none.code, none.out]).toEqual([1, '']);
  });

  test('a model with mistakes leaves nothing, and an earlier artifact as it was', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'm.yaml'), 'inputs: {x: {shape: [batch, 1]}}\n');
    writeFileSync(join(cwd, 'm.rnnc'), 'earlier');
    const { code, out } = await rnnc(['compile', 'm.yaml'], { cwd });
    expect([code, out]).toEqual([1, '']);
    expect(readFileSync(join(cwd, 'm.rnnc'), 'utf8')).toBe('earlier');
    expect(readdirSync(cwd).sort()).toEqual(['m.rnnc', 'm.yaml']);
  });

  test.each(['no/such/folder/m.rnnc', '.', 'm.yaml/m.rnnc'])('where it can not write: %s', async (target) => {
    const cwd = temporaryFolder();
    cpSync(join(models, 'seed-rnn.yaml'), join(cwd, 'm.yaml'));
    const { code, out, err } = await rnnc(['compile', 'm.yaml', '-o', target], { cwd });
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('error[output-not-writable]');
    expect(readdirSync(cwd)).toEqual(['m.yaml']);
  });

  test('a damaged artifact is refused by every command', async () => {
    const cwd = temporaryFolder();
    await rnnc(['compile', join(models, 'seed-rnn.yaml'), '-o', 'm.rnnc'], { cwd });
    const bytes = readFileSync(join(cwd, 'm.rnnc'));
    bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
    writeFileSync(join(cwd, 'm.rnnc'), bytes);
    for (const command of ['check', 'run', 'inspect', 'config']) {
      const { code, out, err } = await rnnc([command, 'm.rnnc'], { cwd });
      expect([command, code, out]).toEqual([command, 1, '']);
      expect(err).toContain('error[artifact-changed]');
    }
  });
});

describe.concurrent('inspect', () => {
  test('the summary names owners and uses', async () => {
    const { code, out } = await rnnc(['inspect', 'models/tagger.yaml']);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^ {2}encoder\.0\.backward\.kernel +\[16, 64\] +1,024 +owner encoder +used by encoder\.0\.backward$/m,
    );
  });

  test('a shared weight counts once and lists all its uses', async ({ onTestFinished }) => {
    const cwd = temporaryFolder(onTestFinished);
    writeFileSync(
      join(cwd, 'm.yaml'),
      'inputs: {x: {shape: [batch, time, 4]}}\nlayers:\n  a: {type: recurrent, input: x, cell: {lstm: {units: 4}}}\n  b: {type: recurrent, input: a, cell: {lstm: {units: 4}}, share: a}\noutputs: {b: b}\n',
    );
    const summary = JSON.parse((await rnnc(['inspect', 'm.yaml', '--json'], { cwd })).out) as {
      total: number;
      weights: { name: string; uses: string[] }[];
    };
    expect(summary.total).toBe(4 * 16 + 4 * 16 + 16);
    expect(summary.weights.map((w) => w.uses)).toEqual(summary.weights.map(() => ['a.0.forward', 'b.0.forward']));
  });

  test('statistics, for sizes of choice', async () => {
    const small = JSON.parse(
      (await rnnc(['inspect', 'models/tagger.yaml', '--stats', '--json', '--time', '10'])).out,
    ) as { [key: string]: unknown };
    const large = JSON.parse(
      (await rnnc(['inspect', 'models/tagger.yaml', '--stats', '--json', '--time', '20', '--batch', '2'])).out,
    ) as { [key: string]: unknown };
    expect(small).toMatchObject({ sizes: { batch: 1, time: 10 }, path: 'fast' });
    expect(large).toMatchObject({ sizes: { batch: 2, time: 20 }, kernels: small.kernels });
    expect(Number(large.flops)).toBeGreaterThan(3 * Number(small.flops));
    const text = (await rnnc(['inspect', 'models/tagger.yaml', '--stats', '--path', 'public'])).out;
    for (const title of ['path', 'ops', 'flops', 'planned peak'])
      expect(text).toMatch(new RegExp(`^${title} +\\S`, 'm'));
    expect(text).toMatch(/^path +public$/m);
  });

  /** What the gates of its cell, `z_i, z_j, z_f, z_o = split([x, h] @ kernel + bias)`, are at each stage. */
  const gates: { readonly [stage: string]: readonly RegExp[] } = {
    read: [/^cell tf1\.basic_lstm$/m, /^ {2}z_i, z_j, z_f, z_o = split\(\[x, h\] @ kernel \+ bias\)$/m],
    // in the loop, on one matrix
    build: [
      /^ {4}\S+ float32\[batch, 32\] = matmul \S+ %lstm\.0\.forward\.kernel$/m,
      /^ {4}.*lstm\.0\.forward\.step\.z_i: .* = split /m,
    ],
    // what needs no state before it
    'hoist-invariants': [/^ {2}\S+ float32\[num_steps, batch, 32\] = matmul %current_input\.steps/m],
    // a matrix per gate
    optimize: [/^ {2}\S+ float32\[4, 8\] = slice \S+ \{axis: 1, start: 24, end: 32\}$/m],
    unroll: [/^ {2}%lstm\.0\.forward\.step\.i\.t1: float32\[batch, 8\] = sigmoid /m],
    lower: [/^ {2}#\d+ = _FusedMatMul #\d+ #\d+ #\d+/m, /^ {4}#\d+ = sigmoid #\d+$/m],
    fuse: [/^ {4}#\d+ = product \[batch; 8, 8\] #\d+ #\d+ #\d+ from each$/m, /^ {6}v\d+ = sigmoid v\d+$/m],
    generate: [
      /^ {2};; lstm\.0\.forward {2}rnnc:cells\/tf1\.yaml:\d+ {2}z_i, z_j, z_f, z_o = split\(\[x, h\] @ kernel \+ bias\)\n.*?^ {2}\(func \$product_8x8/ms,
      /^ {2}\(func \$main\.1 \(export "main\.1"\) \(param \$arguments i32\)$/m,
      /\(call \$product_8x8\.\d+ .*\)$/m,
    ],
    plan: [/^ {2}arena \d+ bytes, persistent \d+ bytes/m, /^ {2}persistent \d+: #\d+ final_output\.kernel\.panels$/m],
  };

  test.each(Object.entries(gates))('--after %s', async (stage, shown) => {
    const { code, out, err } = await rnnc(['inspect', 'models/basic-lstm.yaml', '--after', stage]);
    expect([code, err]).toEqual([0, '']);
    for (const pattern of shown) expect(out).toMatch(pattern);
  });

  test('statistics of both kinds of kernels, also of every step', async () => {
    const inspect = ['inspect', 'models/tagger.yaml', '--stats', '--time', '10'];
    const text = (await rnnc(inspect)).out;
    expect(text).toMatch(/^ +generated +stock$/m);
    const two = (title: string): readonly [number, number] => {
      const [, a, b] = new RegExp(`^${title} +(\\d+)(?: bytes(?: \\(.*?\\))?)? +(\\d+)`, 'm').exec(text) ?? [];
      return [Number(a), Number(b)];
    };
    const { stock, profiles, ...generated } = JSON.parse((await rnnc([...inspect, '--json'])).out);
    for (const [title, what] of [
      ['calls', 'calls'],
      ['flops', 'flops'],
      ['moved', 'bytesMoved'],
      ['planned peak', 'peakBytes'],
    ] as const)
      expect(two(title), title).toEqual([generated[what], stock[what]]);
    expect([generated.code, stock.code]).toEqual(['generated', 'stock']);
    for (const kind of ['generated', 'stock']) {
      expect(text).toMatch(
        new RegExp(`^measured, ${kind} kernels: .*\\n +share +time +calls +flops +bytes moved +step$`, 'm'),
      );
      for (const step of profiles[kind])
        expect(step).toMatchObject({
          calls: expect.any(Number),
          flops: expect.any(Number),
          bytesMoved: expect.any(Number),
        });
    }
  });

  test('the statistics of a training step have its updates', async () => {
    const inspect = ['inspect', 'models/adding.yaml', '--stats', '--variant', 'training', '--time', '5', '--json'];
    const { profiles } = JSON.parse((await rnnc(inspect)).out) as {
      profiles: { [kind: string]: readonly { readonly part: string }[] };
    };
    for (const kind of ['generated', 'stock'])
      expect(
        profiles[kind]?.some(({ part }) => part === 'update'),
        kind,
      ).toBe(true);
  });

  test.each([['--stats'], ['--after', 'generate'], ['--after', 'differentiate']])(
    'the training variant of a model that is not trained: %s %s',
    async (...what) => {
      const { code, out, err } = await rnnc(['inspect', seed, ...what, '--variant', 'training']);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/has no section "training"\n(?:.*\n)*.*fix: +add `training: \{\}`/);
    },
  );

  test.each([
    ['--kernels', ['--kernels', 'stock', '--after', 'generate']],
    ['--kernels', ['--kernels', 'auto']],
    ['--path', ['--path', 'public']],
    ['--relaxed', ['--relaxed']],
    ['--relaxed', ['--relaxed', '--after', 'fuse']],
    ['--weights', ['--weights', 'int16']],
    ['--weights', ['--weights', 'int16', '--after', 'build']],
    ['--batch', ['--batch', '3']],
    ['--time', ['--time', '3', '--after', 'lower']],
    ['--json', ['--json', '--after', 'build']],
    ['--variant', ['--variant', 'training']],
  ])('%s where it would change nothing: %j', async (option, args) => {
    const { code, out, err } = await rnnc(['inspect', seed, ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(`${option} changes nothing here: it works with `);
  });

  test('the sizes of a plan', async () => {
    const plan = async (...more: string[]) => (await rnnc(['inspect', seed, '--after', 'plan', ...more])).out;
    expect(await plan('--batch', '64', '--time', '3')).not.toBe(await plan());
  });
});

describe.concurrent('kernels', () => {
  test('are generated, or those of tfjs', async () => {
    const inspect = ['inspect', 'models/tagger.yaml', '--stats'];
    const generated = (await rnnc(inspect)).out;
    const stock = (await rnnc([...inspect, '--kernels', 'stock'])).out;
    expect(generated).toMatch(/^code +generated$/m);
    expect(generated).toMatch(/^ +\d+ {2}product$/m);
    expect(stock).toMatch(/^code +stock$/m);
    expect(stock).toMatch(/^ +\d+ {2}BatchMatMul$/m);
  });

  test('give the same results', async () => {
    const run = ['run', seed, '--input', 'models/data/seed-rnn.json', '--json'];
    for (const kernels of ['auto', 'stock']) {
      const { code, out, err } = await rnnc([...run, '--kernels', kernels]);
      expect([code, err]).toEqual([0, '']);
      expectSeed(out);
    }
  });

  test.each(['run', 'evaluate', 'forecast', 'generate', 'train', 'inspect'])('%s has the option', async (command) => {
    expect((await rnnc([command, '--help'])).out).toContain('--kernels <whose>');
    const { code, err } = await rnnc([command, seed, '--kernels', 'fast']);
    expect([code, err]).toEqual([2, expect.stringContaining('Allowed choices are auto, stock')]);
  });

  test.each(['run', 'evaluate', 'forecast', 'generate', 'train', 'inspect'])('%s can be relaxed', async (command) => {
    expect((await rnnc([command, '--help'])).out).toContain('--relaxed');
    const input = command === 'forecast' ? ['--input', seed] : [];
    const { code, err } = await rnnc([command, seed, ...input, '--relaxed', '--kernels', 'stock']);
    expect([code, err]).toEqual([2, expect.stringContaining('--relaxed is of the kernels written for the model')]);
  });

  test('relaxed ones run, or else the default ones with a notice', async () => {
    const { code, out, err } = await rnnc(['run', seed, '--input', 'models/data/seed-rnn.json', '--json', '--relaxed']);
    expect([code, err]).toEqual([
      0,
      hasRelaxedSimd() ? '' : expect.stringMatching(/^kernels with fused multiply-adds can't run here.*\n$/),
    ]);
    expectSeed(out);
  });

  test('their text has fused multiply-adds where that is asked for', async () => {
    const text = async (...more: string[]): Promise<string> =>
      (await rnnc(['inspect', seed, '--after', 'generate', ...more])).out;
    expect(await text()).not.toContain('relaxed');
    expect(await text('--relaxed')).toContain('f32x4.relaxed_madd');
  });

  test('their program and text are printed with the lines that they come from', async () => {
    const { out } = await rnnc(['inspect', seed, '--after', 'generate']);
    expect(out).toMatch(/^\(module\n {2}\(import "env" "memory" \(memory 1\)\)\n/);
    expect(out).toMatch(/;; .*seed-rnn\.yaml:\d+ /);
    expect((await rnnc(['inspect', seed, '--after', 'fuse'])).out).toMatch(/^program seed-rnn .*\n(?:.*\n)*.*product/);
  });
});

describe.concurrent('config', () => {
  test('settings are built in', async () => {
    const { out } = await rnnc(['config', 'models/tagger.yaml', '--set', 'units=32', '--seed', '9', '--unroll', '4']);
    expect(out).toMatch(/^seed: 9$/m);
    expect(out).toMatch(/^unroll: 4$/m);
    expect(out).toMatch(/units: 32/);
  });
});

describe('init', () => {
  test('writes a model that is well, runs, and is not overwritten by accident', async () => {
    const cwd = temporaryFolder();
    expect(await rnnc(['init', 'first'], { cwd })).toEqual({
      code: 0,
      out: 'wrote first.yaml\nnext: rnnc check first.yaml\n',
      err: '',
    });
    const text = readFileSync(join(cwd, 'first.yaml'), 'utf8');
    const schema = /^# yaml-language-server: \$schema=(.+)\n/.exec(text)?.[1] ?? '';
    expect(JSON.parse(readFileSync(join(cwd, schema), 'utf8'))).toMatchObject({ title: 'rnnc model' });
    expect((await rnnc(['check', 'first.yaml'], { cwd })).code).toBe(0);
    const run = await rnnc(['run', 'first.yaml', '--input', '-', '--json'], { cwd, input: '{"x": [[[1], [2], [3]]]}' });
    expect(JSON.parse(run.out).outputs.answer).toEqual([[expect.any(Number)]]);
    writeFileSync(join(cwd, 'first.yaml'), 'mine');
    const again = await rnnc(['init', 'first.yaml'], { cwd });
    expect([again.code, again.out]).toEqual([1, '']);
    expect(again.err).toContain('--force');
    expect(readFileSync(join(cwd, 'first.yaml'), 'utf8')).toBe('mine');
    expect((await rnnc(['init', 'first.yaml', '--force'], { cwd })).code).toBe(0);
    expect(readFileSync(join(cwd, 'first.yaml'), 'utf8')).toBe(text);
  });

  test('a name that the language does not take is changed', async () => {
    const cwd = temporaryFolder();
    await rnnc(['init', '2 seas.yml'], { cwd });
    expect((await rnnc(['check', '2 seas.yml'], { cwd })).code).toBe(0);
  });
});

describe('the terminal', () => {
  test('colours only where they are asked for', async () => {
    const args = ['check', 'none.yaml'];
    const ansi = String.fromCharCode(27);
    expect((await rnnc(args)).err).not.toContain(ansi);
    expect((await rnnc(args, { env: { FORCE_COLOR: '1' } })).err).toContain(ansi);
    expect((await rnnc(args, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).err).not.toContain(ansi);
    const table = ['run', seed, '--input', 'models/data/seed-rnn.json'];
    expect((await rnnc(table, { env: { CI: 'true' } })).out).not.toContain(ansi);
  });
});
