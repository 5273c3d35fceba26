import { builtModel } from '../../../compiler/compile.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { BATCH, plainSymbol, shapeOf, staticSize, symbolDim } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { Node, NodeOf } from '../../../compiler/ir/nodes.ts';
import type { Origin, TensorType, ValueId } from '../../../compiler/ir/types.ts';
import type { OnnxValueInfo } from '../../onnx/format.ts';
import { writeOnnx } from '../../onnx/format.ts';
import { valueInfo } from '../../onnx/nodes.ts';
import { DOMAIN } from '../../onnx/trees/function-writer.ts';
import type { Exported, Exporter, ModelToExport } from '../model/exporter.ts';
import { type FedTree, treesOf } from '../model/fed-trees.ts';
import { notExported } from '../model/messages.ts';
import { functionsIn, keepRead } from './keep-read.ts';
import { writeLevels } from './levels-node.ts';
import { type WriteNodes, writeScan } from './loop-node.ts';
import { NodeWriter, NoEqual } from './node-writer.ts';
import { writeSingle, writeSplit } from './op-nodes.ts';
import { RecurrentWriter } from './recurrent-node.ts';
import { treeInfo, writeWalks } from './tree-inputs.ts';

const OPSET = 22;
/** The newest form of the file that runtimes with this opset read. */
const IR_VERSION = 10;

/** Stands for "all steps" where no lengths are given. */
const WHOLE = 2 ** 31 - 1;

export const onnx: Exporter = {
  description: `ONNX model (opset ${OPSET})`,
  ending: '.onnx',
  exportModel,
};

/**
 * The inference variant as it is built, before any pass, so that the file's nodes stand in the order of the model's equations.
 * Sources: onnx/onnx.proto (IR version 10), onnx/defs, opset 22.
 * @throws RnncError `export-refused` for each part without an equal
 */
function exportModel({ compiled, weights, file, allInputs }: ModelToExport): Exported {
  const { graph } = builtModel(compiled);
  const writer = NodeWriter.forGraph(graph);
  const mistakes: Diagnostic[] = [];
  const refusing = (origin: Origin, act: () => void): void => {
    try {
      act();
    } catch (cause) {
      if (!(cause instanceof NoEqual)) throw cause;
      mistakes.push(notExported('ONNX', origin, cause.message));
    }
  };
  const { inputs, report, outputNames } = writeInputs(graph, writer, allInputs);
  for (const { path, value } of graph.weights) {
    const weight = weights.get(path);
    if (weight === undefined) continue;
    const name = writer.freeName(path);
    writer.addTensor(name, 'float32', weight.shape, weight.data);
    writer.setName(value, name);
  }
  const given = new Map(
    graph.weights.flatMap(({ path, value }) => {
      const weight = weights.get(path);
      return weight === undefined ? [] : [[value, weight] as const];
    }),
  );
  const operators = new RecurrentWriter(writer, graph.nodes, given);
  writeNodes(graph.nodes, writer, refusing, (node) => operators.write(node));
  if (mistakes.length > 0) throw new RnncError(mistakes, compiled.sources);
  const outputs = writeOutputs(graph, writer, outputNames);
  const made = keepRead({
    name: graph.name,
    node: writer.allNodes,
    initializer: writer.tensors,
    sparseInitializer: [],
    input: inputs,
    output: outputs,
  });
  const functions = functionsIn(made, writer.functions);
  const bytes = writeOnnx({
    irVersion: IR_VERSION,
    producerName: 'rnnc',
    graph: made,
    opsetImport: [{ domain: '', version: OPSET }, ...(functions.length > 0 ? [{ domain: DOMAIN, version: 1 }] : [])],
    functions,
  });
  return { files: [{ name: file, content: bytes }], report };
}

/** Writes a loop as an operator of its own. @returns whether there is one */
type WriteLoop = (node: NodeOf<'loop'>) => boolean;

/** A refused node leaves its results without names, so that what reads them is refused too, and only the first is told. */
function writeNodes(
  nodes: readonly Node[],
  writer: NodeWriter,
  refusing: (origin: Origin, act: () => void) => void,
  writeOperator: WriteLoop,
): void {
  for (const node of nodes) {
    if (!node.inputs.every((input) => writer.has(input))) continue;
    refusing(node.origin, () => {
      if (node.op === 'loop') {
        const writeBody: WriteNodes = (body, inner) => writeNodes(body, inner, refusing, () => false);
        if (node.attrs.ragged !== undefined) writeLevels(node, writer, writeBody);
        else if (!writeOperator(node)) writeScan(node, writer, writeBody);
      } else if (node.op === 'split') writeSplit(node, writer);
      else {
        const [output] = node.outputs;
        if (output === undefined) return;
        writer.setName(output, writeSingle(node, writer, writer.graph.values[output]?.name ?? node.op));
      }
    });
  }
}

/** Feeds, and what may be fed beside them: lengths, by default all steps, and states, by default zeros. Names that are seen from outside are taken first. */
function writeInputs(
  graph: Graph,
  writer: NodeWriter,
  allInputs: boolean,
): { readonly inputs: readonly OnnxValueInfo[]; readonly report: string[]; readonly outputNames: readonly string[] } {
  const inputs: OnnxValueInfo[] = [];
  const report: string[] = [];
  const feeds = graph.inputs.filter((input) => input.role === 'feed');
  for (const { name, value } of feeds) {
    const given = writer.freeName(name);
    writer.setName(value, given);
    inputs.push(valueInfo(given, writer.typeOf(value)));
  }
  const trees = treesOf(graph).map((tree) => ({ tree, input: writer.freeName(tree.name) }));
  for (const { tree, input } of trees) {
    inputs.push(treeInfo(input, tree));
    report.push(`tree ${input}: for every node its parents, each with the place among its children; -1 for none`);
  }
  const optional = optionalInputs(
    graph,
    trees.map(({ tree }) => tree),
  );
  const optionalNames = optional.map(({ name }) => writer.freeName(name));
  const outputNames = resultsOf(graph).map(({ name }) => {
    const given = writer.freeName(name);
    if (given !== name) report.push(`output ${name} is called ${given}: another input or output has its name`);
    return given;
  });
  for (const { name, value } of feeds)
    for (const [axis, d] of writer.typeOf(value).shape.entries()) {
      const symbol = plainSymbol(d);
      if (symbol !== null) writer.readSize(symbol, name, axis);
    }
  for (const { tree, input } of trees) {
    writer.readSize(BATCH, input, 0);
    writer.readSize(tree.axis, input, 1);
  }
  const states: string[] = [];
  const lengths: string[] = [];
  const givenLengths = new Map<string, string>();
  for (const [i, input] of optional.entries()) {
    const name = optionalNames[i] ?? '';
    if (input.role === 'state' && input.start !== null) {
      const start = feeds.find((feed) => feed.name === input.start);
      if (start !== undefined) writer.setName(input.value, writer.nameOf(start.value));
      continue;
    }
    (input.role === 'state' ? states : lengths).push(name);
    inputs.push(valueInfo(name, input.type));
    const given = allInputs ? name : writeDefault(input, name, writer);
    if (input.role === 'lengths') givenLengths.set(input.symbol, given);
    const { value } = input;
    if (value !== null) writer.setName(value, input.role === 'lengths' ? bounded(given, input.symbol, writer) : given);
  }
  for (const { tree, input } of trees) writeWalks(graph, tree, input, givenLengths.get(tree.axis) ?? '', writer);
  const how = allInputs ? 'must be fed' : 'may be fed, where the runtime lets optional inputs be';
  if (lengths.length > 0) report.push(`lengths of rows ${how}: ${lengths.join(', ')}`);
  if (states.length > 0) report.push(`initial states ${how}: ${states.join(', ')}`);
  return { inputs, report, outputNames };
}

/** An input that may be left out. */
type OptionalInput = { readonly name: string; readonly type: TensorType } & (
  | {
      readonly role: 'lengths';
      readonly symbol: string;
      /** null where only trees read it. */
      readonly value: ValueId | null;
    }
  | { readonly role: 'state'; readonly start: string | null; readonly value: ValueId }
);

/** Lengths and states of a graph, and the lengths of its trees. */
function optionalInputs(graph: Graph, trees: readonly FedTree[]): readonly OptionalInput[] {
  const own = graph.inputs.flatMap((input): OptionalInput[] => {
    const type = graph.values[input.value]?.type;
    if (type === undefined) return [];
    return input.role === 'lengths' || input.role === 'state' ? [{ ...input, type }] : [];
  });
  const known = new Set(own.flatMap((input) => (input.role === 'lengths' ? [input.symbol] : [])));
  const axes = [...new Set(trees.map(({ axis }) => axis))].filter((axis) => !known.has(axis));
  const type: TensorType = { dtype: 'int32', shape: shapeOf(BATCH) };
  return [
    ...own,
    ...axes.map((symbol): OptionalInput => ({ name: `${symbol}.lengths`, type, value: null, role: 'lengths', symbol })),
  ];
}

/** What an input is where it is not fed: all steps, or zeros, for every row. A tensor of the name of an input is its default. */
function writeDefault({ role, type: { dtype, shape } }: OptionalInput, name: string, writer: NodeWriter): string {
  const ones = shape.map((d) => staticSize(d) ?? 1);
  const count = ones.reduce((product, size) => product * size, 1);
  writer.addTensor(name, dtype, ones, new Array<number>(count).fill(role === 'lengths' ? WHOLE : 0));
  return writer.emitFirst('Expand', [name, writer.shape(shape)], `${name}.rows`);
}

/** Lengths that are no longer than the sequence. */
function bounded(lengths: string, symbol: string, writer: NodeWriter): string {
  const most = writer.emit('Cast', [writer.size(symbolDim(symbol))], `${lengths}.most`, { to: { int: 6 } });
  return writer.emit('Min', [lengths, most], `${lengths}.bounded`);
}

/** Outputs, then the final state of every state. */
const resultsOf = ({ inputs, outputs }: Graph): readonly { readonly name: string; readonly value: ValueId }[] => [
  ...outputs,
  ...inputs.flatMap((input) =>
    input.role === 'state' ? [{ name: input.name.replace(/\.([^.]+)$/, '.final.$1'), value: input.final }] : [],
  ),
];

const writeOutputs = (graph: Graph, writer: NodeWriter, names: readonly string[]): readonly OnnxValueInfo[] =>
  resultsOf(graph).map(({ value }, i) => {
    const name = names[i] ?? '';
    writer.emitNode('Identity', [writer.nameOf(value)], [name]);
    return valueInfo(name, writer.typeOf(value));
  });
