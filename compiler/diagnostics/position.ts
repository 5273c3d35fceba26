/** A place as people count: both from 1, columns in characters (code points), a tab is one. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Offsets at which the lines of a text start. Lines end at `\n`, `\r\n` or `\r`, as in YAML. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: end } of text.matchAll(/\r\n|[\n\r]/g)) starts.push(index + end.length);
  return starts;
}

/** Index into `starts` of the line that holds an offset. */
export function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Line and column of an offset in UTF-16 code units; offsets outside the text count as its ends. */
export function positionOf(text: string, offset: number): Position {
  const inside = Math.min(Math.max(offset, 0), text.length);
  const starts = lineStarts(text);
  const line = lineAt(starts, inside);
  return { line: line + 1, column: Array.from(text.slice(starts[line], inside)).length + 1 };
}
