import { refuse } from '../../model/refusal.ts';
import { MASK_OPERATIONS } from '../config/read-model.ts';
import { type Convert, made, type Use } from './conversion.ts';
import { Axis, type Condition, type Value } from './values.ts';

const conditionsOf = ({ inputs, states }: Use): readonly Condition[] =>
  [...inputs, ...states].map(
    ({ condition }) => condition ?? refuse('it is an operation on numbers, which is no layer'),
  );

const result = ({ inputs }: Use, condition: Condition, axes?: readonly Axis[]): readonly Value[] => {
  const [first] = inputs;
  if (first === undefined) return refuse('it has no input');
  return [{ ...made(first, '', axes ?? first.axes), mask: null, condition }];
};

const same = (a: Condition, b: Condition): boolean => JSON.stringify(a) === JSON.stringify(b);
/** True where one of them is. */
const either = (a: Condition, b: Condition): Condition => {
  if (a === 'none' || same(a, b)) return b;
  if (b === 'none') return a;
  return a === 'all' || b === 'all' ? 'all' : 'unclear';
};

const notEqual: Convert = (use) => {
  const { inputs, numbers } = use;
  const [value] = inputs;
  const [number] = numbers;
  if (value === undefined || number === undefined || inputs.length > 1)
    return refuse('it compares two tensors, which no layer does');
  if (value.reversed) return refuse('it compares a sequence that runs backward');
  const isTokens = value.axes.length === 1 || value.input?.kind === 'tokens';
  return result(use, { of: value.reference, value: number, isTokens });
};

/** Over the features: a step counts where one of them does. */
const any: Convert = (use) => {
  const [condition] = conditionsOf(use);
  const axes = use.inputs[0]?.axes ?? [];
  const axis = use.layer.options.value('axis');
  if (condition === undefined || axes.length !== 2 || (axis !== -1 && axis !== 2))
    return refuse('it goes over another axis than that of the features');
  if (use.layer.options.flag('keepdims')) return refuse('it keeps the axis of the features');
  return result(use, condition, axes.slice(0, -1));
};

const expandDims: Convert = (use) => {
  const [condition = 'unclear'] = conditionsOf(use);
  if (use.layer.options.value('axis') !== -1) return refuse('its axis does not come last');
  return result(use, condition, [...(use.inputs[0]?.axes ?? []), new Axis(1)]);
};

const filled =
  (condition: Condition): Convert =>
  (use) =>
    use.layer.options.value('dtype') === 'bool' ? result(use, condition) : refuse('it makes numbers, and is no layer');

/** Joined or compared conditions are true at a step where one of them is, once `any` has gone over the features. */
const joined: Convert = (use) => {
  use.layer.options.value('axis');
  return result(use, conditionsOf(use).reduce(either));
};

/** Functional models of Keras 3 write down how their masks are computed, with operations that are no layers. */
export const CONDITIONS: { readonly [className: string]: Convert } = {
  [`${MASK_OPERATIONS}.NotEqual`]: notEqual,
  [`${MASK_OPERATIONS}.Any`]: any,
  [`${MASK_OPERATIONS}.ExpandDims`]: expandDims,
  [`${MASK_OPERATIONS}.ZerosLike`]: filled('none'),
  [`${MASK_OPERATIONS}.OnesLike`]: filled('all'),
  [`${MASK_OPERATIONS}.LogicalOr`]: joined,
  [`${MASK_OPERATIONS}.Concatenate`]: joined,
};
