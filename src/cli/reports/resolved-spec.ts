import { Document, isScalar, parse, visit } from 'yaml';
import type { Reference } from '../../../compiler/1-read/spec/located.ts';
import {
  type CellSpec,
  type CellUse,
  directionsOf,
  type InitSpec,
  isFunctionValue,
  type LayerSpec,
  type MaskSpec,
  type ParameterValue,
  type Spec,
  type StackSpec,
  type WeightSpec,
  type WrapSpec,
} from '../../../compiler/1-read/spec/spec.ts';
import { printFunction } from '../../../compiler/1-read/values/function-value.ts';
import type { Assignment, Expr } from '../../../compiler/equations/ast.ts';
import { printAssignment, printExpression } from '../../../compiler/equations/print.ts';
import { resolvedData } from './resolved-data.ts';
import { resolvedTraining } from './resolved-training.ts';

type Yaml = null | boolean | number | string | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };
type YamlMap = { readonly [key: string]: Yaml | undefined };

/**
 * A model as the compiler understands it, in the model language: every default written out, every number computed, layers in the order
 * of computation. It compiles to the same graph.
 * @param text the model file, for what the compiler has no use for: descriptions, imports, parameters of cells.
 */
export function resolvedSpecText(spec: Spec, text: string): string {
  const written = parse(text, { merge: true, maxAliasCount: -1 }) as YamlMap;
  const writtenCells = mapOf(written.cells);
  const plain = new Map(
    [...spec.cells.values()].flatMap((cell) => (cell.inner.length === 0 ? [[cell.name, cell]] : [])),
  );
  // a cell that holds others, or that one does, stays as it is written
  const cells = fromEntries(new Map(Object.entries(writtenCells)), (cell) => cell ?? null);
  for (const [name, cell] of plain)
    if (Object.hasOwn(writtenCells, name)) cells[name] = cellOf(cell, mapOf(writtenCells[name]));
  const model: YamlMap = {
    name: spec.name,
    description: written.description,
    seed: spec.seed,
    unroll: spec.unroll?.value,
    // the numbers are built in: `parameters` that nothing reads would be a mistake
    ...(spec.parameters.size === 0 ? {} : { 'x-parameters': fromEntries(spec.parameters, (value) => value) }),
    imports: written.imports,
    inputs: {
      ...byName(spec.inputs, ({ shape, dtype }) => ({ shape: shape.map((d) => d.value), dtype })),
      ...byName(spec.trees, ({ axis }) => ({ tree: axis })),
    },
    ...(Object.keys(cells).length === 0 ? {} : { cells }),
    layers: byName(spec.layers, layerOf),
    outputs: byName(spec.outputs, (output) => referenceOf(output.reference)),
    data: spec.data === null ? undefined : resolvedData(spec.data, spec.training?.carry ?? false),
    training: spec.training === null ? undefined : resolvedTraining(spec.training),
  };
  return print(model, whyOf(spec));
}

/** What the data decided, in words. */
const whyOf = ({ training }: Spec): string | null => training?.losses?.flatMap(({ why }) => why ?? [])[0] ?? null;

/** Short lists and maps of plain values stand on one line. */
function print(model: YamlMap, why: string | null): string {
  const document = new Document(model, { aliasDuplicateObjects: false, keepUndefined: false });
  visit(document, {
    Collection(_, node) {
      if (node.items.length === 0 || JSON.stringify(node.toJSON()).length <= 72) node.flow = true;
    },
    Pair(_, pair) {
      const { key, value } = pair as {
        key: { value?: unknown };
        value: { value?: unknown; type?: string } | null;
      };
      if (isScalar(key) && key.value === 'losses' && why !== null) key.commentBefore = ` ${why}`;
      if (key.value === 'equations' && value !== null) value.type = 'BLOCK_LITERAL';
    },
  });
  const top = document.contents;
  if (top !== null && 'flow' in top) top.flow = false;
  return document.toString({ lineWidth: 120, flowCollectionPadding: false });
}

const mapOf = (value: Yaml | undefined): YamlMap =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as YamlMap) : {};

const fromEntries = <T>(map: ReadonlyMap<string, T>, print: (value: T) => Yaml): { [key: string]: Yaml } =>
  Object.fromEntries([...map].map(([key, value]) => [key, print(value)]));
const byName = <T extends { readonly name: string }>(list: readonly T[], print: (value: T) => Yaml): YamlMap =>
  Object.fromEntries(list.map((value) => [value.name, print(value)]));

const expressionOf = (expr: Expr): Yaml =>
  expr.kind === 'number' || expr.kind === 'boolean' ? expr.value : printExpression(expr);
const shapeOf = (shape: readonly Expr[]): Yaml => shape.map(expressionOf);
const referenceOf = ({ target, path }: Reference): string => [target, ...path].join('.');
const referencesOf = (map: ReadonlyMap<string, Reference>): Yaml => {
  const only = map.get('');
  return only === undefined ? fromEntries(map, referenceOf) : referenceOf(only);
};

function cellOf(cell: CellSpec, written: YamlMap): YamlMap {
  return {
    description: written.description,
    parameters: written.parameters,
    children: cell.children === null ? undefined : childrenOf(cell.children),
    inputs: byName(cell.inputs, (input) =>
      input.sequence ? { sequence: shapeOf(input.shape) } : shapeOf(input.shape),
    ),
    state: cell.states.map(({ name, shape, when, dropout }) => ({
      [name]: { shape: shapeOf(shape), ...(when === null ? {} : { when: expressionOf(when) }), dropout },
    })),
    weights: weightsOf(cell.weights),
    equations: equationsOf(cell.equations),
    output: expressionOf(cell.output),
    padding: written.padding,
  };
}

const childrenOf = (children: NonNullable<CellSpec['children']>): Yaml =>
  children.kind === 'any' ? 'any' : children.names.map((n) => n.value);

const weightsOf = (weights: readonly WeightSpec[]): YamlMap =>
  byName(weights, ({ shape, init, when }) => ({
    shape: shapeOf(shape),
    init: initOf(init),
    ...(when === null ? {} : { when: expressionOf(when) }),
  }));

const equationsOf = (equations: readonly Assignment[]): string =>
  equations.map((e) => `${printAssignment(e)}\n`).join('');

function initOf(init: InitSpec): Yaml {
  if (init.kind === 'literal') return nested(init.values, init.shape);
  if (init.kind === 'blocks') return init.blocks.map(initOf);
  const value = init.arguments.get('value');
  if (init.name === 'constant' && value !== undefined) return { constant: expressionOf(value) };
  return init.arguments.size === 0 ? init.name : { [init.name]: fromEntries(init.arguments, expressionOf) };
}

function nested(values: readonly number[], shape: readonly number[]): Yaml {
  const [size, ...inner] = shape;
  if (size === undefined) return values[0] ?? 0;
  const step = values.length / size;
  return Array.from({ length: size }, (_, i) => nested(values.slice(i * step, (i + 1) * step), inner));
}

const argumentOf = (value: ParameterValue): Yaml => (isFunctionValue(value) ? printFunction(value) : value.value);

function wrapOf(wrap: WrapSpec): Yaml {
  if (wrap.kind === 'residual') return 'residual';
  if (wrap.kind === 'zoneout')
    return {
      zoneout: { rate: typeof wrap.rate === 'number' ? wrap.rate : fromEntries(wrap.rate, (rate) => rate.value) },
    };
  const { inputKeepProb, outputKeepProb, stateKeepProb, variational } = wrap;
  return {
    dropout: {
      input_keep_prob: inputKeepProb,
      output_keep_prob: outputKeepProb,
      state_keep_prob: stateKeepProb,
      variational,
    },
  };
}

const cellUseOf = (use: CellUse): Yaml => ({ ...heldUseOf(use), wrap: use.wrap.map(wrapOf) });
const heldUseOf = ({ definition, arguments: given, held }: CellUse): YamlMap => ({
  [definition]: {
    ...fromEntries(new Map([...given].filter(([name]) => !name.includes('.'))), argumentOf),
    ...fromEntries(held, heldUseOf),
  },
});

/** `initial:`; the states of a cell that are switched off are not among those that are learned. */
const startsOf = ({ initial, learned }: StackSpec): Yaml =>
  learned.size > 0 && [...learned.values()].every(({ named }) => !named)
    ? 'learned'
    : initial.has('')
      ? referencesOf(initial)
      : { ...fromEntries(initial, referenceOf), ...fromEntries(learned, () => 'learned') };

function maskOf(mask: MaskSpec | null): YamlMap {
  if (mask === null) return {};
  const reference = referenceOf(mask.reference);
  return { mask: mask.value === null ? reference : { input: reference, value: mask.value.value } };
}

function layerOf(layer: LayerSpec): Yaml {
  const shared = {
    init: layer.init.size === 0 ? undefined : fromEntries(layer.init, initOf),
    share: layer.share?.value,
  };
  const { type } = layer;
  switch (type) {
    case 'recurrent':
    case 'recursive': {
      const { input, cells, direction, merge, initial, learned, shareWithinStack } = layer;
      const [only] = cells;
      return {
        type,
        ...(input.has('') ? { input: referencesOf(input) } : { inputs: referencesOf(input) }),
        ...(layer.type === 'recursive' ? { tree: referenceOf(layer.tree) } : {}),
        cell: cells.length === 1 && only !== undefined ? cellUseOf(only) : cells.map(cellUseOf),
        direction,
        ...(direction === 'bidirectional' || direction === 'both' ? { merge } : {}),
        ...(layer.second.size === 0 ? {} : { [directionsOf(layer)[1] ?? '']: fromEntries(layer.second, argumentOf) }),
        ...(initial.size + learned.size === 0 ? {} : { initial: startsOf(layer) }),
        ...(layer.type === 'recurrent' ? { ...maskOf(layer.mask), padding: layer.padding } : {}),
        ...shared,
        ...(shareWithinStack ? { share: 'self' } : {}),
      };
    }
    case 'embedding':
      return {
        type,
        input: referenceOf(layer.input),
        vocabulary: layer.vocabulary.value,
        units: layer.units.value,
        ...(layer.keepProb === 1 ? {} : { dropout: { output_keep_prob: layer.keepProb } }),
        ...shared,
      };
    case 'dense': {
      const { input, units, bias, activation } = layer;
      return {
        type,
        input: referenceOf(input),
        units: units.value,
        bias,
        activation: activation === null ? 'linear' : printFunction(activation),
        ...shared,
      };
    }
    case 'dropout':
      return {
        type,
        input: referenceOf(layer.input),
        output_keep_prob: layer.keepProb,
        variational: layer.variational,
      };
    case 'activation':
      return { type, input: referenceOf(layer.input), function: printFunction(layer.function) };
    case 'conv1d': {
      const { input, units, kernelSize, dilation, padding, bias, activation } = layer;
      return {
        type,
        input: referenceOf(input),
        units: units.value,
        kernel_size: kernelSize.value,
        ...(kernelSize.value === 1 ? {} : { dilation, padding }),
        bias,
        activation: activation === null ? 'linear' : printFunction(activation),
        ...shared,
      };
    }
    case 'batch_norm':
    case 'layer_norm': {
      const { input, epsilon, center, scale } = layer;
      const moving = layer.type === 'batch_norm' ? { momentum: layer.momentum, unbiased: layer.unbiased } : {};
      return { type, input: referenceOf(input), epsilon, center, scale, ...moving, ...shared };
    }
    case 'repeat': {
      const { value } = layer.steps;
      const steps = typeof value === 'number' ? { times: value } : { along: value };
      return { type, input: referenceOf(layer.input), ...steps };
    }
    case 'concat':
    case 'add':
    case 'multiply':
      return { type, inputs: layer.inputs.map(referenceOf) };
    case 'equations': {
      const { inputs, weights, equations, output } = layer;
      return {
        type,
        inputs: referencesOf(inputs),
        weights: weightsOf(weights),
        equations: equationsOf(equations),
        output: expressionOf(output),
        ...shared,
      };
    }
    case 'last':
    case 'mean':
    case 'max':
      return { type, input: referenceOf(layer.input), ...maskOf(layer.mask) };
    default:
      return layer satisfies never;
  }
}
