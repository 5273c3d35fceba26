/** Texts of phase 1 about the section `data`. One function per mistake; each takes the place in the model's file. */
import type { Diagnostic, Span } from '../../diagnostic.ts';
import { didYouMean, error, list, quote } from '../../phrase.ts';

export const sourceMixed = (span: Span, part: string, others: readonly string[]): Diagnostic =>
  error('data-source', span, `source has both ${quote(part)} and ${list(others.map(quote))}`, {
    expected: '{train: …, validation: …, test: …}, one NumPy file per column, or {task: …}',
    found: list([part, ...others].map(quote)),
    fix: `remove ${quote(part)} or the others`,
  });
export const sourceLacksTrain = (span: Span): Diagnostic =>
  error('data-source', span, 'source has no files to train on', {
    expected: '{train: a.csv, validation: b.csv}',
    found: 'no train:',
    fix: 'add train:',
  });
export const partsDiffer = (span: Span, part: string): Diagnostic =>
  error('data-source', span, `the part ${quote(part)} is given in another way than train`, {
    expected: 'files for every part, or NumPy arrays for every part',
    found: 'both',
    fix: 'give all parts in one way',
  });
export const arrayPath = (span: Span, path: string): Diagnostic =>
  error('data-source', span, `${quote(path)} is no NumPy file`, {
    expected: 'a path that ends in .npy',
    found: quote(path),
    fix: 'save it with numpy.save, or name other files as source: FILE or source: {train: FILE}',
  });
export const formatsDiffer = (span: Span, path: string, format: string, first: string, other: Span): Diagnostic =>
  error('data-format', span, `${quote(path)} would be ${format}, the first file is ${first}`, {
    expected: `${first} files`,
    found: format,
    fix: 'use files of one format, or write format:',
    notes: [{ message: 'the first file', span: other }],
  });
export const npyAsPath = (span: Span): Diagnostic =>
  error('data-source', span, 'a NumPy file needs the name of a column', {
    expected: 'source: {x: x.npy, y: y.npy}',
    found: 'a path alone',
    fix: 'write source: {x: …}; feeds name the column x',
  });
export const noPlace = (span: Span, key: string, why: string): Diagnostic =>
  error('no-effect', span, `${key} has no effect: ${why}`, {
    expected: 'a key that this data reads',
    found: key,
    fix: 'remove it',
  });
export const marksEqual = (span: Span, mark: string): Diagnostic =>
  error('conflicting-keys', span, `"${mark}" can't be both the decimal sign and what stands between thousands`, {
    expected: 'two different signs',
    found: `"${mark}" twice`,
    fix: mark === '.' ? 'write decimal: "," with thousands: "."' : 'write decimal: . with thousands: ","',
  });
export const fillUnknown = (span: Span, word: string, known: readonly string[]): Diagnostic =>
  error('unknown-name', span, `"${word}" is no rule for missing values`, {
    expected: `${list(known)} or {value: 0}`,
    found: `"${word}"`,
    fix:
      FILLS_ELSEWHERE[word.toLowerCase()] ??
      didYouMean(word, known) ??
      `write one of ${list(known)}, or a value in its place: fill: {value: 0}`,
  });
/** What other tools call these rules. */
const FILLS_ELSEWHERE: { readonly [word: string]: string } = {
  linear: 'write fill: interpolate: on the line between the neighbours',
  ffill: 'write fill: forward',
  pad: 'write fill: forward',
  previous: 'write fill: forward',
  locf: 'write fill: forward',
  drop: 'write fill: skip',
  dropna: 'write fill: skip',
  average: 'write fill: mean',
  median: 'no rule takes the median: write fill: mean, or the number itself: fill: {value: 0}',
  mode: 'no rule takes what is most frequent: write the value itself: fill: {value: 0}',
  bfill: 'no rule takes later values alone: write fill: interpolate, or fill: forward',
  backfill: 'no rule takes later values alone: write fill: interpolate, or fill: forward',
  backward: 'no rule takes later values alone: write fill: interpolate, or fill: forward',
  zero: 'write fill: {value: 0}',
  zeros: 'write fill: {value: 0}',
};
export const windowsNeeded = (span: Span, what: string): Diagnostic =>
  error('missing-key', span, `${what} needs windows: its rows are the steps of one series`, {
    expected: 'windows: {width: 24}',
    found: 'nothing',
    fix: 'add windows: with the number of steps that the model sees',
  });
export const feedKinds = (span: Span, feed: string, found: 'both' | 'neither'): Diagnostic =>
  error(
    found === 'both' ? 'conflicting-keys' : 'missing-key',
    span,
    `feed ${quote(feed)} has ${found} of columns and tokens`,
    {
      expected: '{columns: [price]} or, for text, {tokens: input}',
      found,
      fix: found === 'both' ? 'remove one of them' : 'add columns:',
    },
  );
export const feedOfText = (span: Span, feed: string): Diagnostic =>
  error('data-feeds', span, `feed ${quote(feed)} asks for columns, and a text has none`, {
    expected: 'tokens: input or tokens: next',
    found: 'columns',
    fix: 'write tokens: input, or tokens: next for the token after each',
  });
export const tokensOfTable = (span: Span, feed: string): Diagnostic =>
  error('data-feeds', span, `feed ${quote(feed)} asks for tokens, and the source is no text`, {
    expected: 'columns: [NAME]',
    found: 'tokens',
    fix: 'name a column of type text: columns: [NAME]',
  });
export const columnTwice = (span: Span, feed: string, column: string): Diagnostic =>
  error('data-feeds', span, `feed ${quote(feed)} names the column ${quote(column)} twice`, {
    expected: 'each column once',
    found: 'twice',
    fix: 'remove one of them',
  });
export const columnIgnored = (span: Span, column: string, what: string, declared: Span): Diagnostic =>
  error('data-column', span, `${what} uses the column ${quote(column)}, which is of type ignore`, {
    expected: 'a column that is read',
    found: 'type: ignore',
    fix: `give ${quote(column)} another type`,
    notes: [{ message: 'the column', span: declared }],
  });
export const splitOfParts = (span: Span, other: Span): Diagnostic =>
  error('conflicting-keys', span, 'split has nothing to cut: the source names the files of each part', {
    expected: 'split, or files for each part',
    found: 'both',
    fix: 'remove split',
    notes: [{ message: 'the parts', span: other }],
  });
export const splitKinds = (span: Span, key: string): Diagnostic =>
  error('conflicting-keys', span, `split has both column and ${key}`, {
    expected: 'shares, or column and at',
    found: 'both',
    fix: `remove column or ${key}`,
  });
export const splitLacks = (span: Span, has: string, lacks: string): Diagnostic =>
  error('missing-key', span, `split has ${has} but no ${lacks}`, {
    expected: "{column: date, at: ['2020-01-01']}",
    found: `${has} alone`,
    fix: `add ${lacks}:`,
  });
export const splitSum = (span: Span, sum: number): Diagnostic =>
  error('out-of-range', span, `the shares of split sum to ${Number(sum.toFixed(6))}`, {
    expected: 'shares that sum to 1',
    found: `${Number(sum.toFixed(6))}`,
    fix: 'leave train out to give it the rest',
  });
export const splitTrainsNothing = (span: Span): Diagnostic =>
  error('out-of-range', span, 'split leaves nothing to train on', {
    expected: 'a training share above 0',
    found: '0',
    fix: 'make the other shares smaller',
  });
/** @param areEqual they are one border; otherwise they fall. */
export const bordersFall = (span: Span, areEqual: boolean): Diagnostic =>
  error('out-of-range', span, 'the borders of split must rise', {
    expected: 'the smaller value first',
    found: areEqual ? 'equal ones, with no row between them' : 'the larger first',
    fix: areEqual
      ? 'choose a larger second one, or write one border alone, for a validation part without a test part'
      : 'swap them',
  });
export const bordersMixed = (span: Span): Diagnostic =>
  error('wrong-type', span, 'the borders of split must be of one kind', {
    expected: 'two numbers or two dates',
    found: 'one of each',
    fix: 'write both as the column has them',
  });
export const randomWindows = (span: Span): Diagnostic =>
  error('data-split', span, 'windows overlap, so drawing them at random would show test rows in training', {
    expected: 'by: order, or a group whose series are drawn as a whole',
    found: 'by: random without a group',
    fix: 'remove by: random, or name the column of the series in group:',
  });
export const textSplit = (span: Span, found: string): Diagnostic =>
  error('data-split', span, 'a text is one stream and is split by order', {
    expected: 'by: order',
    found,
    fix: 'remove it',
  });
export const wavesRange = (span: Span, shortest: number, longest: number): Diagnostic =>
  error('out-of-range', span, 'shortest is larger than longest', {
    expected: `at most ${longest}`,
    found: `${shortest}`,
    fix: 'swap them',
  });
export const valueTwice = (span: Span, value: string): Diagnostic =>
  error('data-column', span, `the value ${quote(value)} is listed twice`, {
    expected: 'each value once',
    found: 'twice',
    fix: 'remove one of them',
  });
export const timeTrue = (span: Span): Diagnostic =>
  error('wrong-type', span, 'time: true names no column', {
    expected: 'the column that orders the rows, or false: rows stay in the order of the file',
    found: 'true',
    fix: 'write time: COLUMN',
  });
export const gapsUnknown = (span: Span, found: string): Diagnostic =>
  error('unknown-value', span, `gaps: ${found} is no rule`, {
    expected: 'break, forward, interpolate or {value: NUMBER}',
    found,
    fix: didYouMean(found, ['break', 'forward', 'interpolate']) ?? 'write one of them',
  });
export const sequenceTrue = (span: Span): Diagnostic =>
  error('data-sequence', span, 'sequence: true does not say which rows belong together', {
    expected: 'sequence: {by: COLUMN}, or false',
    found: 'true',
    fix: 'name the column whose values tell the sequences apart: sequence: {by: id}',
  });
export const sequenceWindows = (span: Span): Diagnostic =>
  error(
    'data-sequence',
    span,
    'sequence and windows exclude each other: samples are whole series, or windows of them',
    {
      expected: 'sequence: {by: COLUMN}, or windows: {width: …}',
      found: 'both',
      fix: 'keep sequence for one sample per series; for windows write group: COLUMN in its place',
    },
  );
export const wordUnknown = (span: Span, key: string, word: string, known: readonly string[]): Diagnostic =>
  error('unknown-value', span, `${key}: ${word} is not known`, {
    expected: `one of ${list(known)}`,
    found: word,
    fix: didYouMean(word, known) ?? `write one of ${list(known)}`,
  });
export const transformOrder = (span: Span, found: readonly string[]): Diagnostic =>
  error('data-transform', span, `transform: [${found.join(', ')}] can't be done in this order`, {
    expected: 'log, log1p, difference, [log, difference] or [log1p, difference]',
    found: `[${found.join(', ')}]`,
    fix: 'take the logarithm first, then the difference',
  });
