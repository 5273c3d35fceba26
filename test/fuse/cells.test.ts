import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { cellLibrary } from '../../compiler/1-read/generated/cell-library.ts';
import { isGenerated } from '../../compiler/program/entry.ts';
import { libraryUse } from '../library-use.ts';
import { fusedPrograms } from './models.ts';

/** Every cell of the library, by the name that a model uses, with its children where it goes over trees. */
const library = Object.entries(cellLibrary).flatMap(([file, text]) =>
  Object.entries<{
    readonly children?: 'any' | readonly string[];
    readonly inputs: object;
    readonly state?: readonly object[];
  }>(parse(text).cells ?? {}).map(([cell, { children, inputs, state = [] }]) => ({
    name: `${file.replace('.yaml', '')}.${cell}`,
    children,
    isStepwise: Object.values(inputs).every(Array.isArray),
    isOfVectors: state.flatMap(Object.values).every((shape) => !Array.isArray(shape) || shape.length === 1),
  })),
);
// cells that read a whole sequence, or have a matrix for a state, run on stock kernels: test/attention and test/goldens compare them with the evaluator
const cells = library.flatMap(({ name, children, isStepwise, isOfVectors }) =>
  children === undefined && isStepwise && isOfVectors ? [name] : [],
);
const treeCells = library.flatMap(({ name, children }) => (children === undefined ? [] : [{ name, children }]));

/** What can go around a cell. */
const wrappers: { readonly [name: string]: string } = {
  bare: '',
  dropout: 'wrap: [{dropout: {input_keep_prob: 0.9, output_keep_prob: 0.8, state_keep_prob: 0.7}}]',
  'dropout, one mask for all steps':
    'wrap: [{dropout: {input_keep_prob: 0.9, output_keep_prob: 0.8, state_keep_prob: 0.7, variational: true}}]',
  zoneout: 'wrap: [{zoneout: {rate: 0.1}}]',
  residual: 'wrap: [residual]',
};

const modelOf = (cell: string, direction: string, wrap: string): string => `name: wrapped
inputs: {x: {shape: [batch, time, 6]}}
layers:
  r: {type: recurrent, input: x, cell: {${libraryUse(cell, 6, 6)}}, direction: ${direction}${wrap === '' ? '' : `, ${wrap}`}}
  y: {type: dense, input: r.last, units: 2}
outputs: {y: y}
training: {losses: [{type: cross_entropy, output: y}]}
`;

const treeModelOf = (cell: string, direction: string, wrap: string): string => `name: wrapped
inputs: {words: {shape: [batch, node, 6]}, parse: {tree: node}}
layers:
  r: {type: recursive, input: words, tree: parse, cell: {${cell}: {units: 6}}, direction: ${direction}${wrap === '' ? '' : `, ${wrap}`}}
  y: {type: dense, input: r.root, units: 2}
outputs: {y: y}
training: {losses: [{type: cross_entropy, output: y}]}
`;

test('the library has cells', () => {
  expect(cells.length).toBeGreaterThanOrEqual(7);
  expect(treeCells.length).toBeGreaterThanOrEqual(4);
});

/** Every program of the model is generated code, and at least one of its steps is a loop. */
function expectGenerated(programs: ReturnType<typeof fusedPrograms>): void {
  for (const [variant, { prepare, main, update }] of programs) {
    expect(
      main.some((step) => step.kind === 'loop'),
      variant,
    ).toBe(true);
    expect(
      [...prepare, ...main, ...update].filter((step) => !isGenerated(step)),
      variant,
    ).toEqual([]);
  }
}

const directions = ['forward', 'backward', 'bidirectional'];
/** Every wrapper in every direction for the cells with short names; the others meet each wrapper and each direction once. */
const waysOf = (cell: string): readonly (readonly [string, string])[] =>
  Object.values<string>(parse(cellLibrary['aliases.yaml'] ?? '').aliases).includes(cell)
    ? directions.flatMap((direction) => Object.keys(wrappers).map((wrapper) => [direction, wrapper] as const))
    : Object.keys(wrappers).map((wrapper, i) => [directions[i % directions.length] ?? 'forward', wrapper] as const);

describe.each(cells)('%s', (cell) => {
  test.each(waysOf(cell))('%s, %s: everything is generated, loops as a whole', (direction, wrapper) => {
    const programs = fusedPrograms(modelOf(cell, direction, wrappers[wrapper] ?? ''));
    expect([...programs.keys()].filter((name) => /^(inference|step)/.test(name))).toEqual([
      'inference, full length',
      'inference',
      'step, full length',
      'step',
    ]);
    expectGenerated(programs);
  });
});

describe.each(treeCells)('$name', ({ name, children }) => {
  // places have a meaning towards children alone, and zoneout wants one old state for each new one
  const directions = Array.isArray(children) && children.length > 1 ? ['up'] : ['up', 'down', 'both'];
  test.each(
    directions.flatMap((direction) =>
      Object.keys(wrappers).flatMap((wrapper) => (wrapper === 'zoneout' ? [] : [[direction, wrapper] as const])),
    ),
  )('%s, %s: everything is generated, loops as a whole', (direction, wrapper) => {
    const programs = fusedPrograms(treeModelOf(name, direction, wrappers[wrapper] ?? ''));
    expect(programs.size).toBeGreaterThanOrEqual(2);
    expectGenerated(programs);
  });
});
