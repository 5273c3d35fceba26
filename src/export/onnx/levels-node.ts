import { plainSymbol } from '../../../compiler/ir/dim.ts';
import type { NodeOf } from '../../../compiler/ir/nodes.ts';
import type { ValueId } from '../../../compiler/ir/types.ts';
import type { OnnxGraph, OnnxValueInfo } from '../../onnx/format.ts';
import { valueInfo } from '../../onnx/nodes.ts';
import type { WriteNodes } from './loop-node.ts';
import { type NodeWriter, refuse } from './node-writer.ts';

/** A ragged axis of the loop: what the graph around it gives, and what the level at hand has of it. */
interface Ragged {
  readonly starts: string;
  readonly counts: string;
  /** int32 []: the first row of the level. */
  readonly start: string;
}

/**
 * A loop over the levels of trees as the operator Loop, whose body cuts the rows of its level out of what it reads. What a level gives per row is written
 * into a list of all rows, which the loop carries, because outputs of a Loop have as many rows in every iteration.
 * Source: onnx/defs/controlflow/defs.cc, Loop of opset 16 and later.
 */
export function writeLevels(
  { attrs, inputs, outputs }: NodeOf<'loop'>,
  writer: NodeWriter,
  writeNodes: WriteNodes,
): void {
  const { states, scanned, direction, length, body, ragged = [] } = attrs;
  if (direction === 'backward') refuse('it goes over the levels of trees from the last one');
  const nameOf = (at: number): string => writer.nameOf(inputs[at] ?? refuse('it lacks an input'));
  const [first] = outputs;
  const wanted = (first === undefined ? null : writer.graph.values[first]?.name) ?? 'levels';
  const inner = writer.forBody(true);
  const level = inner.freeName('level');
  const goesOn = inner.freeName('goes_on');
  const element = (list: string): string =>
    inner.emit('Gather', [list, level], `${list}.of_level`, { axis: { int: 0 } });
  const axes = new Map<string, Ragged>();
  for (const [r, { symbol }] of ragged.entries()) {
    const [starts, counts] = [nameOf(states + 2 * r), nameOf(states + 2 * r + 1)];
    const count = inner.emit('Cast', [element(counts)], `${symbol}.count`, { to: { int: 7 } });
    inner.bindSize(symbol, inner.emit('Unsqueeze', [count, inner.int64(0)], `size.${symbol}`));
    axes.set(symbol, { starts, counts, start: element(starts) });
  }
  const axisOf = (value: ValueId): Ragged | null => {
    const [lead] = inner.typeOf(value).shape;
    return (lead === undefined ? null : axes.get(plainSymbol(lead) ?? '')) ?? null;
  };
  const read = new Set([...body.nodes.flatMap((node) => node.inputs), ...body.results]);
  const params: OnnxValueInfo[] = [];
  for (const [i, param] of body.params.entries()) {
    if (i < states) params.push(valueInfo(inner.newName(param), inner.typeOf(param)));
    else if (i >= states + scanned) inner.setName(param, nameOf(i));
    else if (read.has(param)) {
      const axis = axisOf(param);
      const name = inner.graph.values[param]?.name ?? 'rows';
      inner.setName(
        param,
        axis === null
          ? inner.emit('Gather', [nameOf(i), level], name, { axis: { int: 0 } })
          : inner.callRows('RowsOfLevel', [nameOf(i), axis.starts, axis.counts, level], name),
      );
    }
  }
  writeNodes(body.nodes, inner);
  const starts = inputs.slice(0, states).map((input) => writer.nameOf(input));
  const carried = body.results.slice(0, states).map((result) => valueInfo(own(inner, result), inner.typeOf(result)));
  const lists: number[] = [];
  const stacked: { readonly at: number; readonly info: OnnxValueInfo }[] = [];
  for (const [i, result] of body.results.slice(states).entries()) {
    const axis = axisOf(result);
    const output = outputs[states + i] ?? refuse('it lacks a result');
    if (axis === null) {
      stacked.push({ at: states + i, info: valueInfo(own(inner, result), inner.typeOf(result)) });
      continue;
    }
    const type = writer.typeOf(output);
    const nothing = writer.constant(type.dtype, [], [0]);
    const name = writer.graph.values[output]?.name ?? 'rows';
    starts.push(writer.emit('Expand', [nothing, writer.shape(type.shape)], `${name}.before`));
    const before = inner.freeName(`${name}.list`);
    params.push(valueInfo(before, type));
    const after = inner.callRows('WriteRows', [before, inner.nameOf(result), axis.start], `${name}.with_level`);
    carried.push(valueInfo(after, type));
    lists.push(states + i);
  }
  const condition = inner.emit('Identity', [goesOn], 'still_goes_on');
  const graph: OnnxGraph = {
    name: writer.freeName(`${wanted}.level`),
    node: inner.nodes,
    initializer: [],
    sparseInitializer: [],
    input: [
      valueInfo(level, { dtype: 'int64', shape: [] }),
      valueInfo(goesOn, { dtype: 'bool', shape: [] }),
      ...params,
    ],
    output: [valueInfo(condition, { dtype: 'bool', shape: [] }), ...carried, ...stacked.map(({ info }) => info)],
  };
  const order = [...inputs.slice(0, states).keys(), ...lists, ...stacked.map(({ at }) => at)];
  const levels = writer.emit('Squeeze', [writer.size(length)], `${wanted}.levels`);
  writer.emitNode(
    'Loop',
    [levels, '', ...starts],
    order.map((at) => writer.newName(outputs[at] ?? refuse('it lacks a result'))),
    { body: { graph } },
  );
}

/** A result under a name that no other result of the body has. */
const own = (inner: NodeWriter, result: ValueId): string =>
  inner.emit('Identity', [inner.nameOf(result)], `${inner.nameOf(result)}.next`);
