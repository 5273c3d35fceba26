/** Draws numbers that are the same for the same seed (mulberry32). */
export class Draws {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0;
  }
  /** From 0, below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
  below(count: number): number {
    return Math.floor(this.next() * count);
  }
  of<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('nothing to draw from');
    return items[this.below(items.length)] as T;
  }
}

const TOKENS: readonly string[] = [
  ...'[]{}(),:;?-#&*!|>%@`"\'\\/+=<$~^._ \t\n\r0a',
  ...[
    '[]',
    '{}',
    '- ',
    ': ',
    '? ',
    '&a ',
    '*a ',
    '!a ',
    '""',
    "''",
    '<<: ',
    '---\n',
    '1,',
    'a,',
    'a\n',
    '\\x',
    '\\u',
    '1e9',
  ],
  ...[
    'null',
    'true',
    '.inf',
    '.nan',
    '-1',
    '1e400',
    '9007199254740993',
    '__proto__',
    'constructor',
    'é',
    '😀',
    '\0',
    '\ufeff',
  ],
];
const NUMBERS: readonly string[] = [
  '0',
  '-1',
  '1',
  '2',
  '1e9',
  '1e400',
  '0.5',
  '4294967296',
  '9007199254740993',
  '-0',
  '.nan',
  '""',
];

/** One to four small changes; now and then a long run of one token. */
export function mutateText(text: string, draws: Draws, longest: number): string {
  let changed = text;
  for (let left = 1 + draws.below(4); left > 0; left--) changed = mutateOnce(changed, draws);
  if (draws.below(100) === 0) changed = withRun(changed, draws, longest);
  return changed;
}

/** A run of one token at a random place. */
export function withRun(text: string, draws: Draws, characters: number): string {
  const token = draws.of(TOKENS);
  const at = draws.below(text.length + 1);
  return text.slice(0, at) + token.repeat(Math.floor(characters / token.length)) + text.slice(at);
}

function mutateOnce(text: string, draws: Draws): string {
  const at = draws.below(text.length + 1);
  const length = 1 + draws.below(8);
  switch (draws.below(8)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + draws.of(TOKENS) + text.slice(at);
    case 2:
      return text.slice(0, at) + draws.of(TOKENS) + text.slice(at + length);
    case 3: {
      const from = draws.below(text.length + 1);
      return text.slice(0, at) + text.slice(from, from + 4 * length) + text.slice(at);
    }
    case 4:
      return text.slice(0, at) + draws.of(TOKENS).repeat(1 + draws.below(100)) + text.slice(at);
    case 5:
      return replaceOne(text, /\d+(?:\.\d+)?/g, draws.of(NUMBERS), draws);
    case 6:
      return replaceOne(text, /[A-Za-z_]+/g, draws.of(text.match(/[A-Za-z_]+/g) ?? ['a']), draws);
    default: {
      const lines = text.split('\n');
      const line = draws.below(lines.length);
      lines.splice(line, 1, ...(draws.below(2) === 0 ? [] : [draws.of(lines), lines[line] ?? '']));
      return lines.join('\n');
    }
  }
}

function replaceOne(text: string, pattern: RegExp, by: string, draws: Draws): string {
  const found = [...text.matchAll(pattern)];
  if (found.length === 0) return text;
  const { index, 0: old } = draws.of(found);
  return text.slice(0, index) + by + text.slice(index + old.length);
}

/** Flipped bits, cuts, copied and inserted bytes. */
export function mutateBytes(bytes: Uint8Array, draws: Draws): Uint8Array {
  let changed = bytes.slice();
  for (let left = 1 + draws.below(4); left > 0; left--) {
    const at = draws.below(changed.length + 1);
    switch (draws.below(6)) {
      case 0:
      case 1:
        if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << draws.below(8));
        break;
      case 2:
        changed = changed.slice(0, at);
        break;
      case 3:
        if (at < changed.length) changed[at] = draws.of([0, 0xff, 0x7f, 0x80, 0x22, 0x7b, 0x5b]);
        break;
      case 4:
        changed = Uint8Array.from([...changed.subarray(0, at), draws.below(256), ...changed.subarray(at)]);
        break;
      default: {
        const from = draws.below(changed.length + 1);
        changed.copyWithin(at, from, from + 1 + draws.below(16));
      }
    }
  }
  return changed;
}

/** Any value that JavaScript may hand over. */
export function anyValue(draws: Draws, depth = 0): unknown {
  const simple: readonly unknown[] = [
    undefined,
    null,
    0,
    -1,
    1,
    2.5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    1n,
    '',
    'a',
    'auto',
    true,
    false,
    Symbol('s'),
    () => 1,
    new Date(0),
    /a/,
    new Float32Array(3),
    new Uint8Array(2),
    new Map(),
    new Set([1]),
  ];
  const kind = draws.below(depth > 3 ? 1 : 4);
  if (kind < 2) return draws.of(simple);
  const count = draws.below(4);
  if (kind === 2) return Array.from({ length: count }, () => anyValue(draws, depth + 1));
  return Object.fromEntries(
    Array.from({ length: count }, () => [
      draws.of(['data', 'shape', 'x', 'lengths', 'length', '__proto__']),
      anyValue(draws, depth + 1),
    ]),
  );
}
