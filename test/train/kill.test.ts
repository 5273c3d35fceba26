import { test } from 'vitest';
import { carried, killAndResume, noisy } from './kills.ts';

test('a training killed 50 times ends with the same model to the last byte', async () => {
  // two chains side by side: most of their time is the start of processes, which is sooner without kernels of the model's own
  await Promise.all([killAndResume(30, 11, noisy, ['--kernels', 'stock']), killAndResume(20, 12, carried)]);
}, 900_000);
