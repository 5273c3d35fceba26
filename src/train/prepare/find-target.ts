import type { DataSpec } from '../../../compiler/1-read/spec/data-spec.ts';
import type { Spec } from '../../../compiler/1-read/spec/spec.ts';
import { CHOSEN_TARGET, type FoundTarget } from '../../../compiler/compile.ts';
import type { ColumnRole } from '../../data/dataset/column-role.ts';
import type { Preprocessing } from '../../data/dataset/preprocessing.ts';

/** What an earlier training compared the output with. */
export function trainedTarget({ feeds, columns }: Preprocessing): FoundTarget | null {
  const feed = Object.hasOwn(feeds, CHOSEN_TARGET) ? feeds[CHOSEN_TARGET] : undefined;
  if (feed === undefined || feed.from === 'batches') return null;
  if (feed.from === 'tokens') return { kind: 'tokens', column: null };
  const [only, ...more] = feed.columns;
  if (only === undefined || more.length > 0) return { kind: 'numbers', column: null };
  return { kind: kindOf(Object.hasOwn(columns, only) ? columns[only]?.type : undefined), column: only };
}

/**
 * What the columns of a table give as the target: the columns that are written; one of its name, that an input reads a step later, or that a task
 * means for it; or else the only category that no other feed takes, where no input is of whole numbers.
 */
export function tableTarget(spec: DataSpec, columns: readonly ColumnRole[], inputs: Spec['inputs']): FoundTarget {
  const written = spec.feeds?.get(CHOSEN_TARGET);
  if (written?.kind === 'tokens') return { kind: 'tokens', column: null };
  const found = written === undefined ? meantColumn(spec, columns, inputs) : onlyOf(written.columns)?.value;
  const column = columns.find(({ name }) => name === found);
  return column === undefined ? { kind: 'numbers', column: null } : { kind: kindOf(column.type), column: column.name };
}

function meantColumn(spec: DataSpec, columns: readonly ColumnRole[], inputs: Spec['inputs']): string | undefined {
  const set = [spec.group?.value, spec.split?.kind === 'column' ? spec.split.column.value : undefined];
  const usable = columns.filter(
    ({ name, type, nameless }) => type !== 'ignore' && type !== 'tree' && nameless !== true && !set.includes(name),
  );
  const root = usable.find(({ name }) => name === `root.${CHOSEN_TARGET}`);
  const named = root ?? usable.find(({ name }) => name === CHOSEN_TARGET);
  if (named !== undefined) return named.name;
  const read = [...(spec.feeds ?? [])].flatMap(([, feed]) =>
    feed.kind === 'columns' && feed.part === 'previous' ? [feed.columns] : [],
  );
  const previous = onlyOf(onlyOf(read) ?? []);
  if (previous !== undefined) return previous.value;
  const meant = onlyOf(usable.filter(({ role }) => role === 'target'));
  if (meant !== undefined) return meant.name;
  if (inputs.some(({ name, dtype }) => dtype === 'int32' && spec.feeds?.get(name) === undefined && takesCategory(name)))
    return undefined;
  const taken = new Set(
    [...(spec.feeds ?? [])].flatMap(([, feed]) => (feed.kind === 'columns' ? feed.columns.map((c) => c.value) : [])),
  );
  const names = new Set(inputs.map(({ name }) => name));
  return onlyOf(usable.filter(({ name, type }) => type === 'category' && !taken.has(name) && !names.has(name)))?.name;

  /** Texts over time are no category. */
  function takesCategory(name: string): boolean {
    const input = inputs.find((i) => i.name === name);
    return !usable.some((column) => column.name === name) && typeof input?.shape[1]?.value !== 'string';
  }
}

const onlyOf = <T>(items: readonly T[]): T | undefined => (items.length === 1 ? items[0] : undefined);

function kindOf(type: ColumnRole['type'] | undefined): FoundTarget['kind'] {
  switch (type) {
    case 'category':
      return 'category';
    case 'text':
      return 'tokens';
    case 'number':
    case 'time':
    case 'tree':
    case 'ignore':
    case undefined:
      return 'numbers';
    default:
      return type satisfies never;
  }
}
