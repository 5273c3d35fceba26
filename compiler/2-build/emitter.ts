import { InternalError, type Span } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/build.ts';
import type { GraphBuilder } from '../ir/builder.ts';
import type { Origin, ValueId } from '../ir/graph.ts';
import { OpTypeError } from '../ops/op.ts';
import type { OpAttributes, OpName } from '../ops/signatures.ts';
import { BuildFailure } from './failure.ts';

/** An operand with the place where the user wrote it. */
export interface Placed {
  readonly id: ValueId;
  readonly span: Span;
}

/** Where a value got its shape, in the user's own words: `kernel` is `[n + units, 4 * units]`. */
export interface Declaration {
  readonly name: string;
  readonly formula: string;
  readonly span: Span;
}

/**
 * Emits nodes for one layer: every node gets the layer's path and the place of the expression that made it, and an operand that does not
 * fit becomes a located diagnostic with both places, formulas and numbers.
 */
export class Emitter {
  readonly builder: GraphBuilder;
  readonly path: string;
  /** Declared shapes by value, for messages. */
  readonly declarations: Map<ValueId, Declaration>;

  constructor(builder: GraphBuilder, path: string, declarations: Map<ValueId, Declaration>) {
    this.builder = builder;
    this.path = path;
    this.declarations = declarations;
  }

  origin(span: Span, name?: string): Origin {
    return { path: name === undefined ? this.path : `${this.path}.${name}`, span };
  }

  emitAll<K extends OpName>(
    op: K,
    operands: readonly Placed[],
    attrs: OpAttributes[K],
    span: Span,
  ): readonly ValueId[] {
    try {
      return this.builder.emitAll(
        op,
        operands.map((o) => o.id),
        attrs,
        this.origin(span),
      );
    } catch (error) {
      if (!(error instanceof OpTypeError)) throw error;
      const places = error.operands.flatMap((index) => {
        const operand = operands[index];
        return operand === undefined
          ? []
          : [
              {
                span: operand.span,
                type: this.builder.typeOf(operand.id),
                declaration: this.declarations.get(operand.id),
              },
            ];
      });
      throw new BuildFailure(messages.shapesDisagree(span, error, places));
    }
  }

  emit<K extends OpName>(op: K, operands: readonly Placed[], attrs: OpAttributes[K], span: Span): ValueId {
    const [out] = this.emitAll(op, operands, attrs, span);
    if (out === undefined) throw new InternalError(`op ${op} gave no result`);
    return out;
  }
}
