import type { OnnxFunction, OnnxGraph, OnnxNode } from '../../onnx/format.ts';

/** The names that a node reads, those that its bodies read of the graph around them too. */
const readBy = ({ input, attribute }: OnnxNode): readonly string[] => [
  ...input,
  ...attribute.flatMap(({ g }) =>
    g === undefined ? [] : [...g.node.flatMap(readBy), ...g.output.map(({ name = '' }) => name)],
  ),
];

/** The graph without nodes and tensors that no output needs. Inputs stay, and the tensors that are their defaults. */
export function keepRead(graph: OnnxGraph): OnnxGraph {
  const needed = new Set(graph.output.map(({ name = '' }) => name));
  const kept: OnnxNode[] = [];
  for (const node of [...graph.node].reverse()) {
    if (!node.output.some((name) => needed.has(name))) continue;
    kept.push(node);
    for (const name of readBy(node)) needed.add(name);
  }
  for (const { name = '' } of graph.input) needed.add(name);
  return { ...graph, node: kept.reverse(), initializer: graph.initializer.filter(({ name = '' }) => needed.has(name)) };
}

/** The functions that nodes of a graph, and of bodies in it, are called by. */
export function functionsIn(graph: OnnxGraph, functions: readonly OnnxFunction[]): readonly OnnxFunction[] {
  const called = new Set<string>();
  const note = ({ node }: OnnxGraph): void => {
    for (const { opType = '', domain = '', attribute } of node) {
      called.add(`${domain} ${opType}`);
      for (const { g } of attribute) if (g !== undefined) note(g);
    }
  };
  note(graph);
  return functions.filter(({ name, domain }) => called.has(`${domain} ${name}`));
}
