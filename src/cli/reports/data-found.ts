import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { plural } from '../../../compiler/diagnostics/phrase.ts';
import type { Dataset, Part } from '../../data/dataset/dataset.ts';
import { formInWords } from '../../data/dataset/number-form.ts';
import type { FeedRecipe, Preprocessing } from '../../data/dataset/preprocessing.ts';
import { shownName } from '../files/files.ts';

/** Names that a line lists. */
const LISTED = 20;

const listed = (items: readonly string[], separator: string): string =>
  items.length <= LISTED
    ? items.join(separator)
    : [...items.slice(0, LISTED), `and ${items.length - LISTED} more`].join(separator);

/** What was found where the section `data` leaves something open, a line for each kind of thing. */
export function dataFound(data: Dataset, spec: DataSpec | null): string {
  const columns = columnsFound(data, spec);
  const feeds = Object.entries(data.preprocessing.feeds).map(([name, feed]) => `${name} from ${madeOf(feed)}`);
  return [
    `data: ${sourceFound(data, spec)}`,
    ...(columns.length === 0 ? [] : [`columns: ${listed(columns, '; ')}`]),
    ...timesFound(data),
    ...(feeds.length === 0 ? [] : [`feeds: ${listed(feeds, '; ')}`]),
    `parts: ${partsFound(data).join('; ')}`,
  ].join('\n');
}

function sourceFound({ report }: Dataset, spec: DataSpec | null): string {
  const { files, format, delimiter, decimal, header, streamed } = report;
  if (spec?.source.kind === 'task') return `task ${spec.source.name}`;
  const paths = [...new Set([...files.train, ...files.validation, ...files.test])].map(shownName);
  const details = [
    format,
    ...(delimiter === null ? [] : [`delimiter ${delimiter === '\t' ? 'tab' : `"${delimiter}"`}`]),
    ...(decimal === null ? [] : [`decimal "${decimal}"`]),
    ...(header === null ? [] : [header ? 'a header' : 'no header']),
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
      ...(recipe !== undefined && 'normalize' in recipe ? [`normalize ${recipe.normalize}`] : []),
    ];
    return `${name}: ${details.join(', ')}`;
  });

/** How numbers are written, what stands for no value and what is done there. */
function cellsFound({ cells = {} }: Preprocessing, name: string): readonly string[] {
  const recipe = Object.hasOwn(cells, name) ? cells[name] : undefined;
  const { written, missing, fill } = recipe ?? {};
  const form = written === undefined ? null : formInWords(written);
  return [
    ...(form === null ? [] : [form]),
    ...(missing === undefined ? [] : [`missing ${missing.join(', ')}`]),
    ...(fill === undefined
      ? []
      : [fill === 'skip' ? 'rows without it left out' : `filled with ${fill.value.map(short).join(', ')}`]),
  ];
}
const short = (value: number | string): string =>
  typeof value === 'number' ? String(Number(value.toPrecision(4))) : value;

function timesFound({ report: { time } }: Dataset): readonly string[] {
  if (time === null) return [];
  const { columns, written, zone, step, gaps, missing, filled } = time;
  const gapText = filled
    ? `${plural(missing, 'row')} put in`
    : `${plural(gaps, 'gap')} (${plural(missing, 'missing row')}) that no window crosses`;
  const details = [written, ...(zone === null ? [] : [zone]), step ?? 'uneven', ...(gaps === 0 ? [] : [gapText])];
  return [`times: ${columns.join(' and ')} (${details.join(', ')})`];
}

function madeOf(feed: FeedRecipe): string {
  switch (feed.from) {
    case 'columns':
      return `${listed(feed.columns, ', ')}${feed.part === 'row' ? '' : ` (${feed.part})`}`;
    case 'tokens':
      return feed.tokens === 'next' ? 'the token after each' : 'the tokens';
    case 'batches':
      return 'batches';
    default:
      return feed satisfies never;
  }
}

function partsFound({ train, validation, test, report }: Dataset): readonly string[] {
  const rows = report.format === 'text' ? 'token' : 'row';
  const found = (name: string, part: Part | null, count: number): string => {
    if (part === null) return `no ${name}`;
    const samples =
      report.format === 'text' || part.samples === null || part.samples === count
        ? ''
        : `, ${plural(part.samples, 'sample')}`;
    return `${name} ${plural(count, rows)}${samples}`;
  };
  return [
    found('training', train, report.rows.train),
    found('validation', validation, report.rows.validation),
    found('test', test, report.rows.test),
  ];
}
