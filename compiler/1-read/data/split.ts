import type { Span } from '../../diagnostics/diagnostic.ts';
import * as say from '../../diagnostics/messages/read/data.ts';
import type { ReadContext } from '../scope/context.ts';
import type { SplitSpec } from '../spec/data-spec.ts';
import type { Located } from '../spec/located.ts';
import { numberOf } from '../values/numbers.ts';
import { field, listOf, mapOf, type TreeEntry, type TreeMap } from '../yaml/tree.ts';
import { locatedText, oneOf } from './entries.ts';

const share = { integer: false, min: 0, max: 1, words: 'a number from 0 to 1' };

/** How samples are divided into those for training, validation and test. */
export function readSplit(context: ReadContext, data: TreeMap): SplitSpec | null {
  const entry = data.entries.get('split');
  const map = mapOf(entry?.value);
  if (entry === undefined || map === null) return null;
  const column = map.entries.get('column');
  const at = map.entries.get('at');
  const shares = ['train', 'validation', 'test', 'by'].filter((key) => map.entries.has(key));
  if (column !== undefined || at !== undefined) {
    const [other] = shares;
    if (other !== undefined) context.report(say.splitKinds(map.entries.get(other)?.key ?? entry.key, other));
    if (column === undefined || at === undefined) {
      const has = column === undefined ? 'at' : 'column';
      context.report(say.splitLacks(entry.key, has, has === 'at' ? 'column' : 'at'));
      return null;
    }
    return other === undefined ? splitByColumn(context, column, at, entry.key) : null;
  }
  const read = (key: string): number | null =>
    numberOf(context, field(map, key), `${key} of split`, share)?.value ?? null;
  const [validation, test] = [read('validation') ?? 0, read('test') ?? 0];
  const train = map.entries.has('train') ? read('train') : 1 - validation - test;
  if (train === null) return null;
  const sum = train + validation + test;
  if (Math.abs(sum - 1) > 1e-9 || train < -1e-9) {
    context.report(say.splitSum(entry.key, train < 0 ? validation + test : sum));
    return null;
  }
  if (train <= 1e-9) {
    context.report(say.splitTrainsNothing(entry.key));
    return null;
  }
  const by = oneOf(field(map, 'by'), ['order', 'random'] as const);
  return { kind: 'ratio', span: entry.key, train, validation, test, by };
}

function splitByColumn(context: ReadContext, column: TreeEntry, at: TreeEntry, span: Span): SplitSpec | null {
  const name = locatedText(column.value);
  const borders = (listOf(at.value)?.items ?? []).flatMap((item): readonly Located<string | number>[] =>
    item.kind === 'scalar' && (typeof item.value === 'string' || typeof item.value === 'number')
      ? [{ value: item.value, span: item.span }]
      : [],
  );
  const [first, second] = borders;
  if (name === null || first === undefined) return null;
  if (second !== undefined) {
    if (typeof first.value !== typeof second.value) {
      context.report(say.bordersMixed(at.key));
      return null;
    }
    // others are compared as the column has them, once its form is known
    if (isComparable(first.value) && isComparable(second.value) && first.value >= second.value) {
      context.report(say.bordersFall(at.key, first.value === second.value));
      return null;
    }
  }
  return { kind: 'column', span, column: name, at: borders };
}

/** Whether borders can be compared as they are written: numbers, and days in the form of ISO. */
const isComparable = (border: string | number): boolean =>
  typeof border === 'number' || /^\d{4}-\d{2}-\d{2}$/.test(border);
