import type { CellSpec, CellUse, StackSpec } from '../../1-read/spec/spec.ts';
import type { LoopBody } from '../../graph/loop-body.ts';
import type { Dim } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import type { ChildRows } from '../equations/child-rows.ts';
import type { Emitter } from '../equations/emitter.ts';
import type { WholeSequences } from '../equations/whole-sequences.ts';

/** One cell of the stack in one direction, before its loop is begun. */
export interface CellPlace {
  readonly context: BuildContext;
  readonly layer: StackSpec;
  readonly use: CellUse;
  readonly cell: CellSpec;
  readonly index: number;
  /** `forward`, `backward`, `up` or `down`. */
  readonly direction: string;
  /** `encoder.0.forward` */
  readonly path: string;
  /** Symbol of the axis that the cell goes along: steps of time, or nodes. */
  readonly axis: string;
}

/** The same in its loop: everything that the body needs to know. */
export interface CellSite extends CellPlace {
  readonly emitter: Emitter;
  readonly loop: LoopBody;
  /** First axis of the values in the body: the samples, the steps around an inner axis of all samples, or the nodes of a level. */
  readonly lead: Dim;
  /** What the body is given of a sequence [axis, batch, …]. */
  readonly ofSequence: (outer: ValueId) => ValueId;
  /** What the body is given of a value that is the same at every step: [batch, …], or of the axis around an inner one. */
  readonly ofSample: (outer: Flow) => ValueId;
  /** The rows of children, where the cell has a list of children (`children: any`); else null. */
  readonly children: ChildRows | null;
  /** Sequences that the cell gets whole. */
  readonly whole: WholeSequences;
}

/** Path under which the weights of this cell live: its own, the stack's first, or another layer's. */
export function weightOwner({ layer, index, direction }: CellPlace): string {
  const name = layer.share?.value ?? layer.name;
  return `${name}.${layer.shareWithinStack ? 0 : index}.${direction}`;
}

/** A flow as the body of the loop sees it: its element at the current step, or the value of the sample where it has no steps. */
export const ofFlow = (site: CellSite, flow: Flow): ValueId =>
  flow.time === site.axis ? site.ofSequence(flow.id) : site.ofSample(flow);
