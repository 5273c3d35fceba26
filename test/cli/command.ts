import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { runCommandLine } from '../../src/cli/command-line.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
/** The command as the package ships it, in one file: it starts in half the time of its modules. */
export const main = join(repository, 'dist/cli.js');
export const models = join(repository, 'models');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  readonly env?: { readonly [name: string]: string };
}

/**
 * Runs the command line: in this process, which saves the start of another, unless that would not be the same. Commands run one after the other
 * then. What belongs to a process (signals, pipes, the end of its output) is tested with `start`.
 */
export function rnnc(args: readonly string[], surroundings: Surroundings = {}): Promise<Ended> {
  const { cwd = repository, input = '', env = {} } = surroundings;
  if (input !== '' || args.includes('-') || Object.keys(env).length > 0) return start(args, surroundings);
  const ended = running.then(() => runHere(args, cwd));
  running = ended.catch(() => {});
  return ended;
}
let running: Promise<unknown> = Promise.resolve();

async function runHere(args: readonly string[], cwd: string): Promise<Ended> {
  const folder = process.cwd();
  const { stdout, stderr } = process;
  const written = { out: '', err: '' };
  const catching = (to: keyof typeof written): typeof stdout.write =>
    ((chunk: string | Uint8Array, ...rest: unknown[]) => {
      written[to] += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      for (const done of rest) if (typeof done === 'function') done();
      return true;
    }) as typeof stdout.write;
  const original = { out: stdout.write, err: stderr.write };
  stdout.write = catching('out');
  stderr.write = catching('err');
  process.chdir(cwd);
  process.exitCode = undefined;
  try {
    const code = await runCommandLine(args);
    return { code, ...written };
  } finally {
    process.exitCode = undefined;
    process.chdir(folder);
    stdout.write = original.out;
    stderr.write = original.err;
  }
}

/** Runs the built command line as a user does. */
export function start(
  args: readonly string[],
  { cwd = repository, input = '', env = {} }: Surroundings = {},
): Promise<Ended> {
  if (!existsSync(main)) throw new Error('build first: npm run build');
  const { NO_COLOR: _, FORCE_COLOR: __, CI: ___, ...inherited } = process.env;
  const child = spawn(process.execPath, [main, ...args], { cwd, env: { ...inherited, ...env } });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
  // a command that does not read its input may end before it is written
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() }),
    );
  });
}

/** A folder of its own for a test, removed afterwards. Concurrent tests must hand in their own `onTestFinished`. */
export function temporaryFolder(whenDone: (remove: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'rnnc-test-'));
  whenDone(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
