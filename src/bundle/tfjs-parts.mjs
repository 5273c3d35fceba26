/**
 * For the files that hold all of tfjs they need (`dist/*.min.js`, `dist/*.node.js`): of tfjs only what rnnc calls. The engine is the page's own where there is one, and
 * another copy of tfjs may join it later, so what tensors call (`base_side_effects`) and the whole engine stay; ops, gradients, optimizers,
 * storage and kernels that no program names go.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

const require = createRequire(import.meta.url);
const folderOf = (name) => dirname(require.resolve(`${name}/package.json`));
const core = join(folderOf('@tensorflow/tfjs-core'), 'dist');
const wasm = join(folderOf('@tensorflow/tfjs-backend-wasm'), 'dist');

const SEEN = 'seen';

/** Files of tfjs-core that others name, though nothing that rnnc does reaches them: storage of models, and the hash of a string. */
const EMPTY = {
  'io/local_storage.js': 'export class BrowserLocalStorage {}\nexport class BrowserLocalStorageManager {}',
  'io/indexed_db.js': 'export class BrowserIndexedDB {}\nexport class BrowserIndexedDBManager {}',
  'hash_util.js': 'export const hexToLong = null;\nexport const fingerPrint64 = null;',
};

const NAMESPACES = { backend_util: 'backends/backend_util.js', slice_util: 'ops/slice_util.js', util: 'util.js' };

const importOf = (name) =>
  Object.hasOwn(NAMESPACES, name)
    ? `import * as ${name} from ${JSON.stringify(join(core, NAMESPACES[name]))};`
    : `import { ${name} } from '@tensorflow/tfjs-core';`;

/** @returns the files of the kernels that do what the module's exports of these names do */
function kernelFiles(names) {
  const register = readFileSync(join(wasm, 'register_all_kernels.js'), 'utf8');
  const files = [...register.matchAll(/import \{ (\w+) \} from '\.\/(kernels\/\w+)'/g)].map(([, config, file]) => ({
    config,
    file: join(wasm, `${file}.js`),
  }));
  return names.map((name) => {
    const found = files.find(
      ({ file }) => file.endsWith(`/${name}.js`) || readFileSync(file, 'utf8').includes(`cwrap('${name}'`),
    );
    if (found === undefined) throw new Error(`tfjs-backend-wasm has no kernel ${name}`);
    return found;
  });
}

/** What tfjs asks Node for with `require`, which modules have not: each is a global as well. */
const PLATFORM = {
  "require('util')": `{ TextEncoder, TextDecoder, types: Object.fromEntries(
    ['Float32Array', 'Int32Array', 'Uint8Array', 'Uint8ClampedArray'].map((name) =>
      ['is' + name, (value) => Object.prototype.toString.call(value) === '[object ' + name + ']'])) }`,
  "require('node-fetch')": 'env().global.fetch',
};

/** @param text `platform_node.js` */
const withoutRequire = (text) =>
  Object.entries(PLATFORM).reduce((changed, [call, value]) => {
    if (!changed.includes(call)) throw new Error(`platform_node.js of tfjs-core has no ${call}`);
    return changed.replace(call, () => value);
  }, text);

/**
 * @param kernels names of the exports of tfjs's WebAssembly that programs call.
 * @param embed whether the bytes of its `.wasm` stay part of the code, for who bundles the code and leaves the file behind.
 */
export function tfjsParts(kernels, { embed = false } = {}) {
  const modules = {
    '@tensorflow/tfjs-core': `import ${JSON.stringify(join(core, 'base_side_effects.js'))};
export * from ${JSON.stringify(join(core, 'base.js'))};`,
    '@tensorflow/tfjs-backend-wasm': `import { registerKernel } from '@tensorflow/tfjs-core';
export { BackendWasm } from ${JSON.stringify(join(wasm, 'backend_wasm.js'))};
${kernelFiles(kernels)
  .map(({ config, file }) => `import { ${config} } from ${JSON.stringify(file)};\nregisterKernel(${config});`)
  .join('\n')}`,
  };
  return {
    name: 'tfjs-parts',
    setup(build) {
      build.onResolve({ filter: /^@tensorflow\/tfjs-(core|backend-wasm)$/ }, ({ path }) => ({
        path,
        namespace: 'tfjs-parts',
        sideEffects: true,
      }));
      build.onLoad({ filter: /.*/, namespace: 'tfjs-parts' }, ({ path }) => ({
        contents: modules[path],
        resolveDir: wasm,
      }));
      // Of a namespace that is imported whole from another package everything is kept; of a file, only what is called.
      build.onLoad({ filter: /[\\/]tfjs-backend-wasm[\\/]dist[\\/].*\.js$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(/import \{([^}]*)\} from '@tensorflow\/tfjs-core';/, (_, names) =>
          names
            .split(',')
            .map((name) => importOf(name.trim()))
            .join('\n'),
        ),
      }));
      // rnnc starts the backend from files of its own: they lie beside this one, and what else tfjs could start goes.
      build.onLoad({ filter: /[\\/]engine[\\/]backend[\\/]wasm-source\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replaceAll("'../../../wasm/", "'./wasm/"),
        loader: 'ts',
      }));
      if (!embed)
        build.onLoad({ filter: /[\\/]engine[\\/]backend[\\/]generated[\\/]simd-wasm\.ts$/ }, () => ({
          contents: 'export const DEFLATED = null;',
        }));
      build.onLoad({ filter: /[\\/]tfjs-core[\\/]dist[\\/]platforms[\\/]platform_node\.js$/ }, ({ path }) => ({
        contents: withoutRequire(readFileSync(path, 'utf8')),
      }));
      build.onLoad({ filter: /[\\/]tfjs-backend-wasm[\\/]wasm-out[\\/].*\.js$/ }, () => ({
        contents: 'export default null;\nexport const wasmWorkerContents = null;',
      }));
      // They register ways of saving models: kept only where something of them is used.
      build.onResolve({ filter: /^\.{1,2}\/.*/ }, async ({ path, pluginData, importer, resolveDir, kind }) => {
        if (pluginData === SEEN || !importer.startsWith(core)) return undefined;
        const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: SEEN });
        return found.path.startsWith(join(core, 'io/')) ? { ...found, sideEffects: false } : found;
      });
      build.onLoad(
        { filter: /[\\/]io[\\/](local_storage|indexed_db)\.js$|[\\/]tfjs-core[\\/]dist[\\/]hash_util\.js$/ },
        ({ path }) => ({
          contents: EMPTY[relative(core, path).replaceAll('\\', '/')],
        }),
      );
    },
  };
}
