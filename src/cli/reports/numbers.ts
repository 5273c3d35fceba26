import type { Classification, TaskClasses } from '../../answers/classify.ts';
import { isWithin, lengthsAlong, type Output } from '../../model/output.ts';

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

/**
 * `{"outputs": {…}}` on one line, nested as the shapes say, of each sample the steps that it has; and `"classes"` where there are some. NaN and infinities are
 * strings.
 */
export function outputsToJson(
  outputs: { readonly [name: string]: Output },
  classes: readonly TaskClasses[] = [],
): string {
  const members = Object.entries(outputs).map(([name, output]) => `${JSON.stringify(name)}: ${nested(output)}`);
  const told = classes.map(
    ({ target, classes: found }) => `${JSON.stringify(target)}: ${listText<Classification>(found, classToJson)}`,
  );
  return `{"outputs": {${members.join(', ')}}${told.length === 0 ? '' : `, "classes": {${told.join(', ')}}`}}`;
}

const classToJson = ({ label, probabilities }: Classification): string =>
  `{"label": ${JSON.stringify(label)}, "probability": ${float32Text(Math.fround(probabilities[label] ?? 0))}}`;

function listText<T>(items: readonly (T | readonly T[])[], print: (item: T) => string): string {
  const texts = items.map((item) => (Array.isArray(item) ? listText<T>(item, print) : print(item as T)));
  return `[${texts.join(', ')}]`;
}

/** `{"y": [0.5, 1]}`: what one series gives at one step. */
export const stepToJson = (outputs: { readonly [name: string]: Output }): string =>
  `{${Object.entries(outputs)
    .map(([name, output]) => `${JSON.stringify(name)}: ${nested(output, 1)}`)
    .join(', ')}}`;

/** @param from the axis that the text begins with, at its first element before that */
function nested(output: Output, from = 0): string {
  const { data, shape } = output;
  const print = data instanceof Float32Array ? float32Text : (value: number) => `${value}`;
  const level = (axis: number, index: number): string => {
    const size = shape[axis];
    if (size === undefined) return print(data[index] ?? Number.NaN);
    const own = lengthsAlong(output, axis)?.[index] ?? size;
    return `[${Array.from({ length: own }, (_, i) => level(axis + 1, index * size + i)).join(', ')}]`;
  };
  return level(from, 0);
}

const MAX_ROWS = 12;
const MAX_COLUMNS = 8;

/**
 * Results for people: per output its shape, then one line per row of the last axis, numbers as numpy prints them. Of many rows and columns
 * the first and the last are shown, and of each sample the steps that it has. Classes come after the outputs, with the probability of the likeliest.
 */
export function outputsToTable(
  outputs: { readonly [name: string]: Output },
  bold: (text: string) => string,
  classes: readonly TaskClasses[] = [],
): string {
  const blocks = Object.entries(outputs).map(([name, output]) => [
    `${bold(name)}  ${shapeText(output)}`,
    ...rows(output),
  ]);
  const told = classes.map((task) => [`${bold(task.target)}  classes`, ...classRows(task)]);
  return [...blocks, ...told]
    .map(([head, ...lines]) => [head, ...lines.map((row) => `  ${row}`)].join('\n'))
    .join('\n\n');
}

function classRows({ classes }: TaskClasses): string[] {
  const found = classes.flatMap((sample: Classification | readonly Classification[], i) =>
    'label' in sample ? [{ at: `[${i}]`, of: sample }] : sample.map((of, t) => ({ at: `[${i}, ${t}]`, of })),
  );
  const shown = ends(found.length, MAX_ROWS).map((i) => (i === null ? null : (found[i] ?? null)));
  const columns = [
    shown.map((row) => row?.at ?? '…'),
    shown.map((row) => row?.of.label ?? ''),
    shown.map((row) => (row === null ? '' : (row.of.probabilities[row.of.label] ?? 0).toFixed(4))),
  ];
  const widths = columns.map((texts) => Math.max(0, ...texts.map((text) => text.length)));
  return shown.map((_, i) =>
    columns
      .map((texts, c) => (texts[i] ?? '').padEnd(widths[c] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

const shapeText = ({ shape, dims }: Output): string =>
  `[${shape.map((size, axis) => (dims[axis] === undefined || dims[axis] === `${size}` ? `${size}` : `${dims[axis]} ${size}`)).join(', ')}]`;

function rows(output: Output): string[] {
  const { data, shape } = output;
  const width = shape.at(-1) ?? 1;
  const leading = shape.slice(0, -1);
  if (data.length === 0) return ['(empty)'];
  const isReal = isWithin(output);
  const real = Array.from({ length: data.length / width }, (_, row) => row).filter(
    (row) => shape.length < 3 || isReal(row * width),
  );
  if (real.length === 0) return ['(empty)'];
  const shownRows = ends(real.length, MAX_ROWS).map((i) => (i === null ? null : (real[i] ?? 0)));
  const shownColumns = ends(width, MAX_COLUMNS);
  const labels = shownRows.map((row) => (row === null ? '…' : label(row, leading)));
  const columns = shownColumns.map((column) =>
    alignPoints(
      shownRows.map((row) => {
        if (row === null) return '';
        if (column === null) return '…';
        return isReal(row * width + column) ? cell(data[row * width + column] ?? 0, data) : '';
      }),
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
