import { once } from 'node:events';
import pc from 'picocolors';
import type { Diagnostic, Sources } from '../../../compiler/diagnostics/diagnostic.ts';
import { formatDiagnostics } from '../../../compiler/diagnostics/format.ts';
import type { Listener } from './open-model.ts';

type Colours = ReturnType<typeof pc.createColors>;

/** Results go to standard output, all else to standard error. Colours follow NO_COLOR, FORCE_COLOR and whether somebody is watching. */
export class Terminal implements Listener {
  readonly colours: Colours = pc.createColors(isColoured(process.stdout));
  readonly #errorColours: boolean = isColoured(process.stderr);

  result(text: string): void {
    process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  /** A line of a stream. @returns null: there is room for more; else what to wait for before more is written */
  line(text: string): Promise<unknown> | null {
    if (process.stdout.write(text)) return null;
    // whoever listens for errors of standard output ends the process
    return once(process.stdout, 'drain').catch(() => null);
  }

  /** Text as it is, with no line end added. */
  verbatim(text: string): void {
    process.stdout.write(text);
  }

  readonly notice = (text: string): void => {
    process.stderr.write(`${text}\n`);
  };

  readonly warn = (mistakes: readonly Diagnostic[], sources: Sources): void => {
    if (mistakes.length > 0)
      this.notice(formatDiagnostics(mistakes, sources, { colour: this.#errorColours }).trimEnd());
  };
}

const isColoured = (stream: NodeJS.WriteStream): boolean =>
  pc.isColorSupported && (stream.isTTY === true || Boolean(process.env.FORCE_COLOR));
