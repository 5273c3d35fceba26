import ort from 'onnxruntime-node';
import { prepareOrt } from '../ort.mjs';

export const packages = ['onnxruntime-node'];

export async function start() {}

export const prepare = (testCase) => prepareOrt(ort, 'cpu', testCase);
