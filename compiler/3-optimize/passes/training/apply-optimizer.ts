import type { Span } from '../../../diagnostics/diagnostic.ts';
import { lost } from '../../../diagnostics/invariants.ts';
import { Rewriter } from '../../../graph/rewrite.ts';
import type { GraphInput, GraphOutput, Learning, Slot } from '../../../ir/graph.ts';
import type { TensorType, ValueId } from '../../../ir/types.ts';
import { Terms } from '../../../ops/op/gradient.ts';
import type { Optimization } from '../../../optimizers/optimizer-spec.ts';
import { settingName } from '../../../optimizers/settings.ts';
import { averageSlot, ruleSlot } from '../../../optimizers/slots.ts';
import { updateRule } from '../../../optimizers/update-rules.ts';
import type { Pass } from '../pass.ts';

/** Name of the graph output with the norm of all gradients, before clipping. */
export const GRADIENT_NORM = 'gradient_norm';

/**
 * Turns gradients into updates: clipping, weight decay, the optimiser's rule, the moving average of weights. Weights that follow what a step reads become
 * what they are to be.
 *
 *   gradient w = dw   ==>   norm = sqrt(Σ dw²);  dw' = dw · limit / max(norm, limit);  update w = w - rate · dw'
 */
export const applyOptimizer = (training: Optimization): Pass => ({
  name: 'apply-optimizer',
  doc: "Turns gradients into the optimiser's updates.",
  run: (graph) => {
    const { learning } = graph;
    if (learning === undefined || learning.updates.length > 0) return graph;
    const rewriter = new Rewriter(graph, () => false);
    const copied = rewriter.run();
    const weights = new Map(copied.weights.map((w) => [w.path, w.value]));
    const followed = (copied.learning?.followed ?? []).map(({ path, value }) => ({
      target: weights.get(path) ?? lost(),
      value,
    }));
    const applied = new Application(rewriter.builder, training).run(weights, copied.learning?.gradients ?? []);
    return {
      ...copied,
      values: rewriter.builder.values,
      nodes: rewriter.builder.nodes,
      inputs: [...copied.inputs, ...applied.inputs],
      outputs: [...copied.outputs, applied.norm],
      learning: {
        ...(copied.learning ?? learning),
        followed: [],
        slots: applied.slots,
        updates: [...applied.updates, ...followed],
      },
    };
  },
});

class Application {
  readonly #builder: Rewriter['builder'];
  readonly #training: Optimization;
  readonly #inputs: GraphInput[] = [];
  readonly #slots: Slot[] = [];
  readonly #updates: Learning['updates'][number][] = [];
  readonly #settings = new Map<string, ValueId>();

  constructor(builder: Rewriter['builder'], training: Optimization) {
    this.#builder = builder;
    this.#training = training;
  }

  run(weights: ReadonlyMap<string, ValueId>, gradients: Learning['gradients']) {
    const { clip, places } = this.#training;
    const clipTerms = (path: string): Terms => this.#terms(path, places?.clip);
    const terms = clipTerms('optimizer');
    const squares = gradients.map(({ path, value }) => ({
      path,
      value,
      square: sumOfSquares(clipTerms(path), value),
    }));
    const total = squares.reduce<ValueId | null>(
      (sum, { square }) => (sum === null ? square : terms.add(sum, square)),
      null,
    );
    const norm = terms.emit('sqrt', [total ?? terms.number(0)], {});
    const within = (t: Terms, length: ValueId): ValueId => {
      const limit = t.number(clip.limit);
      return t.div(limit, t.emit('maximum', [length, limit], {}));
    };
    const scale = clip.by === 'global_norm' ? within(terms, norm) : null;
    for (const { path, value, square } of squares) {
      const t = clipTerms(path);
      const clipped =
        scale !== null
          ? t.mul(value, scale)
          : clip.by === 'norm'
            ? t.mul(value, within(t, t.emit('sqrt', [square], {})))
            : clip.by === 'value'
              ? t.emit('minimum', [t.emit('maximum', [value, t.number(-clip.limit)], {}), t.number(clip.limit)], {})
              : value;
      this.#update(path, weights.get(path) ?? lost(), clipped, this.#terms(path, places?.optimizer));
    }
    const output: GraphOutput = { name: GRADIENT_NORM, value: norm, origin: { path: GRADIENT_NORM, span: null } };
    return { inputs: this.#inputs, slots: this.#slots, updates: this.#updates, norm: output };
  }

  #terms(path: string, span: Span | undefined): Terms {
    const origin = { path: `optimizer.${path}`, span: span ?? null };
    return new Terms((op, inputs, attrs) => this.#builder.emitAll(op, inputs, attrs, origin), this.#builder.typeOf);
  }

  #setting(name: string): ValueId {
    const known = this.#settings.get(name);
    if (known !== undefined) return known;
    const full = settingName(name);
    const value = this.#builder.value(full, { dtype: 'float32', shape: [] });
    this.#inputs.push({ role: 'setting', name: full, value });
    this.#settings.set(name, value);
    return value;
  }

  #slot(path: string, type: TensorType, start: number): ValueId {
    const value = this.#builder.value(path, type);
    this.#slots.push({ path, value, start });
    return value;
  }

  #update(path: string, weight: ValueId, gradient: ValueId, terms: Terms): void {
    const { optimizer, average } = this.#training;
    const type = this.#builder.typeOf(weight);
    const rule = updateRule(optimizer);
    const slots = new Map(
      Object.entries(rule.slots).map(([name, start]) => [
        name,
        this.#slot(ruleSlot(path, optimizer.type, name), type, start),
      ]),
    );
    // decay and step act on the old weight independently of each other (Loshchilov and Hutter 2019), as in Keras and PyTorch
    const faded = optimizer.weightDecay > 0 ? terms.mul(weight, this.#setting('keep')) : weight;
    const next = rule.update(terms, {
      weight: faded,
      gradient,
      slot: (name) => slots.get(name) ?? lost(),
      setting: (name) => this.#setting(name),
    });
    for (const [name, value] of Object.entries(next.slots))
      this.#updates.push({ target: slots.get(name) ?? lost(), value });
    this.#updates.push({ target: weight, value: next.weight });
    if (average === null) return;
    const kept = this.#slot(averageSlot(path), type, 0);
    // in the first step there is no average yet: the factor is 0, so that the average becomes the new weight
    const keep = this.#setting('average_keep');
    const value = terms.add(terms.mul(kept, keep), terms.mul(next.weight, terms.sub(terms.number(1), keep)));
    this.#updates.push({ target: kept, value });
  }
}

function sumOfSquares(terms: Terms, x: ValueId): ValueId {
  const square = terms.mul(x, x);
  const axes = terms.typeOf(x).shape.map((_, axis) => axis);
  return axes.length === 0 ? square : terms.emit('reduce_sum', [square], { axes, keepDims: false });
}
