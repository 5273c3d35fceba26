import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main, models } from '../cli/command.ts';

test.skipIf(!existsSync('/dev/full'))('a full disk behind standard output is no bug of rnnc', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [main, 'inspect', join(models, 'seed-rnn.yaml')], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect(stderr).not.toContain('has a bug');
  expect(status).toBe(1);
});
