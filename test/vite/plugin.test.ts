import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, createServer, type HotPayload, type ViteDevServer } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { writeSafetensors } from '../../src/artifact/safetensors.ts';
import { everyWeight } from '../../src/export/index.ts';
import { compile, load } from '../../src/index.ts';
import { rnnc } from '../../src/vite/plugin.ts';
import { temporaryFolder } from '../cli/command.ts';
import { mistakesIn } from '../typing/checked.ts';

const model = (units: number): string => `
imports: [cells.yaml]
inputs: {x: {shape: [batch, time, 2]}}
layers: {memory: {type: recurrent, input: x, cell: {cells.leaky: {units: ${units}}}}}
outputs: {last: memory.last}
`;
const cells = (rate: number): string => `
cells:
  leaky:
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{h: [units]}]
    weights: {w: {shape: [n + units, units]}}
    equations: |
      h' = h + ${rate} * (tanh([x, h] @ w) - h)
    output: h'
`;
const x = [
  [
    [1, 0],
    [0, 1],
  ],
];

function app(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(join(import.meta.dirname, '../..'), join(folder, 'node_modules/rnnc'));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  writeFileSync(join(folder, 'leaky.yaml'), model(4));
  writeFileSync(join(folder, 'cells.yaml'), cells(0.5));
  writeFileSync(
    join(folder, 'main.js'),
    "import model from './leaky.yaml';\nexport default model;\nimport.meta.hot?.accept();\n",
  );
  return folder;
}

async function numbersOf(source: Parameters<typeof load>[0]): Promise<unknown> {
  const loaded = await load(source);
  const numbers = loaded.run({ x }).last?.toArray();
  loaded.dispose();
  return numbers;
}
const expected = (units: number, rate: number): Promise<unknown> =>
  numbersOf(
    compile(model(units), { file: 'leaky.yaml', resolve: (path) => (path === 'cells.yaml' ? cells(rate) : null) }),
  );

async function serve(
  root: string,
): Promise<{ server: ViteDevServer; origin: string; next: () => Promise<HotPayload> }> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [rnnc()],
    optimizeDeps: { noDiscovery: true },
    // changes are told by the tests
    server: { watch: null, host: '127.0.0.1', port: 0, ws: false },
  });
  onTestFinished(() => server.close());
  await server.listen();
  const { hot } = server.environments.client;
  const waiting: ((payload: HotPayload) => void)[] = [];
  hot.send = ((payload: HotPayload) => waiting.shift()?.(payload)) as typeof hot.send;
  const [origin = ''] = server.resolvedUrls?.local ?? [];
  return { server, origin, next: () => new Promise((resolve) => waiting.push(resolve)) };
}

/** The numbers of what the dev server gives a page for the model. */
async function servedNumbers(origin: string): Promise<unknown> {
  const code = await (await fetch(new URL('leaky.yaml?import', origin))).text();
  const [, path = ''] = /address = "([^"]+)"/.exec(code) ?? [];
  return numbersOf(await fetch(new URL(path, origin)));
}

test('the dev server compiles a model, and again when it or a file that it imports changes', {
  timeout: 60_000,
}, async () => {
  const root = app();
  const { server, origin, next } = await serve(root);
  await server.environments.client.transformRequest('/main.js');
  expect(await servedNumbers(origin)).toEqual(await expected(4, 0.5));
  const change = async (file: string, text: string): Promise<HotPayload> => {
    writeFileSync(join(root, file), text);
    const told = next();
    server.watcher.emit('change', join(root, file));
    return told;
  };
  expect(await change('cells.yaml', cells(0.25))).toMatchObject({ type: 'update', updates: [{ path: '/main.js' }] });
  expect(await servedNumbers(origin)).toEqual(await expected(4, 0.25));
  expect(await change('leaky.yaml', model(3))).toMatchObject({ type: 'update', updates: [{ path: '/main.js' }] });
  expect(await servedNumbers(origin)).toEqual(await expected(3, 0.25));
  // a mistake in an imported file is shown with its place there, and mended there
  await change('cells.yaml', cells(0.25).replace('tanh', 'tahn'));
  const failure = await server.environments.client.transformRequest('/leaky.yaml').catch((cause: unknown) => cause);
  expect(failure).toMatchObject({
    message: expect.stringMatching(/there is no function "tahn"[\s\S]*did you mean "tanh"/),
    loc: { file: join(root, 'cells.yaml'), line: 9, column: 23 },
    frame: expect.stringContaining('^^^^'),
    plugin: 'rnnc',
  });
  await change('cells.yaml', cells(0.75));
  expect(await servedNumbers(origin)).toEqual(await expected(3, 0.75));
  // a server runs it too
  const { default: address } = await server.ssrLoadModule('/leaky.yaml');
  expect(await numbersOf(address)).toEqual(await expected(3, 0.75));
});

test('weights that rnnc import has put beside the model are taken, where none are trained', {
  timeout: 60_000,
}, async () => {
  const root = app();
  const weights = compile(model(4), { file: 'leaky.yaml', resolve: () => cells(0.5), seed: 7 });
  writeFileSync(join(root, 'leaky.safetensors'), writeSafetensors(everyWeight(weights), new Map()));
  const { origin } = await serve(root);
  expect(await servedNumbers(origin)).toEqual(await numbersOf(weights));
});

test('trained weights lie beside the model, and are said not to be of another version of it', {
  timeout: 60_000,
}, async () => {
  const root = app();
  const weights = compile(model(4), { file: 'leaky.yaml', resolve: () => cells(0.5), seed: 7 });
  writeFileSync(join(root, 'leaky.rnnc'), weights.toBytes());
  const { server, origin } = await serve(root);
  const warned: string[] = [];
  server.config.logger.warn = (text) => warned.push(text);
  const initial = await expected(4, 0.5);
  expect(await servedNumbers(origin)).toEqual(await numbersOf(weights));
  expect(await servedNumbers(origin)).not.toEqual(initial);
  expect(warned).toEqual([]);
  const invalidate = (): void => server.environments.client.moduleGraph.invalidateAll();
  writeFileSync(join(root, 'cells.yaml'), `# a comment\n${cells(0.5)}`);
  invalidate();
  await servedNumbers(origin);
  expect(warned).toEqual([]);
  writeFileSync(join(root, 'cells.yaml'), cells(0.25));
  invalidate();
  await servedNumbers(origin);
  expect(warned.join()).toMatch(/was made from another version of leaky\.yaml/);
  writeFileSync(join(root, 'leaky.yaml'), model(3));
  invalidate();
  await expect(server.environments.client.transformRequest('/leaky.yaml')).rejects.toThrow(/memory\.0\.forward\.w/);
});

test('a build for a server holds the model, and tsc knows what is imported', { timeout: 60_000 }, async () => {
  const root = app();
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [rnnc()],
    build: { ssr: 'main.js', outDir: 'out' },
  });
  expect(readdirSync(join(root, 'out'))).toEqual(['main.js']);
  const { default: address } = await import(pathToFileURL(join(root, 'out/main.js')).href);
  expect(await numbersOf(address)).toEqual(await expected(4, 0.5));
  const program = `
import { load } from 'rnnc/runtime';
import leaky from './leaky.yaml';
const model = await load(leaky);
export const last: number[][] = model.run({ x: [[[1, 0]]] }).last.toArray();
// @ts-expect-error: there is no such input
model.run({ y: [[[1, 0]]] });
`;
  const types = readFileSync(join(root, 'leaky.yaml.d.ts'), 'utf8');
  expect(mistakesIn({ 'program.ts': program, 'leaky.yaml.d.ts': types })).toEqual([]);
});
