import type { Span } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/build/axes.ts';
import * as expressionMessages from '../../diagnostics/messages/build/expressions.ts';
import * as shapeMessages from '../../diagnostics/messages/build/shapes.ts';
import type { Expr, Subscript } from '../../equations/ast.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import { isOp } from '../../graph/rewrite.ts';
import { constantDim, type Dim, equalDims, type Shape, staticSize } from '../../ir/dim.ts';
import { isElementwiseNode, type Node } from '../../ir/nodes.ts';
import type { ValueId } from '../../ir/types.ts';
import { type BuildTimeScope, evaluateNumber } from './build-time.ts';
import type { Declaration, Emitter, Placed } from './emitter.ts';
import { BuildFailure } from './failure.ts';
import { featureAxis } from './functions.ts';

/** The axes of one sample are counted behind those of batch, time and nodes, whose sizes are no constants. */
const leadingAxes = (shape: Shape): number =>
  shape.reduce((lead, d, axis) => (staticSize(d) === null ? axis + 1 : lead), 0);

/** The axes of one sample with size and name, for messages: `[heads 4, 8]`. */
const surfaceOf = (shape: Shape, names: AxisNames): string =>
  `[${shape
    .map((d, axis) => [...(names[axis] ?? []), staticSize(d) ?? '?'].join(' '))
    .slice(leadingAxes(shape))
    .join(', ')}]`;

/**
 * The place of an axis among all axes of an operand.
 * @param written a number, which counts the axes of one sample, from their end where it is negative; or the name that a declared shape has for it
 * @throws BuildFailure where there is no such axis, or more than one
 */
export function axisOf(emitter: Emitter, operand: Placed, written: Expr, parameters: BuildTimeScope): number {
  const { shape } = emitter.builder.typeOf(operand.id);
  const lead = leadingAxes(shape);
  const count = shape.length - lead;
  if (count === 0) throw new BuildFailure(shapeMessages.needsAxis(operand.span));
  const names = namesOf(emitter.builder, emitter.declarations, operand.id);
  const found = surfaceOf(shape, names);
  if (written.kind === 'name' && !written.primed) {
    const places = names.flatMap((name, axis) => (axis >= lead && name.includes(written.name) ? [axis] : []));
    const [only] = places;
    if (only !== undefined && places.length === 1) return only;
    throw new BuildFailure(
      only === undefined
        ? messages.noAxisOfName(written.span, written.name, found, count)
        : messages.axisTwice(
            written.span,
            written.name,
            found,
            places.map((place) => place - shape.length),
          ),
    );
  }
  const number = evaluateNumber(written, parameters);
  const place = number < 0 ? shape.length + number : lead + number;
  if (!Number.isInteger(number) || place < lead || place >= shape.length)
    throw new BuildFailure(messages.axisOutOfRange(written.span, number, found, count));
  return place;
}

/**
 * `x[…]`. A range alone cuts the last axis; else there is a subscript for every axis of a sample.
 * @param number what an expression is while building
 * @throws BuildFailure where subscripts do not fit the value
 */
export function cutBySubscripts(
  emitter: Emitter,
  operand: Placed,
  subscripts: readonly Subscript[],
  span: Span,
  number: (expr: Expr) => number,
): ValueId {
  const { shape } = emitter.builder.typeOf(operand.id);
  const lead = leadingAxes(shape);
  const [only] = subscripts;
  if (only?.kind === 'range' && subscripts.length === 1)
    return cut(emitter, operand, featureAxis(emitter, operand), only, span, number);
  const count = shape.length - lead;
  const old = subscripts.filter(({ kind }) => kind !== 'new').length;
  if (old !== count) throw new BuildFailure(messages.subscriptCount(span, old, count));
  let result = operand;
  let axis = lead;
  const sizes: Dim[] = shape.slice(0, lead);
  for (const each of subscripts) {
    if (each.kind === 'new') sizes.push(constantDim(1));
    else {
      result = { id: cut(emitter, result, axis, each, span, number), span };
      if (each.kind === 'range') sizes.push(emitter.builder.typeOf(result.id).shape[axis] ?? {});
      axis++;
    }
  }
  if (lead > 0 && sizes.length === lead) throw new BuildFailure(messages.noAxisLeft(span, count));
  if (subscripts.every(({ kind }) => kind === 'range')) return result.id;
  return emitter.emit('reshape', [result], { shape: sizes }, span);
}

/** A part of one axis, which stays. */
function cut(
  emitter: Emitter,
  operand: Placed,
  axis: number,
  subscript: Exclude<Subscript, { kind: 'new' }>,
  span: Span,
  number: (expr: Expr) => number,
): ValueId {
  const size = staticSize(emitter.builder.typeOf(operand.id).shape[axis] ?? {}) ?? 0;
  const at = (bound: Expr | null, fallback: number): number => {
    if (bound === null) return fallback;
    const value = number(bound);
    return value < 0 ? size + value : value;
  };
  const start = at(subscript.kind === 'index' ? subscript.at : subscript.start, 0);
  if (subscript.kind === 'index' && !(Number.isInteger(start) && start >= 0 && start < size))
    throw new BuildFailure(messages.indexOutOfRange(subscript.at.span, number(subscript.at), size));
  const end = subscript.kind === 'index' ? start + 1 : at(subscript.end, size);
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || end > size || start >= end)
    throw new BuildFailure(expressionMessages.sliceOutOfRange(span, start, end, size));
  if (start === 0 && end === size) return operand.id;
  return emitter.emit('slice', [operand], { axis, start: constantDim(start), end: constantDim(end) }, span);
}

/** Of each axis of a value the names that declared shapes have for it: the `heads` of a state `[heads, 2 * units]`. */
export type AxisNames = readonly (readonly string[])[];

/** Names as the declared shape of a sample or a weight gives them. */
export const namesInShape = (shape: readonly Expr[]): AxisNames =>
  shape.map((size) => (size.kind === 'name' ? [size.name] : []));

/** Names follow what makes the value from declared ones. Where axes meet, in a sum of a state `[heads]` and an input `[n]`, both names are good. */
function namesOf(builder: GraphBuilder, declarations: ReadonlyMap<ValueId, Declaration>, value: ValueId): AxisNames {
  const makers = new Map(builder.nodes.flatMap((node) => node.outputs.map((out) => [out, node] as const)));
  const known = new Map<ValueId, AxisNames>();
  const of = (id: ValueId): AxisNames => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const { shape } = builder.typeOf(id);
    const declared = declarations.get(id)?.axes;
    const maker = makers.get(id);
    const found =
      declared ??
      (maker === undefined
        ? []
        : followed(
            maker,
            shape,
            maker.inputs.map((input) => ({ shape: builder.typeOf(input).shape, names: of(input) })),
          ));
    const names = [...shape.map(() => []), ...found].slice(-shape.length);
    known.set(id, shape.length === 0 ? [] : names);
    return known.get(id) ?? [];
  };
  return of(value);
}

interface Named {
  readonly shape: Shape;
  readonly names: AxisNames;
}

function followed(node: Node, shape: Shape, inputs: readonly Named[]): AxisNames {
  const [first, second] = inputs;
  if (first === undefined) return [];
  if (isOp(node, 'concat')) return met(shape, inputs, node.attrs.axis);
  if (isElementwiseNode(node) || isOp(node, 'broadcast')) return met(shape, inputs, null);
  if (isOp(node, 'matmul')) return [...first.names.slice(0, -1), ...(second?.names.slice(-1) ?? [])];
  if (isOp(node, 'transpose')) return node.attrs.permutation.map((axis) => first.names[axis] ?? []);
  if (isOp(node, 'reshape')) return reshaped(shape, first);
  if (isOp(node, 'gather')) return first.names.slice(1);
  if (isOp(node, 'reduce_sum') || isOp(node, 'reduce_mean') || isOp(node, 'reduce_max')) {
    const { axes, keepDims } = node.attrs;
    return keepDims ? first.names : first.names.filter((_, axis) => !axes.includes(axis));
  }
  return isOp(node, 'split') || isOp(node, 'slice') || isOp(node, 'softmax') ? first.names : [];
}

/** Axes meet from the end. What is joined along an axis is no longer what one operand calls it. */
function met(shape: Shape, inputs: readonly Named[], joined: number | null): AxisNames {
  return shape.map((_, axis) => {
    const meeting = inputs.map(
      ({ names }) => (names.length >= shape.length - axis ? names.at(axis - shape.length) : null) ?? [],
    );
    const all = [...new Set(meeting.flat())];
    return axis === joined ? all.filter((name) => meeting.every((names) => names.includes(name))) : all;
  });
}

/** Where axes of size 1 alone come and go, the others keep their names. */
function reshaped(shape: Shape, { shape: old, names }: Named): AxisNames {
  const wide = (axes: Shape): readonly number[] => axes.flatMap((d, axis) => (staticSize(d) === 1 ? [] : [axis]));
  const [from, to] = [wide(old), wide(shape)];
  const same =
    from.length === to.length && from.every((axis, i) => equalDims(old[axis] ?? {}, shape[to[i] ?? -1] ?? {}));
  if (!same) return [];
  return shape.map((_, axis) => names[from[to.indexOf(axis)] ?? -1] ?? []);
}
