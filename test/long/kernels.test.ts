/**
 * Generated and stock kernels on random models of wide cells: 1,000 forward, 1,000 with gradients, and 1,000 with weights of 16 bits; on as many models of trees; gradients of padding;
 * and ten thousand row kernels. About 16 minutes. One portion of the first two by itself: `-t 'portion 3 of'`.
 */
process.env.RUNS = '1000';
await import('../random/kernels.test.ts');
await import('../random/trees.test.ts');
await import('../gradients/padding.test.ts');
await import('../generate/rows.test.ts');
