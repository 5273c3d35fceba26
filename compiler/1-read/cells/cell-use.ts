import * as cellMessages from '../../diagnostics/messages/read/cells.ts';
import { foreignKeyFix, isSynonym, synonymsOf } from '../../diagnostics/messages/read/foreign-keys.ts';
import * as schemaMessages from '../../diagnostics/messages/read/schema.ts';
import { closest } from '../../diagnostics/suggest.ts';
import type { ReadContext } from '../scope/context.ts';
import { type CellUse, isFunctionValue, type ParameterValue } from '../spec/spec.ts';
import { functionOf, printFunction } from '../values/function-value.ts';
import { numberOf, ranges } from '../values/numbers.ts';
import {
  describe,
  entriesOf,
  field,
  isText,
  mapOf,
  type Tree,
  type TreeEntry,
  type TreeText,
  textsIn,
} from '../yaml/tree.ts';
import { functionMapping } from '../yaml/validate.ts';
import type { CellDefinition, CellParameter, FilledCell } from './cell-definition.ts';
import type { CellTable } from './cell-table.ts';
import { withInner } from './fill-cells.ts';
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
  const found = cells.find(named.name);
  if (found === null || found === 'broken') {
    for (const text of named.arguments === undefined ? [] : textsIn(named.arguments)) context.usage.markWords(text);
    return null;
  }
  const held = heldCells(context, cells, found, named.arguments, layer);
  const own = argumentsOf(context, cells, found, named.arguments, named.name.span, layer);
  if (held === null || own === null) return null;
  const definition = withInner(context, cells, found, new Map([...held].map(([name, read]) => [name, filledBy(read)])));
  if (definition === null) return null;
  const given = new Map([
    ...own,
    ...[...held].flatMap(([name, { use }]) =>
      [...use.arguments].map(([key, value]): [string, ParameterValue] => [`${name}.${key}`, value]),
    ),
  ]);
  if (wrap === null || definition.spec === null) return null;
  if (!checkStates(context, wrap, [definition.spec], `cell "${definition.name}"`)) return null;
  const chosen = new Set([
    ...definition.parameters.filter((p) => p.kind !== 'cell' && !isDefault(p, given.get(p.name))).map((p) => p.name),
    ...[...held].flatMap(([name, { use }]) => [...use.chosen].map((key) => `${name}.${key}`)),
  ]);
  return {
    definition,
    use: {
      cell: definition.name,
      definition: found.name,
      held: new Map([...held].map(([name, read]) => [name, read.use])),
      span: named.name.span,
      arguments: given,
      chosen,
      wrap,
    },
  };
}

const filledBy = ({ definition, use }: ReadUse): FilledCell => ({ definition, values: use.arguments });

/** The cells that parameters stand for. Null after a mistake, which has been reported; one that is missing is left out. */
function heldCells(
  context: ReadContext,
  cells: CellTable,
  cell: CellDefinition,
  given: Tree | undefined,
  layer: string,
): ReadonlyMap<string, ReadUse> | null {
  const held = new Map<string, ReadUse>();
  let whole = true;
  for (const { name, value, key } of entriesOf(given)) {
    const parameter = cell.parameters.find((p) => p.name === name);
    if (parameter?.kind !== 'cell') continue;
    const read = value.kind === 'map' || isText(value) ? readCellUse(context, cells, value, layer) : null;
    if (value.kind !== 'map' && !isText(value))
      context.report(
        cellMessages.wrongArgument(value.span, cell.name, name, 'a cell', describe(value), parameter.span),
      );
    if (read !== null && read.use.wrap.length > 0) context.report(cellMessages.innerWrap(key, name));
    if (read?.definition.spec?.children)
      context.report(
        cellMessages.innerWithChildren(read.use.span, read.definition.name, read.definition.spec.children.span),
      );
    if (read === null || read.use.wrap.length > 0 || read.definition.spec?.children) whole = false;
    else held.set(name, read);
  }
  return whole ? held : null;
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
    if (parameter.kind === 'cell') continue;
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

const KIND_WORDS = {
  size: ranges.size.words,
  number: ranges.any.words,
  boolean: 'true or false',
  function: 'a function such as tanh, or a formula of x',
} as const;

/** The value of one parameter. Null after a mistake, which has been reported. */
export function argument(
  context: ReadContext,
  cell: CellDefinition,
  parameter: CellParameter,
  { value, name }: TreeEntry,
): ParameterValue | null {
  const wrong = (expected: string): null => {
    context.report(cellMessages.wrongArgument(value.span, cell.name, name, expected, describe(value), parameter.span));
    return null;
  };
  if (value.kind === 'map' && parameter.kind !== 'cell')
    return wrong((parameter.kind === 'function' ? functionMapping(value) : null) ?? KIND_WORDS[parameter.kind]);
  if (value.kind !== 'scalar' || value.value === null) return null;
  switch (parameter.kind) {
    case 'cell':
      return wrong('a cell, which both directions have alike');
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
        : wrong(KIND_WORDS.boolean);
    case 'function':
      return isText(value) ? functionOf(context, value) : wrong(KIND_WORDS.function);
  }
}
