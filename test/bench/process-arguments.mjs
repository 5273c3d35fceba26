import { parseArgs } from 'node:util';

/** Options of rnnc's `load` and `train`. `bench.mjs` hands them on to every process that it starts, as they came. */
export const rnncFlags = { kernels: { type: 'string' }, relaxed: { type: 'boolean' } };

/** The arguments of such a process; `options` holds only what was given. */
export function processArguments() {
  const { values, positionals } = parseArgs({ options: rnncFlags, allowPositionals: true });
  return { positionals, options: { ...values } };
}

/** The same options as arguments for a process. */
export const flagsOf = ({ kernels, relaxed }) => [
  ...(kernels === undefined ? [] : [`--kernels=${kernels}`]),
  ...(relaxed ? ['--relaxed'] : []),
];
