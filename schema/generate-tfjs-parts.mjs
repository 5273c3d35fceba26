/**
 * Makes src/engine/backend/generated/ and wasm/ from @tensorflow/tfjs-backend-wasm, so that nothing has to reach for files of that package when
 * rnnc runs: the two `.wasm` files without threads, the one with SIMD also as text inside a module, and the JavaScript around them as an ES
 * module. The `.wasm` files lie in the same place beside the sources and beside the compiled code.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync, inflateSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const tfjs = dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'));
const { version } = require('@tensorflow/tfjs-backend-wasm/package.json');
const notice = `// Made by schema/generate-tfjs-parts.mjs from @tensorflow/tfjs-backend-wasm ${version} (Apache-2.0).\n`;
const generated = join(root, 'src/engine/backend/generated');

/** @returns the text with its one occurrence of `from` replaced */
function replaceOnce(text, from, to) {
  const parts = text.split(from);
  if (parts.length !== 2) throw new Error(`${parts.length - 1} times, not once: ${from}`);
  return parts.join(to);
}

function glue() {
  const text = readFileSync(join(tfjs, 'wasm-out/tfjs-backend-wasm.js'), 'utf8');
  // The module is handed its WebAssembly: what it does in Node for loading it (require, handlers of uncaught errors) is left out.
  const inNode =
    'ENVIRONMENT_IS_NODE=typeof process=="object"&&typeof process.versions=="object"&&typeof process.versions.node=="string"';
  const exported = text.indexOf("if (typeof exports === 'object' && typeof module === 'object')");
  const nodePart = text.indexOf('if(ENVIRONMENT_IS_NODE){var fs=require("fs")');
  const pagePart = text.indexOf('if(ENVIRONMENT_IS_WEB||ENVIRONMENT_IS_WORKER)', nodePart);
  if (exported < 0 || nodePart < 0 || pagePart < 0) throw new Error('the module looks different');
  const body = replaceOnce(
    text.slice(0, nodePart) + text.slice(pagePart, exported),
    inNode,
    'ENVIRONMENT_IS_NODE=false',
  );
  if (/\brequire\(/.test(body)) throw new Error('the module requires others');
  return `// @ts-nocheck\n${notice}${body.trim()}\nexport default WasmBackendModule;\n`;
}

/** Compressed bytes differ from one version of zlib to the next: those that say the same stay as they are. */
function deflated(wasm, file) {
  try {
    const [, old] = /'([^']+)'/.exec(readFileSync(file, 'utf8')) ?? [];
    if (old !== undefined && inflateSync(Buffer.from(old, 'base64')).equals(wasm)) return old;
  } catch {
    // There is none yet, or it holds something else.
  }
  return deflateSync(wasm, { level: 9 }).toString('base64');
}

const embedded = (wasm, file) =>
  `${notice}/** tfjs-backend-wasm-simd.wasm: deflated (zlib), in base64. */\nexport const DEFLATED: string | null =\n  '${deflated(wasm, file)}';\n`;

mkdirSync(generated, { recursive: true });
writeFileSync(join(generated, 'tfjs-glue.ts'), glue());
const simd = readFileSync(join(tfjs, 'dist/tfjs-backend-wasm-simd.wasm'));
const file = join(generated, 'simd-wasm.ts');
writeFileSync(file, embedded(simd, file));
for (const folder of [join(root, 'wasm'), join(root, 'dist/wasm')]) {
  mkdirSync(folder, { recursive: true });
  for (const name of ['tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm.wasm'])
    writeFileSync(join(folder, name), readFileSync(join(tfjs, 'dist', name)));
}
