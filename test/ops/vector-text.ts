import { compile } from 'watr';
import type { Lanes, VectorCode } from '../../compiler/ops/op/vector-code.ts';

/** How multiplyAdd rounds: both results, the sum alone (told in float64, on any engine), or as the engine's relaxed instruction does. */
export type Rounding = 'twice' | 'once' | 'relaxed';

/** Vector code as WebAssembly text, with its constants kept out of the loop. */
export class VectorText implements VectorCode {
  readonly #rounding: Rounding;
  readonly #lines: string[] = [];
  readonly #constants = new Map<string, Lanes>();
  #values = 0;

  constructor(rounding: Rounding) {
    this.#rounding = rounding;
  }

  /** Instructions on vectors so far, constants not counted. */
  get instructions(): number {
    return this.#lines.length;
  }

  float(value: number): Lanes {
    return this.#constant(new Int32Array(new Float32Array([value, value, value, value]).buffer));
  }

  int(bits: number): Lanes {
    return this.#constant(new Int32Array([bits, bits, bits, bits]));
  }

  double(value: number): Lanes {
    return this.#constant(new Int32Array(new Float64Array([value, value]).buffer));
  }

  op(instruction: string, ...operands: readonly Lanes[]): Lanes {
    return this.#emit(`(${instruction} ${operands.map(read).join(' ')})`);
  }

  shift(instruction: string, x: Lanes, bits: number): Lanes {
    return this.#emit(`(${instruction} ${read(x)} (i32.const ${bits}))`);
  }

  shuffle(a: Lanes, b: Lanes, lanes: readonly [number, number, number, number]): Lanes {
    const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => 4 * lane + byte));
    return this.#emit(`(i8x16.shuffle ${bytes.join(' ')} ${read(a)} ${read(b)})`);
  }

  multiplyAdd(a: Lanes, b: Lanes, c: Lanes): Lanes {
    if (this.#rounding === 'relaxed') return this.op('f32x4.relaxed_madd', a, b, c);
    if (this.#rounding === 'once') return this.#inDouble('f64x2.add', a, b, c);
    return this.op('f32x4.add', this.op('f32x4.mul', a, b), c);
  }

  multiplySubtract(a: Lanes, b: Lanes, c: Lanes): Lanes {
    if (this.#rounding === 'relaxed') return this.op('f32x4.relaxed_nmadd', a, b, c);
    if (this.#rounding === 'once') return this.#inDouble('f64x2.sub', a, b, c);
    return this.op('f32x4.sub', c, this.op('f32x4.mul', a, b));
  }

  /** A module with memory and `run(a, b, y, bytes)`, which makes `bytes` bytes at `y` of the values at `a` and `b` that this code was given. */
  module(a: Lanes, b: Lanes, result: Lanes): Uint8Array<ArrayBuffer> {
    const constants = [...this.#constants];
    const locals = [
      ...constants.map(([, name]) => name),
      ...Array.from({ length: this.#values }, (_, i) => `$v${i}`),
      ...new Set([a, b]),
    ];
    const text = `(module
      (memory (export "memory") 16)
      ${constants.map(([words, name]) => `(global ${name} (mut v128) (v128.const i32x4 ${words}))`).join('\n')}
      (func (export "run") (param $pa i32) (param $pb i32) (param $py i32) (param $bytes i32)
        (local $end i32) ${[...new Set(locals)].map((name) => `(local ${name} v128)`).join(' ')}
        ${constants.map(([, name]) => `(local.set ${name} (global.get ${name}))`).join('\n')}
        (local.set $end (i32.add (local.get $py) (local.get $bytes)))
        (loop $next
          (local.set ${a} (v128.load (local.get $pa)))
          (local.set ${b} (v128.load (local.get $pb)))
          ${this.#lines.join('\n')}
          (v128.store (local.get $py) (local.get ${result}))
          (local.set $pa (i32.add (local.get $pa) (i32.const 16)))
          (local.set $pb (i32.add (local.get $pb) (i32.const 16)))
          (local.set $py (i32.add (local.get $py) (i32.const 16)))
          (br_if $next (i32.lt_u (local.get $py) (local.get $end))))))`;
    return new Uint8Array(compile(text));
  }

  /** Products of float32 are exact in float64. */
  #inDouble(instruction: string, a: Lanes, b: Lanes, c: Lanes): Lanes {
    const halves = [false, true].map((high) => {
      const wide = (x: Lanes) => this.op('f64x2.promote_low_f32x4', high ? this.shuffle(x, x, [2, 3, 2, 3]) : x);
      return this.op('f32x4.demote_f64x2_zero', this.op(instruction, wide(c), this.op('f64x2.mul', wide(a), wide(b))));
    });
    const [low = c, high = c] = halves;
    return this.shuffle(low, high, [0, 1, 4, 5]);
  }

  #constant(words: Int32Array): Lanes {
    const key = words.join(' ');
    const name = this.#constants.get(key) ?? lanes(`$k${this.#constants.size}`);
    this.#constants.set(key, name);
    return name;
  }

  #emit(expression: string): Lanes {
    const name = lanes(`$v${this.#values++}`);
    this.#lines.push(`(local.set ${name} ${expression})`);
    return name;
  }
}

/** A local that the caller sets. */
export const lanes = (name: string): Lanes => name as Lanes;
const read = (x: Lanes): string => `(local.get ${x})`;
