/**
 * What a picture of a model shows, as plain data: nothing in it is placed or styled yet. `to-dot.ts`, `to-mermaid.ts` and `to-svg.ts` write it.
 */
export interface Diagram {
  readonly title: string;
  /** Which way values flow. */
  readonly flow: 'up' | 'right';
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  /** Frames around nodes: a layer of several cells. */
  readonly groups: readonly DiagramGroup[];
}

/**
 * `input`, `output`: what is fed and given. `cell`: one step of a cell. `layer`: any other layer. `dropout`: where a mask acts, in training alone.
 * `merge`: what joins directions or adds a skipped connection. `sequence`: the outputs of all copies, for what reads them all at every step.
 * `weights`: numbers that steps share.
 * Inside a cell: `state`: a state before or after the step; `gate`: a box with weights; `operation`: what is done element by element; `weight`.
 */
export type NodeKind =
  | 'input'
  | 'output'
  | 'cell'
  | 'layer'
  | 'dropout'
  | 'merge'
  | 'sequence'
  | 'weights'
  | 'state'
  | 'gate'
  | 'operation'
  | 'weight';

export interface DiagramNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** What is written in it, line by line; the first one is its name. */
  readonly lines: readonly string[];
  /** The group that it is in. */
  readonly group: string | null;
  /** What it draws: a path of the model (`encoder.0.forward`), in a cell the name of a value (`f`, `c'`). */
  readonly path: string;
  /** Of a copy: the step that it is of along its axis, or the node of a tree. */
  readonly step: number | null;
  /** Where copies stand side by side: its place, columns from the left, rows from below. */
  readonly place: { readonly column: number; readonly row: number } | null;
  /** Nodes of one lane are drawn in a straight line: the way of a state through a cell. */
  readonly lane: string | null;
}

/** `data`: a value; `state`: what a step hands to the next; `start`: what a state starts from; `weights`: a use of weights; `mask`: steps that count. */
export type EdgeKind = 'data' | 'state' | 'start' | 'weights' | 'mask';

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  readonly label: string | null;
}

export interface DiagramGroup {
  readonly id: string;
  readonly label: string;
}
