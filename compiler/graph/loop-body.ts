import type { Dim } from '../ir/dim.ts';
import type { RaggedAxis } from '../ir/nodes.ts';
import type { Origin, ValueId } from '../ir/types.ts';
import { elementShape } from '../ops/loop.ts';
import type { GraphBuilder } from './builder.ts';

/**
 * A loop under construction. Its body is closed: outer values come in by `capture` (the same at every step) or `scan` (one element per step),
 * each once, in the order of first use.
 */
export class LoopBody {
  readonly #builder: GraphBuilder;
  readonly #direction: 'forward' | 'backward';
  readonly #length: Dim;
  readonly #ragged: readonly RaggedAxis[];
  readonly #remat: boolean;
  readonly #states: { readonly init: ValueId; readonly param: ValueId; readonly finalName: string }[] = [];
  readonly #scanned = new Map<ValueId, ValueId>();
  readonly #captured = new Map<ValueId, ValueId>();

  /** @param bounds outer starts and counts of every ragged axis. */
  constructor(
    builder: GraphBuilder,
    direction: 'forward' | 'backward',
    length: Dim,
    options: {
      readonly remat?: boolean;
      readonly ragged?: readonly RaggedAxis[];
      readonly bounds?: readonly ValueId[];
    } = {},
  ) {
    this.#builder = builder;
    this.#remat = options.remat ?? false;
    this.#ragged = options.ragged ?? [];
    this.#direction = direction;
    this.#length = length;
    builder.openBody();
    for (const outer of options.bounds ?? []) this.scan(outer);
  }

  state(name: string, init: ValueId, finalName = `${name}.final`): ValueId {
    const param = this.#builder.value(name, this.#builder.typeOf(init));
    this.#states.push({ init, param, finalName });
    return param;
  }

  scan(outer: ValueId): ValueId {
    const known = this.#scanned.get(outer);
    if (known !== undefined) return known;
    const { dtype, shape } = this.#builder.typeOf(outer);
    const element = elementShape(shape, this.#ragged);
    const param = this.#builder.value(this.#builder.nameOf(outer), { dtype, shape: element });
    this.#scanned.set(outer, param);
    return param;
  }

  capture(outer: ValueId): ValueId {
    const known = this.#captured.get(outer);
    if (known !== undefined) return known;
    const param = this.#builder.value(this.#builder.nameOf(outer), this.#builder.typeOf(outer));
    this.#captured.set(outer, param);
    return param;
  }

  /** Abandons the body after a mistake in it. */
  abandon(): void {
    this.#builder.closeBody([], []);
  }

  /** Closes the body and emits the loop. `next` pairs with the states in order. */
  close(
    next: readonly ValueId[],
    stacked: readonly { readonly id: ValueId; readonly name: string }[],
    origin: Origin,
  ): { readonly finals: readonly ValueId[]; readonly stacked: readonly ValueId[] } {
    const params = [...this.#states.map((s) => s.param), ...this.#scanned.values(), ...this.#captured.values()];
    const body = this.#builder.closeBody(params, [...next, ...stacked.map((s) => s.id)]);
    const inputs = [...this.#states.map((s) => s.init), ...this.#scanned.keys(), ...this.#captured.keys()];
    const names = [...this.#states.map((s) => s.finalName), ...stacked.map((s) => s.name)];
    const results = this.#builder.emitAll(
      'loop',
      inputs,
      {
        states: this.#states.length,
        scanned: this.#scanned.size,
        direction: this.#direction,
        length: this.#length,
        body,
        ...(this.#ragged.length > 0 ? { ragged: this.#ragged } : {}),
        ...(this.#remat ? { remat: true } : {}),
      },
      origin,
      names,
    );
    return { finals: results.slice(0, this.#states.length), stacked: results.slice(this.#states.length) };
  }
}
