import { describe, expect, it } from 'vitest';
import type { Expr, Subscript } from '../../compiler/equations/ast.ts';
import { maxEquationLength, maxNesting, parseEquations } from '../../compiler/equations/parser.ts';
import { printAssignment, printExpression } from '../../compiler/equations/print.ts';
import { equations, expression, plain } from './parse.ts';

/** The tree with a bracket around every operation. */
function tree(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
    case 'boolean':
      return String(expr.value);
    case 'name':
      return expr.primed ? `${expr.name}'` : expr.name;
    case 'call':
      return `${expr.callee}(${[...expr.args.map(tree), ...expr.named.map((n) => `${n.name}=${tree(n.value)}`)].join(' ')})`;
    case 'unary':
      return `{${expr.operator} ${tree(expr.operand)}}`;
    case 'binary':
      return `{${tree(expr.left)} ${expr.operator} ${tree(expr.right)}}`;
    case 'join':
      return `[${expr.items.map(tree).join(' ')}]`;
    case 'slice':
      return `${tree(expr.operand)}[${expr.subscripts.map(subscript).join(' ')}]`;
    case 'conditional':
      return `{${tree(expr.then)} if ${tree(expr.condition)} else ${tree(expr.otherwise)}}`;
  }
}

function subscript(each: Subscript): string {
  if (each.kind === 'new') return 'None';
  if (each.kind === 'index') return tree(each.at);
  return `${each.start ? tree(each.start) : ''}:${each.end ? tree(each.end) : ''}`;
}

describe('expressions', () => {
  it.each([
    ['a + b * c', '{a + {b * c}}'],
    ['a - b - c', '{{a - b} - c}'],
    ['a / b @ c', '{{a / b} @ c}'],
    ['-a @ b', '{{- a} @ b}'],
    ['a * -b', '{a * {- b}}'],
    ['--a', '{- {- a}}'],
    ['a or b and c < d + e', '{a or {b and {c < {d + e}}}}'],
    ['not a and b', '{{not a} and b}'],
    ['a == not b', '{a == {not b}}'],
    ['(a < b) == (c < d)', '{{a < b} == {c < d}}'],
    ['a if p else b if q else c', '{a if p else {b if q else c}}'],
    ['(a if p else b) * c', '{{a if p else b} * c}'],
    ['[x, h] @ kernel + bias', '{{[x h] @ kernel} + bias}'],
    ['x[1:n]', 'x[1:n]'],
    ['x[:2][1:]', 'x[:2][1:]'],
    ["h'[0:units / 2]", "h'[0:{units / 2}]"],
    ['f(x)[a:b]', 'f(x)[a:b]'],
    ['-x[0:1]', '{- x[0:1]}'],
    ['x[:, 0:4]', 'x[: 0:4]'],
    ['x[-1, n - 1:, None][0]', 'x[{- 1} {n - 1}: None][0]'],
    ['x[None + 1]', 'x[{None + 1}]'],
    ['concat(a, b, axis=-2)', 'concat(a b axis={- 2})'],
    ['clip(c, -5, 5)', 'clip(c {- 5} 5)'],
    ['hard_sigmoid(x, alpha=0.2, beta=a == b)', 'hard_sigmoid(x alpha=0.2 beta={a == b})'],
    ['split(z, sizes=[a, b])', 'split(z sizes=[a b])'],
    ['f()', 'f()'],
    ['1.5e-3 + .5 + 2. + 1E3', '{{{0.0015 + 0.5} + 2} + 1000}'],
    ["tanh(c') # and a comment", "tanh(c')"],
    ['a +\n  b', '{a + b}'],
    ['true and false', '{true and false}'],
  ])('%s', (text, expected) => {
    expect(tree(expression(text))).toBe(expected);
  });

  it('spans cover the whole of what they name, brackets included', () => {
    const text = "(a + b) * tanh(c', k=[1])[2:]";
    const at = (e: Expr): string => text.slice(e.span.start, e.span.end);
    const product = expression(text);
    expect(at(product)).toBe(text);
    if (product.kind !== 'binary' || product.right.kind !== 'slice') throw new Error('wrong tree');
    expect(at(product.left)).toBe('(a + b)');
    expect(text.slice(product.operatorSpan.start, product.operatorSpan.end)).toBe('*');
    expect(at(product.right)).toBe("tanh(c', k=[1])[2:]");
    const call = product.right.operand;
    if (call.kind !== 'call') throw new Error('wrong tree');
    expect(at(call)).toBe("tanh(c', k=[1])");
    expect(text.slice(call.calleeSpan.start, call.calleeSpan.end)).toBe('tanh');
    expect(call.args.map(at)).toEqual(["c'"]);
    expect(call.named.map((n) => [text.slice(n.span.start, n.span.end), at(n.value)])).toEqual([['k', '[1]']]);
  });
});

describe('equations', () => {
  it('one per line, comments and empty lines left out, brackets go on', () => {
    const parsed = equations(
      "# gates\ni, j, f, o = split([x, h] @ kernel\n  + bias)   # tf1\n\n\r\nc' = c + hard_sigmoid(i,\n  alpha=0.2, beta=0.5)\r\nh' = tanh(c')",
    );
    expect(parsed.map(printAssignment)).toEqual([
      'i, j, f, o = split([x, h] @ kernel + bias)',
      "c' = c + hard_sigmoid(i, alpha=0.2, beta=0.5)",
      "h' = tanh(c')",
    ]);
  });

  it('maps places through the lost indentation of a block scalar', () => {
    const file = 'equations: |\n    a = x\n    b = y +\n      z\n';
    const text = 'a = x\nb = y + z\n';
    // Offsets of the text's lines in the file: 17 for the first, 27 for the second.
    const at = (offset: number): number => (offset < 6 ? 17 + offset : 27 + (offset - 6));
    const [, b] = parseEquations({ file: 'f.yaml', text, at }, () => {});
    const target = b?.targets[0];
    expect(target?.span).toEqual({ file: 'f.yaml', start: file.indexOf('b ='), end: file.indexOf('b =') + 1 });
  });

  it('an error at the end of a line is shown on that line', () => {
    const at = (offset: number): number => (offset < 4 ? 100 + offset : 200 + offset);
    const places: unknown[] = [];
    parseEquations({ file: 'f', text: 'a =\nb = x', at }, (d) => places.push(d.span));
    expect(places).toEqual([{ file: 'f', start: 103, end: 103 }]);
  });

  it('is bounded in length, nesting and height', () => {
    const codes: string[] = [];
    const codesOf = (text: string): string[] => {
      codes.length = 0;
      parseEquations(plain(text), (d) => codes.push(d.code));
      return [...codes];
    };
    expect(codesOf(`a = ${' '.repeat(maxEquationLength)}x`)).toEqual(['equations-too-long']);
    expect(codesOf(`a = ${'('.repeat(maxNesting - 1)}x${')'.repeat(maxNesting - 1)}`)).toEqual([]);
    expect(codesOf(`a = ${'('.repeat(maxNesting)}x${')'.repeat(maxNesting)}`)).toEqual(['equation-too-deep']);
    expect(codesOf(`a = ${'-'.repeat(5000)}x\nb = y`)).toEqual(['equation-too-deep']);
    expect(codesOf(`a = ${'f('.repeat(20_000)}`)).toEqual(['equation-bracket']);
    expect(codesOf(`a = x${' if p else x'.repeat(100)}`)).toEqual(['equation-too-deep']);
    expect(codesOf(`a = x${' + x'.repeat(400)}`)).toEqual([]);
    expect(codesOf(`a = x${' + x'.repeat(10_000)}`)).toEqual(['equation-too-deep']);
    expect(codesOf(`a = x${'[0:1]'.repeat(10_000)}`)).toEqual(['equation-too-deep']);
  });
});

describe('printing', () => {
  it.each([
    'a - (b - c)',
    '(a - b) * c',
    'a - b - c',
    '-(a + b)',
    '(not a) == b',
    'not (a == b)',
    '(a < b) == c',
    '(a if p else b) if q else c',
    'a if p else b if q else c',
    '(-x)[0:1]',
    '[a, b][:units]',
    'f((a if p else b) + 1, k=a if p else b)',
    '(a @ b)[1:2]',
    'a * (b @ c)',
  ])('%s keeps its brackets', (text) => {
    expect(printExpression(expression(text))).toBe(text);
  });

  it.each([
    ['((a))', 'a'],
    ['(a * b) + c', 'a * b + c'],
    ['((a - b)) - c', 'a - b - c'],
    ['(f(x))[0:1]', 'f(x)[0:1]'],
    ['a if (p) else (b if q else c)', 'a if p else b if q else c'],
  ])('%s loses brackets it does not need', (text, expected) => {
    expect(printExpression(expression(text))).toBe(expected);
  });
});
