import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { hasRelaxedSimd } from './src/engine/backend/relaxed-simd.ts';

/** What measures the heap of its process, which others would have grown. */
const alone = ['test/train/memory.test.ts', 'test/engine/executable.test.ts'];
/** What needs relaxed SIMD: Node 20 has it behind a flag, which later versions no longer know. */
const relaxed = ['test/relaxed/*.test.ts'];
/** Tests leave much behind that is soon dead; a larger young generation is collected a third as often. */
const youngGeneration = '--max-semi-space-size=64';
const elsewhere = ['test/bench/**', 'test/long/**', 'node_modules/**'];

/**
 * The longest first: one that began last would run alone at the end, on one core of several. Before them, what needs a process of other settings: a
 * process that files share ends where the next file in order is not for it, and all modules are loaded anew.
 */
const longest = [
  'test/page/pages.test.ts',
  'test/train/kill.test.ts',
  'test/learning/quick.test.ts',
  'test/readme.test.ts',
  'test/package/package.test.ts',
  'test/cli/help-examples.test.ts',
  'test/playground/playground.test.ts',
];
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification): number => {
      if (project.name !== 'shared') return -1;
      const place = longest.findIndex((file) => moduleId.endsWith(file));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    globalSetup: 'test/bundle-again.ts',
    pool: 'forks',
    testTimeout: 30_000,
    // long: a hook that runs the command waits for what others compute on the same cores
    hookTimeout: 120_000,
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      // nothing here is mutable at module level, so files can share a process: one for each takes longer than the tests
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['test/**/*.test.ts'],
          exclude: [...elsewhere, ...alone, ...relaxed],
          isolate: false,
          execArgv: [youngGeneration],
        },
      },
      { extends: true, test: { name: 'alone', include: alone, isolate: true } },
      {
        extends: true,
        test: {
          name: 'relaxed',
          include: relaxed,
          isolate: false,
          execArgv: [youngGeneration, ...(hasRelaxedSimd() ? [] : ['--experimental-wasm-relaxed-simd'])],
        },
      },
    ],
  },
});
