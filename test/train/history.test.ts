import { expect, test } from 'vitest';
import type { History } from '../../src/artifact/training-record.ts';
import { formatDuration, formatFigure } from '../../src/train/report/figures.ts';
import { historyTable, storable } from '../../src/train/report/history.ts';

const history: History = [
  {
    epoch: 1,
    steps: 100,
    rate: 0.001,
    parts: {
      training: { loss: 2.34567, metrics: {} },
      validation: { loss: 2.1, metrics: { accuracy: 0.4 } },
    },
    best: true,
  },
  {
    epoch: 2,
    steps: 200,
    rate: 0.0005,
    parts: {
      training: { loss: storable(Number.NaN), metrics: {} },
      validation: { loss: 0.00012345, metrics: { accuracy: 0.91239 } },
    },
    best: false,
  },
];

test('the table of a history', () => {
  expect(historyTable(history)).toMatchInlineSnapshot(`
    "epoch  steps    rate   loss  validation loss  validation accuracy
        1    100   0.001  2.346            2.100               0.4000  *
        2    200  0.0005      -         1.234e-4               0.9124
    "
  `);
});

test('times only of the epochs that this run computed', () => {
  expect(historyTable(history, new Map([[2, 75.2]]))).toMatchInlineSnapshot(`
    "epoch  steps    rate   loss  validation loss  validation accuracy  time
        1    100   0.001  2.346            2.100               0.4000     -  *
        2    200  0.0005      -         1.234e-4               0.9124  1:15
    "
  `);
});

test('no epochs, only a head', () => {
  expect(historyTable([])).toBe('epoch  steps  rate\n');
});

test('a history is plain JSON', () => {
  expect(JSON.parse(JSON.stringify(history))).toEqual(history);
});

test('figures and durations', () => {
  const figures = [
    0,
    1,
    9.99951,
    12.345678,
    123456.7,
    1234567,
    0.001,
    0.00099,
    -0.25,
    Number.NaN,
    Number.POSITIVE_INFINITY,
  ];
  expect(figures.map(formatFigure)).toMatchInlineSnapshot(`
    [
      "0",
      "1.000",
      "10.00",
      "12.35",
      "123457",
      "1.235e+6",
      "0.001000",
      "9.900e-4",
      "-0.2500",
      "NaN",
      "Infinity",
    ]
  `);
  expect(formatFigure(null)).toBe('-');
  expect([0, 4.4, 59.6, 65, 3600, 7209, Number.POSITIVE_INFINITY].map(formatDuration)).toMatchInlineSnapshot(`
    [
      "0 s",
      "4 s",
      "1:00",
      "1:05",
      "1:00:00",
      "2:00:09",
      "-",
    ]
  `);
});
