import { GraphBuilder } from '../../compiler/graph/builder.ts';
import { shapeOf, symbolDim } from '../../compiler/ir/dim.ts';
import type { Graph, GraphInput, Initializer, Weight } from '../../compiler/ir/graph.ts';
import type { Dtype, Origin, ValueId } from '../../compiler/ir/types.ts';
import type { ModelDefinition } from '../../src/artifact/definition.ts';

const origin: Origin = { path: 'test', span: null };
const uniform: Initializer = { kind: 'uniform', low: -0.8, high: 0.8 };
type Dims = readonly (number | string)[];

class GraphWriter {
  readonly builder = new GraphBuilder();
  readonly inputs: GraphInput[] = [];
  readonly weights: Weight[] = [];

  value(name: string, dims: Dims, dtype: Dtype = 'float32'): ValueId {
    return this.builder.value(name, { dtype, shape: shapeOf(...dims) });
  }
  feed(name: string, dims: Dims, dtype: Dtype = 'float32', limit: number | null = null): ValueId {
    const value = this.value(name, dims, dtype);
    this.inputs.push({ role: 'feed', name, value, limit, origin });
    return value;
  }
  weight(path: string, dims: readonly number[]): ValueId {
    const value = this.value(path, dims);
    this.weights.push({ path, value, init: uniform, origin });
    return value;
  }
}

export interface CellOptions {
  readonly features: number;
  readonly units: number;
  /** Tokens instead of numbers. */
  readonly vocabulary?: number;
  /** Initial state from an input `h0`. */
  readonly start?: boolean;
  /** A dropout mask on the cell's result. */
  readonly keep?: number;
}

/**
 * h' = tanh(x @ w + h @ u + b) over `time`, with lengths; outputs `y` [batch, time, units] and `last` [batch, units].
 */
export function cellGraph(options: CellOptions, variant: 'inference' | 'training' = 'inference'): Graph {
  const { features, units, vocabulary } = options;
  const g = new GraphWriter();
  const { builder: b } = g;
  const time = symbolDim('time');
  let x: ValueId;
  if (vocabulary === undefined) x = g.feed('x', ['batch', 'time', features]);
  else {
    const tokens = g.feed('tokens', ['batch', 'time'], 'int32', vocabulary);
    x = b.emit('gather', [g.weight('table', [vocabulary, features]), tokens], {}, origin);
  }
  const lengths = g.value('time.lengths', ['batch'], 'int32');
  g.inputs.push({ role: 'lengths', name: 'time.lengths', symbol: 'time', value: lengths });
  const h0 = g.value('cell.h', ['batch', units]);
  const [w, u, bias] = [
    g.weight('cell.w', [features, units]),
    g.weight('cell.u', [units, units]),
    g.weight('cell.b', [units]),
  ];

  const steps = b.emit('transpose', [x], { permutation: [1, 0, 2] }, origin);
  const projected = b.emit('add', [b.emit('matmul', [steps, w], {}, origin), bias], {}, origin);
  const valid = b.emit('valid_steps', [lengths], { length: time }, origin);

  const [ph, px, pv, pu] = [
    g.value('h', ['batch', units]),
    g.value('x', ['batch', units]),
    g.value('valid', ['batch'], 'bool'),
    g.value('u', [units, units]),
  ];
  b.openBody();
  const next = b.emit('tanh', [b.emit('add', [px, b.emit('matmul', [ph, pu], {}, origin)], {}, origin)], {}, origin);
  const mask = b.emit('reshape', [pv], { shape: shapeOf('batch', 1) }, origin);
  const state = b.emit('select', [mask, next, ph], {}, origin);
  const y = b.emit('select', [mask, next, b.constant(0, 'float32', origin)], {}, origin);
  const body = b.closeBody([ph, px, pv, pu], [state, y]);
  const [final, stacked] = b.emitAll(
    'loop',
    [h0, projected, valid, u],
    { states: 1, scanned: 2, direction: 'forward', length: time, body },
    origin,
  ) as [ValueId, ValueId];
  g.inputs.push({ role: 'state', name: 'cell.h', value: h0, final, start: options.start === true ? 'h0' : null });

  let result = b.emit('transpose', [stacked], { permutation: [1, 0, 2] }, origin);
  if (variant === 'training' && options.keep !== undefined) {
    const drop = g.value('cell.mask', ['batch', 'time', units]);
    g.inputs.push({ role: 'mask', name: 'cell.mask', value: drop, keep: options.keep });
    result = b.emit('mul', [result, drop], {}, origin);
  }
  return {
    name: 'cell',
    variant,
    values: b.values,
    inputs: g.inputs,
    weights: g.weights,
    nodes: b.nodes,
    outputs: [
      { name: 'y', value: result, origin },
      { name: 'last', value: final, origin },
    ],
    streaming: null,
  };
}

export function cellModel(options: CellOptions): ModelDefinition {
  const training = options.keep === undefined ? null : cellGraph(options, 'training');
  return {
    name: 'cell',
    seed: 1,
    unroll: null,
    graphs: { inference: cellGraph(options), training },
    weights: new Map(),
  };
}
