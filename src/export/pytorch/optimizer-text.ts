import type { OptimizerSpec } from '../../../compiler/optimizers/optimizer-spec.ts';
import { numberText } from './python-text.ts';

/** An optimiser of torch.optim that steps as the model's does. */
export interface OptimizerText {
  /** The call that makes it of `trained` and `args.rate`. */
  readonly made: string;
  /** What is set in each `group` before step `step`, counted from 0. */
  readonly settings: readonly string[];
  /** Lines before a step that let weights decay, where the optimiser of torch does that otherwise. */
  readonly decay: readonly string[];
  /** What it does otherwise than the model's. */
  readonly otherwise: readonly string[];
}

type OfType<T extends OptimizerSpec['type']> = Extract<OptimizerSpec, { readonly type: T }>;

/**
 * Formulas of both: `compiler/optimizers/update-rules.ts`, and torch/optim of PyTorch 2.15. Weights decay apart from their gradients, as AdamW's do; in torch.optim only
 * AdamW, and SGD without momentum, do the same.
 * @param isConstant whether all steps have one learning rate
 */
export function optimizerText(spec: OptimizerSpec, isConstant: boolean): OptimizerText {
  const { type, weightDecay } = spec;
  // AdamW has a decay of its own where it is not told one
  const isOwn = type === 'adamw' || (type === 'sgd' && weightDecay > 0);
  const decay = isOwn ? { weight_decay: weightDecay } : {};
  return {
    decay:
      isOwn || weightDecay === 0
        ? []
        : [
            'with torch.no_grad():',
            '    for parameter in trained:',
            `        parameter.mul_(1 - optimizer.param_groups[0]["lr"] * ${numberText(weightDecay, false)})`,
          ],
    ...ruleText(spec, decay, isConstant),
  };
}

const made = (name: string, options: { readonly [name: string]: number | boolean | string }): string => {
  const texts = Object.entries(options).map(([option, value]) => {
    const text = typeof value === 'number' ? numberText(value, false) : value === true ? 'True' : value;
    return value === false ? '' : `, ${option}=${text}`;
  });
  return `torch.optim.${name}(trained, lr=args.rate${texts.join('')})`;
};

function ruleText(
  spec: OptimizerSpec,
  decay: { readonly [name: string]: number },
  isConstant: boolean,
): Omit<OptimizerText, 'decay'> {
  const plain = { settings: [], otherwise: [] };
  const { type } = spec;
  switch (type) {
    case 'sgd':
      return { ...plain, made: made('SGD', decay) };
    case 'momentum':
      return {
        settings: [],
        made: made('SGD', { momentum: spec.momentum, nesterov: spec.nesterov }),
        otherwise: spec.convention === 'torch' || isConstant ? [] : [STEPS_AT_ONCE],
      };
    case 'adagrad': {
      // sqrt(initial + sum + eps) is that of Keras: an epsilon that stands beside the squares from the start
      const isKeras = spec.convention === 'keras';
      const [initial, eps] = isKeras ? [spec.initial + spec.epsilon, 0] : [spec.initial, spec.epsilon];
      return { ...plain, made: made('Adagrad', { initial_accumulator_value: initial, eps }) };
    }
    case 'adadelta':
      return { ...plain, made: made('Adadelta', { rho: spec.rho, eps: spec.epsilon }) };
    case 'rmsprop':
      return rmsprop(spec, isConstant);
    case 'nadam':
      return {
        ...plain,
        made: made('NAdam', { ...adamOptions(spec), ...(spec.convention === 'keras' ? { momentum_decay: 1 } : {}) }),
      };
    case 'adam':
    case 'adamw': {
      // Keras adds epsilon before both roots are corrected for their start: it counts 1 / sqrt(1 - beta2^t) times there
      const eps = `group["eps"] = ${numberText(spec.epsilon, false)} / math.sqrt(1 - ${numberText(spec.beta2, false)} ** (step + 1))`;
      return {
        made: made(type === 'adam' ? 'Adam' : 'AdamW', { ...adamOptions(spec), ...decay }),
        settings: spec.convention === 'keras' ? [eps] : [],
        otherwise: [],
      };
    }
    default:
      return type satisfies never;
  }
}

const adamOptions = ({ beta1, beta2, epsilon }: OfType<'adam' | 'adamw' | 'nadam'>) => ({
  betas: `(${numberText(beta1, false)}, ${numberText(beta2, false)})`,
  eps: epsilon,
});

const STEPS_AT_ONCE =
  'another learning rate counts at once for all that its momentum holds, as in PyTorch; in the model for gradients from then on';

function rmsprop(spec: OfType<'rmsprop'>, isConstant: boolean): Omit<OptimizerText, 'decay'> {
  const { rho, momentum, centered, epsilon, convention } = spec;
  const isTorch = convention === 'torch';
  const owner = convention === 'tf1' ? 'TensorFlow 1' : 'Keras';
  return {
    made: made('RMSprop', { alpha: rho, momentum, centered, eps: epsilon }),
    settings: [],
    otherwise: [
      ...(isTorch ? [] : [`epsilon stands where PyTorch has it, not where ${owner} does`]),
      ...(convention === 'tf1' ? ['its mean of squares starts at 0, not at 1'] : []),
      ...(isTorch || momentum === 0 || isConstant ? [] : [STEPS_AT_ONCE]),
    ],
  };
}
