import type { Spec } from '../1-read/spec/spec.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/build/shapes.ts';
import { dim } from '../ir/dim.ts';
import type { Graph, GraphOutput } from '../ir/graph.ts';
import { BuildContext, type Flow } from './equations/context.ts';
import { BuildFailure } from './equations/failure.ts';
import { buildLayer } from './layers/index.ts';
import { buildObjective, type ObjectiveSpec } from './losses/objective.ts';

export interface BuildResult {
  /** Null where there were mistakes. */
  readonly graph: Graph | null;
  readonly diagnostics: readonly Diagnostic[];
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
  const context = new BuildContext(spec, variant, objective?.losses.map(({ output }) => output) ?? null, (d) => {
    // a mistake in a cell that is used at several places is reported once
    diagnostics.set(`${d.code} ${d.span?.file} ${d.span?.start} ${d.message}`, d);
  });
  for (const input of spec.inputs)
    context.define(
      input.name,
      context.defineFeed(
        input.name,
        input.span,
        input.dtype,
        input.shape.map((d) => dim(d.value)),
      ),
    );
  for (const layer of spec.layers) {
    const done = context.attempt(() => {
      const flow = buildLayer(context, layer);
      if (flow !== null) context.define(layer.name, flow);
      return true;
    }, layer.span);
    if (done === null) context.define(layer.name, 'poisoned');
  }
  const outputs = spec.outputs.flatMap((output): GraphOutput[] => {
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
  const built = objective === null ? null : context.attempt(() => buildObjective(context, objective), objective.span);
  if (diagnostics.size > 0) return { graph: null, diagnostics: [...diagnostics.values()] };
  const { builder } = context;
  const graph: Graph = {
    name: spec.name,
    variant,
    values: builder.values,
    inputs: context.inputs,
    weights: context.weights,
    nodes: builder.nodes,
    outputs: built === null ? outputs : [...built.outputs, ...measured(context, objective)],
    streaming: context.streaming,
    ...(built === null
      ? {}
      : {
          learning: { loss: built.loss, trained: built.trained, gradients: [], slots: [], updates: [], segmented: [] },
        }),
  };
  return { graph, diagnostics: [] };
}

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
  return builder.emit(
    'transpose',
    [flow.id],
    { permutation: [1, 0, ...shape.slice(2).map((_, i) => i + 2)] },
    { path: name, span: null },
  );
}
