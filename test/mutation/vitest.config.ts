import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

/**
 * The tests that mutants are run against: those that look at passes, lowering, fusion, generated code, plans and artifacts closely, and are quick.
 * Whole models, trainings and the command line are left out, since every mutant runs all tests that reach it.
 */
export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: {
    include: [
      'test/{artifact,fuse,generate,ir,lower,passes,plan,ops}/**/*.test.ts',
      'test/gradients/{ops,padding}.test.ts',
      'test/trees/{passes,recursive,snapshots,unrolled}.test.ts',
    ],
    exclude: [
      'test/artifact/check-schema.test.ts',
      'test/fuse/{cells,int16,models}.test.ts',
      'test/ops/vector-math.test.ts',
      'node_modules/**',
    ],
    isolate: false,
  },
});
