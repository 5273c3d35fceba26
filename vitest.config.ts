import { defineConfig } from 'vitest/config';

/** What measures the heap of its process, which others would have grown. */
const alone = ['test/train/memory.test.ts', 'test/runtime/executable.test.ts'];
const elsewhere = ['test/bench/**', 'test/long/**', 'node_modules/**'];

export default defineConfig({
  test: {
    pool: 'forks',
    testTimeout: 30_000,
    maxWorkers: '100%',
    projects: [
      // nothing here is mutable at module level, so files can share a process: one for each takes longer than the tests
      {
        extends: true,
        test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: [...elsewhere, ...alone], isolate: false },
      },
      { extends: true, test: { name: 'alone', include: alone, isolate: true } },
    ],
  },
});
