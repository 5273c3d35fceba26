/** A value in four lanes of 32 bits: float32, int32, or a mask, whose lanes are all ones for true and 0 for false. A handle of the writer's. */
export type Lanes = string & { readonly __brand: 'Lanes' };

/**
 * Writes straight-line vector code, one instruction per call, in order. Every call gives a new value; the engine's compiler finds out what may
 * share a register. Doubles stand in the same type, two to a value.
 */
export interface VectorCode {
  /** A float32 in all four lanes. Read into a register once, before the loop: engines rebuild a literal at every use. */
  float(value: number): Lanes;
  /** An int32, or the bits of one, in all four lanes. */
  int(bits: number): Lanes;
  /** A float64 in both lanes. */
  double(value: number): Lanes;
  /** One instruction that takes and gives 128 bits and has no immediate, such as `f32x4.add` or `v128.bitselect`. */
  op(instruction: string, ...operands: readonly Lanes[]): Lanes;
  /** `i32x4.shl`, `i32x4.shr_s`, `i32x4.shr_u` or one of i64x2, by the same number of bits in every lane. */
  shift(instruction: string, x: Lanes, bits: number): Lanes;
  /** Four lanes of 32 bits out of the eight of `a` (0 to 3) and `b` (4 to 7). */
  shuffle(a: Lanes, b: Lanes, lanes: readonly [number, number, number, number]): Lanes;
  /** a * b + c on float32: rounded twice, or once where the kernels are relaxed. */
  multiplyAdd(a: Lanes, b: Lanes, c: Lanes): Lanes;
  /** c - a * b on float32: rounded twice, or once where the kernels are relaxed. */
  multiplySubtract(a: Lanes, b: Lanes, c: Lanes): Lanes;
}
