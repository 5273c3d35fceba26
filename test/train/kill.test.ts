import { test } from 'vitest';
import { killAndResume, noisy } from './kills.ts';

// resume.test.ts goes on from every checkpoint in one process; this is about what a real kill leaves on the disk, and most of it is starts
test('a training killed 4 times ends with the same model to the last byte', async () => {
  await killAndResume(4, 11, noisy, ['--kernels', 'stock']);
}, 600_000);
