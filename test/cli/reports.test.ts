import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { InternalError, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { EXIT, reportError } from '../../src/cli/command-line.ts';
import { fileMissing } from '../../src/cli/files/messages.ts';
import { UsageError } from '../../src/cli/inputs/usage.ts';
import { main } from './command.ts';

/** What a thrown thing ends with: the exit code and what is printed. */
function ended(error: unknown, debug = false): { code: number; printed: string } {
  const printed: string[] = [];
  const code = reportError(
    error,
    { warn: (mistakes) => printed.push(...mistakes.map((d) => d.message)), notice: (text) => printed.push(text) },
    debug,
  );
  return { code, printed: printed.join('\n') };
}

test('a bug of ours: exit code 70, no stack, a request to report it', () => {
  for (const error of [
    new InternalError('no value 7'),
    new TypeError('x is not a function'),
    'thrown text',
    undefined,
  ]) {
    const { code, printed } = ended(error);
    expect(code).toBe(EXIT.bug);
    expect(printed).toContain('has a bug');
    expect(printed).toContain('Please report it');
    expect(printed).not.toMatch(/^\s+at /m);
  }
  expect(ended(new InternalError('no value 7')).printed).toContain('no value 7');
});

test('with RNNC_DEBUG the stack is printed', () => {
  expect(ended(new InternalError('no value 7'), true).printed).toMatch(/^\s+at .*reports\.test/m);
});

test('mistakes of the user: 1 for files, 2 for the command line', () => {
  expect(ended(new RnncError([fileMissing('m.yaml')]))).toEqual({ code: 1, printed: 'there is no file "m.yaml"' });
  expect(ended(new UsageError('give a model'))).toMatchObject({
    code: 2,
    printed: expect.stringContaining('error: give a model'),
  });
});

test('a reader that goes away early ends the command quietly', async () => {
  const child = spawn(process.execPath, [main, 'inspect', 'models/basic-lstm.yaml', '--after', 'read']);
  const err: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect([code, Buffer.concat(err).toString()]).toEqual([0, '']);
});
