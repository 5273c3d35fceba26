import type { LayerSpec, Spec } from '../../../compiler/1-read/spec/spec.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { inputPorts, type Port } from '../../model/feeds/ports.ts';

/** Steps of a made-up sequence, and nodes of a made-up tree: one with two children. */
const STEPS = 4;
const TREE = [-1, 0, 0];

/** One sample that fits the inputs, as JSON that `run` takes: small waves for numbers, the first numbers of the vocabulary for tokens. */
export function exampleInput(graph: Graph, spec: Spec): string {
  const ports = inputPorts(graph);
  const nodes = new Set(ports.flatMap(({ tree, dims }) => (tree === true ? (dims[1] ?? []) : [])));
  const sizeOf = (dim: string): number =>
    /^\d+$/.test(dim) ? Number(dim) : nodes.has(dim) ? TREE.length : dim === 'batch' ? 1 : STEPS;
  const feeds = ports.map((port) => {
    const values = port.tree === true ? [TREE] : nested(port.dims.map(sizeOf), valuesFor(port, spec));
    return `  ${JSON.stringify(port.name)}: ${JSON.stringify(values).replaceAll(',', ', ')}`;
  });
  return `{\n${feeds.join(',\n')}\n}`;
}

/** The number at a place in row-major order. */
function valuesFor({ name, dtype }: Port, { layers }: Spec): (index: number) => number {
  if (dtype === 'bool') return (index) => index % 2;
  if (dtype === 'float32') return (index) => Math.round(100 * Math.sin(0.7 * (index + 1))) / 100;
  const limits = layers.flatMap((layer) => (looksUp(layer, name) ? [layer.vocabulary.value] : []));
  const limit = Math.min(...limits, Number.MAX_SAFE_INTEGER);
  return (index) => (index + 1) % limit;
}

const looksUp = (layer: LayerSpec, input: string): layer is Extract<LayerSpec, { readonly type: 'embedding' }> =>
  layer.type === 'embedding' && layer.input.kind === 'input' && layer.input.target === input;

function nested(shape: readonly number[], valueAt: (index: number) => number): unknown {
  let next = 0;
  const level = (axis: number): unknown => {
    const size = shape[axis];
    return size === undefined ? valueAt(next++) : Array.from({ length: size }, () => level(axis + 1));
  };
  return level(0);
}
