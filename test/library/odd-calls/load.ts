import * as worklet from '../../../src/worklet.ts';
import { STREAMING } from './models.ts';
import { bytes, call, compiled, make, type OddCall, promise, proxied, rnnc, weight } from './opened.ts';

const load = (...given: unknown[]): unknown => call(rnnc, 'load', ...given);
export const OF_LOAD: readonly OddCall[] = [
  ['load()', () => load(), ['load(): the model is missing']],
  ['load(undefined)', () => load(undefined), ['the model is missing']],
  ['load(null)', () => load(null), ["can't be null"]],
  ['load(fetch())', () => load(promise()), ['`await` it first']],
  ['load(text)', () => load(STREAMING), ['load(compile(text))']],
  ['load(Symbol())', () => load(Symbol('m')), ['a symbol']],
  ['load(proxy of nothing)', () => load(proxied({})), ['an empty object']],
  ['load(model)', (at) => load(at.model), ["can't be a Model"]],
  ['load(bytes, null)', () => load(bytes, null), ['the options are null']],
  ['load(bytes, "fast")', () => load(bytes, 'fast'), ['the options are "fast"']],
  ['load(bytes, {pth})', () => load(bytes, { pth: 'fast' }), ['did you mean "path"?']],
  ['load(bytes, {path: "quick"})', () => load(bytes, { path: 'quick' }), ['auto, fast, public']],
  ['load(bytes, {kernels: true})', () => load(bytes, { kernels: true }), ["can't be true"]],
  ['load(bytes, {relaxed: 1})', () => load(bytes, { relaxed: 1 }), ['true or false']],
  ['load(bytes, {onNotice: console})', () => load(bytes, { onNotice: {} }), ['a function']],
  ['load(bytes, {memoryLimit: -1})', () => load(bytes, { memoryLimit: -1 }), ['a number above 0']],
  ['load(bytes, {memoryLimit: NaN})', () => load(bytes, { memoryLimit: Number.NaN }), ["can't be NaN"]],
  ['load(bytes, {memoryLimit: "1e9"})', () => load(bytes, { memoryLimit: '1e9' }), ['without quotes']],
  ['load(bytes, {wasmPaths: 3})', () => load(bytes, { wasmPaths: 3 }), ['wasmPaths']],
  ['load(bytes, {weights: []})', () => load(bytes, { weights: [] }), ['the option weights']],
  ['load(bytes, {weights: {w: null}})', () => load(bytes, { weights: { w: null } }), ['"w" is no {shape, data}']],
  ['load(bytes, {weights: {w}})', () => load(bytes, { weights: { w: weight } }), ['the model has no weight "w"']],
  ['loadSync()', () => call(worklet, 'loadSync'), ['loadSync(): the artifact must be given']],
  ['loadSync(compiled)', () => call(worklet, 'loadSync', compiled), ['a CompiledModel']],
  ['loadSync(bytes, {limit})', () => call(worklet, 'loadSync', bytes, { memorylimit: 1 }), ['"memoryLimit"']],
  ['new Model(compiled)', () => make('Model', compiled), ['write load(source)']],
  ['new Session(model)', (at) => make('Session', at.model), ['write model.session()']],
];
