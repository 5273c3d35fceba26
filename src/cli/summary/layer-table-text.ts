import { aligned } from '../reports/aligned.ts';
import type { Count, LayerTable, TableRow } from './layer-table.ts';

/** Columns are not made narrower than this. */
const NARROWEST = 12;

const GAP = 2;

export const grouped = (n: number | null): string =>
  (n === null ? 'of the data' : `${n}`).replace(/\B(?=(\d{3})+$)/g, ',');

/** `2,048 × time + 640` */
export function countsText(counts: readonly Count[] | null): string {
  if (counts === null) return 'of the data';
  if (counts.length === 0) return '0';
  return counts.map(({ per, count }) => [grouped(count), ...per].join(' × ')).join(' + ');
}

/** The table as lines. @param width of the lines; null: as long as they must be */
export function tableLines(table: LayerTable, width: number | null): readonly string[] {
  const rows = table.rows.flatMap((row) => [
    cellsOf(row, row.path),
    ...row.cells.map((cell) => cellsOf(cell, `  ${cell.path.slice(row.path.length + 1)}`)),
  ]);
  const head = ['layer', 'kind', 'output', 'parameters', 'multiply-adds', 'weights'];
  const total = ['total', '', '', grouped(table.total), countsText(table.multiplyAdds), ''];
  const all = [head, ...rows, total];
  // nobody shares weights in most models
  const used = rows.some((row) => row.at(-1) !== '') ? all : all.map((row) => row.slice(0, -1));
  const widths = fittingWidths(used, width);
  return aligned(
    used.flatMap((row) => wrappedRow(row, widths)),
    (column) => column !== NUMBERS,
  );
}

/** The column of parameters, which stands to the right and is never wrapped. */
const NUMBERS = 3;

function cellsOf(row: TableRow, name: string): readonly string[] {
  const isPort = row.role === 'input' || row.role === 'output';
  const work = row.multiplyAdds?.length === 0 ? '' : countsText(row.multiplyAdds);
  const shares = [
    ...(row.sharesWith.length === 0 ? [] : [`those of ${row.sharesWith.join(', ')}`]),
    ...(row.usedBy.length === 0 ? [] : [`also used by ${row.usedBy.join(', ')}`]),
  ];
  return [
    name,
    row.kind,
    row.shape === null ? '' : `[${row.shape.join(', ')}]`,
    isPort ? '' : grouped(row.parameters),
    work,
    shares.join('; '),
  ];
}

/** The widest columns give way first. */
function fittingWidths(rows: readonly (readonly string[])[], width: number | null): readonly number[] {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  const gaps = GAP * (widths.length - 1);
  for (let over = widths.reduce((a, b) => a + b, gaps) - (width ?? Number.POSITIVE_INFINITY); over > 0; over--) {
    const flexible = widths.map((w, i) => (i === NUMBERS || w <= NARROWEST ? 0 : w));
    const widest = Math.max(...flexible);
    if (widest === 0) break;
    widths[flexible.lastIndexOf(widest)] = widest - 1;
  }
  return widths;
}

/** A row as several lines where cells are too long. */
function wrappedRow(row: readonly string[], widths: readonly number[]): readonly (readonly string[])[] {
  const cells = row.map((text, i) => wrapped(text, widths[i] ?? text.length));
  const lines = Math.max(...cells.map((cell) => cell.length));
  return Array.from({ length: lines }, (_, line) => cells.map((cell) => cell[line] ?? ''));
}

/** Behind a space, a comma, a dot, a dash or an underscore where there is one, and else wherever the line ends. What follows is indented. */
function wrapped(text: string, width: number): readonly string[] {
  const indent = `${/^ */.exec(text)?.[0] ?? ''}  `;
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const marks = [...rest.slice(0, width).matchAll(/[ ,._-]+/g)].map(({ index, 0: mark }) => index + mark.length);
    const end = rest[width] === ' ' ? width : (marks.findLast((at) => at > indent.length) ?? width);
    lines.push(rest.slice(0, end).trimEnd());
    rest = `${indent}${rest.slice(end).trimStart()}`;
  }
  return [...lines, rest];
}
