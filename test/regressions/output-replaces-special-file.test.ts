import { execFileSync } from 'node:child_process';
import { closeSync, existsSync, lstatSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { models, rnnc, temporaryFolder } from '../cli/command.ts';

const model = join(models, 'seed-rnn.yaml');

describe('an output that is no plain file is not replaced by one', () => {
  test('a link stays a link, and the file behind it is written', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'target.rnnc'), 'old');
    symlinkSync('target.rnnc', join(cwd, 'link.rnnc'));
    await rnnc(['compile', model, '-o', 'link.rnnc'], { cwd });
    expect(lstatSync(join(cwd, 'link.rnnc')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(cwd, 'target.rnnc')).length).toBeGreaterThan(100);
  });

  // The same happens to a device where the user may write into its folder: as root, `-o /dev/null` replaces the null device of the machine.
  test.skipIf(!existsSync('/usr/bin/mkfifo'))('a pipe stays a pipe', async () => {
    const cwd = temporaryFolder();
    const pipe = join(cwd, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const bothEnds = openSync(pipe, 'r+');
    await rnnc(['compile', model, '-o', 'pipe'], { cwd });
    closeSync(bothEnds);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });
});
