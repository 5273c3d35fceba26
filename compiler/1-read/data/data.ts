import * as say from '../../diagnostics/messages/read/data.ts';
import type { ReadContext } from '../scope/context.ts';
import type { DataFeedSpec, DataFormat, DataSpec, SequenceSpec, WindowSpec } from '../spec/data-spec.ts';
import type { Located } from '../spec/located.ts';
import { numberOf } from '../values/numbers.ts';
import { booleanOf, entriesOf, field, listOf, mapOf, type TreeEntry, type TreeMap, textOf } from '../yaml/tree.ts';
import { checkTogether } from './check-together.ts';
import { readColumns, readMissing } from './columns.ts';
import { locatedText, oneOf, readLongest, wholeNumbers } from './entries.ts';
import { readSource } from './source.ts';
import { readSplit } from './split.ts';
import { readTime } from './time.ts';
import { readVocabulary } from './vocabulary.ts';

const steps = wholeNumbers(1, 1_000_000);

/** The section `data`, or null where there is none or its source is not whole. Every mistake is reported. */
export function readData(context: ReadContext, root: TreeMap): DataSpec | null {
  const entry = root.entries.get('data');
  const map = mapOf(entry?.value);
  if (entry === undefined || map === null) return null;
  const source = readSource(context, map);
  const vocabulary = readVocabulary(context, map, null);
  const sequence = readSequence(context, map);
  const spec = {
    span: entry.key,
    format: locatedText(field(map, 'format')) as Located<DataFormat> | null,
    delimiter: textOf(field(map, 'delimiter')),
    decimal: oneOf(field(map, 'decimal'), ['.', ','] as const),
    header: booleanOf(field(map, 'header')),
    missing: readMissing(field(map, 'missing')),
    columns: readColumns(context, map, vocabulary),
    group: sequence?.by ?? locatedText(field(map, 'group')),
    sequence,
    time: readTime(context, map),
    windows: readWindows(context, map),
    feeds: readFeeds(context, map),
    split: readSplit(context, map),
    vocabulary,
    shuffle: booleanOf(field(map, 'shuffle')),
    buckets: numberOf(context, field(map, 'buckets'), 'buckets', wholeNumbers(1, 256))?.value ?? 1,
    badRows: oneOf(field(map, 'bad_rows'), ['stop', 'skip'] as const) ?? 'stop',
  };
  if (source === null) return null;
  const data: DataSpec = { ...spec, source };
  checkTogether(context, map, data);
  return data;
}

// columns, windows, feeds

function readSequence(context: ReadContext, data: TreeMap): SequenceSpec | null {
  const entry = data.entries.get('sequence');
  if (entry === undefined) return null;
  if (booleanOf(entry.value) === true) context.report(say.sequenceTrue(entry.key));
  if (booleanOf(entry.value) !== null) return { span: entry.key, by: null, longest: null };
  const map = mapOf(entry.value);
  const by = locatedText(field(map ?? data, 'by'));
  if (by === null || map === null) return null;
  return { span: entry.key, by, longest: readLongest(context, map, 'sequence') };
}

function readWindows(context: ReadContext, data: TreeMap): WindowSpec | null {
  const entry = data.entries.get('windows');
  const map = mapOf(entry?.value);
  if (entry === undefined || map === null) return null;
  const read = (key: string): number | null =>
    numberOf(context, field(map, key), `${key} of windows`, steps)?.value ?? null;
  const lead = numberOf(context, field(map, 'lead'), 'lead of windows', { ...steps, min: 0 })?.value ?? 0;
  const [width, horizon] = [read('width') ?? 1, read('horizon') ?? 1];
  return { span: entry.key, width, horizon, lead, stride: read('stride') };
}

function readFeeds(context: ReadContext, data: TreeMap): ReadonlyMap<string, DataFeedSpec> | null {
  const tree = field(data, 'feeds');
  if (mapOf(tree) === null) return null;
  return new Map(
    entriesOf(tree).flatMap((entry) => {
      const feed = readFeed(context, entry);
      return feed === null ? [] : [[entry.name, feed] as const];
    }),
  );
}

function readFeed(context: ReadContext, { name, key, value }: TreeEntry): DataFeedSpec | null {
  const map = mapOf(value);
  if (map === null) return null;
  const tokens = map.entries.get('tokens');
  const columns = map.entries.get('columns');
  if ((tokens === undefined) === (columns === undefined)) {
    context.report(say.feedKinds(key, name, tokens === undefined ? 'neither' : 'both'));
    return null;
  }
  if (tokens !== undefined) {
    const part = map.entries.get('part');
    if (part !== undefined) context.report(say.noPlace(part.key, `part of feed "${name}"`, 'tokens have no parts'));
    const kind = oneOf(tokens.value, ['input', 'next'] as const);
    return kind === null ? null : { kind: 'tokens', span: key, tokens: kind };
  }
  const list = (listOf(columns?.value)?.items ?? []).map(locatedText).filter((item) => item !== null);
  if (list.length === 0) return null;
  const named = new Set<string>();
  for (const column of list) {
    if (named.has(column.value)) context.report(say.columnTwice(column.span, name, column.value));
    named.add(column.value);
  }
  const part = oneOf(field(map, 'part'), ['window', 'horizon', 'next', 'previous', 'series'] as const);
  return { kind: 'columns', span: key, columns: list, part };
}
