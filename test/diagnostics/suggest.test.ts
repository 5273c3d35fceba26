import { expect, it } from 'vitest';
import { unknownCell } from '../../compiler/diagnostics/messages/read/cells.ts';
import { closest, editDistance } from '../../compiler/diagnostics/suggest.ts';

it.each([
  ['', '', 0],
  ['abc', '', 3],
  ['kitten', 'sitting', 3],
  ['sigmiod', 'sigmoid', 1],
  ['ca', 'abc', 3],
  ['bias', 'bais', 1],
])('%s to %s takes %i edits', (a, b, edits) => {
  expect(editDistance(a, b)).toBe(edits);
  expect(editDistance(b, a)).toBe(edits);
});

const functions = ['sigmoid', 'hard_sigmoid', 'tanh', 'relu', 'elu', 'gelu', 'silu', 'softplus', 'softsign', 'softmax'];
it.each([
  ['sigmiod', ['sigmoid']],
  ['Tanh', ['tanh']],
  ['tahn', ['tanh']],
  ['sofplus', ['softplus']],
  ['rel', ['relu']],
  ['relux', ['relu']],
  ['celu', ['elu', 'gelu', 'relu']],
  ['convolution', []],
  ['x', []],
  ['tanh', []],
])('%s: %j', (name, expected) => {
  expect(closest(name, functions)).toEqual(expected);
});

it('gives at most three, closest first, then by name, each once', () => {
  expect(closest('layer_0', ['layer_4', 'layer_3', 'layer_2', 'layer_1', 'layer_1', 'layer_12', 'layer0'])).toEqual([
    'layer0',
    'layer_1',
    'layer_2',
  ]);
});

it('a name that was cut short finds what it begins', () => {
  expect(closest('max', ['minimum', 'maximum'])).toEqual(['maximum']);
  expect(closest('ma', ['maximum'])).toEqual([]);
});

it.each([
  ['a.lstn', ['a.lstm: reads'], 'did you mean "a.lstm"?'],
  ['b.gru', ['a.gru: counts'], 'did you mean "a.gru"?'],
  ['transformer', ['a.lstm: reads', 'a.gru: counts'], 'choose one of these, or write your own under cells:'],
])('for the cell %s it describes %j', (name, notes, fix) => {
  const known = [
    { name: 'a.lstm', doc: 'reads' },
    { name: 'a.gru', doc: 'counts' },
  ];
  const span = { file: 'm.yaml', start: 0, end: 1 };
  const told = unknownCell(span, name, known);
  expect({ notes: told.notes.map(({ message }) => message), fix: told.fix }).toEqual({ notes, fix });
});
