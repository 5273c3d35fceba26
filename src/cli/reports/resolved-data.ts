import {
  type DataFeedSpec,
  type DataSource,
  type DataSpec,
  formatOfPath,
  type PartFiles,
  type SplitSpec,
  type TimeSpec,
  type VocabularySpec,
} from '../../../compiler/1-read/spec/data-spec.ts';

type Yaml = null | boolean | number | string | readonly Yaml[] | { readonly [key: string]: Yaml | undefined };
type YamlMap = { readonly [key: string]: Yaml | undefined };

/**
 * The section `data` in the model language. What is detected while reading the files stays away.
 * @param carry of the section `training`.
 */
export function resolvedData(data: DataSpec, carry: boolean): YamlMap {
  const isText = (data.format?.value ?? formatOfSource(data.source)) === 'text';
  const { windows, vocabulary } = data;
  return {
    source: sourceOf(data.source),
    format: data.format?.value,
    delimiter: data.delimiter ?? undefined,
    decimal: data.decimal ?? undefined,
    header: data.header ?? undefined,
    missing: data.missing.length === 0 ? undefined : data.missing,
    columns:
      data.columns.size === 0
        ? undefined
        : fromEntries(
            data.columns,
            ({
              type,
              normalize,
              over,
              transform,
              values,
              unknown,
              decimal,
              thousands,
              list,
              missing,
              fill,
              lengths,
              padded,
              longest,
              mask,
              vocabulary: own,
            }) => ({
              type: type ?? undefined,
              decimal: decimal ?? undefined,
              thousands: thousands ?? undefined,
              list: list ?? undefined,
              missing: missing.length === 0 ? undefined : missing,
              fill: fill === null || typeof fill === 'string' ? (fill ?? undefined) : { value: fill.value },
              lengths: lengths?.value,
              padded: padded ?? undefined,
              longest: longest?.steps,
              keep: longest?.keep === 'end' ? 'end' : undefined,
              mask: mask || undefined,
              normalize: over === 'all' ? (normalize ?? undefined) : { by: normalize ?? 'standard', over },
              transform: transform.length === 0 ? undefined : [...transform],
              values: values ?? undefined,
              unknown: unknown === null ? undefined : unknown.below === 1 ? true : { below: unknown.below },
              vocabulary: own === null ? undefined : vocabularyOf(own),
            }),
          ),
    group: data.sequence?.by == null ? data.group?.value : undefined,
    sequence:
      data.sequence === null
        ? undefined
        : data.sequence.by === null
          ? false
          : {
              by: data.sequence.by.value,
              longest: data.sequence.longest?.steps,
              keep: data.sequence.longest?.keep === 'end' ? 'end' : undefined,
            },
    time: data.time === null ? undefined : timeOf(data.time),
    windows:
      windows === null
        ? undefined
        : {
            width: windows.width,
            horizon: isText ? undefined : windows.horizon,
            lead: windows.lead === 0 ? undefined : windows.lead,
            stride: windows.stride ?? (isText ? undefined : carry ? windows.width : 1),
          },
    feeds: data.feeds === null ? undefined : fromEntries(data.feeds, (feed) => feedOf(feed, windows !== null)),
    split: data.split === null ? undefined : splitOf(data.split),
    vocabulary: vocabulary === null ? undefined : vocabularyOf(vocabulary),
    shuffle: data.shuffle ?? undefined,
    buckets: data.buckets === 1 ? undefined : data.buckets,
    bad_rows: data.badRows === 'stop' ? undefined : data.badRows,
  };
}

function vocabularyOf({ of, size, minCount, unknown, normalize, lower, punctuation, share }: VocabularySpec): YamlMap {
  if (share !== null) return { share: share.value };
  return {
    of: of ?? undefined,
    size: size ?? undefined,
    min_count: minCount === 1 ? undefined : minCount,
    unknown: of === 'bytes' ? undefined : (unknown ?? undefined),
    normalize: normalize === 'NFC' ? undefined : normalize,
    lower: lower || undefined,
    punctuation: punctuation === 'kept' ? undefined : punctuation,
  };
}

const fromEntries = <T>(map: ReadonlyMap<string, T>, print: (value: T) => Yaml): YamlMap =>
  Object.fromEntries([...map].map(([key, value]) => [key, print(value)]));

function formatOfSource(source: DataSource): string | null {
  const files = source.kind === 'files' ? source.files : source.kind === 'parts' ? source.train : null;
  return files?.kind === 'paths' ? formatOfPath(files.paths[0]?.value ?? '') : null;
}

function sourceOf(source: DataSource): Yaml {
  switch (source.kind) {
    case 'files':
      return filesOf(source.files);
    case 'parts':
      return {
        train: filesOf(source.train),
        validation: source.validation === null ? undefined : filesOf(source.validation),
        test: source.test === null ? undefined : filesOf(source.test),
      };
    case 'task':
      return { task: { [source.name]: fromEntries(source.arguments, (value) => value) } };
  }
}

function filesOf(files: PartFiles): Yaml {
  if (files.kind === 'arrays') return fromEntries(files.files, (path) => path.value);
  const [only, ...others] = files.paths;
  return only !== undefined && others.length === 0 ? only.value : files.paths.map((path) => path.value);
}

function timeOf({ columns, every, zone, order, gaps, duplicates }: TimeSpec): Yaml {
  if (columns === null) return false;
  const [only, ...others] = columns.map((column) => column.value);
  return {
    column: only !== undefined && others.length > 0 ? [only, ...others] : only,
    every: every?.value,
    zone: zone?.value,
    order: order ?? undefined,
    gaps: typeof gaps === 'string' ? gaps : { ...gaps },
    duplicates,
  };
}

const feedOf = (feed: DataFeedSpec, inWindows: boolean): YamlMap =>
  feed.kind === 'tokens'
    ? { tokens: feed.tokens }
    : { columns: feed.columns.map((c) => c.value), part: feed.part ?? (inWindows ? 'window' : undefined) };

const splitOf = (split: SplitSpec): YamlMap =>
  split.kind === 'column'
    ? { column: split.column.value, at: split.at.map((border) => border.value) }
    : { train: split.train, validation: split.validation, test: split.test, by: split.by ?? undefined };
