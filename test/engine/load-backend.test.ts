import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { loadBackend } from '../../src/engine/backend/load-backend.ts';
import { selfTest } from '../../src/engine/self-test.ts';
import { load } from '../../src/load.ts';
import { cellModel } from '../model/models.ts';

const folder = fileURLToPath(new URL('../../wasm', import.meta.url));
const simd = readFileSync(`${folder}/tfjs-backend-wasm-simd.wasm`);
const plain = readFileSync(`${folder}/tfjs-backend-wasm.wasm`);
const page = '<!doctype html><title>Not here</title>';

let server: Server;
let origin: string;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const files: { readonly [path: string]: readonly [number, string | Uint8Array] } = {
      '/good/tfjs-backend-wasm-simd.wasm': [200, simd],
      '/good/tfjs-backend-wasm.wasm': [200, plain],
      '/named/backend-4f3a.wasm': [200, simd],
      '/page/tfjs-backend-wasm-simd.wasm': [200, page],
      '/cut/tfjs-backend-wasm-simd.wasm': [200, simd.subarray(0, 100_000)],
      '/other/tfjs-backend-wasm-simd.wasm': [200, Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0)],
      '/empty/tfjs-backend-wasm-simd.wasm': [200, ''],
      '/forbidden/tfjs-backend-wasm-simd.wasm': [403, ''],
    };
    const [status, body] = files[path] ?? [404, page];
    response.writeHead(status).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
});

let factory: () => tf.KernelBackend | Promise<tf.KernelBackend>;
/** A page that has imported tfjs's wasm, and in which nothing has been loaded. */
function reset(): void {
  const shared = (tf.engine() as unknown as { [key: symbol]: { instance: unknown } })[Symbol.for('rnnc.backend')];
  if (shared !== undefined) shared.instance = null;
  if (tf.findBackendFactory('wasm') !== null) tf.removeBackend('wasm');
  tf.registerBackend('wasm', factory, 0);
}
beforeAll(async () => {
  await loadBackend();
  factory = tf.findBackendFactory('wasm');
});
beforeEach(() => {
  asked.length = 0;
  reset();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
  reset();
});

const registered = (): unknown => tf.engine().registry.wasm;
const failure = async (loading: Promise<unknown>): Promise<RnncError> => {
  const error = await loading.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof RnncError)) throw new Error(`no RnncError: ${String(error)}`);
  return error;
};
const said = async (loading: Promise<unknown>): Promise<string> => {
  const [diagnostic] = (await failure(loading)).diagnostics;
  return `${diagnostic?.code}: ${diagnostic?.message} | ${diagnostic?.fix}`.replaceAll(origin, 'http://page');
};

test.each([
  ['a folder with a slash', () => ({ wasmPaths: `${origin}/good/` })],
  ['a folder without one', () => ({ wasmPaths: `${origin}/good` })],
  ['a file', () => ({ wasmPaths: `${origin}/named/backend-4f3a.wasm` })],
  ['a URL', () => ({ wasmPaths: new URL('/good/', origin) })],
  ['one name', () => ({ wasmPaths: { 'tfjs-backend-wasm-simd.wasm': `${origin}/named/backend-4f3a.wasm` } })],
  [
    'the name of the file without SIMD',
    () => ({ wasmPaths: { 'tfjs-backend-wasm.wasm': `${origin}/good/tfjs-backend-wasm.wasm` } }),
  ],
  ['a folder of this machine', () => ({ wasmPaths: folder })],
  ['a file URL', () => ({ wasmPaths: pathToFileURL(folder) })],
  ['bytes', () => ({ wasmBinary: simd })],
  ['a buffer', () => ({ wasmBinary: new Uint8Array(simd).buffer })],
])('the .wasm comes from %s', async (_, options) => {
  const backend = await loadBackend(options());
  expect([selfTest(backend, 'fast'), selfTest(backend, 'public')]).toEqual([true, true]);
  expect(asked.length).toBeLessThanOrEqual(1);
});

test('without options nothing is fetched, be the file beside the code or not', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch');
  expect(selfTest(await loadBackend(), 'fast')).toBe(true);
  reset();
  const read = vi.fn(() => {
    throw new Error('ENOENT');
  });
  vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ readFileSync: read } as never);
  expect(selfTest(await loadBackend(), 'fast')).toBe(true);
  expect(read).toHaveBeenCalledOnce();
  expect(fetched).not.toHaveBeenCalled();
});

test('an engine without SIMD gets the other file', async () => {
  const has = tf.env().getBool('WASM_HAS_SIMD_SUPPORT');
  tf.env().set('WASM_HAS_SIMD_SUPPORT', false);
  try {
    await loadBackend({ wasmPaths: `${origin}/good` });
    expect(asked).toEqual(['/good/tfjs-backend-wasm.wasm']);
    reset();
    expect(await said(loadBackend({ wasmPaths: { 'tfjs-backend-wasm-simd.wasm': '/a.wasm' } }))).toMatch(
      /no address of "tfjs-backend-wasm.wasm"/,
    );
  } finally {
    tf.env().set('WASM_HAS_SIMD_SUPPORT', has);
  }
});

test('what fails to load says where, what came back and what to do', async () => {
  const of = (wasmPaths: string): Promise<string> => said(loadBackend({ wasmPaths: `${origin}${wasmPaths}` }));
  const found: string[] = [];
  for (const path of ['/absent', '/forbidden', '/page', '/empty', '/other']) found.push(await of(path));
  found.push(await said(loadBackend({ wasmPaths: '/no/such/folder' })));
  found.push(await said(loadBackend({ wasmBinary: new TextEncoder().encode(page) })));
  // The engine's own words stand in these.
  expect(await of('/cut')).toMatch(/\/cut\/tfjs-backend-wasm-simd\.wasm: .+ \| take the file from rnnc\/wasm\/ again/);
  expect(await said(loadBackend({ wasmPaths: 'http://127.0.0.1:1/' }))).toMatch(/the request failed \(.+\) \| serve/);
  expect(found.join('\n')).toMatchInlineSnapshot(`
    "wasm-load-failed: can't load the WASM backend from http://page/absent/tfjs-backend-wasm-simd.wasm: the server answered 404 Not Found | serve the files of rnnc/wasm/ and give their folder as wasmPaths, or give the bytes of one as wasmBinary
    wasm-load-failed: can't load the WASM backend from http://page/forbidden/tfjs-backend-wasm-simd.wasm: the server answered 403 Forbidden | serve the files of rnnc/wasm/ and give their folder as wasmPaths, or give the bytes of one as wasmBinary
    wasm-load-failed: can't load the WASM backend from http://page/page/tfjs-backend-wasm-simd.wasm: it is an HTML page | the server answers a wrong address with a page: serve the files of rnnc/wasm/ and give their folder as wasmPaths, or give the bytes of one as wasmBinary
    wasm-load-failed: can't load the WASM backend from http://page/empty/tfjs-backend-wasm-simd.wasm: it is an empty file | serve the files of rnnc/wasm/ and give their folder as wasmPaths, or give the bytes of one as wasmBinary
    wasm-load-failed: can't load the WASM backend from http://page/other/tfjs-backend-wasm-simd.wasm: it is a WebAssembly module of another kind (the build with threads is not used) | serve the files of rnnc/wasm/ and give their folder as wasmPaths, or give the bytes of one as wasmBinary
    wasm-load-failed: can't load the WASM backend from /no/such/folder/tfjs-backend-wasm-simd.wasm: ENOENT: no such file or directory, open '/no/such/folder/tfjs-backend-wasm-simd.wasm' | serve the files of rnnc/wasm/ and give their folder as wasmPaths, or give the bytes of one as wasmBinary
    wasm-load-failed: can't load the WASM backend from wasmBinary: it is an HTML page | the server answers a wrong address with a page: serve the files of rnnc/wasm/ and give their folder as wasmPaths, or give the bytes of one as wasmBinary"
  `);
});

test('options that name no place are refused', async () => {
  const definition = cellModel({ features: 2, units: 3 });
  const of = (options: object): Promise<string> => said(load(definition, options));
  const found = [
    await of({ wasmPaths: 5 }),
    await of({ wasmPaths: '' }),
    await of({ wasmPaths: { 'tfjs-backend-wasm-sind.wasm': '/a.wasm' } }),
    await of({ wasmPaths: { 'tfjs-backend-wasm-simd.wasm': 7 } }),
    await of({ wasmBinary: 'AGFzbQ==' }),
    await of({ wasmPaths: '/wasm/', wasmBinary: simd }),
  ];
  expect(found.join('\n')).toMatchInlineSnapshot(`
    "option-value: load(): the option wasmPaths can't be 5 | give the address of a folder or of a .wasm file, or an object with the address of each file, or leave wasmPaths out
    option-value: load(): the option wasmPaths can't be "" | give the address of a folder or of a .wasm file, or an object with the address of each file, or leave wasmPaths out
    option-value: wasmPaths has no address of "tfjs-backend-wasm-simd.wasm", which this engine needs | did you mean "tfjs-backend-wasm-simd.wasm"?
    option-value: load(): the option wasmPaths can't be an object with the key tfjs-backend-wasm-simd.wasm | give the address of a folder or of a .wasm file, or an object with the address of each file, or leave wasmPaths out
    option-value: load(): the option wasmBinary can't be "AGFzbQ==" | give the bytes of a .wasm file, or leave wasmBinary out
    option-conflict: wasmPaths and wasmBinary both say where the WASM backend comes from | leave one out"
  `);
});

test('a failed load can be tried again with other paths', async () => {
  await failure(loadBackend({ wasmPaths: `${origin}/absent` }));
  await failure(loadBackend({ wasmPaths: `${origin}/absent` }));
  expect(asked).toHaveLength(2);
  expect(selfTest(await loadBackend({ wasmPaths: `${origin}/good` }), 'fast')).toBe(true);
});

test('loads at once share a download, its backend and its failure', async () => {
  const failed = await Promise.all([1, 2].map(() => failure(loadBackend({ wasmPaths: `${origin}/absent` }))));
  expect(failed[0]).toBe(failed[1]);
  const [a, b] = await Promise.all([1, 2].map(() => loadBackend({ wasmPaths: `${origin}/good` })));
  expect(asked).toHaveLength(2);
  expect(a?.memory).toBe(b?.memory);
});

test('of loads at once that name different places the first that works counts, and the others say so', async () => {
  const notices: string[] = [];
  const [bad, ...good] = await Promise.allSettled([
    loadBackend({ wasmPaths: `${origin}/absent` }),
    loadBackend({ wasmPaths: `${origin}/good` }),
    loadBackend({ wasmPaths: `${origin}/named/backend-4f3a.wasm`, onNotice: (text) => notices.push(text) }),
    loadBackend({ onNotice: (text) => notices.push(text) }),
  ]);
  expect(bad.status).toBe('rejected');
  expect(new Set(good.map((load) => (load.status === 'fulfilled' ? load.value.memory : load.reason))).size).toBe(1);
  expect(asked).toEqual(['/absent/tfjs-backend-wasm-simd.wasm', '/good/tfjs-backend-wasm-simd.wasm']);
  expect(notices).toEqual([
    `the WASM backend is there already, from ${origin}/good/tfjs-backend-wasm-simd.wasm: what wasmPaths or wasmBinary name now is not used`,
  ]);
});

test('a server that never answers is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  vi.stubGlobal(
    'fetch',
    (_: string, { signal }: { readonly signal: AbortSignal }) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
  const loading = said(loadBackend({ wasmPaths: 'https://example.org/' }));
  await vi.advanceTimersByTimeAsync(29_000);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await loading).toMatch(/tfjs-backend-wasm-simd\.wasm: nothing came for 30 seconds/);
});

test("a backend of the page's that never starts is not waited for", async () => {
  const engine = tf.engine() as unknown as { backendName: string; pendingBackendInit: Promise<unknown> | null };
  const { backendName, pendingBackendInit } = engine;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  Object.assign(engine, { backendName: 'wasm', pendingBackendInit: new Promise(() => {}) });
  try {
    const loading = loadBackend();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(selfTest(await loading, 'fast')).toBe(true);
  } finally {
    Object.assign(engine, { backendName, pendingBackendInit });
  }
});

test("a backend with threads stays the page's alone", async () => {
  const threaded = { wasm: { PThread: {} }, dispose: () => {} };
  tf.engine().registry.wasm = threaded as never;
  const backend = await loadBackend();
  expect(registered()).toBe(threaded);
  expect(selfTest(backend, 'fast')).toBe(true);
  expect((await loadBackend()).memory).toBe(backend.memory);
});

test('where the page could start threads, it is left to make its own backend', async () => {
  const has = tf.env().get('WASM_HAS_MULTITHREAD_SUPPORT');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', true);
  try {
    const backend = await loadBackend();
    expect(registered()).toBeUndefined();
    expect(selfTest(backend, 'public')).toBe(true);
    expect((await loadBackend()).memory).toBe(backend.memory);
    expect(tf.env().get('WASM_HAS_MULTITHREAD_SUPPORT')).toBe(true);
  } finally {
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', has);
  }
});

test('after the page removed the backend, a load makes a new one', async () => {
  const definition = cellModel({ features: 2, units: 3 });
  const feeds = {
    x: [
      [
        [1, 2],
        [3, 4],
      ],
    ],
  };
  const old = await load(definition);
  const expected = old.run(feeds).y?.data;
  tf.removeBackend('wasm');
  expect(() => old.run(feeds)).toThrowError(/backend-failed: .*removed from tfjs/);
  const model = await load(definition);
  expect(model.run(feeds).y?.data).toEqual(expected);
  model.dispose();
  old.dispose();
});

test('the load of a model says what came instead of one', async () => {
  vi.stubGlobal('fetch', async () => new Response(page));
  expect(await said(load('https://example.org/m.rnnc'))).toMatchInlineSnapshot(
    `"artifact-invalid: "https://example.org/m.rnnc" is an HTML page, no compiled model | check the address: servers answer a wrong one with a page"`,
  );
  vi.unstubAllGlobals();
  expect(await said(load(new TextEncoder().encode('# a model\nname: m\nmodel:\n  - x\n')))).toMatchInlineSnapshot(
    `"artifact-invalid: "the model" is YAML, no compiled model | compile it first: \`rnnc compile\`, or load(compile(text)) with "rnnc""`,
  );
});
