import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Tree, TreeEntry, TreeText } from './tree.ts';

/** A place named by a JSON pointer: the value, and the entry it stands in (null for list items and the root). */
export interface Place {
  readonly value: Tree;
  readonly entry: TreeEntry | null;
  /** Keys and indices from the root. */
  readonly path: readonly string[];
}

/** Looks up a JSON pointer (`/layers/encoder/units`); where the last parts do not exist, the deepest place that does. */
export function placeOf(root: Tree, pointer: string): Place {
  let place: Place = { value: root, entry: null, path: [] };
  for (const part of pointer.split('/').slice(1).map(unescapePart)) {
    const next: Place | null = step(place, part);
    if (next === null) break;
    place = next;
  }
  return place;
}

function step({ value, path }: Place, part: string): Place | null {
  if (value.kind === 'scalar') return null;
  if (value.kind === 'list') {
    const item = value.items[Number(part)];
    return item === undefined ? null : { value: item, entry: null, path: [...path, part] };
  }
  const entry = value.entries.get(part);
  return entry === undefined ? null : { value: entry.value, entry, path: [...path, part] };
}

const unescapePart = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

/** Where to point for a place as a whole: its key, or the item itself. */
export const headOf = ({ value, entry }: Place): Span =>
  entry?.key ?? (value.kind === 'map' ? ([...value.entries.values()][0]?.key ?? value.span) : value.span);

/** Maps offsets in the value of a text to offsets in the file: indentation, quotes and escapes put back. */
export function offsetsOf(text: TreeText): (offset: number) => number {
  if (text.style === 'literal' || text.style === 'folded') return blockOffsets(text);
  const offsets = flowOffsets(text);
  const last = offsets.at(-1) ?? text.span.start;
  return (offset) => offsets[offset] ?? last;
}

/** A literal block keeps its lines: only the indentation at their start is gone. */
function blockOffsets({ value, source, span }: TreeText): (offset: number) => number {
  const starts: number[] = [];
  const shifts: number[] = [];
  const valueStarts: number[] = [];
  const fileLines = source.split('\n');
  let fileAt = span.start + (fileLines[0]?.length ?? 0) + 1;
  let valueAt = 0;
  value.split('\n').forEach((line, k) => {
    const fileLine = (fileLines[k + 1] ?? '').replace(/\r$/, '');
    starts.push(fileAt);
    shifts.push(Math.max(0, fileLine.length - line.length));
    valueStarts.push(valueAt);
    fileAt += (fileLines[k + 1]?.length ?? 0) + 1;
    valueAt += line.length + 1;
  });
  const end = span.start + source.length;
  return (offset) => {
    let low = 0;
    let high = valueStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((valueStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return Math.min(end, (starts[low] ?? span.start) + (shifts[low] ?? 0) + offset - (valueStarts[low] ?? 0));
  };
}

/** Plain and quoted texts: folding changes white space alone, so the characters in between pair up in order. */
function flowOffsets({ value, source, span, style }: TreeText): readonly number[] {
  const quoted = style === 'single' || style === 'double';
  const offsets: number[] = [];
  const end = source.length - (quoted ? 1 : 0);
  let at = quoted ? 1 : 0;
  for (const character of value.split('')) {
    if (isSpace(character)) {
      offsets.push(span.start + at);
      if (isSpace(source[at] ?? '')) at++;
      else if (style === 'double' && source[at] === '\\') at += characterLength(source, at, style);
      continue;
    }
    while (at < end && isFolded(source, at, style)) at++;
    offsets.push(span.start + at);
    at += characterLength(source, at, style);
  }
  offsets.push(span.start + Math.min(at, end));
  return offsets;
}

const isSpace = (c: string): boolean => c === ' ' || c === '\t' || c === '\n' || c === '\r';

/** Whether folding drops the character: white space, or the backslash before a line end inside double quotes. */
const isFolded = (source: string, at: number, style: TreeText['style']): boolean =>
  isSpace(source[at] ?? '') || (style === 'double' && source[at] === '\\' && /^\\\r?\n/.test(source.slice(at, at + 3)));

function characterLength(source: string, at: number, style: TreeText['style']): number {
  if (style === 'single') return source.startsWith("''", at) ? 2 : 1;
  if (style !== 'double' || source[at] !== '\\') return 1;
  const letter = source[at + 1] ?? '';
  return letter === 'x' ? 4 : letter === 'u' ? 6 : letter === 'U' ? 10 : 2;
}
