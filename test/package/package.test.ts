import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const modules = realpathSync(join(root, 'node_modules'));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
let folder = '';
let tarball = '';
let installed = '';
let files: readonly string[] = [];

/** As `npm install` would put it into an empty project; its dependencies are those of the repository, so nothing is downloaded. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rnnc-package-'));
  const packing = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [packed] = JSON.parse(execFileSync('npm', packing, { cwd: root, encoding: 'utf8' }));
  tarball = join(folder, packed.filename);
  files = packed.files.map(({ path }: { path: string }) => path).sort();
  installed = join(folder, 'node_modules/rnnc');
  mkdirSync(installed, { recursive: true });
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  for (const dependency of Object.keys(manifest.dependencies)) {
    const at = join(folder, 'node_modules', dependency);
    mkdirSync(dirname(at), { recursive: true });
    symlinkSync(join(modules, dependency), at);
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
  mkdirSync(join(folder, 'node_modules/.bin'));
  symlinkSync(`../rnnc/${manifest.bin.rnnc}`, join(folder, 'node_modules/.bin/rnnc'));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function spawned(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  expect(status, `${command} ${args.join(' ')}\n${stderr}`).toBe(0);
  return stdout;
}
/** What npx runs, without its start. */
const rnnc = (...args: readonly string[]): string => spawned('node_modules/.bin/rnnc', args);

describe('the tarball', () => {
  test('holds what is used, and no more', () => {
    const kinds = new Set(
      files.map((path) =>
        path.replace(/-[0-9A-Z]{8}\.js$/, '-HASH.js').replace(/^(dist\/types|models)\/.*(\..*)$/, '$1/*$2'),
      ),
    );
    expect([...kinds].sort()).toMatchInlineSnapshot(`
      [
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "dist/chunk-HASH.js",
        "dist/cli.js",
        "dist/hdf5.js",
        "dist/index.js",
        "dist/index.node.js",
        "dist/pictures.js",
        "dist/pictures.node.js",
        "dist/playground/examples.json",
        "dist/playground/index.css",
        "dist/playground/index.html",
        "dist/playground/model.schema.json",
        "dist/playground/page.js",
        "dist/playground/wasm/tfjs-backend-wasm-simd.wasm",
        "dist/playground/worker.js",
        "dist/rnnc.min.d.ts",
        "dist/rnnc.min.js",
        "dist/rnnc.runtime.min.d.ts",
        "dist/rnnc.runtime.min.js",
        "dist/rnnc.worklet.min.d.ts",
        "dist/rnnc.worklet.min.js",
        "dist/runtime.js",
        "dist/runtime.node.js",
        "dist/simd-wasm-HASH.js",
        "dist/tfjs-backend-wasm-HASH.js",
        "dist/tfjs-backend-wasm.js",
        "dist/tfjs-core-HASH.js",
        "dist/tfjs-core.js",
        "dist/tfjs-glue-HASH.js",
        "dist/third-party-licences.txt",
        "dist/types/*.ts",
        "dist/vite-client.d.ts",
        "dist/vite.js",
        "dist/wasm/tfjs-backend-wasm-simd.wasm",
        "dist/wasm/tfjs-backend-wasm.wasm",
        "dist/worklet.js",
        "dist/worklet.node.js",
        "models/*.conllu",
        "models/*.csv",
        "models/*.json",
        "models/*.keras",
        "models/*.md",
        "models/*.svg",
        "models/*.txt",
        "models/*.yaml",
        "package.json",
        "schema/artifact.schema.json",
        "schema/cells.schema.json",
        "schema/model.schema.json",
      ]
    `);
    expect(
      files
        .filter((path) => path.endsWith('.ts'))
        .filter((path) => readFileSync(join(installed, path), 'utf8').includes('sourceMappingURL')),
    ).toEqual([]);
  });

  test('declares bytes so that TypeScript before 5.7 reads them, where their type has no parameter', () => {
    const written = files
      .filter((path) => path.endsWith('.d.ts'))
      .flatMap((path) => {
        const text = readFileSync(join(installed, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
        return [...text.matchAll(/\b(?:\w+\d+(?:Clamped)?Array|DataView|Buffer)<.*/g)].map(
          ([line]) => `${path}: ${line}`,
        );
      });
    expect(written).toEqual([]);
  });

  test('holds the data that its models name', () => {
    const named = files.flatMap((path) => {
      if (!/^models\/[^/]*\.yaml$/.test(path)) return [];
      const [, source] = /^ {2}source: ([^{\s]+)/m.exec(readFileSync(join(installed, path), 'utf8')) ?? [];
      return source === undefined ? [] : [join(installed, 'models', source)];
    });
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  test('runs no script when it is installed', () => {
    const scripts = Object.keys(JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')).scripts);
    expect(scripts.filter((name) => /^(pre|post)?(install|prepare)$|^prepublish$/.test(name))).toEqual([]);
  });

  test('pleases publint and are-the-types-wrong', { timeout: 60_000 }, async () => {
    const { messages } = await publint({ pkgDir: installed, strict: true, pack: false });
    expect(messages).toEqual([]);
    const attw = join(root, 'node_modules/.bin/attw');
    const { status, stdout } = spawnSync(attw, [tarball, '--profile', 'esm-only', '--format', 'ascii'], {
      encoding: 'utf8',
    });
    expect(status, stdout).toBe(0);
  });
});

describe('the command', () => {
  test('starts, checks, compiles, runs and trains', { timeout: 60_000 }, () => {
    expect(spawned('npx', ['--no-install', 'rnnc', '--help'])).toContain('rnnc init first');
    rnnc('init', 'first');
    const [line = ''] = readFileSync(join(folder, 'first.yaml'), 'utf8').split('\n');
    expect(existsSync(join(folder, line.replace(/.*\$schema=/, '')))).toBe(true);
    expect(rnnc('check', 'first.yaml')).toMatch(/^first.yaml: ok/);
    expect(rnnc('compile', 'first.yaml')).toMatch(/^wrote first.rnnc/);
    writeFileSync(join(folder, 'x.json'), '{"x": [[[1], [2], [3]]]}');
    expect(rnnc('run', 'first.rnnc', '--input', 'x.json')).toMatch(/^answer {2}\[batch 1, 1\]\n {2}\[0\] +-?0\.\d+/);
    expect(rnnc('train', 'node_modules/rnnc/models/co2.yaml', '--epochs', '1', '-o', 'co2.rnnc', '--json')).toContain(
      'history',
    );
  });

  test('loads tfjs only to run a model', () => {
    const text = readFileSync(join(installed, manifest.bin.rnnc), 'utf8');
    expect(text).toMatch(/^#!\/usr\/bin\/env node\n/);
    const imported = [...text.matchAll(/(?:^|;)import\b(?! type\b)[^;]*?["']([^"']+)["'];/gm)].map(
      ([, name]) => name ?? '',
    );
    expect(imported.filter((name) => !isBuiltin(name))).toEqual([]);
    for (const name of ['tfjs-core', 'tfjs-backend-wasm']) expect(text.includes(`import("./${name}.js")`)).toBe(true);
  });
});

const consumer = `
import { compile, type Feeds, formatDiagnostics, load as loadModel, RnncError } from 'rnnc';
import { load, type Model, type Output } from 'rnnc/runtime';

const feeds: Feeds = { x: [[[1], [2]]] };
export async function both(text: string): Promise<readonly Output[]> {
  try {
    const compiled = compile(text, { set: { units: 4 } });
    const models: Model[] = [await loadModel(compiled), await load(compiled.toBytes())];
    return models.flatMap((model) => Object.values(model.run(feeds)));
  } catch (error) {
    if (error instanceof RnncError) throw new Error(formatDiagnostics(error.diagnostics, error.sources));
    throw error;
  }
}
// @ts-expect-error what is wrong is refused, so the types are found and no any
compile(1);
`;

test.each([
  ['nodenext', 'nodenext'],
  ['bundler', 'esnext'],
])('a TypeScript program compiles with moduleResolution %s', { timeout: 60_000 }, (moduleResolution, module) => {
  writeFileSync(join(folder, 'consumer.ts'), consumer);
  const options = {
    moduleResolution,
    module,
    target: 'es2022',
    strict: true,
    noEmit: true,
    types: [],
    lib: ['es2023', 'dom'],
    // all declarations are checked but TypeScript's own, which take most of the time
    skipDefaultLibCheck: true,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['consumer.ts'] }));
  const { status, stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('`rnnc` and `rnnc/runtime` share their classes; every entry is found', () => {
  const program = `
    import * as whole from 'rnnc';
    import * as runtime from 'rnnc/runtime';
    import 'rnnc/worklet';
    import { rnnc } from 'rnnc/vite';
    console.log(whole.RnncError === runtime.RnncError, whole.Model === runtime.Model, rnnc().name);
    for (const path of ['schema/model.schema.json', 'models/co2.yaml', 'models/data/co2.csv', 'rnnc.min.js', 'package.json'])
      import.meta.resolve('rnnc/' + path);
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout).toBe('true true rnnc\n');
});

/** Kilobytes (1000 bytes) of the shipped files under gzip. */
const budget: { readonly [file: string]: number } = JSON.parse(
  readFileSync(join(import.meta.dirname, 'budget.json'), 'utf8'),
);

test('shipped files stay within budget.json', { timeout: 60_000 }, async () => {
  const size = (bytes: Uint8Array): number => gzipSync(bytes, { level: 9 }).length / 1000;
  // what is fetched at once; the loader of tfjs and the bytes of its `.wasm` are parts of their own
  const { outputFiles, metafile } = await build({
    stdin: { contents: "export * from 'rnnc/runtime';", resolveDir: folder },
    outdir: folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    external: ['@tensorflow/*'],
    write: false,
    metafile: true,
    absWorkingDir: folder,
  });
  const atOnce = new Set(['stdin.js']);
  for (const output of atOnce)
    for (const { path, kind } of metafile.outputs[output]?.imports ?? [])
      if (kind === 'import-statement') atOnce.add(path);
  const withoutTfjs = outputFiles.filter(({ path }) => atOnce.has(relative(folder, path)));
  const found = {
    'cli.js': size(readFileSync(join(installed, 'dist/cli.js'))),
    'hdf5.js': size(readFileSync(join(installed, 'dist/hdf5.js'))),
    'rnnc.runtime.min.js': size(readFileSync(join(installed, 'dist/rnnc.runtime.min.js'))),
    'rnnc.worklet.min.js': size(readFileSync(join(installed, 'dist/rnnc.worklet.min.js'))),
    'rnnc.min.js': size(readFileSync(join(installed, 'dist/rnnc.min.js'))),
    'rnnc/runtime without tfjs': withoutTfjs.reduce((sum, { contents }) => sum + size(contents), 0),
    playground: files
      .filter((path) => path.startsWith('dist/playground/'))
      .reduce((sum, path) => sum + size(readFileSync(join(installed, path))), 0),
  };
  expect(Object.keys(budget)).toEqual(Object.keys(found));
  const over = Object.entries(found).filter(([file, kilobytes]) => kilobytes > (budget[file] ?? 0));
  expect(over).toEqual([]);
});
