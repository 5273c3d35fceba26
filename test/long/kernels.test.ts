/** Generated code on two thousand random models of wide cells, half of them with gradients, and ten thousand row kernels: some minutes. */
process.env.RUNS = '1000';
await import('../random/kernels.test.ts');
await import('../generate/rows.test.ts');
