import { shapeOf } from '../../../compiler/ir/dim.ts';
import type { Graph, GraphInput } from '../../../compiler/ir/graph.ts';
import { nodesSymbol, walkName, walkSymbols } from '../../../compiler/ir/structure.ts';
import type { OnnxValueInfo } from '../../onnx/format.ts';
import { valueInfo } from '../../onnx/nodes.ts';
import { LINK_PARTS, partsOf, rootsFunction, type WalkForm, walkFunction } from '../../onnx/trees/walk-functions.ts';
import type { FedTree } from '../model/fed-trees.ts';
import type { NodeWriter } from './node-writer.ts';

/** The type of an input that takes trees, in the form that `flatTree` gives. */
export const treeInfo = (input: string, { name, axis }: FedTree): OnnxValueInfo =>
  valueInfo(input, { dtype: 'int32', shape: shapeOf('batch', axis, `${name}.numbers`) });

/**
 * Writes what follows from a tree: a function for every walk over it, and one for roots.
 * @param input the name of the tree, as the file has it
 * @param lengths int32 [batch]: nodes of the samples
 */
export function writeWalks(graph: Graph, { name }: FedTree, input: string, lengths: string, writer: NodeWriter): void {
  const walks = new Map<string, Extract<GraphInput, { role: 'structure' }>[]>();
  for (const found of graph.inputs) {
    if (found.role === 'roots' && found.tree === name) {
      const [roots = ''] = writer.callFirst(rootsFunction(), [input, lengths], [found.name]);
      writer.setName(found.value, roots);
    }
    if (found.role !== 'structure' || found.walk.tree !== name) continue;
    walks.set(walkName(found.walk), [...(walks.get(walkName(found.walk)) ?? []), found]);
  }
  for (const [walk, inputs] of walks) {
    const [first] = inputs;
    if (first === undefined) continue;
    const places = inputs.flatMap(({ part }) => (typeof part === 'string' ? [] : [part.place]));
    const form: WalkForm = {
      direction: first.walk.direction,
      started: first.walk.started,
      list: inputs.some(({ part }) => LINK_PARTS.some((own) => own === part)),
      places: Math.max(-1, ...places) + 1,
    };
    const parts = partsOf(form);
    const made = writer.callFirst(
      walkFunction(form),
      [input, lengths],
      parts.map((part) => `${walk}.${part}`),
    );
    const nameOf = (part: string): string => made[parts.indexOf(part)] ?? '';
    for (const { part, value } of inputs)
      writer.setName(value, nameOf(typeof part === 'string' ? part : `place_${part.place}`));
    const symbols = walkSymbols(first.walk);
    writer.readSize(nodesSymbol(name), nameOf('order'), 0);
    writer.readSize(symbols.levels, nameOf('starts'), 0);
    if (form.list) writer.readSize(symbols.links, nameOf('owners'), 0);
  }
}
