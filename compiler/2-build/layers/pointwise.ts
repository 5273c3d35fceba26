import type { FunctionValue, InitSpec, LayerSpec } from '../../1-read/spec/spec.ts';
import { InternalError } from '../../diagnostics/diagnostic.ts';
import * as expressionMessages from '../../diagnostics/messages/build/expressions.ts';
import * as recurrentMessages from '../../diagnostics/messages/build/recurrent.ts';
import * as shapeMessages from '../../diagnostics/messages/build/shapes.ts';
import { functionSignatures, isFunctionName } from '../../equations/functions.ts';
import { printExpression } from '../../equations/print.ts';
import { BATCH, constantDim, dim, shapeOf } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import { buildEquations } from '../context/equation-block.ts';
import { namesInShape } from '../equations/axes.ts';
import { evaluateCondition, evaluateSize } from '../equations/build-time.ts';
import { applyFormula, type Binding } from '../equations/elaborate.ts';
import type { Emitter, Placed } from '../equations/emitter.ts';
import { BuildFailure } from '../equations/failure.ts';
import { stepsOf } from '../equations/flow.ts';
import { applyFunction, featureAxis } from '../equations/functions.ts';

type Layer<T extends LayerSpec['type']> = Extract<LayerSpec, { type: T }>;

/**
 * Table lookup: int32 [time, batch] → [time, batch, units]. Dropout takes whole rows of the table, the same ones for all tokens of a training
 * step (Gal and Ghahramani 2016, Merity et al. 2017).
 */
export function buildEmbedding(context: BuildContext, layer: Layer<'embedding'>): Flow {
  const flow = context.read(layer.name, layer.input);
  const type = context.builder.typeOf(flow.id);
  if (type.dtype !== 'int32')
    throw new BuildFailure(shapeMessages.embeddingNeedsTokens(layer.input.span, layer.name, type));
  const bound = (value: number) => ({ kind: 'number', value, span: layer.span }) as const;
  const usual: InitSpec = {
    kind: 'named',
    name: 'uniform',
    arguments: new Map([
      ['low', bound(-0.05)],
      ['high', bound(0.05)],
    ]),
    span: layer.span,
  };
  const sizes = [layer.vocabulary.value, layer.units.value];
  const table = context.weights.ofLayer(layer)('table', sizes, usual, { formula: '[vocabulary, units]' });
  context.inputs.limitTokens(flow.id, layer.vocabulary.value);
  const emitter = context.emitter(layer.name, flow.time);
  const tokens = { id: flow.id, span: layer.input.span };
  const place = (id: ValueId): Placed => ({ id, span: layer.span });
  const vectors = emitter.emit('gather', [table, tokens], {}, layer.span);
  if (context.variant === 'inference' || layer.keepProb === 1) return { id: vectors, time: flow.time };
  // the mask is looked up by token, as the table is, so that nothing as large as the table is computed
  const name = `${layer.name}.dropout`;
  const rows = place(context.inputs.mask(name, shapeOf(layer.vocabulary.value, 1), layer.keepProb));
  const mask = place(emitter.emit('gather', [rows, tokens], {}, layer.span));
  const keep = place(context.builder.constant(1 / layer.keepProb, 'float32', { path: name, span: layer.span }));
  const scaled = place(emitter.emit('mul', [mask, keep], {}, layer.span));
  return { id: emitter.emit('mul', [place(vectors), scaled], {}, layer.span), time: flow.time };
}

/** `activation(x @ kernel + bias)` at every step. */
export function buildDense(context: BuildContext, layer: Layer<'dense'>): Flow {
  const flow = context.read(layer.name, layer.input);
  const features = context.features(flow, `layer "${layer.name}"`, layer.input.span);
  const weight = context.weights.ofLayer(layer);
  const { span } = layer;
  const { value: units, span: at } = layer.units;
  const emitter = context.emitter(layer.name, flow.time);
  const kernel = weight('kernel', [features, units], 'glorot_uniform', {
    formula: '[features of the input, units]',
    at,
  });
  const x = { id: flow.id, span: layer.input.span };
  let out: Placed = { id: emitter.emit('matmul', [x, kernel], {}, span), span };
  if (layer.bias) {
    const bias = weight('bias', [units], 'zeros', { formula: '[units]', at });
    out = { id: emitter.emit('add', [out, bias], {}, span), span };
  }
  return { id: layer.activation === null ? out.id : applyToOne(emitter, layer.activation, out), time: flow.time };
}

export function buildActivation(context: BuildContext, layer: Layer<'activation'>): Flow {
  const flow = context.read(layer.name, layer.input);
  return {
    id: applyToOne(context.emitter(layer.name, flow.time), layer.function, { id: flow.id, span: layer.input.span }),
    time: flow.time,
  };
}

/** A function of one tensor, its numbers bound by name or defaulted. @throws BuildFailure for a function that takes more tensors. */
export function applyToOne(emitter: Emitter, value: FunctionValue, operand: Placed): ValueId {
  if (value.kind === 'formula') return applyFormula(emitter, value, operand);
  if (!isFunctionName(value.name) || value.name === 'split' || value.name === 'concat')
    throw new BuildFailure(expressionMessages.notAFunction(value.span, value.name));
  const numbers = new Map<string, number>();
  const signature = functionSignatures[value.name];
  signature.arguments.forEach((argument, i) => {
    const optional = 'optional' in argument;
    if (argument.kind === 'axis') return;
    if (argument.kind === 'value') {
      if (i > 0 && !optional) throw new BuildFailure(expressionMessages.functionTakesMore(value.span, value.name));
      return;
    }
    const number = value.named.get(argument.name) ?? ('fallback' in argument ? argument.fallback : undefined);
    if (number === undefined)
      throw new BuildFailure(
        expressionMessages.missingArgument(value.span, value.name, argument.name, [argument.name]),
      );
    numbers.set(argument.name, number);
  });
  return applyFunction(value.name, {
    emitter,
    tensors: [operand],
    named: new Map([['x', operand]]),
    numbers,
    axis: null,
    span: value.span,
  });
}

/** Inverted dropout in the training variant; nothing at all in the inference variant. */
export function buildDropout(context: BuildContext, layer: Layer<'dropout'>): Flow {
  const flow = context.read(layer.name, layer.input);
  if (layer.variational === 'sample' && flow.time === null)
    throw new BuildFailure(recurrentMessages.sampleIsPlain(layer.span, layer.name));
  if (context.variant === 'inference') return flow;
  const { builder } = context;
  const origin = { path: layer.name, span: layer.span };
  const name = `${layer.name}.mask`;
  const { shape } = builder.typeOf(flow.id);
  const features = shape.slice(flow.time === null ? 1 : 2);
  let mask: ValueId;
  if (layer.variational === true) mask = context.inputs.mask(name, [constantDim(1), ...features], layer.keepProb);
  else if (layer.variational === 'sample' || flow.time === null) {
    const perSample = { id: context.inputs.mask(name, [dim(BATCH), ...features], layer.keepProb), time: null };
    mask = flow.time === null ? perSample.id : context.axes.toRows(perSample, flow.time, origin);
  } else mask = context.inputs.stepMask(name, flow.time, features, layer.keepProb, origin);
  const place = (id: ValueId): Placed => ({ id, span: layer.input.span });
  const emitter = context.emitter(layer.name, flow.time);
  const keep = place(builder.constant(1 / layer.keepProb, 'float32', origin));
  const scaled = place(emitter.emit('mul', [place(flow.id), keep], {}, layer.span));
  return { id: emitter.emit('mul', [scaled, place(mask)], {}, layer.span), time: flow.time };
}

/** One value per sequence [rows, …] at every step: [time, rows, …]. Along an inner axis a value of any axis around it stands at all steps within. */
export function buildRepeat(context: BuildContext, layer: Layer<'repeat'>): Flow {
  const flow = context.read(layer.name, layer.input);
  const time = `${layer.steps.value}`;
  const { axes, builder } = context;
  if (!axes.isAround(flow.time, time))
    throw new BuildFailure(
      shapeMessages.repeatOfSequence(layer.input.span, layer.name, flow.time ?? time, axes.around(time)),
    );
  const id = axes.toRows(flow, time, { path: layer.name, span: layer.span });
  const shape = [stepsOf(time), ...builder.typeOf(id).shape];
  const emitter = context.emitter(layer.name, time);
  return { id: emitter.emit('broadcast', [{ id, span: layer.input.span }], { shape }, layer.span), time };
}

interface WrittenFlow extends Flow {
  readonly written: string;
}

/** Null: the steps of the second value do not stand along an inner axis within those of the first. */
const nestedValues = (
  { axes, builder }: BuildContext,
  around: WrittenFlow,
  within: WrittenFlow,
): shapeMessages.NestedValues | null =>
  within.time !== null && axes.isInner(within.time) && axes.isAround(around.time, within.time)
    ? {
        around: around.written,
        summary: shapeMessages.summaryOf(within.written, builder.typeOf(within.id).dtype),
        inner: within.time,
      }
    : null;

/** Joins features, or adds or multiplies element by element. All inputs run over the same steps. */
export function buildJoin(context: BuildContext, layer: Layer<'concat' | 'add' | 'multiply'>): Flow {
  const flows = layer.inputs.map((reference) => ({
    ...context.read(layer.name, reference),
    span: reference.span,
    written: [reference.target, ...reference.path].join('.'),
  }));
  const [first, ...rest] = flows;
  if (first === undefined) throw new InternalError('a join of nothing');
  for (const flow of rest)
    if (flow.time !== first.time) {
      const nested = nestedValues(context, first, flow) ?? nestedValues(context, flow, first);
      throw new BuildFailure(shapeMessages.joinTimes(flow.span, layer.name, first.time, flow.time, first.span, nested));
    }
  const emitter = context.emitter(layer.name, first.time);
  if (layer.type === 'concat') {
    const axes = flows.map((flow) => featureAxis(emitter, flow));
    return { id: emitter.emit('concat', flows, { axis: axes[0] ?? 0 }, layer.span), time: first.time };
  }
  const op = layer.type === 'add' ? 'add' : 'mul';
  const whole = rest.reduce(
    (a: Placed, b): Placed => ({ id: emitter.emit(op, [a, b], {}, b.span), span: b.span }),
    first,
  );
  return { id: whole.id, time: first.time };
}

/** The equation language without states, at every step alike. */
export function buildEquationLayer(context: BuildContext, layer: Layer<'equations'>): Flow {
  const bindings = new Map<string, Binding>();
  const flows = [...layer.inputs].map(
    ([name, reference]) => [name, reference.span, context.read(layer.name, reference)] as const,
  );
  const times = flows.flatMap(([, , flow]) => flow.time ?? []);
  const time = context.axes.innermostOf(times);
  for (const [name, span, flow] of flows) {
    if (time === null && flow.time !== null && flow.time !== times[0])
      throw new BuildFailure(shapeMessages.joinTimes(span, layer.name, times[0] ?? null, flow.time, layer.span));
    const isOutside = time !== null && flow.time !== time;
    const id = isOutside ? context.axes.toRows(flow, time, { path: layer.name, span }) : flow.id;
    bindings.set(name, { kind: 'tensor', id, span });
  }
  const emitter = context.emitter(layer.name, time);
  const scope = new Map(
    [...context.spec.parameters].map(([name, value]) => [name, { kind: 'number', value, span: layer.span } as const]),
  );
  for (const [name, value] of scope) if (!bindings.has(name)) bindings.set(name, { kind: 'parameter', value });
  for (const weight of layer.weights) {
    if (weight.when !== null && !evaluateCondition(weight.when, scope)) continue;
    const make = (): ValueId => {
      const shape = weight.shape.map((e) => evaluateSize(e, scope, `weight "${weight.name}" of layer "${layer.name}"`));
      const formula = `[${weight.shape.map(printExpression).join(', ')}]`;
      const about = { formula, at: weight.span, scope };
      const { id } = context.weights.ofLayer(layer)(weight.name, shape, weight.init, about);
      const name = `${layer.share?.value ?? layer.name}.${weight.name}`;
      context.declarations.set(id, { name, formula, axes: namesInShape(weight.shape), span: weight.span });
      return id;
    };
    bindings.set(weight.name, { kind: 'lazy', make, span: weight.span });
  }
  context.scopes.set(layer.name, scope);
  const block = buildEquations(context, emitter, layer.equations, bindings, scope, new Map());
  for (const [name, id] of block.assigned) {
    context.builder.rename(id, `${layer.name}.${name}`);
    context.define(`${layer.name}.${name}`, { id, time });
  }
  return { id: block.elaborator.tensor(layer.output), time };
}
