import { refuse } from '../../model/refusal.ts';
import { type Convert, Emitter, type Use } from './conversion.ts';
import { Axis, featuresOf, type Mask, maskOf, numbersOf, PLAIN, type Value } from './values.ts';

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

/** A condition of every step, [1], over a name in equations. */
const counts = (name: string, { value, isTokens }: Exclude<Mask, 'unclear'>): string =>
  isTokens ? `${name}[None] != ${value}` : `sum(float(${name} != ${value})) > 0`;

/** Terms of a merge, each with the name of the condition that its mask is; null where it has none. */
type Terms = readonly { readonly value: string; readonly counts: string | null }[];

/**
 * A merge of Keras 3 that looks at masks: where a step of one input does not count, it takes what the others say.
 * Source: keras/src/layers/merging/base_merge.py and multiply.py, Keras 3.15.
 * @returns null where no input has a mask, or in a dialect whose merges look at none
 */
function underMasks(use: Use, lines: (terms: Terms) => readonly string[]): readonly Value[] | null {
  const { values, first } = aligned(use, false);
  if (use.conversion.dialect !== 'keras3' || values.every(({ mask }) => mask === null)) return null;
  if (values.length > NAMES.length) return refuse(`it has more than ${NAMES.length} inputs`);
  const inputs: { [name: string]: string } = {};
  const equations: string[] = [];
  const terms = values.map((value, at) => {
    const name = NAMES[at] ?? '';
    const mask = maskOf(value);
    featuresOf(value);
    inputs[name] = numbersOf(value);
    if (mask === null) return { value: name, counts: null };
    inputs[`${name}_mask`] = mask.of;
    equations.push(`${name}_counts = ${counts(`${name}_mask`, mask)}`);
    return { value: name, counts: `${name}_counts` };
  });
  const name = new Emitter(use).add(
    { type: 'equations', inputs, output: 'y' },
    { equations: [...equations, ...lines(terms)] },
  );
  return [result(first, name, first.axes, joinedMask(use, values))];
}

/** What does not count is 1 in the product; where nothing counts, that is 0. */
const productUnderMasks = (terms: Terms): readonly string[] => {
  const factors = terms.map(({ value, counts }) => (counts === null ? value : `where(${counts}, ${value}, 1)`));
  const product = factors.join(' * ');
  const all = terms.flatMap(({ counts }) => (counts === null ? [] : [counts]));
  return [all.length < terms.length ? `y = ${product}` : `y = where(${all.join(' or ')}, ${product}, 0)`];
};

/** From the first on: of two, where one does not count, it is as the other. */
const extremeUnderMasks =
  (function_: 'maximum' | 'minimum') =>
  ([first, ...others]: Terms): readonly string[] => {
    const lines: string[] = [];
    let before = { value: first?.value ?? '', counts: first?.counts ?? null };
    for (const [at, { value, counts }] of others.entries()) {
      const name = at === others.length - 1 ? 'y' : `y_${at}`;
      const right = counts === null ? value : `where(${counts}, ${value}, ${before.value})`;
      const left = before.counts === null ? before.value : `where(${before.counts}, ${before.value}, ${right})`;
      lines.push(`${name} = ${function_}(${left}, ${right})`);
      const either = counts === null || before.counts === null ? null : `(${before.counts} or ${counts})`;
      before = { value: name, counts: either };
    }
    return lines;
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
  Multiply: (use) => underMasks(use, productUnderMasks) ?? elementwise('multiply')(use),
  Average: merging((names) => `(${names.join(' + ')}) / ${names.length}`),
  Maximum: (use) => underMasks(use, extremeUnderMasks('maximum')) ?? merging(folded('maximum'))(use),
  Minimum: (use) => underMasks(use, extremeUnderMasks('minimum')) ?? merging(folded('minimum'))(use),
};
