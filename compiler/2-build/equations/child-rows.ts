import type { GraphBuilder } from '../../graph/builder.ts';
import { type Dim, plainSymbol, symbolDim } from '../../ir/dim.ts';
import type { Origin, ValueId } from '../../ir/types.ts';
import { gatherRows } from './rows.ts';

/**
 * In the body of a cell whose children are a list, values have a row for each node of the level at hand or for each child of one of them. Where
 * both meet, those of nodes are repeated for their children.
 */
export class ChildRows {
  /** Nodes of the level. */
  readonly nodes: Dim;
  /** Their children. */
  readonly children: Dim;
  /** int32: the node that a child belongs to. */
  readonly owners: ValueId;
  readonly #builder: GraphBuilder;
  readonly #symbols: { readonly row: string; readonly link: string };
  readonly #stretched = new Map<ValueId, ValueId>();

  constructor(builder: GraphBuilder, owners: ValueId, symbols: { readonly row: string; readonly link: string }) {
    this.#builder = builder;
    this.#symbols = symbols;
    this.owners = owners;
    this.nodes = symbolDim(symbols.row);
    this.children = symbolDim(symbols.link);
  }

  /** Whether a value has a row for each child. */
  isPerChild(id: ValueId): boolean {
    return this.#lead(id) === this.#symbols.link;
  }

  /** Operands of one op; those per node are repeated for the children where one is per child. */
  meet(ids: readonly ValueId[], origin: Origin): readonly ValueId[] {
    if (!ids.some((id) => this.isPerChild(id))) return ids;
    return ids.map((id) => (this.#lead(id) === this.#symbols.row ? this.#stretch(id, origin) : id));
  }

  #lead(id: ValueId): string | null {
    const [first] = this.#builder.typeOf(id).shape;
    return first === undefined ? null : plainSymbol(first);
  }

  #stretch(id: ValueId, origin: Origin): ValueId {
    const known = this.#stretched.get(id);
    if (known !== undefined) return known;
    const name = `${this.#builder.nameOf(id)}.children`;
    const stretched = gatherRows(this.#builder, id, this.owners, origin, name);
    this.#stretched.set(id, stretched);
    return stretched;
  }
}
