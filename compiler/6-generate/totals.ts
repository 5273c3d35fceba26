import type { Lanes } from '../ops/op/vector-code.ts';
import type { FunctionWriter } from './function-writer.ts';

/** Adds four float32 to two totals of two float64 each: the first two lanes to `low`, the others to `high`. Both are locals. */
export function addAsDoubles(w: FunctionWriter, low: string, high: string, x: Lanes): void {
  const upper = w.shuffle(x, x, [2, 3, 2, 3]);
  for (const [name, part] of [[low, x] as const, [high, upper] as const])
    w.set(name, `(f64x2.add (local.get ${name}) (f64x2.promote_low_f32x4 (local.get ${part})))`);
}

/** Combines all four lanes with an instruction of two operands; the result is in all four lanes. */
export function acrossLanes(w: FunctionWriter, instruction: string, x: Lanes): Lanes {
  const pairs = w.op(instruction, x, w.shuffle(x, x, [2, 3, 0, 1]));
  return w.op(instruction, pairs, w.shuffle(pairs, pairs, [1, 0, 3, 2]));
}
