import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { withOneCell } from '../../compiler/1-read/cells/cell-table.ts';
import { cellLibrary } from '../../compiler/1-read/generated/cell-library.ts';
import { parseFile } from '../../compiler/1-read/yaml/parse.ts';
import { entriesOf, field, type TreeEntry, type TreeMap, textOf } from '../../compiler/1-read/yaml/tree.ts';
import { validateFile } from '../../compiler/1-read/yaml/validate.ts';
import { libraryUse } from '../library-use.ts';
import { mistakes, oneLayer, oneTreeLayer, read } from './given.ts';

function parsed(name: string, text = cellLibrary[name] ?? ''): TreeMap {
  const root = parseFile(name, text, (d) => {
    throw new Error(`${name}: ${d.message}`);
  });
  if (root === null) throw new Error(name);
  return root;
}
const files = Object.keys(cellLibrary).filter((name) => name !== 'aliases.yaml');
const cells = files.flatMap((file) =>
  entriesOf(field(parsed(file), 'cells')).map((entry): [string, TreeEntry] => [
    `${file.replace('.yaml', '')}.${entry.name}`,
    entry,
  ]),
);

test.each(files)('%s follows the schema', (name) => {
  validateFile(parsed(name), 'cells', (d) => {
    throw new Error(d.message);
  });
});

test.each(cells)(
  '%s can be used with its sizes alone, says how it differs, and reads all that it declares',
  (name, { value }) => {
    const use = `cell: {${libraryUse(name, 3, 4)}}`;
    const overTrees = value.kind === 'map' && value.entries.has('children');
    expect(mistakes(read(overTrees ? oneTreeLayer(use) : oneLayer(use)))).toEqual([]);
    expect((value.kind === 'map' && textOf(field(value, 'description'))) || '').not.toBe('');
  },
);

test.each(cells)('%s stands where the whole file has it when it is read alone', (name, whole) => {
  const [prefix = '', rest = ''] = name.split('.');
  const file = `${prefix}.yaml`;
  const alone = parsed(file, withOneCell(cellLibrary[file] ?? '', rest));
  const withoutIds = (entries: readonly TreeEntry[]): string =>
    JSON.stringify(entries, (key, value) =>
      key === 'id' ? undefined : value instanceof Map ? [...value.entries()] : value,
    );
  expect(withoutIds(entriesOf(field(alone, 'cells')))).toBe(withoutIds([whole]));
});

test.each(entriesOf(field(parsed('aliases.yaml'), 'aliases')))('$name is short for a cell that exists', ({ name }) => {
  expect(mistakes(read(oneLayer(`cell: {${name}: {units: 3}}`)))).toEqual([]);
});

test('an unknown cell lists what there is with a line each', () => {
  const [diagnostic] = read(oneLayer('cell: {nothing_like_it: {units: 3}}')).diagnostics;
  const lines = diagnostic?.notes.map((n) => n.message) ?? [];
  for (const [name] of cells)
    expect(lines.some((line) => line.startsWith(`${name}: `) && line.length > name.length + 12)).toBe(true);
});

const models = fileURLToPath(new URL('../../models', import.meta.url));
test.each(readdirSync(models).filter((name) => name.endsWith('.yaml')))('models/%s has no mistakes', (name) => {
  expect(mistakes(read(readFileSync(`${models}/${name}`, 'utf8')))).toEqual([]);
});
