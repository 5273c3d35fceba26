import { parseArgs } from 'node:util';

/** An option of rnnc's `load` and `train`. `bench.mjs` hands it on to every process that it starts, as it came. */
export const rnncFlags = { kernels: { type: 'string' } };

/** The arguments of such a process; `options` holds only what was given. */
export function processArguments() {
  const { values, positionals } = parseArgs({ options: rnncFlags, allowPositionals: true });
  return { positionals, options: { ...values } };
}

/** The same option as arguments for a process. */
export const flagsOf = ({ kernels }) => (kernels === undefined ? [] : [`--kernels=${kernels}`]);
