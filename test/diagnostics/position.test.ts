import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineStarts, positionOf } from '../../compiler/diagnostics/position.ts';

it.each([
  ['', 0, 1, 1],
  ['abc', 0, 1, 1],
  ['abc', 3, 1, 4],
  ['a\nb', 1, 1, 2],
  ['a\nb', 2, 2, 1],
  ['a\r\nb', 2, 1, 3],
  ['a\r\nb', 3, 2, 1],
  ['a\rb\n\nc', 2, 2, 1],
  ['a\rb\n\nc', 5, 4, 1],
  ['\ta', 1, 1, 2],
  ['😀a', 2, 1, 2],
  ['é😀\n😀😀x', 8, 2, 3],
  ['a\u2028b', 2, 1, 3],
  ['a\n', 2, 2, 1],
  ['a', 99, 1, 2],
  ['a', -1, 1, 1],
])('%j at %i is %i:%i', (text, offset, line, column) => {
  expect(positionOf(text, offset)).toEqual({ line, column });
});

it('agrees with counting one by one', () => {
  const text = fc.array(fc.constantFrom('a', '\t', '\n', '\r\n', '\r', '😀', 'é'), { maxLength: 20 });
  fc.assert(
    fc.property(text, (parts) => {
      let line = 1;
      let column = 1;
      let offset = 0;
      const whole = parts.join('');
      for (const c of Array.from(whole)) {
        expect(positionOf(whole, offset)).toEqual({ line, column });
        offset += c.length;
        if (c === '\n' || (c === '\r' && whole[offset] !== '\n')) {
          line++;
          column = 1;
        } else column++;
      }
      expect(lineStarts(whole)).toHaveLength(line);
    }),
  );
});
