import { type LayerSpec, offsetsOf } from '../../1-read/spec/spec.ts';
import type { Span } from '../../diagnostics/diagnostic.ts';
import { only } from '../../diagnostics/invariants.ts';
import * as messages from '../../diagnostics/messages/build/shapes.ts';
import { LoopBody } from '../../graph/loop-body.ts';
import { constantDim } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import type { Placed } from '../equations/emitter.ts';
import { BuildFailure } from '../equations/failure.ts';
import { stepsOf } from '../equations/flow.ts';
import { applyToOne } from './pointwise.ts';
import { zeros } from './valid-step.ts';

type Conv1d = Extract<LayerSpec, { type: 'conv1d' }>;

/**
 * `activation(sum over j of x[t + j * dilation - left] @ kernel[j] + bias)`, stride 1: Keras 3.15 Conv1D, PyTorch 2.15 Conv1d. `left` is
 * (kernel_size - 1) * dilation where padding is causal, half of that, rounded down, where it is `same`. What lies outside of a row is zeros.
 *
 * Two loops only move inputs: one hands on those before a step, which are its state, one, backward, those ahead. The product is taken
 * of all steps at once, as one with the columns of both and the input side by side, which the passes take apart.
 */
export function buildConv1d(context: BuildContext, layer: Conv1d): Flow {
  const { builder } = context;
  const { name, span } = layer;
  const flow = context.read(name, layer.input);
  const { time } = flow;
  if (time === null) throw new BuildFailure(messages.needsSequence(layer.input.span, name, layer.type));
  const features = context.features(flow, `layer "${name}"`, layer.input.span);
  const { shape } = builder.typeOf(flow.id);
  if (shape.length !== 3) throw new BuildFailure(messages.needsFeatures(layer.input.span, `layer "${name}"`, shape));
  const [count, units] = [layer.kernelSize.value, layer.units.value];
  const weight = context.weights.ofLayer(layer);
  const at = layer.units.span;
  const formula = '[kernel_size, features of the input, units]';
  const kernel = weight('kernel', [count, features, units], 'glorot_uniform', { formula, at });
  const offsets = offsetsOf(layer);
  const before = offsets.filter((offset) => offset < 0);
  const ahead = offsets.filter((offset) => offset > 0);
  const site: Site = { context, layer, sequence: flow.id, time, features };
  const emitter = context.emitter(name, time);
  const place = (id: ValueId): Placed => ({ id, span: layer.input.span });
  const parts = [
    ...(before.length > 0 ? [place(inputsBefore(site, before))] : []),
    ...(offsets.includes(0) ? [place(flow.id)] : []),
    ...(ahead.length > 0 ? [place(inputsAhead(site, ahead))] : []),
  ];
  const columns = parts.length === 1 ? only(parts) : place(emitter.emit('concat', parts, { axis: 2 }, span));
  const flat = emitter.emit('reshape', [kernel], { shape: [count * features, units].map(constantDim) }, span);
  let out: Placed = { id: emitter.emit('matmul', [columns, { id: flat, span: kernel.span }], {}, span), span };
  if (layer.bias) {
    const bias = weight('bias', [units], 'zeros', { formula: '[units]', at });
    out = { id: emitter.emit('add', [out, bias], {}, span), span };
  }
  return { id: layer.activation === null ? out.id : applyToOne(emitter, layer.activation, out), time };
}

interface Site {
  readonly context: BuildContext;
  readonly layer: Conv1d;
  /** [time, rows, features] */
  readonly sequence: ValueId;
  readonly time: string;
  readonly features: number;
}

/** At every step the inputs at these distances before it, side by side; before the first step are those that a session carries, or zeros. */
function inputsBefore(site: Site, offsets: readonly number[]): ValueId {
  const { context, layer, time, features } = site;
  const size = Math.max(...offsets.map((offset) => -offset));
  const path = `${layer.name}.past`;
  const shape = [context.axes.rows(time), ...[size, features].map(constantDim)];
  // along an inner axis every sequence begins anew
  const state = context.axes.isInner(time) ? null : context.inputs.state(path, shape, null);
  const { final, stacked } = moveAlong(site, {
    direction: 'forward',
    init: state ?? zeros(context.builder, 'float32', shape, { path, span: layer.span }),
    size,
    rows: offsets.map((offset) => size + offset),
    span: layer.span,
  });
  if (state !== null) context.inputs.setFinal(state, final);
  return stacked;
}

/** At every step the inputs at these distances ahead of it, side by side; beyond the end of a row are zeros. */
function inputsAhead(site: Site, offsets: readonly number[]): ValueId {
  const { context, layer, time, features } = site;
  const size = Math.max(...offsets);
  const { builder } = context;
  const [span, path] = [layer.paddingSpan, `${layer.name}.ahead`];
  const shape = [context.axes.rows(time), ...[size, features].map(constantDim)];
  const steps = size === 1 ? 'one step' : `${size} steps`;
  context.cannotStream(
    time,
    `layer "${layer.name}" reads ${steps} ahead, which padding: same asks for`,
    layer.name,
    layer.paddingSpan,
  );
  return moveAlong(site, {
    direction: 'backward',
    init: zeros(builder, 'float32', shape, { path, span }),
    size,
    rows: offsets.map((offset) => offset - 1),
    span,
  }).stacked;
}

/** A loop whose state, [batch, size, features], is the inputs of the last `size` steps that it came by, in the order of time. */
function moveAlong(
  { context, layer, sequence, time, features }: Site,
  {
    direction,
    init,
    size,
    rows,
    span,
  }: {
    readonly direction: 'forward' | 'backward';
    readonly init: ValueId;
    readonly size: number;
    /** The rows of the state that a step reads. */
    readonly rows: readonly number[];
    readonly span: Span;
  },
): { readonly final: ValueId; readonly stacked: ValueId } {
  const { builder } = context;
  const isForward = direction === 'forward';
  const path = `${layer.name}.${isForward ? 'past' : 'ahead'}`;
  const origin = { path: layer.name, span };
  const shape = (...sizes: readonly number[]) => ({ shape: [context.axes.rows(time), ...sizes.map(constantDim)] });
  const valid = context.validSteps(time);
  const loop = new LoopBody(builder, direction, stepsOf(time));
  const held = loop.state(path, init, `${layer.name}.final.${isForward ? 'past' : 'ahead'}`);
  const cut = (start: number, end: number): ValueId =>
    start === 0 && end === size
      ? held
      : builder.emit('slice', [held], { axis: 1, start: constantDim(start), end: constantDim(end) }, origin);
  const now = builder.emit('reshape', [loop.scan(sequence)], shape(1, features), origin);
  const kept = size === 1 ? [] : [isForward ? cut(1, size) : cut(0, size - 1)];
  const moved =
    kept.length === 0 ? now : builder.emit('concat', isForward ? [...kept, now] : [now, ...kept], { axis: 1 }, origin);
  const next =
    valid === null
      ? moved
      : builder.emit(
          'select',
          [builder.emit('reshape', [loop.scan(valid)], shape(1, 1), origin), moved, held],
          {},
          origin,
        );
  const read = rows.length === size ? [held] : rows.map((row) => cut(row, row + 1));
  const all = read.length === 1 ? only(read) : builder.emit('concat', read, { axis: 1 }, origin);
  const columns = builder.emit('reshape', [all], shape(rows.length * features), origin);
  const { finals, stacked } = loop.close([next], [{ id: columns, name: `${path}.steps` }], origin);
  return { final: only(finals), stacked: only(stacked) };
}
