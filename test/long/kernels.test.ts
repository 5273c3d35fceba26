/**
 * Generated and stock kernels on two thousand random models of wide cells, half of them with gradients, gradients of padding, and ten thousand row
 * kernels: some ten minutes. One portion of the models by itself: `-t 'portion 3 of'`.
 */
process.env.RUNS = '1000';
await import('../random/kernels.test.ts');
await import('../gradients/padding.test.ts');
await import('../generate/rows.test.ts');
