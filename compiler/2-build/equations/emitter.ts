import type { Span } from '../../diagnostics/diagnostic.ts';
import { only } from '../../diagnostics/invariants.ts';
import * as messages from '../../diagnostics/messages/build/shapes.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import { isElementwise } from '../../ir/elementwise-ops.ts';
import type { OpAttributes, OpName } from '../../ir/nodes.ts';
import type { Origin, ValueId } from '../../ir/types.ts';
import { elementwise } from '../../ops/elementwise/elementwise.ts';
import { OpTypeError } from '../../ops/op/op.ts';
import type { ChildRows } from './child-rows.ts';
import { BuildFailure } from './failure.ts';
import type { WholeSequences } from './whole-sequences.ts';

/** An operand with the place where the user wrote it. */
export interface Placed {
  readonly id: ValueId;
  readonly span: Span;
  /** Where it is a name: the place that gave it its value. */
  readonly declared?: Span;
}

/** Where a value got its shape, in the user's own words: `kernel` is `[n + units, 4 * units]`. */
export interface Declaration {
  readonly name: string;
  readonly formula: string;
  /** Names of the axes of a sample or a weight. */
  readonly axes?: readonly (readonly string[])[];
  readonly span: Span;
}

/** A float32 value where a step counts, and the number beyond the end of its row. A value that is the same for all rows stays as it is. */
export type FillPadding = (value: ValueId, fill: number) => ValueId;

/**
 * Emits nodes for one layer: every node gets the layer's path and the place of the expression that made it, and an operand that does not
 * fit becomes a located diagnostic with both places, formulas and numbers.
 */
export class Emitter {
  readonly builder: GraphBuilder;
  readonly path: string;
  /** Declared shapes by value, for messages. */
  readonly declarations: Map<ValueId, Declaration>;
  /** The rows of children, in the body of a cell that has a list of children (`children: any`); else null. */
  readonly children: ChildRows | null;
  /** Sequences that a cell gets whole; null where there is no cell. */
  readonly whole: WholeSequences | null;
  readonly #fillPadding: FillPadding | null;

  /**
   * @param fillPadding where gradients will be taken: beyond the end of a row, operands are kept away from where an op or its slope is not finite,
   *   since a gradient of 0 there times an infinite slope would be NaN.
   */
  constructor(
    builder: GraphBuilder,
    path: string,
    declarations: Map<ValueId, Declaration>,
    fillPadding: FillPadding | null,
    children: ChildRows | null = null,
    whole: WholeSequences | null = null,
  ) {
    this.children = children;
    this.whole = whole;
    this.builder = builder;
    this.path = path;
    this.declarations = declarations;
    this.#fillPadding = fillPadding;
  }

  /** The same, with padding filled. */
  filling(fillPadding: FillPadding): Emitter {
    return new Emitter(this.builder, this.path, this.declarations, fillPadding, this.children, this.whole);
  }

  /** The same, with values per child beside those per node. */
  beside(children: ChildRows | null): Emitter {
    return new Emitter(this.builder, this.path, this.declarations, this.#fillPadding, children, this.whole);
  }

  /** The same in a cell that gets sequences whole. */
  reading(whole: WholeSequences): Emitter {
    return new Emitter(this.builder, this.path, this.declarations, this.#fillPadding, this.children, whole);
  }

  /** Operands of one op, those per node repeated for the children where one is per child. */
  meet(operands: readonly Placed[], span: Span): readonly Placed[] {
    const ids = operands.map((o) => o.id);
    const met = this.children?.meet(ids, this.origin(span)) ?? ids;
    return operands.map((operand, i) => ({ ...operand, id: met[i] ?? operand.id }));
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
    const met = this.meet(operands, span);
    try {
      return this.builder.emitAll(
        op,
        this.#awayFromSingular(
          op,
          met.map((o) => o.id),
        ),
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
                type: this.builder.typeOf(met[index]?.id ?? operand.id),
                declaration: this.declarations.get(operand.id),
              },
            ];
      });
      throw new BuildFailure(messages.shapesDisagree(span, error, places));
    }
  }

  #awayFromSingular(op: OpName, operands: readonly ValueId[]): readonly ValueId[] {
    const fillPadding = this.#fillPadding;
    const singular = isElementwise(op) ? elementwise[op].singular : null;
    if (fillPadding === null || singular === null) return operands;
    return operands.map((id, i) =>
      i === singular.operand && this.builder.typeOf(id).dtype === 'float32' ? fillPadding(id, singular.fill) : id,
    );
  }

  emit<K extends OpName>(op: K, operands: readonly Placed[], attrs: OpAttributes[K], span: Span): ValueId {
    return only(this.emitAll(op, operands, attrs, span));
  }
}
