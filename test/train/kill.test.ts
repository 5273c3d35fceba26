import { test } from 'vitest';
import { carried, killAndResume, noisy } from './kills.ts';

test('a training killed 14 times ends with the same model to the last byte', async () => {
  // two chains side by side: most of their time is the start of processes, which is sooner without kernels of the model's own
  await Promise.all([killAndResume(8, 11, noisy, ['--kernels', 'stock']), killAndResume(6, 12, carried)]);
}, 600_000);
