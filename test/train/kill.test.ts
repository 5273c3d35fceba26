import { test } from 'vitest';
import { carried, killAndResume } from './kills.ts';

test('a training killed 50 times ends with the same model to the last byte', async () => {
  // two chains side by side: most of their time is the start of processes
  await Promise.all([killAndResume(30, 11), killAndResume(20, 12, carried)]);
}, 240_000);
