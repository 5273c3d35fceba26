/** Rows of cells as lines, each column as wide as its longest cell. @param isLeft whether a column begins on the left; others end on the right */
export function aligned(rows: readonly (readonly string[])[], isLeft: (column: number) => boolean): readonly string[] {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, i) => (isLeft(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
