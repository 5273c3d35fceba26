import type { Span } from '../../diagnostics/diagnostic.ts';
import * as say from '../../diagnostics/messages/read/data.ts';
import type { ReadContext } from '../scope/context.ts';
import {
  type ColumnSpec,
  type ColumnType,
  type DataFeedSpec,
  type DataFormat,
  type DataSource,
  type DataSpec,
  formatOfPath,
  isTreeFormat,
  type PartFiles,
  type SplitSpec,
  type TaskName,
  type VocabularySpec,
  type WindowSpec,
} from '../spec/data-spec.ts';
import type { Located } from '../spec/located.ts';
import { numberOf, ranges } from '../values/numbers.ts';
import {
  booleanOf,
  entriesOf,
  field,
  isText,
  listOf,
  mapOf,
  type Tree,
  type TreeEntry,
  type TreeMap,
  textOf,
} from '../yaml/tree.ts';

const whole = (min: number, max: number) => ({
  integer: true,
  min,
  max,
  words: `a whole number from ${min} to ${max}`,
});
const share = { integer: false, min: 0, max: 1, words: 'a number from 0 to 1' };
const steps = whole(1, 1_000_000);

type NumberRange = Parameters<typeof numberOf>[3];
interface Argument {
  readonly value: number;
  readonly range: NumberRange;
}
const sampleCount = (value: number): Argument => ({ value, range: whole(1, 10_000_000) });

/** Numbers of each task with their defaults. */
const tasks: { readonly [K in TaskName]: { readonly [argument: string]: Argument } } = {
  adding: { length: { value: 50, range: whole(2, 100_000) }, samples: sampleCount(2000) },
  reber: { samples: sampleCount(1000) },
  copy: {
    length: { value: 10, range: whole(1, 10_000) },
    delay: { value: 50, range: whole(1, 100_000) },
    symbols: { value: 8, range: whole(1, 1000) },
    samples: sampleCount(2000),
  },
  mackey_glass: { tau: { value: 17, range: whole(1, 1000) }, samples: sampleCount(2000) },
  waves: {
    shortest: { value: 20, range: whole(1, 100_000) },
    longest: { value: 60, range: whole(1, 100_000) },
    noise: { value: 0.1, range: { integer: false, min: 0, max: 100, words: 'a number from 0 to 100' } },
    samples: sampleCount(1000),
  },
  list_operations: {
    depth: { value: 6, range: whole(1, 20) },
    arguments: { value: 4, range: whole(2, 20) },
    longest: { value: 100, range: whole(3, 100_000) },
    samples: sampleCount(2000),
  },
};
const isTask = (name: string): name is TaskName => Object.hasOwn(tasks, name);

/** The section `data`, or null where there is none or its source is not whole. Every mistake is reported. */
export function readData(context: ReadContext, root: TreeMap): DataSpec | null {
  const entry = root.entries.get('data');
  const map = mapOf(entry?.value);
  if (entry === undefined || map === null) return null;
  const source = readSource(context, map);
  const spec = {
    span: entry.key,
    format: locatedText(field(map, 'format')) as Located<DataFormat> | null,
    delimiter: textOf(field(map, 'delimiter')),
    decimal: oneOf(field(map, 'decimal'), ['.', ','] as const),
    header: booleanOf(field(map, 'header')),
    columns: readColumns(context, map),
    group: locatedText(field(map, 'group')),
    windows: readWindows(context, map),
    feeds: readFeeds(context, map),
    split: readSplit(context, map),
    vocabulary: readVocabulary(context, map),
    shuffle: booleanOf(field(map, 'shuffle')),
    buckets: numberOf(context, field(map, 'buckets'), 'buckets', whole(1, 256))?.value ?? 1,
    badRows: oneOf(field(map, 'bad_rows'), ['stop', 'skip'] as const) ?? 'stop',
  };
  if (source === null) return null;
  const data: DataSpec = { ...spec, source };
  checkTogether(context, map, data);
  return data;
}

const locatedText = (tree: Tree | undefined): Located<string> | null =>
  isText(tree) ? { value: tree.value, span: tree.span } : null;
const oneOf = <T extends string>(tree: Tree | undefined, known: readonly T[]): T | null => {
  const text = textOf(tree);
  return known.find((k) => k === text) ?? null;
};

// the source

const partKeys = ['train', 'validation', 'test'] as const;

function readSource(context: ReadContext, data: TreeMap): DataSource | null {
  const entry = data.entries.get('source');
  if (entry === undefined) return null;
  const span = entry.key;
  const map = mapOf(entry.value);
  if (map === null) {
    const files = readFiles(context, entry.value);
    return files === null ? null : { kind: 'files', files, span };
  }
  const special = [...map.entries.values()].filter((e) => e.name === 'task' || partKeys.some((p) => p === e.name));
  const [first] = special;
  const task = map.entries.get('task');
  const others = [...map.entries.values()].filter((e) => (task === undefined ? !special.includes(e) : e !== task));
  if (first !== undefined && others.length > 0) {
    context.report(
      say.sourceMixed(
        (task ?? first).key,
        (task ?? first).name,
        others.map((e) => e.name),
      ),
    );
    return null;
  }
  if (task !== undefined) return readTask(context, task);
  if (first === undefined) {
    const files = readFiles(context, map);
    return files === null ? null : { kind: 'files', files, span };
  }
  return readParts(context, map, span);
}

function readParts(context: ReadContext, map: TreeMap, span: Span): DataSource | null {
  const [train, validation, test] = partKeys.map((name) => {
    const tree = field(map, name);
    return tree === undefined ? undefined : readFiles(context, tree);
  });
  if (train === undefined) context.report(say.sourceLacksTrain(span));
  if (!train || validation === null || test === null) return null;
  for (const [name, files] of [['validation', validation] as const, ['test', test] as const])
    if (files !== undefined && files.kind !== train.kind) {
      context.report(say.partsDiffer(map.entries.get(name)?.key ?? span, name));
      return null;
    }
  return { kind: 'parts', train, validation: validation ?? null, test: test ?? null, span };
}

function readFiles(context: ReadContext, tree: Tree): PartFiles | null {
  const map = mapOf(tree);
  if (map !== null) {
    const files = new Map<string, Located<string>>();
    for (const { name, value } of entriesOf(map)) {
      const path = locatedText(value);
      if (path === null) return null;
      if (formatOfPath(path.value) !== 'npy') {
        context.report(say.arrayPath(path.span, path.value));
        return null;
      }
      files.set(name, path);
    }
    return files.size === 0 ? null : { kind: 'arrays', files };
  }
  const items = tree.kind === 'list' ? tree.items : [tree];
  const paths = items.map((item) => locatedText(item));
  const known = paths.filter((path) => path !== null);
  return known.length === paths.length && known.length > 0 ? { kind: 'paths', paths: known } : null;
}

function readTask(context: ReadContext, { value, key }: TreeEntry): DataSource | null {
  const [chosen] = entriesOf(value);
  if (chosen === undefined || !isTask(chosen.name)) return null;
  const given = mapOf(chosen.value);
  if (given === null) return null;
  const values = new Map<string, number>();
  for (const [name, argument] of Object.entries(tasks[chosen.name])) {
    const tree = field(given, name);
    const number = tree === undefined ? null : numberOf(context, tree, `${name} of ${chosen.name}`, argument.range);
    if (tree !== undefined && number === null) return null;
    values.set(name, number?.value ?? argument.value);
  }
  const [shortest, longest] = [values.get('shortest') ?? 0, values.get('longest') ?? 0];
  if (shortest > longest) {
    const at = given.entries.get('shortest') ?? given.entries.get('longest') ?? chosen;
    context.report(say.wavesRange(at.key, shortest, longest));
    return null;
  }
  return { kind: 'task', name: chosen.name, arguments: values, span: key };
}

// columns, windows, feeds

const columnTypes: readonly ColumnType[] = ['number', 'category', 'time', 'text', 'tree', 'ignore'];

function readColumns(context: ReadContext, data: TreeMap): ReadonlyMap<string, ColumnSpec> {
  return new Map(
    entriesOf(field(data, 'columns')).flatMap(({ name, key, value }) => {
      const map = mapOf(value);
      return map === null ? [] : [[name, readColumn(context, name, map, key)] as const];
    }),
  );
}

function readColumn(context: ReadContext, name: string, map: TreeMap, span: Span): ColumnSpec {
  const type = oneOf(field(map, 'type'), columnTypes);
  const values = readValues(context, map);
  const refuse = (key: 'normalize' | 'values', allowed: ColumnType): void => {
    const entry = map.entries.get(key);
    if (entry !== undefined && type !== null && type !== allowed)
      context.report(say.noPlace(entry.key, `${key} of column "${name}"`, `the column is of type ${type}`));
  };
  refuse('normalize', 'number');
  refuse('values', 'category');
  return {
    span,
    type: type ?? (values !== null ? 'category' : null),
    normalize: oneOf(field(map, 'normalize'), ['standard', 'minmax', 'none'] as const),
    values,
  };
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

function readWindows(context: ReadContext, data: TreeMap): WindowSpec | null {
  const entry = data.entries.get('windows');
  const map = mapOf(entry?.value);
  if (entry === undefined || map === null) return null;
  const read = (key: string): number | null =>
    numberOf(context, field(map, key), `${key} of windows`, steps)?.value ?? null;
  return { span: entry.key, width: read('width') ?? 1, horizon: read('horizon') ?? 1, stride: read('stride') };
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
  list.forEach((column, i) => {
    if (list.findIndex((other) => other.value === column.value) < i)
      context.report(say.columnTwice(column.span, name, column.value));
  });
  const part = oneOf(field(map, 'part'), ['window', 'horizon', 'next'] as const);
  return { kind: 'columns', span: key, columns: list, part };
}

// split and vocabulary

function readSplit(context: ReadContext, data: TreeMap): SplitSpec | null {
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
    // dates of one form sort as text
    if (first.value >= second.value) {
      context.report(say.bordersFall(at.key));
      return null;
    }
  }
  return { kind: 'column', span, column: name, at: borders };
}

function readVocabulary(context: ReadContext, data: TreeMap): VocabularySpec | null {
  const entry = data.entries.get('vocabulary');
  const map = mapOf(entry?.value);
  if (entry === undefined || map === null) return null;
  const of = oneOf(field(map, 'of'), ['bytes', 'characters', 'words'] as const);
  const unknown = field(map, 'unknown');
  if (of === 'bytes')
    for (const key of ['size', 'min_count', 'unknown'])
      if (map.entries.has(key))
        context.report(
          say.noPlace(
            map.entries.get(key)?.key ?? entry.key,
            `${key} of vocabulary`,
            'there are 256 bytes and no others',
          ),
        );
  return {
    span: entry.key,
    of,
    size:
      numberOf(context, field(map, 'size'), 'size of vocabulary', { ...ranges.size, ...whole(2, ranges.size.max) })
        ?.value ?? null,
    minCount:
      numberOf(context, field(map, 'min_count'), 'min_count of vocabulary', whole(1, 1_000_000_000))?.value ?? 1,
    unknown: of === 'bytes' || booleanOf(unknown) === false ? null : (textOf(unknown) ?? '<unk>'),
  };
}

// what does not go together

function checkTogether(context: ReadContext, map: TreeMap, data: DataSpec): void {
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
  if (isTreeFormat(format)) refuse(['windows', 'group'], 'every tree is a sample');
  if (source.kind === 'task') refuse(['vocabulary'], 'the task has no text');
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
  refuse(['columns', 'group', 'buckets', 'bad_rows'], 'a text is one stream of tokens');
  const windows = mapOf(field(map, 'windows'));
  const horizon = windows?.entries.get('horizon');
  if (horizon !== undefined) report(say.noPlace(horizon.key, 'horizon', 'in a text the next token is predicted'));
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
    if (feed.kind === 'columns' && feed.part !== null && data.windows === null)
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
  if (data.group !== null) check(data.group, 'group');
  if (data.split?.kind === 'column') check(data.split.column, 'split');
}

/** Null for tasks, for folders and where an ending is unknown: then the files are asked when they are opened. */
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
