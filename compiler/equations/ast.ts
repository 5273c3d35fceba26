import type { Span } from '../diagnostics/diagnostic.ts';

/** Binary operators, loosest first: `or` < `and` < comparison < `+ -` < `* / @` < unary `-`, `not`. All associate left. */
export type BinaryOperator = 'or' | 'and' | '<' | '<=' | '>' | '>=' | '==' | '!=' | '+' | '-' | '*' | '/' | '@';

/** An expression of the equation language. Every node keeps its place in the model file. */
export type Expr =
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  /** `h` or, primed, `h'` (the next value of a state). */
  | { readonly kind: 'name'; readonly name: string; readonly primed: boolean; readonly span: Span }
  | {
      readonly kind: 'call';
      readonly callee: string;
      readonly calleeSpan: Span;
      readonly args: readonly Expr[];
      readonly named: readonly { readonly name: string; readonly value: Expr; readonly span: Span }[];
      readonly span: Span;
    }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly operand: Expr; readonly span: Span }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly operatorSpan: Span;
      readonly left: Expr;
      readonly right: Expr;
      readonly span: Span;
    }
  /** `[a, b, …]`: joined on the last axis. */
  | { readonly kind: 'join'; readonly items: readonly Expr[]; readonly span: Span }
  /** `x[start:end]` on the last axis; either end may be left out. */
  | {
      readonly kind: 'slice';
      readonly operand: Expr;
      readonly start: Expr | null;
      readonly end: Expr | null;
      readonly span: Span;
    }
  /** `a if condition else b`: decided at build time, over parameters; the other branch creates nothing. */
  | {
      readonly kind: 'conditional';
      readonly condition: Expr;
      readonly then: Expr;
      readonly otherwise: Expr;
      readonly span: Span;
    };

export interface Target {
  readonly name: string;
  readonly primed: boolean;
  readonly span: Span;
}

/** `i, f = split(z)` or `h' = o * tanh(c')`. Several targets take a call that gives as many results. */
export interface Assignment {
  readonly targets: readonly Target[];
  readonly value: Expr;
  readonly span: Span;
  /** Set where the line gives a cell inside another one its input. */
  readonly input?: InnerInput;
}

/** An input of an inner cell, as that declares it: sizes that nothing has bound yet are bound by what the line gives. */
export interface InnerInput {
  readonly cell: string;
  readonly name: string;
  readonly shape: readonly Expr[];
  readonly span: Span;
}
