import { describe, expect, test } from 'vitest';
import { mistakes, oneLayer, read } from './given.ts';

const cellFile = (name: string, imports = ''): string => `${imports}cells:
  ${name}:
    inputs: {x: [n]}
    state: [{h: [n]}]
    equations: |
      h' = tanh(x + h)
    output: h'
`;
const using = (cell: string, imports: string): string => oneLayer(`cell: ${cell}`, `imports: ${imports}\n`);

describe('imports', () => {
  test('cells of a file carry its name; the file is among the sources', () => {
    const result = read(using('mine.fast', '[cells/mine.yaml]'), { files: { 'cells/mine.yaml': cellFile('fast') } });
    expect(mistakes(result)).toEqual([]);
    expect([...(result.spec?.cells.keys() ?? [])]).toEqual(['mine.fast']);
    expect([...result.sources.keys()]).toEqual(['models/model.yaml', 'models/cells/mine.yaml']);
  });

  test('files may import further files, relative to themselves, inside the folder of the model', () => {
    const files = {
      'cells/mine.yaml': cellFile('fast', 'imports: [../more/other.yaml]\n'),
      'more/other.yaml': cellFile('slow'),
    };
    expect(mistakes(read(using('other.slow', '[./cells/../cells/mine.yaml]'), { files }))).toEqual([]);
  });

  test('what resolve gets never leaves the folder', () => {
    const asked: string[] = [];
    const paths = [
      'a/../../b.yaml',
      '/b.yaml',
      '..\\b.yaml',
      'c/./d//e.yaml',
      'file:///b.yaml',
      '%2e%2e/b.yaml',
      'a/../b.yaml',
    ];
    read(using('rnn', JSON.stringify(paths)), {
      resolve: (path) => {
        asked.push(path);
        return null;
      },
    });
    expect(asked).toEqual(['c/d/e.yaml', 'b.yaml']);
  });

  test('a circle, also through the model itself', () => {
    const files = {
      'a.yaml': cellFile('f', 'imports: [b.yaml]\n'),
      'b.yaml': cellFile('g', 'imports: [a.yaml, model.yaml]\n'),
    };
    const result = read(using('a.f', '[a.yaml]'), { files });
    expect(result.diagnostics.map((d) => d.message)).toEqual([
      'the import of "b" has no effect: no layer uses a cell of it',
      'files import each other: a.yaml → b.yaml → a.yaml',
      'files import each other: model.yaml → a.yaml → b.yaml → model.yaml',
    ]);
  });

  test('mistakes inside an imported file have their place there, all of them', () => {
    const files = { 'mine.yaml': cellFile('fast').replace('tanh(x + h)', 'tanh(x +').replace('state', 'states') };
    expect(mistakes(read(using('mine.fast', '[mine.yaml]'), { files }))).toEqual([
      'unknown-key at 4:5 of models/mine.yaml',
      'equation-bracket at 6:16 of models/mine.yaml',
    ]);
  });

  test('an import of which nothing is used, one that comes twice, two of one name', () => {
    const files = { 'mine.yaml': cellFile('fast'), 'a/mine.yaml': cellFile('fast'), 'other.yaml': cellFile('slow') };
    expect(mistakes(read(using('mine.fast', '[mine.yaml, other.yaml, ./mine.yaml, a/mine.yaml]'), { files }))).toEqual([
      'no-effect at 3:22 of models/model.yaml',
      'no-effect at 3:34 of models/model.yaml',
      'import-name at 3:47 of models/model.yaml',
    ]);
  });

  test('a cell that an unreadable file may hold is not called unknown', () => {
    const result = read(using('{mine.fast: {units: 3}}', '[mine.yaml]'), { files: { 'mine.yaml': 'cells: {' } });
    expect(mistakes(result)).toEqual(['yaml-syntax at 1:9 of models/mine.yaml']);
  });

  test('at most 100 files', () => {
    const names = Array.from({ length: 101 }, (_, i) => `f${i}.yaml`);
    const files = Object.fromEntries(names.map((name) => [name, cellFile('c')]));
    const codes = read(using('f0.c', JSON.stringify(names)), { files }).diagnostics.map((d) => d.code);
    expect(codes.filter((c) => c === 'too-many-imports')).toHaveLength(1);
  });
});
