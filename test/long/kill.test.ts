import { test } from 'vitest';
import { killAndResume } from '../train/kills.ts';

test('a training killed 1,000 times ends with the same model to the last byte', async () => {
  await Promise.all([killAndResume(500, 21), killAndResume(500, 22)]);
});
