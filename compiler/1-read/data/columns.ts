import type { Span } from '../../diagnostics/diagnostic.ts';
import * as say from '../../diagnostics/messages/read/data.ts';
import type { ReadContext } from '../scope/context.ts';
import type { ColumnSpec, ColumnType, FillRule, Transform, UnknownValues, VocabularySpec } from '../spec/data-spec.ts';
import { numberOf } from '../values/numbers.ts';
import { booleanOf, entriesOf, field, listOf, mapOf, type Tree, type TreeMap, textOf } from '../yaml/tree.ts';
import { locatedText, oneOf, readLongest, wholeNumbers } from './entries.ts';
import { readVocabulary } from './vocabulary.ts';

const columnTypes: readonly ColumnType[] = ['number', 'category', 'time', 'text', 'tree', 'ignore'];

/** @param vocabulary of the section: what holds for texts where their columns say nothing else. */
export function readColumns(
  context: ReadContext,
  data: TreeMap,
  vocabulary: VocabularySpec | null,
): ReadonlyMap<string, ColumnSpec> {
  return new Map(
    entriesOf(field(data, 'columns')).flatMap(({ name, key, value }) => {
      const map = mapOf(value);
      return map === null ? [] : [[name, readColumn(context, name, map, key, vocabulary)] as const];
    }),
  );
}

function readColumn(
  context: ReadContext,
  name: string,
  map: TreeMap,
  span: Span,
  base: VocabularySpec | null,
): ColumnSpec {
  const type = oneOf(field(map, 'type'), columnTypes);
  const values = readValues(context, map);
  const unknown = readUnknownValues(context, name, map);
  const vocabulary = readVocabulary(context, map, base);
  const decimal = oneOf(field(map, 'decimal'), ['.', ','] as const);
  const thousands = oneOf(field(map, 'thousands'), ['.', ',', ' ', "'"] as const);
  if (decimal !== null && decimal === thousands)
    context.report(say.marksEqual(map.entries.get('thousands')?.key ?? span, decimal));
  const refuse = (
    key: 'normalize' | 'transform' | 'values' | 'unknown' | 'decimal' | 'thousands' | 'list' | 'vocabulary',
    allowed: ColumnType,
  ): void => {
    const entry = map.entries.get(key);
    if (entry !== undefined && type !== null && type !== allowed)
      context.report(say.noPlace(entry.key, `${key} of column "${name}"`, `the column is of type ${type}`));
  };
  refuse('normalize', 'number');
  refuse('transform', 'number');
  refuse('values', 'category');
  refuse('unknown', 'category');
  refuse('decimal', 'number');
  refuse('thousands', 'number');
  refuse('list', 'number');
  refuse('vocabulary', 'text');
  return {
    span,
    type:
      type ??
      (map.entries.has('transform') || map.entries.has('list')
        ? 'number'
        : vocabulary !== null
          ? 'text'
          : values !== null || unknown !== null
            ? 'category'
            : null),
    ...readScale(context, map),
    transform: readTransform(context, map),
    values,
    unknown,
    decimal,
    thousands,
    list: oneOf(field(map, 'list'), [' ', ';', ',', '|'] as const),
    missing: readMissing(field(map, 'missing')),
    fill: readFill(context, name, map, type),
    lengths: locatedText(field(map, 'lengths')),
    padded: oneOf(field(map, 'padded'), ['start', 'end'] as const),
    longest: readLongest(context, map, `column "${name}"`),
    mask: booleanOf(field(map, 'mask')) ?? false,
    vocabulary,
  };
}

function readUnknownValues(context: ReadContext, name: string, map: TreeMap): UnknownValues | null {
  const entry = map.entries.get('unknown');
  const inner = mapOf(entry?.value);
  if (entry === undefined || (inner === null && booleanOf(entry.value) !== true)) return null;
  const rare = inner?.entries.get('below');
  if (rare !== undefined && map.entries.has('values'))
    context.report(
      say.noPlace(rare.key, `below at unknown of column "${name}"`, 'values lists all that have a number of their own'),
    );
  const below = numberOf(context, rare?.value, 'below', wholeNumbers(2, 1_000_000_000));
  return { span: entry.key, below: below?.value ?? 1 };
}

const SCALES = ['standard', 'minmax', 'none'] as const;

function readScale(context: ReadContext, map: TreeMap): Pick<ColumnSpec, 'normalize' | 'over'> {
  const tree = field(map, 'normalize');
  const inner = mapOf(tree);
  if (inner !== null)
    return {
      normalize: oneOf(field(inner, 'by'), SCALES),
      over: oneOf(field(inner, 'over'), ['all', 'series'] as const) ?? 'all',
    };
  const word = textOf(tree);
  const normalize = oneOf(tree, SCALES);
  if (tree !== undefined && word !== null && normalize === null)
    context.report(say.wordUnknown(tree.span, 'normalize', word, SCALES));
  return { normalize, over: 'all' };
}

const TRANSFORMS: readonly Transform[] = ['log', 'log1p', 'difference'];

function readTransform(context: ReadContext, map: TreeMap): readonly Transform[] {
  const tree = field(map, 'transform');
  if (tree === undefined) return [];
  const found = (listOf(tree)?.items ?? [tree]).flatMap((item): readonly Transform[] => {
    const known = oneOf(item, TRANSFORMS);
    if (known !== null) return [known];
    const word = textOf(item);
    if (word !== null) context.report(say.wordUnknown(item.span, 'transform', word, TRANSFORMS));
    return [];
  });
  const [first, second] = found;
  if (second !== undefined && (first === 'difference' || second !== 'difference'))
    context.report(say.transformOrder(tree.span, found));
  return found;
}

/** A marker, or a list of them. */
export function readMissing(tree: Tree | undefined): readonly (string | number)[] {
  const items = tree?.kind === 'list' ? tree.items : tree === undefined ? [] : [tree];
  return items.flatMap((item) => {
    const value = scalarOf(item);
    return value === null ? [] : [value];
  });
}

const scalarOf = (tree: Tree | undefined): string | number | null =>
  tree?.kind === 'scalar' && (typeof tree.value === 'string' || typeof tree.value === 'number') ? tree.value : null;

const RULES = ['skip', 'mean', 'forward', 'interpolate'] as const;

function readFill(context: ReadContext, name: string, map: TreeMap, type: ColumnType | null): FillRule | null {
  const entry = map.entries.get('fill');
  if (entry === undefined) return null;
  const rule = oneOf(entry.value, RULES);
  const word = textOf(entry.value);
  if (rule === null && word !== null) context.report(say.fillUnknown(entry.value.span, word, RULES));
  const value = scalarOf(field(mapOf(entry.value) ?? map, 'value'));
  if (type === 'tree' || type === 'ignore')
    context.report(say.noPlace(entry.key, `fill of column "${name}"`, `the column is of type ${type}`));
  if ((rule === 'mean' || rule === 'interpolate') && (type === 'category' || type === 'text'))
    context.report(say.noPlace(entry.key, `fill: ${rule} of column "${name}"`, `the column is of type ${type}`));
  if (value !== null && typeof value !== 'number' && type === 'number')
    context.report(
      say.noPlace(entry.key, `the text "${value}" under fill of column "${name}"`, 'the column is of type number'),
    );
  return rule ?? (value === null ? null : { value });
}

function readValues(context: ReadContext, map: TreeMap): readonly string[] | null {
  const list = listOf(field(map, 'values'));
  if (list === null) return null;
  const values = new Set<string>();
  for (const item of list.items) {
    if (item.kind !== 'scalar' || (typeof item.value !== 'string' && typeof item.value !== 'number')) return null;
    const text = String(item.value);
    if (values.has(text)) context.report(say.valueTwice(item.span, text));
    values.add(text);
  }
  return [...values];
}
