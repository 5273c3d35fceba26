import { refuse } from '../../model/refusal.ts';
import { Options } from '../config/options.ts';
import { isObject, shown } from '../files/json.ts';
import type { Dialect } from './conversion.ts';

/** A function of one value. */
export interface Activation {
  /** As the model language names it; null where it is a formula. */
  readonly bound: string | null;
  readonly text: (x: string) => string;
}

/** As an argument of a cell: the name of a function, or its formula. */
export const argumentOf = ({ bound, text }: Activation): string => bound ?? text('x');

const named = (name: string): Activation => ({ bound: name, text: (x) => (name === 'linear' ? x : `${name}(${x})`) });
/** A function whose numbers are bound. */
const withNumbers = (name: string, numbers: { readonly [key: string]: number }): Activation => {
  const list = Object.entries(numbers).map(([key, value]) => `${key}=${value}`);
  return { bound: `${name}(${list.join(', ')})`, text: (x) => `${name}(${x}, ${list.join(', ')})` };
};
const formula = (text: (x: string) => string): Activation => ({ bound: null, text });

/** relu6(x + 3) / 6 in Keras 3, 0.2 x + 0.5 between 0 and 1 in Keras 2 and TensorFlow.js. */
const hardSigmoid = (dialect: Dialect): Activation =>
  withNumbers('hard_sigmoid', { alpha: dialect === 'keras3' ? 1 / 6 : 0.2, beta: 0.5 });

/** Source: keras/src/activations/activations.py, Keras 3.15; tf_keras/src/activations.py, 2.21; tfjs-layers/src/activations.ts, 4.22. */
const ACTIVATIONS: { readonly [name: string]: (dialect: Dialect) => Activation } = {
  linear: () => named('linear'),
  relu: () => named('relu'),
  relu6: () => withNumbers('clip', { low: 0, high: 6 }),
  sigmoid: () => named('sigmoid'),
  tanh: () => named('tanh'),
  softmax: () => named('softmax'),
  softplus: () => named('softplus'),
  softsign: () => named('softsign'),
  exponential: () => named('exp'),
  elu: () => named('elu'),
  selu: () => formula((x) => `${SELU_SCALE} * elu(${x}, ${SELU_ALPHA})`),
  gelu: () => named('gelu'),
  silu: () => named('silu'),
  swish: () => named('silu'),
  mish: () => formula((x) => `(${x}) * tanh(softplus(${x}))`),
  leaky_relu: () => withNumbers('leaky_relu', { alpha: 0.2 }),
  hard_sigmoid: hardSigmoid,
  hard_silu: (dialect) => formula((x) => `(${x}) * ${hardSigmoid(dialect).text(x)}`),
  hard_swish: (dialect) => formula((x) => `(${x}) * ${hardSigmoid(dialect).text(x)}`),
  hard_tanh: () => withNumbers('clip', { low: -1, high: 1 }),
  log_sigmoid: () => formula((x) => `-softplus(-(${x}))`),
  tanh_shrink: () => formula((x) => `(${x}) - tanh(${x})`),
  hard_shrink: () => formula((x) => `where(abs(${x}) > 0.5, ${x}, 0)`),
  soft_shrink: () => formula((x) => `(${x}) - clip(${x}, -0.5, 0.5)`),
  celu: () => named('elu'),
  squareplus: () => formula((x) => `((${x}) + sqrt(square(${x}) + 4)) / 2`),
  sparse_plus: () => formula((x) => `where(${x} >= 1, ${x}, square(maximum((${x}) + 1, 0)) / 4)`),
  sparse_sigmoid: () => withNumbers('hard_sigmoid', { alpha: 0.5, beta: 0.5 }),
  log_softmax: () => formula((x) => `(${x}) - max(${x}) - log(sum(exp((${x}) - max(${x}))))`),
};
const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

const OWN_FUNCTION =
  'write the model in YAML, with the function as a formula, activation: "2 * tanh(x)", and take the weights of the file: --weights FILE --from keras; or name a function of Keras and save the model again';

/** What the option `activation` of a layer says: a name, or the layer of an activation. */
export function activationOf(value: unknown, dialect: Dialect): Activation {
  if (value === undefined || value === null) return named('linear');
  if (typeof value === 'string') {
    if (Object.hasOwn(ACTIVATIONS, value)) return ACTIVATIONS[value]?.(dialect) ?? named('linear');
    return refuse(`its activation ${shown(value)} has no equal in the model language`, OWN_FUNCTION);
  }
  if (isObject(value)) {
    const { class_name: className, config, module, registered_name: registered } = value;
    const isOwn = (typeof registered === 'string' && registered.includes('>')) || module === 'builtins';
    if (!isOwn && typeof className === 'string' && isObject(config)) {
      const layer = layerActivation(className, new Options(config), dialect);
      if (layer !== null) return layer;
    }
    return refuse(
      `its activation is code of its own: ${shown(typeof config === 'string' ? config : (className ?? value))}`,
      OWN_FUNCTION,
    );
  }
  return refuse(`its activation is ${shown(value)}`);
}

/** Layers that are functions. null for other layers. */
export function layerActivation(className: string, options: Options, dialect: Dialect): Activation | null {
  switch (className) {
    case 'Activation':
      return activationOf(options.value('activation'), dialect);
    case 'ELU': {
      const alpha = options.number('alpha', 1);
      return alpha === 1 ? named('elu') : withNumbers('elu', { alpha });
    }
    case 'LeakyReLU': {
      const slope = options.value('negative_slope') === undefined ? 'alpha' : 'negative_slope';
      return withNumbers('leaky_relu', { alpha: options.number(slope, 0.3) });
    }
    case 'ThresholdedReLU': {
      const theta = options.number('theta', 1);
      return formula((x) => `where(${x} > ${theta}, ${x}, 0)`);
    }
    case 'Softmax': {
      const axis = options.value('axis') ?? -1;
      if (axis !== -1 && JSON.stringify(axis) !== '[-1]')
        return refuse(`it goes over axis ${shown(axis)}; only the last one is that of the features`);
      return named('softmax');
    }
    case 'ReLU': {
      const slope = options.number('negative_slope', 0);
      const threshold = options.number('threshold', 0);
      const most = options.value('max_value') === undefined ? null : options.number('max_value');
      if (threshold === 0 && slope === 0)
        return most === null ? named('relu') : withNumbers('clip', { low: 0, high: most });
      if (threshold === 0 && most === null) return withNumbers('leaky_relu', { alpha: slope });
      return formula((x) => {
        const above = most === null ? x : `minimum(${x}, ${most})`;
        return `where(${x} >= ${threshold}, ${above}, ${slope} * ((${x}) - ${threshold}))`;
      });
    }
    default:
      return null;
  }
}
