import type { CellSpec, CellUse, StackSpec } from '../../1-read/spec/spec.ts';
import type { LoopBody } from '../../graph/loop-body.ts';
import type { Dim } from '../../ir/dim.ts';
import type { ValueId } from '../../ir/types.ts';
import type { ChildRows } from '../equations/child-rows.ts';
import type { BuildContext, Flow } from '../equations/context.ts';
import type { Emitter } from '../equations/emitter.ts';

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
  /** First axis of the values in the body: the samples, or the nodes of a level. */
  readonly lead: Dim;
  /** What the body is given of a sequence [axis, batch, …]. */
  readonly ofSequence: (outer: ValueId) => ValueId;
  /** What the body is given of a value [batch, …] that is the same at every step. */
  readonly ofSample: (outer: ValueId) => ValueId;
  /** Where children are a list. */
  readonly children: ChildRows | null;
}

/** What is the same in the body along the axis, or not, as the flow has it. */
export const ofFlow = (site: CellSite, flow: Flow): ValueId =>
  flow.time === null ? site.ofSample(flow.id) : site.ofSequence(flow.id);
