import type { Diagnostic, Sources, Span } from '../../diagnostics/diagnostic.ts';
import type { Assignment, Expr } from '../../equations/ast.ts';
import type { DataSpec } from './data-spec.ts';
import type { Located, Reference } from './located.ts';
import type { TrainingSpec } from './training-spec.ts';

/**
 * The output of phase 1: names resolved, defaults filled in, model-level numbers evaluated over `parameters`, layers in an order in
 * which everything is defined before it is used. Cell bodies stay as expressions, because their sizes are known only where they are used.
 */
export interface Spec {
  readonly name: string;
  readonly file: string;
  readonly seed: number;
  /** Number of steps of the unrolled form, or null: rolled. */
  readonly unroll: Located<number> | null;
  readonly parameters: ReadonlyMap<string, number>;
  /** Sizes that the model leaves to its data and that were given, by their keys. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Sizes that the model leaves to its data and that nothing gave; other numbers stand in for them. */
  readonly openSizes: readonly OpenSize[];
  readonly inputs: readonly InputSpec[];
  /** Inputs that say how the nodes of an axis hang together; no two of them have the same axis. */
  readonly trees: readonly TreeSpec[];
  /** Every cell that some layer uses, by the name it is used under. */
  readonly cells: ReadonlyMap<string, CellSpec>;
  readonly layers: readonly LayerSpec[];
  readonly outputs: readonly OutputSpec[];
  /** Where samples come from; null: nothing is said. */
  readonly data: DataSpec | null;
  /** How it is trained; null: nothing is said. */
  readonly training: TrainingSpec | null;
}

export interface ReadResult {
  /** Null where mistakes left nothing to build. */
  readonly spec: Spec | null;
  readonly diagnostics: readonly Diagnostic[];
  /** The model file and every imported file, by the path shown in messages (library cells as `rnnc:cells/NAME.yaml`). */
  readonly sources: Sources;
}

export interface InputSpec {
  readonly name: string;
  readonly span: Span;
  readonly dtype: 'float32' | 'int32';
  /** First `batch`; then, for a per-step input, time symbols from the outermost on; then numbers. Entries are symbol names or sizes ≥ 1. */
  readonly shape: readonly Located<string | number>[];
}

/** A size that the data give. */
export interface OpenSize {
  /** `head.units`, `embed.vocabulary`, `x.columns`. */
  readonly key: string;
  /** The layer or input. */
  readonly owner: string;
  /** Classes of the target, tokens or values that an embedding looks up, columns that an input is made of. */
  readonly kind: 'classes' | 'vocabulary' | 'columns';
  readonly standIn: number;
  readonly span: Span;
}

/** `parse: {tree: node}`: for every node of the axis its children. */
export interface TreeSpec {
  readonly name: string;
  readonly span: Span;
  /** Symbol of the axis of nodes. */
  readonly axis: string;
}

export interface OutputSpec {
  readonly name: string;
  readonly reference: Reference;
  readonly span: Span;
}

/** A function of the equation language given as an argument: `tanh`, or with its numbers bound: `hard_sigmoid(alpha=0.2, beta=0.5)`. */
export interface NamedFunction {
  readonly kind: 'function';
  readonly name: string;
  readonly named: ReadonlyMap<string, number>;
  readonly span: Span;
}
/** A function of `x` written out: `2 * tanh(x)`. Numbers stand where parameters of the model were named. */
export interface Formula {
  readonly kind: 'formula';
  readonly expr: Expr;
  readonly span: Span;
}
export type FunctionValue = NamedFunction | Formula;
export type ParameterValue =
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | FunctionValue;
export const isFunctionValue = (value: ParameterValue): value is FunctionValue =>
  value.kind === 'function' || value.kind === 'formula';

export interface CellInput {
  readonly name: string;
  /** Of one sample at one step. */
  readonly shape: readonly Expr[];
  /** True: the cell gets all steps of a sequence at once, [steps, batch, …], and not its element at the current step. */
  readonly sequence: boolean;
  readonly span: Span;
}

export interface CellSpec {
  readonly name: string;
  readonly span: Span;
  /** How a node of a tree names its children; null: a cell of sequences. */
  readonly children: ChildrenSpec | null;
  readonly inputs: readonly CellInput[];
  readonly states: readonly StateSpec[];
  readonly weights: readonly WeightSpec[];
  readonly equations: readonly Assignment[];
  readonly output: Expr;
  /** Parameters of the cells inside, in an order in which each follows from those before it. */
  readonly derived: readonly DerivedParameter[];
  /** The cells inside, by the names that begin what is theirs: `inner`, `inner.deep`. Their equations stand among those of the cell. */
  readonly inner: readonly string[];
  /** Where the cell names those directly inside it. */
  readonly innerSpans: ReadonlyMap<string, Span>;
}

/** `inner.units`: of an expression over the outer cell's parameters and sizes, or a function. */
export interface DerivedParameter {
  readonly name: string;
  readonly value: Expr | FunctionValue;
}

/** `any`: the states that equations read are those of all children, one row for each. By name: `left.h`, one row per node. */
export type ChildrenSpec =
  | { readonly kind: 'any'; readonly span: Span }
  | { readonly kind: 'named'; readonly names: readonly Located<string>[]; readonly span: Span };

export interface StateSpec {
  readonly name: string;
  readonly shape: readonly Expr[];
  readonly when: Expr | null;
  /** False: `state_keep_prob` leaves this state alone (TF1 never drops the memory `c`). */
  readonly dropout: boolean;
  readonly span: Span;
}

export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly Expr[];
  readonly init: InitSpec;
  readonly when: Expr | null;
  readonly span: Span;
}

/** An initialiser as written; its numbers may be size expressions over the cell's parameters and free sizes. */
export type InitSpec =
  | {
      readonly kind: 'named';
      readonly name:
        | 'zeros'
        | 'ones'
        | 'constant'
        | 'uniform'
        | 'normal'
        | 'truncated_normal'
        | 'glorot_uniform'
        | 'glorot_normal'
        | 'he_uniform'
        | 'he_normal'
        | 'lecun_uniform'
        | 'lecun_normal'
        | 'orthogonal'
        | 'identity';
      /** constant: value; uniform: low, high; normal, truncated_normal: mean, stddev; orthogonal, identity: gain. Defaults filled in. */
      readonly arguments: ReadonlyMap<string, Expr>;
      readonly span: Span;
    }
  /** Row-major values and the shape they were written in. */
  | {
      readonly kind: 'literal';
      readonly values: readonly number[];
      readonly shape: readonly number[];
      readonly span: Span;
    }
  /** Equal consecutive blocks along the last axis, one initialiser each. */
  | { readonly kind: 'blocks'; readonly blocks: readonly InitSpec[]; readonly span: Span };

export interface CellUse {
  /** Key into `Spec.cells`. */
  readonly cell: string;
  /** The name of the cell as it was defined, which is the key unless it holds cells that were given. */
  readonly definition: string;
  /** The cells that stand for its parameters, by their names. */
  readonly held: ReadonlyMap<string, CellUse>;
  readonly span: Span;
  /** Every parameter of the cell, defaults filled in; those of a held cell are `NAME.PARAMETER`. */
  readonly arguments: ReadonlyMap<string, ParameterValue>;
  /** Names of the arguments that differ from the cell's defaults. */
  readonly chosen: ReadonlySet<string>;
  /** Innermost first. */
  readonly wrap: readonly WrapSpec[];
}

/** Dropout masks: one at every step, or for all steps one for the whole batch (`true`, TF1 variational_recurrent) or for each sample. */
export type Variational = boolean | 'sample';

export type WrapSpec =
  | {
      readonly kind: 'dropout';
      readonly inputKeepProb: number;
      readonly outputKeepProb: number;
      readonly stateKeepProb: number;
      readonly variational: Variational;
      readonly span: Span;
    }
  | ZoneoutSpec
  | { readonly kind: 'residual'; readonly span: Span };

export interface ZoneoutSpec {
  readonly kind: 'zoneout';
  /** Probability that a unit keeps its old value, for all states or by state name; the span is that of the name. */
  readonly rate: number | ReadonlyMap<string, Located<number>>;
  readonly span: Span;
}

interface LayerBase {
  readonly name: string;
  readonly span: Span;
  /** Initialisers that replace the layer's or cell's own, by weight name. */
  readonly init: ReadonlyMap<string, InitSpec>;
  /** Use the weights of this other layer of the same kind. */
  readonly share: Located<string> | null;
}

interface NormBase extends LayerBase {
  readonly input: Reference;
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether a bias `beta` is added. */
  readonly center: boolean;
  /** Whether a gain `gamma` is multiplied. */
  readonly scale: boolean;
}

/** Where a layer says that a state starts from a weight. */
export interface LearnedStart {
  readonly span: Span;
  /** Whether the state is named, and not one of all. */
  readonly named: boolean;
}

/** A stack of cells, over time or over trees. */
interface StackBase extends LayerBase {
  /** Of what `direction` says; of the layer's name where it says nothing. */
  readonly directionSpan: Span;
  /** References by the input names of the cell. A single reference, which goes to the first input, stands under the key ''. */
  readonly input: ReadonlyMap<string, Reference>;
  /** Names of `input` whose sequences the cells get whole, whatever their steps. */
  readonly whole: ReadonlySet<string>;
  /** One entry per layer of the stack, bottom first; `depth` already expanded. */
  readonly cells: readonly CellUse[];
  readonly merge: 'concat' | 'sum' | 'mul' | 'ave' | 'none';
  /** Arguments of all cells that differ in the second direction, `backward` or `down`. */
  readonly second: ReadonlyMap<string, ParameterValue>;
  /** By state name (depth 1) or `INDEX.DIRECTION.STATE`; missing states start at zero. A layer reference means all its final states. */
  readonly initial: ReadonlyMap<string, Reference>;
  /** States that start from a trained weight, by `INDEX.DIRECTION.STATE`; none of them is in `initial`. */
  readonly learned: ReadonlyMap<string, LearnedStart>;
  /** `share: self`: every cell of the stack uses the weights of cell 0. */
  readonly shareWithinStack: boolean;
}

/** Tells at which steps a sequence counts. Steps beyond its length don't count, whatever the mask says. */
export interface MaskSpec {
  /** A sequence over the same steps. */
  readonly reference: Reference;
  /** A step counts unless all its features are this number (Keras `Masking`); null: it counts unless its one number is 0. */
  readonly value: Located<number> | null;
}

export interface RecurrentSpec extends StackBase {
  readonly type: 'recurrent';
  readonly direction: 'forward' | 'backward' | 'bidirectional';
  /** At a step that does not count all states stay as they are. Null: all steps count. */
  readonly mask: MaskSpec | null;
  /** What steps that do not count give: zeros (TF1, PyTorch, ONNX) or the output before (Keras). */
  readonly padding: 'zero' | 'previous';
}

export interface RecursiveSpec extends StackBase {
  readonly type: 'recursive';
  /** The input that gives the trees. */
  readonly tree: Reference;
  /** `up`: a node reads the states of its children; `down`: those of its parents. */
  readonly direction: 'up' | 'down' | 'both';
}

export type StackSpec = RecurrentSpec | RecursiveSpec;

/** Whether a layer is a stack of cells. */
export const isStack = (layer: LayerSpec): layer is StackSpec =>
  layer.type === 'recurrent' || layer.type === 'recursive';

/** Whether a layer goes over steps in a loop: a stack of cells, or a convolution that reads more than one step. */
export const hasLoop = (layer: LayerSpec): boolean =>
  isStack(layer) || (layer.type === 'conv1d' && layer.kernelSize.value > 1);

/** The steps of its input that a convolution reads at step t, as distances from t. Left and right of `same` as in Keras and PyTorch: the odd one is right. */
export function offsetsOf({
  kernelSize,
  dilation,
  padding,
}: Extract<LayerSpec, { type: 'conv1d' }>): readonly number[] {
  const whole = (kernelSize.value - 1) * dilation;
  const left = padding === 'causal' ? whole : Math.floor(whole / 2);
  return Array.from({ length: kernelSize.value }, (_, j) => j * dilation - left);
}

/** The one or two directions of a stack: `forward` and `backward`, `up`. */
export const directionsOf = ({ direction }: StackSpec): readonly string[] =>
  direction === 'bidirectional' ? ['forward', 'backward'] : direction === 'both' ? ['up', 'down'] : [direction];

export type LayerSpec =
  | StackSpec
  | (LayerBase & {
      readonly type: 'embedding';
      readonly input: Reference;
      readonly vocabulary: Located<number>;
      readonly units: Located<number>;
      /** Probability to keep a row of the table in training; 1: all are kept. */
      readonly keepProb: number;
    })
  | (LayerBase & {
      readonly type: 'dense';
      readonly input: Reference;
      readonly units: Located<number>;
      readonly bias: boolean;
      readonly activation: FunctionValue | null;
    })
  | (LayerBase & {
      readonly type: 'dropout';
      readonly input: Reference;
      readonly keepProb: number;
      readonly variational: Variational;
    })
  | (LayerBase & { readonly type: 'activation'; readonly input: Reference; readonly function: FunctionValue })
  | (LayerBase & {
      readonly type: 'conv1d';
      readonly input: Reference;
      readonly units: Located<number>;
      /** How many steps each output reads. */
      readonly kernelSize: Located<number>;
      /** How many steps lie between two that are read, plus one. */
      readonly dilation: number;
      /** `causal`: the steps up to its own; `same`: those around it. */
      readonly padding: 'causal' | 'same';
      /** Of `padding`; of the layer's name where it is not written. */
      readonly paddingSpan: Span;
      readonly bias: boolean;
      readonly activation: FunctionValue | null;
    })
  | (NormBase & { readonly type: 'layer_norm' })
  | (NormBase & {
      readonly type: 'batch_norm';
      /** Share of the old moving statistics in those after a training step. */
      readonly momentum: number;
      /** Whether the moving variance follows batch variances that were divided by one less than what they count (Bessel's correction). */
      readonly unbiased: boolean;
    })
  | (LayerBase & { readonly type: 'concat' | 'add' | 'multiply'; readonly inputs: readonly Reference[] })
  | (LayerBase & {
      readonly type: 'equations';
      readonly inputs: ReadonlyMap<string, Reference>;
      readonly weights: readonly WeightSpec[];
      readonly equations: readonly Assignment[];
      readonly output: Expr;
    })
  | (LayerBase & {
      readonly type: 'repeat';
      readonly input: Reference;
      /** The time axis of an input, or a number of steps. */
      readonly steps: Located<string | number>;
    })
  | (LayerBase & {
      readonly type: 'last' | 'mean' | 'max';
      /** Of what `type` says. */
      readonly typeSpan: Span;
      readonly input: Reference;
      /** Null: all steps count. */
      readonly mask: MaskSpec | null;
    });

/** Paths of the weights of a batch norm that no gradient changes: the moving mean and the moving variance. */
export const statisticsOf = ({ name, share }: Pick<LayerBase, 'name' | 'share'>): readonly [string, string] => {
  const owner = share?.value ?? name;
  return [`${owner}.moving_mean`, `${owner}.moving_variance`];
};

/** The values that a layer reads, in the order in which they are written. Start states are not among them. */
export function inputsOf(layer: LayerSpec): readonly Reference[] {
  switch (layer.type) {
    case 'recurrent':
      return [...layer.input.values(), ...maskOf(layer)];
    case 'recursive':
      return [...layer.input.values()];
    case 'equations':
      return [...layer.inputs.values()];
    case 'concat':
    case 'add':
    case 'multiply':
      return layer.inputs;
    case 'embedding':
    case 'dense':
    case 'dropout':
    case 'activation':
    case 'conv1d':
    case 'layer_norm':
    case 'batch_norm':
    case 'repeat':
      return [layer.input];
    case 'last':
    case 'mean':
    case 'max':
      return [layer.input, ...maskOf(layer)];
  }
}

const maskOf = ({ mask }: { readonly mask: MaskSpec | null }): readonly Reference[] =>
  mask === null ? [] : [mask.reference];
