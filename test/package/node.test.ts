import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'rnnc-node-'));
/** Where programs run that have no packages beside them. */
const bare = mkdtempSync(join(tmpdir(), 'rnnc-bare-'));
let expected = '';

const program = `
import { compile, formatDiagnostics, load, memorySources, RnncError } from 'rnnc';
import * as runtime from 'rnnc/runtime';

const sums = \`name: sums
inputs: {x: {shape: [batch, time, 2]}}
layers:
  memory: {type: recurrent, input: x, cell: {lstm: {units: 8}}}
  sum: {type: dense, input: memory.last, units: 1}
outputs: {sum: sum}
data: {source: {task: {adding: {length: 6, samples: 60}}}}
training: {losses: [{type: mse, output: sum}], rate: 0.01, epochs: 2, early_stopping: none}
\`;

async function main() {
  const told = [];
  const compiled = compile(sums);
  const x = [[[0.5, 1], [0.25, 1]]];
  const callbacks = { onEpochEnd: (history) => told.push(history.at(-1).parts.validation.loss) };
  const { model, end } = await compiled.train({ files: memorySources({}) }, { callbacks });
  for (const origin of [compiled, model]) {
    const whole = await load(origin);
    const small = await runtime.load(origin.toBytes());
    told.push(whole.stats({ batch: 1, time: 2 }).code, ...whole.run({ x }).sum.data, small.stats({ batch: 1, time: 2 }).code, ...small.run({ x }).sum.data);
  }
  try {
    compile('inputs: [');
  } catch (error) {
    told.push(error instanceof runtime.RnncError, formatDiagnostics(error.diagnostics, error.sources, { colour: true }));
  }
  console.log(JSON.stringify([end, ...told]));
}
main();
`;

beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(root, join(folder, 'node_modules/rnnc'));
  symlinkSync(join(root, 'node_modules/@tensorflow'), join(folder, 'node_modules/@tensorflow'));
  writeFileSync(join(folder, 'package.json'), '{"private": true, "type": "module"}');
  writeFileSync(join(folder, 'program.mjs'), program);
  expected = execFileSync(process.execPath, ['program.mjs'], { cwd: folder, encoding: 'utf8' });
});
afterAll(() => {
  for (const made of [folder, bare]) rmSync(made, { recursive: true });
});

test('a program trains, loads and runs, and shows a mistake', () => {
  const [end, first, second, code, ...others] = JSON.parse(expected);
  expect([end, code]).toEqual(['epochs', 'generated']);
  expect(second).toBeLessThan(first);
  expect(others.at(-2)).toBe(true);
  expect(others.at(-1)).toContain('\u001b[31m');
});

describe('bundled by esbuild for Node, with no settings but these', () => {
  test.each(['esm', 'cjs'] as const)('%s', { timeout: 60_000 }, async (format) => {
    const outfile = join(bare, format === 'esm' ? 'bundle.mjs' : 'bundle.cjs');
    const { errors } = await build({
      entryPoints: [join(folder, 'program.mjs')],
      bundle: true,
      platform: 'node',
      format,
      outfile,
      logLevel: 'silent',
    });
    expect(errors).toEqual([]);
    const { stdout, stderr } = spawnSync(process.execPath, [outfile], { cwd: bare, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toBe(expected);
  });
});

test('`rnnc` in one file runs in Node too', { timeout: 60_000 }, () => {
  const text = program.replaceAll(/from 'rnnc(\/runtime)?'/g, `from ${JSON.stringify(join(root, 'dist/rnnc.min.js'))}`);
  writeFileSync(join(bare, 'one-file.mjs'), text);
  const { stdout, stderr } = spawnSync(process.execPath, ['one-file.mjs'], { cwd: bare, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(stdout).toBe(expected);
});

/** A tfjs model of the program's own, by the tfjs that is installed. */
const ownTfjs = (order: readonly string[]): string => `
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import { compile, load } from 'rnnc';
const model = 'inputs: {x: {shape: [batch, 2]}}\\nlayers: {y: {type: dense, input: x, units: 3}}\\noutputs: {y: y}\\n';
const steps = {
  async tfjs() {
    await tf.setBackend('wasm');
    return [tf.getBackend(), ...tf.tidy(() => tf.matMul(tf.softmax([[1, 2]]), [[3], [4]])).dataSync()];
  },
  async rnnc() {
    const loaded = await load(compile(model));
    const { y } = loaded.run({ x: [[1, 2]] });
    loaded.dispose();
    return [...y.data];
  },
};
const told = {};
for (const name of ${JSON.stringify(order)}) (told[name] ??= []).push(JSON.stringify(await steps[name]()));
console.log(JSON.stringify({ tfjs: [...new Set(told.tfjs)], rnnc: [...new Set(told.rnnc)] }));
`;

test("the program's own tfjs works before and after, in any order", { timeout: 60_000 }, () => {
  const outputs = [
    ['tfjs', 'rnnc', 'tfjs', 'rnnc'],
    ['rnnc', 'tfjs', 'rnnc', 'tfjs'],
  ].map((order) => {
    writeFileSync(join(folder, 'own-tfjs.mjs'), ownTfjs(order));
    return spawnSync(process.execPath, ['own-tfjs.mjs'], { cwd: folder, encoding: 'utf8' });
  });
  expect(outputs.map(({ stderr }) => stderr)).toEqual(['', '']);
  const [first, second] = outputs.map(({ stdout }) => JSON.parse(stdout));
  expect(first).toEqual(second);
  expect([first.tfjs.length, first.rnnc.length]).toEqual([1, 1]);
  expect(first.tfjs[0]).toMatch(/^\["wasm",3\.73/);
});

/** The program itself: what npm puts into `.bin` may write beside it when it starts. */
const deno = createRequire(import.meta.url)
  .resolve.paths('')
  ?.flatMap((modules) =>
    ['linux-x64-glibc', 'linux-arm64-glibc', 'darwin-arm64', 'darwin-x64'].map((name) =>
      join(modules, '@deno', name, 'deno'),
    ),
  )
  .find((file) => existsSync(file) && isRunnable(file));
function isRunnable(file: string): boolean {
  return spawnSync(file, ['--version']).status === 0;
}

test.skipIf(deno === undefined && process.env.CI === undefined)(
  'Deno runs the program with --allow-read alone (skipped where node_modules has no deno)',
  { timeout: 60_000 },
  () => {
    const { stdout, stderr } = spawnSync(
      deno ?? 'deno, which is missing from node_modules',
      ['run', '--allow-read', '--no-prompt', '--no-remote', '--node-modules-dir=manual', 'program.mjs'],
      { cwd: folder, encoding: 'utf8', env: { PATH: '', DENO_DIR: join(bare, 'deno'), DENO_NO_UPDATE_CHECK: '1' } },
    );
    expect(stderr).toBe('');
    expect(stdout).toBe(expected);
  },
);

describe('declarations, checked down to the last file', () => {
  const consumer = `
    import { compile, type Feeds, memorySources, RnncError } from 'rnnc';
    import { load, type Model } from 'rnnc/runtime';
    import 'rnnc/worklet';
    const feeds: Feeds = { x: [[[1], [2]]] };
    export const model: Promise<Model> = load(compile('').toBytes());
    export const bytes: Uint8Array<ArrayBuffer> = compile('').toBytes();
    export const sources = memorySources({ 'a.csv': 'a,b', 'b.bin': new Uint8Array(3) });
    export const train = (stop: { readonly aborted: boolean }) => compile('').train({ files: sources }, { signal: stop });
    export const data = new RnncError([]).toJSON();
    model.then((loaded) => loaded.run(feeds));
  `;
  const inPages = `
    export const blob = new Blob([bytes]);
    export const sent = fetch('/models', { method: 'POST', body: bytes });
    export const chosen = (file: File) => memorySources({ 'a.csv': file, 'b.csv': blob });
    export const fetched = async () => [await load(await fetch('/a.rnnc')), await load(blob), await load(new URL('https://a/b'))];
    export const stopped = compile('').train({ files: sources }, { signal: new AbortController().signal });
  `;
  test.each([
    ['without the DOM library', ['es2023'], consumer],
    ['with it: bytes are what Blob and fetch take', ['es2023', 'dom'], consumer + inPages],
  ])('%s', { timeout: 60_000 }, (name, lib, text) => {
    const [file, config] = [`${lib.join('-')}.ts`, `${lib.join('-')}.json`];
    writeFileSync(join(folder, file), text);
    // all declarations are checked but TypeScript's own, which take most of the time
    const checked = { strict: true, skipLibCheck: false, skipDefaultLibCheck: true };
    const compilerOptions = { module: 'nodenext', target: 'es2022', lib, types: [], ...checked };
    writeFileSync(
      join(folder, config),
      JSON.stringify({ compilerOptions: { ...compilerOptions, noEmit: true }, files: [file] }),
    );
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', config], { cwd: folder, encoding: 'utf8' });
    expect(stdout, name).toBe('');
    expect(status).toBe(0);
  });
});
