/**
 * The playground, a folder that any file server can serve, under any path: the page by Vite, its worker, which has the whole compiler and of tfjs what rnnc
 * calls, as the other files for pages are made; the models of the package as examples, and the schema that the editor's help reads.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { build as buildPage } from 'vite';

/** Bytes of data that an example may bring along. */
const MOST_DATA = 200_000;

/**
 * @param root of the package
 * @param plugins of esbuild, which make one file of the worker
 * @returns paths of all that was bundled
 */
export async function bundlePlayground(root, common, plugins, minifyAgain) {
  const out = join(root, 'dist/playground');
  const built = await buildPage({
    root: join(root, 'src/playground'),
    configFile: false,
    base: './',
    logLevel: 'warn',
    build: {
      outDir: out,
      emptyOutDir: true,
      target: common.target,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1000,
      rolldownOptions: {
        output: { codeSplitting: false, entryFileNames: 'page.js', assetFileNames: '[name][extname]' },
      },
    },
  });
  const worker = await build({
    ...common,
    outdir: 'dist/playground',
    entryPoints: { worker: 'src/playground/work/worker.ts' },
    minify: true,
    platform: 'browser',
    plugins,
  });
  await minifyAgain(join(out, 'worker.js'));
  mkdirSync(join(out, 'wasm'), { recursive: true });
  const wasm = 'wasm/tfjs-backend-wasm-simd.wasm';
  copyFileSync(join(root, 'dist', wasm), join(out, wasm));
  const schema = JSON.parse(readFileSync(join(root, 'schema/model.schema.json'), 'utf8'));
  writeFileSync(join(out, 'model.schema.json'), JSON.stringify(schema));
  writeFileSync(join(out, 'examples.json'), JSON.stringify(examples(join(root, 'models'))));
  return [...Object.keys(worker.metafile.inputs), ...built.output.flatMap(({ moduleIds = [] }) => moduleIds)];
}

/** The models with what they read: their input, and data that is small. */
function examples(folder) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => {
      const name = file.slice(0, -'.yaml'.length);
      const text = readFileSync(join(folder, file), 'utf8');
      const input = join(folder, 'data', `${name}.json`);
      return {
        name,
        text,
        input: existsSync(input) ? readFileSync(input, 'utf8').trim() : null,
        data: dataOf(folder, text),
      };
    });
}

/** What the model trains on: a file, or all files of a folder. */
function dataOf(folder, text) {
  const [, source] = /^ {2}source: ([^{\s]+)/m.exec(text) ?? [];
  if (source === undefined) return {};
  const place = join(folder, source);
  const paths = statSync(place).isDirectory() ? readdirSync(place).map((file) => `${source}/${file}`) : [source];
  const data = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  return Object.values(data).join('').length > MOST_DATA ? {} : data;
}
