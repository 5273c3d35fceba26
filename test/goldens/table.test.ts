import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { cellLibrary } from '../../compiler/1-read/generated/cell-library.ts';

interface Vectors {
  readonly framework: string;
  readonly versions: { readonly [name: string]: string | number };
  readonly cases: readonly { readonly model?: string }[];
}

/** Vectors that tests of this folder run: outputs here and in `cells`, gradients and training steps in `training`. */
const sets = ['.', 'cells', 'training'].flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder)).flatMap((name): Vectors[] =>
    name.endsWith('.json') ? [JSON.parse(readFileSync(join(import.meta.dirname, folder, name), 'utf8'))] : [],
  ),
);

const library = Object.entries(cellLibrary).flatMap(([file, text]) =>
  Object.keys(parse(text).cells ?? {}).map((cell) => `${file.replace('.yaml', '')}.${cell}`),
);

/** What computed the numbers, by the key of its version: a file tells all packages that were loaded. */
const columns: readonly (readonly [heading: string, key: string, ofFramework: RegExp])[] = [
  ['TensorFlow', 'tensorflow', /^TensorFlow(?! Lite)/],
  ['TensorFlow Lite', 'tensorflow', /^TensorFlow Lite/],
  ['Keras', 'keras', /^Keras/],
  ['PyTorch', 'torch', /^PyTorch/],
  ['ONNX Runtime', 'onnxruntime', /^ONNX Runtime/],
  ['webnn-baseline', 'webnn-baseline', /^webnn-baseline/],
  ['formulas in numpy', 'numpy', /in numpy$/],
];

const usesOf = (model: string): ReadonlySet<string> => {
  const aliases: { readonly [name: string]: string } = parse(cellLibrary['aliases.yaml'] ?? '').aliases;
  const named = [...model.matchAll(/\{\s*([a-z][\w.]*)\s*:/g)].map(([, name = '']) => aliases[name] ?? name);
  return new Set(named.filter((name) => library.includes(name)));
};

/** Each cell with its cases by column. */
function countCases(): ReadonlyMap<string, readonly number[]> {
  const counts = new Map(library.map((name) => [name, columns.map(() => 0)]));
  for (const { framework, cases } of sets) {
    const column = columns.findIndex(([, , ofFramework]) => ofFramework.test(framework));
    for (const { model } of cases)
      for (const cell of usesOf(model ?? '')) {
        const row = counts.get(cell);
        if (row?.[column] === undefined) throw new Error(`no column for ${framework}`);
        row[column]++;
      }
  }
  return counts;
}

function tableText(): string {
  const headings = columns.map(([heading, key, ofFramework]) => {
    const known = sets.flatMap(({ framework, versions }) =>
      ofFramework.test(framework) ? [`${versions[key]}`.replace(/\+.*/, '')] : [],
    );
    return `${heading} ${[...new Set(known)].join(', ')}`;
  });
  const rows = [...countCases()].map(([cell, row]) => `| \`${cell}\` | ${row.map((n) => n || '').join(' | ')} |`);
  return [`| cell | ${headings.join(' | ')} |`, `|---|${headings.map(() => '---|').join('')}`, ...rows].join('\n');
}

test('every cell of the library has vectors', () => {
  expect(library.length).toBeGreaterThanOrEqual(25);
  expect([...countCases()].flatMap(([cell, row]) => (row.some((n) => n > 0) ? [] : [cell]))).toEqual([]);
});

test('the table in README.md is the one of these vectors (npx vitest run test/goldens/table.test.ts -u writes it)', async () => {
  const path = join(import.meta.dirname, '../../README.md');
  const readme = readFileSync(path, 'utf8');
  const table = /\| cell \| TensorFlow .*\n(?:\|.*(?:\n|$))*/;
  expect(readme).toMatch(table);
  await expect(readme.replace(table, () => `${tableText()}\n`)).toMatchFileSnapshot(path);
});
