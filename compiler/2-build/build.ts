import { isNestedSo, nestingOf } from '../1-read/spec/axis-nesting.ts';
import type { Reference } from '../1-read/spec/located.ts';
import type { Spec } from '../1-read/spec/spec.ts';
import { type Diagnostic, InternalError } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/build/shapes.ts';
import { dim, type Shape } from '../ir/dim.ts';
import type { Graph, GraphOutput } from '../ir/graph.ts';
import type { Dtype, ValueId } from '../ir/types.ts';
import { BuildContext, type Flow } from './context/context.ts';
import type { BuildTimeScope } from './equations/build-time.ts';
import { BuildFailure } from './equations/failure.ts';
import { buildLayer } from './layers/index.ts';
import { buildObjective, type ObjectiveSpec } from './losses/objective.ts';

export interface BuildResult {
  /** Null where there were mistakes. */
  readonly graph: Graph | null;
  readonly diagnostics: readonly Diagnostic[];
  /** What a reference stands for (`encoder`, `encoder.0.forward`); null where nothing was built under it. */
  readonly typeOf: (reference: string) => FlowType | null;
  /** Parameters and sizes of every cell, and of every layer of equations, by its path: `encoder.0.forward`. */
  readonly scopes: ReadonlyMap<string, BuildTimeScope>;
  /** All that keeps the model from running step by step, in the words of the model. */
  readonly obstacles: readonly NonNullable<Graph['streaming']>[];
}

/** The type of what layers exchange, batch-major. */
export interface FlowType {
  readonly dtype: Dtype;
  /** [batch, …], of a sequence [batch, time, …] or [batch, words, letters, …]. */
  readonly shape: Shape;
  /** The innermost time axis, by its symbol or its number of steps. */
  readonly time: string | null;
}

/**
 * Phase 2: Spec → rolled, typed graph of one variant. Layers fail one by one: a mistake in one is reported, what needs it is skipped, the
 * rest is still checked. Feeds and outputs are batch-major; everything between runs time-major.
 * With an objective, the losses' targets are fed too and the outputs are those of the objective, with what each loss measures (`measured.i`).
 */
export function buildGraph(
  spec: Spec,
  variant: 'inference' | 'training',
  objective: ObjectiveSpec | null = null,
): BuildResult {
  const diagnostics = new Map<string, Diagnostic>();
  const measuring = objective?.losses.map(({ output }) => output) ?? null;
  const frozen = objective?.frozen ?? spec.training?.frozen ?? [];
  const context = new BuildContext(spec, variant, { measured: measuring, frozen }, collectIn(diagnostics));
  const outputs = buildLayers(context);
  const built = objective === null ? null : context.attempt(() => buildObjective(context, objective), objective.span);
  const found = {
    typeOf: (reference: string) => flowType(context, context.lookup(reference)),
    scopes: context.scopes,
    obstacles: context.obstacles,
  };
  if (diagnostics.size > 0) return { graph: null, diagnostics: [...diagnostics.values()], ...found };
  const graph: Graph = {
    ...graphOf(context, variant, built === null ? outputs : [...built.outputs, ...measured(context, objective)]),
    ...(built === null
      ? {}
      : {
          learning: {
            loss: built.loss,
            trained: built.trained,
            gradients: [],
            followed: context.weights.followed,
            slots: [],
            updates: [],
            segmented: [],
          },
        }),
  };
  return { graph, diagnostics: [], ...found };
}

function flowType(context: BuildContext, flow: Flow | null): FlowType | null {
  if (flow === null) return null;
  const { dtype, shape } = context.builder.typeOf(flow.id);
  const isSequence = flow.time !== null && shape.length > 1;
  return { dtype, shape: isSequence ? [...context.axes.lead(flow.time), ...shape.slice(2)] : shape, time: flow.time };
}

/** A graph that gives everything with a name: `encoder`, `encoder.0.forward`, `encoder.0.forward.step.i`. */
export interface NamedBuild {
  /** Inference variant. Sequences come out as they are inside, [time, batch, …] or [node, batch, …]. */
  readonly graph: Graph;
  /** The axis of time, or of nodes, of each of them; null: it has none. */
  readonly axes: ReadonlyMap<string, string | null>;
  /** Those with a row for each child of a node, [links, …]. */
  readonly perChild: ReadonlySet<string>;
  /** By layer with a mask: the output that tells which steps count, bool [time, batch]. */
  readonly counted: ReadonlyMap<string, string>;
  /** The output that is the loss; null: none was asked for. */
  readonly loss: string | null;
}

/** What is differentiated: losses with their targets, or something made of one output. */
export type Differentiated =
  | { readonly objective: ObjectiveSpec }
  | { readonly objective: null; readonly output: Reference };

/**
 * Phase 2 for somebody who wants to see everything. The model is one that `buildGraph` takes.
 * @param differentiated null: no gradients are taken
 */
export function buildNamed(spec: Spec, differentiated: Differentiated | null = null): NamedBuild {
  const objective = differentiated?.objective ?? null;
  const context = new BuildContext(
    spec,
    'inference',
    { measured: measuredBy(differentiated), frozen: [] },
    ({ message }) => {
      throw new InternalError(`a model that was built before: ${message}`);
    },
    true,
  );
  buildLayers(context);
  const flows = [...context.named()].filter(([name]) => !context.perChild.has(name));
  const counted = spec.layers.flatMap((layer) => {
    const mask = 'mask' in layer ? layer.mask : null;
    const time = mask === null ? null : context.resolve(mask.reference).time;
    const id = mask === null || time === null ? null : context.countedSteps(layer.name, mask, time);
    return id === null ? [] : [{ layer: layer.name, name: `${layer.name} counted`, id }];
  });
  const loss = objective === null ? null : buildObjective(context, objective).loss;
  const output = (name: string, value: ValueId): GraphOutput => ({ name, value, origin: { path: name, span: null } });
  const outputs = [
    ...(loss === null ? [] : [output(LOSS, loss)]),
    ...flows.map(([name, { id }]) => output(name, id)),
    ...[...context.perChild].map(([name, id]) => output(name, id)),
    ...counted.map(({ name, id }) => output(name, id)),
  ];
  return {
    graph: graphOf(context, 'inference', outputs),
    axes: new Map(flows.map(([name, { time }]) => [name, time])),
    perChild: new Set(context.perChild.keys()),
    counted: new Map(counted.map(({ layer, name }) => [layer, name])),
    loss: loss === null ? null : LOSS,
  };
}

const measuredBy = (differentiated: Differentiated | null): readonly Reference[] | null =>
  differentiated === null
    ? null
    : differentiated.objective === null
      ? [differentiated.output]
      : differentiated.objective.losses.map(({ output }) => output);

/** No name of a layer has a space. */
const LOSS = 'the loss';

/** A mistake in a cell that is used at several places is reported once. */
const collectIn =
  (diagnostics: Map<string, Diagnostic>) =>
  (d: Diagnostic): void => {
    diagnostics.set(`${d.code} ${d.span?.file} ${d.span?.start} ${d.message}`, d);
  };

/** Builds inputs and layers; gives the outputs that could be built. */
function buildLayers(context: BuildContext): readonly GraphOutput[] {
  const { spec } = context;
  const nesting = nestingOf(spec.inputs, spec.trees);
  for (const { name, span, dtype, shape } of spec.inputs) {
    const sizes = shape.map((d) => dim(d.value));
    // the reader has reported an input whose axes are nested otherwise than in the inputs before it
    context.define(name, isNestedSo(nesting, shape) ? context.defineFeed(name, span, dtype, sizes) : 'poisoned');
  }
  for (const layer of spec.layers) {
    const done = context.attempt(() => {
      const flow = buildLayer(context, layer);
      if (flow !== null) context.define(layer.name, flow);
      return true;
    }, layer.span);
    if (done === null) context.define(layer.name, 'poisoned');
  }
  return spec.outputs.flatMap((output): GraphOutput[] => {
    const built = context.attempt(() => {
      const flow = context.resolve(output.reference);
      return {
        name: output.name,
        value: toBatchMajor(context, flow, output.name),
        origin: { path: output.name, span: output.span },
      };
    });
    return built === null ? [] : [built];
  });
}

const graphOf = (
  { spec, builder, inputs, weights, obstacles }: BuildContext,
  variant: Graph['variant'],
  outputs: readonly GraphOutput[],
): Graph => ({
  name: spec.name,
  variant,
  values: builder.values,
  inputs: inputs.all,
  weights: weights.all,
  nodes: builder.nodes,
  outputs,
  streaming: obstacles[0] ?? null,
});

/** What the losses measure, batch-major, for metrics. */
function measured(context: BuildContext, objective: ObjectiveSpec | null): GraphOutput[] {
  return (objective?.losses ?? []).map(({ output, span }, i) => {
    const name = `measured.${i}`;
    return { name, value: toBatchMajor(context, context.resolve(output), name), origin: { path: name, span } };
  });
}

function toBatchMajor(context: BuildContext, flow: Flow, name: string) {
  const { builder } = context;
  const { shape } = builder.typeOf(flow.id);
  if (flow.time === null) return flow.id;
  if (shape.length < 2)
    throw new BuildFailure(
      messages.outputWithoutBatch(context.spec.outputs.find((o) => o.name === name)?.span ?? null, name),
    );
  return context.axes.toBatchMajor(flow.id, flow.time, { path: name, span: null });
}
