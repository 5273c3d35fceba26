/**
 * Makes what the package ships, in `dist`:
 * `index.js`, `runtime.js`, `worklet.js`, `pictures.js`, `vite.js` and what they share, for programs and bundlers; their dependencies are the user's to install.
 * `index.node.js` and so on, the same for Deno and for who bundles for Node: tfjs and YAML are inside, as what they have for Node uses `require` and the
 * environment. Node itself takes `index.js`, which shares tfjs with the program.
 * `cli.js`, the command in one file: half of the time of a short command would go into finding modules. `tfjs-core.js` and `tfjs-backend-wasm.js`,
 * what it runs models with, and `hdf5.js`, what it reads Keras files with.
 * `rnnc.min.js`, `rnnc.runtime.min.js` and `rnnc.worklet.min.js`, each all of an entry in one file but the `.wasm` of tfjs, for pages without a bundler.
 * `playground`, a page of its own.
 * `types`, the declarations, and `third-party-licences.txt`.
 */
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { minify } from 'vite';
import { elementwise } from '../../dist/compiler/ops/elementwise/elementwise.js';
import { writeLicences, writeTypes } from './package-files.mjs';
import { bundlePlayground } from './playground.mjs';
import { tfjsParts } from './tfjs-parts.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const dist = join(root, 'dist');
const pageEntries = ['index', 'runtime', 'worklet'];
const entries = [...pageEntries, 'pictures'];
const minified = (entry) => (entry === 'index' ? 'rnnc.min' : `rnnc.${entry}.min`);

const common = {
  absWorkingDir: root,
  outdir: 'dist',
  bundle: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/** Replaces texts in what loads tfjs. @param replacements text by text */
const inBackend = (replacements) => ({
  name: 'in-backend',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]engine[\\/]backend[\\/][\w-]+\.ts$/ }, ({ path }) => ({
      contents: Object.entries(replacements).reduce(
        (text, [from, to]) => text.replaceAll(from, to),
        readFileSync(path, 'utf8'),
      ),
      loader: 'ts',
    }));
  },
});
/** Sources say where the `.wasm` is from where the compiler puts them, deeper inside `dist`. */
const wasmBeside = { "'../../../wasm/": "'./wasm/" };
/** The reader of HDF5, 4 MB, lies beside the command, in a file that only the import of Keras files reads. */
const hdf5Beside = {
  name: 'hdf5-beside',
  setup({ onResolve }) {
    onResolve({ filter: /^h5wasm$/ }, () => ({ path: './hdf5.js', external: true }));
  },
};
/** What rnnc calls of tfjs lies beside the command, and only commands that run models read it. The package itself takes Node a quarter of a second. */
const tfjsBeside = {
  "import('./tfjs-core.ts')": "import('./tfjs-core.js')",
  "import('@tensorflow/tfjs-backend-wasm')": "import('./tfjs-backend-wasm.js')",
};

/** What `rnnc/vite` makes of a model, where the file with the types of that model is not there. */
const viteClient = ['yaml', 'yml']
  .map(
    (end) => `declare module '*.${end}' {
  const model: import('rnnc/runtime').ModelAddress;
  export default model;
}
`,
  )
  .join('');

/** Kernels of tfjs that a program can name. */
const kernels = [
  'BatchMatMul',
  '_FusedMatMul',
  'Softmax',
  ...new Set(Object.values(elementwise).flatMap(({ stock }) => (stock === null ? [] : [stock]))),
];

/** esbuild joins files and leaves out what is not used; another minifier finds shorter names and forms for what is left, a twentieth of the file under gzip. */
async function minifyAgain(file) {
  const { code, errors } = await minify(file, readFileSync(file, 'utf8'), {
    module: true,
    compress: { target: common.target },
  });
  if (errors.length > 0) throw new Error(`${file} can't be minified: ${errors[0].message}`);
  writeFileSync(file, code);
}

for (const name of readdirSync(dist)) if (/-[0-9A-Z]{8}\.js$/.test(name)) rmSync(join(dist, name));
await build({
  ...common,
  entryPoints: { ...Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])), vite: 'src/vite/plugin.ts' },
  chunkNames: '[name]-[hash]',
  splitting: true,
  platform: 'neutral',
  packages: 'external',
  plugins: [inBackend(wasmBeside)],
});
const command = await build({
  ...common,
  entryPoints: { cli: 'src/cli/main.ts' },
  platform: 'node',
  // names stay, for reports of bugs
  minifyWhitespace: true,
  minifySyntax: true,
  // what is large, and not needed by every command
  external: ['@tensorflow/*', '@hpcc-js/*', './hdf5.js', './tfjs-core.js', './tfjs-backend-wasm.js'],
  // packages that still are CommonJS ask for modules of Node
  banner: {
    js: "import { createRequire as nodeRequire } from 'node:module';\nconst require = nodeRequire(import.meta.url);",
  },
  plugins: [inBackend({ ...wasmBeside, ...tfjsBeside }), hdf5Beside],
});
const tfjs = await build({
  ...common,
  entryPoints: { 'tfjs-core': 'src/engine/backend/tfjs-core.ts', 'tfjs-backend-wasm': '@tensorflow/tfjs-backend-wasm' },
  chunkNames: '[name]-[hash]',
  splitting: true,
  platform: 'browser',
  plugins: [tfjsParts(kernels)],
});
const hdf5 = await build({ ...common, entryPoints: { hdf5: 'h5wasm' }, platform: 'node', external: ['node:*'] });
chmodSync(join(dist, 'cli.js'), 0o755);
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const others = Object.keys(dependencies).filter((name) => name !== 'yaml' && !name.startsWith('@tensorflow/'));
const node = await build({
  ...common,
  entryPoints: Object.fromEntries(entries.map((name) => [`${name}.node`, `src/${name}.ts`])),
  chunkNames: '[name]-[hash]',
  splitting: true,
  // the modules of packages, not what they have for Node
  platform: 'browser',
  external: [...others, ...others.map((name) => `${name}/*`), 'node:*'],
  plugins: [tfjsParts(kernels, { embed: true })],
});
const pages = await build({
  ...common,
  entryPoints: Object.fromEntries(pageEntries.map((name) => [minified(name), `src/${name}.ts`])),
  minify: true,
  platform: 'browser',
  plugins: [tfjsParts(kernels)],
});
for (const name of pageEntries) await minifyAgain(join(dist, `${minified(name)}.js`));
for (const name of pageEntries)
  writeFileSync(join(dist, `${minified(name)}.d.ts`), `export * from './types/src/${name}.js';\n`);
writeTypes(dist, [...entries, 'vite/plugin']);
writeFileSync(join(dist, 'vite-client.d.ts'), viteClient);
const playground = await bundlePlayground(root, common, [tfjsParts(kernels)], minifyAgain);
const bundled = [command, tfjs, hdf5, node, pages].flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeLicences(root, [...bundled, ...playground], join(dist, 'third-party-licences.txt'));
