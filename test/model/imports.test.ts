import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Everything that is loaded with a module, types aside: files from the root and packages by name. */
function loadedWith(entry: string): {
  readonly files: ReadonlySet<string>;
  readonly packages: ReadonlyMap<string, readonly string[]>;
} {
  const files = new Set<string>();
  const packages = new Map<string, string[]>();
  const visit = (file: string): void => {
    const name = relative(root, file);
    if (files.has(name)) return;
    files.add(name);
    const text = readFileSync(file, 'utf8');
    for (const [statement, from, dynamic] of text.matchAll(
      /^(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"][^'"]+['"]/gm,
    )) {
      if (/^(?:import|export)\s+type\s/.test(statement)) continue;
      const specifier = from ?? dynamic ?? statement.replace(/^import\s+['"]|['"]$/g, '');
      if (specifier.startsWith('.')) visit(resolve(dirname(file), specifier));
      else packages.set(specifier, [...(packages.get(specifier) ?? []), name]);
    }
  };
  visit(resolve(root, entry));
  return { files, packages };
}

const { files, packages } = loadedWith('src/runtime.ts');

test('the walk sees what the runtime is made of', () => {
  for (const file of [
    'src/model.ts',
    'src/engine/backend/load-backend.ts',
    'compiler/4-lower/lower.ts',
    'compiler/5-fuse/fuse.ts',
    'compiler/7-plan/plan-memory.ts',
  ])
    expect([...files]).toContain(file);
});

test('the runtime needs phases 4, 5 and 7 alone: no reader, builder or optimiser, and no writer of kernels', () => {
  const others = /^compiler\/(?:[1236]-|compile\.ts|equations\/)|^src\/(?:cli\/|(?:index|load|generate-kernels)\.ts)/;
  expect([...files].filter((file) => others.test(file))).toEqual([]);
});

test('the full library has the writer of kernels', () => {
  const full = loadedWith('src/index.ts');
  expect([...full.files]).toContain('compiler/6-generate/generate.ts');
  expect([...full.files]).toContain('compiler/6-generate/assemble.ts');
});

test('the full library loads nothing of the command line, nor packages that ask the environment when they are imported', () => {
  const full = loadedWith('src/index.ts');
  expect([...full.files].filter((file) => file.startsWith('src/cli/'))).toEqual([]);
  expect([...full.packages.keys()].filter((name) => /^(?:commander|picocolors|@babel\/)/.test(name))).toEqual([]);
});

test('the runtime loads no YAML, schema or command line package', () => {
  expect([...packages.keys()].filter((name) => /^(?:yaml|ajv|commander|picocolors|@babel\/|node:)/.test(name))).toEqual(
    [],
  );
});

test('tfjs is imported where the backend is loaded', () => {
  const importers = [...packages].filter(([name]) => name.startsWith('@tensorflow/')).flatMap(([, from]) => from);
  expect([...new Set(importers)].sort()).toEqual([
    'src/engine/backend/load-backend.ts',
    'src/engine/backend/tfjs-core.ts',
  ]);
});

test('a worklet loads nothing but what runs models: no tfjs, no .wasm, no fetch, no files', () => {
  const worklet = loadedWith('src/worklet.ts');
  expect([...worklet.files]).toContain('src/engine/backend/own-memory.ts');
  const others =
    /^compiler\/(?:[1236]-|compile\.ts)|^src\/(?:cli|data\/files\/sources|artifact\/fetch|load)|load-backend|tfjs-|wasm-source/;
  expect([...worklet.files].filter((file) => others.test(file))).toEqual([]);
  expect([...worklet.packages.keys()].filter((name) => !name.startsWith('@noble/hashes/'))).toEqual([]);
});
