import { describe, expect, it } from 'vitest';
import { type Diagnostic, type Span, UNKNOWN_LINE } from '../../compiler/diagnostics/diagnostic.ts';
import { formatDiagnostic, formatDiagnostics, placeOf } from '../../compiler/diagnostics/format.ts';

const text = `name: tagger
layers:
  encoder:
    input: x
    units: 128
  decoder:
    input: encoder
    units: 64
`;
const sources = new Map([['models/m.yaml', text]]);
const at = (piece: string, source = text, file = 'models/m.yaml'): Span => {
  const start = source.indexOf(piece);
  return { file, start, end: start + piece.length };
};
const mismatch: Diagnostic = {
  code: 'shape-mismatch',
  severity: 'error',
  message: 'layer "decoder" expects 64 features, "encoder" gives 128',
  span: at('input: encoder'),
  expected: '64',
  found: '128',
  fix: 'change one of the two',
  notes: [
    { message: '"encoder" is declared here', span: at('units: 128') },
    { message: 'sizes are per step', span: null },
  ],
};
const simple = (span: Span | null, message = 'wrong', severity: Diagnostic['severity'] = 'error'): Diagnostic => ({
  code: 'wrong',
  severity,
  message,
  span,
  notes: [],
});

describe('formatDiagnostic', () => {
  it('shows place, code, frame, details and notes with places of their own', () => {
    expect(formatDiagnostic(mismatch, sources)).toMatchInlineSnapshot(`
      "models/m.yaml:7:5 error[shape-mismatch]: layer "decoder" expects 64 features, "encoder" gives 128
        5 |     units: 128
        6 |   decoder:
      > 7 |     input: encoder
          |     ^^^^^^^^^^^^^^
        8 |     units: 64
        9 |
        expected: 64
        found:    128
        fix:      change one of the two
        models/m.yaml:5:5 note: "encoder" is declared here
      > 5 |     units: 128
          |     ^^^^^^^^^^
        note: sizes are per step"
    `);
  });

  it('lines that are not at hand are left out', () => {
    const source = [UNKNOWN_LINE, '', 'bad', UNKNOWN_LINE, 'known too'].join('\n');
    expect(formatDiagnostic(simple(at('bad', source, 'f')), new Map([['f', source]]))).toMatchInlineSnapshot(`
      "f:3:1 error[wrong]: wrong
        2 |
      > 3 | bad
          | ^^^"
    `);
  });

  it('an empty span still has a caret, also at the end of the file', () => {
    const source = 'a =\nb = 1';
    const files = new Map([['f', source]]);
    expect(formatDiagnostic(simple({ file: 'f', start: 3, end: 3 }), files)).toMatchInlineSnapshot(`
      "f:1:4 error[wrong]: wrong
      > 1 | a =
          |    ^
        2 | b = 1"
    `);
    expect(formatDiagnostic(simple({ file: 'f', start: 9, end: 9 }), files)).toMatchInlineSnapshot(`
      "f:2:6 error[wrong]: wrong
        1 | a =
      > 2 | b = 1
          |      ^"
    `);
  });

  it('a span over several lines is marked on its first', () => {
    const span = { file: 'models/m.yaml', start: text.indexOf('encoder:'), end: text.indexOf('decoder') };
    expect(formatDiagnostic(simple(span), sources)).toMatchInlineSnapshot(`
      "models/m.yaml:3:3 error[wrong]: wrong
        1 | name: tagger
        2 | layers:
      > 3 |   encoder:
          |   ^^^^^^^^
        4 |     input: x
        5 |     units: 128"
    `);
  });

  it('lines up carets behind tabs, counts characters in columns, ends lines as YAML does', () => {
    const source = 'a: 1\r\n\tb: "😀" oops\r\nc: 2\u2028d\r\n';
    const span = at('oops', source, 'f');
    expect(formatDiagnostic(simple(span), new Map([['f', source]]))).toMatchInlineSnapshot(`
      "f:2:9 error[wrong]: wrong
        1 | a: 1
      > 2 | 	b: "😀" oops
          | 	        ^^^^
        3 | c: 2�d
        4 |"
    `);
  });

  it('cuts long lines around the place', () => {
    const source = `short\n${'x'.repeat(500)}BAD${'y'.repeat(500)}\nshort`;
    const shown = formatDiagnostic(simple(at('BAD', source, 'f')), new Map([['f', source]]));
    const lines = shown.split('\n');
    const [bad = '', carets = ''] = lines.filter((l) => l.includes('BAD') || l.includes('^'));
    expect(Math.max(...lines.map((l) => l.length))).toBeLessThan(180);
    expect(carets.indexOf('^^^')).toBe(bad.indexOf('BAD'));
    expect(shown).toContain('f:2:501 ');
  });

  it('can not be made to steer the terminal', () => {
    const source = 'a: "\u001b[31m\u202e"';
    const shown = formatDiagnostic(simple(at('a', source, 'f'), 'bad \u001b]0;x\u0007'), new Map([['f', source]]));
    expect(shown).toMatchInlineSnapshot(`
      "f:1:1 error[wrong]: bad �]0;x�
      > 1 | a: "�[31m�"
          | ^"
    `);
  });

  it('keeps the lines of a detail', () => {
    expect(formatDiagnostic({ ...simple(null), fix: 'write\na: |\n  b' }, sources)).toBe(
      'error[wrong]: wrong\n  fix:      write\n            a: |\n              b',
    );
  });

  it('does without a source and without a place', () => {
    expect(formatDiagnostic(simple({ file: 'gone.yaml', start: 5, end: 6 }), new Map())).toBe(
      'gone.yaml error[wrong]: wrong',
    );
    expect(formatDiagnostic(simple(null, 'wrong', 'warning'), sources)).toBe('warning[wrong]: wrong');
  });

  it('colours only on request, and colours change no character', () => {
    const coloured = formatDiagnostic(mismatch, sources, { colour: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colour codes start with one
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(formatDiagnostic(mismatch, sources));
    expect(coloured).toContain('\u001b[31m>\u001b[39m');
    expect(coloured).toContain('\u001b[31m     ^^^^^^^^^^^^^^\u001b[39m');
    expect(formatDiagnostic(mismatch, sources, { colour: false })).not.toContain('\u001b');
  });
});

it('formatDiagnostics sorts by file and place and puts those without a place last', () => {
  const files = new Map([
    ['a', 'x\ny'],
    ['b', 'x'],
  ]);
  const shown = formatDiagnostics(
    [
      simple(null, 'six'),
      simple({ file: 'b', start: 0, end: 1 }, 'five'),
      simple({ file: 'a', start: 2, end: 3 }, 'three'),
      simple({ file: 'a', start: 0, end: 1 }, 'two'),
      simple({ file: 'a', start: 0, end: 0 }, 'one'),
      simple({ file: 'a', start: 2, end: 3 }, 'four'),
    ],
    files,
  );
  const titles = shown.split('\n').filter((l) => l.includes('error['));
  expect(titles).toEqual([
    'a:1:1 error[wrong]: one',
    'a:1:1 error[wrong]: two',
    'a:2:1 error[wrong]: three',
    'a:2:1 error[wrong]: four',
    'b:1:1 error[wrong]: five',
    'error[wrong]: six',
  ]);
});

it('placeOf gives the parts of a place', () => {
  expect(placeOf(at('units: 64'), sources)).toEqual({ file: 'models/m.yaml', position: { line: 8, column: 5 } });
  expect(placeOf({ file: 'gone', start: 3, end: 4 }, sources)).toEqual({ file: 'gone', position: null });
  expect(placeOf(null, sources)).toBe(null);
});
