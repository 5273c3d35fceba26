import type { CellSpec, WrapSpec } from '../../1-read/spec.ts';
import { InternalError, type Span } from '../../diagnostics/diagnostic.ts';
import { BATCH, constantDim, dim, symbolDim } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/graph.ts';
import type { Placed } from '../emitter.ts';
import type { CellSite } from './recurrent.ts';

export interface StepResult {
  readonly output: ValueId;
  readonly next: readonly ValueId[];
}
/** One step of a cell: inputs by name and the states before it. */
export type RunStep = (inputs: ReadonlyMap<string, Placed>, previous: readonly ValueId[]) => StepResult;
type States = readonly CellSpec['states'][number][];

/**
 * One step with its wrappers, innermost first. Order within a dropout wrapper as in TF1 DropoutWrapper (rnn_cell_impl.py, TensorFlow 1.15):
 * input, cell, state, output; output dropout never touches the state, so nothing is dropped from t-1 to t unless `state_keep_prob` asks.
 */
export function wrapCell(
  site: CellSite,
  inputs: ReadonlyMap<string, Placed>,
  previous: readonly ValueId[],
  states: States,
  cell: RunStep,
): StepResult {
  let run = cell;
  let dropouts = 0;
  for (const wrap of site.use.wrap) {
    if (wrap.kind === 'residual') run = residual(site, wrap.span, run);
    else run = dropout(site, wrap, dropouts++, states, run);
  }
  return run(inputs, previous);
}

function residual(site: CellSite, span: Span, inner: RunStep): RunStep {
  return (inputs, previous) => {
    const { output, next } = inner(inputs, previous);
    const [x] = inputs.values();
    if (x === undefined) throw new InternalError('a cell without inputs');
    return { output: site.emitter.emit('add', [x, { id: output, span: site.cell.output.span }], {}, span), next };
  };
}

function dropout(
  site: CellSite,
  wrap: Extract<WrapSpec, { kind: 'dropout' }>,
  number: number,
  states: States,
  inner: RunStep,
): RunStep {
  const name = `${site.path}.dropout${number === 0 ? '' : number}`;
  const drop = (value: ValueId, slot: string, keep: number): ValueId =>
    site.context.variant === 'inference' || keep === 1
      ? value
      : applyMask(site, value, `${name}.${slot}`, keep, wrap.variational, wrap.span);
  return (inputs, previous) => {
    const masked = new Map(inputs);
    const [first] = inputs;
    if (first !== undefined)
      masked.set(first[0], { id: drop(first[1].id, 'input', wrap.inputKeepProb), span: first[1].span });
    const { output, next } = inner(masked, previous);
    return {
      next: next.map((value, i) => {
        const state = states[i];
        return state?.dropout === true ? drop(value, `state.${state.name}`, wrap.stateKeepProb) : value;
      }),
      output: drop(output, 'output', wrap.outputKeepProb),
    };
  };
}

/** Inverted dropout: `value / keep * mask`. Fresh mask per step [batch, time, …], or one [1, …] for all steps and rows. */
function applyMask(
  site: CellSite,
  value: ValueId,
  name: string,
  keep: number,
  variational: boolean,
  span: Span,
): ValueId {
  const { context, loop, time } = site;
  const { builder } = context;
  const features = builder.typeOf(value).shape.slice(1);
  const origin = { path: name, span };
  let mask: ValueId;
  if (variational) mask = loop.capture(context.mask(name, [constantDim(1), ...features], keep));
  else {
    const fed = context.mask(name, [dim(BATCH), symbolDim(time), ...features], keep);
    const permutation = [1, 0, ...features.map((_, i) => i + 2)];
    mask = loop.scan(builder.outside(() => builder.emit('transpose', [fed], { permutation }, origin)));
  }
  const place = (id: ValueId): Placed => ({ id, span });
  const scaled = site.emitter.emit(
    'mul',
    [place(value), place(builder.constant(1 / keep, 'float32', origin))],
    {},
    span,
  );
  return site.emitter.emit('mul', [place(scaled), place(mask)], {}, span);
}
