/** Texts about sizes that a model leaves to its data. One function per mistake. */
import type { Diagnostic, Span } from '../../diagnostic.ts';
import { didYouMean, error, list, quote } from '../../phrase.ts';

interface Open {
  readonly key: string;
  readonly kind: 'classes' | 'vocabulary' | 'columns';
  readonly span: Span;
}

export const unknownSizeSet = (name: string, known: readonly string[]): Diagnostic =>
  error('unknown-parameter', null, `--set ${name}=…: the model leaves no such size to its data`, {
    expected: known.length === 0 ? 'a parameter of the model' : `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'name a parameter, or a size that the model leaves open',
  });
export const sizeOutOfRange = (key: string, words: string, value: number): Diagnostic =>
  error('out-of-range', null, `--set ${key} is ${value}`, {
    expected: words,
    found: `${value}`,
    fix: `choose ${words}`,
  });

/** `units of head (classes of the data)` */
export const openSizeInWords = ({ key, kind }: Pick<Open, 'key' | 'kind'>): string => {
  const [owner = '', what = ''] = key.split('.');
  return `${what} of ${owner} (${kind === 'vocabulary' ? 'the vocabulary' : kind} of the data)`;
};
export const openSizes = (open: readonly Open[]): Diagnostic =>
  error(
    'size-open',
    open[0]?.span ?? null,
    `the data give ${open.map(openSizeInWords).join(', ')}, and nothing was read yet`,
    {
      expected: 'numbers',
      found: 'sizes that training finds',
      fix: `train the model, or give the number${open.length === 1 ? '' : 's'}: ${open.map(({ key }) => `--set ${key}=N`).join(' ')} (in a program set: {"${open[0]?.key ?? ''}": N})`,
    },
  );
export const oneClass = ({ key, kind, span }: Open, target: string, name: string | null): Diagnostic =>
  error('one-class', span, `${openSizeInWords({ key, kind })} would be 1: the target "${target}" has one class`, {
    expected: 'two different values at least in the training part',
    found: name === null ? 'the same number everywhere' : `${JSON.stringify(name)} alone`,
    fix: 'give data with another class too, or name another target: between one class and itself there is nothing to learn',
  });
/** @param column of numbers, which may stand for classes; null: there is none. */
export const sizeUnclear = ({ key, kind, span }: Open, why: string, column: string | null): Diagnostic =>
  error('size-open', span, `${openSizeInWords({ key, kind })} can't be found: ${why}`, {
    expected: kind === 'columns' ? 'an input made of columns' : 'one column of categories, text or whole numbers',
    found: why,
    fix:
      column === null
        ? 'write the number'
        : `where its numbers stand for classes, write columns: {${JSON.stringify(column)}: {type: category}} under data; otherwise write the number of outputs`,
  });
