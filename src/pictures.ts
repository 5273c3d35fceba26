/**
 * Pictures of models and plots of their numbers, as an entry of its own (`rnnc/pictures`): Graphviz, which it needs, is loaded where a picture is placed by it.
 */
import { type Compiled, compileModel } from '../compiler/compile.ts';
import { InternalError, type Sources } from '../compiler/diagnostics/diagnostic.ts';
import { flag, isNamed, type Kind, like, type OptionTable, oneOf, text, whole } from './arguments/kinds.ts';
import { checkArgument, readOptions } from './arguments/read-options.ts';
import type { Diagram } from './diagrams/diagram.ts';
import { graphOfModel } from './diagrams/graph-of-model.ts';
import { placeDiagram } from './diagrams/placed/place-by-graphviz.ts';
import { toDot } from './diagrams/placed/to-dot.ts';
import { toMermaid } from './diagrams/placed/to-mermaid.ts';
import { toSvg } from './diagrams/placed/to-svg.ts';
import { sampleTree } from './diagrams/sample-tree.ts';
import type { Feeds } from './model/feeds/feeds.ts';
import { drawnPlot } from './plots/drawn/draw-plot.ts';
import type { GradientPlot, Plot, ValuePlot, WeightPlot } from './plots/plot-data.ts';
import {
  allTargets,
  type GradientPlotOptions,
  gradientsOfCompiled,
  joinGradients,
  namedError,
} from './plots/plot-gradients.ts';
import { type ValuePlotOptions, valuesOfCompiled } from './plots/plot-values.ts';
import { weightsOfCompiled } from './plots/plot-weights.ts';
import { type TraceableModel, traceable, tracedModel } from './trace/trace-model.ts';

/** What `compile`, `readArtifact` and training give. */
export interface PicturedModel {
  readonly file: string;
  readonly sources: Sources;
  readonly parameters: { readonly [name: string]: number };
  readonly seed: number;
}

export interface GraphOptions {
  /** Draws copies of so many steps side by side, which share one set of weights. */
  readonly unrolled?: number;
  /** Draws the inside of this cell, by its name (`tf1.basic_lstm`) or a place where it stands (`encoder.0.forward`). */
  readonly cell?: string;
  /** Draws the tree of one sample: what is fed, as `run` takes it, and which row of it, counted from 1 (the first). */
  readonly sample?: { readonly feeds: Feeds; readonly row?: number };
  /** Writes shapes at the lines. */
  readonly shapes?: boolean;
  /** Writes weights with their shapes into the boxes. */
  readonly params?: boolean;
}
const GRAPH = 'graphOf()';
const GRAPH_OPTIONS: OptionTable<GraphOptions> = {
  unrolled: whole(1),
  cell: text,
  sample: like('an object {feeds, row}', (value) => isNamed(value) && !(value instanceof Map) && isNamed(value.feeds)),
  shapes: flag,
  params: flag,
};
const picturedModel: Kind<PicturedModel> = {
  expected: 'a model that compile(), readArtifact() or train() gave',
  fits: (value) =>
    isNamed(value) && !(value instanceof Map) && value.sources instanceof Map && typeof value.file === 'string',
  fixFor: (value) => (typeof value === 'string' ? 'compile it: graphOf(compile(text))' : null),
};

/**
 * What a picture of a model shows, as data: boxes and lines, with the loop of every cell as a loop. `drawGraph` makes a picture of it, `toDot` and
 * `toMermaid` texts for other programs.
 * @throws RnncError `graph-cell`, `graph-unrolled` and `graph-tree` where the model does not have what is to be drawn, `size-open` for shapes and
 *   weights whose sizes the data will give, and for options of the wrong kind
 */
export function graphOf(model: PicturedModel, options: GraphOptions = {}): Diagram {
  checkArgument(GRAPH, 'the model', model, picturedModel);
  const { sample, ...choice } = readOptions(GRAPH, options, GRAPH_OPTIONS);
  const compiled = compiledAgain(model);
  if (sample === undefined) return graphOfModel(compiled, choice);
  return graphOfModel(compiled, {
    ...choice,
    tree: sampleTree(compiled.graphs.inference, sample.feeds, sample.row ?? 1),
  });
}

/** The picture as the text of an SVG file: no script, in the reader's light or dark scheme. Equal for equal diagrams. */
export const drawGraph = async (diagram: Diagram): Promise<string> => toSvg(await placeDiagram(diagram));

/** A model keeps its sources, from which the compiler makes the same again. */
function compiledAgain({ file, sources, parameters, seed }: PicturedModel): Compiled {
  const source = sources.get(file);
  if (source === undefined) throw new InternalError('a model without its text');
  return compileModel(source, { file, resolve: (path) => sources.get(path) ?? null, set: parameters, seed });
}

const PLOT_VALUES = 'plotValues()';
const PLOT_OPTIONS: OptionTable<ValuePlotOptions> = {
  of: like(
    'a list of paths of values',
    (value) => Array.isArray(value) && value.length > 0 && value.every((path) => typeof path === 'string'),
    (value) => (typeof value === 'string' ? `write ['${value}']` : null),
  ),
  row: whole(1),
  nan: oneOf('error', 'allow'),
};

/**
 * Values of one row over its steps, or over the nodes of its tree: those of `trace`, a panel for each path. Nothing is loaded, so it works without the backend.
 * @param feeds as `run` takes them
 * @throws RnncError for feeds as `run` does, `trace-row` for a row that was not fed, `plot-unknown`, and `plot-shape` for what has no vector at every step
 */
export function plotValues(model: TraceableModel, feeds: Feeds, options: ValuePlotOptions): ValuePlot {
  checkArgument(PLOT_VALUES, 'the model', model, traceable);
  return valuesOfCompiled(tracedModel(model), feeds, readOptions(PLOT_VALUES, options, PLOT_OPTIONS));
}

const PLOT_GRADIENTS = 'plotGradients()';
const GRADIENT_OPTIONS: OptionTable<GradientPlotOptions> = {
  of: PLOT_OPTIONS.of,
  row: PLOT_OPTIONS.row,
  nan: PLOT_OPTIONS.nan,
  loss: oneOf('training', 'output'),
};

/**
 * How far a loss looks back: the lengths of its gradients by the states of cells, step by step, in float64. What a state does to all later steps is in them,
 * and what it does to others of the same step. Of several models one plot is made, in which they are called by the names that they are given.
 * @param models a model, or models by name, that are fed the same
 * @param feeds as `run` takes them, and where the losses of the model are differentiated their targets
 * @throws RnncError for feeds as `run` does, `trace-row`, `plot-unknown` and `plot-gradients` for what is no value of a cell, `plot-loss` where a loss can't be
 *   had, and `plot-too-long`
 */
export function plotGradients(
  models: TraceableModel | { readonly [name: string]: TraceableModel },
  feeds: Feeds,
  options: GradientPlotOptions = {},
): GradientPlot {
  const named = traceable.fits(models) ? { [nameOf(models)]: models } : models;
  checkArgument(PLOT_GRADIENTS, 'the models', named, modelsByName);
  const read = readOptions(PLOT_GRADIENTS, options, GRADIENT_OPTIONS);
  const compared = Object.entries(named).map(([name, model]) => ({ ...tracedModel(model as TraceableModel), name }));
  const targets = allTargets(compared);
  return joinGradients(
    compared.map((model) => {
      try {
        return gradientsOfCompiled(model, feeds, read, targets);
      } catch (error) {
        throw namedError(error, model.name, compared.length);
      }
    }),
  );
}

const nameOf = (model: unknown): string => (isNamed(model) && typeof model.name === 'string' ? model.name : 'model');
const modelsByName: Kind<{ readonly [name: string]: unknown }> = {
  expected: 'a model that compile() or readArtifact() gave, or several by name',
  fits: (value) =>
    isNamed(value) &&
    !(value instanceof Map) &&
    Object.keys(value).length > 0 &&
    Object.values(value).every(traceable.fits),
};

/**
 * How large the weights of a layer are: a histogram for each.
 * @param layer a layer, or a path in one: `encoder`, `encoder.0.backward`, `encoder.kernel`
 * @throws RnncError `plot-weights` where there are none of that name, and `size-open`
 */
export function plotWeights(model: TraceableModel, layer: string): WeightPlot {
  checkArgument('plotWeights()', 'the model', model, traceable);
  checkArgument('plotWeights()', 'the layer', layer, text);
  return weightsOfCompiled(tracedModel(model), layer);
}

const anyPlot: Kind<Plot> = {
  expected: 'what plotValues(), plotGradients() or plotWeights() gives',
  fits: (value) => isNamed(value) && !(value instanceof Map) && typeof value.kind === 'string',
};
const DRAW_OPTIONS: OptionTable<DrawPlotOptions> = { kind: oneOf('heat', 'lines') };

export interface DrawPlotOptions {
  /** Of values: cells in colours, or a line for each unit, of more than a dozen their mean and quartiles. Default `heat`, of a single unit `lines`. */
  readonly kind?: 'heat' | 'lines';
}

/** A plot as the text of an SVG file: no script, in the reader's light or dark scheme, less than 200 kB. Equal for equal data. */
export function drawPlot(plot: Plot, options: DrawPlotOptions = {}): string {
  checkArgument('drawPlot()', 'the plot', plot, anyPlot);
  return drawnPlot(plot, readOptions('drawPlot()', options, DRAW_OPTIONS).kind ?? null);
}

export type { Diagram, DiagramEdge, DiagramGroup, DiagramNode, EdgeKind, NodeKind } from './diagrams/diagram.ts';
export type {
  GradientPlot,
  GradientSeries,
  Plot,
  PlotStep,
  ValuePanel,
  ValuePlot,
  WeightPanel,
  WeightPlot,
} from './plots/plot-data.ts';
export type { GradientPlotOptions, TraceableModel, ValuePlotOptions };
export { toDot, toMermaid };
