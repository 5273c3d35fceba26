import type { OnnxGraph } from '../../../onnx/format.ts';
import type { Axis, Data, Value } from '../values.ts';

export interface Sequence {
  readonly param: string;
  readonly name: string;
  readonly data: Data;
  readonly size: number;
}

/** A loop over steps with its inputs read. */
export interface Steps {
  readonly body: OnnxGraph;
  /** What states start from: params of the body before those of sequences, results before outputs. */
  readonly initial: readonly Value[];
  readonly direction: 'forward' | 'backward';
  readonly sequences: readonly Sequence[];
  /** Params that say whether a step counts. */
  readonly masks: ReadonlySet<string>;
  readonly time: Axis;
  readonly batch: Axis;
  /** Results of the body. */
  readonly results: readonly Result[];
}

/** What a result of a body is: a value, that value where the step counts, with zeros or the value before elsewhere. */
export interface Result {
  readonly value: string;
  readonly elsewhere: string | null;
}
