import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { BinaryOperator, Expr, Subscript } from '../../compiler/equations/ast.ts';
import { parseEquations, parseExpression } from '../../compiler/equations/parser.ts';
import { precedences } from '../../compiler/equations/precedence.ts';
import { printExpression } from '../../compiler/equations/print.ts';
import { expression, plain } from './parse.ts';

const span = { file: 'm.yaml', start: 0, end: 0 };
const name = fc.constantFrom('a', 'x', 'units', 'kernel_2', '_t', 'nothing', 'iffy');
const operator = fc.constantFrom(...(Object.keys(precedences) as BinaryOperator[]));

const { expr } = fc.letrec<{ expr: Expr }>((tie) => {
  const inner = tie('expr');
  const optional = fc.option(inner, { nil: null });
  const subscript: fc.Arbitrary<Subscript> = fc.oneof(
    fc.tuple(optional, optional).map(([start, end]) => ({ kind: 'range' as const, start, end })),
    inner.map((at) => ({ kind: 'index' as const, at })),
    fc.constant({ kind: 'new' as const }),
  );
  const number = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
  const leaves: fc.Arbitrary<Expr>[] = [
    fc.oneof(number, fc.nat(100)).map((value) => ({ kind: 'number', value: Math.abs(value), span })),
    fc.boolean().map((value) => ({ kind: 'boolean', value, span })),
    fc.tuple(name, fc.boolean()).map(([n, primed]) => ({ kind: 'name', name: n, primed, span })),
  ];
  const branches: fc.Arbitrary<Expr>[] = [
    fc
      .tuple(
        name,
        fc.array(inner, { maxLength: 3 }),
        fc.uniqueArray(fc.tuple(name, inner), { maxLength: 2, selector: ([n]) => n }),
      )
      .map(([callee, args, named]) => ({
        kind: 'call',
        callee,
        calleeSpan: span,
        args,
        named: named.map(([n, value]) => ({ name: n, value, span })),
        span,
      })),
    fc
      .tuple(fc.constantFrom('-' as const, 'not' as const), inner)
      .map(([o, operand]) => ({ kind: 'unary', operator: o, operand, span })),
    fc
      .tuple(operator, inner, inner)
      .map(([o, left, right]) => ({ kind: 'binary', operator: o, operatorSpan: span, left, right, span })),
    fc.array(inner, { maxLength: 3 }).map((items) => ({ kind: 'join', items, span })),
    fc
      .tuple(inner, fc.array(subscript, { minLength: 1, maxLength: 3 }))
      .map(([operand, subscripts]) => ({ kind: 'slice', operand, subscripts, span })),
    fc
      .tuple(inner, inner, inner)
      .map(([condition, then, otherwise]) => ({ kind: 'conditional', condition, then, otherwise, span })),
  ];
  return { expr: fc.oneof({ depthSize: 'small', withCrossShrink: true }, ...leaves, ...branches) };
});

/** The tree without its places. */
const bare = (tree: Expr): unknown =>
  JSON.parse(JSON.stringify(tree, (key, value) => (/span$/i.test(key) ? undefined : value)));

it('parse(print(e)) is e', () => {
  fc.assert(
    fc.property(expr, (e) => {
      const text = printExpression(e);
      expect(bare(expression(text)), text).toEqual(bare(e));
    }),
    { numRuns: 1000 },
  );
});

it('any text ends in trees or mistakes with places inside it, never in an exception', () => {
  const word = fc.constantFrom(
    ...['a', "h'", "'", '=', '==', '(', ')', '[', ']', ',', ':', '-', '+', '*', '**', '@', 'if', 'else', 'not', 'and'],
    ...['\n', ' ', '1', '.5', '1e', '#', '"', 'σ', '😀', '\0', '.', ';', '<', 'true', '\r\n', '\\', '+='],
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(word, { maxLength: 30 }).map((w) => w.join('')),
        fc.string(),
      ),
      (text) => {
        let count = 0;
        const check = (d: { span: { start: number; end: number } | null; expected?: string; fix?: string }): void => {
          count++;
          if (d.span === null) throw new Error('a mistake without a place');
          expect(d.span.start).toBeGreaterThanOrEqual(0);
          expect(d.span.end).toBeGreaterThanOrEqual(d.span.start);
          expect(d.span.end).toBeLessThanOrEqual(Math.max(text.length, 1));
          expect(d.expected).toBeTruthy();
          expect(d.fix).toBeTruthy();
        };
        parseEquations(plain(text), check);
        count = 0;
        const whole = parseExpression(plain(text), check);
        expect(count).toBe(whole === null ? 1 : 0);
      },
    ),
    { numRuns: 2000 },
  );
});
