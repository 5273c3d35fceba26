import type { InitSpec, LayerSpec } from '../../1-read/spec/spec.ts';
import { InternalError, type Span } from '../../diagnostics/diagnostic.ts';
import * as shapeMessages from '../../diagnostics/messages/build/shapes.ts';
import type { GraphBuilder } from '../../graph/builder.ts';
import { printShape, shapeOf } from '../../ir/dim.ts';
import type { Weight } from '../../ir/graph.ts';
import type { ValueId } from '../../ir/types.ts';
import type { BuildTimeScope } from '../equations/build-time.ts';
import type { Declaration, Placed } from '../equations/emitter.ts';
import { BuildFailure } from '../equations/failure.ts';
import { toInitializer } from './initializers.ts';

/** The backend holds no single tensor of 2 GiB or more, and all of a model's weights in one heap of 4 GiB. */
const MAX_TENSOR_BYTES = 2 ** 31;
const MAX_WEIGHT_BYTES = 2 ** 32;

type UsualInit = 'zeros' | 'ones' | 'glorot_uniform';

type LayerWeights = (
  key: string,
  shape: readonly number[],
  usual: UsualInit | InitSpec,
  about: {
    readonly formula: string;
    /** What of the model the shape follows from; else the layer. */
    readonly at?: Span;
    readonly scope?: BuildTimeScope;
  },
) => Placed;

/** The weights of a graph that is being built. */
export class Weights {
  readonly #builder: GraphBuilder;
  readonly #declarations: Map<ValueId, Declaration>;
  readonly #weights = new Map<string, Weight>();
  readonly #followed = new Map<string, ValueId>();
  #weightBytes = 0;

  constructor(builder: GraphBuilder, declarations: Map<ValueId, Declaration>) {
    this.#builder = builder;
    this.#declarations = declarations;
  }

  /** What weights become that follow what a training step reads and not its gradient. */
  get followed(): readonly { readonly path: string; readonly value: ValueId }[] {
    return [...this.#followed].map(([path, value]) => ({ path, value }));
  }

  /** Has such a weight follow one more layer: `next` makes its next numbers of those that the layers before have left. */
  follow(path: string, next: (now: ValueId) => ValueId): void {
    const now = this.#followed.get(path) ?? this.#weights.get(path)?.value;
    if (now === undefined) throw new InternalError(`no weight '${path}'`);
    this.#followed.set(path, next(now));
  }

  get all(): readonly Weight[] {
    return [...this.#weights.values()];
  }

  /** A weight of the user's model, created once per path. */
  make(
    path: string,
    shape: readonly number[],
    init: InitSpec,
    scope: BuildTimeScope,
    span: Span,
    formula: string,
  ): ValueId {
    const known = this.#weights.get(path);
    const symbolic = shapeOf(...shape);
    if (known !== undefined) {
      const type = this.#builder.typeOf(known.value);
      if (printShape(type.shape) !== printShape(symbolic))
        throw new BuildFailure(
          shapeMessages.sharedShape(span, path, printShape(type.shape), printShape(symbolic), known.origin.span),
        );
      return known.value;
    }
    const bytes = 4 * shape.reduce((a, b) => a * b, 1);
    this.#weightBytes += bytes;
    if (bytes >= MAX_TENSOR_BYTES || this.#weightBytes > MAX_WEIGHT_BYTES)
      throw new BuildFailure(shapeMessages.modelTooLarge(span, path, printShape(symbolic), bytes, this.#weightBytes));
    const value = this.#builder.value(path, { dtype: 'float32', shape: symbolic });
    this.#weights.set(path, {
      path,
      value,
      init: toInitializer(init, shape, scope, path),
      origin: { path, span },
    });
    this.#declarations.set(value, { name: path, formula, span });
    return value;
  }

  /**
   * Makes the weights of a layer by their keys: those of the layer whose weights it shares, else its own, filled as the layer's `init` says or else as is
   * usual. `formula` says in the words of the model what a shape follows from.
   */
  ofLayer({ name, share, init, span }: LayerSpec): LayerWeights {
    const owner = share?.value ?? name;
    return (key, shape, usual, { formula, at = span, scope = new Map() }) => {
      const plain = (name: UsualInit): InitSpec => ({ kind: 'named', name, arguments: new Map(), span });
      const chosen = init.get(key) ?? (typeof usual === 'string' ? plain(usual) : usual);
      return { id: this.make(`${owner}.${key}`, shape, chosen, scope, at, formula), span: at };
    };
  }
}
