import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';
import { sourcesOf } from '../../data/rows/reading.ts';
import type { FeedText } from '../../model/feed-files/feed-file.ts';
import type { Model } from '../../model.ts';
import { STDIN, shownName } from '../files/files.ts';
import * as say from '../files/messages.ts';
import type { Terminal } from './terminal.ts';

/**
 * `--input` takes what a model computes with. Says so where that is not what stands in the data of its training.
 * @param command the one that asks: `trace` and `plot` take such data themselves, `run` does not
 * @throws RnncError for a file with rows as they stood there
 */
export function tellPrepared(
  model: Model,
  file: string,
  given: FeedText | null,
  asking: 'run' | 'trace' | 'plot',
  terminal: Terminal,
): void {
  const known = model.training?.preprocessing;
  if (known === undefined || given === null || !isPrepared(known)) return;
  const columns = sourceColumns(known);
  const source = given.file === shownName(STDIN) ? STDIN : given.file;
  const command = `rnnc ${asking === 'run' ? 'predict' : asking} ${shownName(file)} --data ${source}`;
  if (columns.length > 0 && holdsRows(given.text, columns))
    throw new RnncError([say.rowsForRun(given.file, columns, asking, command)]);
  terminal.notice(say.takesPrepared(shownName(file), known.kind === 'text' ? 'a text' : 'rows', command));
}

const inputColumns = ({ feeds }: Preprocessing): readonly string[] => [
  ...new Set(
    Object.values(feeds).flatMap((feed) => (feed.role === 'input' && feed.from === 'columns' ? feed.columns : [])),
  ),
];

/** The columns of the file that the inputs are read out of. */
export const sourceColumns = (known: Preprocessing): readonly string[] => [
  ...new Set(
    inputColumns(known).flatMap((name) =>
      sourcesOf(
        name,
        (known.cells !== undefined && Object.hasOwn(known.cells, name) ? known.cells[name] : undefined) ?? {},
      ),
    ),
  ),
];

/** Whether what is fed differs from what stands in the data. */
function isPrepared(known: Preprocessing): boolean {
  if (known.kind === 'text') return true;
  return inputColumns(known).some((name) => {
    const column = known.columns[name];
    if (column === undefined || column.type === 'tree') return false;
    return !('offset' in column) || column.offset.some((x) => x !== 0) || column.scale.some((x) => x !== 1);
  });
}

/** Whether a header, or the first of a list of records, names the columns that the model is fed. */
function holdsRows(text: string, columns: readonly string[]): boolean {
  const plain = text.replace(/^\uFEFF/, '').trimStart();
  if (plain.startsWith('[') || plain.startsWith('{')) {
    if (!plain.startsWith('[')) return false;
    const first = firstRecord(plain);
    return first !== null && columns.every((name) => Object.hasOwn(first, name));
  }
  const fields = (plain.split(/\r?\n|\r/, 1)[0] ?? '').split(/[,;\t|]/);
  const names = new Set(fields.map((field) => field.trim().replace(/^"(.*)"$/, '$1')));
  return columns.every((name) => names.has(name));
}

/** The first element of a list, where it is an object. */
function firstRecord(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    const first: unknown = Array.isArray(value) ? value[0] : null;
    return typeof first === 'object' ? first : null;
  } catch {
    return null;
  }
}
