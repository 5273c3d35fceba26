import { shortest } from '../functions.ts';
import { type Constant, refuse, type Value } from '../values.ts';

/** An expression of the equations. */
export interface Text {
  readonly kind: 'text';
  readonly text: string;
  /** How tight its outermost operator binds. */
  readonly tightness: number;
  /** The axes of one sample; of weights alone, which have no rows, all axes. */
  readonly shape: readonly number[];
  readonly ofWeights: boolean;
}

/** What a value is in the equations of a cell. */
export type Term =
  | Text
  /** `stretched`: repeated to a shape, which the equations leave to what it meets. */
  | { readonly kind: 'number'; readonly value: number; readonly stretched: boolean }
  /** A weight; it is the cell's once an equation reads it. */
  | { readonly kind: 'weight'; readonly constant: Constant; readonly dims: readonly number[]; readonly turned: boolean }
  /** Whether the step of a row counts. */
  | { readonly kind: 'mask' }
  /** Where the step counts the one, else the other. */
  | { readonly kind: 'masked' }
  /** A state that nothing reads. */
  | { readonly kind: 'held' }
  | { readonly kind: 'outer'; readonly value: Value }
  /** What no equation reads as it is. */
  | { readonly kind: 'of level'; readonly value: OfLevel };

/** In a loop over the levels of trees. */
export type OfLevel =
  /** The element of a list of levels. */
  | { readonly kind: 'number'; readonly part: string }
  /** For every child of the level, the node that it belongs to. */
  | { readonly kind: 'owners' }
  /** Where children stand in the tables of states: all of them, or the one of a place. */
  | { readonly kind: 'children'; readonly place: number | null }
  /** The table of a state. */
  | { readonly kind: 'table'; readonly state: number }
  /** The list of a result, which grows from level to level. */
  | { readonly kind: 'list' }
  /** A table or a list with the rows of the level. */
  | { readonly kind: 'written' };

/** How tight operators bind, as `compiler/equations/precedence.ts` has it. */
export const LOOSE = { or: 1, and: 2, compare: 3, sum: 4, product: 5, sign: 6, atom: 7 } as const;

/** What needs no brackets around it. */
export const atom = (text: string, shape: readonly number[], ofWeights = false): Text => ({
  kind: 'text',
  text,
  tightness: LOOSE.atom,
  shape,
  ofWeights,
});
/** Text in brackets where its operator binds less tight. */
export const within = ({ text, tightness }: Text, wanted: number, isRight = false): string =>
  tightness < wanted || (isRight && tightness === wanted) ? `(${text})` : text;

/** What a value of the graph around a body, or a constant in it, is in the equations. */
export function termOf(value: Value): Term {
  // the language repeats rows by itself
  if (value.kind === 'repeated') return termOf(value.of);
  if (value.kind === 'filled') return { kind: 'number', value: value.value, stretched: true };
  if (value.kind !== 'constant' || value.dtype !== 'float32') return { kind: 'outer', value };
  if (value.dims.length === 0) return { kind: 'number', value: value.data[0] ?? 0, stretched: false };
  return { kind: 'weight', constant: value, dims: value.dims, turned: false };
}

export function numberText(value: number): Text {
  if (!Number.isFinite(value)) return refuse(`its body computes with ${value}`);
  const isNegative = value < 0 || Object.is(value, -0);
  return {
    kind: 'text',
    text: shortest(value),
    tightness: isNegative ? LOOSE.sign : LOOSE.atom,
    shape: [],
    ofWeights: true,
  };
}

/** The shape that values give together: axes meet from the end, and those of size 1 are stretched. @throws Refusal where two differ */
export function shapeTogether(shapes: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(...shapes.map((shape) => shape.length), 0);
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((shape) => shape[shape.length - rank + axis] ?? 1);
    const size = sizes.find((one) => one !== 1) ?? 1;
    return sizes.every((one) => one === 1 || one === size)
      ? size
      : refuse(`its body combines values of ${sizes.join(' and ')} places`);
  });
}
