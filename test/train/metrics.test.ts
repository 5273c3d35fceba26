import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { MetricBatch } from '../../src/train/metrics/metric-rules.ts';
import { beats, createMetric, METRICS, type MetricChoice, type MetricName } from '../../src/train/metrics/metrics.ts';
import { seasonalNaiveScale } from '../../src/train/metrics/metrics-numbers.ts';

const choiceOf = (name: MetricName): MetricChoice => {
  switch (name) {
    case 'top_k':
      return { name, k: 2 };
    case 'mase':
      return { name, scales: [0.5, 4] };
    case 'accuracy':
    case 'f1':
    case 'perplexity':
    case 'bits_per_character':
      return { name, scores: 'logits' };
    default:
      return { name };
  }
};
const NAMES = Object.keys(METRICS) as MetricName[];
const measure = (choice: MetricChoice, ...batches: readonly MetricBatch[]): number | null => {
  const metric = createMetric(choice);
  for (const batch of batches) metric.add(batch);
  return metric.value();
};
const rows = (outputs: readonly (readonly number[])[], targets: readonly number[]): MetricBatch => ({
  outputs: outputs.flat(),
  targets,
  width: outputs[0]?.length ?? 1,
});
/** One score per row. */
const scored = (outputs: readonly number[], targets: readonly number[]): MetricBatch => ({
  outputs,
  targets,
  width: 1,
});

describe('classes', () => {
  const three = rows(
    [
      [2, 1, 0],
      [0, 1, 2],
      [1, 3, 2],
      [5, 5, 1],
    ],
    [0, 1, 2, 1],
  );

  test('accuracy: the first of equal scores wins', () => {
    expect(measure({ name: 'accuracy', scores: 'logits' }, three)).toBe(1 / 4);
    expect(measure({ name: 'accuracy', scores: 'logits' }, rows([[5, 5, 1]], [0]))).toBe(1);
  });

  test('accuracy of one score: above 0 as a logit, above 1/2 as a probability', () => {
    const batch = scored([0.6, 0.4, -1, 0], [1, 0, 0, 0]);
    expect(measure({ name: 'accuracy', scores: 'probabilities' }, batch)).toBe(1);
    expect(measure({ name: 'accuracy', scores: 'logits' }, batch)).toBe(3 / 4);
  });

  test("top-k: scikit-learn's example, top_k_accuracy_score(y_true, y_score, k=2) = 0.75", () => {
    const example = rows(
      [
        [0.5, 0.2, 0.2],
        [0.3, 0.4, 0.2],
        [0.2, 0.4, 0.3],
        [0.7, 0.2, 0.1],
      ],
      [0, 1, 2, 2],
    );
    expect(measure({ name: 'top_k', k: 2 }, example)).toBe(0.75);
    expect(measure({ name: 'top_k', k: 3 }, example)).toBe(1);
    expect(measure({ name: 'top_k', k: 1 }, three)).toBe(measure({ name: 'accuracy', scores: 'logits' }, three));
  });

  test('perplexity of a uniform guess is the number of classes, and its bits the logarithm', () => {
    const uniform = rows(
      [
        [7, 7, 7, 7],
        [-700, -700, -700, -700],
      ],
      [0, 3],
    );
    expect(measure({ name: 'perplexity', scores: 'logits' }, uniform)).toBeCloseTo(4, 12);
    expect(measure({ name: 'bits_per_character', scores: 'logits' }, uniform)).toBeCloseTo(2, 12);
  });

  test('cross-entropy by hand: p = 1/2, 1/4 and 1/8 are (1 + 2 + 3) / 3 bits; weights count', () => {
    const halves = (weights?: readonly number[]): MetricBatch => ({
      ...rows(
        [
          [0.5, 0.5],
          [0.25, 0.75],
          [0.125, 0.875],
        ],
        [0, 0, 0],
      ),
      ...(weights === undefined ? {} : { weights }),
    });
    const bits: MetricChoice = { name: 'bits_per_character', scores: 'probabilities' };
    expect(measure(bits, halves())).toBeCloseTo(2, 12);
    expect(measure(bits, halves([1, 0, 3]))).toBeCloseTo((1 + 9) / 4, 12);
    expect(measure({ name: 'perplexity', scores: 'probabilities' }, halves())).toBeCloseTo(4, 12);
  });

  test('logits and their softmax give the same; large logits do not overflow', () => {
    const logits = [1000, 1001, 998];
    const exps = logits.map((l) => Math.exp(l - 1001));
    const total = exps.reduce((a, b) => a + b, 0);
    const probabilities = exps.map((e) => e / total);
    const byLogits = measure({ name: 'perplexity', scores: 'logits' }, rows([logits], [2]));
    expect(byLogits).toBeCloseTo(
      measure({ name: 'perplexity', scores: 'probabilities' }, rows([probabilities], [2])) ?? 0,
      9,
    );
    expect(byLogits).toBeCloseTo(total * Math.exp(3), 9);
  });

  test('an impossible target has infinite perplexity', () => {
    expect(measure({ name: 'perplexity', scores: 'logits' }, rows([[0, Number.NEGATIVE_INFINITY]], [1]))).toBe(
      Number.POSITIVE_INFINITY,
    );
  });

  const guesses = (predicted: readonly number[], targets: readonly number[]): MetricBatch =>
    rows(
      predicted.map((guess) => [0, 1, 2].map((c) => Number(c === guess))),
      targets,
    );
  test("F1: scikit-learn's example, macro 0.26, micro 0.33 for [0, 1, 2, 0, 1, 2] and [0, 2, 1, 0, 0, 1]", () => {
    const batch = guesses([0, 2, 1, 0, 0, 1], [0, 1, 2, 0, 1, 2]);
    // class 0: TP 2, FP 1, FN 0, so F1 = 4 / 5; the others have no hit
    expect(measure({ name: 'f1_macro' }, batch)).toBeCloseTo(0.8 / 3, 12);
    expect(measure({ name: 'f1_micro' }, batch)).toBeCloseTo(2 / 6, 12);
  });

  test('macro F1 leaves out classes that do not occur', () => {
    expect(measure({ name: 'f1_macro' }, guesses([0, 1], [0, 1]))).toBe(1);
  });

  test('binary F1: TP 2, FP 1, FN 1 are 4 / 6; with weights 2, 1, 1, 3 they are 6 / 10', () => {
    const batch = scored([1, 2, 3, -1], [1, 1, 0, 1]);
    expect(measure({ name: 'f1', scores: 'logits' }, batch)).toBeCloseTo(4 / 6, 12);
    expect(measure({ name: 'f1', scores: 'logits' }, { ...batch, weights: [2, 1, 1, 3] })).toBeCloseTo(6 / 10, 12);
    const two = rows(
      [
        [0, 1],
        [0, 1],
        [0, 1],
        [1, 0],
      ],
      [1, 1, 0, 1],
    );
    expect(measure({ name: 'f1', scores: 'logits' }, two)).toBeCloseTo(4 / 6, 12);
  });

  test('F1 without any positive is not defined', () => {
    expect(measure({ name: 'f1', scores: 'logits' }, scored([-1, -2], [0, 0]))).toBeNull();
  });

  test("AUC: scikit-learn's example, roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) = 0.75", () => {
    expect(measure({ name: 'auc' }, scored([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]))).toBe(0.75);
    const two = rows(
      [
        [0, 0.1],
        [0, 0.4],
        [0, 0.35],
        [0, 0.8],
      ],
      [0, 0, 1, 1],
    );
    expect(measure({ name: 'auc' }, two)).toBe(0.75);
  });

  test('AUC: ties are one half, one class alone has none, NaN has no order', () => {
    expect(measure({ name: 'auc' }, scored([1, 1, 1], [0, 1, 1]))).toBe(0.5);
    expect(measure({ name: 'auc' }, scored([1, 2], [1, 1]))).toBeNull();
    expect(measure({ name: 'auc' }, scored([1, 2], [0, 0]))).toBeNull();
    expect(measure({ name: 'auc' }, scored([1, Number.NaN], [0, 1]))).toBeNaN();
  });

  test('AUC is the share of pairs in order, counted one by one, with weights', () => {
    const row = fc.record({
      score: fc.integer({ min: 0, max: 5 }),
      target: fc.integer({ min: 0, max: 1 }),
      weight: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (all) => {
        let ordered = 0;
        let pairs = 0;
        for (const p of all.filter((r) => r.target === 1))
          for (const n of all.filter((r) => r.target === 0)) {
            pairs += p.weight * n.weight;
            ordered += p.weight * n.weight * (p.score > n.score ? 1 : p.score === n.score ? 0.5 : 0);
          }
        const value = measure(
          { name: 'auc' },
          {
            outputs: all.map((r) => r.score),
            targets: all.map((r) => r.target),
            weights: all.map((r) => r.weight),
            width: 1,
          },
        );
        if (pairs === 0) expect(value).toBeNull();
        else expect(value).toBeCloseTo(ordered / pairs, 12);
      }),
      { seed: 3 },
    );
  });

  test('NaN scores are wrong, and show in the perplexity', () => {
    const batch = rows([[Number.NaN, 1]], [0]);
    expect(measure({ name: 'accuracy', scores: 'logits' }, batch)).toBe(0);
    expect(measure({ name: 'top_k', k: 2 }, batch)).toBe(0);
    expect(measure({ name: 'perplexity', scores: 'logits' }, batch)).toBeNaN();
    expect(measure({ name: 'f1_micro' }, batch)).toBe(0);
  });
});

describe('numbers', () => {
  /** scikit-learn's examples of the regression metrics. */
  const example: MetricBatch = { targets: [3, -0.5, 2, 7], outputs: [2.5, 0, 2, 8], width: 1 };

  test('MAE 0.5, RMSE √0.375 = 0.612…, MAPE 32.738…%', () => {
    expect(measure({ name: 'mae' }, example)).toBe(0.5);
    expect(measure({ name: 'rmse' }, example)).toBeCloseTo(0.6123724356957945, 14);
    // (1/6 + 1 + 0 + 1/7) / 4; scikit-learn: mean_absolute_percentage_error = 0.3273…
    expect(measure({ name: 'mape' }, example)).toBeCloseTo((100 * (1 / 6 + 1 + 1 / 7)) / 4, 12);
  });

  test("several numbers per row share its weight: MAE of scikit-learn's second example is 0.75", () => {
    const batch: MetricBatch = { targets: [0.5, 1, -1, 1, 7, -6], outputs: [0, 2, -1, 2, 8, -5], width: 2 };
    expect(measure({ name: 'mae' }, batch)).toBe(0.75);
    expect(measure({ name: 'mae' }, { ...batch, weights: [1, 0, 3] })).toBe((1.5 + 3 * 2) / 8);
  });

  test('MAPE leaves targets of 0 out and says how many', () => {
    const metric = createMetric({ name: 'mape' });
    metric.add({ targets: [0, 2, 0], outputs: [1, 1, 0], width: 1, weights: [1, 1, 2] });
    expect(metric.value()).toBe(50);
    expect(metric.leftOut()).toBe(3);
    expect(measure({ name: 'mape' }, { targets: [0], outputs: [1], width: 1 })).toBeNull();
  });

  test('NRMSE: the mean as a forecast has 1, far from 0 too; equal targets have none', () => {
    const offset = 1e9;
    const targets = [1, 2, 3, 6].map((y) => y + offset);
    expect(measure({ name: 'nrmse' }, { targets, outputs: targets.map(() => offset + 3), width: 1 })).toBeCloseTo(1, 9);
    // errors 1, 0, 0, 1; squared deviations of the targets 4, 1, 0, 9
    const outputs = [2, 2, 3, 5].map((y) => y + offset);
    expect(measure({ name: 'nrmse' }, { targets, outputs, width: 1 })).toBeCloseTo(Math.sqrt(2 / 14), 9);
    expect(measure({ name: 'nrmse' }, { targets: [5, 5], outputs: [1, 2], width: 1 })).toBeNull();
  });

  test('the scale of MASE by hand: seasons, several series, gaps', () => {
    expect(seasonalNaiveScale([[1, 3, 2, 6]], 1)).toBe((2 + 1 + 4) / 3);
    expect(seasonalNaiveScale([[1, 3, 2, 6]], 2)).toBe((1 + 3) / 2);
    expect(
      seasonalNaiveScale(
        [
          [1, 3],
          [10, 20],
        ],
        1,
      ),
    ).toBe((2 + 10) / 2);
    expect(seasonalNaiveScale([[1, Number.NaN, 4, 6]], 1)).toBe(2);
    expect(seasonalNaiveScale([[1, 2]], 2)).toBeNull();
  });

  test('MASE by hand: one scale per column', () => {
    const batch: MetricBatch = { targets: [1, 8, 2, 4], outputs: [2, 4, 2, 8], width: 2 };
    expect(measure({ name: 'mase', scales: [0.5, 4] }, batch)).toBe((2 + 1 + 0 + 1) / 4);
    expect(measure({ name: 'mase', scales: [0.5, 0] }, batch)).toBeNull();
  });

  test('the naive forecast of the training part itself has MASE 1', () => {
    const series = [3, 1, 4, 1, 5, 9, 2, 6];
    const scale = seasonalNaiveScale([series], 1) ?? 0;
    const batch = { targets: series.slice(1), outputs: series.slice(0, -1), width: 1 };
    expect(measure({ name: 'mase', scales: [scale] }, batch)).toBeCloseTo(1, 12);
  });
});

describe.each(NAMES)('%s', (name) => {
  const choice = choiceOf(name);
  const perRow = METRICS[name].outputs.some((kind) => kind === 'numbers');
  const batch = (seed: number, count: number): MetricBatch => {
    const at = (i: number): number => ((Math.imul(seed * 7919 + i * 104729 + 12345, 2654435761) >>> 8) % 1000) / 100;
    const outputs = Array.from({ length: 2 * count }, (_, i) => at(i) - 5);
    const targets = Array.from({ length: perRow ? 2 * count : count }, (_, i) => (perRow ? at(i + 500) : i % 2));
    return { outputs, targets, width: 2, weights: Array.from({ length: count }, (_, i) => i % 4) };
  };
  const cut = ({ outputs, targets, width, weights }: MetricBatch, from: number, to: number): MetricBatch => ({
    outputs: Array.from(outputs).slice(from * width, to * width),
    targets: Array.from(targets).slice(...(perRow ? [from * width, to * width] : [from, to])),
    weights: Array.from(weights ?? []).slice(from, to),
    width,
  });

  it('is null before anything was added, and where all weights are 0', () => {
    expect(measure(choice)).toBeNull();
    expect(measure(choice, { ...batch(1, 4), weights: [0, 0, 0, 0] })).toBeNull();
  });

  it('goes on from its state as JSON, in the middle of an epoch, to the last bit', () => {
    const whole = batch(2, 12);
    const value = measure(choice, whole);
    expect(value).not.toBeNull();
    const first = createMetric(choice);
    first.add(cut(whole, 0, 5));
    const second = createMetric(choice, JSON.parse(JSON.stringify(first.state())));
    second.add(cut(whole, 5, 12));
    expect(second.value()).toBe(value);
  });

  it('keeps NaN in its state as JSON', () => {
    const metric = createMetric(choice);
    const [first = 0, ...others] = Array.from(batch(2, 6).outputs);
    metric.add({ ...batch(2, 6), outputs: [first * Number.NaN, ...others], weights: [1, 1, 1, 1, 1, 1] });
    const again = createMetric(choice, JSON.parse(JSON.stringify(metric.state())));
    expect(again.value()).toBe(metric.value());
  });

  it('does not look at rows of weight 0', () => {
    const clean = batch(3, 6);
    const weights = [1, 1, 0, 1, 0, 1];
    const broken = {
      ...clean,
      weights,
      outputs: Array.from(clean.outputs, (v, i) => (weights[i >> 1] === 0 ? Number.NaN : v)),
    };
    expect(measure(choice, broken)).toBe(measure(choice, { ...clean, weights }));
  });

  it('refuses sizes that disagree', () => {
    const metric = createMetric(choice);
    expect(() => metric.add({ ...batch(1, 3), targets: [1] })).toThrow('internal');
    expect(() => metric.add({ ...batch(1, 3), weights: [1] })).toThrow('internal');
    expect(() => metric.add({ ...batch(1, 3), weights: [1, -1, 1] })).toThrow('internal');
  });
});

test('targets that are no class are refused', () => {
  const add = (targets: readonly number[]) => () =>
    measure({ name: 'accuracy', scores: 'logits' }, rows([[1, 2, 3]], targets));
  expect(add([3])).toThrow('none of 3 classes');
  expect(add([-1])).toThrow('the target -1, which is none of 3 classes');
  expect(add([0.5])).toThrow('the target 0.5, which is none of 3 classes');
});

test('better in both directions; what is not finite never is', () => {
  expect(beats(1, 2, 'lower')).toBe(true);
  expect(beats(1, 2, 'higher')).toBe(false);
  expect(beats(1, 1, 'lower')).toBe(false);
  expect(beats(1, 1.05, 'lower', 0.1)).toBe(false);
  expect(beats(Number.NaN, 1, 'lower')).toBe(false);
  expect(beats(null, null, 'lower')).toBe(false);
  expect(beats(5, null, 'lower')).toBe(true);
  expect(beats(Number.POSITIVE_INFINITY, null, 'higher')).toBe(false);
});
