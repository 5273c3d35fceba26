import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/read/yaml.ts';
import { closest } from '../../diagnostics/suggest.ts';
import type { Sizes } from './sizes.ts';
import type { Usage } from './usage.ts';

/** More mistakes than this help nobody. */
const MAX_MISTAKES = 100;

/** Ends a reading that has found enough mistakes: what each of the others would cost grows with the file. */
export class ReadingStopped extends Error {
  override readonly name = 'ReadingStopped';
}

/** Collects the mistakes of one reading. */
export class Report {
  readonly diagnostics: Diagnostic[] = [];
  #errors = 0;
  #warnings = 0;

  /** Bound, so that it can be handed on. @throws ReadingStopped with the first mistake beyond those that are told */
  readonly add = (diagnostic: Diagnostic): void => {
    if (diagnostic.severity === 'warning') {
      if (this.#warnings++ < MAX_MISTAKES) this.diagnostics.push(diagnostic);
      return;
    }
    if (this.#errors++ < MAX_MISTAKES) {
      this.diagnostics.push(diagnostic);
      return;
    }
    this.diagnostics.push(messages.moreMistakes(diagnostic.span, MAX_MISTAKES));
    throw new ReadingStopped();
  };

  /** In the order of the files and of the places in them; what has no place comes first. */
  sorted(files: readonly string[]): readonly Diagnostic[] {
    const file = (d: Diagnostic): number => (d.span === null ? -1 : files.indexOf(d.span.file));
    return [...this.diagnostics].sort((a, b) => file(a) - file(b) || (a.span?.start ?? 0) - (b.span?.start ?? 0));
  }

  get hasErrors(): boolean {
    return this.diagnostics.some((d) => d.severity === 'error');
  }
}

/** What the resolvers of one model share. */
export interface ReadContext {
  readonly report: (diagnostic: Diagnostic) => void;
  /** Numbers of `parameters:` after `--set`. */
  readonly parameters: ReadonlyMap<string, number>;
  readonly usage: Usage;
  readonly sizes: Sizes;
}

/** Counts the names that a misspelt one may have meant as used, so that one mistake is not reported twice. */
export function markSuggestions(
  usage: Usage,
  kind: 'layer' | 'cell' | 'parameter',
  name: string,
  known: readonly string[],
): void {
  const near = closest(name, known);
  if (near.length === 0) usage.doubt(kind);
  for (const candidate of near) usage.mark(kind, candidate);
}
