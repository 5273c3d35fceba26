import * as cellMessages from '../../diagnostics/messages/read/cells.ts';
import type { ReadContext } from '../scope/context.ts';
import type { DerivedParameter } from '../spec/spec.ts';
import { functionOf } from '../values/function-value.ts';
import { expressionOf } from '../values/numbers.ts';
import { isText, type TreeEntry } from '../yaml/tree.ts';
import type { CellDefinition, CellParameter, FilledCell, InnerCell } from './cell-definition.ts';
import type { CellTable } from './cell-table.ts';
import { inlineCells } from './inline-cells.ts';
import { writtenCell } from './inner-cells.ts';

/**
 * The cell with the equations of the cells that it holds in its own. `given` are those that its parameters stand for.
 * Null after a mistake, which has been reported.
 * @param chain names of the cells that hold this one, outermost first
 */
export function withInner(
  context: ReadContext,
  cells: CellTable,
  definition: CellDefinition,
  given: ReadonlyMap<string, FilledCell> = new Map(),
  chain: readonly string[] = [],
): CellDefinition | null {
  if (definition.inner.length === 0 && given.size === 0) return definition;
  const names = [...chain, definition.name];
  const inner = new Map<string, FilledCell>();
  for (const one of definition.inner) {
    const filled = filledCell(context, cells, definition, one, names);
    if (filled === null) return null;
    inner.set(one.name, filled);
  }
  return inlineCells(context, definition, inner, given);
}

function filledCell(
  context: ReadContext,
  cells: CellTable,
  outer: CellDefinition,
  { cell, arguments: given, name }: Omit<InnerCell, 'span'>,
  chain: readonly string[],
): FilledCell | null {
  const own = outer.parameters.find((parameter) => parameter.kind === 'cell' && parameter.name === cell.value);
  if (own !== undefined) {
    context.report(cellMessages.innerIsParameter(cell.span, cell.value, outer.name, own.span));
    return null;
  }
  const found = cells.find(cells.seenFrom(outer, cell));
  if (found === null || found === 'broken') return null;
  if (chain.includes(found.name)) {
    context.report(cellMessages.cellInItself(cell.span, [...chain.slice(chain.indexOf(found.name)), found.name]));
    return null;
  }
  if (found.spec?.children !== null && found.spec !== null) {
    context.report(cellMessages.innerWithChildren(cell.span, found.name, found.spec.children.span));
    return null;
  }
  const values = new Map<string, DerivedParameter['value']>();
  const held = new Map<string, FilledCell>();
  let whole = true;
  for (const entry of given)
    if (!found.parameters.some((parameter) => parameter.name === entry.name)) {
      const known = found.parameters.map((parameter) => parameter.name);
      context.report(cellMessages.unknownArgument(entry.key, found.name, entry.name, known));
      whole = false;
    }
  const missing = found.parameters.filter((p) => p.fallback === null && !given.some((entry) => entry.name === p.name));
  if (missing.length > 0 && whole) {
    const names = missing.map((parameter) => parameter.name);
    context.report(cellMessages.missingArguments(cell.span, found.name, names, found.span));
    whole = false;
  }
  for (const parameter of found.parameters) {
    const entry = given.find((one) => one.name === parameter.name);
    if (parameter.kind === 'cell') {
      const written = entry === undefined ? null : writtenCell(context, entry.value, name);
      const filled = written === null ? null : filledCell(context, cells, outer, { ...written, name }, chain);
      if (filled === null) whole = false;
      else held.set(parameter.name, filled);
      continue;
    }
    const value = entry === undefined ? parameter.fallback : argumentOf(context, outer, found, parameter, entry);
    if (value === null) whole = false;
    else values.set(parameter.name, value);
  }
  if (!whole) return null;
  const definition = withInner(context, cells, found, held, chain);
  if (definition === null || definition.spec === null) return null;
  for (const [prefix, { values: own }] of held) for (const [key, value] of own) values.set(`${prefix}.${key}`, value);
  return { definition, values };
}

/** The value of an argument, over what the outer cell declares. Null after a mistake, which has been reported. */
function argumentOf(
  context: ReadContext,
  outer: CellDefinition,
  cell: CellDefinition,
  parameter: CellParameter,
  { value, name }: TreeEntry,
): DerivedParameter['value'] | null {
  const wrong = (expected: string): null => {
    const found = value.kind === 'scalar' ? String(value.value) : `a ${value.kind}`;
    context.report(cellMessages.wrongArgument(value.span, cell.name, name, expected, found, parameter.span));
    return null;
  };
  if (value.kind !== 'scalar' || value.value === null) return wrong('a number, true or false, or a function');
  const passed = isText(value) ? outer.parameters.find((own) => own.name === value.value) : undefined;
  const isSame = (a: CellParameter['kind']): boolean =>
    a === parameter.kind ||
    (a === 'size' && parameter.kind === 'number') ||
    (a === 'number' && parameter.kind === 'size');
  if (passed !== undefined && !isSame(passed.kind)) return wrong(`a ${parameter.kind}`);
  if (parameter.kind === 'function' && passed === undefined)
    return isText(value) ? functionOf(context, value) : wrong('a function such as tanh, or a formula of x');
  const expr = expressionOf(value, context.report);
  if (expr === null) return null;
  if (parameter.kind === 'boolean' ? expr.kind === 'number' : expr.kind === 'boolean')
    return wrong(parameter.kind === 'boolean' ? 'true or false' : 'a number');
  return expr;
}
