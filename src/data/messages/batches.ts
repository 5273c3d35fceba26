/** Texts about the batches that a caller makes for a training. One function per mistake. */

import { describeValue } from '../../../compiler/diagnostics/describe-value.ts';
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { didYouMean, error, list, plural } from '../../../compiler/diagnostics/phrase.ts';

export const trainingDataForm = (found: unknown): Diagnostic =>
  error('data-kind', null, 'what the model is trained on is not given', {
    expected: '{data: ROWS}, {data: ARRAYS}, {files: OPEN} or {train: () => BATCHES}',
    found: describeValue(found),
    fix: trainingDataMeant(found),
  });
function trainingDataMeant(found: unknown): string {
  if (Array.isArray(found)) return 'give train({data: rows}), with rows such as {sales: 31, promo: 1}';
  const keys = typeof found === 'object' && found !== null ? Object.keys(found) : [];
  if (keys.includes('feeds')) return 'give train({train: () => [batch]}), or train({data: feeds}) for all samples';
  const [only] = keys;
  if (keys.length === 1 && only === 'rows') return 'give train({data: rows})';
  return keys.length === 0
    ? 'give train({data: rows}), train({data: {x: lists, target: lists}}), train({files: open}) or train({train: () => batches})'
    : `give train({data: {${keys.slice(0, 5).join(', ')}}})`;
}
export const filesForm = (found: unknown): Diagnostic =>
  error('data-kind', null, '"files" does not say how files are opened', {
    expected: 'an object with the functions open and list',
    found: describeValue(found),
    fix: 'give memorySources({NAME: TEXT})',
  });
export const notAFunction = (key: string, found: unknown): Diagnostic =>
  error('data-kind', null, `"${key}" is called again for every epoch, and it is no function`, {
    expected: 'a function',
    found: describeValue(found),
    fix: `write {${key}: () => batches}`,
  });
export const notBatches = (part: string, found: unknown): Diagnostic =>
  error('data-kind', null, `what "${part}" returned can't be iterated over`, {
    expected: 'an iterable or async iterable of batches',
    found: describeValue(found),
    fix: 'return a list of batches, or write a generator: async function* () { … }',
  });
export const batchCountForm = (found: unknown): Diagnostic =>
  error('out-of-range', null, 'batchCount is no number of batches', {
    expected: 'a whole number from 1 on',
    found: describeValue(found),
    fix: 'give the number of batches of an epoch, or leave it out',
  });
/** @param where such as `batch 3 of "train"`. */
export const batchForm = (where: string, key: string, expected: string, found: unknown): Diagnostic =>
  error('batch-form', null, key === '' ? `${where} is no batch` : `${where}: "${key}" is not what it must be`, {
    expected,
    found: describeValue(found),
    fix: 'give {feeds: {x: [[[1], [2]], …], target: [[0], …]}}; lengths, samples and carry may follow',
  });
/** @param place of a list of another length, such as `[1][0]`. */
export const batchRagged = (where: string, feed: string, place: string): Diagnostic =>
  error('batch-form', null, `${where}: ${feed}${place} is of another size than the lists beside it`, {
    expected: 'lists of one length along each axis',
    found: 'unlike ones',
    fix: `fill the shorter ones up with 0 and say how long they are: lengths: {${feed}: […]}; or give train({data: rows}), where lists may differ`,
  });
export const batchLacks = (where: string, feed: string, dims: string, known: readonly string[]): Diagnostic =>
  error('input-missing', null, `${where} does not feed "${feed}"`, {
    expected: `"${feed}": ${dims}`,
    found: known.length === 0 ? 'no feeds' : `the feeds ${list(known)}`,
    fix: `add feeds: {${feed}: {data, shape}}`,
  });
export const batchKeyUnknown = (where: string, key: string, known: readonly string[]): Diagnostic =>
  error('batch-form', null, `${where} has a key "${key}", which no batch has`, {
    expected: list(known),
    found: `"${key}"`,
    fix: didYouMean(key, known) ?? `leave "${key}" out`,
  });
export const batchFeedUnknown = (where: string, feed: string, known: readonly string[]): Diagnostic =>
  error('input-unknown', null, `${where} feeds "${feed}", which the model does not take`, {
    expected: list(known),
    found: `"${feed}"`,
    fix: didYouMean(feed, known) ?? `leave "${feed}" out`,
  });
export const batchSamples = (where: string, feed: string, samples: number, found: string): Diagnostic =>
  error(
    'size-conflict',
    null,
    `${where} says that it has ${plural(samples, 'sample')}, and "${feed}" has another number`,
    {
      expected: `${samples} along the first axis of "${feed}"`,
      found,
      fix: 'set samples to the number of rows',
    },
  );
export const batchWeight = (where: string, feed: string, row: number, found: unknown): Diagnostic =>
  error('batch-form', null, `${where}: ${feed}[${row}] is no sample weight`, {
    expected: '0 or more',
    found: String(found),
    fix: 'give every sample a weight from 0 on; a sample of weight 0 does not count',
  });
/** @param unfit its index counts the numbers of the feed, row-major. */
export const batchUnfit = (
  where: string,
  feed: string,
  unfit: { readonly index: number; readonly reason: string; readonly fix: string },
): Diagnostic =>
  error('batch-form', null, `${where}: ${feed}.data[${unfit.index}] ${unfit.reason}`, { fix: unfit.fix });
export const lengthsWithoutTime = (where: string, feed: string, known: readonly string[]): Diagnostic =>
  error('input-unknown', null, `${where} gives lengths of "${feed}", which has no time axis`, {
    expected: `lengths of ${list(known)}`,
    found: `"${feed}"`,
    fix: didYouMean(feed, known) ?? 'leave them out',
  });
