export type UsageKind = 'layer' | 'cell' | 'parameter';

/**
 * What something else reads, for the rule that every key must change the model. Inputs count as layers. Where a mistake hides what is read,
 * the kind is in doubt and nothing of that kind is called unused.
 */
export class Usage {
  readonly #used = new Map<UsageKind, Set<string>>();
  readonly #doubts = new Set<UsageKind>();

  mark(kind: UsageKind, name: string): void {
    const names = this.#used.get(kind) ?? new Set();
    names.add(name);
    this.#used.set(kind, names);
  }

  doubt(kind: UsageKind): void {
    this.#doubts.add(kind);
  }

  /** Every word of a text that could not be understood may name something. */
  markWords(text: string): void {
    for (const word of text.match(/[A-Za-z][A-Za-z0-9_.]*/g) ?? [])
      for (const kind of ['layer', 'cell', 'parameter'] as const) {
        this.mark(kind, word);
        this.mark(kind, word.split('.')[0] ?? word);
      }
  }

  isUsed(kind: UsageKind, name: string): boolean {
    return this.#doubts.has(kind) || (this.#used.get(kind)?.has(name) ?? false);
  }
}
