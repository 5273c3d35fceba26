import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile } from '../../src/index.ts';
import { blocks } from '../readme-blocks.ts';
import { bundleOwnTfjs, bundlers } from './bundles.ts';
import { ISOLATED, NO_WASM, type Site, STRICT, serve } from './server.ts';

export const site = join(import.meta.dirname, 'site');

/** The README's first model. */
export const leaky = blocks.find(({ file }) => file === 'leaky.yaml')?.text ?? '';

/** The README's files in a folder, with what its text says to put beside them. */
function writeReadme(folder: string, root: string, models: { readonly filter: string; readonly sums: string }): void {
  cpSync(site, folder, { recursive: true });
  for (const { file, text } of blocks) if (file !== undefined) writeFileSync(join(folder, file), text);
  for (const name of ['rnnc.min.js', 'rnnc.worklet.min.js', 'wasm'])
    symlinkSync(join(root, 'dist', name), join(folder, name));
  writeFileSync(join(folder, 'leaky.rnnc'), compile(leaky).toBytes());
  writeFileSync(join(folder, 'filter.rnnc'), compile(models.filter).toBytes());
  writeFileSync(join(folder, 'sums.yaml'), models.sums);
}

/**
 * Sites by what their headers allow; all have the same files.
 * @param folder an empty one, for what has to be written
 * @param root of this package
 */
export async function serveAll(
  folder: string,
  root: string,
  models: { readonly filter: string; readonly sums: (epochs: number) => string },
): Promise<ReadonlyMap<string, Site>> {
  const [readme, long, built] = [join(folder, 'readme'), join(folder, 'long'), join(folder, 'built')];
  writeReadme(readme, root, { filter: models.filter, sums: models.sums(3) });
  writeReadme(long, root, { filter: models.filter, sums: models.sums(5000) });
  writeFileSync(join(readme, 'page.wasm'), '<!doctype html><title>Not what you think</title>');
  mkdirSync(built);
  await bundleOwnTfjs(site, root, built);
  const folders = {
    '/site/': site,
    '/dist/': join(root, 'dist'),
    '/wasm/': join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/wasm-out'),
    '/readme/': readme,
    '/long/': long,
    '/built/': built,
  };
  const elsewhere = await serve(folders, { 'Access-Control-Allow-Origin': '*' });
  const page = readFileSync(join(readme, 'page.html'), 'utf8');
  writeFileSync(join(readme, 'elsewhere.html'), page.replace('./rnnc.min.js', `${elsewhere.origin}/dist/rnnc.min.js`));
  return new Map([
    ['plain', await serve(folders)],
    ['isolated', await serve(folders, ISOLATED)],
    ['strict', await serve(folders, STRICT)],
    ['strict and isolated', await serve(folders, { ...STRICT, ...ISOLATED })],
    ['without WebAssembly', await serve(folders, NO_WASM)],
    ['elsewhere', elsewhere],
  ]);
}

/** Builds the README's page for bundlers. @returns its path on the sites over the same folder */
export async function bundlePage(bundler: string, folder: string, root: string): Promise<string> {
  const app = join(folder, 'apps', bundler);
  mkdirSync(join(app, 'node_modules'), { recursive: true });
  symlinkSync(root, join(app, 'node_modules/rnnc'));
  cpSync(join(site, 'bundled.html'), join(app, 'index.html'));
  for (const file of ['main.js', 'leaky.rnnc']) cpSync(join(folder, 'readme', file), join(app, file));
  await bundlers[bundler]?.(app, join(folder, 'built', bundler));
  return `/built/${bundler}/index.html`;
}
