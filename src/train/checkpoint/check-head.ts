/** Says where a value is not of its form, `/` first, or null where it is. */
type Check = (value: unknown, path: string) => string | null;

const is =
  (holds: (value: unknown) => boolean): Check =>
  (value, path) =>
    holds(value) ? null : path;

const number = is((value) => typeof value === 'number' && Number.isFinite(value));
const count = is((value) => Number.isSafeInteger(value) && Number(value) >= 0);
const text = is((value) => typeof value === 'string');
const flag = is((value) => typeof value === 'boolean');
const oneOf = (...allowed: readonly unknown[]): Check => is((value) => allowed.includes(value));
const orNull =
  (check: Check): Check =>
  (value, path) =>
    value === null ? null : check(value, path);
const optional =
  (check: Check): Check =>
  (value, path) =>
    value === undefined ? null : check(value, path);

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const first = <T>(items: Iterable<T>, check: (item: T) => string | null): string | null => {
  for (const item of items) {
    const problem = check(item);
    if (problem !== null) return problem;
  }
  return null;
};

const list =
  (check: Check): Check =>
  (value, path) =>
    Array.isArray(value) ? first(value.entries(), ([i, item]) => check(item, `${path}/${i}`)) : path;

const mapping =
  (check: Check): Check =>
  (value, path) =>
    isObject(value) ? first(Object.entries(value), ([key, item]) => check(item, `${path}/${key}`)) : path;

const object =
  (fields: { readonly [name: string]: Check }): Check =>
  (value, path) =>
    isObject(value)
      ? first(Object.entries(fields), ([name, check]) =>
          check(Object.hasOwn(value, name) ? value[name] : undefined, `${path}/${name}`),
        )
      : path;

/** Objects whose field `by` says which further fields they have. */
const variants =
  (by: string, forms: { readonly [name: string]: Check }): Check =>
  (value, path) => {
    const kind = isObject(value) ? value[by] : undefined;
    const form = typeof kind === 'string' && Object.hasOwn(forms, kind) ? forms[kind] : undefined;
    return form === undefined ? `${path}/${by}` : form(value, path);
  };

const measured = orNull(number);
const epoch = object({
  epoch: count,
  steps: count,
  rate: number,
  parts: mapping(object({ loss: measured, metrics: mapping(measured) })),
  best: flag,
});

const progression = object({
  step: count,
  epoch: count,
  batch: count,
  samples: number,
  sums: list(object({ sum: number, count: number })),
  total: number,
  rate: number,
  masked: flag,
  schedule: orNull(object({ rate: number, best: measured, wait: count, cooldown: count })),
  stopping: object({ reference: measured, wait: count, best: measured, bestEpoch: orNull(count) }),
  history: list(epoch),
  finished: flag,
});

const scaled = object({
  normalize: oneOf('standard', 'minmax', 'none'),
  offset: list(number),
  scale: list(number),
});
const plain = object({});
const form = object({ kind: text, pattern: text, offset: text });
const gapRule: Check = (value, path) =>
  typeof value === 'string'
    ? oneOf('break', 'forward', 'interpolate')(value, path)
    : object({ value: number })(value, path);
const time = object({
  columns: list(text),
  forms: list(form),
  zone: orNull(text),
  step: orNull(object({ unit: oneOf('second', 'day', 'business day', 'month'), count: number, day: optional(count) })),
  gaps: gapRule,
  duplicates: oneOf('error', 'first', 'last', 'mean'),
});
const ofTimes: Check = (value, path) => scaled(value, path) ?? object({ form, zone: orNull(text) })(value, path);
const vocabulary = object({
  of: oneOf('bytes', 'characters', 'words'),
  tokens: list(text),
  unknown: orNull(text),
  normalize: optional(oneOf('NFKC', 'none')),
  lower: optional(oneOf(true)),
  punctuation: optional(oneOf('tokens', 'dropped')),
  marks: optional(oneOf(true)),
});
const column = variants('type', {
  number: scaled,
  time: ofTimes,
  category: object({ values: list(text) }),
  text: object({ vocabulary }),
  tree: plain,
});
const dimension = is((value) => typeof value === 'string' || (Number.isSafeInteger(value) && Number(value) >= 0));
const feed: Check = (value, path) =>
  object({
    role: oneOf('input', 'target'),
    dtype: oneOf('float32', 'int32'),
    dims: list(dimension),
    missing: optional(oneOf(true)),
  })(value, path) ??
  variants('from', {
    columns: object({
      columns: list(text),
      part: oneOf('row', 'step', 'window', 'horizon', 'next', 'previous', 'series'),
      previous: optional(object({ longest: count })),
      ends: optional(oneOf(true)),
    }),
    tokens: object({ tokens: oneOf('input', 'next') }),
    batches: plain,
  })(value, path);

const preprocessing = object({
  version: oneOf(1),
  kind: oneOf('table', 'text', 'batches'),
  columns: mapping(column),
  vocabulary: orNull(vocabulary),
  group: orNull(text),
  sequence: optional(oneOf(true)),
  time: orNull(time),
  decimal: oneOf('.', ','),
  windows: orNull(object({ width: count, horizon: count, stride: count, carry: optional(oneOf(true)) })),
  feeds: mapping(feed),
});

const head = object({
  progression,
  identity: mapping(text),
  hasBest: flag,
  preprocessing,
  keepsPreprocessing: flag,
});

/** The first place of a checkpoint's head, as a JSON pointer, that is not of its form; null where all of it is. */
export const headProblem = (value: unknown): string | null => head(value, '');
