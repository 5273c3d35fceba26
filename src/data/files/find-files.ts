import {
  type DataFormat,
  type DataSource,
  type DataSpec,
  formatOfPath,
  type PartFiles,
  type PartName,
} from '../../../compiler/1-read/spec/data-spec.ts';
import type { Located } from '../../../compiler/1-read/spec/located.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import * as say from '../messages/sources.ts';
import { formatAsTrained, type TrainedFiles } from './file-form.ts';
import { unpacked } from './gzip.ts';
import type { OpenSource, SourceFile } from './sources.ts';

export interface FoundFile {
  readonly path: string;
  readonly file: SourceFile;
}
/** Files of one part, in order. `column` is the name of an array's column, null for other files. */
export type FoundSet = readonly (FoundFile & { readonly column: string | null })[];

export interface FoundFiles {
  readonly format: DataFormat | 'task';
  /** Empty for a task. */
  readonly train: FoundSet;
  readonly validation: FoundSet | null;
  readonly test: FoundSet | null;
  /** Whether `train` holds everything and has yet to be cut into parts. */
  readonly whole: boolean;
}

/** The same data section with another file or folder as its source: what `--data` gives. */
export function withSource(spec: DataSpec, path: string): DataSpec {
  const { span } = spec.source;
  return { ...spec, source: { kind: 'files', files: { kind: 'paths', paths: [{ value: path, span }] }, span } };
}

export interface FindOptions {
  /** Files of their own for each part are taken together. */
  readonly undivided?: boolean;
  /** How the files of an earlier training were written. */
  readonly trained?: TrainedFiles | null;
}

/**
 * Finds and opens the files of the data section; folders are listed.
 * @throws RnncError where a file is missing, or formats do not fit
 */
export async function findFiles(
  spec: DataSpec,
  open: OpenSource,
  { undivided = false, trained = null }: FindOptions = {},
): Promise<FoundFiles> {
  if (spec.source.kind === 'task') return { format: 'task', train: [], validation: null, test: null, whole: true };
  const { parts, whole } = await listed(undivided ? { ...spec, split: null } : spec, spec.source, open);
  const format = formatOf(spec, parts.train, trained);
  const opened = async (set: PartFiles | null): Promise<FoundSet | null> =>
    set === null ? null : Promise.all(entriesOf(set).map((entry) => openOne(entry, open)));
  const [train, validation, test] = [
    await opened(parts.train),
    await opened(parts.validation),
    await opened(parts.test),
  ];
  if (trained === null) refuseKeys(spec, format);
  if (undivided)
    return {
      format,
      train: [...(train ?? []), ...(validation ?? []), ...(test ?? [])],
      validation: null,
      test: null,
      whole: true,
    };
  return { format, train: train ?? [], validation, test, whole };
}

interface Entry {
  readonly path: Located<string>;
  readonly column: string | null;
}
const entriesOf = (files: PartFiles): readonly Entry[] =>
  files.kind === 'arrays'
    ? [...files.files].map(([column, path]) => ({ path, column }))
    : files.paths.map((path) => ({ path, column: null }));

async function openOne({ path, column }: Entry, open: OpenSource): Promise<FoundSet[number]> {
  const file = await withPlace(path, async () => unpacked(await open.open(path.value), path.value));
  return { path: path.value, column, file };
}

/** Mistakes without a place get that of the path in the model. */
async function withPlace<T>({ span }: Located<string>, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof RnncError)) throw cause;
    throw new RnncError(
      cause.diagnostics.map((d) => (d.span === null ? { ...d, span } : d)),
      cause.sources,
    );
  }
}

interface Listed {
  readonly parts: { readonly train: PartFiles; readonly validation: PartFiles | null; readonly test: PartFiles | null };
  readonly whole: boolean;
}

async function listed(
  spec: DataSpec,
  source: Exclude<DataSource, { kind: 'task' }>,
  open: OpenSource,
): Promise<Listed> {
  if (source.kind === 'parts') {
    const flat = async (set: PartFiles | null): Promise<PartFiles | null> =>
      set === null || set.kind === 'arrays'
        ? set
        : { kind: 'paths', paths: await withoutFolders(spec, set.paths, open) };
    const [train, validation, test] = [
      await flat(source.train),
      await flat(source.validation),
      await flat(source.test),
    ];
    return { parts: { train: train ?? source.train, validation, test }, whole: false };
  }
  const { files } = source;
  if (files.kind === 'arrays') return { parts: { train: files, validation: null, test: null }, whole: true };
  const [only, ...others] = files.paths;
  const names = only === undefined || others.length > 0 ? null : await withPlace(only, () => open.list(only.value));
  if (only !== undefined && names !== null) {
    const found = partsOfFolder(only, names);
    if (found !== null) {
      if (spec.split !== null) throw new RnncError([say.splitOfFolder(spec.split.span, only.value)]);
      return { parts: found, whole: false };
    }
  }
  const paths = await withoutFolders(spec, files.paths, open);
  return { parts: { train: { kind: 'paths', paths }, validation: null, test: null }, whole: true };
}

const joined = (folder: Located<string>, name: string): Located<string> => ({
  value: `${folder.value.replace(/\/+$/, '')}/${name}`,
  span: folder.span,
});

const partWords: readonly (readonly [PartName, RegExp])[] = [
  ['train', /(?:^|[._-])train(?:ing)?[._-]/i],
  ['validation', /(?:^|[._-])(?:valid|validation|val|dev)[._-]/i],
  ['test', /(?:^|[._-])test[._-]/i],
];

/** `train.txt valid.txt test.txt`, also `ptb.train.txt`: one file of each, of one format; null for any other folder. */
function partsOfFolder(folder: Located<string>, names: readonly string[]): Listed['parts'] | null {
  const [train, validation, test] = partWords.map(([, word]) =>
    names.filter((name) => word.test(name) && formatOfPath(name) !== null),
  );
  const [trainName, ...moreTrain] = train ?? [];
  if (trainName === undefined || moreTrain.length > 0 || (validation?.length ?? 0) + (test?.length ?? 0) === 0)
    return null;
  const part = (found: readonly string[] | undefined): PartFiles | null => {
    const [name, ...more] = found ?? [];
    return name === undefined || more.length > 0 ? null : { kind: 'paths', paths: [joined(folder, name)] };
  };
  return {
    train: { kind: 'paths', paths: [joined(folder, trainName)] },
    validation: part(validation),
    test: part(test),
  };
}

/** Paths that the section names, with those of the data in folders; nothing need be there. */
export async function namedFiles({ source, format }: DataSpec, open: OpenSource): Promise<readonly string[]> {
  if (source.kind === 'task') return [];
  const sets = source.kind === 'files' ? [source.files] : [source.train, source.validation, source.test];
  const entries = sets.flatMap((set) => (set === null ? [] : entriesOf(set)));
  const found = entries.map(async ({ path }): Promise<readonly string[]> => {
    const names = await open.list(path.value);
    return names === null ? [path.value] : dataOf(names, format !== null).map((name) => joined(path, name).value);
  });
  return (await Promise.all(found)).flat();
}

/** The files of a folder that are data. @param all all of them are, whatever their endings. */
const dataOf = (names: readonly string[], all: boolean): readonly string[] =>
  names.filter((name) => !name.startsWith('.') && (all || ![null, 'npy'].includes(formatOfPath(name))));

/** Folders are replaced by their files, in order of name. */
async function withoutFolders(
  spec: DataSpec,
  paths: readonly Located<string>[],
  open: OpenSource,
): Promise<readonly Located<string>[]> {
  const all: Located<string>[] = [];
  for (const path of paths) {
    const names = await withPlace(path, () => open.list(path.value));
    if (names === null) {
      all.push(path);
      continue;
    }
    const data = dataOf(names, spec.format !== null);
    const formats = [...new Set(data.map((name) => spec.format?.value ?? formatOfPath(name) ?? ''))];
    if (data.length === 0) throw new RnncError([say.folderEmpty(path.span, path.value)]);
    if (formats.length > 1) throw new RnncError([say.folderMixed(path.span, path.value, formats)]);
    all.push(...data.map((name) => joined(path, name)));
  }
  return all;
}

function formatOf(spec: DataSpec, train: PartFiles, trained: TrainedFiles | null): DataFormat {
  if (train.kind === 'arrays') return 'npy';
  const [first] = train.paths;
  const path = first?.value ?? '';
  if (trained === null && spec.format !== null) return spec.format.value;
  const format = trained === null ? formatOfPath(path) : formatAsTrained(path, trained);
  if (format === null) throw new RnncError([say.formatUnknown(first?.span ?? spec.source.span, first?.value ?? '')]);
  return format;
}

/** Refuses keys that do not fit the format of the files in a folder. The compiler can't know that format. */
function refuseKeys(spec: DataSpec, format: DataFormat): void {
  const odd =
    format === 'text'
      ? ([
          ['columns', spec.columns.size > 0],
          ['group', spec.group !== null],
          ['buckets', spec.buckets > 1],
        ] as const)
      : format === 'csv'
        ? []
        : ([
            ['delimiter', spec.delimiter !== null],
            ['decimal', spec.decimal !== null],
            ['header', spec.header !== null],
          ] as const);
  const mistakes = odd.filter(([, given]) => given).map(([key]) => say.formatMisfit(spec.span, key, format));
  if (mistakes.length > 0) throw new RnncError(mistakes);
}
