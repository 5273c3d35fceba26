import type { Span } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/read/schema.ts';
import type { CellTable } from './cells/cell-table.ts';
import type { Imports } from './cells/imports.ts';
import type { ReadContext } from './scope/context.ts';
import type { References } from './scope/references.ts';
import { entriesOf, field, isText, listOf, mapOf, type TreeMap } from './yaml/tree.ts';

/** Reports what nothing uses: inputs and layers that no output needs, cells, imports, parameters. */
export function checkUnused(
  context: ReadContext,
  root: TreeMap,
  references: References,
  cells: CellTable,
  imports: Imports,
): void {
  const { report, usage } = context;
  const layers = entriesOf(field(root, 'layers'));
  const reached = new Set<string>();
  const waiting = [...layers, ...entriesOf(field(root, 'inputs'))]
    .map((e) => e.name)
    .filter((name) => usage.isUsed('layer', name));
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    waiting.push(...references.targetsOf(name));
  }
  for (const { name, key } of entriesOf(field(root, 'inputs')))
    if (!reached.has(name))
      report(messages.noEffect(key, `input "${name}"`, 'no output depends on it', fixOfInput(root, name)));
  for (const { name, key } of layers)
    if (!reached.has(name))
      report(
        messages.noEffect(
          key,
          `layer "${name}"`,
          'no output depends on it',
          `add it to outputs: ${name}: ${name}, use it or remove it`,
        ),
      );
  checkCells(context, cells, imports);
  for (const { name, key } of entriesOf(field(root, 'parameters')))
    if (!usage.isUsed('parameter', name))
      report(
        messages.noEffect(
          key,
          `parameter "${name}"`,
          'no expression reads it',
          `write ${name} where the number is meant, or remove it`,
        ),
      );
}

/** Lengths and masks are often declared and then read by nobody. */
function fixOfInput(root: TreeMap, name: string): string {
  const times = entriesOf(field(root, 'inputs')).flatMap(({ value }) => {
    const second = listOf(field(mapOf(value) ?? root, 'shape'))?.items[1];
    return second !== undefined && isText(second) ? [second.value] : [];
  });
  const [time = 'time'] = times;
  if (/length|seq_len/i.test(name)) return `declare no input for it: lengths are fed as "${time}.lengths"`;
  return /mask/i.test(name) ? `name it in the layer that it is for: mask: ${name}` : 'use it or remove it';
}

/** Every cell of the model itself must be used; of an imported file it is enough that one cell is. */
function checkCells({ report, usage }: ReadContext, cells: CellTable, imports: Imports): void {
  const used = new Set<string>();
  for (const { name, cell } of cells.defined()) {
    const prefix = name.includes('.') ? name.slice(0, name.indexOf('.')) : null;
    if (usage.isUsed('cell', name)) used.add(prefix ?? '');
    else if (prefix === null)
      report(
        messages.noEffect(
          cell.span,
          `cell "${name}"`,
          'no layer uses it',
          `write cell: {${name}: …} in a layer, or remove it`,
        ),
      );
  }
  const check = (list: Imports['direct'], seen: ReadonlySet<string>): boolean => {
    let any = false;
    for (const { prefix, span } of list) {
      const file = imports.files.get(prefix);
      if (file === undefined || seen.has(prefix)) continue;
      const inside = check(file.imports, new Set([...seen, prefix]));
      if (used.has(prefix) || inside) any = true;
      else unused.set(`${span.file} ${span.start}`, { prefix, span });
    }
    return any;
  };
  const unused = new Map<string, { readonly prefix: string; readonly span: Span }>();
  check(imports.direct, new Set());
  for (const { prefix, span } of unused.values())
    report(
      messages.noEffect(
        span,
        `the import of "${prefix}"`,
        'no layer uses a cell of it',
        `write cell: {${prefix}.NAME: …} in a layer, or remove it`,
      ),
    );
}
