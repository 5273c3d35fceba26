import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { cellLibrary } from '../../compiler/1-read/generated/cell-library.ts';
import { compileModel } from '../../compiler/compile.ts';
import { graphOfModel } from '../../src/diagrams/graph-of-model.ts';
import { compile, load, trace } from '../../src/index.ts';
import { libraryUse } from '../library-use.ts';

interface LibraryCell {
  readonly children?: 'any' | readonly string[];
  readonly inputs: { readonly [name: string]: unknown };
  readonly equations: string;
}

/** Every cell of the library with the names that its equations give, a state's new value by the state's name with its prime. */
const cells = Object.entries(cellLibrary).flatMap(([file, text]) =>
  Object.entries<LibraryCell>(parse(text).cells ?? {}).map(([cell, { children, inputs, equations }]) => ({
    name: `${file.replace('.yaml', '')}.${cell}`,
    overTrees: children !== undefined,
    inputs: Object.keys(inputs),
    lines: equations.split('\n').flatMap((line) => {
      const [names, value] = line.split(' = ', 2);
      return names === undefined || value === undefined ? [] : names.split(', ');
    }),
  })),
);

const modelOf = (name: string, overTrees: boolean, inputs: readonly string[]): string =>
  overTrees
    ? `inputs: {x: {shape: [batch, node, 2]}, parse: {tree: node}}
layers: {r: {type: recursive, input: x, tree: parse, cell: {${libraryUse(name, 3, 2)}}}}
outputs: {y: r}
`
    : `inputs: {x: {shape: [batch, time, 2]}}
layers: {r: {type: recurrent, inputs: {${inputs.map((input) => `${input}: x`).join(', ')}}, cell: {${libraryUse(name, 3, 2)}}}}
outputs: {y: r}
`;

const x = [
  [
    [0.5, -1.5],
    [1.25, 0.75],
    [-2, 0.25],
  ],
];
const parseOf = [[[], [], [0, 1]]];

test('the library has cells', () => {
  expect(cells.length).toBeGreaterThanOrEqual(25);
});

describe.each(cells)('$name', ({ name, overTrees, inputs, lines }) => {
  const text = modelOf(name, overTrees, inputs);
  const feeds = overTrees ? { x, parse: parseOf } : { x };

  test('is traced: every line of its equations, and the numbers that run gives', async () => {
    const compiled = compile(text);
    const model = await load(compiled);
    const found = model.run(feeds).y;
    model.dispose();
    const told = trace(compiled, feeds);
    const shown = new Set(told.blocks.flatMap(({ units }) => units.flatMap(({ values }) => values.map((v) => v.name))));
    expect(lines.filter((line) => !shown.has(line))).toEqual([]);
    const expected = told.outputs.y?.data ?? [];
    expect(expected.length).toBe(found?.data.length);
    for (const [i, value] of expected.entries())
      expect(Math.abs(value - Number(found?.data[i])), `y[${i}]: ${value}`).toBeLessThanOrEqual(1e-5);
  });

  test('is drawn: every new state is on the picture of the cell', () => {
    const compiled = compileModel(text, {
      file: 'model.yaml',
      resolve: (path) => cellLibrary[path.replace('rnnc:cells/', '')] ?? null,
      set: {},
    });
    const { nodes, edges } = graphOfModel(compiled, { cell: name });
    expect(nodes.length).toBeGreaterThan(2);
    expect(edges.length).toBeGreaterThan(2);
    const labels = JSON.stringify([nodes, edges]);
    for (const line of lines.filter((l) => l.endsWith("'"))) expect(labels).toContain(line);
  });
});
