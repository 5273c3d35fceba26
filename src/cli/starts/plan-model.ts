import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { columnUnknown } from '../../data/messages/columns.ts';
import type { Step } from '../../data/time/step.ts';
import * as say from '../files/messages.ts';
import type { FoundColumn, FoundTable } from './look-at-file.ts';
import type { BehindTarget } from './look-at-times.ts';

/** What a model of a table is to be. */
export interface TablePlan {
  readonly target: FoundColumn;
  /** Whether the target was named by the user. */
  readonly isGiven: boolean;
  /** Whether it is guessed because it ends before other columns do. */
  readonly endsFirst: boolean;
  /** Its classes in order; null: numbers are compared. */
  readonly classes: readonly string[] | null;
  /**
   * `windows`: rows are steps of series. `text`, `lists`: a row is a sample with a sequence in its cells. `steps`: so is the target, a class for each
   * step. `rows`: a row is a sample without steps. `sequences`: the rows of a sequence are a sample, and the target is one value of it; `sequence-steps`: one of each of its rows.
   */
  readonly shape: 'windows' | 'text' | 'lists' | 'steps' | 'rows' | 'sequences' | 'sequence-steps';
  /** Columns that the model sees. */
  readonly features: readonly FoundColumn[];
  /** Columns that it does not, each with the reason. */
  readonly left: readonly { readonly name: string; readonly why: string }[];
  /** Of `windows`. */
  readonly width: number;
  /** Of `windows`: rows behind the last value of the target, and the features that are known there. */
  readonly behind: number;
  readonly ahead: readonly FoundColumn[];
}

/** Categories with more values are no features. */
export const WIDEST = 20;
/** Rows at the end of each series without a value of what is to be said: fewer may be missing by chance. */
const FEWEST_AHEAD = 2;
/** Whole numbers with at most so many values are classes. */
const CLASSES = 10;

/**
 * Which column a model of the table says, from which others.
 * @param named the target; null: the last column that can be one
 * @throws RnncError where there is no such column, or none that can be said
 */
export function planTable(table: FoundTable, named: string | null): TablePlan {
  const { columns, time, rows, sequences } = table;
  const group = time?.group?.column ?? null;
  const names = columns.map(({ name }) => name);
  const canBe = ({ name, type }: FoundColumn): boolean =>
    name !== group &&
    name !== sequences?.by &&
    name !== sequences?.order &&
    time?.columns.includes(name) !== true &&
    (type === 'number' || type === 'category');
  const isSaid = (column: FoundColumn): boolean => canBe(column) && !column.numbersRows;
  /** Rows behind its last value, where others have one; 0: it ends as they do. */
  const behindOf = (column: FoundColumn): number => {
    const behind = table.hasMore ? undefined : time?.behind.get(column.name);
    if (behind === undefined || behind.fewest < FEWEST_AHEAD) return 0;
    const isKnown = (other: FoundColumn): boolean =>
      other !== column && canBe(other) && isFeature(other) && !behind.lacks.has(other.name);
    return columns.some(isKnown) ? behind.rows : 0;
  };
  const early = columns.reduce<FoundColumn | undefined>((first, column) => {
    const rows = isSaid(column) ? behindOf(column) : 0;
    return rows > 0 && (first === undefined || rows >= behindOf(first)) ? column : first;
  }, undefined);
  const target =
    named === null
      ? (early ?? columns.findLast(isSaid) ?? columns.findLast(canBe))
      : columns.find(({ name }) => name === named);
  if (target === undefined)
    throw new RnncError([named === null ? say.noTarget(names) : columnUnknown(null, '--target', named, names)]);
  if (!canBe(target))
    throw new RnncError([
      say.badTarget(
        target.name,
        target.type,
        names.filter((name) => columns.some((c) => c.name === name && canBe(c))),
      ),
    ]);
  const classes = classesOf(target, rows, time !== null);
  const isTime = ({ name }: FoundColumn): boolean => time?.columns.includes(name) === true;
  const others = columns.filter(
    (column) =>
      column !== target &&
      column.name !== group &&
      column.name !== sequences?.by &&
      column.name !== sequences?.order &&
      !isTime(column),
  );
  // where no column says more, categories of many values are texts
  const isAlone = time === null && !others.some((column) => isFeature(column) || column.isList);
  const texts = others.filter(({ type, isList }) => type === 'text' || (type === 'category' && (isList || isAlone)));
  const lists = others.filter(({ type, isList }) => type === 'number' && isList);
  const base = {
    target,
    isGiven: named !== null,
    endsFirst: named === null && target === early,
    classes,
    width: 0,
    behind: 0,
    ahead: [],
  };
  const leave = (features: readonly FoundColumn[]): TablePlan['left'] =>
    others
      .filter((column) => !features.includes(column) && time?.columns.includes(column.name) !== true)
      .map((column) => ({ name: column.name, why: reasonOf(column) }));
  const [text] = texts;
  if (sequences !== null) {
    const plain = others.filter(isFeature);
    const features = plain.length > 0 ? plain : text?.isOneWord === true ? [text] : [];
    const shape = sequences.constant.has(target.name) ? 'sequences' : 'sequence-steps';
    if (features.length > 0) return { ...base, shape, features, left: leave(features) };
  }
  if (text !== undefined && (time === null || lists.length === 0) && (time === null || target.isList)) {
    const features = [text];
    return { ...base, shape: target.isList ? 'steps' : 'text', features, left: leave(features) };
  }
  if (lists.length > 0)
    return { ...base, shape: target.isList ? 'steps' : 'lists', features: lists, left: leave(lists) };
  const plain = others.filter(isFeature);
  if (time !== null || plain.length === 0) {
    const features = classes === null ? [target, ...plain] : plain.length === 0 ? [target] : plain;
    const length = time?.group?.shortest ?? rows;
    const width = widthOf(time?.step ?? null, length);
    const windows = { ...base, shape: 'windows' as const, features, left: leave(features), width };
    const behind = table.hasMore ? undefined : time?.behind.get(target.name);
    return behind === undefined ? windows : withBehind(windows, behind);
  }
  return { ...base, shape: 'rows', features: plain, left: leave(plain) };
}

/** Rows of the future are fed where the model reads them, and there they are no rows that lack something. */
function withBehind(plan: TablePlan, { rows, lacks }: BehindTarget): TablePlan {
  const { target, features } = plan;
  const isKnown = ({ name }: FoundColumn): boolean => name !== target.name && !lacks.has(name);
  if (!features.some(isKnown)) return { ...plan, behind: rows };
  const past = (column: FoundColumn): FoundColumn => ({
    ...column,
    missing: column.missing - (lacks.get(column.name) ?? 0),
  });
  const said = past(target);
  const seen = features.map((column) => (column === target ? said : past(column)));
  return { ...plan, target: said, features: seen, behind: rows, ahead: seen.filter(isKnown) };
}

const isFeature = ({ type, isList, values, numbersRows }: FoundColumn): boolean =>
  !isList && !numbersRows && (type === 'number' || (type === 'category' && values !== null && values.length <= WIDEST));

function reasonOf({ type, values, numbersRows }: FoundColumn): string {
  if (numbersRows) return 'it numbers the rows';
  if (type === 'category')
    return values === null || values.length > WIDEST ? 'too many different values' : 'a category beside text';
  return type === 'time' ? 'a time' : type === 'text' ? 'text' : 'a number beside text';
}

function classesOf({ type, values, isList }: FoundColumn, rows: number, isSeries: boolean): readonly string[] | null {
  if (type === 'category') return values ?? [];
  if (isSeries || isList || values === null || values.length < 2 || values.length > CLASSES) return null;
  const areWhole = values.every((value) => /^-?\d+$/.test(value));
  return areWhole && rows >= 5 * values.length ? values : null;
}

/** Steps that the model sees: about a period of what is usual for the step, and few enough for a tenth of the rows. */
function widthOf(step: Step | null, length: number): number {
  const usual = { second: 24, day: 14, 'business day': 10, month: 12 }[step?.unit ?? 'second'];
  return Math.max(2, Math.min(usual, Math.floor(length / 10) - 2));
}
