import type { ValueId } from '../ir/types.ts';
import type { Terms } from '../ops/op/gradient.ts';
import type { OptimizerSpec } from './optimizer-spec.ts';

/** What a rule reads at one weight. */
export interface UpdateSite {
  readonly gradient: ValueId;
  readonly weight: ValueId;
  readonly slot: (name: string) => ValueId;
  /** A number of this step, by a name of `settings`. */
  readonly setting: (name: string) => ValueId;
}

export interface Update {
  readonly weight: ValueId;
  readonly slots: { readonly [name: string]: ValueId };
}

/** One optimiser: what it keeps per weight, which numbers it needs at each step, and the step itself. */
export interface UpdateRule {
  /** Slots by name, with every element's start. */
  readonly slots: { readonly [name: string]: number };
  /** Numbers of step `t`, counted from 1, at this learning rate; computed in float64. */
  readonly settings: (t: number, rate: number) => { readonly [name: string]: number };
  readonly update: (terms: Terms, site: UpdateSite) => Update;
}

/** old + (target - old) * share: an exponential moving average. */
const toward = (t: Terms, old: ValueId, target: ValueId, share: number): ValueId =>
  t.add(old, t.times(t.sub(target, old), share));

const square = (t: Terms, x: ValueId): ValueId => t.mul(x, x);
const root = (t: Terms, x: ValueId): ValueId => t.emit('sqrt', [x], {});
const plus = (t: Terms, x: ValueId, epsilon: number): ValueId => t.add(x, t.number(epsilon));
const onlyRate = (_t: number, rate: number): { readonly rate: number } => ({ rate });

/**
 * The update rules as the frameworks compute them: Keras 3.15.1 (`keras/src/optimizers`), PyTorch 2 (`torch/optim`), TensorFlow 1
 * (`tf.compat.v1.train`). Where two differ, `convention` says whose form it is; the formulas stand at each rule, with g the clipped gradient,
 * lr the rate and t the step from 1.
 */
export function updateRule(spec: OptimizerSpec): UpdateRule {
  switch (spec.type) {
    /** w -= lr g */
    case 'sgd':
      return {
        slots: {},
        settings: onlyRate,
        update: (t, s) => ({ weight: t.sub(s.weight, t.mul(s.gradient, s.setting('rate'))), slots: {} }),
      };
    /**
     * keras: v = m v - lr g; w += v, or nesterov w += m v - lr g.
     * torch: v = m v + g; w -= lr v, or nesterov w -= lr (g + m v).
     */
    case 'momentum':
      return {
        slots: { velocity: 0 },
        settings: onlyRate,
        update: (t, s) => {
          const faded = t.times(s.slot('velocity'), spec.momentum);
          if (spec.convention === 'torch') {
            const velocity = t.add(faded, s.gradient);
            const step = spec.nesterov ? t.add(s.gradient, t.times(velocity, spec.momentum)) : velocity;
            return { weight: t.sub(s.weight, t.mul(step, s.setting('rate'))), slots: { velocity } };
          }
          const step = t.mul(s.gradient, s.setting('rate'));
          const velocity = t.sub(faded, step);
          const moved = spec.nesterov ? t.sub(t.times(velocity, spec.momentum), step) : velocity;
          return { weight: t.add(s.weight, moved), slots: { velocity } };
        },
      };
    /** a += g^2; keras: w -= lr g / sqrt(a + eps); torch: w -= lr g / (sqrt(a) + eps). */
    case 'adagrad':
      return {
        slots: { accumulator: spec.initial },
        settings: onlyRate,
        update: (t, s) => {
          const accumulator = t.add(s.slot('accumulator'), square(t, s.gradient));
          const below =
            spec.convention === 'keras'
              ? root(t, plus(t, accumulator, spec.epsilon))
              : plus(t, root(t, accumulator), spec.epsilon);
          const step = t.div(t.mul(s.gradient, s.setting('rate')), below);
          return { weight: t.sub(s.weight, step), slots: { accumulator } };
        },
      };
    /** a = rho a + (1 - rho) g^2; d = sqrt(b + eps) / sqrt(a + eps) g; b = rho b + (1 - rho) d^2; w -= lr d. Keras and PyTorch alike. */
    case 'adadelta':
      return {
        slots: { gradients: 0, steps: 0 },
        settings: onlyRate,
        update: (t, s) => {
          const gradients = toward(t, s.slot('gradients'), square(t, s.gradient), 1 - spec.rho);
          const above = t.mul(root(t, plus(t, s.slot('steps'), spec.epsilon)), s.gradient);
          const step = t.div(above, root(t, plus(t, gradients, spec.epsilon)));
          const steps = toward(t, s.slot('steps'), square(t, step), 1 - spec.rho);
          return { weight: t.sub(s.weight, t.mul(step, s.setting('rate'))), slots: { gradients, steps } };
        },
      };
    case 'rmsprop':
      return rmsprop(spec);
    case 'adam':
    case 'adamw':
      return adam(spec);
    case 'nadam':
      return nadam(spec);
    default:
      return spec satisfies never;
  }
}

/**
 * v = rho v + (1 - rho) g^2; centered: a = rho a + (1 - rho) g and v - a^2 in the place of v.
 * keras, tf1: d = lr g / sqrt(v + eps), with v = 1 at the start in tf1; torch: d = g / (sqrt(v) + eps).
 * momentum: keras, tf1: b = m b + d; w -= b. torch: b = m b + d; w -= lr b.
 */
function rmsprop(spec: Extract<OptimizerSpec, { type: 'rmsprop' }>): UpdateRule {
  const torch = spec.convention === 'torch';
  return {
    slots: {
      velocity: spec.convention === 'tf1' ? 1 : 0,
      ...(spec.centered ? { average: 0 } : {}),
      ...(spec.momentum > 0 ? { momentum: 0 } : {}),
    },
    settings: onlyRate,
    update: (t, s) => {
      const velocity = toward(t, s.slot('velocity'), square(t, s.gradient), 1 - spec.rho);
      const average = spec.centered ? toward(t, s.slot('average'), s.gradient, 1 - spec.rho) : null;
      const spread = average === null ? velocity : t.sub(velocity, square(t, average));
      const below = torch ? plus(t, root(t, spread), spec.epsilon) : root(t, plus(t, spread, spec.epsilon));
      const rate = s.setting('rate');
      const step = t.div(torch ? s.gradient : t.mul(s.gradient, rate), below);
      const momentum = spec.momentum > 0 ? t.add(t.times(s.slot('momentum'), spec.momentum), step) : null;
      const moved = momentum ?? step;
      return {
        weight: t.sub(s.weight, torch ? t.mul(moved, rate) : moved),
        slots: {
          velocity,
          ...(average === null ? {} : { average }),
          ...(momentum === null ? {} : { momentum }),
        },
      };
    },
  };
}

/**
 * Kingma and Ba 2015; Loshchilov and Hutter 2019 for the decay that `adamw` has on by default. m += (1 - b1)(g - m); v += (1 - b2)(g^2 - v).
 * keras (and tf1), their section 2's reordered form: w -= lr sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + eps).
 * torch, algorithm 1: w -= lr / (1 - b1^t) m / (sqrt(v) / sqrt(1 - b2^t) + eps).
 */
function adam(spec: Extract<OptimizerSpec, { type: 'adam' | 'adamw' | 'nadam' }>): UpdateRule {
  const { beta1, beta2, epsilon, convention } = spec;
  return {
    slots: { momentum: 0, velocity: 0 },
    settings: (t, rate) => {
      const [first, second] = [1 - beta1 ** t, Math.sqrt(1 - beta2 ** t)];
      return convention === 'keras'
        ? { rate: (rate * second) / first }
        : { rate: rate / first, root_correction: 1 / second };
    },
    update: (t, s) => {
      const momentum = toward(t, s.slot('momentum'), s.gradient, 1 - beta1);
      const velocity = toward(t, s.slot('velocity'), square(t, s.gradient), 1 - beta2);
      const spread =
        convention === 'keras' ? root(t, velocity) : t.mul(root(t, velocity), s.setting('root_correction'));
      const step = t.div(t.mul(momentum, s.setting('rate')), plus(t, spread, epsilon));
      return { weight: t.sub(s.weight, step), slots: { momentum, velocity } };
    },
  };
}

/**
 * Dozat 2016. u_t = b1 (1 - 0.5 · 0.96^(t d)) with d = 1 in Keras and 0.004 in PyTorch; P_t = u_1 … u_t. m and v as in Adam, and
 * w -= lr (u_(t+1) m / (1 - P_(t+1)) + (1 - u_t) g / (1 - P_t)) / (sqrt(v / (1 - b2^t)) + eps).
 */
function nadam(spec: Extract<OptimizerSpec, { type: 'adam' | 'adamw' | 'nadam' }>): UpdateRule {
  const { beta1, beta2, epsilon, convention } = spec;
  const decay = convention === 'keras' ? 1 : 0.004;
  const share = (t: number): number => beta1 * (1 - 0.5 * 0.96 ** (t * decay));
  return {
    slots: { momentum: 0, velocity: 0 },
    settings: (t, rate) => {
      let product = 1;
      // a product below 2^-60 no longer changes 1 - product
      for (let i = 1; i <= t && product > 2 ** -60; i++) product *= share(i);
      const following = product * share(t + 1);
      return {
        momentum_rate: (rate * share(t + 1)) / (1 - following),
        gradient_rate: (rate * (1 - share(t))) / (1 - product),
        root_correction: 1 / Math.sqrt(1 - beta2 ** t),
      };
    },
    update: (t, s) => {
      const momentum = toward(t, s.slot('momentum'), s.gradient, 1 - beta1);
      const velocity = toward(t, s.slot('velocity'), square(t, s.gradient), 1 - beta2);
      const above = t.add(t.mul(momentum, s.setting('momentum_rate')), t.mul(s.gradient, s.setting('gradient_rate')));
      const spread = t.mul(root(t, velocity), s.setting('root_correction'));
      return { weight: t.sub(s.weight, t.div(above, plus(t, spread, epsilon))), slots: { momentum, velocity } };
    },
  };
}
