import { describeValue } from '../../../compiler/diagnostics/describe-value.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { inputMissing, inputUnknown } from '../../../compiler/diagnostics/messages/feeds.ts';
import { givenAtStart } from '../../../compiler/diagnostics/messages/run.ts';
import type { Dtype } from '../../../compiler/ir/types.ts';
import { isHeader, readNumber } from '../../model/feed-files/csv.ts';
import { csvNeedsOneSeries } from '../../model/feed-files/messages.ts';
import { placeOf, writeNested } from '../../model/feeds/feed-values.ts';
import type { StepFeeds, StepResults } from '../../model/stream-binding.ts';
import { float32Text, stepToJson } from '../reports/numbers.ts';
import { fieldsOf } from './csv-fields.ts';
import * as say from './messages.ts';
import type { CsvForm } from './stepper.ts';

/** What one step of one series gives to an input. */
export interface StepInput {
  readonly name: string;
  readonly dtype: Dtype;
  /** Null: a sequence within the step, of any length. */
  readonly shape: readonly (number | null)[];
  readonly limit: number | null;
  readonly missing: boolean;
}

/** What a step must be given, and what is said of it. */
export interface StepPorts {
  readonly inputs: readonly StepInput[];
  /** Inputs that were given before the first step, and that are not given again. */
  readonly given: readonly string[];
  /** Sizes of one step; null: it is known at a run alone. */
  readonly outputs: readonly { readonly name: string; readonly shape: readonly (number | null)[] }[];
}

/** How steps are written of the numbers that a model computes with: of each input one step, without the axes of batch and time. */
export class PreparedForm {
  readonly takesTexts = false;
  readonly inputs: readonly StepInput[];
  readonly outputs: StepPorts['outputs'];
  readonly #given: readonly string[];
  readonly #nan: 'error' | 'allow';

  constructor({ inputs, given, outputs }: StepPorts, nan: 'error' | 'allow') {
    this.inputs = inputs;
    this.outputs = outputs;
    this.#given = given;
    this.#nan = nan;
  }

  get columns(): readonly string[] {
    this.#columns ??= this.#findColumns();
    return this.#columns;
  }
  #columns: readonly string[] | null = null;

  #findColumns(): readonly string[] {
    const open = this.outputs.filter(({ shape }) => shape.includes(null));
    if (open.length > 0) throw new RnncError([say.csvOfOutputs(open.map(({ name }) => name))]);
    return this.outputs.flatMap(({ name, shape }) => {
      const sizes = shape.map((size) => size ?? 1);
      const count = sizes.reduce((a, b) => a * b, 1);
      const places = Array.from({ length: count }, (_, at) => placeOf('', at, sizes).slice(1, -1).split(']['));
      return count === 1 ? [name] : places.map((place) => [name, ...place].join('.'));
    });
  }

  /** The numbers of a step, flat. @throws RnncError with every mistake of it */
  feedsOf(given: unknown): StepFeeds {
    if (typeof given !== 'object' || given === null || Array.isArray(given))
      throw new RnncError([say.notAStep(describeValue(given), this.#example)]);
    const values = given as { readonly [name: string]: unknown };
    const names = this.inputs.map(({ name }) => name);
    const mistakes: Diagnostic[] = Object.keys(values).flatMap((name) =>
      names.includes(name) ? [] : [this.#given.includes(name) ? givenAtStart(name) : inputUnknown(name, names)],
    );
    const feeds: { [name: string]: ArrayLike<unknown> } = {};
    for (const input of this.inputs) {
      const { name, dtype, shape } = input;
      if (!Object.hasOwn(values, name)) mistakes.push(inputMissing(name, dtype, `[${printSizes(shape)}]`, names));
      else feeds[name] = this.#valuesOf(input, values[name], mistakes);
    }
    if (mistakes.length > 0) throw new RnncError(mistakes);
    return feeds as StepFeeds;
  }

  /** The numbers of a value, row-major; of sequences within sequences, whose lengths a flat array does not tell, the lists themselves. */
  #valuesOf(input: StepInput, value: unknown, mistakes: Diagnostic[]): ArrayLike<unknown> {
    const { name, dtype, shape, limit, missing } = input;
    const misfits = this.#misfits(value, shape, []).map(({ path, sizes, found }) =>
      say.misshapen(
        path.length === 0 ? `"${name}"` : `${name}${path.map((i) => `[${i}]`).join('')}`,
        formOf(sizes),
        describeValue(found),
        this.#example,
      ),
    );
    mistakes.push(...misfits);
    if (misfits.length > 0 || shape.filter((size) => size === null).length > 1) return [value];
    const sizes = sizesOf(value, shape);
    const size = sizes.reduce((a, b) => a * b, 1);
    const flat = dtype === 'float32' ? new Float32Array(size) : new Int32Array(size);
    mistakes.push(
      ...(writeNested(value, sizes, { name, dtype, limit, missing, nan: this.#nan, placeOf: null }, flat, 0) ?? []),
    );
    return flat;
  }

  /** Where a value is not nested as a shape says. */
  #misfits(value: unknown, shape: StepInput['shape'], path: readonly number[]): readonly Misfit[] {
    const [size, ...inner] = shape;
    if (size === undefined) return Array.isArray(value) ? [{ path, sizes: shape, found: value }] : [];
    if (!Array.isArray(value) || (size !== null && value.length !== size))
      return [{ path, sizes: shape, found: value }];
    return value.flatMap((each, i) => this.#misfits(each, inner, [...path, i]));
  }

  get #example(): string {
    return `{${this.inputs.map(({ name, shape }) => `${JSON.stringify(name)}: ${exampleOf(shape)}`).join(', ')}}`;
  }

  /** One step has nothing to do with the other. */
  restart(): void {}

  tell(results: StepResults): StepResults {
    return results;
  }

  toJson(told: StepResults): string {
    return stepToJson(told);
  }

  toFields(told: StepResults): readonly string[] {
    return Object.values(told).flatMap(({ data }) =>
      Array.from(data, (value) => (Number.isFinite(value) ? printed(value, data) : `${value}`)),
    );
  }

  csv(first: string): CsvForm {
    const [input, ...others] = this.inputs;
    if (
      input === undefined ||
      others.length > 0 ||
      input.dtype === 'bool' ||
      input.shape.length > 1 ||
      input.shape.includes(null)
    )
      throw new RnncError([
        csvNeedsOneSeries(this.inputs.map(({ name, dtype, shape }) => `${name}: ${dtype}[${printSizes(shape)}]`)),
      ]);
    const width = input.shape[0] ?? 1;
    // a comma may be a decimal sign too
    const fits = (delimiter: string): boolean => countFields(first, delimiter) === width;
    const delimiter = ['\t', ';', ','].find(fits) ?? ',';
    return {
      hasHeader: isHeader({ fields: fieldsOf(first, delimiter) }),
      read: (line) => {
        const fields = fieldsOf(line, delimiter);
        if (fields.length !== width) throw new RnncError([say.fieldCount(width, fields.length)]);
        const mistakes: Diagnostic[] = [];
        const numbers = fields.map((field) => readNumber(field, this.#nan, () => null, mistakes));
        if (mistakes.length > 0) throw new RnncError(mistakes);
        return { [input.name]: input.shape.length === 0 ? numbers[0] : numbers };
      },
    };
  }
}

interface Misfit {
  readonly path: readonly number[];
  readonly sizes: StepInput['shape'];
  readonly found: unknown;
}

const printed = (value: number, data: ArrayLike<number>): string =>
  data instanceof Float32Array ? float32Text(value) : `${value}`;

function countFields(line: string, delimiter: string): number | null {
  try {
    return fieldsOf(line, delimiter).length;
  } catch (cause) {
    if (cause instanceof RnncError) return null;
    throw cause;
  }
}

const printSizes = (shape: StepInput['shape']): string => shape.map((size) => size ?? '…').join(', ');

/** The sizes of a value, as its first entries tell those that the shape leaves open. */
function sizesOf(value: unknown, shape: StepInput['shape']): readonly number[] {
  const [size, ...inner] = shape;
  if (size === undefined) return [];
  const entries = Array.isArray(value) ? value : [];
  return [size ?? entries.length, ...sizesOf(entries[0], inner)];
}

/** `a list of 2 lists of 3 numbers` */
function formOf(shape: StepInput['shape']): string {
  const [size, ...inner] = shape;
  if (size === undefined) return 'a number';
  if (size === null) return inner.length === 0 ? 'a list of numbers' : `a list, each entry ${formOf(inner)}`;
  return `a list of ${size} ${inner.length === 0 ? (size === 1 ? 'number' : 'numbers') : `times ${formOf(inner)}`}`;
}

const exampleOf = (shape: StepInput['shape']): string => {
  const [size, ...inner] = shape;
  if (size === undefined) return '0';
  if (size === null) return `[${exampleOf(inner)}, …]`;
  const shown = Array.from({ length: Math.min(size, 3) }, () => exampleOf(inner));
  return `[${[...shown, ...(size > 3 ? ['…'] : [])].join(', ')}]`;
};
