import { type ConvertedWeight, madeOf, sized, turnedOver } from './converted-weight.ts';
import type { Dialect, ForeignModule, ForeignTensor } from './foreign-modules.ts';
import type { Obstacle } from './gate-weights.ts';
import type { PlainKind, WantedLayer } from './wanted-sites.ts';

/** What a weight is called in PyTorch and in Keras, whose names TensorFlow 1 has too. */
interface PlainWeight {
  readonly torch: string;
  readonly keras: string;
  readonly axes: number;
  /** A model without this weight computes as one with these numbers alone. */
  readonly neutral: number | null;
  /** How the model says that it has the weight; null where it always has. */
  readonly key: string | null;
}

const KERNEL = { torch: 'weight', keras: 'kernel', neutral: null, key: null };
const BIAS: PlainWeight = { torch: 'bias', keras: 'bias', axes: 1, neutral: 0, key: 'bias' };
const NORM: { readonly [weight: string]: PlainWeight } = {
  gamma: { torch: 'weight', keras: 'gamma', axes: 1, neutral: 1, key: 'scale' },
  beta: { torch: 'bias', keras: 'beta', axes: 1, neutral: 0, key: 'center' },
};
const statistic = (torch: string, keras: string): PlainWeight => ({ torch, keras, axes: 1, neutral: null, key: null });

/**
 * By the kind of a layer and the last name of its weight. Sources: torch/nn/modules/linear.py, conv.py, normalization.py and batchnorm.py (2.15);
 * keras/src/layers core/dense.py, convolutional/base_conv.py, normalization/ (3.15).
 */
const WEIGHTS: {
  readonly [kind in Exclude<PlainKind, 'embedding'>]: { readonly [weight: string]: PlainWeight };
} = {
  dense: { kernel: { ...KERNEL, axes: 2 }, bias: BIAS },
  conv1d: { kernel: { ...KERNEL, axes: 3 }, bias: BIAS },
  layer_norm: NORM,
  batch_norm: {
    ...NORM,
    moving_mean: statistic('running_mean', 'moving_mean'),
    moving_variance: statistic('running_var', 'moving_variance'),
  },
};

type Roles = ReadonlyMap<string, ForeignTensor>;

/** The weights of a layer without cells; an obstacle where the module is not that layer, exactly. */
export function convertPlain(
  layer: WantedLayer,
  module: ForeignModule,
  dialect: Dialect,
): readonly ConvertedWeight[] | Obstacle {
  const roles: Roles = module.cells[0]?.[0] ?? new Map<string, ForeignTensor>();
  if (module.kind !== 'layer') return { reason: `it has the weights of a cell, "${layer.name}" has no cells` };
  if (layer.kind === 'cells' || layer.kind === 'other') return { reason: `"${layer.name}" has weights of its own` };
  if (layer.kind === 'embedding') return convertEmbedding(layer, roles, dialect === 'torch' ? 'weight' : 'embeddings');
  for (const [setting, value] of layer.settings) {
    const told = module.settings?.get(setting);
    if (told !== undefined && told !== value)
      return {
        reason: `its ${setting} is ${told}, that of "${layer.name}" ${value}`,
        fix: `write "${setting}: ${told}" in ${layer.name}`,
      };
  }
  return otherFunction(layer, module) ?? convertNamed(layer, layer.kind, module, dialect);
}

/** What models that give scores leave to what reads them. */
const LAST: ReadonlySet<string> = new Set(['softmax', 'sigmoid']);

/** Where the file says that a function follows the sums which the model does not have. A sum alone may have its function in the file's next layer. */
function otherFunction({ name, activations }: WantedLayer, { activation = 'linear' }: ForeignModule): Obstacle | null {
  const [told = ''] = activation.split('(');
  if (told === 'linear' || activations === null || activations.includes(told)) return null;
  if (activations.length === 0 && LAST.has(told)) return null;
  const found = activations.length === 0 ? 'no function' : activations.join(' and ');
  return {
    reason: `its activation is ${told}, and "${name}" has ${found}`,
    fix: `write "activation: ${activation}" in ${name}`,
  };
}

function convertEmbedding(layer: WantedLayer, roles: Roles, table: string): readonly ConvertedWeight[] | Obstacle {
  const tensor = roles.get(table);
  const [weight] = layer.weights;
  if (tensor === undefined || weight === undefined) return { reason: `it has no ${table}` };
  if (roles.size > 1)
    return {
      reason: `beside its ${table} it has ${[...roles.keys()].filter((role) => role !== table).join(' and ')}: it is no embedding`,
    };
  return [
    { path: weight.path, shape: tensor.shape, data: tensor.data, from: madeOf([tensor], []), sources: [tensor.name] },
  ];
}

function convertNamed(
  layer: WantedLayer,
  kind: Exclude<PlainKind, 'embedding'>,
  module: ForeignModule,
  dialect: Dialect,
): readonly ConvertedWeight[] | Obstacle {
  const roles: Roles = module.cells[0]?.[0] ?? new Map<string, ForeignTensor>();
  // of ONNX, Gemm and MatMul say which way round a matrix lies
  const isTorch = dialect === 'torch' || (dialect === 'onnx' && roles.has('weight'));
  const table = Object.entries(WEIGHTS[kind]).map(([name, weight]) => ({
    ...weight,
    path: `${layer.name}.${name}`,
    role: isTorch ? weight.torch : weight.keras,
  }));
  const spare = [...roles.keys()].find((role) => !table.some((weight) => weight.role === role));
  if (spare !== undefined) return { reason: `its ${spare} is not of a ${kind.replace('_', ' ')} layer` };
  const converted: ConvertedWeight[] = [];
  for (const { path, role, axes, neutral, key } of table) {
    const tensor = roles.get(role);
    const wanted = layer.weights.find((weight) => weight.path === path);
    if (tensor !== undefined && tensor.shape.length !== axes)
      return { reason: `${tensor.name} is ${sized(tensor.shape)}` };
    if (wanted === undefined) {
      if (tensor?.data.some((x) => x !== neutral))
        return { reason: `it has a ${role}, "${layer.name}" has none`, fix: `write "${key}: true" in ${layer.name}` };
    } else if (tensor === undefined && role === 'bias' && key === 'bias') {
      const data = new Float32Array(wanted.shape[0] ?? 0);
      converted.push({ path, shape: wanted.shape, data, from: 'zeros: there is no bias', sources: [] });
    } else if (tensor === undefined) {
      return {
        reason: `it has no ${role}`,
        ...(key === null ? {} : { fix: `write "${key}: false" in ${layer.name}` }),
      };
    } else {
      const isTurned = isTorch && axes > 1;
      const { shape, data } = isTurned ? turnedOver(tensor) : tensor;
      const done = isTurned ? [axes === 2 ? 'transposed' : 'axes turned round'] : [];
      const untold = [...layer.settings].filter(([setting]) => !module.settings?.has(setting));
      const model = untold.map(([setting, value]) => `${setting} ${value}`).join(' and ');
      const left = (module.activation ?? 'linear').split('(')[0] ?? '';
      if (converted.length === 0 && LAST.has(left) && layer.activations?.length === 0)
        done.push(`its ${left} left out, which the model does not have`);
      if (converted.length === 0 && model !== '') done.push(`${model} as the model says: the file does not`);
      converted.push({ path, shape, data, from: madeOf([tensor], done), sources: [tensor.name] });
    }
  }
  return converted;
}
