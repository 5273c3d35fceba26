/** Texts about rows and arrays that a program gives to a training. One function per mistake. */

import { describeValue } from '../../../compiler/diagnostics/describe-value.ts';
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, plural } from '../../../compiler/diagnostics/phrase.ts';

const FORMS = 'rows by column, [{sales: 31, promo: 1}, …], or arrays by column, {x: [[[1], [2]], …], target: [[0], …]}';

/** @param part such as `data`. */
export const dataForm = (part: string, found: unknown): Diagnostic =>
  error('data-kind', null, `"${part}" is neither rows nor arrays`, {
    expected: FORMS,
    found: describeValue(found),
    fix: `give train({data: ${part === 'data' ? 'rows' : `rows, ${part}: others`}})`,
  });
/** @param index of the row that is none; -1: there are no rows. */
export const rowForm = (part: string, index: number, found: unknown): Diagnostic =>
  index < 0
    ? error('data-kind', null, `"${part}" has no rows`, {
        expected: FORMS,
        found: 'an empty list',
        fix: 'give at least one row',
      })
    : error('data-kind', null, `${part}[${index}] is no row`, {
        expected: 'an object with values by column',
        found: describeValue(found),
        fix: 'write rows as {sales: 31, promo: 1}, and lists under their names: {x: …, target: …}',
      });
export const arrayForm = (part: string, column: string, found: unknown): Diagnostic =>
  error('data-kind', null, `${part}.${column} is no array`, {
    expected: 'lists, one for each sample; a typed array; or {data, shape}',
    found: describeValue(found),
    fix: `give {${column}: [[[1], [2]], …]}; a single row stands in a list: [{${column}: …}]`,
  });
export const arraySize = (part: string, column: string, count: number, shape: readonly number[]): Diagnostic =>
  error('size-conflict', null, `${part}.${column} does not have the numbers that its shape takes`, {
    expected: `[${shape.join(', ')}]: ${plural(
      shape.reduce((a, b) => a * b, 1),
      'number',
    )}`,
    found: plural(count, 'number'),
    fix: 'make shape the sizes of the axes, the samples first',
  });
type Counted = readonly [column: string, samples: number];
export const unlikeArrays = (part: string, [first, count]: Counted, [other, found]: Counted): Diagnostic =>
  error('size-conflict', null, `${part}.${other} has another number of samples than ${part}.${first}`, {
    expected: `${count} along the first axis`,
    found: String(found),
    fix: 'make the arrays equally long: entry i of each belongs to sample i',
  });
export const noValue = (part: string, row: number, column: string, found: unknown): Diagnostic =>
  error('data-kind', null, `${part}, row ${row}: "${column}" holds what data can't`, {
    expected: 'finite numbers, texts, true, false, dates or lists of them; null or NaN where there is no value',
    found: describeValue(found),
    fix: 'give such a value, or null',
  });
