import * as cellMessages from '../../diagnostics/messages/read/cells.ts';
import { foreignKeyFix, isSynonym, synonymsOf } from '../../diagnostics/messages/read/foreign-keys.ts';
import * as schemaMessages from '../../diagnostics/messages/read/schema.ts';
import { closest } from '../../diagnostics/suggest.ts';
import type { ReadContext } from '../scope/context.ts';
import { type CellUse, isFunctionValue, type ParameterValue } from '../spec/spec.ts';
import { functionOf, printFunction } from '../values/function-value.ts';
import { numberOf, ranges } from '../values/numbers.ts';
import { describe, entriesOf, field, isText, mapOf, type Tree, type TreeEntry, type TreeText } from '../yaml/tree.ts';
import type { CellTable } from './cell-table.ts';
import type { CellDefinition, CellParameter } from './cells.ts';
import { checkStates, readWraps } from './wrap.ts';

export interface ReadUse {
  readonly use: CellUse;
  readonly definition: CellDefinition;
}

/** `{NAME: {arguments}}` or NAME, with its own `wrap` inside a list. Null after a mistake, which has been reported. */
export function readCellUse(context: ReadContext, cells: CellTable, tree: Tree, layer: string): ReadUse | null {
  const map = mapOf(tree);
  const wrap = map === null ? [] : readWraps(context, field(map, 'wrap'));
  const named = cellName(context, tree, layer);
  if (named === null) return null;
  const definition = cells.find(named.name);
  if (definition === null || definition === 'broken') {
    for (const { value } of entriesOf(named.arguments)) if (isText(value)) context.usage.markWords(value.value);
    return null;
  }
  const given = argumentsOf(context, cells, definition, named.arguments, named.name.span, layer);
  if (wrap === null || definition.spec === null) return null;
  if (!checkStates(context, wrap, [definition.spec], `cell "${definition.name}"`) || given === null) return null;
  const chosen = new Set(definition.parameters.filter((p) => !isDefault(p, given.get(p.name))).map((p) => p.name));
  return { definition, use: { cell: definition.name, span: named.name.span, arguments: given, chosen, wrap } };
}

interface Named {
  readonly name: { readonly value: string; readonly span: TreeText['span'] };
  readonly arguments: Tree | undefined;
}

function cellName(context: ReadContext, tree: Tree, layer: string): Named | null {
  if (isText(tree)) {
    if (context.parameters.has(tree.value)) {
      context.usage.mark('parameter', tree.value);
      context.report(schemaMessages.numberAsCell(tree.span, layer, `the parameter ${tree.value}`));
      return null;
    }
    return { name: { value: tree.value, span: tree.alias ?? tree.span }, arguments: undefined };
  }
  const entries = entriesOf(tree).filter((e) => e.name !== 'wrap');
  const [first, second] = entries;
  if (first === undefined) {
    if (tree.kind === 'map' && tree.entries.size > 0)
      context.report(schemaMessages.missingKey(tree.span, `a cell of layer "${layer}"`, 'NAME'));
    return null;
  }
  if (second !== undefined) {
    context.report(
      cellMessages.severalCells(
        second.key,
        entries.map((e) => e.name),
      ),
    );
    return null;
  }
  return { name: { value: first.name, span: first.key }, arguments: first.value };
}

/** A value for every parameter, defaults filled in. */
function argumentsOf(
  context: ReadContext,
  cells: CellTable,
  cell: CellDefinition,
  given: Tree | undefined,
  span: TreeText['span'],
  layer: string,
): ReadonlyMap<string, ParameterValue> | null {
  if (given !== undefined && given.kind !== 'map') return null;
  const values = new Map<string, ParameterValue>();
  let whole = true;
  const entries = new Map(entriesOf(given).map((e) => [e.name, e]));
  for (const entry of entries.values())
    if (!cell.parameters.some((p) => p.name === entry.name)) {
      const known = cell.parameters.map((p) => p.name);
      const value = entry.value.kind === 'scalar' ? String(entry.value.value) : null;
      const same = foreignKeyFix({
        key: entry.name,
        value,
        known,
        layer,
        input: null,
        cell: cell.name,
        inArguments: true,
      });
      context.report(
        cellMessages.unknownArgument(entry.key, cell.name, entry.name, known, {
          same,
          elsewhere: [entry.name, ...synonymsOf(entry.name)].map((as) => ({ as, cells: cells.libraryCellsWith(as) })),
        }),
      );
      if (isText(entry.value)) context.usage.markWords(entry.value.value);
      whole = false;
    }
  const strange = [...entries.keys()].filter((name) => !cell.parameters.some((p) => p.name === name));
  // where an argument is misspelt, its correct name is not reported as missing too
  const missing = cell.parameters
    .filter(
      (p) =>
        p.fallback === null &&
        !entries.has(p.name) &&
        !strange.some((name) => closest(name, [p.name]).length > 0 || isSynonym(name, p.name)),
    )
    .map((p) => p.name);
  if (missing.length > 0) {
    context.report(cellMessages.missingArguments(span, cell.name, missing, cell.span));
    whole = false;
  }
  for (const parameter of cell.parameters) {
    const entry = entries.get(parameter.name);
    const value = entry === undefined ? parameter.fallback : argument(context, cell, parameter, entry);
    if (value === null) whole = false;
    else values.set(parameter.name, value);
  }
  return whole ? values : null;
}

function isDefault({ fallback }: CellParameter, value: ParameterValue | undefined): boolean {
  if (fallback === null || value === undefined) return false;
  if (isFunctionValue(fallback)) return isFunctionValue(value) && printFunction(value) === printFunction(fallback);
  return !isFunctionValue(value) && value.kind === fallback.kind && value.value === fallback.value;
}

/** The value of one parameter. Null after a mistake, which has been reported. */
export function argument(
  context: ReadContext,
  cell: CellDefinition,
  parameter: CellParameter,
  { value, name }: TreeEntry,
): ParameterValue | null {
  if (value.kind !== 'scalar' || value.value === null) return null;
  const wrong = (expected: string): null => {
    context.report(cellMessages.wrongArgument(value.span, cell.name, name, expected, describe(value), parameter.span));
    return null;
  };
  switch (parameter.kind) {
    case 'size':
    case 'number': {
      const expected = parameter.kind === 'size' ? ranges.size : ranges.any;
      if (typeof value.value === 'boolean') return wrong(expected.words);
      if (
        typeof value.value === 'number' &&
        expected.integer &&
        Number.isFinite(value.value) &&
        !Number.isInteger(value.value)
      )
        return wrong(expected.words);
      const number = numberOf(context, value, `"${name}" of cell "${cell.name}"`, expected);
      return number === null ? null : { kind: 'number', ...number };
    }
    case 'boolean':
      return typeof value.value === 'boolean'
        ? { kind: 'boolean', value: value.value, span: value.span }
        : wrong('true or false');
    case 'function':
      return isText(value) ? functionOf(context, value) : wrong('a function such as tanh, or a formula of x');
  }
}
