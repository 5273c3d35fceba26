import * as say from '../../diagnostics/messages/read/data.ts';
import type { ReadContext } from '../scope/context.ts';
import type { GapRule, TimeSpec } from '../spec/data-spec.ts';
import type { Located } from '../spec/located.ts';
import { numberOf } from '../values/numbers.ts';
import { booleanOf, field, listOf, mapOf, type Tree, type TreeMap } from '../yaml/tree.ts';
import { locatedText, oneOf } from './entries.ts';

const anyNumber = { integer: false, min: -1e300, max: 1e300, words: 'a number' };

/** What orders the rows, or null where nothing is written. */
export function readTime(context: ReadContext, data: TreeMap): TimeSpec | null {
  const entry = data.entries.get('time');
  if (entry === undefined) return null;
  const plain = { every: null, zone: null, order: null, gaps: 'break', duplicates: 'error' } as const;
  const map = mapOf(entry.value);
  if (entry.value.kind === 'list') return { span: entry.key, columns: columnsOf(entry.value), ...plain };
  if (map === null) {
    const column = locatedText(entry.value);
    const off = booleanOf(entry.value) === false;
    if (booleanOf(entry.value) === true) context.report(say.timeTrue(entry.key));
    return column === null && !off ? null : { span: entry.key, columns: column === null ? null : [column], ...plain };
  }
  return {
    span: entry.key,
    columns: columnsOf(field(map, 'column')),
    every: locatedText(field(map, 'every')),
    zone: locatedText(field(map, 'zone')),
    order: oneOf(field(map, 'order'), ['dmy', 'mdy'] as const),
    gaps: readGaps(context, field(map, 'gaps')),
    duplicates: oneOf(field(map, 'duplicates'), ['error', 'first', 'last', 'mean'] as const) ?? 'error',
  };
}

function columnsOf(tree: Tree | undefined): readonly Located<string>[] {
  const one = locatedText(tree);
  if (one !== null) return [one];
  return (listOf(tree)?.items ?? []).map(locatedText).filter((column) => column !== null);
}

function readGaps(context: ReadContext, tree: Tree | undefined): GapRule {
  const map = mapOf(tree);
  if (map === null) {
    const word = locatedText(tree);
    const rule = oneOf(tree, ['break', 'forward', 'interpolate'] as const);
    if (word !== null && rule === null) context.report(say.gapsUnknown(word.span, word.value));
    return rule ?? 'break';
  }
  return { value: numberOf(context, field(map, 'value'), 'value of gaps', anyNumber)?.value ?? 0 };
}
