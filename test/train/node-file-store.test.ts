import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { randomSource } from '../../compiler/initialize/random.ts';
import { openCheckpoint } from '../../src/cli/files/node-file-store.ts';
import { temporaryFolder } from '../cli/command.ts';

const built = new URL('../../dist/src/cli/files/node-file-store.js', import.meta.url);
const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof RnncError) return error.message;
    throw error;
  }
  return 'nothing was thrown';
};
/** The number of a process that has ended. */
const goneProcess = (): number => spawnSync(process.execPath, ['--version']).pid;

test('what was saved is loaded, from another store too; nothing else is left', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a.ckpt');
  const store = openCheckpoint(file);
  expect(store.load()).toBeNull();
  for (const n of [1, 2, 3]) store.save(new Uint8Array(1000).fill(n));
  expect(openCheckpoint(file).load()).toEqual({ payload: new Uint8Array(1000).fill(3), notice: null });
  expect(readdirSync(folder).sort()).toEqual(['a.ckpt', 'a.ckpt.previous']);
});

test('a torn file falls back to the one before it', () => {
  const file = join(temporaryFolder(), 'a.ckpt');
  const store = openCheckpoint(file);
  for (const n of [1, 2]) store.save(new Uint8Array(1000).fill(n));
  truncateSync(file, 500);
  const loaded = openCheckpoint(file).load();
  expect(loaded?.payload).toEqual(new Uint8Array(1000).fill(1));
  expect(loaded?.notice).toContain('is damaged (it holds 452 bytes where its header says 1000)');
});

test('a link stays a link', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'elsewhere'));
  writeFileSync(join(folder, 'elsewhere', 'real.ckpt'), '');
  symlinkSync(join(folder, 'elsewhere', 'real.ckpt'), join(folder, 'link.ckpt'));
  openCheckpoint(join(folder, 'link.ckpt')).save(Uint8Array.of(1));
  expect(readdirSync(folder).sort()).toEqual(['elsewhere', 'link.ckpt']);
  expect(openCheckpoint(join(folder, 'elsewhere', 'real.ckpt')).load()?.payload).toEqual(Uint8Array.of(1));
});

test('reasons: no folder, a file as a folder, a folder as a file', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  mkdirSync(join(folder, 'inner'));
  const save = (...path: readonly string[]) =>
    codeOf(() => openCheckpoint(join(folder, ...path)).save(Uint8Array.of(1)));
  expect(save('none', 'a')).toContain('its folder does not exist (ENOENT)');
  expect(save('file', 'a')).toContain('a part of its path is a file (ENOTDIR)');
  expect(save('inner')).toContain('it is a folder (EISDIR)');
  expect(readdirSync(folder).sort()).toEqual(['file', 'inner']);
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('a folder that may not be written', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a.ckpt');
  openCheckpoint(file).save(Uint8Array.of(1));
  chmodSync(folder, 0o500);
  try {
    expect(codeOf(() => openCheckpoint(file).save(Uint8Array.of(2)))).toContain('permission denied (EACCES)');
    expect(openCheckpoint(file).load()?.payload).toEqual(Uint8Array.of(1));
  } finally {
    chmodSync(folder, 0o700);
  }
});

test.skipIf(process.platform === 'win32')('a write that the system cuts short and then refuses', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'a.ckpt');
  openCheckpoint(file).save(Uint8Array.of(1));
  const save = `
    const { openCheckpoint } = await import(process.argv[2]);
    try {
      openCheckpoint(process.argv[1]).save(new Uint8Array(1 << 20));
    } catch (error) {
      process.stdout.write(error.message);
    }`;
  // no file may grow beyond 64 kB
  const { stdout } = spawnSync(
    'bash',
    ['-c', 'ulimit -f 64 && exec "$@"', 'bash', process.execPath, '--input-type=module', '-e', save, file, built.href],
    { encoding: 'utf8' },
  );
  expect(stdout).toContain(`"${file}" can't be written: it would be larger than files may be here (EFBIG)`);
  expect(openCheckpoint(file).load()?.payload).toEqual(Uint8Array.of(1));
  expect(readdirSync(folder)).toEqual(['a.ckpt']);
});

test('temporary files of ended processes are cleaned, others stay', () => {
  const folder = temporaryFolder();
  const left = [`.a.ckpt.${goneProcess()}-0123abcd.4.tmp`, `.a.ckpt.${process.pid}-0123abcd.0.tmp`];
  const kept = [`.a.ckpt.${process.ppid}-0123abcd.4.tmp`, `.b.ckpt.${goneProcess()}-0123abcd.4.tmp`, 'a.ckpt.tmp'];
  for (const name of [...left, ...kept]) writeFileSync(join(folder, name), 'torn');
  expect(openCheckpoint(join(folder, 'a.ckpt')).removeLeftovers()).toBe(2);
  expect(readdirSync(folder).sort()).toEqual([...kept].sort());
});

/** Saves checkpoint after checkpoint, each full of its number, after it has said that it goes on from the one it found. */
const WRITER = `
const { openCheckpoint } = await import(process.argv[2]);
const store = openCheckpoint(process.argv[1]);
store.removeLeftovers();
let n = store.load() === null ? 0 : new DataView(store.load().payload.slice(0, 4).buffer).getUint32(0);
for (;;) {
  n++;
  const payload = new Uint32Array(64 * 1024);
  const view = new DataView(payload.buffer);
  for (let i = 0; i < payload.length; i++) view.setUint32(4 * i, n);
  store.save(new Uint8Array(payload.buffer));
  process.stdout.write(n + '\\n');
}`;

test('15 kills at random times: a whole checkpoint every time, never older than the last one reported', async () => {
  expect(existsSync(fileURLToPath(built)), 'build first: npm run build').toBe(true);
  const folder = temporaryFolder();
  const file = join(folder, 'a.ckpt');
  const words = new Uint32Array(4);
  let newest = 0;
  let fallbacks = 0;
  for (let kill = 0; kill < 15; kill++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', WRITER, file, built.href], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await once(child.stdout, 'data');
    randomSource(1, 'test', 'kill', 0).block(words, kill, 0, 0, 0);
    await new Promise((wake) => setTimeout(wake, (words[0] ?? 0) % 60));
    const closed = once(child, 'close');
    child.kill('SIGKILL');
    await closed;
    const reported = Math.max(newest, ...said.trim().split('\n').map(Number));
    const loaded = openCheckpoint(file).load();
    if (loaded?.notice !== null) fallbacks++;
    const bytes = loaded?.payload ?? new Uint8Array(0);
    expect(bytes.length).toBe(256 * 1024);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const found = view.getUint32(0);
    // a line that was on its way when the child died may be missing, so what is found may be newer
    expect(found, `kill ${kill}`).toBeGreaterThanOrEqual(reported);
    for (let i = 4; i < bytes.length; i += 4) if (view.getUint32(i) !== found) expect.fail(`mixed at byte ${i}`);
    newest = found;
  }
  expect(fallbacks).toBeLessThan(15);
  expect(newest).toBeGreaterThan(15);
  openCheckpoint(file).removeLeftovers();
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  // the last kill may have come between the renames
  openCheckpoint(file).save(Uint8Array.of(1));
  expect(readdirSync(folder).sort()).toEqual(['a.ckpt', 'a.ckpt.previous']);
});
