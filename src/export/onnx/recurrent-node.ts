import { staticSize } from '../../../compiler/ir/dim.ts';
import type { Node, NodeOf } from '../../../compiler/ir/nodes.ts';
import type { ValueId } from '../../../compiler/ir/types.ts';
import type { WeightData } from '../../artifact/definition.ts';
import type { Numbers } from './affine.ts';
import { type MatchedCell, matchCell } from './match-cell.ts';
import { type NodeWriter, refuse } from './node-writer.ts';

const DEFAULTS = { RNN: ['Tanh'], GRU: ['Sigmoid', 'Tanh'], LSTM: ['Sigmoid', 'Tanh', 'Tanh'] } as const;

/** A loop whose cell is an operator, with where its results are from. */
interface MatchedLoop {
  readonly cell: MatchedCell;
  readonly x: ValueId;
  readonly mask: ValueId;
  readonly lengths: ValueId;
  /** Of each state: h, c, or the latest output. */
  readonly states: readonly ('h' | 'c' | 'held')[];
  /** Of each stacked result, whether it keeps its value beyond the end of a row. */
  readonly stacked: readonly boolean[];
}

/** One direction of an operator. */
interface Direction extends MatchedLoop {
  readonly node: NodeOf<'loop'>;
}

/**
 * Writes loops as RNN, GRU or LSTM, where their equations are theirs; two that go over the same steps in both directions as one node.
 * Source: onnx/defs/rnn/defs.cc, opset 22, and onnxruntime, which gives zeros as the final state of a row without steps.
 */
export class RecurrentWriter {
  readonly #writer: NodeWriter;
  readonly #loops: ReadonlyMap<Node, Direction>;
  /** Of the second of two directions the first. */
  readonly #firsts = new Map<Node, Direction>();

  /** @param nodes of the graph */
  constructor(writer: NodeWriter, nodes: readonly Node[], weights: ReadonlyMap<ValueId, WeightData>) {
    this.#writer = writer;
    const byOutput = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
    const loops = nodes.flatMap((node): readonly Direction[] => {
      if (node.op !== 'loop') return [];
      const loop = matchLoop(node, writer, weights, (value) => byOutput.get(value));
      return loop === null ? [] : [{ ...loop, node }];
    });
    this.#loops = new Map(loops.map((loop) => [loop.node, loop]));
    for (const [i, loop] of loops.entries()) {
      const other = loops[i + 1];
      if (other === undefined || [...this.#firsts.values()].includes(loop) || !this.#isOtherWay(loop, other)) continue;
      const between = nodes.slice(nodes.indexOf(loop.node) + 1, nodes.indexOf(other.node) + 1);
      const results = new Set(loop.node.outputs);
      if (!between.some(({ inputs }) => inputs.some((input) => results.has(input)))) this.#firsts.set(other.node, loop);
    }
  }

  /** @returns whether the loop is an operator; the first of two directions is written with the second */
  write(node: NodeOf<'loop'>): boolean {
    const loop = this.#loops.get(node);
    if (loop === undefined) return false;
    const first = this.#firsts.get(node);
    if (first !== undefined) writeOperator(isBackward(loop) ? [first, loop] : [loop, first], this.#writer);
    else if (![...this.#firsts.values()].includes(loop)) writeOperator([loop], this.#writer);
    return true;
  }

  /** Whether the two are one layer in both directions. */
  #isOtherWay(loop: Direction, other: Direction): boolean {
    const [a, b] = [loop, other].map(({ cell, x, lengths, node }) => {
      const { operator, activations, clip, inputForget, resetAfter, peepholes, gates } = cell;
      const starts = [cell.h, cell.c].map((state) => state !== null && this.#isFedAlone(startOf(node, state)));
      const features = gates.map((gate) => gate.x?.rows ?? 0);
      const what = [operator, activations, clip, inputForget, resetAfter, peepholes.length, unitsOf(cell), features];
      return JSON.stringify([...what, starts, x, lengths]);
    });
    // outputs that keep their value beyond the end of a row are the import's of one direction alone
    const isFilling = [loop, other].some((one) => !isBackward(one) && one.stacked.includes(true));
    return isBackward(loop) !== isBackward(other) && a === b && !isFilling;
  }

  /** Whether a start is zeros unless it is fed. */
  #isFedAlone(value: ValueId): boolean {
    const { inputs } = this.#writer.graph;
    return inputs.some((input) => input.role === 'state' && input.value === value && input.start === null);
  }
}

const isBackward = ({ node }: Direction): boolean => node.attrs.direction === 'backward';
const startOf = ({ inputs, attrs }: NodeOf<'loop'>, state: ValueId): ValueId =>
  inputs[attrs.body.params.indexOf(state)] ?? refuse('a state has no start');

function writeOperator(directions: readonly Direction[], writer: NodeWriter): void {
  const [loop] = directions;
  if (loop === undefined) return;
  const { cell, node } = loop;
  const { operator, activations, clip } = cell;
  const base = (
    writer.graph.values[node.outputs[node.attrs.states] ?? node.outputs[0] ?? (0 as ValueId)]?.name ?? 'loop'
  ).replace(/\.final\.\w+$/, '');
  const lengths = writer.nameOf(loop.lengths);
  const tensors = tensorsOf(
    directions.map((one) => one.cell),
    base,
    writer,
  );
  const first = (state: string): string => writer.emit('Unsqueeze', [state, writer.int64(0)], `${state}.first`);
  const startsOf = (state: 'h' | 'c'): string => {
    const all = directions.map((one) => {
      const param = one.cell[state] ?? refuse('a state is missing');
      return first(writer.nameOf(startOf(one.node, param)));
    });
    const [only = ''] = all;
    return all.length === 1 ? only : writer.emit('Concat', all, `${base}.${state}.both`, { axis: { int: 0 } });
  };
  const inputs = [writer.nameOf(loop.x), ...tensors.slice(0, 3), lengths, startsOf('h')];
  if (cell.c !== null) inputs.push(startsOf('c'), ...tensors.slice(3));
  const [y = '', yh = '', yc = ''] = ['Y', 'Y_h', 'Y_c'].map((name) => writer.freeName(`${base}.${name}`));
  const isUsual = DEFAULTS[operator].every((name, i) => name === activations[i]?.name);
  const all = directions.flatMap((one) => one.cell.activations);
  const [alphas, betas] = [0, 1].map((at) => all.flatMap(({ numbers }) => numbers[at] ?? []));
  const way = directions.length === 2 ? 'bidirectional' : isBackward(loop) ? 'reverse' : null;
  writer.emitNode(operator, inputs, cell.c === null ? [y, yh] : [y, yh, yc], {
    hidden_size: { int: unitsOf(cell) },
    ...(way === null ? {} : { direction: { text: way } }),
    ...(isUsual ? {} : { activations: { texts: all.map(({ name }) => name) } }),
    ...(alphas === undefined || alphas.length === 0 ? {} : { activation_alpha: { floats: alphas } }),
    ...(betas === undefined || betas.length === 0 ? {} : { activation_beta: { floats: betas } }),
    ...(clip === null ? {} : { clip: { float: clip } }),
    ...(cell.inputForget ? { input_forget: { int: 1 } } : {}),
    ...(cell.resetAfter ? { linear_before_reset: { int: 1 } } : {}),
  });
  const any = writer.emit('Greater', [lengths, writer.constant('int32', [], [0])], `${base}.any`);
  const some = writer.emit('Unsqueeze', [any, writer.int64(1)], `${base}.some`);
  for (const [at, direction] of directions.entries()) {
    const place = directions.length === 1 ? null : at;
    writeResults(direction, place, { base: place === null ? base : `${base}.${at}`, y, yh, yc, some }, writer);
  }
}

interface Results {
  readonly base: string;
  readonly y: string;
  readonly yh: string;
  readonly yc: string;
  /** Of each row, whether it has a step. */
  readonly some: string;
}

/** Takes what the loop gives from the results of the operator. @param place of the direction; null where it has one */
function writeResults(
  direction: Direction,
  place: number | null,
  { base, y, yh, yc, some }: Results,
  writer: NodeWriter,
): void {
  const { node, cell, states, stacked, mask } = direction;
  const zero = writer.constant('float32', [], [0]);
  const oneOf = (given: string, axis: number, wanted: string): string =>
    place === null
      ? writer.emit('Squeeze', [given, writer.int64(axis)], wanted)
      : writer.emit('Gather', [given, writer.constant('int64', [], [place])], wanted, { axis: { int: axis } });
  const lastOf = (given: string, start: string, wanted: string): string =>
    writer.emit('Where', [some, oneOf(given, 0, `${given}.rows`), start], wanted);
  const steps = oneOf(y, 1, `${base}.steps`);
  const needsHeld = states.includes('held') || (stacked.includes(true) && !isBackward(direction));
  const held = needsHeld ? lastOf(yh, zero, `${base}.last`) : '';
  const initialOf = (state: ValueId): string => writer.nameOf(startOf(node, state));
  for (const [i, state] of states.entries()) {
    const output = node.outputs[i];
    if (output === undefined) continue;
    const made =
      state === 'held'
        ? held
        : state === 'h'
          ? lastOf(yh, initialOf(cell.h), `${base}.final.h`)
          : lastOf(yc, cell.c === null ? zero : initialOf(cell.c), `${base}.final.c`);
    writer.setName(output, made);
  }
  for (const [i, keeps] of stacked.entries()) {
    const output = node.outputs[node.attrs.states + i];
    if (output === undefined) continue;
    // backward, steps beyond the end of a row come first: there is no value before them
    if (!keeps || isBackward(direction)) writer.setName(output, steps);
    else {
      const counted = writer.emit('Unsqueeze', [writer.nameOf(mask), writer.int64(2)], `${base}.valid`);
      writer.setName(output, writer.emit('Where', [counted, steps, held], `${base}.padded`));
    }
  }
}

const unitsOf = ({ gates }: MatchedCell): number =>
  gates
    .flatMap(({ x, h, bias }) => [x?.columns ?? 0, h?.columns ?? 0, bias?.columns ?? 0])
    .reduce((a, b) => Math.max(a, b), 0);

/** W, R, B and, with peepholes, P, of all directions. */
function tensorsOf(cells: readonly MatchedCell[], base: string, writer: NodeWriter): readonly string[] {
  const [first] = cells;
  if (first === undefined) return [];
  const units = unitsOf(first);
  const turned = (cell: MatchedCell, of: 'x' | 'h', columns: number): readonly number[] =>
    cell.gates.flatMap((gate) =>
      Array.from(
        { length: units * columns },
        (_, i) => gate[of]?.data[(i % columns) * units + Math.floor(i / columns)] ?? 0,
      ),
    );
  const row = (numbers: Numbers | null): readonly number[] =>
    Array.from({ length: units }, (_, i) => numbers?.data[numbers.columns === 1 ? 0 : i] ?? 0);
  const size = first.gates.length * units;
  const features = Math.max(...first.gates.map(({ x }) => x?.rows ?? 0));
  const add = (name: string, dims: readonly number[], data: (cell: MatchedCell) => readonly number[]): string => {
    const given = writer.freeName(`${base}.${name}`);
    writer.addTensor(given, 'float32', [cells.length, ...dims], cells.flatMap(data));
    return given;
  };
  return [
    add('W', [size, features], (cell) => turned(cell, 'x', features)),
    add('R', [size, units], (cell) => turned(cell, 'h', units)),
    add('B', [2 * size], ({ gates }) => [
      ...gates.flatMap(({ bias }) => row(bias)),
      ...gates.flatMap(({ recurrentBias }) => row(recurrentBias)),
    ]),
    ...(first.peepholes.length === 0
      ? []
      : [add('P', [3 * units], ({ peepholes }) => [0, 1, 2].flatMap((at) => row(peepholes[at] ?? null)))]),
  ];
}

function matchLoop(
  { attrs: { body, states, scanned, ragged }, inputs }: NodeOf<'loop'>,
  writer: NodeWriter,
  weights: ReadonlyMap<ValueId, WeightData>,
  outerNode: (value: ValueId) => Node | undefined,
): MatchedLoop | null {
  const nodes = new Map(body.nodes.flatMap((node) => node.outputs.map((output): [ValueId, Node] => [output, node])));
  const nodeOf = (value: ValueId): Node | undefined => nodes.get(value);
  const masks = new Map<ValueId, { readonly mask: ValueId; readonly lengths: ValueId }>();
  const sequences: { readonly param: ValueId; readonly outer: ValueId }[] = [];
  for (let at = states; at < states + scanned; at++) {
    const [param, outer] = [body.params[at], inputs[at]];
    if (param === undefined || outer === undefined) return null;
    const made = outerNode(outer);
    const [lengths] = made?.op === 'valid_steps' ? made.inputs : [];
    if (lengths === undefined) sequences.push({ param, outer });
    else masks.set(param, { mask: outer, lengths });
  }
  const [sequence, ...more] = sequences;
  const [mask] = masks.values();
  if (ragged !== undefined || sequence === undefined || mask === undefined || more.length > 0 || masks.size !== 1)
    return null;

  const isMask = (value: ValueId | undefined): boolean => {
    const node = value === undefined ? undefined : nodeOf(value);
    return value !== undefined && (masks.has(value) || (node?.op === 'reshape' && isMask(node.inputs[0])));
  };
  /** Where the step counts, and elsewhere. */
  const chosen = (value: ValueId | undefined): { readonly value: ValueId; readonly elsewhere: ValueId } | null => {
    const node = value === undefined ? undefined : nodeOf(value);
    const [condition, then, elsewhere] = node?.op === 'select' ? node.inputs : [];
    return isMask(condition) && then !== undefined && elsewhere !== undefined ? { value: then, elsewhere } : null;
  };
  const isZero = (value: ValueId | undefined, find: typeof nodeOf): boolean => {
    const node = value === undefined ? undefined : find(value);
    if (node?.op === 'broadcast') return isZero(node.inputs[0], find);
    return node?.op === 'constant' && node.attrs.values.every((x) => x === 0);
  };
  const read = new Set(body.nodes.flatMap((node) => (node.op === 'select' ? node.inputs.slice(0, 2) : node.inputs)));
  const found = body.params.slice(0, states).map((param, i) => {
    const result = chosen(body.results[i]);
    if (result?.elsewhere !== param) return null;
    return { param, next: result.value, isHeld: !read.has(param) && isZero(inputs[i], outerNode) };
  });
  const all = found.flatMap((state) => state ?? []);
  if (all.length < found.length) return null;
  const widthOf = (value: ValueId): number => staticSize(writer.typeOf(value).shape.at(-1) ?? {}) ?? 0;
  const cell = matchCell({
    nodeOf,
    x: sequence.param,
    widthOf,
    weightOf: (value) => {
      const weight = weights.get(inputs[body.params.indexOf(value)] ?? (-1 as ValueId));
      if (weight === undefined || weight.shape.length > 2 || weight.shape.length < 1) return null;
      return {
        rows: weight.shape.length === 1 ? 1 : (weight.shape[0] ?? 0),
        columns: weight.shape.at(-1) ?? 0,
        data: weight.data,
      };
    },
    states: all.filter(({ isHeld }) => !isHeld),
  });
  const output = all.find(({ param }) => param === cell?.h)?.next;
  if (cell === null || all.some(({ isHeld, next }) => isHeld && next !== output)) return null;
  const held = new Set(all.flatMap(({ isHeld, param }) => (isHeld ? [param] : [])));
  const stacked = body.results.slice(states).map((result): boolean | null => {
    const own = chosen(result);
    if (own?.value !== output) return null;
    return held.has(own?.elsewhere ?? (-1 as ValueId)) ? true : isZero(own?.elsewhere, nodeOf) ? false : null;
  });
  const known = stacked.flatMap((keeps) => (keeps === null ? [] : [keeps]));
  if (known.length < stacked.length) return null;
  return {
    cell,
    x: sequence.outer,
    ...mask,
    states: all.map(({ param, isHeld }) => (isHeld ? 'held' : param === cell.c ? 'c' : 'h')),
    stacked: known,
  };
}
