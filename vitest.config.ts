import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', 'test/long/**', 'node_modules/**'],
    pool: 'forks',
    // nothing here is mutable at module level, so files can share a process; starting one for each took longer than the tests
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 30_000,
  },
});
