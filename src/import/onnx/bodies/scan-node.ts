import type { Conversion, NodeReader } from '../conversion.ts';
import { windowOf } from '../layers/windows.ts';
import type { ReadBeside } from '../tensors.ts';
import { type Axis, become, type Data, featureAxis, refuse, type Value } from '../values.ts';
import type { Steps } from './steps.ts';
import { makeSteps, resultOf } from './steps-layer.ts';

/**
 * A Scan over steps as one recurrent layer, whose cell has the equations of the body.
 * Source: onnx/defs/controlflow/defs.cc, Scan of opset 9 to 22.
 */
export function convertScan(
  node: NodeReader,
  conversion: Conversion,
  outer: ReadonlyMap<string, Value>,
  beside: ReadBeside,
): readonly Value[] {
  const scan = readScan(node, conversion);
  const window = (node.ints('scan_output_axes') ?? []).every((axis) => axis === 0)
    ? windowOf(scan, outer, conversion)
    : null;
  if (window !== null) return window;
  const wanted = (node.node.output[scan.initial.length] ?? '').replace(/\.\d+$/, '');
  const { finals, outputs } = makeSteps(scan, wanted, conversion, outer, beside);
  const places = node.ints('scan_output_axes') ?? [];
  const placed = outputs.map((data, i): Data => {
    const [time, batch, ...features] = data.axes;
    const isSecond = placeOf(places[i] ?? 0, data.axes.length) === 1;
    return isSecond && time !== undefined && batch !== undefined ? { ...data, axes: [batch, time, ...features] } : data;
  });
  return [...finals, ...placed];
}

function readScan(node: NodeReader, conversion: Conversion): Steps {
  const body = node.graph('body') ?? refuse('it has no body');
  const scanned = node.int('num_scan_inputs', 0);
  const states = node.node.input.length - scanned;
  if (conversion.opset < 9) return refuse('it is of an opset before 9, where Scan had a batch of its own');
  if (scanned < 1 || states < 1 || body.input.length !== node.node.input.length)
    return refuse('its inputs are not those of its body');
  if (body.output.length !== node.node.output.length || body.output.length < states)
    return refuse('its outputs are not those of its body');
  const direction = directionOf(node, scanned, body.output.length - states);
  const axes = node.ints('scan_input_axes') ?? [];
  for (const axis of [...axes, ...(node.ints('scan_output_axes') ?? [])])
    if (placeOf(axis, 3) > 1)
      refuse('it goes over the last axis of what it reads or gives, which is that of the features');
  const masks = new Set<string>();
  const found: { readonly param: string; readonly data: Data; readonly size: number }[] = [];
  let time: Axis | null = null;
  let batch: Axis | null = null;
  const isOver = (axis: Axis): Axis => {
    if (time !== null && !time.join(axis)) refuse('it goes over sequences of different steps');
    return axis;
  };
  for (let at = states; at < node.node.input.length; at++) {
    const param = body.input[at]?.name ?? '';
    const value = node.input(at);
    const place = placeOf(axes[at - states] ?? 0, 3);
    if (value.kind === 'mask') {
      if (place !== 0) return refuse('it goes over another axis than the first of what says which steps count');
      time = isOver(value.time);
      masks.add(param);
      continue;
    }
    const data = node.data(at);
    if (data.axes.length !== 3 || data.dtype !== 'float32')
      return refuse('it goes over something else than steps of rows of float32 features');
    time = isOver(become(data.axes[place], 'time'));
    const rows = become(data.axes[1 - place], 'batch');
    if (batch !== null && !batch.join(rows)) return refuse('it goes over sequences of different rows');
    batch = rows;
    found.push({ param, data, size: featureAxis(data).size });
  }
  if (time === null || batch === null) return refuse('it goes over no sequence');
  if (masks.size === 0) conversion.keepLengths(time, '');
  const results = body.output.map(({ name = '' }) => resultOf(body, name, masks));
  const sequences = found.map((one, i) => ({ ...one, name: found.length === 1 ? 'x' : `x_${i}` }));
  const initial = Array.from({ length: states }, (_, at) => node.input(at));
  return { body, initial, direction, sequences, masks, time, batch, results };
}

/** Axes count from the front, or with a sign from behind. */
const placeOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);

function directionOf(node: NodeReader, scanned: number, stacked: number): 'forward' | 'backward' {
  const given = (name: string, count: number): readonly number[] =>
    node.ints(name) ?? Array.from({ length: count }, () => 0);
  const all = [...given('scan_input_directions', scanned), ...given('scan_output_directions', stacked)];
  if (all.every((one) => one === 0)) return 'forward';
  return all.every((one) => one === 1)
    ? 'backward'
    : refuse('it goes over some sequences, or stacks some outputs, forward and others backward');
}
