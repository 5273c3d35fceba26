import type { Span } from '../diagnostics/diagnostic.ts';

/** A piece of equation text and where it stands. Block scalars lose their indentation, so places are mapped one by one. */
export interface EquationSource {
  readonly file: string;
  readonly text: string;
  /** Offset in the file of the character at an offset of `text`. */
  readonly at: (offset: number) => number;
}

/** Place in the file of `text[start..end)`. An empty range stands just behind the character before it. */
export function spanOf(source: EquationSource, start: number, end: number): Span {
  if (end > start) return { file: source.file, start: source.at(start), end: source.at(end - 1) + 1 };
  const place = start === 0 ? source.at(0) : source.at(start - 1) + 1;
  return { file: source.file, start: place, end: place };
}
