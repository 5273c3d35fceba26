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
  /** `x[2:]` on the last axis, or `x[:, 0:4]`, `x[-1, :]`, `x[:, None]` with a subscript for every axis of a sample. */
  | { readonly kind: 'slice'; readonly operand: Expr; readonly subscripts: readonly Subscript[]; readonly span: Span }
  /** `a if condition else b`: decided at build time, over parameters; the other branch creates nothing. */
  | {
      readonly kind: 'conditional';
      readonly condition: Expr;
      readonly then: Expr;
      readonly otherwise: Expr;
      readonly span: Span;
    };

/** What stands for an axis in `x[…]`: a range whose ends may be left out, one place, which takes the axis away, or `None`, a new axis of size 1. */
export type Subscript =
  | { readonly kind: 'range'; readonly start: Expr | null; readonly end: Expr | null }
  | { readonly kind: 'index'; readonly at: Expr }
  | { readonly kind: 'new' };

/** The numbers of a slice, in order. */
export const boundsOf = (subscripts: readonly Subscript[]): readonly Expr[] =>
  subscripts
    .flatMap((each) => (each.kind === 'range' ? [each.start, each.end] : each.kind === 'index' ? [each.at] : []))
    .filter((bound) => bound !== null);

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
