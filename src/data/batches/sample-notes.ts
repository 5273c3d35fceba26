import { list, plural } from '../../../compiler/diagnostics/phrase.ts';
import { cellsOf, readGiven } from '../arrange/given-cells.ts';
import type { Longest, Preprocessing, Vocabulary } from '../dataset/preprocessing.ts';
import type { RawRow } from '../dataset/raw-row.ts';
import { cleanText, wordsOfCell } from '../dataset/tokens.ts';
import { isPrevious, markedColumns } from '../encode/previous/marked-steps.ts';
import { unknownTokens } from '../encode/vocabulary.ts';
import { cutNote, emptyNote } from '../messages/rows.ts';
import { isNumberList } from '../rows/cells.ts';
import { BadCell } from '../rows/faults/bad-cell.ts';
import { cutCell } from '../rows/list-cells.ts';

/** Where what may surprise is told. */
export interface NoteOptions {
  /** Takes a sentence about what may surprise, such as words that training did not have. Absent: nothing is told. */
  readonly onNote?: (note: string) => unknown;
}

type Samples = readonly RawRow[] | readonly string[];

/** Names of the columns that the model is fed. A text alone is none of those that it says itself. */
const columnsFed = ({ feeds }: Preprocessing, samples: Samples): readonly string[] => {
  const isText = typeof samples[0] === 'string';
  return [
    ...new Set(
      Object.values(feeds).flatMap((feed) =>
        feed.role === 'input' && feed.from === 'columns' && !(isText && isPrevious(feed)) ? feed.columns : [],
      ),
    ),
  ];
};

/** Tokens that a note lists. */
const LISTED = 5;

/** What of the samples is not taken as it is given: a sentence for each column. */
export const sampleNotes = (preprocessing: Preprocessing, samples: Samples): readonly string[] => [
  ...cutNotes(preprocessing, samples),
  ...unknownNotes(preprocessing, samples),
  ...rangeNotes(preprocessing, samples),
];

/** Texts without a token, of which the model reads nothing: a sentence for each column. */
export function emptyNotes(
  { kind, columns, vocabulary, cells = {}, feeds, sequence }: Preprocessing,
  samples: Samples,
): readonly string[] {
  if (sequence === true) return [];
  const isEmpty = (value: unknown, of: Vocabulary['of']): boolean =>
    Array.isArray(value)
      ? value.length === 0
      : typeof value === 'string' && (of === 'words' ? value.trim() : value) === '';
  if (kind === 'text' && vocabulary !== null) {
    const empty = samples.filter((sample) => isEmpty(sample, vocabulary.of)).length;
    return empty === 0 ? [] : [emptyNote(null, empty)];
  }
  const read = Object.values(feeds).flatMap((feed) =>
    feed.role === 'input' && feed.from === 'columns' && feed.part === 'row' && feed.previous === undefined
      ? feed.columns
      : [],
  );
  return [...new Set(read)].flatMap((name) => {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    const fill = Object.hasOwn(cells, name) ? cells[name]?.fill : undefined;
    if (column?.type !== 'text' || fill !== undefined) return [];
    const { of } = column.vocabulary;
    const empty = samples.filter((sample) => isEmpty(typeof sample === 'string' ? sample : sample[name], of)).length;
    return empty === 0 ? [] : [emptyNote(name, empty)];
  });
}

/** What is longer than the model reads. */
function cutNotes(preprocessing: Preprocessing, samples: Samples): readonly string[] {
  const { cells = {} } = preprocessing;
  return columnsFed(preprocessing, samples).flatMap((name) => {
    const { longest, lettersOf } = (Object.hasOwn(cells, name) ? cells[name] : undefined) ?? {};
    // the words that letters are left out of are told with the column of words
    if (longest === undefined || lettersOf !== undefined) return [];
    const column = cellsOf(preprocessing, name);
    const cut = samples.filter((sample) => {
      const read = readGiven(typeof sample === 'string' ? { [column.source]: sample } : sample, column);
      return read !== null && !(read instanceof BadCell) && read.isCut === true;
    });
    const isMarked = markedColumns(Object.values(preprocessing.feeds)).has(name);
    return cut.length === 0 ? [] : [cutNote(name, cut.length, longest, isMarked)];
  });
}

/** What of the samples the training did not have, where a number stands for it: a sentence for each column. */
export function unknownNotes(preprocessing: Preprocessing, samples: Samples): readonly string[] {
  const { columns, vocabulary, kind, sequence, cells = {} } = preprocessing;
  if (kind === 'text')
    return vocabulary === null ? [] : noteOf('the vocabulary lacks', null, lacksOf(vocabulary, false), samples);
  return columnsFed(preprocessing, samples).flatMap((name) => {
    const column = Object.hasOwn(columns, name) ? columns[name] : undefined;
    const letters = Object.hasOwn(cells, name) ? cells[name]?.lettersOf : undefined;
    if (column?.type === 'text' && letters !== undefined) {
      const { vocabulary: own } = column;
      const lacks = (text: string): readonly string[] =>
        wordsOfCell(letters.words, text).flatMap((word) => unknownTokens(own, word));
      return own.unknown === null ? [] : noteOf(`the vocabulary of "${name}" lacks`, letters.column, lacks, samples);
    }
    if (column?.type === 'text')
      return noteOf(
        `the vocabulary of "${name}" lacks`,
        name,
        lacksOf(column.vocabulary, sequence === true, cellsOf(preprocessing, name).recipe.longest),
        samples,
      );
    if (column?.type !== 'category' || column.unknown === undefined) return [];
    const known = new Set(column.values);
    const { isMarker } = cellsOf(preprocessing, name).reading;
    const lacks = (text: string): readonly string[] => {
      const value = text.trim();
      return value === '' || known.has(value) || isMarker(text) ? [] : [value];
    };
    return noteOf(`the training knows no "${name}"`, name, lacks, samples);
  });
}

/** Tokens that a vocabulary takes as unknown. @param isStep a text is one token. */
function lacksOf(vocabulary: Vocabulary, isStep: boolean, longest?: Longest): (text: string) => readonly string[] {
  if (vocabulary.unknown === null || vocabulary.of === 'bytes') return () => [];
  const known = new Set(vocabulary.tokens);
  if (isStep) return (text) => (known.has(cleanText(vocabulary, text.trim())) ? [] : [text.trim()]);
  return (text) => {
    // what is cut off is not read
    const read = longest === undefined ? text : cutCell(text, longest, vocabulary);
    return Array.isArray(read) ? read.filter((token) => !known.has(token)) : unknownTokens(vocabulary, text);
  };
}

function noteOf(
  begin: string,
  name: string | null,
  lacksIn: (text: string) => readonly string[],
  samples: Samples,
): readonly string[] {
  const lacks = new Set<string>();
  const given = samples.flatMap((sample) => (typeof sample === 'string' ? [sample] : [sample[name ?? '']].flat()));
  for (const text of new Set(given))
    if (typeof text === 'string' || typeof text === 'number') for (const item of lacksIn(String(text))) lacks.add(item);
  if (lacks.size === 0) return [];
  const shown = [...lacks].slice(0, LISTED).map((token) => JSON.stringify(token));
  const more = lacks.size > LISTED ? [`${lacks.size - LISTED} more`] : [];
  return [`${begin} ${list([...shown, ...more])}: the model takes ${lacks.size === 1 ? 'it' : 'them'} as unknown`];
}

/** Widths of the range of the training beyond which a number is hardly one of them. */
const FAR = 10;

/** Numbers that are of another size than those of the training, as where a unit is another one. */
function rangeNotes(preprocessing: Preprocessing, samples: Samples): readonly string[] {
  return columnsFed(preprocessing, samples).flatMap((name) => {
    const column = Object.hasOwn(preprocessing.columns, name) ? preprocessing.columns[name] : undefined;
    if (column?.type !== 'number' || column.range === undefined) return [];
    const [least, greatest] = column.range;
    const width = greatest - least || Math.abs(greatest);
    if (width === 0) return [];
    const cells = cellsOf(preprocessing, name);
    if (cells.recipe.calendar !== undefined || cells.recipe.maskOf !== undefined) return [];
    const far = { count: 0, least: Number.POSITIVE_INFINITY, greatest: Number.NEGATIVE_INFINITY };
    for (const sample of samples) {
      const read = typeof sample === 'string' ? null : readGiven(sample, cells);
      if (read === null || read instanceof BadCell) continue;
      const numbers = typeof read.cell === 'number' ? [read.cell] : isNumberList(read.cell) ? read.cell.data : [];
      const odd = Array.from(numbers).filter((x) => x > greatest + FAR * width || x < least - FAR * width);
      if (odd.length === 0) continue;
      far.count++;
      for (const x of odd) {
        far.least = Math.min(far.least, x);
        far.greatest = Math.max(far.greatest, x);
      }
    }
    return far.count === 0 ? [] : [rangeNote(name, far, { least, greatest })];
  });
}

const rangeInWords = ({ least, greatest }: { readonly least: number; readonly greatest: number }): string =>
  least === greatest ? short(least) : `${short(least)} to ${short(greatest)}`;
const short = (value: number): string => String(Number(value.toPrecision(4)));

function rangeNote(
  name: string,
  far: { readonly count: number; readonly least: number; readonly greatest: number },
  trained: { readonly least: number; readonly greatest: number },
): string {
  const rows = `${plural(far.count, 'row')} ${far.count === 1 ? 'has' : 'have'}`;
  return `${rows} "${name}" of ${rangeInWords(far)}, far from what the training had, ${rangeInWords(trained)}: is the unit the same?`;
}
