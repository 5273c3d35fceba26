/** A module of one function, (local.get 0) thrice and then `opcode`: (v128) -> v128. */
const moduleWith = (opcode: number): Uint8Array =>
  Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    // types: (v128) -> v128
    ...[0x01, 0x06, 0x01, 0x60, 0x01, 0x7b, 0x01, 0x7b],
    // functions: one of that type
    ...[0x03, 0x02, 0x01, 0x00],
    // code: the opcode is written behind the SIMD prefix, 7 bits at a time
    ...[0x0a, 0x0d, 0x01, 0x0b, 0x00, 0x20, 0x00, 0x20, 0x00, 0x20, 0x00],
    ...[0xfd, (opcode & 0x7f) | 0x80, opcode >> 7, 0x0b],
  );

const RELAXED_MADD = 0x105;
const RELAXED_NMADD = 0x106;

/** Whether the engine has the fused multiply-adds that relaxed kernels are made of. */
export const hasRelaxedSimd = (): boolean =>
  [RELAXED_MADD, RELAXED_NMADD].every((opcode) => WebAssembly.validate(moduleWith(opcode) as BufferSource));
