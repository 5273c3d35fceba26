import * as ort from 'onnxruntime-web';
import { prepareOrt } from '../ort.mjs';

export const packages = ['onnxruntime-web'];

export async function start() {
  ort.env.wasm.numThreads = 1;
}

export const prepare = (testCase) => prepareOrt(ort, 'wasm', testCase);
