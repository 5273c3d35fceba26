import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { definitionOf, type ModelOrigin } from '../../src/artifact/file/model-origin.ts';
import { readArtifact } from '../../src/artifact/file/read.ts';
import { writeArtifact } from '../../src/artifact/file/write.ts';
import { scalingModel } from './models.ts';

const file = writeArtifact(scalingModel());
const model = readArtifact(file);
const folder = mkdtempSync(join(tmpdir(), 'rnnc-origin-'));
const path = join(folder, 'm.rnnc');
writeFileSync(path, file);
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllGlobals());

/** What is said where no model comes of it. */
async function refusal(origin: unknown): Promise<string> {
  try {
    await definitionOf(origin as ModelOrigin);
  } catch (error) {
    if (!(error instanceof RnncError)) throw error;
    return error.diagnostics.map((d) => `${d.code}: ${d.message} / ${d.expected} / ${d.found} / ${d.fix}`).join('\n');
  }
  throw new Error('it was taken');
}

test('bytes, a path, addresses, an answer, a Blob and a definition are the same model', async () => {
  const answers = [new Response(file), new Blob([file]), new File([file], 'm.rnnc')];
  const address = pathToFileURL(path);
  const text = `data:application/octet-stream;base64,${Buffer.from(file).toString('base64')}`;
  for (const origin of [
    file,
    file.buffer,
    path,
    address,
    address.href,
    address.href.replace('file:', 'FILE:'),
    text,
    ...answers,
  ])
    expect((await definitionOf(origin as ModelOrigin)).weights).toEqual(model.weights);
  expect(await definitionOf(model)).toBe(model);
});

test('what is no model, and what is none yet', async () => {
  const { weights, graphs } = model;
  const none = [
    undefined,
    null,
    5,
    '',
    'name: m\ninputs: {}',
    {},
    { href: 5 },
    Promise.resolve(file),
    { graphs, weights: {} },
    { graphs: null, weights },
    { graphs: 5, weights },
    { graphs: {}, weights },
    { graphs: { inference: null }, weights },
    { graphs: { inference: 'x' }, weights },
    { graphs },
    { weights },
    { arrayBuffer: async () => 'text' },
  ];
  const said: string[] = [];
  for (const origin of none) said.push(await refusal(origin));
  expect(said).toMatchSnapshot();
});

test('files that cannot be read', async () => {
  const said: string[] = [];
  for (const origin of [
    'absent.rnnc',
    folder,
    `${path}/m`,
    pathToFileURL(join(folder, 'absent')).href,
    'x'.repeat(5000),
    'a\0b',
  ])
    said.push((await refusal(origin)).replaceAll(folder, 'FOLDER'));
  expect(said).toMatchSnapshot();
});

test('a letter and a colon begin a path, two letters an address', async () => {
  expect(await refusal('C:\\models\\m.rnnc')).toContain('there is no such file');
  expect(await refusal('nothing:here')).toContain('the request failed');
});

test('what stands in a file is told with its path', async () => {
  writeFileSync(join(folder, 'page.rnnc'), '<!doctype html><p>404');
  expect(await refusal(join(folder, 'page.rnnc'))).toContain('page.rnnc" is an HTML page');
  expect(await refusal(new File(['<!doctype html><p>404'], 'of a form.rnnc'))).toContain(
    '"of a form.rnnc" is an HTML page',
  );
  expect(await refusal(new Blob(['{}']))).not.toContain('undefined');
});

test('answers that are no model', async () => {
  const read = new Response(file);
  await read.arrayBuffer();
  const broken = {
    size: 4,
    arrayBuffer: () => Promise.reject(new Error('it went away')),
  };
  const odd = { size: 4, arrayBuffer: () => Promise.reject('for no reason') };
  const said: string[] = [];
  for (const origin of [read, new Response('no', { status: 404 }), broken, odd]) said.push(await refusal(origin));
  const named = {
    url: 'https://a.example/m.rnnc',
    ok: false,
    status: 500,
    bodyUsed: false,
    arrayBuffer: async () => file,
  };
  said.push(await refusal(named), await refusal({ ...named, bodyUsed: true }));
  expect(said).toMatchSnapshot();
});

test('without files, in a page, every text is an address', async () => {
  const asked: unknown[] = [];
  vi.stubGlobal('fetch', async (address: unknown, options: { credentials: string }) => {
    asked.push([address, options.credentials]);
    return new Response(file);
  });
  vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
  expect((await definitionOf('m.rnnc')).weights).toEqual(model.weights);
  vi.stubGlobal('process', undefined);
  expect((await definitionOf('m.rnnc')).weights).toEqual(model.weights);
  expect(asked).toEqual([
    ['m.rnnc', 'same-origin'],
    ['m.rnnc', 'same-origin'],
  ]);
});

test('what the network and the page refuse', async () => {
  const address = 'https://a.example/m.rnnc';
  const said: string[] = [];
  const ask = async (answer: () => Promise<unknown>): Promise<void> => {
    vi.stubGlobal('fetch', answer);
    said.push(await refusal(address));
  };
  await ask(async () => new Response('no', { status: 404, statusText: 'Not Found' }));
  await ask(async () => new Response('no', { status: 500 }));
  await ask(async () => new Response(null));
  await ask(() => Promise.reject(new TypeError('fetch failed', { cause: new Error('no such host') })));
  await ask(() => Promise.reject('for no reason'));
  const listeners = new Set<(event: unknown) => void>();
  vi.stubGlobal('addEventListener', (_: string, listener: (event: unknown) => void) => listeners.add(listener));
  vi.stubGlobal('removeEventListener', (_: string, listener: (event: unknown) => void) => listeners.delete(listener));
  const refusedBy = (directive: string) => (): Promise<unknown> => {
    // the event comes behind the rejection
    setTimeout(() => {
      for (const listener of listeners) listener({ blockedURI: address, effectiveDirective: directive });
    }, 0);
    return Promise.reject(new TypeError('Failed to fetch'));
  };
  await ask(refusedBy('connect-src'));
  await ask(refusedBy('default-src'));
  await ask(refusedBy('img-src'));
  expect(listeners.size).toBe(0);
  expect(said).toMatchSnapshot();
});

test('a download of which nothing comes is given up after half a minute', async () => {
  vi.useFakeTimers();
  try {
    vi.stubGlobal('fetch', (_: string, { signal }: { signal: AbortSignal }) => {
      const stream = new ReadableStream({
        start(controller) {
          setTimeout(() => controller.enqueue(file.subarray(0, 10)), 29_000);
          signal.addEventListener('abort', () => controller.error(new Error('aborted')));
        },
      });
      return Promise.resolve(new Response(stream));
    });
    const said = refusal('https://a.example/m.rnnc');
    let isOver = false;
    void said.then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(58_900);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(200);
    expect(await said).toContain('nothing came for 30 seconds');
  } finally {
    vi.useRealTimers();
  }
});
