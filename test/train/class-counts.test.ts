import { describe, expect, test } from 'vitest';
import { ClassCounts } from '../../src/train/metrics/class-counts.ts';
import { svgConfusion } from '../../src/train/report/confusion-svg.ts';

/** Logits that say one class of three. */
const say = (c: number): readonly number[] => [0, 1, 2].map((k) => (k === c ? 1 : 0));

describe('classes counted', () => {
  const counts = new ClassCounts(3);
  const [right, said] = [
    [0, 0, 0, 0, 1, 1, 0],
    [0, 0, 0, 1, 1, 0, 2],
  ];
  counts.add({ outputs: said.flatMap(say), targets: right, width: 3, weights: [1, 3, 1, 1, 1, 1, 0] });
  const table = counts.table(['a', 'b', 'c'], 'samples');

  test('once each, without rows of weight 0', () => {
    expect(table.counts).toEqual([
      [3, 1, 0],
      [1, 1, 0],
      [0, 0, 0],
    ]);
    expect(table.accuracy).toBe(4 / 6);
    expect(table.positive).toBeNull();
  });

  test('figures by class, and averages of the classes that occur', () => {
    expect(table.figures).toEqual([
      { precision: 3 / 4, recall: 3 / 4, f1: 3 / 4 },
      { precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 },
      { precision: null, recall: null, f1: null },
    ]);
    expect(table.macro).toEqual({ precision: 0.625, recall: 0.625, f1: 0.625 });
    expect(table.weighted.f1).toBeCloseTo((4 * 0.75 + 2 * 0.5) / 6, 12);
    // the recall weighted by samples is the accuracy
    expect(table.weighted.recall).toBeCloseTo(4 / 6, 12);
  });

  test('a class that is spare is left out where it is neither right nor said', () => {
    const { labels, counts: shown } = counts.table(['a', 'b', '<unk>'], 'steps', new Set([0, 2]));
    expect(labels).toEqual(['a', 'b']);
    expect(shown).toEqual([
      [3, 1],
      [1, 1],
    ]);
  });

  test('one logit tells two classes apart, the second positive', () => {
    const two = new ClassCounts(2);
    two.add({ outputs: [-1, 2, 0.5, -3], targets: [0, 1, 0, 1], width: 1 });
    const { counts: found, positive } = two.table(['ham', 'spam'], 'steps');
    expect([found, positive]).toEqual([
      [
        [1, 1],
        [1, 1],
      ],
      'spam',
    ]);
  });

  test('the drawing has every count, and names that need escapes', () => {
    const svg = svgConfusion({ ...table, labels: ['a<b', '"b"', 'c'] }, 'm & n');
    expect(svg.match(/<rect class="cell"/g)).toHaveLength(9);
    expect(svg).toContain('a&#60;b');
    expect(svg).toContain('<title>m &#38; n</title>');
    expect(svg).not.toContain('NaN');
  });
});
