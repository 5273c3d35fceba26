import type { CellSpec, Variational, WrapSpec, ZoneoutSpec } from '../../1-read/spec/spec.ts';
import { InternalError, type Span } from '../../diagnostics/diagnostic.ts';
import { BATCH, constantDim, dim } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { Placed } from '../equations/emitter.ts';
import type { CellSite } from './cell-site.ts';

export interface StepResult {
  /** The states that the next step starts from. */
  readonly next: readonly ValueId[];
  /** The states that the output is computed from: zoneout has been applied to them, state dropout has not. */
  readonly read: readonly ValueId[];
  readonly output: (read: readonly ValueId[]) => ValueId;
}
/** One step of a cell: inputs by name. */
export type RunStep = (inputs: ReadonlyMap<string, Placed>) => StepResult;
type States = readonly CellSpec['states'][number][];

/**
 * One step with its wrappers, innermost first; `old` are the states before it, which zoneout needs. Order within a dropout wrapper as in TF1 DropoutWrapper (rnn_cell_impl.py, TensorFlow 1.15):
 * input, cell, state, output; output dropout never touches the state, so nothing is dropped from t-1 to t unless `state_keep_prob` asks.
 *
 * With zoneout, the layer above gets the state after mixing, as in the equations of Krueger et al. (2016, section 3.2), where h_t is the mixture.
 * In these equations the new h is computed from the new c before mixing, so lines that make next states read unmixed values. (Some wrappers
 * mix the state after the cell has given its output. They hand up the unmixed h.)
 */
export function wrapCell(
  site: CellSite,
  inputs: ReadonlyMap<string, Placed>,
  old: readonly ValueId[] | null,
  states: States,
  cell: RunStep,
): { readonly output: ValueId; readonly next: readonly ValueId[] } {
  let run = cell;
  const count = { dropout: 0, zoneout: 0 };
  for (const wrap of site.use.wrap)
    switch (wrap.kind) {
      case 'residual':
        run = residual(site, wrap.span, run);
        break;
      case 'dropout':
        run = dropout(site, wrap, sitePath(site, 'dropout', count.dropout++), states, run);
        break;
      case 'zoneout':
        run = zoneout(site, wrap, sitePath(site, 'zoneout', count.zoneout++), states, old, run);
        break;
      default:
        wrap satisfies never;
    }
  const { next, read, output } = run(inputs);
  return { next, output: output(read) };
}

const sitePath = (site: CellSite, kind: string, number: number): string =>
  `${site.path}.${kind}${number === 0 ? '' : number}`;

function residual(site: CellSite, span: Span, inner: RunStep): RunStep {
  return (inputs) => {
    const step = inner(inputs);
    const [x] = inputs.values();
    if (x === undefined) throw new InternalError('a cell without inputs');
    return {
      ...step,
      output: (read) => site.emitter.emit('add', [x, { id: step.output(read), span: site.cell.output.span }], {}, span),
    };
  };
}

function dropout(
  site: CellSite,
  wrap: Extract<WrapSpec, { kind: 'dropout' }>,
  name: string,
  states: States,
  inner: RunStep,
): RunStep {
  const drop = (value: ValueId, slot: string, keep: number): ValueId =>
    site.context.variant === 'inference' || keep === 1
      ? value
      : applyMask(site, value, `${name}.${slot}`, keep, wrap.variational, wrap.span);
  return (inputs) => {
    const masked = new Map(inputs);
    const [first] = inputs;
    if (first !== undefined)
      masked.set(first[0], { id: drop(first[1].id, 'input', wrap.inputKeepProb), span: first[1].span });
    const step = inner(masked);
    return {
      read: step.read,
      next: step.next.map((value, i) => {
        const state = states[i];
        return state?.dropout === true ? drop(value, `state.${state.name}`, wrap.stateKeepProb) : value;
      }),
      output: (read) => drop(step.output(read), 'output', wrap.outputKeepProb),
    };
  };
}

/**
 * `m * old + (1 - m) * new`, m a mask whose ones keep the old value; the inference variant has the rate, which is m's mean, in its place. For a
 * mask of 0 and 1 the products are exact: a unit that is kept is the same to the last bit.
 * Where everything comes out, so does the mixture: `encoder.0.forward.step.zoneout.h'`, of a second wrapper `….step.zoneout1.h'`.
 */
function zoneout(
  site: CellSite,
  wrap: ZoneoutSpec,
  name: string,
  states: States,
  previous: readonly ValueId[] | null,
  inner: RunStep,
): RunStep {
  if (previous === null) throw new InternalError('zoneout of a cell without old states');
  const { context, emitter } = site;
  const { builder } = context;
  const { rate: rates, span } = wrap;
  const place = (id: ValueId): Placed => ({ id, span });
  const shares = (value: ValueId, state: string, rate: number): readonly [Placed, Placed] => {
    const path = `${name}.${state}`;
    const origin = { path, span };
    const constant = (n: number): Placed => place(builder.constant(n, 'float32', origin));
    if (context.variant === 'inference') return [constant(rate), constant(1 - rate)];
    const mask = site.ofSequence(
      context.inputs.stepMask(path, site.axis, builder.typeOf(value).shape.slice(1), rate, origin),
    );
    return [place(mask), place(emitter.emit('sub', [constant(1), place(mask)], {}, span))];
  };
  return (inputs) => {
    const step = inner(inputs);
    const mixtures = states.map((state, i): ((value: ValueId) => ValueId) => {
      const old = previous[i];
      const value = step.next[i];
      const rate = typeof rates === 'number' ? rates : (rates.get(state.name)?.value ?? 0);
      if (old === undefined || value === undefined) throw new InternalError(`state ${state.name} is lost`);
      if (rate === 0) return (id) => id;
      const [kept, taken] = shares(value, state.name, rate);
      const before = place(emitter.emit('mul', [kept, place(old)], {}, span));
      const known = new Map<ValueId, ValueId>();
      return (id) => {
        const made =
          known.get(id) ??
          emitter.emit('add', [before, place(emitter.emit('mul', [taken, place(id)], {}, span))], {}, span);
        known.set(id, made);
        return made;
      };
    });
    const mix = (values: readonly ValueId[]): readonly ValueId[] => values.map((id, i) => mixtures[i]?.(id) ?? id);
    const next = mix(step.next);
    if (context.traced)
      for (const [i, { name: state }] of states.entries()) {
        const id = next[i];
        if (id === undefined || id === step.next[i]) continue;
        context.define(`${site.path}.step.${name.slice(site.path.length + 1)}.${state}'`, { id, time: null });
      }
    return { ...step, next, read: mix(step.read) };
  };
}

/** Inverted dropout: `value / keep * mask`. Fresh mask per step [batch, time, …], or for all steps one of [1, …] or [batch, …]. */
function applyMask(
  site: CellSite,
  value: ValueId,
  name: string,
  keep: number,
  variational: Variational,
  span: Span,
): ValueId {
  const { context, loop } = site;
  const { builder } = context;
  const features = builder.typeOf(value).shape.slice(1);
  const origin = { path: name, span };
  const mask =
    variational === false
      ? site.ofSequence(context.inputs.stepMask(name, site.axis, features, keep, origin))
      : variational === 'sample'
        ? site.ofSample({ id: context.inputs.mask(name, [dim(BATCH), ...features], keep), time: null })
        : loop.capture(context.inputs.mask(name, [constantDim(1), ...features], keep));
  const place = (id: ValueId): Placed => ({ id, span });
  const scaled = site.emitter.emit(
    'mul',
    [place(value), place(builder.constant(1 / keep, 'float32', origin))],
    {},
    span,
  );
  return site.emitter.emit('mul', [place(scaled), place(mask)], {}, span);
}
