/**
 * The quick property tests with many more cases. Costs about six minutes on two cores.
 * RUNS is read by the quick suites themselves, so both forms are the same test.
 */
process.env.RUNS = '3000';
await import('../random/optimized.test.ts');
await import('../random/runtime.test.ts');
