/** Texts about sizes of the model that the data does not fit. One function per mistake. */
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, plural } from '../../../compiler/diagnostics/phrase.ts';
import { quotedName, some } from './wording.ts';

/** What in the model says how many there can be. */
interface ModelSize {
  readonly layer: string;
  readonly key: 'units' | 'vocabulary';
  readonly count: number;
}
type Role = 'input' | 'target';

/** Where the model could take one step: `write input: memory.last in layer "y"`. */
interface Steps {
  readonly layer: string;
  readonly reader: string | null;
  readonly output: string;
}
export const takeLast = ({ layer, reader }: Steps): string =>
  `write ${reader === null ? `${layer}.last for ${layer} under outputs` : `input: ${layer}.last in layer "${reader}"`}, or ${layer}.mean or ${layer}.max`;
/** How a feed of whole numbers is made one of measures. */
export const asNumbers = ({
  name,
  role,
  dims,
}: {
  readonly name?: string;
  readonly role: Role;
  readonly dims: readonly unknown[];
}): string =>
  role === 'target'
    ? 'for measures give the loss type: mse and leave dtype: int32 out'
    : `for measures declare ${name === undefined ? 'the input' : `"${name}"`} as {shape: [${dims.join(', ')}, 1], dtype: float32}, leave its embedding out, and read it in place of that`;
/** A target with a horizon, for an output with a value at every step of the window. */
export const oneAfterWindow = (
  span: Span | null,
  feed: string,
  steps: Steps | null,
  {
    width,
    horizon,
    numbers,
    units,
  }: { readonly width: number; readonly horizon: number; readonly numbers: number; readonly units: number },
): Diagnostic =>
  error(
    'data-feeds',
    span,
    `feed "${feed}" has ${plural(horizon, 'step')} after each window, and ${steps === null ? 'the output' : `"${steps.output}"`} says something at each of its ${plural(width, 'step')}`,
    {
      expected: `an output after the last step, or a target at every step`,
      found: `part: horizon, and an output over time`,
      fix: `${steps === null ? 'take the last step of the recurrent layer, NAME.last' : takeLast(steps)}${units === numbers ? '' : `, with units: ${numbers} in "${steps?.output ?? 'NAME'}"`}; for a target at every step write part: next`,
    },
  );
/**
 * A target with the time axis of an input, and another number of steps along it.
 * @param fix which of the two should be of the horizon; null: neither
 */
export const stepsDiffer = (
  target: { readonly name: string; readonly span: Span | null },
  steps: number,
  axis: string,
  other: { readonly name: string; readonly steps: number },
  fix: 'target' | 'input' | null,
): Diagnostic =>
  error(
    'data-feeds',
    target.span,
    `feed "${target.name}" has ${plural(steps, 'step')} along "${axis}", and "${other.name}" has ${other.steps}`,
    {
      expected: 'as many steps in both',
      found: `${steps} and ${other.steps}`,
      fix:
        fix === null
          ? 'give both the same part: of a window'
          : `write part: horizon in feed "${fix === 'target' ? target.name : other.name}"`,
    },
  );
/** Of a row: the rest of a sentence that begins with the name of a column. */
export const oneOfRow = (feed: string, steps: Steps): { readonly reason: string; readonly fix: string } => ({
  reason: `has one value for the whole row, and "${steps.output}", which "${feed}" is compared with, says one at every step`,
  fix: takeLast(steps),
});

/** `units: 3` */
const shown = ({ key, count }: ModelSize): string => `${key}: ${count}`;
/** How it is left to the data. */
const left = ({ key }: ModelSize): string => `${key}: ${key === 'units' ? 'classes' : 'auto'}`;
/** How the model says that it tells so many apart. */
const told = ({ layer, key, count }: ModelSize): string =>
  key === 'units'
    ? `"${layer}" tells ${count} ${count === 1 ? 'class' : 'classes'} apart`
    : `the vocabulary of layer "${layer}" is ${count}`;
const categoryOf = (column: string): string => `columns: {${quotedName(column)}: {type: category}}`;
const nameOf = (role: Role): string => (role === 'target' ? 'classes' : 'values');

export const tooFew = (span: Span | null, size: ModelSize, what: string, role: Role, found: number): Diagnostic =>
  error('data-size', span, `${told(size)}, and ${what} has ${found} ${nameOf(role)}`, {
    expected: `${size.key}: ${found}`,
    found: shown(size),
    fix: `write ${size.key}: ${found}, or ${left(size)}, in layer "${size.layer}"${
      size.key === 'units' && size.count === 1 && found === 2
        ? '; or give the loss type: sigmoid_cross_entropy, for which one unit tells two classes apart'
        : ''
    }`,
  });
export const tooFewTokens = (
  span: Span | null,
  size: ModelSize,
  what: { readonly column: string | null; readonly role: Role },
  found: number,
  isBytes: boolean,
): Diagnostic => {
  const { column, role } = what;
  const written = `write ${size.key}: ${found}, or ${left(size)}, in layer "${size.layer}"`;
  const fewer = isBytes ? '' : `, or keep the most frequent tokens: data: {vocabulary: {size: ${size.count}}}`;
  return error(
    'data-size',
    span,
    `${told(size)}, and ${column === null ? 'the text' : `the column "${column}"`} has ${found} different tokens`,
    {
      expected: `${size.key}: ${found}`,
      found: shown(size),
      // labels of text may stand beside an unknown token
      fix:
        column !== null && role === 'target'
          ? `write ${categoryOf(column)}, or ${written.slice(6)}`
          : `${written}${fewer}`,
    },
  );
};
export const outside = (
  span: Span | null,
  size: ModelSize,
  column: string,
  role: Role,
  { least, greatest }: { readonly least: number; readonly greatest: number },
  mayMiss: boolean,
): Diagnostic => {
  const isShifted = greatest - least < size.count && least >= 1;
  const from = `numbers from ${mayMiss ? -1 : 0} to ${size.count - 1}`;
  const category = categoryOf(column);
  return error(
    'data-size',
    span,
    `${told(size)}, counted from 0, and the column "${column}" has numbers from ${least} to ${greatest}`,
    {
      expected: mayMiss ? `${from}, -1 where there is none` : from,
      found: `numbers from ${least} to ${greatest}`,
      fix: isShifted
        ? `write ${category}, which numbers the ${nameOf(role)} from 0 by itself`
        : `write ${size.key}: ${Math.floor(greatest) + 1}, or ${left(size)}, in layer "${size.layer}", or ${category}, which numbers the ${nameOf(role)} that there are`,
    },
  );
};

// lines of the data report

/** The horizon is as long as the window, and the model says something at every step of the window. */
export const horizonAtStepsNote = (feed: string, steps: Steps, count: number): string =>
  `"${steps.output}" says something at each of the ${plural(count, 'step')} of a window, and is compared with "${feed}", the ${plural(count, 'step')} after it, one with one: the first is said from the first step of the window alone, unless the layers before read backwards; to say all after the last step ${takeLast(steps)}, with units for ${plural(count, 'step')}`;
/** Classes that no value of a column can have. */
export const classesIdleNote = (column: string, size: ModelSize, found: number): string => {
  const idle = size.count - found;
  return `${told(size)}, and "${column}" has ${found}: ${idle} of its ${size.count} classes never ${idle === 1 ? 'stands' : 'stand'} in the data; write ${size.key}: ${found}, or ${left(size)}, in layer "${size.layer}"`;
};
/** Numbers of classes that no row of the training part has. */
export const classesAbsentNote = (
  column: string,
  absent: readonly number[],
  seen: ReadonlySet<number>,
  size: ModelSize | null,
): string => {
  const greatest = Math.max(...seen);
  const [first = 0] = absent;
  const isOne = absent.length === 1;
  const names = isOne ? `class ${first}` : `classes ${runs(absent)}`;
  const isTail = first > greatest;
  const fewer =
    isTail && size !== null ? `write ${size.key}: ${greatest + 1}, or ${left(size)}, in layer "${size.layer}"` : null;
  const from =
    first === 0
      ? `"${column}" has classes from ${Math.min(...seen)} to ${greatest}, and classes are counted from 0: `
      : `"${column}": `;
  return `${from}${names} of ${size?.count ?? seen.size + absent.length} never ${isOne ? 'stands' : 'stand'} in the training part; ${fewer ?? `${categoryOf(column)} numbers those that there are`}`;
};
/** `0 to 2, 5` */
function runs(numbers: readonly number[]): string {
  const all: [number, number][] = [];
  for (const number of numbers) {
    const last = all.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else all.push([number, number]);
  }
  return some(all, 3, ([from, to]) =>
    from === to ? `${from}` : to === from + 1 ? `${from} and ${to}` : `${from} to ${to}`,
  ).join(', ');
}
export const noneNote = (column: string, count: number): string =>
  `"${column}" is -1 ${count === 1 ? 'once' : `${count} times`} in the training part: taken as no class, and left out of the loss`;
/** Classes that the model file lists, and no row of the training part has. */
export const valuesAbsentNote = (column: string, absent: readonly string[], count: number): string => {
  const [names, isOne] = [some(absent, 5, (value) => JSON.stringify(value)).join(', '), absent.length === 1];
  return `"${column}": ${isOne ? 'class' : 'classes'} ${names} of ${count} never ${isOne ? 'stands' : 'stand'} in the training part, and nothing teaches ${isOne ? 'it' : 'them'}; give rows of ${isOne ? 'it' : 'them'}, or leave ${isOne ? 'it' : 'them'} out of values:`;
};
export const noneClassNote = (column: string, count: number): string =>
  `"${column}" is -1 ${count === 1 ? 'once' : `${count} times`} in the training part: taken as a class like the others, since the column is a category; where it stands for no class columns: {${quotedName(column)}: {missing: [-1], fill: skip}} leaves its rows out`;
