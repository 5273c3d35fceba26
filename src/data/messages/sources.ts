/** Texts about files and folders of data, and their formats. One function per mistake. */

import { describeValue, isPromise } from '../../../compiler/diagnostics/describe-value.ts';
import type { Diagnostic, Span } from '../../../compiler/diagnostics/diagnostic.ts';
import { error, list } from '../../../compiler/diagnostics/phrase.ts';

export const sourceMissing = (span: Span | null, path: string): Diagnostic =>
  error('file-missing', span, `there is no file "${path}"`, {
    expected: 'a file or a folder, relative to the model',
    found: 'nothing',
    fix: 'check the path',
  });
/** What `open` or `list` of the caller's gave. */
export const sourceForm = (call: string, expected: string, found: unknown): Diagnostic =>
  error('data-kind', null, `${call} of your files gave ${describeValue(found)}`, {
    expected,
    found: describeValue(found),
    fix: `give ${expected}, or use memorySources({NAME: TEXT})`,
  });
export const memoryFile = (path: string, found: unknown): Diagnostic =>
  error('argument-kind', null, `memorySources(): the file "${path}" can't be ${describeValue(found)}`, {
    expected: 'a text, a Uint8Array or a Blob',
    found: describeValue(found),
    fix: isPromise(found) ? '`await` it first' : 'give the text of the file, or its bytes',
  });
export const sourceOutside = (span: Span | null, path: string): Diagnostic =>
  error('source-outside', span, `data.source "${path}" leads out of the folder of the model`, {
    expected: 'data beside a model that is not your own, or below it',
    found: `"${path}"`,
    fix: 'look at the path, then give it with --data',
  });
export const sourceUnreadable = (span: Span | null, path: string, reason: string): Diagnostic =>
  error('file-unreadable', span, `"${path}" can't be read: ${reason}`, { fix: 'check that you may read it' });
export const sourceNotUtf8 = (path: string, offset: number): Diagnostic =>
  error('file-not-utf8', null, `"${path}" is not UTF-8 text`, {
    expected: 'text in UTF-8',
    found: `other bytes at byte ${offset}`,
    fix: 'save the file as UTF-8',
  });
export const folderEmpty = (span: Span | null, path: string): Diagnostic =>
  error('data-source', span, `the folder "${path}" has no data in it`, {
    expected: '.csv, .tsv, .json, .ndjson, .jsonl or .txt files',
    found: 'none',
    fix: 'check the path',
  });
export const folderMixed = (span: Span | null, path: string, formats: readonly string[]): Diagnostic =>
  error('data-source', span, `the folder "${path}" has files of several formats`, {
    expected: 'files of one format',
    found: list(formats),
    fix: 'name the files, or write format:',
  });
export const formatUnknown = (span: Span | null, path: string): Diagnostic =>
  error('data-format', span, `the ending of "${path}" does not say its format`, {
    expected: '.csv, .tsv, .json, .ndjson, .jsonl, .npy or .txt',
    found: path,
    fix: 'write format: csv, or what it is',
  });
export const textNoRows = (path: string): Diagnostic =>
  error('data-format', null, `"${path}" is a text, and rows are asked for`, {
    expected: 'rows, in a file such as .csv, .json or .ndjson',
    found: 'a text',
    fix: 'give a file with rows; a model of texts goes on from one with rnnc generate MODEL --prompt TEXT',
  });
export const formatMisfit = (span: Span | null, key: string, format: string): Diagnostic =>
  error('no-effect', span, `${key} has no effect: the format is ${format}`, {
    expected: 'a key that this data reads',
    found: key,
    fix: 'remove it',
  });
export const splitOfFolder = (span: Span | null, path: string): Diagnostic =>
  error('conflicting-keys', span, `split has nothing to cut: the folder "${path}" has a file for each part`, {
    expected: 'split, or files for each part',
    found: 'both',
    fix: 'remove split',
  });
export const fileEmpty = (span: Span | null, path: string): Diagnostic =>
  error('data-empty', span, `"${path}" has no rows`, {
    expected: 'rows to train on',
    found: 'a file without any',
    fix: 'check the file',
  });
