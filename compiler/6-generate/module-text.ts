import { InternalError } from '../diagnostics/diagnostic.ts';

const [SPACE, QUOTE, OPEN, CLOSE, SEMICOLON] = [32, 34, 40, 41, 59];

/** Reads the text of a module from its start: parentheses, words and strings. Comments run from `;;` to the end of their line. */
export class ModuleText {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Where it reads, to come back there. */
  get place(): number {
    this.#skip();
    return this.#at;
  }

  goTo(place: number): void {
    this.#at = place;
  }

  /** @throws InternalError always, with the text from where it reads */
  fail(expected: string): never {
    const found = JSON.stringify(this.#text.slice(this.#at, this.#at + 60));
    throw new InternalError(`WebAssembly text at ${this.#at}: expected ${expected}, found ${found}`);
  }

  #skip(): void {
    for (;;) {
      const char = this.#text.charCodeAt(this.#at);
      if (char <= SPACE) this.#at += 1;
      else if (char === SEMICOLON) {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end;
      } else return;
    }
  }

  /** Whether a parenthesis opens here. It is read. */
  opens(): boolean {
    this.#skip();
    if (this.#text.charCodeAt(this.#at) !== OPEN) return false;
    this.#at += 1;
    return true;
  }

  /** Whether a list of that name begins here. Its name is read. */
  begins(name: string): boolean {
    const before = this.place;
    if (this.opens() && this.isWord() && this.word() === name) return true;
    this.#at = before;
    return false;
  }

  /** Whether a parenthesis closes here. It is read. */
  closes(): boolean {
    this.#skip();
    if (this.#text.charCodeAt(this.#at) !== CLOSE) return false;
    this.#at += 1;
    return true;
  }

  close(): void {
    if (!this.closes()) this.fail('")"');
  }

  /** Leaves the list that it is in, whatever stands there. */
  leave(): void {
    const text = this.#text;
    let at = this.#at;
    for (let depth = 1; depth > 0; ) {
      const char = text.charCodeAt(at);
      if (char === QUOTE || char === SEMICOLON || Number.isNaN(char)) {
        this.#at = at;
        if (char === QUOTE) this.quoted();
        else if (char === SEMICOLON) this.#skip();
        else this.fail('a word');
        at = this.#at;
        continue;
      }
      if (char === OPEN) depth += 1;
      else if (char === CLOSE) depth -= 1;
      at += 1;
    }
    this.#at = at;
  }

  isWord(): boolean {
    this.#skip();
    const char = this.#text.charCodeAt(this.#at);
    return char > SPACE && char !== OPEN && char !== CLOSE && char !== QUOTE;
  }

  /** Whether a name that begins with `$` stands here. */
  isName(): boolean {
    this.#skip();
    return this.#text[this.#at] === '$';
  }

  word(): string {
    if (!this.isWord()) this.fail('a word');
    const start = this.#at;
    for (let char = this.#text.charCodeAt(start); char > SPACE && char !== OPEN && char !== CLOSE; )
      char = this.#text.charCodeAt(++this.#at);
    return this.#text.slice(start, this.#at);
  }

  /** What stands between quotation marks; there are no escapes. */
  quoted(): string {
    this.#skip();
    const end = this.#text.indexOf('"', this.#at + 1);
    if (this.#text.charCodeAt(this.#at) !== QUOTE || end < 0) this.fail('a string');
    const string = this.#text.slice(this.#at + 1, end);
    if (string.includes('\\')) this.fail('a string without escapes');
    this.#at = end + 1;
    return string;
  }

  /** A whole number. */
  integer(): number {
    const before = this.place;
    const value = Number(this.word());
    if (Number.isInteger(value)) return value;
    this.#at = before;
    return this.fail('a whole number');
  }

  /** A number in decimal, `inf`, `-inf` or `nan`. */
  float(): number {
    const before = this.place;
    const word = this.word();
    if (word === 'nan') return Number.NaN;
    if (word === 'inf' || word === '-inf') return word === 'inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    const value = Number(word);
    if (!Number.isNaN(value)) return value;
    this.#at = before;
    return this.fail('a number');
  }
}
