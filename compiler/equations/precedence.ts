import type { BinaryOperator } from './ast.ts';

/** How tight a binary operator binds: 1 (loosest) to 5. A choice binds looser, signs and `not` tighter than all. */
export const precedences: { readonly [K in BinaryOperator]: number } = {
  or: 1,
  and: 2,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '==': 3,
  '!=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '@': 5,
};
export const isBinaryOperator = (text: string): text is BinaryOperator => Object.hasOwn(precedences, text);

/** Comparisons bind alike and do not chain: `a < b < c` needs brackets. */
export const comparisonPrecedence = precedences['=='];
export const isComparison = (operator: BinaryOperator): boolean => precedences[operator] === comparisonPrecedence;
