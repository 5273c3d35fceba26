import { expect, test } from 'vitest';
import { compile } from '../../src/index.ts';

test('train tells what the command tells: what was found in the data, and bands that stand on few windows', async () => {
  const compiled = compile(`
inputs: {past: {shape: [batch, time, 1]}}
layers:
  memory: {type: recurrent, input: past, cell: {gru: {units: 2}}}
  next: {type: dense, input: memory.last, units: 1}
outputs: {next: next}
data:
  source: rows
  format: ndjson
  columns: {sales: {fill: forward}}
  windows: {width: 3}
  feeds: {past: {columns: [sales]}, target: {columns: [sales], part: horizon}}
training: {losses: [{type: mse, output: next}], epochs: 1}
`);
  const rows = Array.from({ length: 120 }, (_, i) => ({ sales: i === 5 ? null : 30 + (i % 7) }));
  const notes: string[] = [];
  await compiled.train({ data: rows }, { onNote: (note) => notes.push(note) });
  expect(notes[0]).toBe('1 missing value of "sales" filled');
  expect(notes.at(-1)).toMatch(/^the 80 % band around forecasts of "target" stands on the errors in \d+ windows/);
});
