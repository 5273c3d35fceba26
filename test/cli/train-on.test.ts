import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readArtifact } from '../../src/artifact/file/read.ts';
import { writeSafetensors } from '../../src/artifact/safetensors.ts';
import { EventLog } from '../../src/cli/reports/event-log.ts';
import { compile, memorySources, RnncError } from '../../src/index.ts';
import { rnnc, temporaryFolder } from './command.ts';

const TABLE = `
inputs: {x: {shape: [batch, 2]}}
layers: {h: {type: dense, input: x, units: 4, activation: tanh}, o: {type: dense, input: h, units: 1}}
outputs: {o: o}
data: {source: one.csv, feeds: {x: {columns: [a, b]}, y: {columns: [y]}}}
training: {losses: [{type: mse, output: o, target: y}], epochs: 2, batch: 20, metrics: [mae]}
`;
const TEXT = `
inputs: {c: {shape: [batch, time], dtype: int32}}
layers:
  e: {type: embedding, input: c, vocabulary: 8, units: 4}
  m: {type: recurrent, input: e, cell: {gru: {units: 4}}}
  o: {type: dense, input: m, units: 8}
outputs: {o: o}
data: {source: one.txt, vocabulary: {size: 8}, windows: {width: 8}}
training: {rate: 0.01, batch: 4, epochs: 1}
`;

/** Rows of a, b, y that repeat nothing. */
const rows = (scale: number, columns = 'a,b,y'): string =>
  [columns, ...Array.from({ length: 100 }, (_, i) => [i % 7, i % 11, (i % 7) - (i % 11)].map((n) => n * scale))].join(
    '\n',
  );

function folderWith(files: { readonly [name: string]: string }): string {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}
const tables = (): string =>
  folderWith({
    'm.yaml': TABLE,
    'one.csv': rows(1),
    'other.csv': rows(50),
    'strange.csv': rows(1, 'a,c,y'),
    'one.txt': 'hello\n',
  });
const texts = (): string =>
  folderWith({ 'm.yaml': TEXT, 'one.txt': 'abcdefg '.repeat(80), 'other.txt': 'gfedcbxyz '.repeat(80) });

const learned = (cwd: string, file: string) =>
  readArtifact(readFileSync(join(cwd, file)), { file }).training?.preprocessing;

describe('--resume', () => {
  test('goes on only with the data that the training began with', async () => {
    const cwd = tables();
    await rnnc(['train', 'm.yaml'], { cwd });
    expect((await rnnc(['train', 'm.yaml', '--resume', '--epochs', '3'], { cwd })).code).toBe(0);
    const other = await rnnc(['train', 'm.yaml', '--resume', '--epochs', '4', '--data', 'other.csv'], { cwd });
    expect(other.err).toMatch(/checkpoint-mismatch.*was made on other data/);
    expect(other.code).toBe(1);
    writeFileSync(join(cwd, 'one.csv'), rows(1).replaceAll(',5,', ',6,'));
    const edited = await rnnc(['train', 'm.yaml', '--resume', '--epochs', '4'], { cwd });
    expect(edited.err).toMatch(/checkpoint-mismatch.*was made on other data/);
  });

  test('goes on only with the vocabulary that the training began with', async () => {
    const cwd = texts();
    await rnnc(['train', 'm.yaml'], { cwd });
    const { code, err } = await rnnc(['train', 'm.yaml', '--resume', '--epochs', '2', '--data', 'other.txt'], { cwd });
    expect(err).toMatch(/checkpoint-mismatch.*was made on other data/);
    expect(code).toBe(1);
  });

  test('goes on only with the same batch size', async () => {
    const cwd = tables();
    await rnnc(['train', 'm.yaml'], { cwd });
    const { code, err } = await rnnc(['train', 'm.yaml', '--resume', '--epochs', '3', '--batch', '7'], { cwd });
    expect(err).toMatch(/checkpoint-mismatch.*another batch size/);
    expect(err).toMatch(/expected: 7\s[\s\S]*found: +20/);
    expect(code).toBe(1);
  });

  test('and --init exclude each other', async () => {
    const cwd = tables();
    await rnnc(['train', 'm.yaml', '-o', 'a.rnnc'], { cwd });
    const { code, err } = await rnnc(['train', 'm.yaml', '--resume', '--init', 'a.rnnc'], { cwd });
    expect(err).toContain('give one of them');
    expect(code).toBe(2);
  });

  test('of a training that started from a trained model keeps what that had learned', async () => {
    const cwd = tables();
    await rnnc(['train', 'm.yaml', '-o', 'a.rnnc'], { cwd });
    const from = ['--init', 'a.rnnc', '--data', 'other.csv'];
    await rnnc(['train', 'm.yaml', ...from, '-o', 'whole.rnnc'], { cwd });
    await rnnc(['train', 'm.yaml', ...from, '-o', 'parts.rnnc', '--epochs', '1'], { cwd });
    const { code } = await rnnc(['train', 'm.yaml', '--data', 'other.csv', '-o', 'parts.rnnc', '--resume'], { cwd });
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, 'parts.rnnc')).equals(readFileSync(join(cwd, 'whole.rnnc')))).toBe(true);
  });
});

describe('what a trained model learned of its data', () => {
  test.each([[['m.yaml', '--init', 'a.rnnc']], [['a.rnnc']]])(
    'stays when it is trained on with other data: %j',
    async (from) => {
      const cwd = tables();
      await rnnc(['train', 'm.yaml', '-o', 'a.rnnc'], { cwd });
      const { code, err } = await rnnc(['train', ...from, '--data', 'other.csv', '-o', 'b.rnnc'], { cwd });
      expect(code).toBe(0);
      expect(err).toContain('keeping the scales that "a.rnnc" was trained with');
      expect(learned(cwd, 'b.rnnc')).toEqual(learned(cwd, 'a.rnnc'));
    },
  );

  test('of a text: what is not in the vocabulary becomes the unknown token', async () => {
    const cwd = texts();
    await rnnc(['train', 'm.yaml', '-o', 'a.rnnc'], { cwd });
    const { code, err } = await rnnc(['train', 'a.rnnc', '--data', 'other.txt', '-o', 'b.rnnc'], { cwd });
    expect(code).toBe(0);
    expect(err).toContain('keeping the vocabulary that "a.rnnc" was trained with');
    expect(learned(cwd, 'b.rnnc')?.vocabulary).toEqual(learned(cwd, 'a.rnnc')?.vocabulary);
  });

  test('of a text without an unknown token: a new character is explained', async () => {
    const cwd = texts();
    writeFileSync(join(cwd, 'm.yaml'), TEXT.replace('{size: 8}', '{size: 8, unknown: false}'));
    await rnnc(['train', 'm.yaml', '-o', 'a.rnnc'], { cwd });
    const { code, err } = await rnnc(['train', 'a.rnnc', '--data', 'other.txt', '-o', 'b.rnnc'], { cwd });
    expect(err).toMatch(/unknown-token.*"[xyz]" is not in the vocabulary/);
    expect(code).toBe(1);
  });

  test('does not fit other columns, another kind of data or another kind of token: explained', async () => {
    const cwd = tables();
    await rnnc(['train', 'm.yaml', '-o', 'a.rnnc'], { cwd });
    writeFileSync(join(cwd, 'c.yaml'), TABLE.replace('[a, b]', '[a, c]'));
    const columns = await rnnc(['train', 'c.yaml', '--init', 'a.rnnc', '--data', 'strange.csv'], { cwd });
    expect(columns.err).toMatch(/unknown-column.*the trained model: there is no column "c"/);
    expect(columns.code).toBe(1);
    const kind = texts();
    await rnnc(['train', 'm.yaml', '-o', 'a.rnnc'], { cwd: kind });
    writeFileSync(join(kind, 'w.yaml'), TEXT.replace('{size: 8}', '{size: 8, of: words}'));
    const token = await rnnc(['train', 'w.yaml', '--init', 'a.rnnc'], { cwd: kind });
    expect(token.err).toMatch(/data-mismatch.*a vocabulary of characters, and data asks for one of words/);
  });

  test('stays in the library too', async () => {
    const compiled = compile(TABLE);
    const first = (await compiled.train({ files: memorySources({ 'one.csv': rows(1) }) })).model;
    const second = (await first.train({ files: memorySources({ 'one.csv': rows(50) }) })).model;
    expect(second.training?.preprocessing).toEqual(first.training?.preprocessing);
  });
});

describe('files that the command reads', () => {
  test.each([
    [['train', 'm.yaml', '-o', 'm.yaml'], 'm.yaml'],
    [['train', 'm.yaml', '-o', 'one.csv'], 'one.csv'],
    [['train', 'm.yaml', '-o', 'link'], 'one.csv'],
    [['train', 'm.yaml', '--data', 'other.csv', '-o', './other.csv'], 'other.csv'],
    [['train', 'm.yaml', '--plot', 'one.csv'], 'one.csv'],
    [['train', 'm.yaml', '--data', 'other.csv', '-o', 'one.csv'], 'one.csv'],
    [['compile', 'm.yaml', '-o', 'm.yaml'], 'm.yaml'],
    [['compile', 'm.yaml', '-o', './one.csv'], 'one.csv'],
    [['compile', 'm.yaml', '-o', 'link'], 'one.csv'],
  ])('are not overwritten: %j', async (args, file) => {
    const cwd = tables();
    symlinkSync('one.csv', join(cwd, 'link'));
    const before = readFileSync(join(cwd, file), 'utf8');
    const { code, err } = await rnnc(args, { cwd });
    expect(err).toMatch(/output-is-input.*would be overwritten[\s\S]*fix: +choose another file/);
    expect(code).toBe(1);
    expect(readFileSync(join(cwd, file), 'utf8')).toBe(before);
    expect(readdirSync(cwd).filter((name) => name.includes('.checkpoint'))).toEqual([]);
  });

  test('files of a folder that the model names as its data are among them, others beside them are not', async () => {
    const cwd = tables();
    mkdirSync(join(cwd, 'in'));
    writeFileSync(join(cwd, 'in/one.csv'), rows(1));
    writeFileSync(join(cwd, 'm.yaml'), TABLE.replace('one.csv', 'in'));
    const { code, err } = await rnnc(['compile', 'm.yaml', '-o', 'in/one.csv'], { cwd });
    expect(err).toMatch(/output-is-input.*the model names it in data\.source/);
    expect(code).toBe(1);
    expect((await rnnc(['compile', 'm.yaml', '-o', 'in/m.rnnc'], { cwd })).code).toBe(0);
    expect((await rnnc(['compile', 'm.yaml', '-o', 'in/m.rnnc'], { cwd })).code).toBe(0);
  });

  test('data that can not be looked at does not keep a model from being compiled', async () => {
    const cwd = tables();
    writeFileSync(join(cwd, 'm.yaml'), TABLE.replace('one.csv', `${'n'.repeat(300)}.csv`));
    expect((await rnnc(['compile', 'm.yaml'], { cwd })).code).toBe(0);
  });

  test('weights to start from are among them, a compiled model to train on is not', async () => {
    const cwd = tables();
    await rnnc(['train', 'm.yaml', '-o', 'k'], { cwd });
    const { weights } = readArtifact(readFileSync(join(cwd, 'k')), { file: 'k' });
    writeFileSync(join(cwd, 'w.safetensors'), writeSafetensors(weights, new Map()));
    const kept = ['k.checkpoint', 'w.safetensors'].map((file) => [file, readFileSync(join(cwd, file))] as const);
    for (const [init, out] of [
      ['k.checkpoint', 'k'],
      ['k.checkpoint', 'k.checkpoint'],
      ['w.safetensors', 'w.safetensors'],
    ] as const) {
      const { code, err } = await rnnc(['train', 'm.yaml', '--init', init, '-o', out], { cwd });
      expect(err).toMatch(/output-is-input.*this command reads it/);
      expect(code).toBe(1);
    }
    for (const [file, bytes] of kept) expect(readFileSync(join(cwd, file)).equals(bytes)).toBe(true);
    expect((await rnnc(['train', 'm.yaml', '--init', 'k', '-o', 'k'], { cwd })).code).toBe(0);
    expect((await rnnc(['train', 'm.yaml', '--init', 'w.safetensors', '-o', 'w.rnnc'], { cwd })).code).toBe(0);
  }, 60_000);

  test('an imported file is one of them', async () => {
    const cwd = folderWith({
      'm.yaml': `
imports: [cell.yaml]
inputs: {x: {shape: [batch, time, 1]}}
layers: {r: {type: recurrent, input: x, cell: {cell.sum: {units: 2}}}}
outputs: {r: r}
`,
      'cell.yaml': `
cells:
  sum:
    description: adds up
    parameters: {units: size}
    inputs: {x: [n]}
    state: [{h: [units]}]
    weights: {kernel: {shape: [n, units]}}
    equations: |
      h' = h + x @ kernel
    output: h'
`,
    });
    const { code, err } = await rnnc(['compile', 'm.yaml', '-o', 'cell.yaml'], { cwd });
    expect(err).toContain('output-is-input');
    expect(code).toBe(1);
  });

  test('a compiled model may be replaced by what is trained from it', async () => {
    const cwd = tables();
    await rnnc(['train', 'm.yaml', '-o', 'a.rnnc'], { cwd });
    expect((await rnnc(['train', 'a.rnnc', '-o', 'a.rnnc'], { cwd })).code).toBe(0);
  });
});

describe('places to write to', () => {
  test.each([
    [['train', 'm.yaml', '-o', '']],
    [['train', 'm.yaml', '--plot', '']],
    [['train', 'm.yaml', '--logdir', '']],
    [['compile', 'm.yaml', '-o', '']],
    [['forecast', 'm.rnnc', '-i', 'one.csv', '-o', '']],
  ])('have names: %j', async (args) => {
    const cwd = tables();
    const { code, err } = await rnnc(args, { cwd });
    expect(err).toContain('It must name a file or folder.');
    expect(code).toBe(2);
  });

  test.each([
    [['--plot', 'm.rnnc'], 'm.rnnc', 'the model', '--plot'],
    [['-o', 't', '--plot', './t.checkpoint'], './t.checkpoint', 'its checkpoint', '--plot'],
    [['--logdir', 'm.rnnc'], 'm.rnnc', 'the model', '--logdir'],
    [['--plot', 'p.svg', '--logdir', 'p.svg/events'], 'p.svg', 'the plot', '--logdir'],
  ])('are written once: %j', async (args, file, what, option) => {
    const cwd = tables();
    const { code, err } = await rnnc(['train', 'm.yaml', ...args], { cwd });
    expect(err).toContain(`"${file}" would be written twice: ${what} goes there, and so does what ${option} asks for`);
    expect(err).not.toContain('data:');
    expect(code).toBe(1);
  });

  test('of a training are regular files', async () => {
    const cwd = tables();
    execFileSync('mkfifo', [join(cwd, 'pipe')]);
    mkdirSync(join(cwd, 'd.checkpoint'));
    for (const [out, why] of [
      ['pipe', '"pipe" can\'t hold a trained model: it is no regular file'],
      ['/dev/null', '"/dev/null" can\'t hold a trained model: it is no regular file'],
      ['d', '"d.checkpoint" can\'t be written: it is a folder'],
      ['none/', '"none/" can\'t be written: it is a folder'],
      ['one.csv/m', '"one.csv/m" can\'t be written: a part of its path is a file'],
    ] as const) {
      const { code, err } = await rnnc(['train', 'm.yaml', '-o', out], { cwd });
      expect(err).toContain(why);
      expect(err).not.toContain('data:');
      expect(code).toBe(1);
    }
    expect(existsSync('/dev/null.checkpoint')).toBe(false);
  });
});

describe('--logdir', () => {
  test.each(['one.csv', 'one.csv/below', '/proc/none/there'])('%s is no folder to write into', async (folder) => {
    const cwd = tables();
    const { code, err } = await rnnc(['train', 'm.yaml', '--logdir', folder], { cwd });
    expect(err).toMatch(/output-not-writable.*events for TensorBoard can't be written into/);
    expect(code).toBe(1);
  });

  test('gets losses and metrics, in a folder of a folder', async () => {
    const cwd = tables();
    expect((await rnnc(['train', 'm.yaml', '--logdir', 'runs/first'], { cwd })).code).toBe(0);
    const [file = ''] = readdirSync(join(cwd, 'runs/first'));
    const events = readFileSync(join(cwd, 'runs/first', file), 'latin1');
    for (const tag of ['training/loss', 'validation/loss', 'validation/mae']) expect(events).toContain(tag);
  });
});

test('every run has a file of events of its own', () => {
  const folder = temporaryFolder();
  for (const step of [1, 2, 3]) new EventLog(folder).step(step, { loss: step });
  const files = readdirSync(folder);
  expect(files).toHaveLength(3);
  for (const file of files)
    expect(file).toMatch(new RegExp(`^events\\.out\\.tfevents\\.\\d{10}\\..+\\.${process.pid}\\.\\d$`));
});

describe('a checkpoint', () => {
  test('is what a training with a lower rate goes on from, after numbers that are not finite', async () => {
    const cwd = tables();
    const wild = TABLE.replace('epochs: 2', 'epochs: 40, clip: none, optimizer: {sgd: {}}, rate: 1.0e+10');
    writeFileSync(join(cwd, 'm.yaml'), wild);
    const failed = await rnnc(['train', 'm.yaml', '--checkpoint-every', '1'], { cwd });
    expect(failed.err).toContain('not-finite');
    expect(failed.err).toMatch(/"m\.rnnc\.checkpoint" holds the last good weights.*--init m\.rnnc\.checkpoint/);
    writeFileSync(join(cwd, 'm.yaml'), TABLE);
    await rnnc(['train', 'm.yaml', '-o', 'tame.rnnc'], { cwd });
    const { code } = await rnnc(['train', 'm.yaml', '--init', 'tame.rnnc.checkpoint', '-o', 'b.rnnc'], { cwd });
    const { code: again } = await rnnc(['train', 'm.yaml', '--init', 'tame.rnnc', '-o', 'c.rnnc'], { cwd });
    expect([code, again]).toEqual([0, 0]);
    expect(readFileSync(join(cwd, 'b.rnnc')).equals(readFileSync(join(cwd, 'c.rnnc')))).toBe(true);
  });

  test('is no model, and says so; a damaged one says so too', async () => {
    const cwd = tables();
    await rnnc(['train', 'm.yaml'], { cwd });
    for (const command of ['evaluate', 'compile', 'inspect']) {
      const { code, err } = await rnnc([command, 'm.rnnc.checkpoint', ...(command === 'compile' ? ['-o', 'x'] : [])], {
        cwd,
      });
      expect(err).toMatch(/"m\.rnnc\.checkpoint" is a checkpoint, not a model/);
      expect(code).toBe(1);
    }
    const bytes = readFileSync(join(cwd, 'm.rnnc.checkpoint'));
    writeFileSync(join(cwd, 'cut.checkpoint'), bytes.subarray(0, bytes.length - 9));
    const { code, err } = await rnnc(['train', 'm.yaml', '--init', 'cut.checkpoint'], { cwd });
    expect(err).toMatch(/checkpoint-damaged.*no checkpoint of "cut\.checkpoint" is whole/);
    expect(code).toBe(1);
  });
});

test('a checkpoint of other data is refused in the library', async () => {
  let kept: Uint8Array | null = null;
  const onCheckpoint = (bytes: Uint8Array): void => {
    kept = bytes;
  };
  const compiled = compile(TABLE);
  await compiled.train({ files: memorySources({ 'one.csv': rows(1) }) }, { callbacks: { onCheckpoint } });
  if (kept === null) throw new Error('no checkpoint');
  const error = await compiled
    .train({ files: memorySources({ 'one.csv': rows(2) }) }, { resume: kept })
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(RnncError);
  expect(String(error)).toContain('checkpoint-mismatch');
});
