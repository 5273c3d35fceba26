import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { TrainingOrder } from './messages.ts';

/** Puts the names of chosen files into texts and mistakes that name them by the paths of the model, under which they are read. */
export class ChosenNames {
  readonly #names: ReadonlyMap<string, string>;
  readonly #pattern: RegExp | null;

  constructor(data: TrainingOrder['data']) {
    const chosen = Object.entries(data).flatMap(([path, file]): [string, string][] =>
      typeof file === 'string' || file.name === path ? [] : [[path, file.name]],
    );
    this.#names = new Map(chosen);
    // the longest first, as one may begin another; not in the middle of a longer path
    const paths = chosen
      .map(([path]) => path.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .sort((a, b) => b.length - a.length);
    this.#pattern =
      paths.length === 0 ? null : new RegExp(`(?<![\\w./-])(?:${paths.join('|')})(?![\\w/-]|\\.\\w)`, 'g');
  }

  text(text: string): string {
    return this.#pattern === null ? text : text.replace(this.#pattern, (path) => this.#names.get(path) ?? path);
  }

  /** The same error, of the files as they are called; anything but mistakes as it is. */
  error(error: unknown): unknown {
    if (!(error instanceof RnncError) || this.#pattern === null) return error;
    const sources = [...error.sources].map(([file, text]) => [this.#names.get(file) ?? file, text] as const);
    return new RnncError(
      error.diagnostics.map((each) => this.#diagnostic(each)),
      new Map(sources),
    );
  }

  #diagnostic({ span, message, expected, found, fix, notes, ...rest }: Diagnostic): Diagnostic {
    const renamed = (place: Diagnostic['span']): Diagnostic['span'] =>
      place === null ? null : { ...place, file: this.#names.get(place.file) ?? place.file };
    return {
      ...rest,
      span: renamed(span),
      message: this.text(message),
      ...(expected === undefined ? {} : { expected: this.text(expected) }),
      ...(found === undefined ? {} : { found: this.text(found) }),
      ...(fix === undefined ? {} : { fix: this.text(fix) }),
      notes: notes.map((note) => ({ message: this.text(note.message), span: renamed(note.span) })),
    };
  }
}
