import { builtModel } from '../../../compiler/compile.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { plainSymbol, staticSize, symbolDim } from '../../../compiler/ir/dim.ts';
import type { Graph, GraphInput } from '../../../compiler/ir/graph.ts';
import type { Node, NodeOf } from '../../../compiler/ir/nodes.ts';
import type { Origin, ValueId } from '../../../compiler/ir/types.ts';
import type { OnnxGraph, OnnxValueInfo } from '../../onnx/format.ts';
import { writeOnnx } from '../../onnx/format.ts';
import type { Exported, Exporter, ModelToExport } from '../model/exporter.ts';
import { notExported } from '../model/messages.ts';
import { keepRead } from './keep-read.ts';
import { writeScan } from './loop-node.ts';
import { NodeWriter, NoEqual, valueInfo } from './node-writer.ts';
import { writeSingle, writeSplit } from './op-nodes.ts';
import { RecurrentWriter } from './recurrent-node.ts';

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
  const trees = graph.inputs.filter((input) => input.role === 'structure' || input.role === 'roots');
  const [tree] = trees;
  if (tree !== undefined) {
    const reason = 'it is a tree, and ONNX has no loop over rows whose number changes from step to step';
    throw new RnncError([notExported('ONNX', tree.origin, reason)], compiled.sources);
  }
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
  const made: OnnxGraph = {
    name: graph.name,
    node: writer.allNodes,
    initializer: writer.tensors,
    sparseInitializer: [],
    input: inputs,
    output: outputs,
  };
  const bytes = writeOnnx({
    irVersion: IR_VERSION,
    producerName: 'rnnc',
    graph: keepRead(made),
    opsetImport: [{ domain: '', version: OPSET }],
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
        if (!writeOperator(node))
          writeScan(node, writer, (body, inner) => writeNodes(body, inner, refusing, () => false));
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
  const optional = graph.inputs.filter((input) => input.role !== 'feed');
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
  const states: string[] = [];
  const lengths: string[] = [];
  for (const [i, input] of optional.entries()) {
    const name = optionalNames[i] ?? '';
    if (input.role === 'state' && input.start !== null) {
      const start = feeds.find((feed) => feed.name === input.start);
      if (start !== undefined) writer.setName(input.value, writer.nameOf(start.value));
    } else if (input.role === 'state' || input.role === 'lengths') {
      (input.role === 'state' ? states : lengths).push(name);
      inputs.push(valueInfo(name, writer.typeOf(input.value)));
      const given = allInputs ? name : writeDefault(input, name, writer);
      writer.setName(input.value, input.role === 'lengths' ? bounded(given, input.symbol, writer) : given);
    }
  }
  const how = allInputs ? 'must be fed' : 'may be fed, where the runtime lets optional inputs be';
  if (lengths.length > 0) report.push(`lengths of rows ${how}: ${lengths.join(', ')}`);
  if (states.length > 0) report.push(`initial states ${how}: ${states.join(', ')}`);
  return { inputs, report, outputNames };
}

/** What an input is where it is not fed: all steps, or zeros, for every row. A tensor of the name of an input is its default. */
function writeDefault(
  { role, value }: Extract<GraphInput, { role: 'state' | 'lengths' }>,
  name: string,
  writer: NodeWriter,
): string {
  const { dtype, shape } = writer.typeOf(value);
  const ones = shape.map((d) => staticSize(d) ?? 1);
  const count = ones.reduce((product, size) => product * size, 1);
  writer.addTensor(name, dtype, ones, new Array<number>(count).fill(role === 'lengths' ? WHOLE : 0));
  return writer.emit('Expand', [name, writer.shape(shape)], `${name}.rows`);
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
