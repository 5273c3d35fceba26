import { parse } from 'yaml';
import { cellLibrary } from '../compiler/1-read/generated/cell-library.ts';

interface Parameters {
  readonly [name: string]: unknown;
}

/** A parameter that stands for a cell. */
const isAround = ([, kind]: readonly [string, unknown]): boolean => kind === 'cell';

/**
 * A use of a cell of the library, as it stands within `cell: {…}`: of `units`, or for a cell around another one that of an LSTM as wide as the input.
 * @param width features of the input
 * @param more further arguments: `num_proj: 2`
 */
export function libraryUse(cell: string, units: number, width: number, more = ''): string {
  const [file = '', name = ''] = cell.split('.');
  const parameters: Parameters = parse(cellLibrary[`${file}.yaml`] ?? '').cells[name].parameters;
  const isWrapper = Object.entries(parameters).some(isAround);
  const sizes = Object.entries(parameters).flatMap(([key, kind]) =>
    kind === 'cell'
      ? [`${key}: {lstm: {units: ${width}}}`]
      : kind === 'size'
        ? [`${key}: ${isWrapper ? width : units}`]
        : [],
  );
  return `${cell}: {${[...sizes, ...(more === '' ? [] : [more])].join(', ')}}`;
}
