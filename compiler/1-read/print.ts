import { printExpression } from '../equations/print.ts';
import { printParameter } from './layers/share.ts';
import type { Reference } from './spec/located.ts';
import {
  type CellSpec,
  type CellUse,
  directionsOf,
  type InitSpec,
  type LayerSpec,
  type MaskSpec,
  type Spec,
  type Variational,
  type WeightSpec,
  type WrapSpec,
} from './spec/spec.ts';
import { printTraining } from './training/training-print.ts';

/** The Spec as text: what `inspect --after read` shows and what tests compare. One line per part, defaults filled in. */
export function printSpec(spec: Spec): string {
  const lines = [`model ${spec.name}, seed ${spec.seed}${spec.unroll === null ? '' : `, unroll ${spec.unroll.value}`}`];
  for (const [name, value] of spec.parameters) lines.push(`parameter ${name} = ${value}`);
  for (const [key, value] of spec.sizes) lines.push(`size ${key} = ${value}`);
  for (const { key, kind } of spec.openSizes) lines.push(`size ${key}: ${kind} of the data`);
  for (const input of spec.inputs)
    lines.push(`input ${input.name}: ${input.dtype}[${input.shape.map((d) => d.value).join(', ')}]`);
  for (const { name, axis } of spec.trees) lines.push(`input ${name}: tree of ${axis}`);
  for (const cell of spec.cells.values()) lines.push(...printCell(cell));
  for (const layer of spec.layers) lines.push(...printLayer(layer));
  for (const { name, reference } of spec.outputs) lines.push(`output ${name} = ${printReference(reference)}`);
  if (spec.training !== null) lines.push(...printTraining(spec.training));
  return lines.join('\n');
}

const printReference = ({ target, path }: Reference): string => [target, ...path].join('.');
const printReferences = (references: ReadonlyMap<string, Reference>): string =>
  [...references].map(([name, r]) => (name === '' ? printReference(r) : `${name}: ${printReference(r)}`)).join(', ');

const printChildren = (children: CellSpec['children']): string => {
  if (children === null) return '';
  return `, children ${children.kind === 'any' ? 'any' : `[${children.names.map((n) => n.value).join(', ')}]`}`;
};

function printCell(cell: CellSpec): readonly string[] {
  const shape = (s: CellSpec['inputs'][number]['shape']): string => `[${s.map(printExpression).join(', ')}]`;
  return [
    `cell ${cell.name}${printChildren(cell.children)}`,
    ...cell.inputs.map((i) => `  input ${i.name}: ${shape(i.shape)}${i.sequence ? ', whole sequence' : ''}`),
    ...cell.states.map(
      (s) => `  state ${s.name}: ${shape(s.shape)}${printWhen(s.when)}${s.dropout ? '' : ', no dropout'}`,
    ),
    ...cell.weights.map((w) => `  ${printWeight(w)}`),
    ...printEquations(cell.equations, cell.output),
  ];
}

const printWhen = (when: WeightSpec['when']): string => (when === null ? '' : ` when ${printExpression(when)}`);
const printWeight = (w: WeightSpec): string =>
  `weight ${w.name}: [${w.shape.map(printExpression).join(', ')}]${printWhen(w.when)}, ${printInit(w.init)}`;

const printEquations = (equations: CellSpec['equations'], output: CellSpec['output']): readonly string[] => [
  ...equations.map(
    ({ targets, value }) =>
      `  ${targets.map((t) => `${t.name}${t.primed ? "'" : ''}`).join(', ')} = ${printExpression(value)}`,
  ),
  `  output ${printExpression(output)}`,
];

function printInit(init: InitSpec): string {
  switch (init.kind) {
    case 'named':
      return init.arguments.size === 0
        ? init.name
        : `${init.name}(${[...init.arguments].map(([n, e]) => `${n}=${printExpression(e)}`).join(', ')})`;
    case 'literal':
      return `literal[${init.shape.join(', ')}]`;
    case 'blocks':
      return `[${init.blocks.map(printInit).join(', ')}]`;
  }
}

function printWrap(wrap: WrapSpec): string {
  if (wrap.kind === 'residual') return 'residual';
  if (wrap.kind === 'zoneout')
    return `zoneout(${typeof wrap.rate === 'number' ? wrap.rate : [...wrap.rate].map(([name, { value }]) => `${name} ${value}`).join(', ')})`;
  const { inputKeepProb, outputKeepProb, stateKeepProb, variational } = wrap;
  return `dropout(keep input ${inputKeepProb}, output ${outputKeepProb}, state ${stateKeepProb}${printVariational(variational)})`;
}

const printVariational = (variational: Variational): string =>
  variational === false ? '' : variational === true ? ', variational' : ', variational by sample';

const printUse = ({ cell, arguments: given, wrap }: CellUse): string =>
  [`${cell}(${[...given].map(([n, v]) => `${n}=${printParameter(v)}`).join(', ')})`, ...wrap.map(printWrap)].join(
    ' | ',
  );

const printMask = (mask: MaskSpec | null): readonly string[] =>
  mask === null
    ? []
    : [`mask ${printReference(mask.reference)}${mask.value === null ? '' : ` other than ${mask.value.value}`}`];

function printLayer(layer: LayerSpec): readonly string[] {
  const common = [
    ...(layer.share === null ? [] : [`share ${layer.share.value}`]),
    ...[...layer.init].map(([name, init]) => `init ${name}=${printInit(init)}`),
  ];
  const head = (text: string, ...more: readonly string[]): string =>
    [`layer ${layer.name}: ${layer.type} of ${text}`, ...more, ...common].join(', ');
  switch (layer.type) {
    case 'recurrent':
    case 'recursive':
      return [
        head(
          printReferences(layer.input),
          ...(layer.type === 'recursive' ? [`tree ${printReference(layer.tree)}`] : []),
          layer.direction,
          ...(layer.direction === 'bidirectional' || layer.direction === 'both' ? [`merge ${layer.merge}`] : []),
          ...[...layer.second].map(([name, value]) => `${directionsOf(layer)[1]} ${name}=${printParameter(value)}`),
          ...(layer.learned.size === 0 ? [] : [`learned ${[...layer.learned.keys()].join(' ')}`]),
          ...(layer.initial.size === 0 ? [] : [`initial ${printReferences(layer.initial)}`]),
          ...(layer.type === 'recurrent' ? [...printMask(layer.mask), `padding ${layer.padding}`] : []),
          ...(layer.shareWithinStack ? ['share self'] : []),
        ),
        ...layer.cells.map((use, i) => `  ${i}: ${printUse(use)}`),
      ];
    case 'embedding':
      return [
        head(
          printReference(layer.input),
          `vocabulary ${layer.vocabulary.value}`,
          `units ${layer.units.value}`,
          ...(layer.keepProb === 1 ? [] : [`keep ${layer.keepProb}`]),
        ),
      ];
    case 'dense':
      return [
        head(
          printReference(layer.input),
          `units ${layer.units.value}`,
          ...(layer.bias ? [] : ['no bias']),
          ...(layer.activation === null ? [] : [printParameter(layer.activation)]),
        ),
      ];
    case 'dropout':
      return [head(printReference(layer.input), `keep ${layer.keepProb}${printVariational(layer.variational)}`)];
    case 'activation':
      return [head(printReference(layer.input), printParameter(layer.function))];
    case 'conv1d':
      return [
        head(
          printReference(layer.input),
          `units ${layer.units.value}`,
          `kernel ${layer.kernelSize.value}`,
          ...(layer.dilation === 1 ? [] : [`dilation ${layer.dilation}`]),
          layer.padding,
          ...(layer.bias ? [] : ['no bias']),
          ...(layer.activation === null ? [] : [printParameter(layer.activation)]),
        ),
      ];
    case 'layer_norm':
    case 'batch_norm':
      return [
        head(
          printReference(layer.input),
          `epsilon ${layer.epsilon}`,
          ...(layer.scale ? [] : ['no scale']),
          ...(layer.center ? [] : ['no center']),
          ...(layer.type === 'batch_norm' ? [`momentum ${layer.momentum}`] : []),
          ...(layer.type === 'batch_norm' && layer.unbiased ? ['unbiased'] : []),
        ),
      ];
    case 'repeat':
      return [head(printReference(layer.input), `steps ${layer.steps.value}`)];
    case 'concat':
    case 'add':
    case 'multiply':
      return [head(layer.inputs.map(printReference).join(', '))];
    case 'equations':
      return [
        head(printReferences(layer.inputs)),
        ...layer.weights.map((w) => `  ${printWeight(w)}`),
        ...printEquations(layer.equations, layer.output),
      ];
    case 'last':
    case 'mean':
    case 'max':
      return [head(printReference(layer.input), ...printMask(layer.mask))];
  }
}
