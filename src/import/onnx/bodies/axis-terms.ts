import type { NodeReader } from '../conversion.ts';
import { Axis, refuse, type Sizes } from '../values.ts';
import { atom, LOOSE, type Term, type Text, within } from './term.ts';

/** More pieces than this make no equation that anybody reads. */
const MOST_PIECES = 64;

/** The place among the axes of the language, which counts no rows. @throws Refusal for that of the rows */
export function axisIn({ shape, ofWeights }: Text, axis: number, what: string): number {
  const rows = ofWeights ? 0 : 1;
  const rank = shape.length + rows;
  const place = (axis < 0 ? axis + rank : axis) - rows;
  if (place < 0) return refuse(`its body ${what} rows`);
  return place < shape.length ? place : refuse(`its body has an axis ${axis} of a value with ${rank}`);
}

export const isLastAxis = ({ shape }: Text, place: number): boolean => place === shape.length - 1;
/** `, axis=0` where it is not the last one, over which functions go anyway. */
export const axisText = (x: Text, place: number): string => (isLastAxis(x, place) ? '' : `, axis=${place}`);

/** What `x[0, :, 2:4]` takes of an axis: all of it, a piece, or one place, without the axis. */
type Taken = ':' | { readonly from: number; readonly to: number } | number;

function subscribed(x: Text, taken: readonly Taken[]): Text {
  if (taken.every((one) => one === ':')) return x;
  const words = taken.map((one) =>
    one === ':' ? ':' : typeof one === 'number' ? String(one) : `${one.from}:${one.to}`,
  );
  const shape = taken.flatMap((one, axis): readonly number[] =>
    one === ':' ? [x.shape[axis] ?? 1] : typeof one === 'number' ? [] : [one.to - one.from],
  );
  if (shape.length === 0) return refuse('its body takes a value without features');
  return atom(`${within(x, LOOSE.atom)}[${words.join(', ')}]`, shape, x.ofWeights);
}

/** One place of an axis, which goes. */
export const takenAt = (x: Text, place: number, index: number): Text =>
  subscribed(
    x,
    x.shape.map((_, axis): Taken => (axis === place ? index : ':')),
  );
export const cutAlong = (x: Text, place: number, from: number, to: number): Text =>
  from === 0 && to === x.shape[place]
    ? x
    : subscribed(
        x,
        x.shape.map((_, axis): Taken => (axis === place ? { from, to } : ':')),
      );

/** Without axes of size 1. */
export function squeezed(x: Text, places: readonly number[]): Text {
  for (const place of places) if (x.shape[place] !== 1) refuse('its body takes away an axis of a size above 1');
  return subscribed(
    x,
    x.shape.map((_, axis): Taken => (places.includes(axis) ? 0 : ':')),
  );
}

/** With axes of size 1 at places of the result. */
export function unsqueezed(x: Text, places: readonly number[]): Text {
  const rank = x.shape.length + places.length;
  const rest = [...x.shape];
  const isNew = Array.from({ length: rank }, (_, axis) => places.includes(axis));
  if (new Set(places).size !== places.length || places.some((place) => place < 0 || place >= rank))
    return refuse('its body adds an axis twice, or where rows are');
  const words = isNew.map((one) => (one ? 'None' : ':'));
  return atom(
    `${within(x, LOOSE.atom)}[${words.join(', ')}]`,
    isNew.map((one) => (one ? 1 : (rest.shift() ?? 1))),
    x.ofWeights,
  );
}

/** Side by side along an axis; along the last one in brackets. */
export function joined(parts: readonly Text[], place: number): Text {
  const [first] = parts;
  if (first === undefined) return refuse('its body joins nothing');
  if (parts.length === 1) return first;
  const isFitting = parts.every(
    ({ shape }) =>
      shape.length === first.shape.length && shape.every((size, axis) => axis === place || size === first.shape[axis]),
  );
  if (!isFitting) return refuse('its body joins values whose other axes differ');
  const size = parts.reduce((sum, { shape }) => sum + (shape[place] ?? 0), 0);
  const texts = parts.map(({ text }) => text).join(', ');
  return atom(
    isLastAxis(first, place) ? `[${texts}]` : `concat(${texts}, axis=${place})`,
    first.shape.map((own, axis) => (axis === place ? size : own)),
    parts.every(({ ofWeights }) => ofWeights),
  );
}

const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
const withoutOnes = (shape: readonly number[]): readonly number[] => shape.filter((size) => size !== 1);
const onesOf = (shape: readonly number[]): readonly number[] =>
  shape.flatMap((size, axis) => (size === 1 ? [axis] : []));

/** The shape of one sample that a Reshape asks for. @throws Refusal where it takes rows apart or joins them */
export function sampleShape({ shape }: Text, { entries }: Sizes, keepsZero: boolean): readonly number[] {
  const [rows, ...sizes] = entries;
  const isRows = rows instanceof Axis || rows === -1 || (rows === 0 && keepsZero);
  if (!isRows) return refuse('its body gives rows another axis, or none');
  const written = sizes.map((size, axis) => {
    const own = size instanceof Axis ? size.root.size : size === 0 && keepsZero ? shape[axis] : size;
    return own ?? refuse('its body makes an axis of open size');
  });
  const known = written.reduce((product, size) => (size === -1 ? product : product * size), 1);
  const made = written.map((size) => (size === -1 ? countOf(shape) / known : size));
  return countOf(made) === countOf(shape) && made.every((size) => Number.isInteger(size) && size > 0)
    ? made
    : refuse(
        `its body makes [${shape.join(', ')}] of a row [${sizes.map((size) => (size instanceof Axis ? '?' : size)).join(', ')}]`,
      );
}

/**
 * The same numbers in other axes: axes of size 1 come and go, others are put side by side piece by piece, and cut apart.
 * @param name gives an expression that is read several times a name
 */
export function reshaped(x: Text, shape: readonly number[], name: (x: Text) => Text): Text {
  if (shape.join() === x.shape.join()) return x;
  if (withoutOnes(shape).join() === withoutOnes(x.shape).join()) {
    const ones = onesOf(x.shape);
    // a value keeps an axis at least
    const kept = ones.length === x.shape.length ? ones.slice(1) : ones;
    const bare = squeezed(x, kept);
    if (bare.shape.join() === shape.join()) return bare;
    const added = onesOf(shape);
    return unsqueezed(bare, ones.length === x.shape.length ? added.slice(1) : added);
  }
  const flat = flattened(x, name);
  return shape.length === 1 ? flat : divided(name(flat), shape, name);
}

function flattened(x: Text, name: (x: Text) => Text): Text {
  const [rows = 1, ...rest] = x.shape;
  if (rest.length === 0) return x;
  if (rows > MOST_PIECES) return refuse(`its body makes one axis of [${x.shape.join(', ')}]`);
  const whole = name(x);
  return joined(
    Array.from({ length: rows }, (_, row) => flattened(takenAt(whole, 0, row), name)),
    0,
  );
}

function divided(x: Text, shape: readonly number[], name: (x: Text) => Text): Text {
  const [rows = 1, ...rest] = shape;
  if (rest.length === 0) return x;
  if (rows > MOST_PIECES) return refuse(`its body makes [${shape.join(', ')}] of one axis`);
  const size = countOf(rest);
  return joined(
    Array.from({ length: rows }, (_, row) =>
      unsqueezed(divided(cutAlong(x, 0, row * size, (row + 1) * size), rest, name), [0]),
    ),
    0,
  );
}

/** A product of two values of a row, of which each has two axes: all products, added up. */
export function pairwise(a: Text, b: Text): Text {
  const [rows, shared] = a.shape;
  const [other, columns] = b.shape;
  if (a.shape.length !== 2 || b.shape.length !== 2 || shared !== other || rows === undefined || columns === undefined)
    return refuse('its body multiplies two values that are no matrices of a row');
  const [left, right] = [unsqueezed(a, [2]), unsqueezed(b, [0])];
  return atom(`sum(${left.text} * ${right.text}, axis=1)[:, 0, :]`, [rows, columns]);
}

/** Without the axis of rows that a value of weights alone has where it meets one of rows. */
export const rowless = (x: Text, rank: number): Text =>
  x.shape.length === rank + 1 && x.shape[0] === 1 ? takenAt(x, 0, 0) : x;

export function turned(term: Term, reader: NodeReader): Term {
  const order = reader.ints('perm') ?? [1, 0];
  return term.kind === 'weight' && term.dims.length === 2 && order.join() === '1,0'
    ? { ...term, turned: !term.turned }
    : refuse('its body turns something else than a matrix of weights');
}
