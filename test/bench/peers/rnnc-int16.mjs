import * as rnnc from './rnnc.mjs';

export const { packages, start } = rnnc;

/** rnnc with weights of 16 bits. */
export const prepare = (testCase, options) => rnnc.prepare(testCase, options, { precision: 'int16' });
