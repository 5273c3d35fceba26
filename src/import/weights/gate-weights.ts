import type { CellLayout, Family, Gate, LayoutPart } from './cell-layout.ts';

/** A tensor of a file, or a weight of the model. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What one gate adds up. Matrices are [in, units], row-major. */
interface GateBlock {
  readonly input: Float32Array;
  readonly recurrent: Float32Array;
  /** Null: none is stored. */
  readonly bias: Float32Array | null;
  readonly recurrentBias: Float32Array | null;
}

/** The weights of a cell by gate: what all frameworks have in common. */
export interface GateWeights {
  readonly family: Family;
  readonly inputs: number;
  readonly units: number;
  /** Size of h: `units`, or what it is projected to. */
  readonly state: number;
  readonly gates: ReadonlyMap<Gate, GateBlock>;
  /** [units, state]. */
  readonly projection: Float32Array | null;
  readonly peepholes: ReadonlyMap<Gate, Float32Array> | null;
}

/** Why something can't be converted exactly, as the end of a sentence. */
export interface Obstacle {
  readonly reason: string;
  readonly fix?: string;
}
export const isObstacle = (value: object): value is Obstacle => 'reason' in value;

const shown = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** A matrix by what it reads and what it gives, however it lies. */
class MatrixView {
  readonly #tensor: Tensor;
  readonly #outFirst: boolean;
  constructor(tensor: Tensor, outFirst: boolean) {
    this.#tensor = tensor;
    this.#outFirst = outFirst;
  }
  get ins(): number {
    return this.#tensor.shape[this.#outFirst ? 1 : 0] ?? 0;
  }
  get outs(): number {
    return this.#tensor.shape[this.#outFirst ? 0 : 1] ?? 0;
  }
  /** Rows `from` to `from + count` of what it reads, columns `column` to `column + units` of what it gives: [count, units]. */
  block(from: number, count: number, column: number, units: number): Float32Array {
    const { data } = this.#tensor;
    const taken = new Float32Array(count * units);
    for (let i = 0; i < count; i++)
      for (let u = 0; u < units; u++)
        taken[i * units + u] =
          data[this.#outFirst ? (column + u) * this.ins + from + i : (from + i) * this.outs + column + u] ?? 0;
    return taken;
  }
}

/**
 * Takes the weights of a cell apart.
 * @param tensors by the names of the layout
 * @returns what is missing or does not fit together
 */
export function readGates(layout: CellLayout, tensors: ReadonlyMap<string, Tensor>): GateWeights | Obstacle {
  const [first] = layout.parts;
  const kernel = first && tensors.get(first.input);
  if (first === undefined || kernel === undefined) return { reason: `there is no ${first?.input}` };
  const units = new MatrixView(kernel, layout.outFirst).outs / first.gates.length;
  const projection = layout.projection === null ? null : (tensors.get(layout.projection) ?? null);
  if (layout.projection !== null && projection === null) return { reason: `there is no ${layout.projection}` };
  const state = projection === null ? units : (projection.shape[layout.outFirst ? 0 : 1] ?? 0);
  const inputs = new MatrixView(kernel, layout.outFirst).ins - (first.recurrent === null ? state : 0);
  if (!Number.isInteger(units) || units < 1 || inputs < 1)
    return { reason: `${first.input} ${shown(kernel.shape)} has no ${first.gates.length} equal blocks` };
  for (const [name, shape] of shapesOf(layout, { inputs, units, state })) {
    const tensor = tensors.get(name);
    if (tensor === undefined) return { reason: `there is no ${name}` };
    if (tensor.shape.join() !== shape.join())
      return {
        reason: `${name} is ${shown(tensor.shape)}, beside ${first.input} ${shown(kernel.shape)} it would be ${shown(shape)}`,
      };
  }
  const gates = new Map<Gate, GateBlock>();
  const part = (name: string | null, at: number): Float32Array | null =>
    name === null || !layout.hasBias ? null : (tensors.get(name)?.data.slice(at * units, (at + 1) * units) ?? null);
  for (const { gates: order, input, recurrent, bias, recurrentBias } of layout.parts)
    for (const [at, gate] of order.entries()) {
      const whole = new MatrixView(tensors.get(input) ?? kernel, layout.outFirst);
      const own = recurrent === null ? whole : new MatrixView(tensors.get(recurrent) ?? kernel, layout.outFirst);
      gates.set(gate, {
        input: whole.block(0, inputs, at * units, units),
        recurrent: own.block(recurrent === null ? inputs : 0, state, at * units, units),
        bias: part(bias, at),
        recurrentBias: part(recurrentBias, at),
      });
    }
  return {
    family: layout.family,
    inputs,
    units,
    state,
    gates,
    projection: projection === null ? null : new MatrixView(projection, layout.outFirst).block(0, units, 0, state),
    peepholes: readPeepholes(layout, tensors, units),
  };
}

function readPeepholes(
  layout: CellLayout,
  tensors: ReadonlyMap<string, Tensor>,
  units: number,
): GateWeights['peepholes'] {
  const { peepholes } = layout;
  if (peepholes === null) return null;
  const none = new Float32Array(units);
  if ('names' in peepholes)
    return new Map((['i', 'f', 'o'] as const).map((gate) => [gate, tensors.get(peepholes.names[gate])?.data ?? none]));
  const joined = tensors.get(peepholes.name)?.data ?? none;
  return new Map(peepholes.order.map((gate, at) => [gate, joined.slice(at * units, (at + 1) * units)]));
}

/** Shapes of all tensors of a layout. */
function shapesOf(
  layout: CellLayout,
  { inputs, units, state }: { readonly inputs: number; readonly units: number; readonly state: number },
): ReadonlyMap<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>();
  const matrix = (ins: number, outs: number): readonly number[] => (layout.outFirst ? [outs, ins] : [ins, outs]);
  for (const { gates, input, recurrent, bias, recurrentBias } of layout.parts) {
    const outs = gates.length * units;
    shapes.set(input, matrix(recurrent === null ? inputs + state : inputs, outs));
    if (recurrent !== null) shapes.set(recurrent, matrix(state, outs));
    if (layout.hasBias) for (const name of [bias, recurrentBias]) if (name !== null) shapes.set(name, [outs]);
  }
  if (layout.projection !== null) shapes.set(layout.projection, matrix(units, state));
  const { peepholes } = layout;
  if (peepholes !== null && 'names' in peepholes)
    for (const name of Object.values(peepholes.names)) shapes.set(name, [units]);
  else if (peepholes !== null) shapes.set(peepholes.name, [peepholes.order.length * units]);
  return shapes;
}

/** A weight that was made, and what was done to make it, in words. */
export interface MadeWeight extends Tensor {
  readonly sources: readonly string[];
  readonly done: readonly string[];
}

/**
 * Puts the weights of a cell together as another layout has them. Both layouts must compute the same; `obstaclesBetween` says so.
 * A sum of two biases, and one without a forget bias, is rounded to float32 once.
 * @param to of the model's cell
 */
export function writeGates(weights: GateWeights, from: CellLayout, to: CellLayout): ReadonlyMap<string, MadeWeight> {
  const { inputs, units, state } = weights;
  const made = new Map<string, MadeWeight>();
  const shapes = shapesOf(to, { inputs, units, state });
  const put = (
    name: string,
    fill: (data: Float32Array) => void,
    sources: readonly (string | null)[],
    done: readonly string[],
  ): void => {
    const shape = shapes.get(name) ?? [];
    const data = new Float32Array(shape.reduce((size, n) => size * n, 1));
    fill(data);
    made.set(name, { shape, data, sources: sources.filter((source) => source !== null), done });
  };
  for (const part of to.parts) {
    const origin = from.parts.find(({ gates }) => part.gates.every((gate) => gates.includes(gate)));
    const origins = origin === undefined ? from.parts : [origin];
    const moved = [...(from.outFirst === to.outFirst ? [] : ['transposed']), ...reordered(origins, part)];
    const outs = part.gates.length * units;
    const place = (
      data: Float32Array,
      ins: number,
      below: number,
      block: (gate: Gate) => Float32Array | undefined,
    ): void => {
      for (const [at, gate] of part.gates.entries())
        for (let i = 0; i < ins; i++)
          for (let u = 0; u < units; u++) {
            const [row, column] = [below + i, at * units + u];
            data[
              to.outFirst
                ? column * (to.parts[0]?.recurrent === null ? inputs + state : ins) + row
                : row * outs + column
            ] = block(gate)?.[i * units + u] ?? 0;
          }
    };
    const inputOf = (gate: Gate) => weights.gates.get(gate)?.input;
    const recurrentOf = (gate: Gate) => weights.gates.get(gate)?.recurrent;
    const kernels = origins.map(({ input }) => input);
    const recurrents = origins.map(({ recurrent }) => recurrent);
    if (part.recurrent === null)
      put(
        part.input,
        (data) => {
          place(data, inputs, 0, inputOf);
          place(data, state, inputs, recurrentOf);
        },
        [...kernels, ...recurrents],
        [...moved, ...(origin?.recurrent === null ? [] : ['joined'])],
      );
    else {
      put(part.input, (data) => place(data, inputs, 0, inputOf), kernels, moved);
      put(
        part.recurrent,
        (data) => place(data, state, 0, recurrentOf),
        recurrents.every((name) => name === null) ? kernels : recurrents,
        moved,
      );
    }
    if (to.hasBias) writeBiases(weights, { from, to, part, origins }, put);
  }
  if (to.projection !== null && weights.projection !== null) {
    const given = weights.projection;
    put(
      to.projection,
      (data) => {
        for (let u = 0; u < units; u++)
          for (let s = 0; s < state; s++) data[to.outFirst ? s * units + u : u * state + s] = given[u * state + s] ?? 0;
      },
      [from.projection],
      from.outFirst === to.outFirst ? [] : ['transposed'],
    );
  }
  writePeepholes(weights, from, to, put);
  return made;
}

type Put = (
  name: string,
  fill: (data: Float32Array) => void,
  sources: readonly (string | null)[],
  done: readonly string[],
) => void;

function writeBiases(
  { units, gates }: GateWeights,
  {
    from,
    to,
    part,
    origins,
  }: {
    readonly from: CellLayout;
    readonly to: CellLayout;
    readonly part: LayoutPart;
    readonly origins: readonly LayoutPart[];
  },
  put: Put,
): void {
  const order = reordered(origins, part);
  const extra = part.gates.includes('f') ? (from.forgetBias ?? to.forgetBias ?? 0) - (to.forgetBias ?? 0) : 0;
  const both = part.recurrentBias !== null;
  const names = origins.map(({ bias }) => (from.hasBias ? bias : null));
  const second = origins.map(({ recurrentBias }) => (from.hasBias ? recurrentBias : null));
  const fill = (data: Float32Array, of: (gate: Gate) => (u: number) => number): void => {
    for (const [at, gate] of part.gates.entries()) for (let u = 0; u < units; u++) data[at * units + u] = of(gate)(u);
  };
  put(
    part.bias,
    (data) =>
      fill(data, (gate) => (u) => {
        const block = gates.get(gate);
        return (block?.bias?.[u] ?? 0) + (both ? 0 : (block?.recurrentBias?.[u] ?? 0)) + (gate === 'f' ? extra : 0);
      }),
    both ? names : [...names, ...second],
    [
      ...(from.hasBias ? order : ['zeros: there is no bias']),
      ...(!both && second.some((name) => name !== null) ? ['summed'] : []),
      ...(extra === 0 ? [] : [`forget gate ${extra < 0 ? `less ${-extra}` : `plus ${extra}`}`]),
    ],
  );
  if (part.recurrentBias !== null)
    put(
      part.recurrentBias,
      (data) => fill(data, (gate) => (u) => gates.get(gate)?.recurrentBias?.[u] ?? 0),
      second,
      second.every((name) => name === null) ? ['zeros: there is one bias'] : order,
    );
}

function writePeepholes(
  { units, peepholes: given }: GateWeights,
  from: CellLayout,
  { peepholes }: CellLayout,
  put: Put,
): void {
  if (peepholes === null || given === null) return;
  const source = (gate: 'i' | 'f' | 'o'): string | null =>
    from.peepholes === null ? null : 'names' in from.peepholes ? from.peepholes.names[gate] : from.peepholes.name;
  const of = (gate: Gate): Float32Array => given.get(gate) ?? new Float32Array(units);
  if ('names' in peepholes)
    for (const gate of ['i', 'f', 'o'] as const)
      put(peepholes.names[gate], (data) => data.set(of(gate)), [source(gate)], []);
  else
    put(
      peepholes.name,
      (data) => {
        for (const [at, gate] of peepholes.order.entries()) data.set(of(gate), at * units);
      },
      [...new Set((['i', 'f', 'o'] as const).map(source))],
      [],
    );
}

/** Which blocks of the source stand in the order of the target, where that is another. */
function reordered(origins: readonly LayoutPart[], { gates }: LayoutPart): readonly string[] {
  const order = origins.flatMap((part) => part.gates);
  if (order.join() === gates.join()) return [];
  return [`blocks ${order.join(' ')} → ${gates.join(' ')}`];
}

/** What keeps the weights of one layout from giving the same numbers in the other; null: nothing. */
export function obstacleBetween(from: CellLayout, to: CellLayout, weights: GateWeights): Obstacle | null {
  if (from.family !== to.family) return { reason: `${to.name} computes something else than ${from.name}` };
  const same = (a: boolean, b: boolean, what: string): Obstacle | null =>
    a === b ? null : { reason: `${a ? from.name : to.name} has ${what}, ${a ? to.name : from.name} has none` };
  const shape =
    same(from.projection !== null, to.projection !== null, 'a projection') ??
    same(from.peepholes !== null, to.peepholes !== null, 'peepholes');
  if (shape !== null) return shape;
  if (from.reset !== null && to.reset !== null && from.reset !== to.reset)
    return {
      reason: `${from.name} resets ${from.reset === 'after' ? 'the product with the state' : 'the state before its product'}, ${to.name} ${to.reset === 'after' ? 'the product' : 'the state'}: no weights make them equal`,
    };
  if (!to.hasBias && [...weights.gates.values()].some(({ bias, recurrentBias }) => isSet(bias) || isSet(recurrentBias)))
    return { reason: `there are biases that ${to.name} has no place for`, fix: 'let the cell have its biases' };
  return null;
}

const isSet = (bias: Float32Array | null): boolean => bias?.some((x) => x !== 0) ?? false;

/** What the model's cell computes beside its weights that the other one does not. For cells of one framework it is the model's word alone. */
export function differenceBetween(from: CellLayout, to: CellLayout): Obstacle | null {
  const special = to.special.find((each) => !from.special.includes(each));
  if (special !== undefined)
    return { reason: `${special} of ${to.name} is not in ${from.name}`, fix: `leave ${special} out` };
  const missing = from.special.find((each) => !to.special.includes(each));
  if (missing !== undefined) return { reason: `${from.name} has ${missing}, ${to.name} has not` };
  if (from.forgetBias === null && to.forgetBias !== null)
    return {
      reason: `${from.name} adds a forget bias at every step that its file does not tell`,
      fix: 'name the cell tf1.basic_lstm or tf1.lstm, with the forget_bias of the program',
    };
  const simple = ['tanh', 'relu'];
  if (from.functions === null && from.family === 'rnn' && from.outFirst && !simple.includes(to.functions?.[0] ?? ''))
    return { reason: `${from.name} has tanh or relu, ${to.name} ${to.functions?.[0]}` };
  if (from.functions !== null && to.functions !== null && from.functions.join() !== to.functions.join())
    return {
      reason: `the functions of ${from.name} are ${from.functions.join(' and ')}, those of ${to.name} ${to.functions.join(' and ')}`,
    };
  return null;
}
