import type { NodeOf } from '../../../compiler/ir/nodes.ts';
import type { ValueId } from '../../../compiler/ir/types.ts';
import type { OnnxGraph } from '../../onnx/format.ts';
import { valueInfo } from '../../onnx/nodes.ts';
import type { NodeWriter } from './node-writer.ts';

/** Writes the nodes of a body. */
export type WriteNodes = (nodes: NodeOf<'loop'>['attrs']['body']['nodes'], writer: NodeWriter) => void;

/**
 * A loop as the operator Scan: states, then what is scanned. What does not change is no input of the body, which reads it by its name.
 * Source: onnx/defs/controlflow/defs.cc, Scan of opset 16 and later.
 */
export function writeScan(
  { attrs, inputs, outputs }: NodeOf<'loop'>,
  writer: NodeWriter,
  writeNodes: WriteNodes,
): void {
  const { states, scanned, direction, length, body } = attrs;
  const names = inputs.slice(0, states + scanned).map((input) => writer.nameOf(input));
  const inner = writer.forBody();
  for (const [i, input] of inputs.slice(states + scanned).entries()) {
    const param = body.params[states + scanned + i];
    if (param !== undefined) inner.setName(param, writer.nameOf(input));
  }
  const params = body.params
    .slice(0, states + scanned)
    .map((param) => valueInfo(inner.newName(param), inner.typeOf(param)));
  // a loop that scans nothing counts its steps by what it throws away
  if (scanned === 0) {
    const counted = writer.emit('Expand', [writer.constant('float32', [], [0]), writer.size(length)], 'steps.counted');
    names.push(counted);
    params.push(valueInfo(inner.freeName('step'), { dtype: 'float32', shape: [] }));
  }
  const count = Math.max(scanned, 1);
  writeNodes(body.nodes, inner);
  const given = new Set<string>();
  const results = body.results.map((result) => {
    const name = inner.nameOf(result);
    const isOwn = inner.nodes.some(({ output }) => output.includes(name)) && !given.has(name);
    const found = isOwn ? name : inner.emit('Identity', [name], `${name}.next`);
    given.add(found);
    return valueInfo(found, inner.typeOf(result));
  });
  const first = outputs[0];
  const graph: OnnxGraph = {
    name: writer.freeName(`${first === undefined ? 'loop' : nameIn(writer, first)}.step`),
    node: inner.nodes,
    initializer: [],
    sparseInitializer: [],
    input: params,
    output: results,
  };
  const backward = (times: number): { readonly ints: readonly number[] } => ({
    ints: Array.from({ length: times }, () => (direction === 'backward' ? 1 : 0)),
  });
  const stacked = outputs.length - states;
  writer.emitNode(
    'Scan',
    names,
    outputs.map((output) => writer.newName(output)),
    {
      body: { graph },
      num_scan_inputs: { int: count },
      ...(direction === 'backward'
        ? {
            scan_input_directions: backward(count),
            ...(stacked > 0 ? { scan_output_directions: backward(stacked) } : {}),
          }
        : {}),
    },
  );
}

const nameIn = (writer: NodeWriter, value: ValueId): string => writer.graph.values[value]?.name ?? 'loop';
