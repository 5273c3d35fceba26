import { isWithin } from '../../model/output.ts';
import type { Result } from '../work/messages.ts';
import { element } from './elements.ts';
import { numberText } from './numbers.ts';

/** Rows and columns that are shown of one output. */
const MOST_ROWS = 100;
const MOST_COLUMNS = 24;

/** An output as a table: a row for every place before the last axis. */
export function outputTable(result: Result): HTMLElement {
  const { name, shape, dims, nodes, data } = result;
  const width = shape.length === 0 ? 1 : (shape.at(-1) ?? 1);
  const before = shape.slice(0, -1);
  const isThere = isWithin(result);
  const places = placesOf(before).filter(
    (place) => width === 0 || before.length < 2 || isThere(offsetOf(place, before) * width),
  );
  const columns = Math.min(width, MOST_COLUMNS);
  /** Samples count from 0 as in the input, steps from 1, and nodes from 0 as in its lists of parents. */
  const firstOf = (axis: number): number => (axis === 0 || nodes.includes(dims[axis] ?? '') ? 0 : 1);
  const isHidden = width > MOST_COLUMNS || places.length > MOST_ROWS;
  const rows = places.slice(0, MOST_ROWS).map((place) => {
    const start = offsetOf(place, before) * width;
    const cells = Array.from({ length: columns }, (_, i) =>
      element('td', {}, isThere(start + i) ? numberText(data[start + i] ?? Number.NaN) : ''),
    );
    return element(
      'tr',
      {},
      ...place.map((index, axis) => element('th', { scope: 'row' }, String(index + firstOf(axis)))),
      ...cells,
    );
  });
  const head = element(
    'tr',
    {},
    ...before.map((_, axis) => element('th', { scope: 'col' }, axis === 0 ? 'sample' : (dims[axis] ?? ''))),
    ...Array.from({ length: columns }, (_, i) => element('th', { scope: 'col' }, String(i))),
  );
  const table = element(
    'table',
    {},
    element('caption', {}, element('b', {}, name), ` [${shape.join(', ')}]`),
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
  if (!isHidden) return table;
  return element(
    'div',
    {},
    table,
    element('p', { class: 'hint' }, `Shown: ${rows.length} of ${places.length} rows, ${columns} of ${width} columns.`),
  );
}

/** All places of the axes, the last one fastest. */
function placesOf(shape: readonly number[]): readonly (readonly number[])[] {
  return shape.reduce<readonly (readonly number[])[]>(
    (places, size) => places.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i])),
    [[]],
  );
}

const offsetOf = (place: readonly number[], shape: readonly number[]): number =>
  place.reduce((offset, index, axis) => offset * (shape[axis] ?? 1) + index, 0);
