import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: resolve(import.meta.dirname, '../..'),
  test: { include: ['test/long/**/*.test.ts'], pool: 'forks', testTimeout: 7_200_000 },
});
