import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { importMetaAssets } from '@web/rollup-plugin-import-meta-assets';
import { build as esbuild } from 'esbuild';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import webpack from 'webpack';
import { rnnc } from '../../src/vite/plugin.ts';
import { blocks } from '../readme-blocks.ts';

/** Builds a page that has `index.html`, `main.js` and `leaky.rnnc`, as for production, with no more settings than the bundler asks for. */
export type Bundle = (app: string, out: string) => Promise<void>;

const withVite: Bundle = async (app, out) => {
  await vite({
    root: app,
    configFile: false,
    base: './',
    logLevel: 'error',
    build: { outDir: out, emptyOutDir: true },
  });
};

/** The model is imported; its weights lie beside it. @param base as Vite has it: a path from the root of the server, its default, or beside the page */
const withPlugin =
  (base: string): Bundle =>
  async (app, out) => {
    const written = { 'vite-main.js': 'main.js', 'leaky.yaml': 'leaky.yaml' };
    for (const [name, file] of Object.entries(written))
      writeFileSync(join(app, file), blocks.find((block) => block.file === name)?.text ?? '');
    await vite({
      root: app,
      configFile: false,
      base,
      logLevel: 'error',
      plugins: [rnnc()],
      build: { outDir: out, emptyOutDir: true },
    });
  };

/** Not made small: that takes most of its time, and two of the others do it. */
const withWebpack: Bundle = async (app, out) => {
  const compiler = webpack({
    context: app,
    mode: 'production',
    optimization: { minimize: false },
    entry: './main.js',
    output: { path: out },
  });
  if (compiler === null) throw new Error('webpack made no compiler');
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error !== null) reject(error);
      else if (stats?.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })));
      else compiler.close((failed) => (failed ? reject(failed) : resolve()));
    });
  });
  copyFileSync(join(app, 'index.html'), join(out, 'index.html'));
};

/** Which leaves `new URL` as it stands: what it names is put beside the bundle by hand. */
const withEsbuild: Bundle = async (app, out) => {
  await esbuild({
    entryPoints: [join(app, 'main.js')],
    outdir: out,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    logLevel: 'error',
  });
  for (const file of ['index.html', 'leaky.rnnc']) copyFileSync(join(app, file), join(out, file));
};

const withRollup: Bundle = async (app, out) => {
  const built = await rollup({
    input: join(app, 'main.js'),
    // packages that tfjs needs are no modules
    plugins: [nodeResolve({ browser: true }), commonjs(), importMetaAssets()],
    onwarn: ({ code, message }) => {
      // classes compiled to functions, in packages
      if (code !== 'THIS_IS_UNDEFINED' && code !== 'CIRCULAR_DEPENDENCY') throw new Error(message);
    },
  });
  await built.write({ dir: out, format: 'es' });
  await built.close();
  copyFileSync(join(app, 'index.html'), join(out, 'index.html'));
};

export const bundlers: { readonly [name: string]: Bundle } = {
  vite: withVite,
  'rnnc-vite': withPlugin('/built/rnnc-vite/'),
  'rnnc-vite-beside': withPlugin('./'),
  webpack: withWebpack,
  esbuild: withEsbuild,
  rollup: withRollup,
};

/** A page's own tfjs and rnnc in one file, with one copy of tfjs. */
export async function bundleOwnTfjs(site: string, modules: string, outdir: string): Promise<void> {
  await esbuild({
    entryPoints: [join(site, 'own-tfjs.js')],
    outdir,
    bundle: true,
    minify: true,
    format: 'esm',
    nodePaths: [modules],
    logLevel: 'error',
  });
}
