import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../compiler/1-read/yaml/document.ts';
import { guardText, limits } from '../../compiler/1-read/yaml/guard.ts';
import { mistakes, read } from './given.ts';

const deep = (open: string, n: number, close = ''): string => `x-a: ${open.repeat(n)}${close.repeat(n)}\n`;
const valid =
  'inputs: {x: {shape: [batch, time, 4]}}\nlayers: {encoder: {type: dense, input: x, units: 4}}\noutputs: {y: encoder}\n';
const laughs = `x-a: &a0 [1,1,1,1,1,1,1,1,1]\n${Array.from({ length: 8 }, (_, i) => `x-${i}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]\n`).join('')}`;

/** Input → the code of its first mistake; none where the file is right in spite of its looks. */
type Row = readonly [name: string, text: string, code: string | null];

/** What aborts, hangs or poisons a careless reader. */
const attacks: readonly Row[] = [
  ['flow lists 1,000 deep', deep('[', 1000) + valid, 'too-deep'],
  ['flow lists 3,000 deep', deep('[', 3000, ']') + valid, 'too-deep'],
  ['flow lists 100,000 deep', deep('[', 100_000), 'too-deep'],
  ['flow mappings 5,000 deep', deep('{a: ', 5000, '}'), 'too-deep'],
  ['block lists 5,000 deep on a line', `${'- '.repeat(5000)}1\n`, 'too-deep'],
  ['block lists under a key', `x-a:\n  ${'- '.repeat(5000)}1\n`, 'too-deep'],
  ['block lists behind a key', `x-a: ${'- '.repeat(5000)}1\n`, 'too-deep'],
  ['explicit keys', `${'? '.repeat(5000)}1\n`, 'too-deep'],
  ['keys on one line', `${'a: '.repeat(5000)}1\n`, 'too-deep'],
  ['keys in a flow list', `x-a: [${'a: '.repeat(5000)}1]\n`, 'too-deep'],
  ['keys in a flow list on many lines', `x-a: [${'a:\n  '.repeat(5000)}1]\n`, 'too-deep'],
  ['lists as keys', `${'[a]: '.repeat(5000)}1\n`, 'too-deep'],
  ['explicit keys in a flow mapping', `x-a: {${'? '.repeat(5000)}1}\n`, 'too-deep'],
  ['closing brackets', `x-a: 1${']'.repeat(5000)}\n`, 'missing-key'],
  ['anchors and tags', `x-a: ${'&a !!str '.repeat(5000)}1\n`, 'yaml-syntax'],
  ['indentation', Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''), 'too-deep'],
  ['billion laughs', laughs + valid, 'alias-expansion'],
  [
    'laughs by merge keys',
    `x-a: &a {${Array.from({ length: 2000 }, (_, i) => `k${i}: 1`).join(', ')}}\nx-b: [${Array(99).fill('{<<: *a}').join(', ')}]\n${valid}`,
    'alias-expansion',
  ],
  [
    'one merge of one map many times',
    `x-a: &a {k: 1}\nx-b: {<<: [${Array(101).fill('*a').join(', ')}]}\n${valid}`,
    'too-many-aliases',
  ],
  ['cyclic list', `x-a: &a [*a]\n${valid}`, 'cyclic-alias'],
  ['cyclic mapping', `x-a: &a {b: {c: *a}}\n${valid}`, 'cyclic-alias'],
  ['cyclic merge', `x-a: &a {<<: *a}\n${valid}`, 'cyclic-alias'],
  ['101 aliases', `x-a: &a 1\nx-b: [${Array(101).fill('*a').join(', ')}]\n${valid}`, 'too-many-aliases'],
  ['__proto__ as a key', `__proto__: {polluted: 1}\n${valid}`, 'unknown-key'],
  ['__proto__ as a layer', valid.replaceAll('encoder', '__proto__'), 'reserved-name'],
  ['constructor as a layer', valid.replaceAll('encoder', 'constructor'), 'reserved-name'],
  ['__proto__ by a merge key', `x-a: &a {__proto__: {polluted: 1}}\n<<: *a\n${valid}`, 'unknown-key'],
  ['required keys that every object has', 'toString: 1\n', 'missing-key'],
  ['a tag that runs code elsewhere', `x-a: !!js/function "function () {}"\n${valid}`, 'unknown-tag'],
];

/** A million of one token, bounded before anything is composed or after the first mistakes. */
const million = (unit: string, before = 'x-a: ', after = ''): string =>
  before + unit.repeat(Math.floor(1_000_000 / unit.length)) + after;
const runs: readonly Row[] = [
  ['closing brackets', million(']', ''), 'too-many-tokens'],
  ['closing braces', million('}', '{}'), 'too-many-tokens'],
  ['commas in a flow mapping', million(',', 'x-a: {'), 'too-many-tokens'],
  ['commas in a flow list', million(',', 'x-a: ['), 'too-many-tokens'],
  ['empty lists', million('[]'), 'too-many-tokens'],
  ['tags', million('! '), 'too-many-tokens'],
  ['line ends', million('\n'), 'too-many-tokens'],
  ['directives', million('%a\n', ''), 'too-many-tokens'],
  ['elements with tags', million('- !a b\n', 'x-a:\n'), 'too-many-tokens'],
  ['opening brackets', million('['), 'too-deep'],
  ['colons', million(': '), 'too-deep'],
  ['stars', million('*a '), 'too-many-aliases'],
  ['anchors on lines', million('&a\n').slice(0, 500_000), 'yaml-syntax'],
  ['quotes', million('"', '').slice(0, 299_999), 'yaml-syntax'],
  ['escapes that there are not', million('\\q', 'x-a: "', '"'), 'yaml-syntax'],
  ['question marks with commas', million('?,', '{').slice(0, 400_000), 'yaml-syntax'],
  ['blanks', million(' '), 'missing-key'],
  ['backslashes in quotes', million('\\\\', 'x-a: "', '"'), 'missing-key'],
  ['digits', million('1'), 'missing-key'],
  ['lines of a block', million(' a\n', 'x-a: |\n'), 'missing-key'],
];

const oddities: readonly Row[] = [
  ['an infinity', valid.replace('units: 4', 'units: .inf'), 'number-not-finite'],
  ['NaN', valid.replace('units: 4', 'units: .nan'), 'number-not-finite'],
  ['1e400', valid.replace('units: 4', 'units: 1e400'), 'number-not-finite'],
  ['a whole number beyond 2^53', valid.replace('units: 4', 'units: 9007199254740993'), 'integer-too-large'],
  ['a number of a million digits', valid.replace('units: 4', `units: ${'9'.repeat(1_000_000)}`), 'number-not-finite'],
  ['yes for true', `${valid}x-a: yes\n`, null],
  ['010 is ten', valid.replace('units: 4', 'units: 010'), null],
  ['NUL', `${valid}# \0\n`, 'invalid-character'],
  ['an escape code', `${valid}# \x1b[31m\n`, 'invalid-character'],
  ['a lone surrogate', `${valid}# \ud800\n`, 'invalid-character'],
  ['reversed text', `${valid}# \u202e\n`, 'invalid-character'],
  ['a byte order mark', `\ufeff${valid}`, null],
  ['an emoji', `${valid}# 🙂\n`, null],
  ['Windows line ends', valid.replaceAll('\n', '\r\n'), null],
  ['more than 1 MiB', `${valid}# ${'x'.repeat(2 ** 20)}\n`, 'file-too-large'],
  ['more than 1 MiB in UTF-8 only', `${valid}# ${'é'.repeat(2 ** 19)}\n`, 'file-too-large'],
  ['two documents', `${valid}---\n${valid}`, 'several-documents'],
  ['a directive', `%YAML 1.1\n---\n${valid}`, 'yaml-version'],
  ['quotes that never end', `${valid}x-a: "`, 'yaml-syntax'],
  ['a name of 300,000 characters', valid.replaceAll('encoder', 'e'.repeat(300_000)), 'name-too-long'],
  ['a name of 1,000 characters', valid.replaceAll('encoder', 'e'.repeat(1000)), 'name-too-long'],
  ['direction marks in a name', valid.replaceAll('encoder', 'enc\u200foder'), 'invalid-name'],
  ['a path as a name', valid.replaceAll('encoder', '../x'), 'invalid-name'],
  ['nothing', '', 'empty-file'],
  ['white space', ' \n\t\n', 'empty-file'],
  [
    'a hundred keys on one line',
    `x-a: {${Array.from({ length: 100 }, (_, i) => `k${i}: 1`).join(', ')}}\n${valid}`,
    null,
  ],
];

describe('hostile YAML', () => {
  test.each([...attacks, ...oddities])('%s', (_, text, code) => {
    expect(mistakes(read(text))[0]?.split(' ')[0] ?? null).toBe(code);
  });

  test('every attack 40 times in one process', { timeout: 120_000 }, () => {
    for (let i = 0; i < 40; i++)
      for (const [name, text, code] of attacks)
        if (text.length < 30_000 && read(text).diagnostics[0]?.code !== code) throw new Error(name);
    expect({}).not.toHaveProperty('polluted');
  });

  test.each(runs)('a million %s', (_, text, code) => {
    expect(mistakes(read(text))[0]?.split(' ')[0] ?? null).toBe(code);
  });

  test('tokens: the limit and one more', () => {
    const blanks = (n: number) => guardText('m', ' \n'.repeat(n))?.code ?? null;
    expect([blanks(limits.tokens / 2 - 1), blanks(limits.tokens / 2 + 1)]).toEqual([null, 'too-many-tokens']);
  });

  test('composing stops after fifty mistakes', () => {
    const { document, errors } = parseYaml(`{${','.repeat(10_000)}`);
    expect([document, errors.length]).toEqual([null, 50]);
    expect(parseYaml(`a:\n${'- !b c\n'.repeat(10_000)}`).warnings).toHaveLength(50);
  });

  test('depth: the limit and one more', () => {
    const nested = (n: number): readonly string[] => mistakes(read(`x-a: ${'['.repeat(n)}${']'.repeat(n)}\n${valid}`));
    expect(nested(63)).toEqual([]);
    expect(nested(64)).toEqual(['too-deep at 1:69 of models/model.yaml']);
  });

  test('a hundred mistakes are enough', () => {
    const many = valid + Array.from({ length: 50_000 }, (_, i) => `k${i}: 1\n`).join('');
    expect(read(many).diagnostics).toHaveLength(101);
    expect(read(many).diagnostics.at(-1)?.code).toBe('more-mistakes');
  });

  test('names are compared for a hundred mistakes alone, whatever the number of names', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `  l${i}: {type: dense, input: q${i}, units: 2}\n`).join('');
    const { diagnostics, spec } = read(
      valid.replace('layers: {', 'layers:\n  ').replace('4}}\noutputs', `4}\n${many}outputs`),
    );
    expect([diagnostics.length, diagnostics[0]?.code, spec]).toEqual([101, 'unknown-reference', null]);
  });
});
