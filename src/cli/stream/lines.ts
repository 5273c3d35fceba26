import { joinBytes } from '../../artifact/join-bytes.ts';

/** A line longer than this many bytes is no step, and is not kept. */
export const MAX_LINE_BYTES = 2 ** 24;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Without its end; null where it can't be read. */
  readonly text: string | null;
  readonly problem: 'too-long' | 'not-utf8' | null;
}

/** Cuts bytes into lines as they come. Holds one line at most, and asks for more bytes only when those that it has are used up. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line, void> {
  let number = 0;
  let parts: Uint8Array[] = [];
  let length = 0;
  const add = (part: Uint8Array): void => {
    length += part.length;
    if (length > MAX_LINE_BYTES) parts = [];
    else if (part.length > 0) parts.push(part);
  };
  const end = (): Line => {
    const isLong = length > MAX_LINE_BYTES;
    const bytes = joinBytes(parts);
    parts = [];
    length = 0;
    number++;
    if (isLong) return { number, text: null, problem: 'too-long' };
    const text = textOf(bytes, number === 1);
    return { number, text, problem: text === null ? 'not-utf8' : null };
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, from)) {
      add(chunk.subarray(from, at));
      yield end();
      from = at + 1;
    }
    add(chunk.subarray(from));
  }
  if (length > 0) yield end();
}

/** Null where the bytes are no UTF-8. A byte order mark is left out at the start of the stream alone. */
function textOf(bytes: Uint8Array, isFirst: boolean): string | null {
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: !isFirst }).decode(bytes.subarray(0, end));
  } catch {
    return null;
  }
}
