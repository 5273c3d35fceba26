/** Gathers the functions and constants of one module. Equal functions are written once. */
export class ModuleWriter {
  /** Whether multiply-adds may be rounded once. */
  readonly relaxed: boolean;
  readonly #functions = new Map<string, { readonly name: string; readonly text: string }>();
  readonly #globals = new Map<string, { readonly name: string; readonly literal: string }>();
  readonly #exports: string[] = [];

  constructor(relaxed: boolean) {
    this.relaxed = relaxed;
  }

  /** Name of the function that `write` writes; `key` tells functions apart, `stem` begins the name. */
  function(key: string, stem: string, write: (name: string) => string): string {
    const known = this.#functions.get(key);
    if (known !== undefined) return known.name;
    const name = `$${stem}.${this.#functions.size}`;
    const entry = { name, text: '' };
    this.#functions.set(key, entry);
    this.#functions.set(key, { name, text: write(name) });
    return name;
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
    const functions = [...this.#functions.values()].map(({ text }) => text);
    return `(module\n  ${memory}\n${[...globals, ...functions, ...this.#exports].join('\n')}\n)\n`;
  }
}
