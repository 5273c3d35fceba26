import { readSpec } from '../../../compiler/1-read/read.ts';
import { type ColumnType, isTreeFormat } from '../../../compiler/1-read/spec/data-spec.ts';
import { InternalError, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { TimeRecipe } from '../../data/dataset/preprocessing.ts';
import { findFiles } from '../../data/files/find-files.ts';
import { isEmpty, isNumberList } from '../../data/rows/cells.ts';
import { planTime } from '../../data/table/plan-time.ts';
import { readForm } from '../../data/table/table-form.ts';
import { readTimes, type TimeReading, timeReading } from '../../data/time/read-time.ts';
import { type Step, StepFinder, stepText } from '../../data/time/step.ts';
import { decodeText, readBytes, shownName } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { nodeSources } from '../files/node-sources.ts';

/** What stands in a column, as training would find it. */
export interface FoundColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** Whether its cells are lists. */
  readonly isList: boolean;
  /** Numbers of a step, where cells are lists of numbers. */
  readonly width: number;
  /** Cells without a value. */
  readonly missing: number;
  /** Different values, sorted; null: more than can be listed, or lists of numbers. */
  readonly values: readonly string[] | null;
  /** Different words of a column of text. */
  readonly words: number;
  /** A number that can be read in two ways. */
  readonly doubt: string | null;
}

export interface FoundTable {
  readonly kind: 'table';
  readonly path: string;
  readonly rows: number;
  /** Whether the file has more rows than were looked at. */
  readonly hasMore: boolean;
  /** Those that hold something. */
  readonly columns: readonly FoundColumn[];
  readonly time: FoundTime | null;
}

export interface FoundTime {
  /** A date and a clock may stand side by side. */
  readonly columns: readonly string[];
  /** What had to be chosen, as the model file says it; null: nothing. */
  readonly choice: { readonly text: string; readonly why: string } | null;
  readonly first: string;
  readonly last: string;
  /** Null: most neighbours have no distance in common. */
  readonly step: Step | null;
  /** `daily`, `every 10 minutes`. */
  readonly stepText: string;
  readonly isOrdered: boolean;
  /** The column that tells series apart, and how many there are; null: the file is one series. */
  readonly group: { readonly column: string; readonly count: number; readonly shortest: number } | null;
  /** Whether times repeat and no column tells their rows apart. */
  readonly repeats: boolean;
}

export interface FoundText {
  readonly kind: 'text';
  readonly path: string;
  readonly characters: number;
  readonly different: number;
}

/** Rows that are looked at. */
const LOOKED_ROWS = 50_000;
/** Different values of a column that are kept. */
const LISTED_VALUES = 50;

/**
 * Looks at a file with the detection of training.
 * @throws RnncError where it can't be read, or is neither a table nor a text
 */
export async function lookAt(path: string): Promise<FoundTable | FoundText> {
  const spec = sectionOf(path, null);
  const open = nodeSources('.');
  const files = await findFiles(spec, open);
  if (files.format === 'text') {
    const text = decodeText(readBytes(path), shownName(path));
    return { kind: 'text', path, characters: text.length, different: new Set(text).size };
  }
  if (files.format === 'task' || files.format === 'npy' || isTreeFormat(files.format))
    throw new RnncError([say.noStartFrom(shownName(path), files.format)]);
  const options = { open, seed: 0, inputs: [] };
  const undecided = await readForm(spec, files, options);
  const choice = timeChoice(undecided);
  const chosen = choice === null ? spec : sectionOf(path, choice.text);
  const form = choice === null ? undecided : await readForm(chosen, files, options);
  const recipe = planTime(chosen, form, true, options);
  const [reader] = form.readers[0];
  if (reader === undefined) throw new InternalError('a table without a file');
  const named = form.columns.filter(({ type, maskOf }) => type !== 'ignore' && maskOf === undefined);
  const looks = named.map(() => new ColumnLook());
  let rows = 0;
  const names = named.map(({ name }) => name);
  const keys = named.flatMap(({ name, type }, i) =>
    (type === 'category' || type === 'text') && recipe?.columns.includes(name) !== true ? [i] : [],
  );
  const series = recipe === null ? null : new SeriesLook(recipe, names, keys);
  reading: for await (const block of reader.rows(names))
    for (const { values, problem } of block.rows) {
      if (rows >= LOOKED_ROWS) break reading;
      if (problem !== null) continue;
      rows++;
      values.forEach((value, i) => {
        looks[i]?.add(value);
      });
      series?.add(values);
    }
  const columns = named.map(({ name, type }, i): FoundColumn => {
    const look = looks[i];
    if (look === undefined) throw new InternalError(`the column ${name} was not looked at`);
    return { name, type, ...look.found(), doubt: form.numbers.doubtful.get(name) ?? null };
  });
  return { kind: 'table', path, rows, hasMore: rows >= LOOKED_ROWS, columns, time: series?.found(choice) ?? null };
}

/** Which column of times is taken, where that or the order of day and month is open. */
function timeChoice({ columns }: Awaited<ReturnType<typeof readForm>>): FoundTime['choice'] {
  const times = columns.filter(({ type }) => type === 'time');
  const [first] = times;
  if (first === undefined) return null;
  const isOpen = first.times?.unclear === true;
  if (times.length === 1 && !isOpen) return null;
  return {
    text: `{column: ${JSON.stringify(first.name)}${isOpen ? ', order: dmy' : ''}}`,
    why: isOpen
      ? 'the day is taken to come first; otherwise write order: mdy'
      : 'the first of several columns of times',
  };
}

/** The section `data` of a model that says nothing but where its data is. */
function sectionOf(path: string, time: string | null) {
  const text = `inputs: {x: {shape: [batch, 1]}}\nlayers: {y: {type: dense, input: x, units: 1}}\noutputs: {y: y}\ndata: {source: ${JSON.stringify(path)}${time === null ? '' : `, time: ${time}`}}\n`;
  const { spec, diagnostics, sources } = readSpec(text, { file: shownName(path), resolve: () => null });
  if (spec?.data == null) throw new RnncError(diagnostics, sources);
  return spec.data;
}

class ColumnLook {
  #missing = 0;
  #isList = false;
  #width = 1;
  #hasNumbers = false;
  readonly #values = new Map<string, number>();
  readonly #words = new Set<string>();

  add(value: unknown): void {
    if (isNumberList(value)) {
      this.#isList = true;
      this.#hasNumbers = true;
      this.#width = Number(value.shape[1] ?? 1);
      return;
    }
    if (Array.isArray(value)) {
      this.#isList = true;
      for (const item of value) this.#one(item);
    } else if (value === undefined || isEmpty(value)) this.#missing++;
    else this.#one(value);
  }

  #one(value: unknown): void {
    const text = String(value).trim();
    if (this.#values.size <= LISTED_VALUES) this.#values.set(text, (this.#values.get(text) ?? 0) + 1);
    for (const word of text.split(/\s+/)) this.#words.add(word);
  }

  found(): Pick<FoundColumn, 'isList' | 'width' | 'missing' | 'values' | 'words'> {
    const values = [...this.#values.keys()];
    const areNumbers = values.every((value) => Number.isFinite(Number(value)));
    return {
      isList: this.#isList,
      width: this.#width,
      missing: this.#missing,
      values:
        this.#hasNumbers || values.length > LISTED_VALUES
          ? null
          : values.sort((a, b) => (areNumbers ? Number(a) - Number(b) : a < b ? -1 : 1)),
      words: this.#words.size,
    };
  }
}

/** Which column tells series apart: with it, no time stands twice. */
class SeriesLook {
  readonly #recipe: TimeRecipe;
  readonly #reading: TimeReading;
  readonly #places: readonly number[];
  readonly #names: readonly string[];
  readonly #keys: readonly number[];
  readonly #times: number[] = [];
  readonly #texts: string[] = [];
  readonly #cells: string[][] = [];

  constructor(recipe: TimeRecipe, names: readonly string[], keys: readonly number[]) {
    this.#recipe = recipe;
    this.#reading = timeReading(recipe.forms, recipe.zone);
    this.#places = recipe.columns.map((column) => names.indexOf(column));
    this.#names = names;
    this.#keys = keys;
  }

  add(values: readonly unknown[]): void {
    const raws = this.#places.map((place) => values[place]);
    const time = readTimes(this.#reading, raws);
    if (typeof time !== 'number') return;
    this.#times.push(time);
    this.#texts.push(raws.map((raw) => String(raw).trim()).join(' '));
    this.#cells.push(this.#keys.map((key) => String(values[key] ?? '')));
  }

  found(choice: FoundTime['choice']): FoundTime {
    const isUnique = (place: number | null): boolean => {
      const seen = new Set(this.#times.map((time, i) => `${time} ${place === null ? '' : this.#cells[i]?.[place]}`));
      return seen.size === this.#times.length;
    };
    const alone = isUnique(null);
    const place = alone ? -1 : this.#keys.findIndex((_, i) => isUnique(i));
    const series = new Map<string, number[]>();
    this.#times.forEach((time, i) => {
      const key = place < 0 ? '' : (this.#cells[i]?.[place] ?? '');
      const list = series.get(key);
      if (list === undefined) series.set(key, [time]);
      else list.push(time);
    });
    const lists = [...series.values()];
    const isOrdered = lists.every((list) => list.every((time, i) => i === 0 || time >= (list[i - 1] ?? 0)));
    const finder = new StepFinder(this.#reading.clock);
    for (const list of lists)
      [...list]
        .sort((a, b) => a - b)
        .forEach((time, i, all) => {
          finder.add(all[i - 1] ?? null, time);
        });
    const step = finder.find();
    const order = this.#times.map((_, i) => i).sort((a, b) => (this.#times[a] ?? 0) - (this.#times[b] ?? 0));
    return {
      columns: this.#recipe.columns,
      choice,
      first: this.#texts[order[0] ?? -1] ?? '',
      last: this.#texts[order.at(-1) ?? -1] ?? '',
      step,
      stepText: step === null ? 'no step that most rows share' : stepText(step),
      isOrdered,
      group:
        place < 0
          ? null
          : {
              column: this.#names[this.#keys[place] ?? -1] ?? '',
              count: series.size,
              shortest: Math.min(...lists.map(({ length }) => length)),
            },
      repeats: !alone && place < 0,
    };
  }
}
