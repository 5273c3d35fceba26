interface WrittenFunction {
  readonly name: string;
  text: string;
  /** What it computes, for people: lines of the comment above it. */
  readonly heads: Set<string>;
}

/** Gathers the functions and constants of one module. Equal functions are written once. */
export class ModuleWriter {
  /** Whether multiply-adds may be rounded once. */
  readonly relaxed: boolean;
  readonly #functions = new Map<string, WrittenFunction>();
  readonly #globals = new Map<string, { readonly name: string; readonly literal: string }>();
  readonly #exports: string[] = [];

  constructor(relaxed: boolean) {
    this.relaxed = relaxed;
  }

  /** Name of the function that `write` writes; `key` tells functions apart, `stem` begins the name, `heads` says what it computes here. */
  function(key: string, stem: string, write: (name: string) => string, heads: readonly string[] = []): string {
    let entry = this.#functions.get(key);
    if (entry === undefined) {
      entry = { name: `$${stem}.${this.#functions.size}`, text: '', heads: new Set() };
      this.#functions.set(key, entry);
      entry.text = write(entry.name);
    }
    for (const head of heads) entry.heads.add(head);
    return entry.name;
  }

  entry(text: string): void {
    this.#exports.push(text);
  }

  /**
   * A module-private variable that holds a vector. Not a constant on purpose: engines build a literal anew at every use, but keep what was read
   * from a variable in a register.
   */
  global(literal: string): string {
    const known = this.#globals.get(literal);
    if (known !== undefined) return known.name;
    const name = `$k${this.#globals.size}`;
    this.#globals.set(literal, { name, literal });
    return name;
  }

  text(memory: string): string {
    const globals = [...this.#globals.values()].map(
      ({ name, literal }) => `  (global ${name} (mut v128) (v128.const ${literal}))`,
    );
    const functions = [...this.#functions.values()].flatMap(({ text, heads }) => [
      ...[...heads].map((head) => `  ;; ${head}`),
      text,
    ]);
    return `(module\n  ${memory}\n${[...globals, ...functions, ...this.#exports].join('\n')}\n)\n`;
  }
}
