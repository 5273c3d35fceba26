import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile, load, type ModelOrigin, RnncError } from '../../src/index.ts';

const compiled = compile(
  'inputs: {x: {shape: [batch, 2]}}\nlayers: {y: {type: dense, input: x, units: 1}}\noutputs: {y: y}\n',
);
const bytes = Uint8Array.from(compiled.toBytes());
const folder = mkdtempSync(join(tmpdir(), 'rnnc-load-'));
const file = join(folder, 'a model.rnnc');
const server = createServer((request, response) => {
  const isModel = request.url === '/model.rnnc';
  response.writeHead(isModel ? 200 : 404).end(isModel ? bytes : 'not here');
});
let address = '';

beforeAll(async () => {
  writeFileSync(file, bytes);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** The same bytes in the middle of a larger buffer. */
function inside(): Uint8Array {
  const larger = new Uint8Array(bytes.length + 24);
  larger.set(bytes, 8);
  return larger.subarray(8, 8 + bytes.length);
}
function shared(): Uint8Array {
  const view = new Uint8Array(new SharedArrayBuffer(bytes.length));
  view.set(bytes);
  return view;
}

test.each<[what: string, source: () => ModelOrigin | Promise<ModelOrigin>]>([
  ['what compile() gave', () => compiled],
  ['a Uint8Array', () => bytes],
  ['an ArrayBuffer', () => bytes.buffer],
  ['a Buffer', () => Buffer.from(bytes)],
  ['a view of a part', inside],
  ['a DataView', () => new DataView(inside().buffer, 8, bytes.length)],
  ['an Int8Array', () => new Int8Array(bytes.buffer)],
  ['memory of several threads', shared],
  ['a Blob', () => new Blob([bytes])],
  ['a File', () => new File([bytes], 'model.rnnc')],
  ['a Response', () => new Response(bytes)],
  ['what fetch gave', () => fetch(`${address}/model.rnnc`)],
  ['a path', () => file],
  ['a relative path', () => relative(process.cwd(), file)],
  ['a file: address', () => pathToFileURL(file).href],
  ['a file: URL', () => pathToFileURL(file)],
  ['an http: address', () => `${address}/model.rnnc`],
  ['a URL', () => new URL('/model.rnnc', address)],
  ['a data: address', () => `data:application/octet-stream;base64,${Buffer.from(bytes).toString('base64')}`],
])('a model is loaded from %s', async (_, source) => {
  const model = await load(await source());
  expect(model.run({ x: [[1, 2]] }).y?.data).toEqual((await load(compiled)).run({ x: [[1, 2]] }).y?.data);
  model.dispose();
});

async function used(): Promise<Response> {
  const response = new Response(bytes);
  await response.arrayBuffer();
  return response;
}

test.each<[what: string, source: () => unknown, words: readonly string[]]>([
  ['nothing', () => undefined, ['load(): the model is missing', 'expected:', 'found:    nothing']],
  ['null', () => null, ["can't be null", 'compile()']],
  ['a number', () => 42, ["can't be 42"]],
  ['an object', () => ({}), ['an empty object']],
  ['a list', () => [1, 2], ['a list of 2']],
  ['a function', () => () => bytes, ['a function']],
  ['an empty text', () => '', ['can\'t be ""']],
  ['a promise', () => [fetch(`${address}/model.rnnc`)], ['a promise', '`await` it first']],
  ['the text of a model', () => 'inputs:\n  x: 1\n', ['a text is no model yet', 'load(compile(text))']],
  ['what JSON left of a model', () => JSON.parse(JSON.stringify(compiled)), ["a model can't be"]],
  ['a path of nothing', () => join(folder, 'none.rnnc'), ['none.rnnc', 'there is no such file', 'check the path']],
  ['a folder', () => folder, ['it is a folder']],
  ['a path with a zero', () => 'a\0b', ['no file can have such a path']],
  ['a file: address of another machine', () => 'file://elsewhere/m.rnnc', ['another machine']],
  ['an answer of 404', () => fetch(`${address}/other`), ['/other', '404']],
  ['an address of nothing', () => `${address}/other`, ['/other', '404']],
  ['a Response that was read', used, ['its body was read already', 'fetch it again']],
  ['an empty Blob', () => new Blob([]), ['artifact-truncated']],
  ['a function for bytes', () => ({ arrayBuffer: () => 5 }), ["can't be"]],
])('%s is no model', async (_, source, words) => {
  const given = await source();
  const error = await load(
    (Array.isArray(given) && given[0] instanceof Promise ? given[0] : given) as ModelOrigin,
  ).then(
    () => null,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(RnncError);
  for (const word of words) expect((error as RnncError).message).toContain(word);
  expect((error as RnncError).message).toContain('fix:');
});

test('an asynchronous notice that fails is the error of load', async () => {
  const mine = new Error('mine');
  const { load: small } = await import('../../src/runtime.ts');
  // tfjs's kernels instead of those that came with the model: a notice
  const stale = {
    ...compiled,
    graphs: compiled.graphs,
    weights: compiled.weights,
    kernels: { version: '0.0', modules: new Map() },
  };
  const onNotice = (): Promise<never> => Promise.reject(mine);
  await expect(small(stale as never, { onNotice })).rejects.toBe(mine);
});
