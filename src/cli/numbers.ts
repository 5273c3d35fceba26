import type { Output } from '../runtime/output.ts';

/** The shortest decimal of 7 digits or more that reads back as the same float32. */
export function float32Text(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  if (Object.is(value, -0)) return '-0';
  for (let digits = 7; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return `${rounded}`;
  }
  return `${Number(value.toPrecision(9))}`;
}

/** `{"outputs": {…}}` on one line, nested as the shapes say. NaN and infinities are strings. */
export function outputsToJson(outputs: { readonly [name: string]: Output }): string {
  const members = Object.entries(outputs).map(([name, output]) => `${JSON.stringify(name)}: ${nested(output)}`);
  return `{"outputs": {${members.join(', ')}}}`;
}

function nested({ data, shape }: Output): string {
  const print = data instanceof Float32Array ? float32Text : (value: number) => `${value}`;
  let at = 0;
  const level = (axis: number): string => {
    const size = shape[axis];
    if (size === undefined) return print(data[at++] ?? Number.NaN);
    return `[${Array.from({ length: size }, () => level(axis + 1)).join(', ')}]`;
  };
  return level(0);
}

const MAX_ROWS = 12;
const MAX_COLUMNS = 8;

/**
 * Results for people: per output its shape, then one line per row of the last axis, numbers as numpy prints them. Of many rows and columns
 * the first and the last are shown.
 */
export function outputsToTable(outputs: { readonly [name: string]: Output }, bold: (text: string) => string): string {
  return Object.entries(outputs)
    .map(([name, output]) =>
      [`${bold(name)}  ${shapeText(output)}`, ...rows(output).map((row) => `  ${row}`)].join('\n'),
    )
    .join('\n\n');
}

const shapeText = ({ shape, dims }: Output): string =>
  `[${shape.map((size, axis) => (dims[axis] === undefined || dims[axis] === `${size}` ? `${size}` : `${dims[axis]} ${size}`)).join(', ')}]`;

function rows({ data, shape }: Output): string[] {
  const width = shape.at(-1) ?? 1;
  const leading = shape.slice(0, -1);
  if (data.length === 0) return ['(empty)'];
  const shownRows = ends(data.length / width, MAX_ROWS);
  const shownColumns = ends(width, MAX_COLUMNS);
  const labels = shownRows.map((row) => (row === null ? '…' : label(row, leading)));
  const columns = shownColumns.map((column) =>
    alignPoints(
      shownRows.map((row) => (row === null ? '' : column === null ? '…' : cell(data[row * width + column] ?? 0, data))),
    ),
  );
  const labelWidth = Math.max(...labels.map((text) => text.length));
  return labels.map((text, i) =>
    [text.padEnd(labelWidth), ...columns.map((column) => column[i] ?? '')].join('  ').trimEnd(),
  );
}

/** The numbers of a column, decimal points below each other. */
function alignPoints(texts: readonly string[]): string[] {
  const before = (text: string): number => (text.includes('.') ? text.indexOf('.') : text.length);
  const left = Math.max(...texts.map(before));
  const right = Math.max(...texts.map((text) => text.length - before(text)));
  return texts.map((text) => text.padStart(left - before(text) + text.length).padEnd(left + right));
}

/** Indices 0 to count-1, those of the middle replaced by one null where there are more than `most`. */
function ends(count: number, most: number): (number | null)[] {
  const all = Array.from({ length: Math.min(count, most) }, (_, i) => i);
  if (count <= most) return all;
  const half = most / 2;
  return [...all.slice(0, half), null, ...all.slice(half).map((i) => count - most + i)];
}

function label(row: number, leading: readonly number[]): string {
  let rest = row;
  const index = [...leading].reverse().map((size) => {
    const i = rest % size;
    rest = Math.floor(rest / size);
    return i;
  });
  return leading.length === 0 ? '' : `[${index.reverse().join(', ')}]`;
}

/** As numpy prints float32: no more digits than tell the number apart, 8 decimals at most, an exponent for the very small and large. */
function cell(value: number, data: Output['data']): string {
  if (!(data instanceof Float32Array) || !Number.isFinite(value)) return `${value}`;
  const size = Math.abs(value);
  const shortest = Number(float32Text(value));
  if (size !== 0 && (size < 1e-4 || size >= 1e8)) return shortest.toExponential();
  return `${Number(shortest.toFixed(8))}`;
}
