import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { unsealCheckpoint } from '../../src/train/checkpoint/checkpoint.ts';
import { main, rnnc, temporaryFolder } from './command.ts';

const MODEL = `
inputs: {x: {shape: [batch, 2]}}
layers: {o: {type: dense, input: x, units: 1}}
outputs: {o: o}
data: {source: SOURCE, feeds: {x: {columns: [a, b]}, y: {columns: [y]}}}
training: {losses: [{type: mse, output: o, target: y}], epochs: 2, batch: 20}
`;
const ROWS = `a,b,y\n${Array.from({ length: 100 }, (_, i) => `${i % 7},${i % 11},${(i % 7) - (i % 11)}\n`).join('')}`;

/** A folder `m` with the model, and data inside and outside of it. */
function folders(source = 'one.csv'): { readonly cwd: string; readonly model: string } {
  const root = temporaryFolder();
  const cwd = join(root, 'm');
  mkdirSync(join(cwd, 'data'), { recursive: true });
  for (const place of [root, cwd, join(cwd, 'data')]) writeFileSync(join(place, 'one.csv'), ROWS);
  symlinkSync(join(root, 'one.csv'), join(cwd, 'linked.csv'));
  symlinkSync(root, join(cwd, 'linked'));
  symlinkSync(join(cwd, 'one.csv'), join(cwd, 'within.csv'));
  writeFileSync(join(cwd, 'm.yaml'), MODEL.replace('SOURCE', source));
  return { cwd, model: 'm.yaml' };
}

describe('data.source', () => {
  const absolute = join(import.meta.dirname, 'absolute.csv');
  test.each([
    ['one.csv', true],
    ['data/one.csv', true],
    ['data/../one.csv', true],
    ['within.csv', true],
    ['../one.csv', false],
    ['data/../../one.csv', false],
    ['linked.csv', false],
    ['linked/one.csv', false],
    ['linked', false],
    ['../none.csv', false],
    [absolute, false],
  ])('%s of a model that is not trusted', async (source, inside) => {
    const { cwd, model } = folders(source);
    const { code, err } = await rnnc(['train', model, '--untrusted'], { cwd });
    if (inside) expect([code, existsSync(join(cwd, 'm.rnnc'))]).toEqual([0, true]);
    else expect([code, /source-outside/.test(err), /give it with --data/.test(err)]).toEqual([1, true, true]);
  });

  test("leads anywhere where the model is one's own; of a compiled one, only to what it was trained on", async () => {
    const { cwd, model } = folders('../one.csv');
    expect((await rnnc(['train', model], { cwd })).code).toBe(0);
    const commands = [
      ['train', 'm.rnnc', '-o', 'n.rnnc'],
      ['evaluate', 'm.rnnc', '--part', 'train'],
    ];
    for (const command of commands) {
      expect((await rnnc(command, { cwd })).code).toBe(0);
      expect((await rnnc([...command, '--untrusted'], { cwd })).err).toMatch(/source-outside.*"\.\.\/one\.csv"/);
    }
    writeFileSync(join(cwd, '../one.csv'), `${ROWS}1,2,3\n`);
    for (const command of commands) {
      expect((await rnnc(command, { cwd })).err).toMatch(/source-outside.*is not what the model was trained on/);
      expect((await rnnc([...command, '--data', '../one.csv'], { cwd })).code).toBe(0);
    }
    const { err } = await rnnc(['compile', 'm.rnnc', '--weights', 'int16', '-o', 'i.rnnc'], { cwd });
    expect(err).toMatch(/is not what the model was trained on/);
  });
});

describe('the lock of an output', () => {
  const lockOf = (cwd: string): string => join(cwd, '.m.rnnc.lock');
  const written = (pid: number, host = hostname(), began = 'null'): string =>
    `{"pid":${pid},"host":"${host}","began":${began}}\n`;

  test.each([
    ['a process that runs', written(process.ppid), `process ${process.ppid}, as the lock`],
    ['a process of another machine', written(99_999_999, 'elsewhere'), 'process 99999999 of the machine elsewhere'],
    ['nobody knows whom', 'x'.repeat(10), 'the lock ".m.rnnc.lock"'],
  ])('of %s is respected', async (_, text, found) => {
    const { cwd, model } = folders();
    writeFileSync(lockOf(cwd), text);
    const { code, err } = await rnnc(['train', model], { cwd });
    expect([code, err.includes('output-locked'), err.includes(found)]).toEqual([1, true, true]);
    expect([readFileSync(lockOf(cwd), 'utf8'), existsSync(join(cwd, 'm.rnnc'))]).toEqual([text, false]);
    expect((await rnnc(['train', model, '-o', 'other.rnnc'], { cwd })).code).toBe(0);
  });

  test.each([
    ['a process that has ended', written(99_999_999)],
    ['a process whose number another one has now', written(process.ppid, hostname(), '"1"')],
  ])('of %s is replaced, and gone at the end', async (_, text) => {
    if (text.includes('"1"') && process.platform !== 'linux') return;
    const { cwd, model } = folders();
    writeFileSync(lockOf(cwd), text);
    expect((await rnnc(['train', model], { cwd })).code).toBe(0);
    expect([existsSync(lockOf(cwd)), existsSync(join(cwd, 'm.rnnc'))]).toEqual([false, true]);
  });

  test.runIf(process.platform === 'linux')(
    'of a process that has ended, but whose parent never asks how, is replaced',
    async () => {
      // the shell becomes a program that knows nothing of its child, and does so before the child ends
      const parent = spawn('sh', ['-c', 'sleep 0.5 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
      onTestFinished(() => void parent.kill('SIGKILL'));
      const pid = Number(
        await new Promise<string>((settle) => parent.stdout.once('data', (data) => settle(`${data}`))),
      );
      const stat = (): string => readFileSync(`/proc/${pid}/stat`, 'utf8');
      while (!stat().includes(') Z ')) await new Promise((settle) => setTimeout(settle, 5));
      const began = `"${stat().split(') ')[1]?.split(' ')[19]}"`;
      const { cwd, model } = folders();
      writeFileSync(lockOf(cwd), written(pid, hostname(), began));
      expect((await rnnc(['train', model], { cwd })).code).toBe(0);
      expect(existsSync(lockOf(cwd))).toBe(false);
    },
  );

  test('is held while a training runs, and taken over from one that was killed', async () => {
    const { cwd, model } = folders();
    const first = long(cwd, model);
    await first.training;
    const second = await rnnc(['train', model], { cwd });
    expect(second.err).toContain(`process ${first.child.pid}, as the lock`);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(existsSync(lockOf(cwd))).toBe(true);
    expect((await rnnc(['train', model], { cwd })).code).toBe(0);
  });

  test('is given back where a training is interrupted or has a mistake', async () => {
    const { cwd, model } = folders();
    const first = long(cwd, model);
    await first.training;
    first.child.kill('SIGINT');
    expect([await first.ended, existsSync(lockOf(cwd))]).toEqual([130, false]);
    copyFileSync(join(cwd, 'm.yaml'), join(cwd, 'n.yaml'));
    expect((await rnnc(['train', 'n.yaml', '--data', 'none.csv', '-o', 'm.rnnc'], { cwd })).code).toBe(1);
    expect(existsSync(lockOf(cwd))).toBe(false);
  });
});

test('a training whose reader goes away ends as an interrupted one, with a checkpoint', async () => {
  const { cwd, model } = folders();
  const { child, training, ended } = long(cwd, model);
  await training;
  child.stderr.destroy();
  expect(await ended).toBe(130);
  expect(existsSync(join(cwd, 'm.rnnc.checkpoint'))).toBe(true);
  expect(existsSync(join(cwd, 'm.rnnc'))).toBe(false);
  const { progression } = unsealCheckpoint(readFileSync(join(cwd, 'm.rnnc.checkpoint')), 'm');
  expect(progression.step).toBeGreaterThan(0);
});

/** A training of a million epochs in a process of its own. */
function long(cwd: string, model: string) {
  const child = spawn(process.execPath, [main, 'train', model, '--epochs', '1000000'], {
    cwd,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const training = new Promise<void>((resolve) => {
    child.stderr.on('data', (text: Buffer) => {
      if (/epoch/.test(text.toString())) resolve();
    });
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, training, ended };
}
