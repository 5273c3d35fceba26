import { describe, expect, test } from 'vitest';
import { cellLibrary } from '../../compiler/1-read/generated/cell-library.ts';
import { generateText } from '../../compiler/6-generate/generate.ts';
import { sourceLines } from '../../compiler/6-generate/source-lines.ts';
import { fused, graphsOf, textOf } from '../fuse/models.ts';
import { tiny } from './tiny.ts';

const options = { relaxed: false, shared: false };

/** Functions of a text, each with the lines of the comment above it. */
function headedFunctions(text: string): readonly { readonly name: string; readonly heads: readonly string[] }[] {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    const name = /^ +\(func \$(\S+)/.exec(line)?.[1];
    if (name === undefined) return [];
    const above = lines.slice(0, i);
    const start = above.findLastIndex((l) => !l.startsWith('  ;; ')) + 1;
    return [{ name, heads: above.slice(start).map((l) => l.slice('  ;; '.length)) }];
  });
}

const sourcesOf = (yaml: string) =>
  new Map([
    ['model.yaml', yaml],
    ...Object.entries(cellLibrary).map(([file, text]) => [`rnnc:cells/${file}`, text] as const),
  ]);

function generated(yaml: string, which: string, precision: 'float32' | 'int16' = 'float32'): string {
  const graph = graphsOf(yaml).get(which);
  if (graph === undefined) throw new Error(`no ${which}`);
  const program = fused(graph, true, null, precision);
  return generateText(program, { ...options, sources: sourcesOf(yaml) });
}

/** Every function has a head, no line of it stands there twice, and products with all that serves them name a line of the model. */
function check(text: string): void {
  const functions = headedFunctions(text);
  expect(functions.length).toBe(text.split('(func ').length - 1);
  expect(functions.filter(({ heads }) => heads.length === 0).map(({ name }) => name)).toEqual([]);
  for (const { name, heads } of functions) expect(new Set(heads).size, name).toBe(heads.length);
  const products = functions.filter(({ name }) => /^(pack|int16_rows|int16_pack|product|row_|tiles)/.test(name));
  const unplaced = products.filter(({ heads }) => !heads.some((head) => /\S {2}\S+\.yaml:\d+ {2}\S/.test(head)));
  expect(unplaced.map(({ name }) => name)).toEqual([]);
}

describe('every function is headed by what it comes from', () => {
  test.each(['seed-rnn', 'tagger', 'ptb-small', 'peephole-cell', 'encoder-decoder'])('%s: inference', (name) => {
    check(generated(textOf(name), 'inference'));
  });

  test.each(['ptb-small', 'characters'])('%s: inference with weights of 16 bits', (name) => {
    const text = generated(textOf(name), 'inference', 'int16');
    expect(text).toContain('(func $int16_rows');
    check(text);
  });

  test.each(['ptb-small', 'characters', 'reber', 'adding', 'waves'])('%s: a step of training', (name) => {
    check(generated(textOf(name), 'step'));
  });
});

test('a driver is headed by all its calls, a function inside another by what that one computes', () => {
  const functions = headedFunctions(generated(tiny, 'step'));
  const equation = "r.0.forward  model.yaml:9  h' = 0.5 * h + x @ w";
  const headsOf = (name: RegExp) => functions.filter((f) => name.test(f.name)).map(({ heads }) => heads);
  expect(headsOf(/^(pack_1x1|tiles_|row_)/)).toEqual([[equation], [equation], [equation]]);
  expect(headsOf(/^pack_columns/)).toEqual([[`d.${equation}`], [`d.${equation}`]]);
  expect(headsOf(/^main\.10$/)).toEqual([
    [`d.${equation}`, 'd.r.0.forward  model.yaml:12  r: {type: recurrent, input: x, cell: {leak: {}}}'],
  ]);
});

test('the optimiser is headed by its own line and that of clipping', () => {
  const heads = headedFunctions(generated(tiny, 'step')).flatMap((f) => f.heads);
  expect(heads).toContain('optimizer.r.0.forward.w  model.yaml:16  optimizer: sgd');
  expect(heads).toContain('optimizer.r.0.forward.w  model.yaml:17  clip: {value: 1}');
  const short = tiny.replace(/ {2}(optimizer|clip).*\n/g, '');
  const usual = headedFunctions(generated(short, 'step')).flatMap((f) => f.heads);
  expect(usual).toContain('optimizer.r.0.forward.w  model.yaml:14  training:');
});

test('the text without sources has no comment', () => {
  const graph = graphsOf(tiny).get('step');
  if (graph === undefined) throw new Error('no step');
  expect(generateText(fused(graph, true), options)).not.toContain(';;');
});

describe('lines', () => {
  const text = 'a: |\n  one\n\n  two\n  three\n  four\nb: 1\n';
  const linesOf = (start: number, end: number) =>
    sourceLines([{ path: 'r', span: { file: 'm', start, end } }], new Map([['m', text]]));

  test('of an origin that goes on over more of them', () => {
    expect(linesOf(text.indexOf('one'), text.indexOf('three'))).toEqual(['r  m:2  one', 'r  m:4  two']);
  });

  test('are three at most', () => {
    expect(linesOf(text.indexOf('one'), text.indexOf('b:'))).toEqual(['r  m:2  one', 'r  m:4  two', 'r  m:5  three …']);
  });

  test('of what has no place: its path', () => {
    expect(sourceLines([{ path: 'optimizer.w', span: null }], new Map())).toEqual(['optimizer.w']);
  });
});
