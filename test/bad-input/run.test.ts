import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSafetensors } from '../../src/artifact/safetensors.ts';
import { runCommandLine } from '../../src/cli/command-line.ts';

const series = `inputs:
  x: {shape: [batch, time, 2]}
layers:
  m: {type: recurrent, input: x, cell: {tf1.basic_rnn: {units: 3}}}
outputs: {m: m}
`;
const tokens = `inputs:
  tokens: {shape: [batch, time], dtype: int32}
layers:
  e: {type: embedding, input: tokens, vocabulary: 10, units: 2}
outputs: {e: e}
`;
const trees = `inputs:
  words: {shape: [batch, node], dtype: int32}
  parse: {tree: node}
layers:
  v: {type: embedding, input: words, vocabulary: 10, units: 2}
  e: {type: recursive, input: v, tree: parse, cell: {tree.nary_lstm: {units: 2}}}
outputs: {e: e.root}
`;

let folder = '';
let home = '';
beforeAll(async () => {
  home = process.cwd();
  folder = mkdtempSync(join(tmpdir(), 'rnnc-bad-'));
  process.chdir(folder);
  writeFileSync('series.yaml', series);
  writeFileSync('tokens.yaml', tokens);
  writeFileSync('trees.yaml', trees);
  writeFileSync('good.json', '{"x": [[[1, 2]]]}');
  expect((await rnnc('compile', 'series.yaml')).code).toBe(0);
});
afterAll(() => {
  process.chdir(home);
  rmSync(folder, { recursive: true });
});
afterEach(() => vi.restoreAllMocks());

async function rnnc(
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly err: string; readonly out: string }> {
  const written = { err: '', out: '' };
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    written.err += String(chunk);
    return true;
  });
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written.out += String(chunk);
    return true;
  });
  return { code: await runCommandLine(args), ...written };
}

/** The first lines of all mistakes: `file:line:col error[code]: text`. */
const mistakesIn = (err: string): readonly string[] =>
  err.split('\n').filter((line) => /(^| )error\[[a-z-]+\]: /.test(line));

interface Fed {
  readonly name: string;
  readonly model?: string;
  readonly file: string;
  readonly text: string;
  readonly expected: readonly string[];
}

const fed: readonly Fed[] = JSON.parse(readFileSync(join(import.meta.dirname, 'feeds.json'), 'utf8'));

describe('inputs', () => {
  test.each(fed)('$name', async ({ model = 'series.yaml', file, text, expected }) => {
    writeFileSync(file, text);
    const { code, err, out } = await rnnc('run', model, '--input', file);
    expect(mistakesIn(err)).toEqual(expected);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).not.toMatch(/^\s+at /m);
    for (const [, line] of expected.map((e) => /:(\d+):\d+ error/.exec(e) ?? []))
      if (line !== undefined) expect(err).toMatch(new RegExp(`^> *${line} \\|`, 'm'));
  });
});

/** A safetensors file of these tensors, its offsets changed by `edit`. */
function weightsFile(
  edit: (header: { [name: string]: { dtype: string; shape: number[]; data_offsets: [number, number] } }) => void,
): Uint8Array {
  const header = {
    'm.0.forward.bias': { dtype: 'F32', shape: [3], data_offsets: [0, 12] as [number, number] },
    'm.0.forward.kernel': { dtype: 'F32', shape: [5, 3], data_offsets: [12, 72] as [number, number] },
  };
  edit(header);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + 72);
  new DataView(file.buffer).setUint32(0, text.length, true);
  file.set(text, 8);
  return file;
}

const weights: readonly (readonly [string, Uint8Array, string])[] = [
  ['truncated', weightsFile(() => {}).slice(0, -4), 'weights-truncated'],
  [
    'overlapping',
    weightsFile((h) => {
      const kernel = h['m.0.forward.kernel'];
      if (kernel !== undefined) kernel.data_offsets = [8, 68];
    }),
    'weights-overlap',
  ],
  [
    'missing',
    weightsFile((h) => {
      delete h['m.0.forward.bias'];
      const kernel = h['m.0.forward.kernel'];
      if (kernel !== undefined) kernel.data_offsets = [0, 60];
    }).slice(0, -12),
    'weight-missing',
  ],
  [
    'extra',
    weightsFile((h) => {
      const { 'm.0.forward.bias': bias } = h;
      delete h['m.0.forward.bias'];
      if (bias !== undefined) h['m.0.forward.bais'] = bias;
    }),
    'weight-unknown',
  ],
  [
    'misshapen',
    weightsFile((h) => {
      const kernel = h['m.0.forward.kernel'];
      if (kernel !== undefined) kernel.shape = [3, 5];
    }),
    'weight-shape',
  ],
];

describe('weights', () => {
  test('the file they are cut from is good', async () => {
    writeFileSync(
      'good.safetensors',
      weightsFile(() => {}),
    );
    expect((await rnnc('run', 'series.yaml', '--input', 'good.json', '--weights', 'good.safetensors')).code).toBe(0);
  });

  test.each(weights)('%s', async (name, bytes, expected) => {
    writeFileSync(`${name}.safetensors`, bytes);
    const { code, err, out } = await rnnc(
      'run',
      'series.yaml',
      '--input',
      'good.json',
      '--weights',
      `${name}.safetensors`,
    );
    expect(mistakesIn(err).map((line) => /error\[([a-z-]+)\]/.exec(line)?.[1])).toContain(expected);
    expect(mistakesIn(err)).toMatchSnapshot();
    expect(code).toBe(1);
    expect(out).toBe('');
  });
});

describe('artifacts', () => {
  const broken = (edit: (bytes: Uint8Array) => Uint8Array): Uint8Array =>
    edit(Uint8Array.from(readFileSync('series.rnnc')));
  const newer = (bytes: Uint8Array): Uint8Array => {
    const text = new TextDecoder('latin1').decode(bytes).replace('"rnnc.format":"1', '"rnnc.format":"9');
    return Uint8Array.from(text, (c) => c.charCodeAt(0));
  };

  test.each([
    ['truncated', (b: Uint8Array) => b.slice(0, b.length - 9), /error\[artifact-(truncated|changed)\]/],
    [
      'flipped',
      (b: Uint8Array) => {
        b[b.length - 3] = (b[b.length - 3] ?? 0) ^ 4;
        return b;
      },
      /error\[artifact-changed\]/,
    ],
    ['newer', newer, /error\[artifact-version\]/],
  ])('%s', async (name, edit, expected) => {
    writeFileSync(`${name}.rnnc`, broken(edit));
    const { code, err, out } = await rnnc('run', `${name}.rnnc`, '--input', 'good.json');
    expect(err).toMatch(expected);
    expect(mistakesIn(err)).toMatchSnapshot();
    expect(code).toBe(1);
    expect(out).toBe('');
  });
});

test('an output that can not be written leaves nothing behind', async () => {
  const before = readdirSync('.');
  const { code, err } = await rnnc('compile', 'series.yaml', '-o', 'no-such-folder/out.rnnc');
  expect(mistakesIn(err).join()).toContain('error[output-not-writable]');
  expect(code).toBe(1);
  expect(readdirSync('.')).toEqual(before);
});

test('mistakes in the model leave no output', async () => {
  writeFileSync('wrong.yaml', series.replace('units: 3', 'units: three'));
  const { code } = await rnnc('compile', 'wrong.yaml');
  expect(code).toBe(1);
  expect(readdirSync('.')).not.toContain('wrong.rnnc');
});

test('what is compiled is what the weights file holds', () => {
  const { tensors } = readSafetensors(Uint8Array.from(readFileSync('series.rnnc')));
  const weights = [...tensors.keys()].filter((name) => !name.startsWith('rnnc.kernels.'));
  expect(weights.sort()).toEqual(['m.0.forward.bias', 'm.0.forward.kernel']);
});
