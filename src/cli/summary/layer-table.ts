import {
  type CellUse,
  directionsOf,
  isStack,
  type LayerSpec,
  type Spec,
  type StackSpec,
  statisticsOf,
} from '../../../compiler/1-read/spec/spec.ts';
import { frozenPaths } from '../../../compiler/1-read/spec/training-spec.ts';
import { printFunction } from '../../../compiler/1-read/values/function-value.ts';
import { builtModel, type Compiled, type FlowType } from '../../../compiler/compile.ts';
import { multiplyAdds } from '../../../compiler/graph/multiply-adds.ts';
import { weightUses } from '../../../compiler/graph/weight-uses.ts';
import { BATCH, type Dim, printDim, staticSize } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import { nodesSymbol, walkSymbols } from '../../../compiler/ir/structure.ts';
import { weightsOf } from '../../artifact/artifact.ts';
import type { ModelDefinition } from '../../artifact/definition.ts';

/** So many multiply-adds for every step of an axis; for every pair of steps where there are two; for the whole sample where there is none. */
export interface Count {
  readonly per: readonly string[];
  readonly count: number;
}

/** A layer; an input or an output of the model; one direction of one cell of a stack. */
export interface TableRow {
  /** `encoder`, `encoder.0.forward`; of an output its name. */
  readonly path: string;
  readonly role: 'input' | 'layer' | 'cell' | 'output';
  /** `dense, softmax`, `keras.lstm`. */
  readonly kind: string;
  readonly dtype: string | null;
  /** Batch-major; null where it has several results, which its cells tell, or none. */
  readonly shape: readonly (number | string)[] | null;
  /** Numbers in the weights that it declares. */
  readonly parameters: number | null;
  /** Layers and cells whose weights it computes with. */
  readonly sharesWith: readonly string[];
  /** Layers and cells that compute with its weights besides itself. */
  readonly usedBy: readonly string[];
  /** Of one sample, as the model is compiled. Null: the data will tell. */
  readonly multiplyAdds: readonly Count[] | null;
  readonly cells: readonly TableRow[];
}

/** What a model is made of, by layer. Rows of layers add up to the totals. */
export interface LayerTable {
  readonly rows: readonly TableRow[];
  readonly total: number | null;
  readonly trainable: number | null;
  readonly frozen: number | null;
  /** Of one sample, as the model is compiled. */
  readonly multiplyAdds: readonly Count[] | null;
  /** The same of the equations as they stand. */
  readonly multiplyAddsWritten: readonly Count[] | null;
}

/** @param graphs of the same model */
export function layerTable(compiled: Compiled, graphs: ModelDefinition['graphs']): LayerTable {
  const { spec } = compiled;
  const { graph: written, typeOf } = builtModel(compiled);
  const weights = weightsOf(graphs).map(({ path, shape }) => ({ path, size: shape.reduce((n, d) => n * d, 1) }));
  const work = multiplyAdds(graphs.inference);
  const plain = [
    ...spec.inputs.map(({ name, dtype }) => row(name, 'input', `input, ${dtype}`, typeOf(name))),
    ...spec.trees.map(({ name, axis }) => ({ ...row(name, 'input', 'input, tree', null), shape: [BATCH, axis] })),
    ...spec.layers.map((layer) => layerRow(layer, typeOf)),
  ];
  const names = renamedSymbols(spec);
  const rows = filledRows(plain, { weights, uses: weightUses(written), work, names });
  const still = stillWeights(
    spec,
    weights.map(({ path }) => path),
  );
  const sizeOf = (of: typeof weights): number => of.reduce((n, { size }) => n + size, 0);
  return {
    rows: [...rows, ...outputRows(spec, graphs.inference)],
    total: sizeOf(weights),
    trainable: sizeOf(weights.filter(({ path }) => !still.has(path))),
    frozen: sizeOf(weights.filter(({ path }) => still.has(path))),
    multiplyAdds: countsOf([...work.values()], names),
    multiplyAddsWritten: countsOf([...multiplyAdds(written).values()], names),
  };
}

/** What no gradient changes: frozen weights, and statistics of batches. */
function stillWeights(spec: Spec, paths: readonly string[]): ReadonlySet<string> {
  const statistics = spec.layers.flatMap((layer) => (layer.type === 'batch_norm' ? statisticsOf(layer) : []));
  return new Set([...frozenPaths(spec.training?.frozen ?? [], paths), ...statistics]);
}

function row(path: string, role: TableRow['role'], kind: string, type: FlowType | null): TableRow {
  return {
    path,
    role,
    kind,
    dtype: type?.dtype ?? null,
    shape: type?.shape.map(printedSize) ?? null,
    parameters: 0,
    sharesWith: [],
    usedBy: [],
    multiplyAdds: [],
    cells: [],
  };
}

const printedSize = (d: Dim): number | string => staticSize(d) ?? printDim(d);

function outputRows(spec: Spec, { outputs, values }: Graph): readonly TableRow[] {
  return spec.outputs.map(({ name, reference }) => {
    const type = values[outputs.find((output) => output.name === name)?.value ?? -1]?.type;
    const from = [reference.target, ...reference.path].join('.');
    return row(
      name,
      'output',
      from === name ? 'output' : `output of ${from}`,
      type === undefined ? null : { ...type, time: null },
    );
  });
}

function layerRow(layer: LayerSpec, typeOf: (reference: string) => FlowType | null): TableRow {
  const type = typeOf(layer.name);
  if (!isStack(layer)) return row(layer.name, 'layer', kindOf(layer), type);
  const directions = directionsOf(layer);
  const [only] = layer.cells;
  if (only !== undefined && layer.cells.length === 1 && directions.length === 1) {
    const turned = directions.includes('backward') || directions.includes('down') ? [...directions] : [];
    return row(layer.name, 'layer', [cellKind(only), ...turned].join(', '), type);
  }
  const merged = directions.length === 1 ? [] : [layer.direction, layer.merge === 'none' ? 'not merged' : layer.merge];
  const depth = layer.cells.length === 1 ? [] : [`${layer.cells.length} deep`];
  return {
    ...row(layer.name, 'layer', [layer.type, ...merged, ...depth].join(', '), type),
    cells: layer.cells.flatMap((use, i) =>
      directions.map((direction) => {
        const path = `${layer.name}.${i}.${direction}`;
        return row(path, 'cell', cellKind(use), typeOf(path));
      }),
    ),
  };
}

/** `keras.lstm, dropout, residual` */
const cellKind = ({ cell, wrap }: CellUse): string => [cell, ...wrap.map(({ kind }) => kind)].join(', ');

function kindOf(layer: Exclude<LayerSpec, StackSpec>): string {
  switch (layer.type) {
    case 'dense':
      return layer.activation === null ? layer.type : `${layer.type}, ${printFunction(layer.activation)}`;
    case 'activation':
      return printFunction(layer.function);
    case 'dropout':
      return `dropout, keep ${layer.keepProb}`;
    case 'conv1d': {
      const { kernelSize, dilation, padding, activation } = layer;
      const spread = dilation === 1 ? [] : [`dilation ${dilation}`];
      const function_ = activation === null ? [] : [printFunction(activation)];
      return [`conv1d over ${kernelSize.value}`, ...spread, padding, ...function_].join(', ');
    }
    case 'repeat':
      return `repeat over ${layer.steps.value}`;
    case 'embedding':
    case 'layer_norm':
    case 'batch_norm':
    case 'concat':
    case 'add':
    case 'multiply':
    case 'equations':
      return layer.type;
    case 'last':
    case 'mean':
    case 'max':
      return `${layer.type} over steps`;
  }
}

/** What rows are filled with. */
interface Contents {
  readonly weights: readonly { readonly path: string; readonly size: number }[];
  readonly uses: ReadonlyMap<string, readonly string[]>;
  readonly work: ReadonlyMap<string, Dim>;
  readonly names: ReadonlyMap<string, string>;
}

function filledRows(rows: readonly TableRow[], { weights, uses, work, names }: Contents): readonly TableRow[] {
  const places = new Set(rows.flatMap(({ path, cells }) => [path, ...cells.map((cell) => cell.path)]));
  /** The row that a path belongs to. */
  const placeOf = (path: string): string => {
    for (let at = path; ; at = at.slice(0, at.lastIndexOf('.'))) if (places.has(at) || !at.includes('.')) return at;
  };
  const fill = (plain: TableRow): TableRow => {
    const cells = plain.cells.map(fill);
    const own = weights.filter(({ path }) => placeOf(path) === plain.path);
    const users = new Set(own.flatMap(({ path }) => (uses.get(path) ?? []).map(placeOf)));
    const owners = weights
      .filter(({ path }) => uses.get(path)?.some((user) => placeOf(user) === plain.path))
      .map(({ path }) => placeOf(path));
    const isOther = (path: string): boolean => path !== plain.path;
    const done = [...work].filter(([path]) => placeOf(path) === plain.path).map(([, count]) => count);
    return {
      ...plain,
      parameters: cells.reduce((n, cell) => n + (cell.parameters ?? 0), 0) + own.reduce((n, { size }) => n + size, 0),
      sharesWith: [...new Set(owners)].filter(isOther),
      usedBy: [...users].filter(isOther),
      multiplyAdds: summed([...cells.flatMap((cell) => cell.multiplyAdds ?? []), ...countsOf(done, names)]),
      cells,
    };
  };
  return rows.map(fill);
}

/** Symbols as a reader knows them: all nodes of one tree are what its axis has. */
function renamedSymbols({ trees }: Spec): ReadonlyMap<string, string> {
  const alone = trees.length === 1;
  return new Map(
    trees.flatMap((tree): [string, string][] => [
      [nodesSymbol(tree.name), tree.axis],
      ...(['up', 'down'] as const).flatMap((direction) =>
        [false, true].map((started): [string, string] => [
          walkSymbols({ tree: tree.name, axis: tree.axis, direction, started }).links,
          alone ? 'link' : `${tree.name}.link`,
        ]),
      ),
    ]),
  );
}

/** One sample's share. */
function countsOf(work: readonly Dim[], names: ReadonlyMap<string, string>): readonly Count[] {
  return summed(
    work.flatMap((dim) =>
      Object.entries(dim).map(([monomial, count]) => ({
        per: monomial
          .split('*')
          .filter((symbol) => symbol !== '' && symbol !== BATCH)
          .map((symbol) => names.get(symbol) ?? symbol)
          .sort(),
        count,
      })),
    ),
  );
}

/** Those of the most axes first. */
function summed(counts: readonly Count[]): readonly Count[] {
  const found = new Map<string, Count>();
  for (const { per, count } of counts) {
    const key = per.join('*');
    found.set(key, { per, count: count + (found.get(key)?.count ?? 0) });
  }
  return [...found]
    .filter(([, { count }]) => count > 0)
    .sort(([a, one], [b, other]) => other.per.length - one.per.length || (a < b ? -1 : 1))
    .map(([, count]) => count);
}
