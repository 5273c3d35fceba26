import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFile } from '../../compiler/1-read/yaml/parse.ts';
import { offsetsOf } from '../../compiler/1-read/yaml/source-map.ts';
import { field, isText } from '../../compiler/1-read/yaml/tree.ts';
import { mistakes, read } from './given.ts';

/** The characters of a text value with those at the mapped places of the file. */
function mapped(text: string): { readonly value: string; readonly there: string } {
  const root = parseFile('f.yaml', text, (d) => {
    throw new Error(d.message);
  });
  const tree = root === null ? undefined : field(root, 'v');
  if (!isText(tree)) throw new Error('no text');
  const at = offsetsOf(tree);
  return { value: tree.value, there: [...tree.value.split('').keys()].map((i) => text[at(i)] ?? '').join('') };
}

describe('places inside texts', () => {
  test.each([
    ['a block', 'v: |\n  a = b\n\n    c = d\n  e\n'],
    ['a block with its indentation given', 'v: |2\n    a\n  b\n'],
    ['a block without a last line end', 'v: |-\n  a\n  b\n\n'],
    ['plain text', 'v:   a + b   # note\n'],
    ['single quotes', "v: 'a + b'\n"],
    ['double quotes', 'v: "a + b"\n'],
  ])('%s', (_, text) => {
    const { value, there } = mapped(text);
    expect(there.slice(0, value.trimEnd().length)).toBe(value.trimEnd());
  });

  test('line ends of Windows', () => {
    const { value, there } = mapped('v: |\r\n  ab\r\n  cd\r\n');
    expect([...there].filter((c) => /\w/.test(c))).toEqual([...value].filter((c) => /\w/.test(c)));
  });

  test('quotes and escapes point at what stands for the character', () => {
    expect(mapped("v: 'h'' = x'\n")).toEqual({ value: "h' = x", there: "h' = x" });
    expect(mapped('v: "a\\tb\\x41c\\u0042d"\n')).toEqual({ value: 'a\tbAcBd', there: 'a\\b\\c\\d' });
    expect(mapped('v: one\n   two\n')).toEqual({ value: 'one two', there: 'one\ntwo' });
  });

  test('any block of words, indented any way', () => {
    const line = fc.stringMatching(/^[a-z]{1,5}( = [a-z]{1,5})?$/);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4), line), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 6 }),
        fc.boolean(),
        (lines, indent, windows) => {
          const end = windows ? '\r\n' : '\n';
          const block = lines
            .map(([more, text], i) => `${' '.repeat(indent + (i === 0 ? 0 : more))}${text}${end}`)
            .join('');
          const { value, there } = mapped(`x: 1${end}v: |${end}${block}`);
          expect(there.replaceAll(/[\r\n]/g, '')).toBe(value.replaceAll('\n', ''));
        },
      ),
    );
  });

  test('a mistake behind an alias or a merge key stands where it was written', () => {
    const text = `x-size: &size 0
x-base: &base {type: dense, input: x, units: 2, wide: 1}
inputs: {x: {shape: [batch, 4]}}
layers:
  a: {type: dense, input: x, units: *size}
  b: {<<: *base}
outputs: {a: a, b: b}
`;
    expect(mistakes(read(text))).toEqual([
      'out-of-range at 1:15 of models/model.yaml',
      'unknown-key at 2:49 of models/model.yaml',
    ]);
  });
});
