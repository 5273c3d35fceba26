import {
  type Activation,
  CELLS,
  type CellChoices,
  cellWeights,
  LAST_C,
  libraryCell,
  lstmKeepingLast,
} from './cells.ts';
import { filledRow, isZero, numbersOfStart, type Start, setStarts, startRow } from './constants/start-values.ts';
import type { Conversion, NodeReader } from './conversion.ts';
import { takeNumbers } from './functions.ts';
import {
  Axis,
  become,
  type Constant,
  type Data,
  featureAxis,
  partsAlong,
  referenceOf,
  refuse,
  UNKNOWN,
  type Value,
} from './values.ts';

/** Inputs of recurrent nodes by place, and those of LSTM alone. */
const AT = { x: 0, w: 1, r: 2, b: 3, lengths: 4, h: 5, c: 6, p: 7 } as const;

/**
 * RNN, GRU and LSTM: one layer, or one for each direction where their activations differ.
 * Source: onnx/defs/rnn/defs.cc, opset 22, and onnxruntime 1.32 where that leaves something open.
 */
export function convertRecurrent(node: NodeReader, conversion: Conversion): readonly Value[] {
  const operator = node.node.opType ?? '';
  const kind = CELLS[operator] ?? refuse('it is no recurrent node');
  const direction = node.text('direction', 'forward');
  if (!['forward', 'reverse', 'bidirectional'].includes(direction)) return refuse(`its direction is "${direction}"`);
  const directions = direction === 'bidirectional' ? 2 : 1;
  const layout = node.int('layout', 0);
  if (layout !== 0 && layout !== 1) return refuse(`its layout is ${layout}`);
  const x = node.data(AT.x);
  if (x.axes.length !== 3)
    return refuse(`its input X has ${x.axes.length} axes; it must have three: steps, batch and features`);
  const time = become(x.axes[layout], 'time');
  const batch = become(x.axes[1 - layout], 'batch');
  const features = featureAxis(x).size;
  if (x.dtype !== 'float32') return refuse('its input X is no float32 tensor');
  const w = node.floats(AT.w, 'input W');
  const r = node.floats(AT.r, 'input R');
  const units = node.int('hidden_size', r.dims[2] ?? 0);
  const expect = (what: string, { dims }: Constant, shape: readonly number[]): void => {
    if (dims.join() !== shape.join())
      refuse(`its ${what} is [${dims.join(', ')}]; of its attributes follows [${shape.join(', ')}]`);
  };
  if (!Number.isSafeInteger(units) || units < 1) return refuse(`its hidden_size is ${units}`);
  expect('input W', w, [directions, kind.gates * units, features]);
  expect('input R', r, [directions, kind.gates * units, units]);
  const b = node.optionalFloats(AT.b, 'input B');
  if (b !== null) expect('input B', b, [directions, 2 * kind.gates * units]);
  const p = operator === 'LSTM' ? node.optionalFloats(AT.p, 'input P') : null;
  if (p !== null) expect('input P', p, [directions, 3 * units]);
  keepLengths(node, conversion, time, batch);

  const clip = node.has('clip') ? node.float('clip', 0) : null;
  if (clip !== null && !(clip > 0 && Number.isFinite(clip))) return refuse(`its clip is ${clip}`);
  const activations = activationsOf(node, kind.activations, directions);
  const choices = {
    clip,
    biases: b !== null,
    peepholes: p !== null,
    inputForget: operator === 'LSTM' && node.int('input_forget', 0) !== 0,
    resetAfter: operator === 'GRU' && node.int('linear_before_reset', 0) !== 0,
  };
  const states = ['h', 'c'].slice(0, operator === 'LSTM' ? 2 : 1);
  const initial = states.map((state) =>
    initialStates(node, AT[state as 'h' | 'c'], { directions, layout, batch, units }),
  );

  const cells = activations.map((own): CellChoices => ({ ...choices, activations: own }));
  const input = referenceOf(x);
  const isOne = directions === 2 && JSON.stringify(cells[0]) === JSON.stringify(cells[1]);
  const layers = (
    isOne
      ? ['bidirectional']
      : directions === 2
        ? ['forward', 'backward']
        : [direction === 'reverse' ? 'backward' : 'forward']
  ).map((way, index) => {
    const starts = new Map(
      states.flatMap((state, s) =>
        (isOne ? ['forward', 'backward'] : [way]).flatMap((one, d): [string, Start][] => {
          const start = initial[s]?.[isOne ? d : directions === 2 ? index : 0] ?? null;
          return start === null ? [] : [[`0.${one}.${state}`, start]];
        }),
      ),
    );
    const layer = conversion.addLayer(operator.toLowerCase(), {
      type: 'recurrent',
      input,
      cell: {},
      ...(way === 'forward' ? {} : { direction: way }),
      ...(isOne ? { merge: 'none' } : {}),
    });
    setStarts(layer, starts, conversion);
    conversion.operatorLayers.add(layer.name);
    const cell = cells[index] ?? refuse('it has no cell');
    const { name, options } = libraryCell(operator, cell);
    layer.keys.cell = { [name]: { units, ...options } };
    if (operator === 'LSTM')
      conversion.decideLater((isRead) => {
        if (!['forward', 'backward'].some((one) => isRead(`${layer.name}.0.${one}.final.${LAST_C}`))) return;
        layer.keys.cell = { [conversion.cellNamed('onnx_lstm', lstmKeepingLast(cell))]: { units } };
      });
    return layer.name;
  });
  const ways = directions === 2 ? ['forward', 'backward'] : [direction === 'reverse' ? 'backward' : 'forward'];
  const places = ways.map((way, d) => ({ way, layer: layers[isOne ? 0 : d] ?? '' }));
  for (const [d, { way, layer }] of places.entries())
    for (const [name, { shape, data, from }] of Object.entries(cellWeights({ w, r, b, p }, d)))
      conversion.addWeight(`${layer}.0.${way}.${name}`, shape, data, from);

  const parts = new Axis(directions, 'parts');
  const hidden = (): Axis => new Axis(units, 'feature');
  const y: Data = {
    kind: 'data',
    references: places.map(({ way, layer }) => (isOne ? `${layer}.${way}` : layer)),
    axes: layout === 0 ? [time, parts, batch, hidden()] : [batch, time, parts, hidden()],
    dtype: 'float32',
    source: null,
  };
  // onnxruntime gives zeros as the final states of a row of length 0, whatever it started from; of sequences without steps it gives what was in memory
  const alwaysSteps = node.optional(AT.lengths) === null;
  const finals = states.map((state, s): Data => {
    const axes = [new Axis(directions, 'parts'), batch];
    const isStart = alwaysSteps || (initial[s] ?? []).every((start) => start === null);
    return {
      ...y,
      references: places.map(({ way, layer }) => {
        if (isStart) return `${layer}.0.${way}.final.${state}`;
        return state === 'h' ? `${isOne ? `${layer}.${way}` : layer}.last` : `${layer}.0.${way}.final.${LAST_C}`;
      }),
      axes: [...(layout === 0 ? axes : axes.reverse()), hidden()],
    };
  });
  return node.node.output.map((_, at) => [y, ...finals][at] ?? UNKNOWN);
}

/** Lengths belong to the steps of the model, so all recurrent nodes over them read the same. */
function keepLengths(node: NodeReader, conversion: Conversion, time: Axis, batch: Axis): void {
  const given = node.optional(AT.lengths);
  let name = '';
  if (given !== null) {
    if (given.kind === 'lengths' && given.form === 'length') {
      name = given.name;
      if (given.rows !== null && !given.rows.join(batch)) refuse('its sequence_lens are of rows in another order');
    } else if (given.kind !== 'data' || given.source === null || given.dtype !== 'int32' || given.axes.length !== 1)
      refuse('its sequence_lens are no input of the model');
    else {
      if (!become(given.axes[0], 'batch').join(batch)) refuse('its sequence_lens are of rows in another order');
      name = given.source.name;
    }
  }
  conversion.keepLengths(time, name);
}

function activationsOf(
  node: NodeReader,
  defaults: readonly string[],
  directions: number,
): readonly (readonly Activation[])[] {
  const given = node.texts('activations');
  const names = given.length === 0 ? Array.from({ length: directions }, () => defaults).flat() : given;
  if (names.length !== defaults.length * directions)
    return refuse(`it has ${names.length} activations; ${defaults.length} are wanted in each direction`);
  const alphas = [...node.numbers('activation_alpha')];
  const betas = [...node.numbers('activation_beta')];
  const all = names.map((name): Activation => ({ name, ...takeNumbers(name, alphas, betas) }));
  if (alphas.length > 0 || betas.length > 0)
    refuse('activation_alpha or activation_beta has numbers that no activation takes');
  return Array.from({ length: directions }, (_, d) => all.slice(d * defaults.length, (d + 1) * defaults.length));
}

interface Expected {
  readonly directions: number;
  readonly layout: number;
  readonly batch: Axis;
  readonly units: number;
}

/** What states start from, by direction; null for zeros. */
function initialStates(
  node: NodeReader,
  at: number,
  { directions, layout, batch, units }: Expected,
): readonly (Start | null)[] {
  const value = node.optional(at);
  if (value === null || isZero(value)) return [];
  const numbers = numbersOfStart(value);
  if (numbers !== null) {
    const [first, second, size] = numbers.dims;
    const [own, rows] = layout === 0 ? [first, second] : [second, first];
    const fits = batch.root.size === null || rows === 1 || rows === batch.root.size;
    if (numbers.dims.length !== 3 || own !== directions || size !== units || !fits)
      return refuse(`its initial state is [${numbers.dims.join(', ')}]`);
    return Array.from({ length: directions }, (_, d) => startRow(numbers, layout, d));
  }
  if (value.kind === 'filled') return Array.from({ length: directions }, () => filledRow(value.value, [units]));
  if (value.kind !== 'data') return refuse('its initial state is computed otherwise than from inputs');
  if (value.axes.length !== 3) return refuse('its initial state has not three axes');
  if (value.dtype !== 'float32') return refuse('its initial state is no float32 tensor');
  const place = layout === 0 ? 0 : 1;
  const axis = value.axes[1 - place];
  if (featureAxis(value).size !== units)
    return refuse(`its initial state has ${featureAxis(value).size} features, not ${units}`);
  if (!become(axis, 'batch').join(batch)) return refuse('the batch of its initial state is not that of its input');
  const references = partsAlong(value, place);
  return references.length === directions
    ? references.map((reference) => ({ reference }))
    : refuse(`its initial state has ${references.length} directions, not ${directions}`);
}
