import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { plural } from '../../../compiler/diagnostics/phrase.ts';
import type { ColumnSummary, DataSummary } from '../../answers/inspect.ts';
import type { Dataset, Part } from '../../data/dataset/dataset.ts';
import { formInWords } from '../../data/dataset/number-form.ts';
import type {
  ColumnRecipe,
  FeedRecipe,
  FillRecipe,
  ListForm,
  Preprocessing,
  Vocabulary,
} from '../../data/dataset/preprocessing.ts';
import { labelsOf } from '../../data/table/preprocess.ts';
import { isScaled } from '../../train/baselines/raw-targets.ts';
import { perOf } from '../../train/evaluate/per.ts';
import * as say from '../../train/messages.ts';
import type { Trainable } from '../../train/prepare/prepare.ts';
import { shownName } from '../files/files.ts';
import { rowsSkipped } from '../files/messages.ts';

/** Names that a line lists. */
const LISTED = 20;

const listed = (items: readonly string[], separator: string): string =>
  items.length <= LISTED
    ? items.join(separator)
    : [...items.slice(0, LISTED), `and ${items.length - LISTED} more`].join(separator);

/** Classes that a line lists. */
const CLASSES = 12;

/** What was found where the sections `data` and `training` leave something open, a line for each kind of thing. */
export function dataFound(data: Dataset, spec: DataSpec | null, losses: readonly LossSpec[]): string {
  const columns = columnsFound(data, spec);
  const feeds = Object.entries(data.preprocessing.feeds).map(([name, feed]) => `${name} from ${madeOf(feed)}`);
  return [
    `data: ${sourceFound(data, spec)}`,
    ...(columns.length === 0 ? [] : [`columns: ${listed(columns, '; ')}`]),
    ...timesFound(data),
    ...(feeds.length === 0 ? [] : [`feeds: ${listed(feeds, '; ')}`]),
    `parts: ${partsFound(data).join('; ')}`,
    ...classesFound(data, losses),
    ...losses.flatMap((loss) => weightsFound(loss, data)),
    ...losses.flatMap(lossFound),
  ].join('\n');
}

/** What the loss and the metrics of a training are means over, and in which numbers; null: the first loss has no target. */
export function figuresFound({ objective: { losses }, feeds }: Trainable, { preprocessing }: Dataset): string | null {
  const [loss] = losses;
  const per = loss === undefined ? null : perOf(loss, feeds, preprocessing);
  if (loss === undefined || !('target' in loss) || per === null) return null;
  const isNormalised = isScaled(preprocessing, loss.target.value);
  return `figures: per ${per}${isNormalised ? ', of normalised numbers; evaluate tells raw ones' : ''}`;
}

/** What scheduled sampling does to the steps that are read; null: nothing. */
export function samplingFound({ objective: { scheduledSampling } }: Trainable): string | null {
  if (scheduledSampling === null) return null;
  const { from, to, over, unit } = scheduledSampling;
  return say.scheduledSampling(from, to, plural(over, unit));
}

/** What an artifact keeps of it, a line for each kind of thing. */
export function dataKept(data: DataSummary): readonly string[] {
  const { format, parts, series, sequences, time, windows, vocabulary, columns, moreColumns, classes } = data;
  const rows = format === 'text' ? 'token' : 'row';
  const counted = parts.map(
    ({ name, rows: count, samples }) =>
      `${name === 'train' ? 'training' : name} ${plural(count, rows)}${samples === null || format === 'text' || (samples === count && windows === null) ? '' : `, ${plural(samples, 'sample')}`}`,
  );
  const details = [format, ...(vocabulary === null ? [] : [keptVocabulary(vocabulary)])];
  return [
    `data: ${details.join(', ')}`,
    ...(columns.length === 0
      ? []
      : [`columns: ${listed([...columns.map(keptColumn), ...new Array<string>(moreColumns).fill('')], '; ')}`]),
    ...(time === null ? [] : [timesText(time)]),
    `parts: ${[
      ...counted,
      ...(series === null ? [] : [plural(series, 'series', 'series')]),
      ...(sequences === null ? [] : [sequencesText(sequences)]),
      ...(windows === null ? [] : [windowsText(windows)]),
    ].join('; ')}`,
    ...classes.map(
      ({ target, classes: of, more }) =>
        `classes of ${target}: ${of.length + more}: ${[
          ...of.slice(0, CLASSES).map(({ name, count }) => (count === null ? name : `${name} ${count}`)),
          ...(of.length + more > CLASSES ? [`and ${of.length + more - CLASSES} more`] : []),
        ].join(', ')}`,
    ),
    ...data.notes,
    ...(data.skipped === 0 ? [] : [`${plural(data.skipped, 'bad row')} left out: ${data.reasons.join('; ')}`]),
  ];
}

function keptColumn({ name, type, scale, values, vocabulary }: ColumnSummary): string {
  const details = [
    type,
    ...(scale === null
      ? []
      : [
          scaleText(scale.normalize, scale.transform, scale.offset, scale.scale, {
            more: false,
            series: scale.series,
          }),
        ]),
    ...(values === null ? [] : [plural(values, 'value')]),
    ...(vocabulary === null ? [] : [keptVocabulary(vocabulary)]),
  ];
  return `${name}: ${details.join(', ')}`;
}

const keptVocabulary = ({ of, size }: NonNullable<ColumnSummary['vocabulary']>): string =>
  `a vocabulary of ${size} ${of}`;

/** What was left out or may surprise, a line for each. */
export const dataLeftOut = ({ report: { notes, skipped } }: Dataset): readonly string[] => [
  ...notes,
  ...(skipped.count > 0 ? [rowsSkipped(skipped.count, skipped.first)] : []),
];

/** How much each class counts in a loss. */
const weightsFound = (loss: LossSpec, { preprocessing }: Dataset): readonly string[] => {
  if (loss.weightOfClass === undefined || !('target' in loss) || preprocessing.kind === 'batches') return [];
  const labels = labelsOf(preprocessing, loss.target.value);
  const weights = loss.weightOfClass.map((weight, c) => `${labels?.[c] ?? c} ${short(weight)}`);
  return [`class weights of ${loss.target.value}: ${listed(weights, ', ')}`];
};

/** The loss that was chosen for the data, and why. */
const lossFound = (loss: LossSpec): readonly string[] =>
  loss.why === undefined ? [] : [`loss: ${loss.type}: ${loss.why}`];

/** The classes of each target that is a category or made of tags, with their numbers in the training part where they were counted. */
function classesFound({ preprocessing, report }: Dataset, losses: readonly LossSpec[]): readonly string[] {
  const targets = new Map(
    losses.flatMap((loss) => ('target' in loss ? [[loss.target.value, loss.type] as const] : [])),
  );
  return [...targets].flatMap(([target, type]) => {
    const feed = Object.hasOwn(preprocessing.feeds, target) ? preprocessing.feeds[target] : undefined;
    const [name, ...more] = feed?.from === 'columns' ? feed.columns : [];
    const column =
      name === undefined || more.length > 0 || !Object.hasOwn(preprocessing.columns, name)
        ? undefined
        : preprocessing.columns[name];
    if (name === undefined || (column?.type !== 'category' && column?.type !== 'text')) return [];
    const counts = Object.hasOwn(report.counts, name) ? report.counts[name] : undefined;
    // tags that are not counted are texts
    if (column.type === 'text' && counts === undefined) return [];
    const labels = column.type === 'category' ? column.values : column.vocabulary.tokens;
    const unknown = column.type === 'category' ? null : column.vocabulary.unknown;
    const classes = labels.flatMap((label, i) =>
      label === unknown && counts?.[i] === 0 ? [] : [counts === undefined ? label : `${label} ${counts[i] ?? 0}`],
    );
    const rest = classes.length > CLASSES ? [`and ${classes.length - CLASSES} more`] : [];
    const positive = type === 'sigmoid_cross_entropy' && labels.length === 2 ? `; positive is ${labels[1]}` : '';
    return [
      `classes of ${target}: ${classes.length}: ${[...classes.slice(0, CLASSES), ...rest].join(', ')}${positive}`,
    ];
  });
}

function sourceFound({ report, preprocessing }: Dataset, spec: DataSpec | null): string {
  const { files, format, delimiter, decimal, header, streamed } = report;
  if (spec?.source.kind === 'task') return `task ${spec.source.name}`;
  const paths = [...new Set([...files.train, ...files.validation, ...files.test])].map(shownName);
  const details = [
    format,
    ...(delimiter === null ? [] : [`delimiter ${delimiter === '\t' ? 'tab' : `"${delimiter}"`}`]),
    ...(decimal === null ? [] : [`decimal "${decimal}"`]),
    ...(header === null ? [] : [header ? 'a header' : 'no header']),
    ...(preprocessing.kind === 'text' && preprocessing.vocabulary !== null
      ? [vocabularyFound(preprocessing.vocabulary)]
      : []),
    ...(streamed ? ['read again for every epoch'] : []),
  ];
  return `${listed(paths, ', ')} (${details.join(', ')})`;
}

const columnsFound = ({ report, preprocessing }: Dataset, spec: DataSpec | null): readonly string[] =>
  Object.entries(report.columns).map(([name, type]) => {
    const recipe = Object.hasOwn(preprocessing.columns, name) ? preprocessing.columns[name] : undefined;
    const isGiven = (spec?.columns.get(name)?.type ?? null) !== null;
    const details = [
      `${type}${isGiven ? ' (given)' : ''}`,
      ...cellsFound(preprocessing, name),
      ...(recipe !== undefined && 'normalize' in recipe ? [scaleFound(recipe)] : []),
      ...(recipe?.type === 'category' ? [plural(recipe.values.length, 'value')] : []),
      ...(recipe?.type === 'text' ? [vocabularyFound(recipe.vocabulary)] : []),
    ];
    return `${name}: ${details.join(', ')}`;
  });

/** `normalize standard (mean 3.2, deviation 1.1)`; of several features the first. */
function scaleFound({
  normalize,
  offset,
  scale,
  transform = [],
  series,
}: Extract<ColumnRecipe, { normalize: string }>): string {
  return scaleText(normalize, transform, offset[0] ?? 0, scale[0] ?? 1, {
    more: offset.length > 1,
    series: series === undefined ? null : Object.keys(series).length,
  });
}

/** @param of whether there are more features, and how many series have a scale of their own; null: one holds for all rows. */
function scaleText(
  normalize: Extract<ColumnRecipe, { normalize: string }>['normalize'],
  transform: readonly string[],
  from: number,
  by: number,
  of: { readonly more: boolean; readonly series: number | null },
): string {
  const before = transform.length === 0 ? '' : `${transform.join(', then ')}, `;
  if (of.series !== null) return `${before}normalize ${normalize} of each of ${plural(of.series, 'series', 'series')}`;
  const more = of.more ? ', …' : '';
  switch (normalize) {
    case 'standard':
      return `${before}normalize standard (mean ${short(from)}, deviation ${short(by)}${more})`;
    case 'minmax':
      return `${before}normalize minmax (${short(from)} to ${short(from + by)}${more})`;
    case 'none':
      return `${before}normalize none`;
    default:
      return normalize satisfies never;
  }
}

const vocabularyFound = ({ of, tokens }: Vocabulary): string =>
  of === 'bytes' ? 'a vocabulary of 256 bytes' : `a vocabulary of ${tokens.length} ${of}`;

/** How numbers are written, what stands for no value and what is done there. */
function cellsFound({ cells = {} }: Preprocessing, name: string): readonly string[] {
  const recipe = Object.hasOwn(cells, name) ? cells[name] : undefined;
  const { written, missing, fill, calendar, list, lengths, longest, lettersOf } = recipe ?? {};
  const form = written === undefined ? null : formInWords(written);
  return [
    ...(form === null ? [] : [form]),
    ...(calendar === undefined ? [] : [`from ${calendar.columns.join(' and ')}`]),
    ...(lettersOf === undefined ? [] : [`the letters of ${lettersOf.column}`]),
    ...(lettersOf?.longest === undefined
      ? []
      : [`the ${lettersOf.longest.keep === 'end' ? 'last' : 'first'} ${lettersOf.longest.steps} of a word read`]),
    ...(list === undefined ? [] : [`lists with ${SEPARATORS[list.separator]} between numbers`]),
    ...(lengths === undefined
      ? []
      : [`steps counted in ${lengths.column}${lengths.from === 'end' ? ', from the end' : ''}`]),
    ...(longest === undefined
      ? []
      : [`the ${longest.keep === 'end' ? 'last' : 'first'} ${plural(longest.steps, 'step')} read`]),
    ...(missing === undefined ? [] : [`missing ${missing.join(', ')}`]),
    ...(fill === undefined
      ? []
      : [typeof fill === 'string' ? FILLED[fill] : `filled with ${fill.value.map(short).join(', ')}`]),
  ];
}
const SEPARATORS: { readonly [separator in ListForm['separator']]: string } = {
  ' ': 'blanks',
  ';': 'semicolons',
  ',': 'commas',
  '|': 'bars',
};
const FILLED: { readonly [rule in Extract<FillRecipe, string>]: string } = {
  skip: 'rows without it left out',
  forward: 'filled with the value before',
  interpolate: 'filled on the line between its neighbours',
};
const short = (value: number | string): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(4))) : value;

function timesFound({ report: { time } }: Dataset): readonly string[] {
  return time === null ? [] : [timesText(time)];
}

function timesText({
  columns,
  written,
  zone,
  step,
  gaps,
  missing,
  filled,
}: NonNullable<Dataset['report']['time']>): string {
  const gapText = filled
    ? `${plural(missing, 'row')} put in`
    : `${plural(gaps, 'gap')} (${plural(missing, 'missing row')}) that no window crosses`;
  const details = [written, ...(zone === null ? [] : [zone]), step ?? 'uneven', ...(gaps === 0 ? [] : [gapText])];
  return `times: ${columns.join(' and ')} (${details.join(', ')})`;
}

function madeOf(feed: FeedRecipe): string {
  switch (feed.from) {
    case 'columns':
      return `${listed(feed.columns, ', ')}${partOf(feed)}`;
    case 'tokens':
      return feed.tokens === 'next' ? 'the token after each' : 'the tokens';
    case 'batches':
      return 'batches';
    default:
      return feed satisfies never;
  }
}

function partOf({ part, previous, ends }: Extract<FeedRecipe, { readonly from: 'columns' }>): string {
  if (previous !== undefined) return ' (previous)';
  if (ends === true) return ' (with an end mark)';
  return part === 'row' || part === 'step' ? '' : ` (${part})`;
}

function partsFound({ train, validation, test, report, preprocessing }: Dataset): readonly string[] {
  const rows = report.format === 'text' ? 'token' : 'row';
  const found = (name: string, part: Part | null, count: number): string => {
    if (part === null) return `no ${name}`;
    if (preprocessing.sequence === true && part.samples !== null)
      return `${name} ${plural(part.samples, 'sequence')} (${plural(count, rows)})`;
    const samples =
      report.format === 'text' || part.samples === null || (part.samples === count && preprocessing.windows === null)
        ? ''
        : `, ${plural(part.samples, 'sample')}`;
    return `${name} ${plural(count, rows)}${samples}`;
  };
  const { windows, kind } = preprocessing;
  const { sequences } = report;
  return [
    found('training', train, report.rows.train),
    found('validation', validation, report.rows.validation),
    found('test', test, report.rows.test),
    ...(report.series === undefined || preprocessing.sequence === true
      ? []
      : [plural(report.series, 'series', 'series')]),
    ...(sequences === undefined ? [] : [sequencesText(sequences)]),
    ...(windows === null || kind === 'text' ? [] : [windowsText(windows)]),
  ];
}

const sequencesText = ({ shortest, longest }: NonNullable<DataSummary['sequences']>): string =>
  `sequences of ${shortest === longest ? '' : `${shortest} to `}${plural(longest, 'step')}`;

const windowsText = ({ width, horizon, lead = 0, stride }: NonNullable<Preprocessing['windows']>): string =>
  `windows of ${plural(width, 'step')}, ${horizon} ahead${lead === 0 ? '' : ` after ${lead}`}, every ${stride}`;
