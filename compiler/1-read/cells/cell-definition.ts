import type { Span } from '../../diagnostics/diagnostic.ts';
import type { Located } from '../spec/located.ts';
import type { CellSpec, DerivedParameter, ParameterValue } from '../spec/spec.ts';
import type { TreeEntry } from '../yaml/tree.ts';

/** The word for a parameter that is a cell. */
export const CELL = 'cell';

/** A parameter of a cell: its kind and, unless it must be given, its default. */
export interface CellParameter {
  readonly name: string;
  readonly kind: 'size' | 'number' | 'boolean' | 'function' | 'cell';
  readonly fallback: ParameterValue | null;
  readonly span: Span;
}

/** A cell as defined in a file, before anyone uses it. */
export interface CellDefinition {
  /** As layers name it: `peephole`, `mine.fast`. */
  readonly name: string;
  readonly description: string;
  readonly span: Span;
  readonly parameters: readonly CellParameter[];
  readonly padding: 'zero' | 'previous';
  /** Cells that it holds, which its equations call. `spec` has their equations only behind `withInner`. */
  readonly inner: readonly InnerCell[];
  /** Null where it has mistakes, which have been reported. */
  readonly spec: CellSpec | null;
}

/** A cell that another one holds, as declared: `inner: {NAME: {units: units}}`. */
export interface InnerCell {
  /** What equations call it. */
  readonly name: string;
  readonly span: Span;
  readonly cell: Located<string>;
  readonly arguments: readonly TreeEntry[];
}

/** A cell with values for its parameters, ready to be put into another one. Names of values may have dots, where the cell holds cells itself. */
export interface FilledCell {
  readonly definition: CellDefinition;
  readonly values: ReadonlyMap<string, DerivedParameter['value']>;
}
