import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { findJsonProblem } from '../../data/files/strict-json.ts';
import { toRow } from './csv-fields.ts';
import { type Line, linesOf, MAX_LINE_BYTES } from './lines.ts';
import * as say from './messages.ts';
import type { CsvForm, Stepper } from './stepper.ts';

export interface StreamEnds {
  /** Steps, a line each; more is asked for when these are used up. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Writes a line. Null: there is room for more. Else what to wait for before more is written. */
  readonly write: (line: string) => Promise<unknown> | null;
  /** Is told what is wrong with a line. */
  readonly report: (line: number, mistakes: readonly Diagnostic[]) => void;
  /** Ends the stream before the next line. */
  readonly isStopped: () => boolean;
}

export interface StreamCount {
  /** Steps that were taken. */
  readonly steps: number;
  readonly broken: number;
  /** The number of the first broken line; null where none is. */
  readonly firstBroken: number | null;
}

/**
 * Takes a step for every line and writes what the model says of it, a line for each: JSON objects, or CSV behind a first line with the names of its columns,
 * as the input is; CSV without such a line has none in the output either. A line without anything begins a new sequence, and stands in the output too. A broken line leaves the state as it was; in its place
 * the output has `{"error": "…"}`, or in CSV a row of empty fields, so that the n-th line of the output is about the n-th of the input.
 * @param asJson write JSON whatever the input is
 * @throws RnncError where the first line shows that no line can be read
 */
export async function runStream<Told>(
  stepper: Stepper<Told>,
  asJson: boolean,
  { input, write, report, isStopped }: StreamEnds,
): Promise<StreamCount> {
  let steps = 0;
  let broken = 0;
  let firstBroken: number | null = null;
  /** Null: no line has shown how the stream is written. */
  let form: CsvForm | 'json' | null = null;
  const isJson = (): boolean => asJson || form === null || form === 'json';
  /** What is to be written of the lines that were read, in their order; null: it is waited for. */
  let answers: (string | null)[] = [];
  const answer = (told: readonly Told[]): void => {
    for (const each of told) {
      const at = answers.indexOf(null);
      answers[at] = isJson() ? stepper.toJson(each) : toRow(stepper.toFields(each));
    }
  };
  const take = ({ number, text, problem }: Line): void => {
    try {
      if (text === null)
        throw new RnncError([problem === 'not-utf8' ? say.lineNotUtf8() : say.lineTooLong(MAX_LINE_BYTES)]);
      const told = stepper.step(form === 'json' || form === null ? readJson(text) : form.read(text));
      steps++;
      answers.push(null);
      answer(told);
    } catch (mistake) {
      if (!(mistake instanceof RnncError)) throw mistake;
      broken++;
      firstBroken ??= number;
      report(number, mistake.diagnostics);
      answers.push(
        isJson()
          ? JSON.stringify({ error: say.inShort(number, mistake.diagnostics) })
          : toRow(stepper.columns.map(() => '')),
      );
    }
  };
  const writeAnswers = async (): Promise<void> => {
    const known = answers.indexOf(null);
    const ready = known < 0 ? answers : answers.slice(0, known);
    answers = known < 0 ? [] : answers.slice(known);
    for (const text of ready) {
      const wait = write(`${text}\n`);
      if (wait !== null) await wait;
    }
  };
  for await (const line of linesOf(input)) {
    if (isStopped()) break;
    const { text } = line;
    if (text?.trim() === '') {
      answer(stepper.finish());
      stepper.reset();
      answers.push('');
      await writeAnswers();
      continue;
    }
    if (form === null && text !== null) {
      form = (stepper.takesTexts ? /^\s*[{["]/ : /^\s*[{[]/).test(text) ? 'json' : stepper.csv(text);
      if (form !== 'json' && form.hasHeader) {
        if (!asJson) await write(`${toRow(stepper.columns)}\n`);
        continue;
      }
    }
    take(line);
    await writeAnswers();
  }
  // who interrupts does not wait for what is still to come
  if (!isStopped()) answer(stepper.finish());
  await writeAnswers();
  return { steps, broken, firstBroken };
}

/** @throws RnncError where the line is no JSON */
function readJson(text: string): unknown {
  const problem = findJsonProblem(text);
  if (problem !== null) throw new RnncError([say.notJson(problem.message, problem.offset)]);
  return JSON.parse(text) as unknown;
}
