import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export type Nested = number | readonly Nested[];
export interface Case {
  readonly name: string;
  readonly file: string;
  /** In the order of the inputs, and of the outputs, of the file. */
  readonly feeds: readonly Nested[];
  readonly outputs: readonly Nested[];
}

/** Files with the numbers of Keras, made by make_keras_files.py, and of tfjs-layers, made by make_tfjs_files.mjs. */
const folder = join(import.meta.dirname, 'models');
const tfjs = join(import.meta.dirname, 'tfjs');

const casesIn = (of: string): readonly Case[] => JSON.parse(readFileSync(join(of, 'cases.json'), 'utf8')).cases;
export const cases = [...casesIn(folder), ...casesIn(tfjs)];

export function bytesOf(file: string): Uint8Array {
  if (file.endsWith('.h5')) return new Uint8Array(gunzipSync(readFileSync(join(folder, `${file}.gz`))));
  return new Uint8Array(readFileSync(join(file.endsWith('.json') ? tfjs : folder, file)));
}

/** Reads the weights of a file of TensorFlow.js. */
export const beside = (name: string): Uint8Array | null =>
  existsSync(join(tfjs, name)) ? new Uint8Array(readFileSync(join(tfjs, name))) : null;
