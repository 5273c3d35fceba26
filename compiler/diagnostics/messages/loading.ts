/** Texts of loading: an artifact from an address, and the `.wasm` of the backend. One function per mistake. */
import type { Diagnostic } from '../diagnostic.ts';
import { type Detail, didYouMean, error as errorAt, list, quote } from '../phrase.ts';

const error = (code: string, message: string, detail: Detail = {}): Diagnostic => errorAt(code, null, message, detail);

const WASM_FILE = 'a .wasm file of @tensorflow/tfjs-backend-wasm 4.22.0, as exported by rnnc/wasm/*';
const SERVE_IT =
  'serve the files of rnnc/wasm/ and give their folder as wasmPaths, or give the bytes of one as wasmBinary';

// the model

/** @param fix a better advice than to check the address, where there is one */
export const loadFailed = (source: string, cause: string, fix: string | null = null): Diagnostic =>
  error('load-failed', `can't read the model ${source}: ${cause}`, {
    fix: fix ?? 'check the address, or pass the bytes of the file',
  });

// the backend

export const wasmUnread = (address: string, cause: string, fix: string | null): Diagnostic =>
  error('wasm-load-failed', `can't load the WASM backend from ${address}: ${cause}`, {
    expected: WASM_FILE,
    found: cause,
    fix: fix ?? SERVE_IT,
  });
/** @param kind what it is instead, where that is known */
export const wasmOther = (from: string, kind: string | null): Diagnostic =>
  error('wasm-load-failed', `can't load the WASM backend from ${from}: it is ${kind ?? 'no WebAssembly'}`, {
    expected: WASM_FILE,
    found: kind ?? 'bytes of another kind',
    fix: kind === 'an HTML page' ? `the server answers a wrong address with a page: ${SERVE_IT}` : SERVE_IT,
  });
export const wasmBroken = (from: string, cause: string): Diagnostic =>
  error('wasm-load-failed', `can't load the WASM backend from ${from}: ${cause}`, {
    expected: WASM_FILE,
    found: cause,
    fix: 'take the file from rnnc/wasm/ again: it is cut off, changed, or of another version',
  });
export const wasmNowhere = (file: string): Diagnostic =>
  error('wasm-load-failed', `can't load the WASM backend: ${file} is not beside the code`, {
    expected: WASM_FILE,
    fix: SERVE_IT,
  });
export const wasmRefused = (cause: string): Diagnostic =>
  error('wasm-refused', `the page's Content Security Policy refuses WebAssembly: ${cause}`, {
    expected: "script-src with 'wasm-unsafe-eval'",
    fix: "add 'wasm-unsafe-eval' to script-src of the Content-Security-Policy",
  });
/** @param seconds how long rnnc waited */
export const backendSilent = (what: string, seconds: number): Diagnostic =>
  error('wasm-load-failed', `can't load the WASM backend: ${what} did not end within ${seconds} seconds`, {
    fix: 'load the page again; if that does not help, look for what its console and network log say',
  });
export const backendUnloadable = (what: string, cause: string): Diagnostic =>
  error('wasm-load-failed', `can't load the WASM backend: ${what}: ${cause}`, {
    fix: 'check that @tensorflow/tfjs-core and @tensorflow/tfjs-backend-wasm 4.22.0 are installed and part of what is served',
  });
export const wasmTwice = (): Diagnostic =>
  error('option-conflict', 'wasmPaths and wasmBinary both say where the WASM backend comes from', {
    expected: 'one of the two',
    found: 'both',
    fix: 'leave one out',
  });
export const wasmPathsNames = (found: readonly string[], wanted: string, known: readonly string[]): Diagnostic =>
  error('option-value', `wasmPaths has no address of ${quote(wanted)}, which this engine needs`, {
    expected: `"${wanted}": an address`,
    found: list(found),
    fix:
      found.map((name) => didYouMean(name, known)).find((hint) => hint !== null) ?? `give the address of "${wanted}"`,
  });
/** Notice. */
export const wasmUnused = (from: string): string =>
  `the WASM backend is there already, from ${from}: what wasmPaths or wasmBinary name now is not used`;
