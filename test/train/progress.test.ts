import { expect, test } from 'vitest';
import { Progress, type ProgressSink } from '../../src/train/report/progress.ts';

/** A terminal, or a file where `columns` is null, with a clock that is set by hand. */
function screen(columns: number | null) {
  const state = { now: 0, written: [] as string[], columns };
  const sink: ProgressSink = {
    write: (text) => state.written.push(text),
    now: () => state.now,
    columns: () => state.columns,
  };
  return Object.assign(state, {
    sink,
    /** What was drawn, without the codes that place it. */
    drawn: () => state.written.map((text) => text.replace('\r', '').replace('\x1b[K', '')),
  });
}
const step = (n: number, loss = 0.5) => ({ step: n, samples: n * 32, loss });

test('in a terminal one line is redrawn, at most ten times a second', () => {
  const terminal = screen(100);
  const progress = new Progress(terminal.sink, 3);
  progress.startEpoch(1, 100);
  for (let n = 1; n <= 100; n++) {
    terminal.now += 10;
    progress.step(step(n));
  }
  expect(terminal.written).toHaveLength(10);
  expect(
    terminal.written.every((text) => text.startsWith('\r') && text.endsWith('\x1b[K') && !text.includes('\n')),
  ).toBe(true);
  expect(terminal.drawn().at(-1)).toMatchInlineSnapshot(
    `"epoch 1/3 ██████████████████████░░ step 91/100 · loss 0.5000 · 3200 samples/s · 2 s left"`,
  );
});

test('the time left counts the epochs to come; validation in between is in it', () => {
  const terminal = screen(200);
  const progress = new Progress(terminal.sink, 2);
  progress.startEpoch(1, 10);
  terminal.now += 5000;
  progress.step(step(5));
  expect(terminal.drawn().at(-1)).toContain('32 samples/s · 15 s left');
  terminal.now += 10_000;
  progress.endEpoch(step(10), { figures: { loss: 0.4 } });
  progress.startEpoch(2, 10);
  terminal.now += 1000;
  progress.step(step(1));
  // 16 seconds for 11 steps, 9 to go
  expect(terminal.drawn().at(-1)).toContain('13 s left');
});

test('the end of an epoch takes the place of its line and stays', () => {
  const terminal = screen(80);
  const progress = new Progress(terminal.sink, 2);
  progress.startEpoch(1, 10);
  terminal.now += 200;
  progress.step(step(3));
  terminal.now += 64_800;
  progress.endEpoch(step(10), { figures: { loss: 0.25, 'validation loss': 0.3, accuracy: null }, note: 'best so far' });
  expect(terminal.written.slice(1)).toEqual([
    '\r\x1b[K',
    'epoch 1/2: loss 0.2500, validation loss 0.3000, accuracy -, 1:05, best so far\n',
  ]);
});

test('a notice goes above the line', () => {
  const terminal = screen(80);
  const progress = new Progress(terminal.sink, null);
  progress.startEpoch(1, null);
  progress.line('before anything was drawn');
  progress.step(step(1));
  progress.line('bad row skipped');
  terminal.now += 100;
  progress.step(step(2));
  expect(terminal.written.map((text) => text.replace('\x1b[K', '<clear>'))).toEqual([
    'before anything was drawn\n',
    '\repoch 1 · step 1 · loss 0.5000<clear>',
    '\r<clear>',
    'bad row skipped\n',
    '\repoch 1 · step 2 · loss 0.5000 · 640 samples/s<clear>',
  ]);
  progress.clear();
  progress.clear();
  expect(terminal.written).toHaveLength(6);
});

test('no line is as wide as the terminal, whatever its width, and a changed width counts at once', () => {
  const terminal = screen(120);
  const progress = new Progress(terminal.sink, 10);
  progress.startEpoch(3, 500);
  for (let columns = 120; columns >= 1; columns--) {
    terminal.columns = columns;
    terminal.now += 100;
    progress.step({ ...step(250), metrics: { accuracy: 0.9, top_k: null } });
    expect(terminal.drawn().at(-1)?.length).toBeLessThan(columns);
  }
  const lines = terminal.drawn();
  expect([lines[0], lines[30], lines[60], lines[100]]).toMatchInlineSnapshot(`
    [
      "epoch 3/10 ████████████░░░░░░░░░░░░ step 250/500 · loss 0.5000 · accuracy 0.9000 · top_k - · 80000 samples/s · 2 s left",
      "epoch 3/10 · step 250/500 · loss 0.5000 · accuracy 0.9000 · top_k - · 2581 samples/s · 4…",
      "epoch 3/10 · step 250/500 · loss 0.5000 · accuracy 0.9000 …",
      "epoch 3/10 · step …",
    ]
  `);
});

test('an epoch that goes on after a resume counts only its own steps for speed', () => {
  const terminal = screen(200);
  const progress = new Progress(terminal.sink, 1);
  progress.startEpoch(1, 100, { step: 90, samples: 90 * 32 });
  terminal.now += 1000;
  progress.step(step(92));
  expect(terminal.drawn().at(-1)).toContain('step 92/100');
  expect(terminal.drawn().at(-1)).toContain('64 samples/s · 4 s left');
});

test('elsewhere: a line per epoch and at most one in ten seconds', () => {
  const file = screen(null);
  const progress = new Progress(file.sink, 2);
  for (const epoch of [1, 2]) {
    progress.startEpoch(epoch, 250);
    for (let n = 1; n <= 250; n++) {
      file.now += 100;
      progress.step(step(n, 1 / n));
    }
    progress.endEpoch(step(250), { figures: { loss: 1 / 250 } });
  }
  expect(file.written.join('')).toMatchInlineSnapshot(`
    "epoch 1/2, step 100/250, loss 0.01000, 320 samples/s, 40 s left
    epoch 1/2, step 200/250, loss 0.005000, 320 samples/s, 30 s left
    epoch 1/2: loss 0.004000, 25 s
    epoch 2/2, step 100/250, loss 0.01000, 320 samples/s, 15 s left
    epoch 2/2, step 200/250, loss 0.005000, 320 samples/s, 5 s left
    epoch 2/2: loss 0.004000, 25 s
    "
  `);
});

test('short epochs in a file are one line each', () => {
  const file = screen(null);
  const progress = new Progress(file.sink, null);
  for (const epoch of [1, 2, 3]) {
    progress.startEpoch(epoch, null);
    file.now += 4000;
    progress.step(step(1));
    file.now += 4000;
    progress.step(step(2));
    progress.endEpoch(step(2), { figures: { loss: 0.1 } });
  }
  expect(file.written).toEqual([1, 2, 3].map((epoch) => `epoch ${epoch}: loss 0.1000, 8 s\n`));
});

test('of a text the speed is in its tokens, in the line that stays too, and what was read before is not counted', () => {
  const terminal = screen(100);
  const progress = new Progress(terminal.sink, 1, 'words');
  progress.startEpoch(1, 10, { step: 4, samples: 128 });
  for (let n = 5; n <= 10; n++) {
    terminal.now += 500;
    progress.step({ ...step(n), tokens: 100 });
  }
  expect(terminal.drawn().at(-1)).toContain('200 words/s');
  terminal.now += 2000;
  progress.endEpoch(step(10), { figures: { loss: 0.5 }, note: 'best' });
  expect(terminal.drawn().at(-1)).toBe('epoch 1/1: loss 0.5000, 5 s, 200 words/s, best\n');
});
