/**
 * Makes `dist/rnnc.min.js`, `dist/rnnc.runtime.min.js` and `dist/rnnc.worklet.min.js`: each all of `rnnc`, `rnnc/runtime` or `rnnc/worklet` in one file but the `.wasm` of tfjs, for pages
 * without a bundler.
 */

import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { elementwise } from '../dist/compiler/ops/elementwise/elementwise.js';
import { tfjsParts } from './tfjs-parts.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Kernels of tfjs that a program can name. */
const kernels = [
  'BatchMatMul',
  '_FusedMatMul',
  'Softmax',
  ...new Set(Object.values(elementwise).flatMap(({ stock }) => (stock === null ? [] : [stock]))),
];

const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: {
    'rnnc.min': 'src/index.ts',
    'rnnc.runtime.min': 'src/runtime.ts',
    'rnnc.worklet.min': 'src/worklet.ts',
  },
  outdir: 'dist',
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  plugins: [tfjsParts(kernels)],
});
writeFileSync(join(root, 'dist/bundle.meta.json'), JSON.stringify(metafile));
for (const [name, entry] of [
  ['rnnc.min', 'index'],
  ['rnnc.runtime.min', 'runtime'],
  ['rnnc.worklet.min', 'worklet'],
])
  writeFileSync(join(root, `dist/${name}.d.ts`), `export * from './src/${entry}.js';\n`);
