/** @param {string} folder @param {string} names separated by blanks */
const tests = (folder, names) => names.split(' ').map((name) => `test/${folder}/${name}.test.ts`);

/**
 * The rooms whose code is mutated, each with the tests its mutants are run against, in the order in which they run: what looks at the room closely
 * and is quick comes first, since a mutant is done with the first test that fails. Whole models, trainings and the command line are left out:
 * nearly every mutant would run all of them.
 *
 * @type {{ readonly [room: string]: { readonly mutate: readonly string[], readonly tests: readonly string[] } }}
 */
export const rooms = {
  '7-plan': {
    mutate: ['compiler/7-plan/**/*.ts'],
    tests: [...tests('plan', 'count-work lifetimes plan-memory inspected-sizes'), ...tests('lower', 'lower')],
  },
  artifact: {
    mutate: ['src/artifact/**/*.ts', '!src/artifact/generated/**'],
    tests: tests(
      'artifact',
      'utf8 named-weights messages model-origin foreign-bytes weights safetensors library artifact kernels int16 check-schema',
    ),
  },
  '4-lower': {
    mutate: ['compiler/4-lower/**/*.ts'],
    tests: [
      ...tests('lower', 'kernels in-place raw-values limited-values'),
      ...tests('programs', 'printed shipped'),
      ...tests('lower', 'lower'),
      ...tests('ir', 'entry'),
      ...tests('ops', 'arrange binary expm1 indices loop matmul one-place reduce unary'),
      ...tests('trees', 'snapshots unrolled'),
      ...tests('ops', 'ragged-loop'),
      ...tests('fuse', 'invented'),
    ],
  },
  '5-fuse': {
    mutate: ['compiler/5-fuse/**/*.ts'],
    tests: [
      ...tests('fuse', 'products reuse-stacks snapshots'),
      ...tests('lower', 'kernels'),
      ...tests('programs', 'printed shipped'),
      ...tests('trees', 'snapshots'),
      ...tests('fuse', 'invented'),
      ...tests('generate', 'heads rows'),
    ],
  },
  '3-optimize': {
    mutate: ['compiler/3-optimize/**/*.ts'],
    tests: [
      ...tests('passes', 'rules join-padded lift-sums passes unrolled-trees'),
      ...tests('programs', 'printed shipped'),
      ...tests('fuse', 'snapshots'),
      ...tests('trees', 'snapshots unrolled'),
      ...tests('gradients', 'ops'),
      ...tests('trees', 'passes'),
      ...tests('passes', 'trees'),
      ...tests('ops', 'ragged-loop'),
    ],
  },
  '6-generate': {
    mutate: ['compiler/6-generate/**/*.ts'],
    tests: [
      ...tests('generate', 'text source-lines'),
      ...tests('lower', 'kernels'),
      ...tests('generate', 'same-bits heads routines'),
      ...tests('fuse', 'invented'),
      ...tests('generate', 'rows products int16-products'),
    ],
  },
};
