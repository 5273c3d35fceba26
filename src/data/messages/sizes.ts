/** Texts about sizes of the model that the data does not fit. One function per mistake. */
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error } from '../../../compiler/diagnostics/phrase.ts';
import { quotedName } from './name-in-quotes.ts';

/** What in the model says how many there can be. */
interface ModelSize {
  readonly layer: string;
  readonly key: 'units' | 'vocabulary';
  readonly count: number;
}
type Role = 'input' | 'target';

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
