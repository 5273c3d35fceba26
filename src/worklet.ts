/**
 * The smallest public surface (rnnc/worklet): runs artifacts with the kernels in them where there is the language and WebAssembly and nothing else, as in
 * an audio worklet. No tfjs, no `.wasm` file, no `fetch`, no text decoder, no clock; nothing is asynchronous.
 */
import { type Bytes, bytes as bytesKind } from './arguments/bytes.ts';
import { type OptionTable, positive } from './arguments/kinds.ts';
import { checkArgument, readOptions } from './arguments/read-options.ts';
import { readArtifact } from './artifact/file/read.ts';
import { OwnMemory } from './engine/backend/own-memory.ts';
import { codeAlone } from './engine/code-alone.ts';
import { RunnableModel } from './model/runnable-model.ts';

/** Bytes of memory that a WebAssembly module can address. */
const MAX_BYTES = 2 ** 32;

export interface LoadSyncOptions {
  /** Bytes that one run may need; at most, and by default, 4 GiB. */
  readonly memoryLimit?: number;
}
const LOAD_SYNC_OPTIONS: OptionTable<LoadSyncOptions> = { memoryLimit: positive('bytes') };

/**
 * Makes a compiled model ready to run, in a memory of its own and at once. It gives the same bits as elsewhere.
 * @param bytes the artifact: what `toBytes()` gives, or the file that `rnnc compile` writes
 * @throws RnncError where the artifact can't be read, and `needs-tfjs` where its kernels can't run or there are none; a model that needs
 *   kernels of tfjs for some of its programs throws that when it runs them first
 */
export function loadSync(bytes: Bytes, options: LoadSyncOptions = {}): RunnableModel {
  checkArgument('loadSync()', 'the artifact', bytes, bytesKind);
  const { memoryLimit = MAX_BYTES } = readOptions('loadSync()', options, LOAD_SYNC_OPTIONS);
  const definition = readArtifact(bytes);
  const backend = new OwnMemory(new WebAssembly.Memory({ initial: 1 }));
  const codeOf = codeAlone(backend, definition.name, definition.kernels);
  return new RunnableModel(definition, { backend, path: 'fast', memoryLimit, codeOf });
}

export { type Diagnostic, InternalError, RnncError } from '../compiler/diagnostics/diagnostic.ts';
export type { WeightData } from './artifact/definition.ts';
export type { Feed, ShapedData } from './model/feeds/feed-values.ts';
export type { Feeds } from './model/feeds/feeds.ts';
export type { Port } from './model/feeds/ports.ts';
export type { Nested, Output } from './model/output.ts';
export type { RunOptions } from './model/runnable-model.ts';
export { RunnableModel } from './model/runnable-model.ts';
export { Session, type SessionOptions, type Snapshot } from './model/session.ts';
export type { StepFeeds, StepOutputs } from './model/stream-binding.ts';
