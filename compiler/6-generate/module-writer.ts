interface WrittenFunction {
  readonly name: string;
  text: string;
  /** What it computes, for people: lines of the comment above it. */
  readonly heads: Set<string>;
  /** The functions that call it. Their heads stand above it too. */
  readonly askedBy: Set<WrittenFunction>;
}

interface Entry {
  readonly text: string;
  readonly heads: readonly string[];
}

/** Gathers the functions and constants of one module. Equal functions are written once. */
export class ModuleWriter {
  /** Whether multiply-adds may be rounded once. */
  readonly relaxed: boolean;
  readonly #functions = new Map<string, WrittenFunction>();
  readonly #globals = new Map<string, { readonly name: string; readonly literal: string }>();
  readonly #entries: Entry[] = [];
  /** The functions that are being written, the innermost last. */
  readonly #open: WrittenFunction[] = [];

  constructor(relaxed: boolean) {
    this.relaxed = relaxed;
  }

  /**
   * Gives the name of a function, which `write` writes if there is none with this key yet.
   * @param stem what the name begins with
   * @param heads what it computes, as lines for people. A function that is asked for while another one is written gets the lines of that one too
   */
  function(key: string, stem: string, write: (name: string) => string, heads: readonly string[] = []): string {
    let entry = this.#functions.get(key);
    if (entry === undefined) {
      entry = { name: `$${stem}.${this.#functions.size}`, text: '', heads: new Set(), askedBy: new Set() };
      this.#functions.set(key, entry);
      this.#open.push(entry);
      entry.text = write(entry.name);
      this.#open.pop();
    }
    for (const head of heads) entry.heads.add(head);
    const asking = this.#open.at(-1);
    if (asking !== undefined) entry.askedBy.add(asking);
    return entry.name;
  }

  /** A function that is called from outside; `heads` says what it computes. */
  entry(text: string, heads: readonly string[]): void {
    this.#entries.push({ text, heads });
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
    const written = [...this.#functions.values()].map((f) => ({ text: f.text, heads: headsOf(f) }));
    const functions = [...written, ...this.#entries].flatMap(({ text, heads }) => [
      ...[...heads].map((head) => `  ;; ${head}`),
      text,
    ]);
    return `(module\n  ${memory}\n${[...globals, ...functions].join('\n')}\n)\n`;
  }
}

/** Its own heads and those of all that asked for it. */
function headsOf({ heads, askedBy }: WrittenFunction): ReadonlySet<string> {
  return new Set([...heads, ...[...askedBy].flatMap((asking) => [...headsOf(asking)])]);
}
