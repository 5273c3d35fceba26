import { refuse } from '../../model/refusal.ts';

/** An axis behind that of the batch. What it is follows from the layers that read it. */
export class Axis {
  readonly #size: number | null;
  #role: 'steps' | 'features' | 'one' | null;
  #same: Axis | null = null;
  /** Of steps that the model itself makes (RepeatVector): names the time axis of an input that it must be, once it meets one. */
  #repeats: ((along: string) => void)[];

  constructor(size: number | null, role: Axis['role'] = null, repeat: ((along: string) => void) | null = null) {
    this.#size = size;
    this.#role = role;
    this.#repeats = repeat === null ? [] : [repeat];
  }
  get root(): Axis {
    return this.#same?.root ?? this;
  }
  /** null: it is open in the file. */
  get size(): number | null {
    return this.root.#size;
  }
  /** `one`: of size 1, and nothing in the model. */
  get role(): 'steps' | 'features' | 'one' | null {
    return this.root.#role;
  }
  /** The layers that make these steps, where no input does. */
  get repeats(): readonly ((along: string) => void)[] {
    return this.root.#repeats;
  }
  /** @returns false where it is something else already */
  become(role: 'steps' | 'features' | 'one'): boolean {
    this.root.#role ??= role;
    return this.root.#role === role;
  }
  /** @returns false where the two can't be one */
  join(other: Axis): boolean {
    const [a, b] = [this.root, other.root];
    if (a === b) return true;
    if (a.#role !== null && b.#role !== null && a.#role !== b.#role) return false;
    if (a.#size !== null && b.#size !== null && a.#size !== b.#size) return false;
    const [kept, gone] = a.#size === null && b.#size !== null ? [b, a] : [a, b];
    kept.#role ??= gone.#role;
    kept.#repeats = [...kept.#repeats, ...gone.#repeats];
    gone.#same = kept;
    return true;
  }
}

/** Steps that don't count: those where all features of `of`, or the token there, are `value`. `unclear`: something that no `mask` of the model language says. */
export type Mask = { readonly of: string; readonly value: number; readonly isTokens: boolean } | 'unclear';

/** What is true or false at every step, or feature: as a mask says, everywhere or nowhere. */
export type Condition = Mask | 'all' | 'none';

/** An input of the file, and how the model must have it. */
export interface InputUse {
  readonly name: string;
  readonly axes: readonly Axis[];
  /** `tokens`: whole numbers that an embedding reads; null while nothing has read it. */
  kind: 'numbers' | 'tokens' | null;
  /** Whether steps that are one number each have an axis of features in the model. */
  column: boolean;
}

/** What a layer gives, [batch, …axes]. */
export interface Value {
  readonly reference: string;
  readonly axes: readonly Axis[];
  /** Whether its steps run the other way than those of the model. */
  readonly reversed: boolean;
  readonly mask: Mask | null;
  /** Of a value that is an input. */
  readonly input: InputUse | null;
  /** Of a value whose steps that don't count shall be zero: makes the layer that does it, for whoever does not leave them out anyway. */
  readonly zeroed: (() => string) | null;
  /** Of a value that is no numbers: what it says. */
  readonly condition: Condition | null;
}

/** What every value is that a layer makes of numbers. */
export const PLAIN = { reversed: false, mask: null, input: null, zeroed: null, condition: null } as const;

/** Reads a value as numbers. */
export function numbersOf(value: Value): string {
  const { input, reference, zeroed, condition } = value;
  if (condition !== null) return refuse('it reads a mask as numbers');
  if (zeroed !== null) return zeroed();
  if (input === null) return reference;
  if (input.kind === 'tokens')
    return refuse(`it reads input "${input.name}" as numbers, which an embedding reads as tokens`);
  if (input.column === true)
    return refuse(`it reads input "${input.name}" otherwise than the layer that makes steps of its numbers`);
  input.kind = 'numbers';
  return reference;
}

/** The last axis, which must have a size. */
export function featuresOf({ axes }: Value): number {
  const last = axes.at(-1);
  const size = last?.size ?? refuse('the size of the last axis of what it reads is open');
  if (last !== undefined && !last.become('features'))
    return refuse('the last axis of what it reads is that of the steps');
  return size;
}

/** A sequence [batch, steps, features]. @returns its axis of steps and how many features it has */
export function sequenceOf(value: Value): { readonly steps: Axis; readonly features: number } {
  const [steps, features] = value.axes;
  if (steps === undefined || features === undefined || value.axes.length !== 2)
    return refuse(`it reads a tensor of ${value.axes.length + 1} axes, not a sequence: batch, steps and features`);
  if (!steps.become('steps')) return refuse('what it reads as steps is read as features elsewhere');
  return { steps, features: featuresOf(value) };
}

/** The mask that a layer with a mask has to follow. */
export function maskOf({ mask, reversed }: Value): Exclude<Mask, 'unclear'> | null {
  if (mask === null) return null;
  if (mask === 'unclear') return refuse('its mask is made of several masks that differ');
  if (reversed)
    return refuse('it reads a sequence that runs backward under a mask, which Keras does not turn with the sequence');
  return mask;
}
