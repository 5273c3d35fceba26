import type { AxisNesting } from '../../compiler/1-read/spec/axis-nesting.ts';
import type { Shape } from '../../compiler/ir/dim.ts';
import type { EdgeKind, NodeKind } from './diagram.ts';

/** A model as boxes and lines, one for all steps: what rolled and unrolled pictures are made of. */
export interface ModelParts {
  readonly name: string;
  /** In an order in which a part comes after what it reads. */
  readonly parts: readonly Part[];
  readonly links: readonly Link[];
  readonly weights: readonly WeightGroup[];
  /** Layers of several parts, by name. */
  readonly groups: ReadonlyMap<string, string>;
  /** The time axis around each inner one. */
  readonly nesting: AxisNesting;
  /** Inputs that give trees, with the axis of their nodes. */
  readonly trees: readonly { readonly name: string; readonly axis: string }[];
}

export interface Part {
  /** The path of what it gives: `encoder.0.forward`, `encoder.0.forward.dropout.output`. */
  readonly id: string;
  readonly kind: NodeKind;
  readonly lines: readonly string[];
  /** The time axis, or that of the nodes of trees; null: one for the whole sample. */
  readonly axis: string | null;
  readonly group: string | null;
  /** Of a cell: what it hands to its next step. */
  readonly loop: Loop | null;
}

export interface Loop {
  readonly states: readonly string[];
  readonly direction: string;
  /** Names of the children of a node, in their order; null: of sequences, and where children have none. */
  readonly children: readonly string[] | null;
  /** What happens on the way from step to step: `keep 0.9`, `zoneout 0.1`. */
  readonly notes: readonly string[];
}

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly label: string | null;
  /** Of a sequence: the value after the last step, where the axes differ; those of all steps; `each`: those of all steps at every step. */
  readonly take: 'last' | 'all' | 'each';
  /** The steps that a step reads, as distances from it. */
  readonly offsets: readonly number[];
  /** Of the value, batch-major; null where it is not known. */
  readonly shape: Shape | null;
  /** Whether the value has a time axis, which is the second of its shape, of nested ones the last before its features. */
  readonly isSequence: boolean;
}

/** Weights that one cell or layer declares. */
export interface WeightGroup {
  /** `encoder.0.forward`. */
  readonly owner: string;
  /** The owner, or the layer where it owns no other weights. */
  readonly label: string;
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
  /** The parts that compute with them. */
  readonly users: readonly string[];
}

/** Numbers in a group of weights. */
export const numbersIn = ({ weights }: WeightGroup): number =>
  weights.reduce((n, { shape }) => n + shape.reduce((a, b) => a * b, 1), 0);
