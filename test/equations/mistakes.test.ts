import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { parseEquations } from '../../compiler/equations/parser.ts';
import { mistakes, mistakesOfExpression, plain } from './parse.ts';

describe('one line, one mistake, the caret on its token', () => {
  it.each([
    // the line
    ['i sigmoid(x)', `equation-not-assignment 'sigmoid': this line has no "="`],
    ['sigmoid(x)', `equation-not-assignment 'sigmoid(x)': this line has no "="`],
    ["h' == tanh(x)", `equation-not-assignment '==': "==" compares; an assignment has one "="`],
    ['i: sigmoid(x)', `equation-not-assignment ':': "i:" is YAML; inside equations an assignment has "="`],
    ["h': tanh(x) = y", `equation-not-assignment ':': "h':" is YAML; inside equations an assignment has "="`],
    ['i, f: split(z)', `equation-not-assignment ':': "i, f:" is YAML; inside equations an assignment has "="`],
    ['- i = x', `equation-not-assignment '-': equations are plain lines, not a YAML list`],
    ['if p: a = b', `equation-not-assignment 'if': there is no if statement, only a choice between two values`],
    ['else:', `equation-not-assignment 'else': there is no if statement, only a choice between two values`],
    ['a = b = c', `equation-not-assignment '=': a line has one "="`],
    ['a =', 'equation-value-missing at 3: nothing stands right of "="'],
    ['a = b, c', `equation-tuple ',': the right side is one value`],
    ['= x', `equation-target '=': there is no name left of "="`],
    ['tanh(x) = y', `equation-target '(': what stands left of "=" must be names`],
    ['2 = x', `equation-target '2': what stands left of "=" must be names`],
    ['a, = x', `equation-target '=': what stands left of "=" must be names`],
    ['(a, b) = split(z)', `equation-target '(a, b)': the names left of "=" stand without brackets`],
    ['not = x', `equation-target 'not': "not" is a word of the language and can't be a name`],
    // brackets
    ['a = tanh(x', `equation-bracket '(': "(" is never closed`],
    ['a = [x, tanh(y]', `equation-bracket ']': "]" can't close "("`],
    ['a = tanh(x))', `equation-bracket ')': ")" closes nothing`],
    ['a = ()', `equation-unexpected '()': there is nothing between the brackets`],
    ['a = (x, y)', `equation-tuple ',': round brackets hold one value`],
    // operators and words
    ['a = x y', `equation-missing-operator 'y': there is no operator between "x" and "y"`],
    ["a = 2 c'", `equation-missing-operator 'c'': there is no operator between "2" and "c'"`],
    ['a = 4units', `equation-missing-operator 'units': there is no operator between "4" and "units"`],
    ['a = f(x) g(y)', `equation-missing-operator 'g': there is no operator between "…)" and "g"`],
    ['a = f(x y)', `equation-missing-operator 'y': there is no operator between "x" and "y"`],
    ['a = 2(x)', `equation-missing-operator '(': "2" is a value and can't be called`],
    ['a = x ** 2', `equation-operator '**': "**" is not part of the equation language`],
    ['a = x^2', `equation-operator '^': "^" is not part of the equation language`],
    ['a = x % 2', `equation-operator '%': "%" is not part of the equation language`],
    ['a = x // 2', `equation-operator '//': "//" is not part of the equation language`],
    ['a = p && q', `equation-operator '&&': "&&" is not part of the equation language`],
    ['a = !p', `equation-operator '!': "!" is not part of the equation language`],
    ['a = np.tanh(x)', `equation-operator '.': "." is not part of the equation language`],
    ['a := x', `equation-operator ':=': ":=" is not part of the equation language`],
    ['c += x', `equation-operator '+=': "+=" would change a value, and nothing is ever changed`],
    ['a = x; b = y', `equation-operator ';': ";" is not part of the equation language`],
    ['a = σ(x)', `equation-character 'σ': "σ" is not a name here`],
    ['a = x − y', `equation-operator '−': "−" is not part of the equation language`],
    ['a = x $ y', `equation-character '$': "$" is not part of the equation language`],
    ['a = x 😀 y', `equation-character '😀': "😀" is not part of the equation language`],
    ['a = "tanh"', `equation-operator '"tanh"': ""tanh"" is not part of the equation language`],
    ['a = +x', `equation-operator '+': "+" needs a value before it`],
    ['a = x *', 'equation-unexpected at 7: a value is wanted here'],
    ['a = x * / y', `equation-unexpected '/': a value is wanted here`],
    ['a = f(x,)', `equation-unexpected ')': a value is wanted here`],
    ['a = b < c < d', `equation-operator '<': comparisons do not chain`],
    ['a = not b == c', `equation-operator '==': "not" binds tighter than "=="`],
    ['a = 1e999', `equation-number '1e999': 1e999 is beyond the largest number`],
    // choices
    ['a = x if p', 'equation-conditional at 10: an "if" without its "else"'],
    ['a = f(x if p, y)', `equation-conditional ',': an "if" without its "else"`],
    ['a = x else y', `equation-conditional 'else': an "else" without its "if"`],
    // primes
    ["a = tanh(x)'", `equation-prime ''': a prime belongs to the name of a state`],
    ["a = tanh'(x)", `equation-prime 'tanh'': "tanh'(…)" calls a primed name`],
    ["a = h''", `equation-prime ''': "h''" has two primes`],
    ["a = h '", `equation-prime ''': a prime stands right behind a name, and there are no strings`],
    ["a = 'tanh'", `equation-prime ''': a prime stands right behind a name, and there are no strings`],
    // calls and slices
    ['a = f(alpha=1, x)', `equation-argument 'x': an argument without a name after one with a name`],
    ['a = f(k=1, k=2)', `argument-twice 'k': argument "k" is given twice`],
    ["a = f(k'=1)", `equation-argument 'k'': "k'" can't name an argument`],
    ['a = (b = c)', `equation-not-an-expression '=': an expression is wanted here, not an assignment`],
    ['a = x[]', `equation-unexpected ']': START:END is wanted here`],
    ['a = x[0 1]', `equation-missing-operator '1': there is no operator between "0" and "1"`],
    ['a = x[0,]', `equation-unexpected ']': a value is wanted here`],
    ['a = x[0:4:2]', `equation-slice ':': a slice has a start and an end and no stride`],
    ['a = x[:, 0:4:2]', `equation-slice ':': a slice has a start and an end and no stride`],
  ])('%s', (text, expected) => {
    expect(mistakes(text)).toEqual([expected]);
  });

  it.each([
    ['', 'equation-unexpected at 0: a value is wanted here'],
    ['a = b', `equation-not-an-expression '=': an expression is wanted here, not an assignment`],
    ['a b', `equation-missing-operator 'b': there is no operator between "a" and "b"`],
    ['(a\n', `equation-bracket '(': "(" is never closed`],
    ['a,', `equation-tuple ',': an expression is one value`],
  ])('as an expression: %j', (text, expected) => {
    expect(mistakesOfExpression(text)).toEqual([expected]);
  });
});

describe('several bad lines', () => {
  it('give several mistakes, and the good ones are kept', () => {
    const text = 'a = x ** 2\nb = y\nc = (y\nd y\ne = tanh(b';
    const found: string[] = [];
    const kept = parseEquations(plain(text), (d) => found.push(d.code));
    expect(found).toEqual(['equation-operator', 'equation-bracket', 'equation-bracket']);
    expect(kept.map((a) => a.targets[0]?.name)).toEqual(['b']);
  });

  it("a forgotten bracket ends where the next assignment starts, named arguments don't", () => {
    expect(mistakes("a = tanh(x\nb = y *\nc' = f(b,\nh' = g(y)")).toEqual([
      `equation-bracket '(': "(" is never closed`,
      'equation-unexpected at 18: a value is wanted here',
      `equation-bracket '(': "(" is never closed`,
    ]);
    expect(mistakes('a = f(x,\n  alpha=1,\n  beta=2)\nb = f(\n k=1\n)')).toEqual([]);
  });
});

describe('fixes', () => {
  const fixOf = (text: string): string | undefined => {
    const found: Diagnostic[] = [];
    parseEquations(plain(text), (d) => found.push(d));
    return found[0]?.fix;
  };
  it.each([
    ['a = x ** 2', 'write pow(a, b), or square(a)'],
    ['a = x ^ 2', 'write pow(a, b), or square(a)'],
    ['a = x % 2', 'write mod(a, b)'],
    ['a = 2 x', 'write 2 * x, or @ for a matrix product'],
    ['i: sigmoid(x)', 'write i = …'],
    ["h' == x", "write h' = …"],
    ['a = σ', 'write sigmoid(…)'],
  ])('%s', (text, fix) => {
    expect(fixOf(text)).toBe(fix);
  });
});
