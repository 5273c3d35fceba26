import { refuse } from '../../model/refusal.ts';
import { type Convert, Emitter, type Use } from './conversion.ts';
import { Axis, featuresOf, type Mask, numbersOf, PLAIN, type Value } from './values.ts';

/** The mask of what is made of several values. Sources: keras/src/layers/merging, Keras 3.15; tf_keras/src/layers/merging, 2.21; tfjs-layers/src/layers/merge.ts, 4.22. */
function joinedMask(use: Use, values: readonly Value[]): Mask | null {
  const masks = values.map(({ mask }) => mask);
  const [first = null] = masks;
  if (masks.every((mask) => JSON.stringify(mask) === JSON.stringify(first))) return first;
  return use.conversion.dialect === 'keras3' && masks.includes(null) ? null : 'unclear';
}

function aligned(use: Use, exceptLast: boolean): { readonly values: readonly Value[]; readonly first: Value } {
  const { inputs, states } = use;
  const [first, ...others] = inputs;
  if (first === undefined || others.length === 0 || states.length > 0) return refuse('it has not several inputs');
  for (const other of others) {
    if (other.axes.length !== first.axes.length) return refuse('its inputs have different numbers of axes');
    if (other.reversed !== first.reversed) return refuse('one of its inputs runs backward and another forward');
    const count = first.axes.length - (exceptLast ? 1 : 0);
    for (let at = 0; at < count; at++) {
      const [a, b] = [first.axes[at], other.axes[at]];
      if (a === undefined || b === undefined) continue;
      const isLast = at === first.axes.length - 1;
      if (isLast ? a.size !== b.size || a.size === null : !a.join(b))
        return refuse('its inputs have axes of different sizes, or steps that are not the same');
    }
  }
  return { values: inputs, first };
}

const result = (first: Value, reference: string, axes: readonly Axis[], mask: Mask | null): Value => ({
  ...PLAIN,
  reference,
  axes,
  reversed: first.reversed,
  mask,
});

const concatenate: Convert = (use) => {
  const { values, first } = aligned(use, true);
  const axis = use.layer.options.value('axis') ?? -1;
  if (axis !== -1 && axis !== first.axes.length)
    return refuse(`it joins along axis ${JSON.stringify(axis)}; only the last one is that of the features`);
  const size = values.reduce((sum, value) => sum + featuresOf(value), 0);
  const name = new Emitter(use).add({ type: 'concat', inputs: values.map(numbersOf) });
  const axes = [...first.axes.slice(0, -1), new Axis(size, 'features')];
  return [result(first, name, axes, joinedMask(use, values))];
};

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

/** A merge of as many values as it has names, by a formula of theirs. */
const merging =
  (formula: (names: readonly string[]) => string): Convert =>
  (use) => {
    const { values, first } = aligned(use, false);
    if (values.length > NAMES.length) return refuse(`it has more than ${NAMES.length} inputs`);
    const names = NAMES.slice(0, values.length);
    for (const value of values) featuresOf(value);
    const inputs = Object.fromEntries(values.map((value, at) => [names[at] ?? '', numbersOf(value)]));
    const name = new Emitter(use).add(
      { type: 'equations', inputs, output: 'y' },
      { equations: [`y = ${formula(names)}`] },
    );
    return [result(first, name, first.axes, joinedMask(use, values))];
  };

const elementwise =
  (type: 'add' | 'multiply'): Convert =>
  (use) => {
    const { values, first } = aligned(use, false);
    for (const value of values) featuresOf(value);
    const name = new Emitter(use).add({ type, inputs: values.map(numbersOf) });
    return [result(first, name, first.axes, joinedMask(use, values))];
  };

const folded =
  (name: string) =>
  (names: readonly string[]): string =>
    names.reduce((text, next) => `${name}(${text}, ${next})`);

export const JOIN_LAYERS: { readonly [className: string]: Convert } = {
  Concatenate: concatenate,
  Add: elementwise('add'),
  Subtract: (use) =>
    use.inputs.length === 2 ? merging((names) => names.join(' - '))(use) : refuse('it has not two inputs'),
  Multiply: elementwise('multiply'),
  Average: merging((names) => `(${names.join(' + ')}) / ${names.length}`),
  Maximum: merging(folded('maximum')),
  Minimum: merging(folded('minimum')),
};
