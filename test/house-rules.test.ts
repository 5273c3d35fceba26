import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const filesOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    return entry.isDirectory() ? filesOf(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
const importsOf = (file: string): string[] =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/(?:from\s+|import\s+|import\()'([^']+)'/g)].flatMap(
    ([, target]) =>
      target === undefined
        ? []
        : target.startsWith('.')
          ? [relative(root, resolve(root, file, '..', target))]
          : [target],
  );
const phaseOf = (file: string): string | null => /^compiler\/(\d-[a-z]+)\//.exec(file)?.[1] ?? null;

/** What a phase may import of an earlier one: its output type. */
const isOutputType = (file: string): boolean => file.startsWith('compiler/1-read/spec/');

describe('walls', () => {
  const compiler = filesOf('compiler');

  test('a phase imports vocabulary and output types of earlier phases alone', () => {
    const wrong = compiler.flatMap((file) => {
      const phase = phaseOf(file);
      if (file === 'compiler/compile.ts') return [];
      return importsOf(file)
        .filter((target) => phaseOf(target) !== null && phaseOf(target) !== phase)
        .filter((target) => !(isOutputType(target) && phase !== null && phase > (phaseOf(target) ?? '')))
        .map((target) => `${file} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  test('nothing in the compiler names a particular cell', () => {
    const naming = compiler.filter(
      (file) => !file.includes('/generated/') && /\b(lstm|gru)\b/i.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(naming).toEqual([]);
  });

  test('the room of the backend alone imports tfjs', () => {
    const importing = [...compiler, ...filesOf('src')].filter((file) =>
      importsOf(file).some((target) => target.startsWith('@tensorflow/')),
    );
    expect(importing).toEqual(['src/engine/backend/load-backend.ts', 'src/engine/backend/tfjs-core.ts']);
  });
});

/** All rooms. Each may import from rooms of earlier lines; rooms of one line do not import each other. */
const ORDER: readonly (readonly string[])[] = [
  ['compiler/diagnostics'],
  ['compiler/ir'],
  ['compiler/ops/op'],
  ['compiler/diagnostics/messages'],
  ['compiler/diagnostics/messages/read', 'compiler/diagnostics/messages/build'],
  ['compiler/ops/elementwise', 'compiler/ops/rows', 'compiler/ops/shape'],
  ['compiler/ops'],
  ['compiler/equations', 'compiler/optimizers', 'compiler/initialize'],
  ['compiler/graph', 'compiler/program', 'compiler/reference'],
  ['compiler/1-read/generated', 'compiler/1-read/spec'],
  ['compiler/1-read/yaml'],
  ['compiler/1-read/scope'],
  ['compiler/1-read/values'],
  ['compiler/1-read/cells', 'compiler/1-read/data'],
  ['compiler/1-read/layers'],
  ['compiler/1-read/training'],
  ['compiler/1-read'],
  ['compiler/2-build/equations'],
  ['compiler/2-build/context'],
  ['compiler/2-build/layers', 'compiler/2-build/losses'],
  ['compiler/3-optimize/passes'],
  ['compiler/3-optimize/passes/training'],
  [
    'compiler/2-build',
    'compiler/3-optimize',
    'compiler/4-lower',
    'compiler/5-fuse',
    'compiler/6-generate',
    'compiler/7-plan',
  ],
  ['compiler'],
  ['src/arguments', 'src/svg', 'src/trees'],
  ['src/data/messages'],
  ['src/data/files', 'src/data/time'],
  ['src/data/dataset'],
  ['src/data/rows/trees', 'src/data/rows/faults'],
  ['src/data/rows'],
  ['src/data/arrange'],
  ['src/data/tasks', 'src/data/encode'],
  ['src/data/encode/checks'],
  ['src/data/batches'],
  ['src/data/table', 'src/data/text'],
  ['src/data'],
  ['src/artifact'],
  ['src/artifact/weights', 'src/artifact/generated', 'src/uncertainty'],
  ['src/artifact/file'],
  ['src/engine/backend/generated'],
  ['src/engine/backend'],
  ['src/engine/kernels'],
  ['src/engine/memory'],
  ['src/engine/code'],
  ['src/engine'],
  ['src/model/feeds'],
  ['src/model/feed-files'],
  ['src/model'],
  ['src/train', 'src/answers'],
  ['src/answers/predict'],
  ['src/train/metrics', 'src/train/prepare', 'src/train/report'],
  ['src/diagrams'],
  ['src/diagrams/placed'],
  ['src/train/schedule', 'src/train/baselines'],
  ['src/train/checkpoint', 'src/train/evaluate'],
  ['src/train/loop'],
  ['src/trace', 'src/typing'],
  ['src/onnx'],
  ['src/import/model', 'src/export/model', 'src/import/weights'],
  ['src/import/onnx', 'src/export/onnx', 'src/export/pytorch', 'src/export/tfjs', 'src/import/keras/files'],
  ['src/import/keras/config'],
  ['src/import/keras/weights', 'src/import/keras/layers'],
  ['src/import/keras'],
  ['src/import', 'src/export'],
  ['src/plots'],
  ['src/plots/drawn'],
  ['src'],
  ['src/cli/files'],
  ['src/cli/inputs'],
  ['src/cli/reports'],
  ['src/cli/summary', 'src/cli/stream', 'src/cli/arrays', 'src/cli/watch'],
  ['src/cli/starts'],
  ['src/cli/commands', 'src/cli/page'],
  ['src/cli'],
  ['src/vite'],
  ['src/playground/work'],
  ['src/playground/view'],
  ['src/playground/editor', 'src/playground/panels'],
  ['src/playground'],
];
const MAX_LINES = 450;
const MAX_FILES = 15;

describe('rooms', () => {
  const files = [...filesOf('compiler'), ...filesOf('src')];
  const known = new Set(files);
  const imports = new Map(files.map((file) => [file, importsOf(file).filter((target) => known.has(target))]));

  test(`no file is longer than ${MAX_LINES} lines, apart from generated ones`, () => {
    const long = files.filter(
      (file) =>
        !file.includes('/generated/') &&
        readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length > MAX_LINES,
    );
    expect(long).toEqual([]);
  });

  test(`no room has more than ${MAX_FILES} files`, () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    expect([...counts].filter(([, count]) => count > MAX_FILES)).toEqual([]);
  });

  test('no files import each other in a circle, not even their types', () => {
    expect(circles(imports).map((circle) => circle.join(' → '))).toEqual([]);
  });

  test('rooms import one way only', () => {
    const wrong = files.flatMap((file) => {
      const own = roomOf(file);
      if (own === null) return [`${file} is in no room`];
      return (imports.get(file) ?? []).flatMap((target) => {
        const other = roomOf(target);
        if (other === null || other.room === own.room || other.line < own.line) return [];
        return [`${file} imports ${target}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  test('every room of the order is there', () => {
    const empty = ORDER.flat().filter((room) => !files.some((file) => roomOf(file)?.room === room));
    expect(empty).toEqual([]);
  });
});

/** The innermost room of the order that a file is in; null where there is none. */
function roomOf(file: string): { readonly room: string; readonly line: number } | null {
  for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) {
    const line = ORDER.findIndex((rooms) => rooms.includes(folder));
    if (line >= 0) return { room: folder, line };
  }
  return null;
}

/** One circle of every group of files that reach each other: its files in the order of the imports, the first again at the end. */
function circles(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const done = new Set<string>();
  const found: (readonly string[])[] = [];
  const path: string[] = [];
  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start >= 0) found.push([...path.slice(start), file]);
    if (start >= 0 || done.has(file)) return;
    path.push(file);
    for (const target of imports.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of imports.keys()) visit(file);
  return found;
}

test('circles of imports are found with the files that are in them', () => {
  const graph = new Map([
    ['start', ['a', 'alone']],
    ['a', ['b']],
    ['b', ['c', 'alone']],
    ['c', ['a']],
    ['alone', []],
    ['self', ['self']],
  ]);
  expect(circles(graph)).toEqual([
    ['a', 'b', 'c', 'a'],
    ['self', 'self'],
  ]);
});

/** What the project's own linter configuration says of files at these paths, by path. */
function lint(files: { readonly [path: string]: string }): { readonly folder: string; readonly stdout: string } {
  const folder = mkdtempSync(join(tmpdir(), 'rnnc-lint-'));
  try {
    for (const name of ['biome.json', '.gitignore']) copyFileSync(join(root, name), join(folder, name));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const args = [
      join(root, 'node_modules/@biomejs/biome/bin/biome'),
      'lint',
      '--vcs-enabled=false',
      '--reporter=github',
      ...Object.keys(files),
    ];
    const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    return { folder, stdout };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('lint rules catch what would make the compiler impure', () => {
  const { folder, stdout: found } = lint({
    'compiler/files.ts': "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n",
    'compiler/tfjs.ts': "import * as tf from '@tensorflow/tfjs-core';\nexport const a = tf;\n",
    'compiler/clock.ts': 'export const a = (): number => Date.now();\n',
    'compiler/process.ts': 'export const a = process.argv;\n',
    'compiler/upward.ts': "import { load } from '../src/index.ts';\nexport const a = load;\n",
    'compiler/pure.ts': 'export const a = 1;\n',
    'src/cli/tfjs.ts': "import * as tf from '@tensorflow/tfjs-core';\nexport const a = tf;\n",
  });
  const rules = found.split('\n').flatMap((line) => {
    const [, rule, file] = /title=lint\/[a-z]+\/(\w+),file=([^,]+),/i.exec(line) ?? [];
    return rule === undefined || file === undefined ? [] : [`${relative(folder, file)} ${rule}`];
  });
  expect(rules.sort()).toEqual([
    'compiler/clock.ts noRestrictedGlobals',
    'compiler/files.ts noRestrictedImports',
    'compiler/process.ts noRestrictedGlobals',
    'compiler/tfjs.ts noRestrictedImports',
    'compiler/upward.ts noRestrictedImports',
    'src/cli/tfjs.ts noRestrictedImports',
  ]);
});

test('no Math.random in the compiler', () => {
  expect(filesOf('compiler').filter((file) => readFileSync(join(root, file), 'utf8').includes('Math.random'))).toEqual(
    [],
  );
});
