import { expect, test } from 'vitest';
import { type Diagnostic, RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import { compile } from '../../src/index.ts';

const messageOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof RnncError) return error.message;
    throw error;
  }
  throw new Error('no mistake');
};

test('a message holds place, expected, found and fix of every mistake', () => {
  const text = `inputs: {x: {shape: [batch, 2]}}
layers:
  a: {type: dense, inptu: x, units: 3}
  b: {type: dense, input: a, units: tow}
outputs: {y: b}
`;
  expect(messageOf(() => compile(text, { file: 'two.yaml' }))).toMatchInlineSnapshot(`
    "two.yaml:3:20 unknown-key: layer "a" has no key "inptu"
      expected: one of type, input, units, bias, activation, share, init
      found:    "inptu"
      fix:      did you mean "input"?
    two.yaml:4:37 unknown-symbol: there is no parameter "tow"
      expected: a number
      found:    "tow"
      fix:      write a number; where it is a parameter, give it its value under parameters: tow: …"
  `);
});

const mistake: Diagnostic = { code: 'a-code', severity: 'error', message: 'one', span: null, notes: [] };

test('parts that are not there leave no line', () => {
  expect(new RnncError([mistake]).message).toBe('a-code: one');
  expect(new RnncError([{ ...mistake, fix: 'do this\nand that' }]).message).toBe(
    'a-code: one\n  fix:      do this\n            and that',
  );
});

test('a place without its text is the file; notes have places of their own; what steers a terminal does not', () => {
  const span = { file: 'm.yaml', start: 2, end: 3 };
  const note = { message: 'see here', span };
  const shown = new RnncError([{ ...mistake, message: '\u001b[31mone', span, notes: [note] }]);
  expect(shown.message).toBe('m.yaml a-code: \uFFFD[31mone\n  note:     m.yaml see here');
  expect(new RnncError([{ ...mistake, span }], new Map([['m.yaml', 'a\nb']])).message).toBe('m.yaml:2:1 a-code: one');
});
