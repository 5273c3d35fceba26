import { InternalError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { MetricBatch } from './metric-rules.ts';

/** What is said of one class, or on average of all. Null: not defined, as the precision of a class that is never said. */
export interface ClassFigures {
  /** Share of what was said to be of the class that is of it. */
  readonly precision: number | null;
  /** Share of what is of the class that was said to be. */
  readonly recall: number | null;
  readonly f1: number | null;
}

/** A model's classes beside the right ones. */
export interface ClassTable {
  /** Names of the classes in the order of their numbers. */
  readonly labels: readonly string[];
  /** The class that is the positive one where there are two; null: there are others. */
  readonly positive: string | null;
  /** counts[right][said], every sample or step counted once. */
  readonly counts: readonly (readonly number[])[];
  /** What is counted. */
  readonly of: 'samples' | 'steps';
  /** Share of what is right. */
  readonly accuracy: number | null;
  /** By class, in the order of their numbers. */
  readonly figures: readonly ClassFigures[];
  /** Mean of those that are defined, of the classes that occur. */
  readonly macro: ClassFigures;
  /** The same, each class with its share of what is counted. */
  readonly weighted: ClassFigures;
}

/** Counts classes that were said beside the right ones. */
export class ClassCounts {
  readonly #classes: number;
  readonly #counts: Float64Array;

  /** @param classes two at least. */
  constructor(classes: number) {
    this.#classes = classes;
    this.#counts = new Float64Array(classes * classes);
  }

  /** @param batch rows of logits, one logit where two classes are told apart; rows of weight 0 are left out, all others count once. */
  add({ outputs, targets, width, weights }: MetricBatch): void {
    for (let row = 0; row < targets.length; row++) {
      if (weights !== undefined && weights[row] === 0) continue;
      const right = targets[row] ?? 0;
      if (!Number.isInteger(right) || right < 0 || right >= this.#classes)
        throw new InternalError(`class ${right} of ${this.#classes}`);
      const place = right * this.#classes + said(outputs, row * width, width);
      this.#counts[place] = (this.#counts[place] ?? 0) + 1;
    }
  }

  /** @param spare numbers of classes that are left out where they are neither right nor said anywhere */
  table(allLabels: readonly string[], of: ClassTable['of'], spare: ReadonlySet<number> = new Set()): ClassTable {
    const n = this.#classes;
    const count = (right: number, said: number): number => this.#counts[right * n + said] ?? 0;
    const all = Array.from({ length: n }, (_, c) => c);
    const shown = all.filter((c) => !spare.has(c) || all.some((other) => count(c, other) + count(other, c) > 0));
    const labels = shown.map((c) => allLabels[c] ?? `${c}`);
    const counts = shown.map((right) => shown.map((said) => count(right, said)));
    const given = counts.map(sum);
    const found = counts.map((_, c) => sum(counts.map((row) => row[c] ?? 0)));
    const hits = counts.map((row, c) => row[c] ?? 0);
    const figures = hits.map((hit, c): ClassFigures => {
      const [right = 0, all = 0] = [given[c], found[c]];
      return { precision: share(hit, all), recall: share(hit, right), f1: share(2 * hit, right + all) };
    });
    return {
      labels,
      positive: n === 2 && shown.length === 2 ? (labels[1] ?? null) : null,
      counts,
      of,
      accuracy: share(sum(hits), sum(given)),
      figures,
      macro: averageOf(
        figures,
        given.map((count) => Number(count > 0)),
      ),
      weighted: averageOf(figures, given),
    };
  }
}

function said(outputs: ArrayLike<number>, start: number, width: number): number {
  if (width === 1) return Number((outputs[start] ?? 0) > 0);
  let best = 0;
  for (let c = 1; c < width; c++) if ((outputs[start + c] ?? 0) > (outputs[start + best] ?? 0)) best = c;
  return best;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Of classes that occur and are never said the precision counts as 0, as their F1 does. */
function averageOf(figures: readonly ClassFigures[], weights: readonly number[]): ClassFigures {
  const total = sum(weights);
  const of = (key: keyof ClassFigures): number | null =>
    share(sum(figures.map((figure, c) => (weights[c] === 0 ? 0 : (figure[key] ?? 0) * (weights[c] ?? 0)))), total);
  return { precision: of('precision'), recall: of('recall'), f1: of('f1') };
}
