import { test } from 'vitest';
import { carried, killAndResume } from '../train/kills.ts';

test('a training killed 1,000 times ends with the same model to the last byte', async () => {
  await Promise.all([killAndResume(700, 21), killAndResume(300, 22, carried)]);
});
