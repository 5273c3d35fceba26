import type { Span } from '../../diagnostics/diagnostic.ts';
import * as say from '../../diagnostics/messages/read/data.ts';
import type { ReadContext } from '../scope/context.ts';
import { type DataFormat, type DataSpec, formatOfPath, isTreeFormat } from '../spec/data-spec.ts';
import type { Located } from '../spec/located.ts';
import { field, mapOf, type TreeMap } from '../yaml/tree.ts';

/** Reports parts of the section `data` that do not go together. */
export function checkTogether(context: ReadContext, map: TreeMap, data: DataSpec): void {
  const { report } = context;
  const { source } = data;
  const keyOf = (name: string): Span => map.entries.get(name)?.key ?? data.span;
  const refuse = (names: readonly string[], why: string): void => {
    for (const name of names) if (map.entries.has(name)) report(say.noPlace(keyOf(name), name, why));
  };
  const format = formatOf(context, data);
  if (source.kind === 'task')
    refuse(['format', 'delimiter', 'decimal', 'header', 'bad_rows'], 'the samples are made, not read');
  else if (format !== null && format !== 'csv') refuse(['delimiter', 'decimal', 'header'], `the format is ${format}`);
  if (format === 'npy') refuse(['vocabulary'], 'arrays hold numbers');
  if (isTreeFormat(format)) refuse(['windows', 'group', 'time'], 'every tree is a sample');
  if (source.kind === 'task') refuse(['vocabulary'], 'the task has no text');
  if (data.sequence !== null && source.kind === 'task') refuse(['sequence'], 'every sample of a task is whole');
  else if (isTreeFormat(format)) refuse(['sequence'], 'every tree is a sample');
  else if (format === 'text') refuse(['sequence'], 'a text is one stream of tokens');
  else if (data.sequence !== null && data.windows !== null) report(say.sequenceWindows(data.sequence.span));
  else if (data.sequence?.by != null)
    refuse(['group'], `the column "${data.sequence.by.value}" of sequence tells the series apart`);
  if (source.kind === 'task') refuse(['time'], 'the task has no times');
  if (source.kind === 'task' && source.name === 'mackey_glass' && !map.entries.has('windows'))
    report(say.windowsNeeded(source.span, 'the task mackey_glass'));
  if (source.kind === 'parts' && data.split !== null) report(say.splitOfParts(data.split.span, source.span));
  if (format === 'text') checkText(context, map, data, refuse);
  else checkTable(context, data, format, refuse);
  checkIgnored(context, data);
}

function checkText(
  { report }: ReadContext,
  map: TreeMap,
  data: DataSpec,
  refuse: (names: readonly string[], why: string) => void,
): void {
  refuse(['columns', 'group', 'time', 'buckets', 'bad_rows'], 'a text is one stream of tokens');
  const windows = mapOf(field(map, 'windows'));
  for (const key of ['horizon', 'lead']) {
    const entry = windows?.entries.get(key);
    if (entry !== undefined) report(say.noPlace(entry.key, key, 'in a text the next token is predicted'));
  }
  const stride = windows?.entries.get('stride');
  if (stride !== undefined && data.shuffle !== true)
    report(say.noPlace(stride.key, 'stride', 'batches of a text that is not shuffled go on from each other'));
  for (const [name, feed] of data.feeds ?? []) if (feed.kind === 'columns') report(say.feedOfText(feed.span, name));
  if (data.split?.kind === 'column') report(say.textSplit(data.split.span, 'a column'));
  else if (data.split?.by === 'random') report(say.textSplit(data.split.span, 'by: random'));
}

function checkTable(
  { report }: ReadContext,
  data: DataSpec,
  format: DataFormat | null,
  refuse: (names: readonly string[], why: string) => void,
): void {
  const known = format !== null || data.source.kind === 'task';
  for (const [name, feed] of data.feeds ?? []) {
    if (feed.kind === 'tokens' && known) report(say.tokensOfTable(feed.span, name));
    if (feed.kind === 'columns' && feed.part !== null && feed.part !== 'previous' && data.windows === null)
      report(say.noPlace(feed.span, `part of feed "${name}"`, 'there are no windows'));
  }
  if (known && data.windows !== null) refuse(['buckets'], 'all windows are equally long');
  if (
    known &&
    data.windows !== null &&
    data.group === null &&
    data.split?.kind === 'ratio' &&
    data.split.by === 'random'
  )
    report(say.randomWindows(data.split.span));
}

function checkIgnored({ report }: ReadContext, data: DataSpec): void {
  const check = (column: Located<string>, what: string): void => {
    const declared = data.columns.get(column.value);
    if (declared?.type === 'ignore') report(say.columnIgnored(column.span, column.value, what, declared.span));
  };
  for (const [name, feed] of data.feeds ?? [])
    if (feed.kind === 'columns') for (const column of feed.columns) check(column, `feed "${name}"`);
  if (data.group !== null) check(data.group, data.sequence?.by == null ? 'group' : 'sequence');
  for (const column of data.time?.columns ?? []) check(column, 'time');
  if (data.split?.kind === 'column') check(data.split.column, 'split');
}

/** The format of the data. Null for tasks and folders, and where the ending of a file is unknown: then it is found when the files are opened. */
function formatOf({ report }: ReadContext, { source, format }: DataSpec): DataFormat | null {
  if (source.kind === 'task') return null;
  const sets = source.kind === 'files' ? [source.files] : [source.train, source.validation, source.test];
  const paths = sets.flatMap((set) => (set?.kind === 'paths' ? set.paths : []));
  if (paths.length === 0) {
    if (format !== null && format.value !== 'npy')
      report(say.noPlace(format.span, 'format', 'NumPy arrays are named one by one'));
    return 'npy';
  }
  const [first] = paths;
  if (format?.value === 'npy' || (format === null && first !== undefined && formatOfPath(first.value) === 'npy')) {
    report(say.npyAsPath(first?.span ?? source.span));
    return 'npy';
  }
  if (format !== null) return format.value;
  const formats = paths.map((path) => formatOfPath(path.value));
  const [expected] = formats;
  if (expected === undefined || expected === null || first === undefined) return null;
  for (const [i, found] of formats.entries()) {
    const path = paths[i];
    if (found === null || found === expected || path === undefined) continue;
    report(say.formatsDiffer(path.span, path.value, found, expected, first.span));
    return expected;
  }
  return expected;
}
