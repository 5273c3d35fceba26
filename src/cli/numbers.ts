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
 * Results for people: per output its shape, then one line per row of the last axis, rounded to 8 decimals. Of many rows and columns the
 * first and the last are shown.
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
  const count = width === 0 ? 0 : data.length / width;
  if (data.length === 0) return ['(empty)'];
  const shownRows = ends(count, MAX_ROWS);
  const shownColumns = ends(width, MAX_COLUMNS);
  const table = shownRows.map((row) =>
    row === null
      ? ['…']
      : [
          label(row, leading),
          ...shownColumns.map((column) => (column === null ? '…' : cell(data[row * width + column] ?? 0, data))),
        ],
  );
  const widths = [0, ...shownColumns.map((_, i) => i + 1)].map((i) =>
    Math.max(...table.map((line) => line[i]?.length ?? 0)),
  );
  return table.map((line) =>
    line
      .map((text, i) => (i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
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

/** As numpy prints: 8 decimals, and exponents where these would show nothing or too much. */
function cell(value: number, data: Output['data']): string {
  if (!(data instanceof Float32Array) || !Number.isFinite(value)) return `${value}`;
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e8)) return value.toExponential(8);
  return value.toFixed(8);
}
