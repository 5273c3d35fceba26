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

/**
 * Writes a loop as RNN, GRU or LSTM, where its equations are theirs.
 * Source: onnx/defs/rnn/defs.cc, opset 22, and onnxruntime, which gives zeros as the final state of a row without steps.
 * @returns whether it did
 */
export function writeRecurrent(
  node: NodeOf<'loop'>,
  writer: NodeWriter,
  weights: ReadonlyMap<ValueId, WeightData>,
  nodeOf: (value: ValueId) => Node | undefined,
): boolean {
  const loop = matchLoop(node, writer, weights, nodeOf);
  if (loop === null) return false;
  const { cell } = loop;
  const { operator } = cell;
  const isBackward = node.attrs.direction === 'backward';
  const initialOf = (param: ValueId): string =>
    writer.nameOf(node.inputs[node.attrs.body.params.indexOf(param)] ?? refuse('a state has no start'));
  const base = (
    writer.graph.values[node.outputs[node.attrs.states] ?? node.outputs[0] ?? (0 as ValueId)]?.name ?? 'loop'
  ).replace(/\.final\.\w+$/, '');
  const lengths = writer.nameOf(loop.lengths);
  const tensors = tensorsOf(cell, base, writer);
  const h = initialOf(cell.h);
  const c = cell.c === null ? null : initialOf(cell.c);
  const first = (state: string): string => writer.emit('Unsqueeze', [state, writer.int64(0)], `${state}.first`);
  const inputs = [writer.nameOf(loop.x), ...tensors.slice(0, 3), lengths, first(h)];
  if (c !== null) inputs.push(first(c), ...tensors.slice(3));
  const [y, yh, yc] = ['Y', 'Y_h', 'Y_c'].map((name) => writer.freeName(`${base}.${name}`));
  if (y === undefined || yh === undefined || yc === undefined) return false;
  const isUsual = DEFAULTS[operator].every((name, i) => name === cell.activations[i]);
  writer.emitNode(operator, inputs, c === null ? [y, yh] : [y, yh, yc], {
    hidden_size: { int: cell.gates[0] === undefined ? 0 : unitsOf(cell) },
    ...(isBackward ? { direction: { text: 'reverse' } } : {}),
    ...(isUsual ? {} : { activations: { texts: cell.activations } }),
    ...(cell.inputForget ? { input_forget: { int: 1 } } : {}),
    ...(cell.resetAfter ? { linear_before_reset: { int: 1 } } : {}),
  });
  const zero = writer.constant('float32', [], [0]);
  const some = writer.emit(
    'Unsqueeze',
    [writer.emit('Greater', [lengths, writer.constant('int32', [], [0])], `${base}.any`), writer.int64(1)],
    `${base}.some`,
  );
  const lastOf = (given: string, start: string, wanted: string): string =>
    writer.emit('Where', [some, writer.emit('Squeeze', [given, writer.int64(0)], `${given}.rows`), start], wanted);
  const steps = writer.emit('Squeeze', [y, writer.int64(1)], `${base}.steps`);
  const needsHeld = loop.states.includes('held') || (loop.stacked.includes(true) && !isBackward);
  const held = needsHeld ? lastOf(yh, zero, `${base}.last`) : '';
  for (const [i, state] of loop.states.entries()) {
    const output = node.outputs[i];
    if (output === undefined) continue;
    const made =
      state === 'held'
        ? held
        : state === 'h'
          ? lastOf(yh, h, `${base}.final.h`)
          : lastOf(yc, c ?? zero, `${base}.final.c`);
    writer.setName(output, made);
  }
  for (const [i, keeps] of loop.stacked.entries()) {
    const output = node.outputs[node.attrs.states + i];
    if (output === undefined) continue;
    // backward, steps beyond the end of a row come first: there is no value before them
    if (!keeps || isBackward) writer.setName(output, steps);
    else {
      const mask = writer.emit('Unsqueeze', [writer.nameOf(loop.mask), writer.int64(2)], `${base}.valid`);
      writer.setName(output, writer.emit('Where', [mask, steps, held], `${base}.padded`));
    }
  }
  return true;
}

const unitsOf = ({ gates }: MatchedCell): number =>
  gates
    .flatMap(({ x, h, bias }) => [x?.columns ?? 0, h?.columns ?? 0, bias?.columns ?? 0])
    .reduce((a, b) => Math.max(a, b), 0);

/** W, R, B and, with peepholes, P. */
function tensorsOf(cell: MatchedCell, base: string, writer: NodeWriter): readonly string[] {
  const units = unitsOf(cell);
  const turned = (of: 'x' | 'h', columns: number): readonly number[] =>
    cell.gates.flatMap((gate) =>
      Array.from(
        { length: units * columns },
        (_, i) => gate[of]?.data[(i % columns) * units + Math.floor(i / columns)] ?? 0,
      ),
    );
  const row = (numbers: Numbers | null): readonly number[] =>
    Array.from({ length: units }, (_, i) => numbers?.data[numbers.columns === 1 ? 0 : i] ?? 0);
  const size = cell.gates.length * units;
  const features = Math.max(...cell.gates.map(({ x }) => x?.rows ?? 0));
  const add = (name: string, dims: readonly number[], data: readonly number[]): string => {
    const given = writer.freeName(`${base}.${name}`);
    writer.addTensor(given, 'float32', dims, data);
    return given;
  };
  return [
    add('W', [1, size, features], turned('x', features)),
    add('R', [1, size, units], turned('h', units)),
    add(
      'B',
      [1, 2 * size],
      [
        ...cell.gates.flatMap(({ bias }) => row(bias)),
        ...cell.gates.flatMap(({ recurrentBias }) => row(recurrentBias)),
      ],
    ),
    ...(cell.peepholes.length === 0
      ? []
      : [
          add(
            'P',
            [1, 3 * units],
            [0, 1, 2].flatMap((at) => row(cell.peepholes[at] ?? null)),
          ),
        ]),
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
