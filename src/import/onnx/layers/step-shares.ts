import { overSteps } from '../axis-nodes.ts';
import type { Conversion } from '../conversion.ts';
import { type Axis, become, type Data, isMerged, referenceOf, refuse, type Value } from '../values.ts';
import { meeting } from './meeting.ts';

const equations = (
  wanted: string,
  right: string,
  inputs: { readonly [name: string]: string },
  conversion: Conversion,
): string => conversion.addLayer(wanted, { type: 'equations', inputs, equations: `y = ${right}`, output: 'y' }).name;

const placeOf = (data: Data, axis: Axis): number => data.axes.findIndex((own) => !isMerged(own) && own.is(axis));

/**
 * The softmax of a sequence over its steps. exp(a - max) / mean(exp(a - max)) is that times the number of steps, so the sum over the steps of what it is multiplied by is
 * the mean of what that is. @param time the axis of the steps
 */
export function sharesOfSteps(data: Data, time: Axis, conversion: Conversion): Data {
  const place = placeOf(data, time);
  const a = referenceOf(data);
  const b = referenceOf(overSteps(data, place, 'max', conversion));
  const powers: Data = { ...data, source: null, references: [equations('powers', 'exp(a - b)', { a, b }, conversion)] };
  const mean = referenceOf(overSteps(powers, place, 'mean', conversion));
  const name = equations('shares', 'a / b', { a: referenceOf(powers), b: mean }, conversion);
  return { ...powers, references: [name], made: 'share' };
}

const isShare = (value: Value): value is Data => value.kind === 'data' && value.made === 'share';

/** Shares of the steps times a sequence; null for another product. */
export function sharedValues(a: Value, b: Value, conversion: Conversion): Data | null {
  const [share, other] = isShare(a) ? [a, b] : [b, a];
  if (!isShare(share)) return null;
  if (other.kind !== 'data' || other.made || other.dtype !== 'float32')
    return refuse('it multiplies shares of steps by what is no sequence');
  const plain: Data = { ...share, made: null };
  const axes = meeting(plain, other);
  const inputs = { a: referenceOf(plain), b: referenceOf(other) };
  return {
    ...other,
    source: null,
    references: [equations('shared', 'a * b', inputs, conversion)],
    axes,
    made: 'share',
  };
}

/** [batch, 1, steps] of shares times [batch, steps, features]: their sum over the steps, [batch, 1, features]; null for another product. */
export function sharedSum(a: Value, b: Value, conversion: Conversion): Data | null {
  if (!isShare(a)) return null;
  const [, one, steps] = a.axes;
  if (b.kind !== 'data' || a.axes.length !== 3 || b.axes.length !== 3)
    return refuse('it multiplies shares of steps by what is no sequence');
  const time = become(steps, 'time');
  if (one === undefined || isMerged(one) || one.root.size !== 1 || placeOf(b, time) !== 1)
    return refuse('it multiplies shares of steps by other steps');
  const turned: Data = { ...a, axes: [a.axes[0] ?? time, time, one] };
  const product = sharedValues(turned, b, conversion) ?? refuse('it multiplies no shares');
  return overSteps({ ...product, made: null }, 1, 'mean', conversion);
}
