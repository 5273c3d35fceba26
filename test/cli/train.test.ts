import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main, rnnc, temporaryFolder } from './command.ts';

const MODEL = `
name: sums
inputs: {x: {shape: [batch, time, 2]}}
layers:
  encoder: {type: recurrent, input: x, cell: {lstm: {units: 8}}}
  sum: {type: dense, input: encoder.last, units: 1}
outputs: {sum: sum}
data: {source: {task: {adding: {length: 10, samples: 400}}}}
training:
  losses: [{type: mse, output: sum}]
  rate: 0.01
  batch: 20
  epochs: 3
  metrics: [mae]
`;
const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

function folderWith(model = MODEL): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'model.yaml'), model);
  return folder;
}

describe('rnnc train', () => {
  test('writes the model, a table, a curve; and the model runs', async () => {
    const cwd = folderWith();
    const { code, out, err } = await rnnc(['train', 'model.yaml', '--plot', 'loss.svg', '--logdir', 'runs'], { cwd });
    expect(err.split('\n').filter((l) => l.startsWith('epoch '))).toHaveLength(3);
    expect(err).toMatch(/^epoch 1\/3: loss 0\.\d+, validation loss 0\.\d+, validation mae 0\.\d+/m);
    expect(code).toBe(0);
    expect(out).toContain('validation loss');
    expect(out).toMatch(/wrote model\.rnnc with the weights of epoch \d/);
    expect(readFileSync(join(cwd, 'loss.svg'), 'utf8')).toMatch(/^<svg[\s\S]*<\/svg>\s*$/);
    expect(readdirSync(join(cwd, 'runs'))[0]).toMatch(/^events\.out\.tfevents\./);
    const run = await rnnc(['run', 'model.rnnc', '--input', '-', '--json'], {
      cwd,
      input: '{"x": [[[0.5, 1], [0.25, 1], [0.1, 0]]]}',
    });
    expect(JSON.parse(run.out).outputs.sum[0][0]).toBeTypeOf('number');
  });

  test('--json prints one object; the same command gives the same bytes', async () => {
    const cwd = folderWith();
    const { out } = await rnnc(['train', 'model.yaml', '--json'], { cwd });
    const { history, end, steps, file } = JSON.parse(out);
    expect({ end, steps, file, epochs: history.length }).toEqual({
      end: 'epochs',
      steps: 48,
      file: 'model.rnnc',
      epochs: 3,
    });
    await rnnc(['train', 'model.yaml', '-o', 'again.rnnc', '--path', 'public', '--json'], { cwd });
    const first = sha256(join(cwd, 'model.rnnc'));
    await rnnc(['train', 'model.yaml', '-o', 'third.rnnc', '--checkpoint-every', '5'], { cwd });
    expect(sha256(join(cwd, 'third.rnnc'))).toBe(first);
    expect(sha256(join(cwd, 'again.rnnc'))).toBe(first);
  });

  test('a trained model is trained further, from its weights', async () => {
    const cwd = folderWith();
    const first = JSON.parse((await rnnc(['train', 'model.yaml', '--json'], { cwd })).out);
    const more = JSON.parse((await rnnc(['train', 'model.rnnc', '-o', 'more.rnnc', '--json'], { cwd })).out);
    const init = JSON.parse(
      (await rnnc(['train', 'model.yaml', '--init', 'model.rnnc', '-o', 'c.rnnc', '--json'], { cwd })).out,
    );
    expect(more.history[0].parts.training.loss).toBeLessThan(first.history[0].parts.training.loss);
    expect(init.history).toEqual(more.history);
  });

  test('Ctrl-C writes a checkpoint, says how to go on and ends with 130; --resume ends with the same bytes', async () => {
    const cwd = folderWith(MODEL.replace('epochs: 3', 'epochs: 12\n  early_stopping: none'));
    await rnnc(['train', 'model.yaml', '-o', 'whole.rnnc'], { cwd });
    const child = spawn(process.execPath, [main, 'train', 'model.yaml'], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    let err = '';
    let sent = false;
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk;
      // once: a second one ends the process at once
      if (!sent && err.includes('epoch 2/12:')) sent = child.kill('SIGINT');
    });
    expect(await new Promise((resolve) => child.once('exit', resolve))).toBe(130);
    expect(err).toMatch(/interrupted after step \d+; "model\.rnnc\.checkpoint" holds everything: .*--resume/);
    expect(existsSync(join(cwd, 'model.rnnc'))).toBe(false);
    const { code } = await rnnc(['train', 'model.yaml', '--resume'], { cwd });
    expect(code).toBe(0);
    expect(sha256(join(cwd, 'model.rnnc'))).toBe(sha256(join(cwd, 'whole.rnnc')));
  });

  test.each([
    [['--resume'], 1, /checkpoint-missing.*no checkpoint "model\.rnnc\.checkpoint"/],
    [['--data', 'nowhere.csv'], 1, /nowhere\.csv/],
    [['-o', 'no/such/folder/x.rnnc'], 1, /can't be written: its folder does not exist/],
    [['--epochs', '0'], 2, /--epochs/],
    [['--init', 'none.rnnc'], 1, /there is no file "none\.rnnc"/],
    [['--nonsense'], 2, /unknown option/],
  ])('%j is explained', async (args, expected, message) => {
    const cwd = folderWith();
    const { code, err } = await rnnc(['train', 'model.yaml', ...args], { cwd });
    expect(err).toMatch(message);
    expect(err).not.toContain('    at ');
    expect(code).toBe(expected);
    expect(existsSync(join(cwd, 'model.rnnc'))).toBe(false);
  });

  test('a model without the section, and one without data, are explained', async () => {
    const cwd = folderWith(MODEL.replace(/training:[\s\S]*/, ''));
    expect((await rnnc(['train', 'model.yaml'], { cwd })).err).toContain('has no section "training"');
    writeFileSync(join(cwd, 'model.yaml'), MODEL.replace(/^data:.*$/m, ''));
    expect((await rnnc(['train', 'model.yaml'], { cwd })).err).toContain('does not say what it is trained on');
  });

  test('a folder in the place of the output', async () => {
    const cwd = folderWith();
    mkdirSync(join(cwd, 'model.rnnc'));
    const { code, err } = await rnnc(['train', 'model.yaml', '--epochs', '1'], { cwd });
    expect(err).toContain("can't be written: it is a folder");
    expect(code).toBe(1);
  });
});
