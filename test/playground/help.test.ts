/** What the editor suggests and says, at a place that `|` marks in a model that is being written. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { outlineOf } from '../../src/playground/editor/help/outline.ts';
import { Helper } from '../../src/playground/editor/help/suggest.ts';
import { toldAt } from '../../src/playground/editor/hover.ts';
import { vocabulary } from '../../src/playground/work/vocabulary.ts';

const root = resolve(import.meta.dirname, '../..');
const helper = new Helper(JSON.parse(readFileSync(join(root, 'schema/model.schema.json'), 'utf8')), vocabulary());

const CELL = `cells:
  mine:
    description: A cell of ours
    parameters: {units: size, leak: 0.5}
    inputs: {x: [n]}
    state: [h: [units]]
    weights:
      kernel: {shape: [n + units, units]}
    equations: |
      h' = EQUATION
    output: h'
`;
const HEAD = `name: m
inputs: {words: {shape: [batch, time], dtype: int32}, parse: {tree: node}}
${CELL}layers:
  first: {type: recurrent, input: words, cell: {gru: {units: 3}}}
`;
const marked = (text: string) => {
  const place = text.lastIndexOf('|');
  return { text: text.slice(0, place) + text.slice(place + 1), place };
};
const suggested = (text: string, start = '') => {
  const { text: whole, place } = marked(text);
  return (helper.suggest(whole, place)?.suggestions ?? []).filter(({ label }) => label.startsWith(start));
};
const labels = (text: string, start = ''): readonly string[] => suggested(text, start).map(({ label }) => label);
const told = (text: string) => {
  const { text: whole, place } = marked(text);
  return toldAt(helper, whole, place)?.suggestion ?? null;
};

describe('keys', () => {
  test.each([
    ['the top of the file', '|', ['name', 'inputs', 'layers', 'training']],
    ['a started key, with others below', 'la|\nname: m\n', ['layers', 'outputs']],
    ['a layer on lines of its own', `${HEAD}  a:\n    type: recurrent\n    |`, ['cell', 'depth', 'direction']],
    [
      'a line between others',
      `${HEAD}  a:\n    type: dense\n    |\n    input: first\n  b: {type: add}\n`,
      ['units', 'bias'],
    ],
    ['a layer in braces', `${HEAD}  a: {type: dropout, |}\n`, ['input', 'rate']],
    ['braces that nobody closed', `${HEAD}  a: {type: dense, u|\noutputs: {a: a}\n`, ['units', 'share']],
    ['a layer that has no type yet', `${HEAD}  a:\n    |`, ['type', 'input', 'tree', 'vocabulary']],
    ['data', `${HEAD}data:\n  |`, ['source', 'windows', 'feeds', 'split', 'columns']],
    ['a feed', `${HEAD}data:\n  feeds:\n    words: {|}`, ['columns', 'part', 'tokens']],
    ['an item of a list', `${HEAD}training:\n  losses:\n    - type: mse\n      |`, ['output', 'target', 'weight']],
    ['a list at the column of its key', `${HEAD}training:\n  losses:\n  - |`, ['type', 'output']],
    ['a cell of ours', HEAD.replace("    output: h'\n", '    |\n'), ['output', 'padding']],
    [
      'arguments of a cell',
      `${HEAD}  a:\n    type: recurrent\n    cell: {tf1.basic_lstm: {|}}`,
      ['units', 'forget_bias'],
    ],
    [
      'arguments of a cell of ours',
      `${HEAD}  a:\n    type: recurrent\n    cell:\n      mine:\n        |`,
      ['units', 'leak'],
    ],
    ['a wrapper', `${HEAD}  a:\n    type: recurrent\n    wrap:\n      - |`, ['dropout', 'zoneout', 'residual']],
    ['an optimiser', `${HEAD}training:\n  optimizer: {adam: {|}}`, ['beta1', 'beta2']],
  ])('of %s', (_, text, expected) => {
    expect(labels(text)).toEqual(expect.arrayContaining(expected));
  });

  test('those that are written, and those of other types, are not suggested', () => {
    expect(labels(`${HEAD}  a:\n    type: dense\n    units: 3\n    |`)).not.toContain('units');
    expect(labels(`${HEAD}  a: {type: dense, |}`)).not.toContain('vocabulary');
    expect(labels(`${HEAD}  a: {type: max, |}`)).toEqual(['input', 'mask']);
  });
});

describe('values', () => {
  test.each([
    ['type', `${HEAD}  a:\n    type: |`, ['recurrent', 'dense', 'embedding', 'max']],
    ['type in braces', `${HEAD}  a: {type: de|}`, ['dense']],
    ['activation', `${HEAD}  a:\n    type: dense\n    activation: |`, ['tanh', 'hard_sigmoid']],
    ['direction', `${HEAD}  a: {type: recurrent, direction: |}`, ['forward', 'bidirectional']],
    ['dtype', 'inputs: {x: {dtype: |}}', ['float32', 'int32']],
    ['input', `${HEAD}  a:\n    type: dense\n    input: |`, ['words', 'first', 'first.last']],
    ['an output', `${HEAD}outputs:\n  y: |`, ['first', 'first.last']],
    ['init of a weight', CELL.replace('units]}', 'units], init: |}').replace('|\n', '>\n'), ['zeros', 'orthogonal']],
    ['the type of a loss', `${HEAD}training:\n  losses:\n    - type: |`, ['cross_entropy', 'mse']],
    ['optimizer', `${HEAD}training:\n  optimizer: |`, ['adam', 'sgd']],
    ['bias', `${HEAD}  a: {type: dense, bias: |}`, ['true', 'false']],
    ['a part of the window', `${HEAD}data: {feeds: {words: {part: |}}}`, ['horizon', 'previous']],
  ])('of %s', (_, text, expected) => {
    expect(labels(text)).toEqual(expect.arrayContaining(expected));
  });

  test('a layer does not read itself, and no function of two stands for an activation', () => {
    expect(labels(`${HEAD}  a:\n    type: dense\n    input: |`)).not.toContain('a');
    expect(labels(`${HEAD}  a: {type: dense, activation: |}`)).not.toContain('maximum');
  });
});

describe('cells', () => {
  test('of the library and of the model, with the numbers that they need', () => {
    const value = suggested(`${HEAD}  a:\n    type: recurrent\n    cell: |`);
    expect(value.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['mine', 'lstm', 'tf1.basic_lstm', 'torch.gru']),
    );
    expect(value.find(({ label }) => label === 'mine')?.apply).toBe('{mine: {units: #{64}}}');
    for (const text of ['cell: {|}', 'cell:\n      |', 'cell: [{|}]', 'cell:\n      - |']) {
      const [lstm] = suggested(`${HEAD}  a:\n    type: recurrent\n    ${text}`, 'lstm');
      expect(lstm?.apply, text).toBe('lstm: {units: #{64}}');
    }
  });
  test('for trees where the layer goes over trees', () => {
    const found = labels(`${HEAD}  a:\n    type: recursive\n    cell: |`);
    expect(found.filter((name) => !name.startsWith('tree.'))).toEqual([]);
    expect(found.length).toBeGreaterThan(1);
  });
});

describe('equations', () => {
  test('names of the cell, with the new value of its state, and functions', () => {
    const found = labels(HEAD.replace('EQUATION', '|'));
    expect(found).toEqual(expect.arrayContaining(['x', 'h', "h'", 'kernel', 'units', 'leak', 'tanh', 'layer_norm']));
    expect(found).not.toContain('words');
  });
  test('of a layer, beside its key', () => {
    const found = labels(`${HEAD}  a:\n    type: equations\n    inputs: {u: first}\n    equations: y = ta|`);
    expect(found).toEqual(expect.arrayContaining(['u', 'tanh']));
  });
});

test('nothing is suggested in a comment or a name of one’s own', () => {
  expect(labels(`${HEAD}# la|`)).toEqual([]);
  expect(labels('name: m|')).toEqual([]);
});

describe('what is said', () => {
  test.each([
    ['a key', `${HEAD}  a:\n    type: dense\n    acti|vation: relu`, 'activation', /function applied/],
    ['a nested key', `${HEAD}data: {windows: {wi|dth: 3}}`, 'width', /[Ss]teps/],
    ['a function', `${HEAD}  a: {type: dense, activation: gel|u}`, 'gelu', /Phi/],
    [
      'a value',
      `${HEAD}training: {losses: [{type: hub|er, output: first}]}`,
      'huber',
      /^`huber`: squared error that becomes absolute/,
    ],
    [
      'a cell',
      `${HEAD}  a: {type: recurrent, cell: {tf1.basic_l|stm: {units: 3}}}`,
      'tf1.basic_lstm',
      /Parameters: `units`, `forget_bias=1/,
    ],
    ['its argument', `${HEAD}  a: {type: recurrent, cell: {lstm: {uni|ts: 3}}}`, 'units', /Parameter of the cell/],
    ['a function of equations', HEAD.replace('EQUATION', 'tan|h(x)'), 'tanh', /hyperbolic/],
  ])('of %s', (_, text, label, what) => {
    expect(told(text)).toMatchObject({ label, what: expect.stringMatching(what) });
  });
  test('without the command line', () => {
    expect(told('para|meters: {a: 1}')?.what).toMatch(/Named numbers/);
    expect(told('para|meters: {a: 1}')?.what).not.toContain('--set');
  });
});

test('every example keeps its entries: paths to all keys and scalars as a parser finds them', async () => {
  const { parse } = await import('yaml');
  const examples = JSON.parse(readFileSync(join(root, 'dist/playground/examples.json'), 'utf8')) as { text: string }[];
  const scalars = (value: unknown, path: readonly (string | number)[]): readonly string[] =>
    typeof value !== 'object' || value === null
      ? [JSON.stringify(path)]
      : Object.entries(value).flatMap(([key, each]) =>
          scalars(each, [...path, Array.isArray(value) ? Number(key) : key]),
        );
  for (const { text } of examples) {
    const found = new Set(outlineOf(text).map(({ path }) => JSON.stringify(path)));
    expect(scalars(parse(text), []).filter((path) => !found.has(path))).toEqual([]);
  }
});
