import { nestingOf } from '../../compiler/1-read/spec/axis-nesting.ts';
import {
  inputsOf,
  isStack,
  type LayerSpec,
  offsetsOf,
  type Spec,
  type StackSpec,
} from '../../compiler/1-read/spec/spec.ts';
import { printFunction } from '../../compiler/1-read/values/function-value.ts';
import { builtModel, type Compiled, type FlowType } from '../../compiler/compile.ts';
import { weightUses } from '../../compiler/graph/weight-uses.ts';
import { staticSize } from '../../compiler/ir/dim.ts';
import { CollectedParts } from './collected-parts.ts';
import type { ModelParts, Part } from './parts.ts';
import { addStack } from './stack-parts.ts';

/** @throws RnncError for a model with mistakes */
export function modelParts(compiled: Compiled): ModelParts {
  const { spec } = compiled;
  const { graph, typeOf } = builtModel(compiled);
  const collected = new CollectedParts(typeOf);
  for (const input of spec.inputs) collected.add(inputPart(input.name, typeOf(input.name)));
  for (const { name } of spec.trees)
    collected.add({ id: name, kind: 'input', lines: [name, 'tree'], axis: null, group: null, loop: null });
  for (const layer of spec.layers) addLayer(collected, layer, spec);
  for (const { name, reference } of spec.outputs) {
    const type = typeOf([reference.target, ...reference.path].join('.'));
    const id = `output ${name}`;
    collected.add({ id, kind: 'output', lines: [name], axis: type?.time ?? null, group: null, loop: null });
    collected.connect(reference, id, 'data');
  }
  const groups = new Map<string, { name: string; shape: readonly number[] }[]>();
  const users = new Map<string, Set<string>>();
  const uses = weightUses(graph);
  const known = new Set(collected.parts.map(({ id }) => id));
  for (const { path, value } of graph.weights) {
    const owner = ownerOf(path, known);
    const shape = (graph.values[value]?.type.shape ?? []).map((size) => staticSize(size) ?? 0);
    groups.set(owner, [...(groups.get(owner) ?? []), { name: path.slice(owner.length + 1), shape }]);
    users.set(owner, new Set([...(users.get(owner) ?? []), ...(uses.get(path) ?? [])]));
  }
  return {
    name: spec.name,
    parts: collected.parts,
    links: collected.links,
    weights: [...groups].map(([owner, weights]) => ({
      owner,
      label:
        [...groups.keys()].filter((other) => layerOf(other) === layerOf(owner)).length > 1 ? owner : layerOf(owner),
      weights,
      users: [...(users.get(owner) ?? [])].filter((user) => known.has(user)),
    })),
    groups: collected.groups,
    nesting: nestingOf(spec.inputs, spec.trees),
    trees: spec.trees.map(({ name, axis }) => ({ name, axis })),
  };
}

/** The part that a weight belongs to: a cell has those of the cells in it and of its learned states too, `r.0.forward.initial.h`. */
function ownerOf(weight: string, parts: ReadonlySet<string>): string {
  const nearest = weight.slice(0, weight.lastIndexOf('.'));
  for (let at = nearest; ; at = at.slice(0, at.lastIndexOf('.'))) {
    if (parts.has(at)) return at;
    if (!at.includes('.')) return nearest;
  }
}

const layerOf = (path: string): string => path.split('.')[0] ?? path;

const inputPart = (name: string, type: FlowType | null): Part => ({
  id: name,
  kind: 'input',
  lines: [name],
  axis: type?.time ?? null,
  group: null,
  loop: null,
});

const isJoin = ({ type }: LayerSpec): boolean => type === 'concat' || type === 'add' || type === 'multiply';

function addLayer(collected: CollectedParts, layer: LayerSpec, spec: Spec): void {
  if (isStack(layer)) {
    addStack(collected, layer, spec);
    return;
  }
  const { name } = layer;
  const axis = collected.axisOf(name);
  const kind = layer.type === 'dropout' ? 'dropout' : isJoin(layer) ? 'merge' : 'layer';
  collected.add({ id: name, kind, lines: [name, describeLayer(layer, spec)], axis, group: null, loop: null });
  const mask = 'mask' in layer ? (layer.mask?.reference ?? null) : null;
  const labels = layer.type === 'equations' ? [...layer.inputs.keys()] : [];
  inputsOf(layer).forEach((reference, i) => {
    collected.connect(reference, name, reference === mask ? 'mask' : 'data', labels[i] ?? null);
  });
  // they read every step, and every step of a mask
  for (const [i, link] of collected.links.entries())
    if (link.to === name && (link.kind === 'mask' || layer.type === 'mean' || layer.type === 'max'))
      collected.links[i] = { ...link, take: 'all' };
    else if (link.to === name && layer.type === 'conv1d') collected.links[i] = { ...link, offsets: offsetsOf(layer) };
}

function describeLayer(layer: Exclude<LayerSpec, StackSpec>, { openSizes }: Spec): string {
  // a number that stands in for one of the data says nothing
  const size = (key: string, { value }: { readonly value: number }): string => {
    const open = openSizes.find((each) => each.key === `${layer.name}.${key}`);
    return open === undefined ? `${value}` : `(${open.kind} of the data)`;
  };
  switch (layer.type) {
    case 'embedding':
      return `embedding ${size('vocabulary', layer.vocabulary)} → ${size('units', layer.units)}${layer.keepProb < 1 ? `, keep ${layer.keepProb}` : ''}`;
    case 'dense':
      return `dense ${size('units', layer.units)}${layer.activation === null ? '' : `, ${printFunction(layer.activation)}`}`;
    case 'dropout':
      return `dropout, keep ${layer.keepProb}`;
    case 'activation':
      return printFunction(layer.function);
    case 'repeat':
      return typeof layer.steps.value === 'number'
        ? `repeat ${layer.steps.value} times`
        : `repeat along ${layer.steps.value}`;
    case 'conv1d': {
      const spread = layer.dilation === 1 ? '' : `, dilation ${layer.dilation}`;
      const function_ = layer.activation === null ? '' : `, ${printFunction(layer.activation)}`;
      return `conv1d ${layer.units.value} over ${layer.kernelSize.value}${spread}, ${layer.padding}${function_}`;
    }
    case 'layer_norm':
    case 'batch_norm':
    case 'concat':
    case 'add':
    case 'multiply':
    case 'equations':
      return layer.type;
    case 'last':
    case 'mean':
    case 'max':
      return `${layer.type} over steps`;
  }
}
