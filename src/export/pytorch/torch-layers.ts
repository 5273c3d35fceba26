import {
  isFunctionValue,
  isStack,
  type LayerSpec,
  type RecurrentSpec,
  type Spec,
} from '../../../compiler/1-read/spec/spec.ts';
import { printFunction } from '../../../compiler/1-read/values/function-value.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { Node, NodeOf } from '../../../compiler/ir/nodes.ts';
import type { ValueId } from '../../../compiler/ir/types.ts';
import type { LayerCall, Step } from './function-writer.ts';

/** A layer of the model that torch.nn has as it is: RNN, LSTM or GRU, all cells and both directions in one module. */
export interface TorchLayer {
  readonly name: string;
  /** `nn.LSTM(16, 8, num_layers=2)`. */
  readonly made: string;
  readonly kind: 'rnn' | 'lstm' | 'gru';
  readonly cells: number;
  readonly directions: readonly string[];
}

/** The layers of a model that one module of torch.nn computes, if nothing looks inside them. */
export function torchLayers(spec: Spec, sizeOf: (path: string) => readonly number[]): readonly TorchLayer[] {
  return spec.layers.flatMap((layer) => {
    const made = isPlain(layer) ? torchLayer(spec, layer, sizeOf) : null;
    return made === null ? [] : [made];
  });
}

const isPlain = (layer: LayerSpec): layer is RecurrentSpec =>
  isStack(layer) &&
  layer.type === 'recurrent' &&
  layer.mask === null &&
  layer.padding === 'zero' &&
  layer.share === null &&
  !layer.shareWithinStack &&
  layer.second.size === 0 &&
  layer.direction !== 'backward' &&
  (layer.direction === 'forward' || layer.merge === 'concat') &&
  layer.input.size === 1 &&
  layer.whole.size === 0 &&
  layer.cells.every(({ wrap }) => wrap.length === 0);

function torchLayer(spec: Spec, layer: RecurrentSpec, sizeOf: (path: string) => readonly number[]): TorchLayer | null {
  const [first] = layer.cells;
  const [, kind] = /^torch\.(rnn|lstm|gru)$/.exec(first?.cell ?? '') ?? [];
  if (first === undefined || kind === undefined || !spec.cells.get(first.cell)?.span.file.startsWith('rnnc:'))
    return null;
  const textOf = (use: RecurrentSpec['cells'][number]): string =>
    [
      use.cell,
      ...[...use.arguments].map(
        ([name, value]) => `${name}=${isFunctionValue(value) ? printFunction(value) : value.value}`,
      ),
    ].join(' ');
  if (layer.cells.some((use) => textOf(use) !== textOf(first))) return null;
  const argumentOf = (name: string): string | number | boolean | undefined => {
    const value = first.arguments.get(name);
    return value !== undefined && isFunctionValue(value) ? printFunction(value) : value?.value;
  };
  const nonlinearity = argumentOf('nonlinearity');
  if (kind === 'rnn' && nonlinearity !== 'tanh' && nonlinearity !== 'relu') return null;
  const directions = layer.direction === 'bidirectional' ? ['forward', 'backward'] : ['forward'];
  const [, inputs = 0] = sizeOf(`${layer.name}.0.forward.weight_ih`);
  const options = [
    `${inputs}, ${argumentOf('units')}`,
    ...(layer.cells.length > 1 ? [`num_layers=${layer.cells.length}`] : []),
    ...(directions.length > 1 ? ['bidirectional=True'] : []),
    ...(nonlinearity === 'relu' ? ['nonlinearity="relu"'] : []),
    ...(argumentOf('bias') === false ? ['bias=False'] : []),
    ...(Number(argumentOf('proj_size') ?? 0) > 0 ? [`proj_size=${argumentOf('proj_size')}`] : []),
  ];
  return {
    name: layer.name,
    made: `nn.${kind.toUpperCase()}(${options.join(', ')})`,
    kind: kind as TorchLayer['kind'],
    cells: layer.cells.length,
    directions,
  };
}

/**
 * The nodes of a graph with each of these layers as one call.
 * @param attribute what a layer is called in the module
 * @returns null in the place of a layer of which something inside is read, so that its equations must be written out
 */
export function callLayer(
  graph: Graph,
  steps: readonly Step[],
  layer: TorchLayer,
  attribute: string,
): readonly Step[] | null {
  const { cells, directions, kind } = layer;
  const places = Array.from({ length: cells }, (_, index) =>
    directions.map((direction) => `${layer.name}.${index}.${direction}`),
  );
  const loops = new Map<string, NodeOf<'loop'>>();
  for (const step of steps) if ('node' in step && step.node.op === 'loop') loops.set(step.node.origin.path, step.node);
  const own = places.map((row) => row.map((path) => loops.get(path)));
  const states = kind === 'lstm' ? 2 : 1;
  const all = own.flat().flatMap((node) => node ?? []);
  const plain = all.filter((node) => node.attrs.states === states && node.outputs.length === states + 1);
  if (plain.length !== cells * directions.length) return null;
  const joins = own.map((row) =>
    joinOf(
      steps,
      row.flatMap((node) => node?.outputs[states] ?? []),
    ),
  );
  if (directions.length > 1 && joins.some((join) => join === null)) return null;
  const inner = new Set<Node>([...all, ...joins.flatMap((join) => join ?? [])]);
  const last = directions.length > 1 ? joins.at(-1)?.outputs[0] : own.at(-1)?.[0]?.outputs[states];
  const [firstLoop] = all;
  const [input, valid] =
    firstLoop === undefined ? [] : firstLoop.inputs.slice(states, states + firstLoop.attrs.scanned);
  if (last === undefined || input === undefined || firstLoop === undefined) return null;
  const finals = all.map((node) => node.outputs.slice(0, states));
  const seen = new Set([last, ...finals.flat()]);
  const hidden = new Set([...inner].flatMap(({ outputs }) => outputs).filter((id) => !seen.has(id)));
  const outside = steps.filter((step) => !('node' in step && inner.has(step.node)));
  const read = new Set([
    ...outside.flatMap((step) => ('layer' in step ? step.layer.reads : step.node.inputs)),
    ...graph.outputs.map(({ value }) => value),
    ...graph.inputs.flatMap((given) => (given.role === 'state' ? [given.final] : [])),
    ...(graph.learning === undefined ? [] : [graph.learning.loss]),
  ]);
  if ([...hidden].some((id) => read.has(id))) return null;
  const lengths = lengthsOf(graph, steps, valid);
  if (lengths === null) return null;
  const starts = Array.from({ length: states }, (_, state) => all.map((node) => node.inputs[state] ?? input));
  const call = recurrentCall({ attribute, kind, input, lengths, starts, last, finals });
  const at = Math.max(...[...inner].map((node) => steps.findIndex((step) => 'node' in step && step.node === node)));
  return steps.flatMap((step, i): readonly Step[] =>
    i === at ? [{ layer: call }] : 'node' in step && inner.has(step.node) ? [] : [step],
  );
}

/** The node that joins what both directions of a cell gave. */
function joinOf(steps: readonly Step[], sequences: readonly ValueId[]): Node | null {
  for (const step of steps)
    if (
      'node' in step &&
      step.node.op === 'concat' &&
      sequences.length > 1 &&
      step.node.inputs.join() === sequences.join()
    )
      return step.node;
  return null;
}

/** The lengths of rows that a mask of steps was made of. */
function lengthsOf(graph: Graph, steps: readonly Step[], valid: ValueId | undefined): ValueId | null {
  for (const step of steps)
    if ('node' in step && step.node.op === 'valid_steps' && valid !== undefined && step.node.outputs[0] === valid) {
      const [lengths] = step.node.inputs;
      return lengths !== undefined && graph.inputs.some(({ value }) => value === lengths) ? lengths : null;
    }
  return null;
}

function recurrentCall({
  attribute,
  kind,
  input,
  lengths,
  starts,
  last,
  finals,
}: {
  readonly attribute: string;
  readonly kind: TorchLayer['kind'];
  readonly input: ValueId;
  readonly lengths: ValueId;
  /** Of each state, those of all cells and directions. */
  readonly starts: readonly (readonly ValueId[])[];
  readonly last: ValueId;
  readonly finals: readonly (readonly ValueId[])[];
}): LayerCall {
  return {
    reads: [input, lengths, ...starts.flat()],
    gives: [last, ...finals.flat()],
    write: (scope, names) => {
      const sequence = names.give(attribute);
      const states = (kind === 'lstm' ? ['h', 'c'] : ['h']).map((state) => names.give(`${attribute}_${state}`));
      const texts = starts.map((row) => row.map((id) => scope.of(id).text));
      const isZero = texts.flat().every((text) => /^like\.new_zeros\(/.test(text));
      const stacks = texts.map((row) => `torch.stack([${row.join(', ')}])`);
      const given = [
        `self.${attribute}`,
        scope.of(input).text,
        scope.of(lengths).text,
        ...(isZero ? [] : [`[${stacks.join(', ')}]`]),
      ];
      return {
        lines: [`${sequence}, [${states.join(', ')}] = recurrent(${given.join(', ')})`],
        texts: new Map([
          [last, sequence],
          ...finals.flatMap((row, place) => row.map((value, state) => [value, `${states[state]}[${place}]`] as const)),
        ]),
      };
    },
  };
}
