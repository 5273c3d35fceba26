/**
 * Generated and stock kernels on random models of wide cells: 1,000 forward, 1,000 with gradients, and 1,000 with weights of 16 bits; on models of trees
 * 1,000 forward and 1,000 with gradients, and 500 of each of their equivalences; gradients of padding; and ten thousand row kernels. About 30 minutes. One portion of the first two by itself: `-t 'portion 3 of'`.
 */
process.env.RUNS = '1000';
await import('../random/kernels.test.ts');
await import('../random/trees.test.ts');
await import('../random/tree-equivalences.test.ts');
await import('../gradients/padding.test.ts');
await import('../generate/rows.test.ts');
