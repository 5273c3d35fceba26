import type { WalkForm } from '../../onnx/trees/walk-functions.ts';
import { refuse } from '../model/refusal.ts';

export { Refusal, refuse } from '../model/refusal.ts';

/**
 * What an axis of a value is in the model. `parts`: values side by side, such as the two directions; `one`: of size 1, and nothing in the model; `walk`: all
 * nodes of trees in the order of a walk.
 */
export type Role = 'batch' | 'time' | 'feature' | 'parts' | 'one' | 'walk';

/** An axis that is followed through the graph. What it is follows from the nodes that read it. */
export class Axis {
  readonly size: number | null;
  readonly param: string;
  /** The lengths by which rows are ordered; '' where they are as they were fed. */
  readonly order: string;
  #role: Role | null;
  #same: Axis | null = null;
  constructor(size: number | null, role: Role | null = null, param = '', order = '') {
    this.size = size;
    this.#role = role;
    this.param = param;
    this.order = order;
  }
  /** The axis that stands for all that were found to be this one. */
  get root(): Axis {
    return this.#same?.root ?? this;
  }
  get role(): Role | null {
    return this.root.#role;
  }
  is(other: Axis): boolean {
    return this.root === other.root;
  }
  /** @returns false where it is something else already */
  become(role: Role): boolean {
    const { root } = this;
    root.#role ??= role;
    return root.#role === role;
  }
  /** @returns false where the two can't be one */
  join(other: Axis): boolean {
    const a = this.root;
    const b = other.root;
    if (a === b) return true;
    if (a.order !== b.order) return false;
    if (a.#role !== null && b.#role !== null && a.#role !== b.#role) return false;
    if (a.size !== null && b.size !== null && a.size !== b.size) return false;
    // the one with a size is kept, so that sizes are known wherever one of the two says them
    const [kept, other_] = a.size === null ? [b, a] : [a, b];
    kept.#role ??= other_.#role;
    other_.#same = kept;
    return true;
  }
}

/** A size that is computed of those of axes. No value has an axis of it. */
export class ComputedSize extends Axis {
  readonly how: 'sum' | 'product';
  readonly terms: readonly [Axis, Axis];
  constructor(how: 'sum' | 'product', a: Axis, b: Axis) {
    super(null);
    this.how = how;
    this.terms = [a, b];
  }
  override become(): boolean {
    return false;
  }
  override join(): boolean {
    return false;
  }
  isOf(how: 'sum' | 'product', a: Axis, b: Axis): boolean {
    const [x, y] = this.terms;
    return this.how === how && ((x.is(a) && y.is(b)) || (x.is(b) && y.is(a)));
  }
}

/** Several axes that a Reshape has made one; only a Reshape can read them apart. */
export interface Merged {
  readonly of: readonly Axis[];
}
export type AxisOrMerged = Axis | Merged;
export const isMerged = (axis: AxisOrMerged): axis is Merged => 'of' in axis;

/** An input of the graph; it becomes one input of the model, or one for each part. */
export interface InputSource {
  readonly name: string;
  /** Names of the parts, once something reads a part. */
  parts: readonly string[] | null;
  /** Whether something reads the whole. */
  whole: boolean;
}

/** What the model computes: a reference for each part, with the axes as they stand in the file. */
export interface Data {
  readonly kind: 'data';
  readonly references: readonly string[];
  readonly axes: readonly AxisOrMerged[];
  readonly dtype: 'float32' | 'int32';
  readonly source: InputSource | null;
  /**
   * A step on the way to a layer that the model has whole: no other node may read it. `last`: the row's last step, of rows that have one; `masked`: with zeros in padding; `below`: with less than any number there;
   * `sum`: its sum over the steps; `share`: so many times as large as in the file as there are steps.
   */
  readonly made?: 'last' | 'masked' | 'below' | 'sum' | 'share' | AroundSteps | MaskedSum | Walked | null;
  /** What it is without the zeros at steps that a mask leaves out. */
  readonly masked?: { readonly of: Data; readonly mask: StepMask };
}
/** Has a row for each node of trees, in the order of a walk. */
export interface Walked {
  readonly kind: 'walked';
  readonly walk: TreeWalk;
}
/** How a loop goes over trees: what a function of the file computes, as `WalkForm` says. */
export interface TreeWalk {
  readonly form: WalkForm;
  /** The input of the model that gives the trees. */
  readonly tree: string;
  readonly time: Axis;
  readonly batch: Axis;
  /** All nodes; one axis for all walks over these trees. */
  readonly nodes: Axis;
  readonly levels: Axis;
  readonly links: Axis;
}
/** One result of such a function, by its name in `partsOf`. */
export interface WalkPart {
  readonly kind: 'walk part';
  readonly walk: TreeWalk;
  readonly part: string;
}
/** The node of every sample that is nobody's child, as a row of steps and batch. */
export interface Roots {
  readonly kind: 'roots';
  readonly tree: string;
  readonly time: Axis;
  readonly batch: Axis;
}
/** What a state starts from in a walk: rows for the samples, then zeros for the nodes. */
export interface StartTable {
  readonly kind: 'start table';
  readonly start: Value;
  readonly zeros: Filled;
}
/** Steps where an input is a number do not count. */
export interface StepMask {
  readonly input: string;
  readonly value: number;
  readonly time: Axis;
}
/** The sum of the steps that count. */
export interface MaskedSum {
  readonly kind: 'masked sum';
  readonly mask: StepMask;
}
/** How many steps of a row count; `atLeast`: or that number, above 0 and no larger than 1. */
export interface MaskCount {
  readonly kind: 'mask count';
  readonly mask: StepMask;
  readonly isBounded: boolean;
}
/** What is true or not, element by element; as numbers: 1 or 0. */
export interface Condition {
  readonly kind: 'condition';
  readonly operands: readonly Data[];
  /** An expression in the language. @param names of the operands */
  readonly text: (names: readonly string[]) => string;
  readonly axes: readonly AxisOrMerged[];
  /** Where it says which steps count. */
  readonly mask: StepMask | null;
  /** Where it says which steps don't. */
  readonly hidden: StepMask | null;
}
/** Zeros around the steps that a convolution reads, or steps too many at the end of what it gives. */
export type AroundSteps =
  | { readonly kind: 'padded'; readonly before: number; readonly after: number }
  | { readonly kind: 'extra'; readonly steps: number }
  | Window
  /** The last inputs of a convolution, which are the state of its layer. */
  | { readonly kind: 'past'; readonly stem: string };
/** Inputs of a convolution at these distances from a step, side by side. `stem`: what its layer is called in the file. */
export interface Window {
  readonly kind: 'window';
  readonly of: string;
  readonly offsets: readonly number[];
  readonly stem: string;
}
/** Numbers that the file has. */
export interface Constant {
  readonly kind: 'constant';
  readonly name: string;
  readonly dims: readonly number[];
  readonly dtype: 'float32' | 'int';
  readonly data: ArrayLike<number>;
}
/** Sizes of axes, and whole numbers computed of them. A rank of 0 is one number. */
export interface Sizes {
  readonly kind: 'sizes';
  readonly rank: 0 | 1;
  readonly entries: readonly (number | Axis)[];
}
/** Numbers of the file that are the same all along some axes, whose size is open or follows from the batch. */
export interface Repeated {
  readonly kind: 'repeated';
  /** With a size of 1 where it is repeated. */
  readonly of: Constant;
  readonly axes: readonly number[];
}
/** One number in all places. */
export interface Filled {
  readonly kind: 'filled';
  readonly value: number;
  /** null where it needs not be known. */
  readonly shape: readonly (number | Axis)[] | null;
}
/** The lengths of rows, or what is computed of them: length - 1, the last step, whether there is one, by how many steps a mean divides. */
export interface Lengths {
  readonly kind: 'lengths';
  /** The input; '' where all steps count unless the model is fed others. */
  readonly name: string;
  readonly time: Axis | null;
  readonly form: 'length' | 'before' | 'last' | 'some' | 'float' | 'count';
  /** The rows that they belong to; null for all there are. */
  readonly rows: Axis | null;
}
/** Rows in another order. */
export interface RowOrder {
  readonly kind: 'row order';
  readonly from: Axis;
  readonly to: Axis;
}
/** 0, 1, … to the last row. */
export interface Rows {
  readonly kind: 'rows';
  readonly of: Axis;
}
/** 0, 1, … to the last step. */
export interface Steps {
  readonly kind: 'steps';
  readonly time: Axis;
}
/** Which steps of which rows count. */
export interface Mask {
  readonly kind: 'mask';
  readonly time: Axis;
}
/** Whether a sequence has a step at all, and by `count` how many, as a fraction. */
export interface OfSteps {
  readonly kind: 'some steps' | 'count';
  readonly time: Axis;
}
/** A list of tensors: empty, or one value for each step, as rows of features stacked first. */
export interface List {
  readonly kind: 'list';
  readonly steps: Data | null;
}
/** What a refused node would have given: its readers say nothing more. */
export interface Unknown {
  readonly kind: 'unknown';
}
export type Value =
  | Data
  | Constant
  | Repeated
  | Sizes
  | Filled
  | Lengths
  | Steps
  | Mask
  | OfSteps
  | List
  | Condition
  | MaskCount
  | RowOrder
  | Rows
  | WalkPart
  | Roots
  | StartTable
  | Unknown;

/** What is filled with a number keeps it, whatever becomes of its shape. */
export const reshapedFill = ({ kind, value }: Filled): Filled => ({ kind, value, shape: null });

export const UNKNOWN: Unknown = { kind: 'unknown' };

/** The sizes that a value stands for. @throws Refusal where it is none */
export function sizesOf(value: Value): Sizes {
  if (value.kind === 'sizes') return value;
  if (value.kind === 'constant' && value.dtype === 'int' && value.dims.length <= 1)
    return { kind: 'sizes', rank: value.dims.length === 0 ? 0 : 1, entries: Array.from(value.data) };
  return refuse('it reads sizes or indices that are computed from data');
}

/** Whole numbers that are known. @throws Refusal */
export const numbersOf = (value: Value): readonly number[] =>
  sizesOf(value).entries.map((entry) =>
    typeof entry === 'number'
      ? entry
      : (entry.root.size ?? refuse('it reads the size of an axis that is open as a number')),
  );

const isNothing = (axis: AxisOrMerged): boolean =>
  !isMerged(axis) && (axis.role === 'one' || (axis.role === 'parts' && axis.root.size === 1));

/** The axes that the value has in the model, in the order of the file. @throws Refusal for values with parts or merged axes */
export function plainAxes(data: Data): readonly Axis[] {
  if (data.references.length > 1) return refuse('it reads several layers or directions side by side as one tensor');
  return data.axes.flatMap((axis) => (isMerged(axis) ? axis.of : isNothing(axis) ? [] : [axis]));
}

export function referenceOf(data: Data): string {
  if (data.made) return refuse('it reads a step on the way to what the model has as one layer');
  const [reference, ...others] = data.references;
  if (reference === undefined || others.length > 0)
    return refuse('it reads several layers or directions side by side as one tensor');
  if (data.source !== null) data.source.whole = true;
  return reference;
}

/** The last axis, which must be that of the features. @throws Refusal */
export function featureAxis(data: Data): Axis & { readonly size: number } {
  const last = data.axes.at(-1);
  if (last === undefined || isMerged(last) || last.root.size === null)
    return refuse('the size of the last axis of what it reads is not known');
  if (!last.become('feature'))
    return refuse(`the last axis of what it reads is not that of the features: it is ${said(last)}`);
  return last.root as Axis & { readonly size: number };
}

/** Says what an axis is, for messages. */
export const said = (axis: AxisOrMerged): string => {
  if (isMerged(axis)) return axis.of.map(said).join(' and ');
  const words: { readonly [role in Role]: string } = {
    batch: 'the batch',
    time: 'the steps',
    feature: 'the features',
    parts: 'layers or directions',
    one: 'an axis of size 1',
    walk: 'the nodes of trees',
  };
  return axis.role === null ? `an axis of ${axis.root.size ?? 'open'} size` : words[axis.role];
};

export function become(axis: AxisOrMerged | undefined, role: Role): Axis {
  if (axis === undefined || isMerged(axis)) return refuse('it reads batch and steps as one axis');
  if (!axis.become(role)) return refuse(`an axis that it reads as ${said(new Axis(null, role))} is ${said(axis)}`);
  return axis;
}

/** The parts of a value along an axis; those of an input become inputs of their own. */
export function partsAlong(data: Data, at: number): readonly string[] {
  const axis = data.axes[at];
  if (axis === undefined || isMerged(axis)) return refuse('it takes parts of batch and steps');
  const size = axis.root.size ?? refuse('it takes parts of an axis whose size is open');
  if (size > 64) return refuse(`it takes parts of an axis of size ${size}`);
  if (axis.role !== 'one') become(axis, 'parts');
  if (size === 1 && data.source !== null) data.source.whole = true;
  if (data.source === null || size === 1) return data.references;
  if (data.source.whole) return refuse('it takes parts of an input that another node reads as a whole');
  const { name } = data.source;
  data.source.parts ??= Array.from({ length: size }, (_, part) => `${name}_${part}`);
  return data.source.parts;
}
