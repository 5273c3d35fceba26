import type { OnnxNode } from '../../../onnx/format.ts';
import type { Value } from '../values.ts';
import type { Term } from './term.ts';

/** Reads nodes that only a certain kind of loop has. */
export interface OwnNodes {
  /** Names that mean something in the cell already. */
  readonly names: ReadonlySet<string>;
  /** @returns what the node gives, and the value of the graph around the body that it is; null where it is any node */
  read(node: OnnxNode, termOf: (name: string) => Term): { readonly term: Term; readonly value?: Value } | null;
  /** Called with every other node, once it is read. */
  note(node: OnnxNode): void;
}
