/** Where a JSON text breaks a rule, in UTF-16 code units from its start. */
export interface JsonProblem {
  readonly offset: number;
  readonly message: string;
}

/** JSON text that breaks the grammar, gives a key twice or nests too deep. */
export class StrictJsonError extends Error {
  override readonly name = 'StrictJsonError';
  readonly offset: number;
  constructor({ offset, message }: JsonProblem) {
    super(message);
    this.offset = offset;
  }
}

export const MAX_JSON_DEPTH = 200;

/**
 * How deep a text may be nested: `all` counts every level, `lists` those of lists that stand in each other alone, for texts with trees, whose
 * objects whoever reads them goes through without calls of their depth.
 */
export type DepthRule = 'all' | 'lists';

/**
 * `JSON.parse` that also refuses duplicate keys (of which `JSON.parse` silently keeps the last) and texts nested deeper than
 * `MAX_JSON_DEPTH`, and says where the mistake is.
 * @throws StrictJsonError
 */
export function parseStrictJson(text: string): unknown {
  const problem = findJsonProblem(text);
  if (problem !== null) throw new StrictJsonError(problem);
  return JSON.parse(text);
}

/** The first mistake of a JSON text, or null. */
export function findJsonProblem(text: string, rule: DepthRule = 'all'): JsonProblem | null {
  try {
    new Scanner(text, null, rule).document();
    return null;
  } catch (error) {
    if (error instanceof Stop) return error.problem;
    throw error;
  }
}

/** The place of the value at `path` (keys and indices) in a valid JSON text, `end` exclusive, or null where there is none. */
export function locateInJson(text: string, path: readonly (string | number)[]): { start: number; end: number } | null {
  const scanner = new Scanner(text, path, null);
  try {
    scanner.document();
  } catch (error) {
    throw error instanceof Stop ? new StrictJsonError(error.problem) : error;
  }
  return scanner.found;
}

/** Ends a scan at a mistake. It is no `Error`, because an error collects a stack trace, and a file may have a mistake in each of a million lines. */
class Stop {
  readonly problem: JsonProblem;
  constructor(problem: JsonProblem) {
    this.problem = problem;
  }
}

const isSpace = (code: number): boolean => code === 32 || code === 10 || code === 13 || code === 9;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /[A-Za-z_$'][\w$']*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** An object or a list that has begun; an object with the keys that it had. */
interface Open {
  readonly start: number;
  readonly onPath: boolean;
  readonly keys: Set<string> | null;
  /** Levels that count for the limit, this one included. */
  readonly depth: number;
  index: number;
}

/**
 * One pass over the text, with a stack of its own: a text may be nested deeper than calls can be. `wanted` is the path of a value whose place is
 * kept in `found`.
 */
class Scanner {
  readonly #text: string;
  readonly #wanted: readonly (string | number)[] | null;
  readonly #rule: DepthRule | null;
  readonly #open: Open[] = [];
  #at = 0;
  found: { start: number; end: number } | null = null;

  /** @param rule null: any depth */
  constructor(text: string, wanted: readonly (string | number)[] | null, rule: DepthRule | null) {
    this.#text = text;
    this.#wanted = wanted;
    this.#rule = rule;
  }

  document(): void {
    this.#space();
    let onPath = this.#wanted !== null;
    for (let inside: Open | null = this.#value(onPath); inside !== null; inside = this.#value(onPath)) {
      const step = inside.keys === null ? inside.index : this.#key(inside.keys);
      onPath = inside.onPath && this.#wanted?.[this.#open.length - 1] === step;
    }
    this.#space();
    if (this.#at < this.#text.length) this.#fail('text after the end of the JSON value');
  }

  #fail(message: string, offset = this.#at): never {
    throw new Stop({ offset, message });
  }

  #space(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  /**
   * Goes to the beginning of the next entry of an object or a list, which is given; null at the end of the text's value.
   * @param onPath whether every key above the value is on the way to the wanted one
   */
  #value(onPath: boolean): Open | null {
    const start = this.#at;
    const open = this.#open;
    const depth = open.at(-1)?.depth ?? 0;
    if (this.#rule !== null && depth > MAX_JSON_DEPTH) this.#fail(`nested deeper than ${MAX_JSON_DEPTH} levels`);
    const first = this.#text[start];
    if (first === '{' || first === '[') {
      this.#at++;
      this.#space();
      if (!this.#take(first === '{' ? '}' : ']')) {
        const keys = first === '{' ? new Set<string>() : null;
        const begun = { start, onPath, keys, depth: keys !== null && this.#rule === 'lists' ? 1 : depth + 1, index: 0 };
        open.push(begun);
        return begun;
      }
    } else if (first === '"') this.#string();
    else if (first === '-' || (first !== undefined && first >= '0' && first <= '9')) this.#number();
    else this.#word();
    this.#ended(start, onPath);
    for (let inside = open.at(-1); inside !== undefined; inside = open.at(-1)) {
      const [begin, end] = inside.keys === null ? ['[', ']'] : ['{', '}'];
      this.#space();
      if (!this.#take(end)) {
        if (!this.#take(','))
          this.#fail(
            this.#at >= this.#text.length ? `the text ends inside ${begin}…${end}` : `expected "," or "${end}"`,
          );
        this.#space();
        inside.index++;
        return inside;
      }
      open.pop();
      this.#ended(inside.start, inside.onPath);
    }
    return null;
  }

  #ended(start: number, onPath: boolean): void {
    if (onPath && this.#wanted?.length === this.#open.length) this.found = { start, end: this.#at };
  }

  /** Reads a key and what follows it, up to the value. */
  #key(keys: Set<string>): string {
    const start = this.#at;
    if (this.#text[start] !== '"')
      this.#fail(start >= this.#text.length ? 'the text ends inside {…}' : 'expected a key in double quotes');
    const key = this.#string();
    if (keys.has(key)) this.#fail(`the key ${JSON.stringify(key)} stands there twice`, start);
    keys.add(key);
    this.#space();
    if (!this.#take(':')) this.#fail(`expected ":" after the key ${JSON.stringify(key)}`);
    this.#space();
    return key;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? null;
    if (found !== null) this.#at += found.length;
    return found;
  }

  #number(): void {
    const start = this.#at;
    if (this.#match(NUMBER) === null || /[\w.+-]/.test(this.#text[this.#at] ?? ''))
      this.#fail('not a number of JSON', start);
  }

  #word(): void {
    const start = this.#at;
    const word = this.#match(WORD);
    if (word === 'true' || word === 'false' || word === 'null') return;
    if (word !== null) this.#fail(`${word} is no value of JSON`, start);
    this.#fail(start >= this.#text.length ? 'the text ends where a value is expected' : 'expected a value', start);
  }

  /** The decoded string. */
  #string(): string {
    const start = this.#at++;
    let escaped = false;
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 34) break;
      if (Number.isNaN(code)) this.#fail('the text ends inside a string', start);
      if (code < 32) this.#fail('a control character inside a string');
      if (code !== 92) this.#at++;
      else if (this.#match(ESCAPE) !== null) escaped = true;
      else this.#fail('an escape that JSON does not have');
    }
    this.#at++;
    const raw = this.#text.slice(start, this.#at);
    return escaped ? String(JSON.parse(raw)) : raw.slice(1, -1);
  }
}
