import {
  DATA_TYPES,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
  typeName,
} from '../../onnx/format.ts';
import { DOMAIN } from '../../onnx/trees/function-writer.ts';
import type { ImportedInput, ImportedModel } from '../model/imported-model.ts';
import type { Obstacle } from '../model/refusal.ts';
import { withoutUnread } from '../model/without-unread.ts';
import { convertSplit } from './axis-nodes.ts';
import { convertLoop } from './bodies/loop-node.ts';
import { convertScan } from './bodies/scan-node.ts';
import { constantOf } from './constants/constant-node.ts';
import { LEARNED } from './constants/start-values.ts';
import { Conversion, freeName, NodeReader, onlyUnknown } from './conversion.ts';
import { joinDirections } from './join-directions.ts';
import { expectRowsAsFed, orderByLengths } from './layers/row-order.ts';
import { convertPlain } from './plain-nodes.ts';
import { convertRecurrent } from './recurrent-nodes.ts';
import { type ReadBeside, readTensor } from './tensors.ts';
import { convertTreeNode, convertWalked } from './trees/walk-nodes.ts';
import {
  Axis,
  type AxisOrMerged,
  type Data,
  type InputSource,
  isMerged,
  Refusal,
  refuse,
  said,
  UNKNOWN,
  type Value,
} from './values.ts';

export type Converted =
  | { readonly model: ImportedModel; readonly obstacles: null }
  | { readonly model: null; readonly obstacles: readonly Obstacle[] };

const RECURRENT: ReadonlySet<string> = new Set(['RNN', 'GRU', 'LSTM']);
/** Steps, batch and features, or directions beside them. */
const MOST_AXES = 6;

interface GraphInput {
  readonly info: OnnxValueInfo;
  readonly data: Data;
  readonly source: InputSource;
}

/**
 * A model in the terms of rnnc of an ONNX graph, exactly, or all reasons why not.
 * Source of the operators: onnx/defs, opset 22; of the format: onnx/onnx.proto.
 * @param name of the model
 * @param beside reads files of tensors that lie beside the model
 */
export function convertOnnx(
  { graph, opsetImport, producerName, producerVersion, functions }: OnnxModel,
  name: string,
  beside: ReadBeside,
): Converted {
  const obstacles: Obstacle[] = [];
  if (graph === undefined || graph.output.length === 0)
    return { model: null, obstacles: [{ where: 'the graph', reason: 'it has no outputs' }] };
  const opset = opsetImport.find(({ domain = '' }) => domain === '' || domain === 'ai.onnx')?.version ?? 1;
  const names = new Set(['batch', LEARNED]);
  const values = new Map<string, Value>();
  const trying = (where: string, act: () => void): void => {
    try {
      act();
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      obstacles.push({ where, reason: cause.message });
    }
  };
  if (graph.sparseInitializer.length > 0) obstacles.push({ where: 'the graph', reason: 'it has sparse tensors' });
  for (const tensor of graph.initializer) readInto(values, tensor, tensor.name ?? '', beside, trying);
  const defaults: string[] = [];
  const inputs = graph.input.flatMap((info): readonly GraphInput[] => {
    const found = info.name ?? '';
    if (values.has(found)) {
      defaults.push(found);
      return [];
    }
    const made: GraphInput[] = [];
    trying(`input ${quoted(found)}`, () => made.push(inputOf(info, names)));
    values.set(found, made[0]?.data ?? UNKNOWN);
    return made;
  });
  const axes = inputs.flatMap(({ data }) => data.axes.filter((axis): axis is Axis => !isMerged(axis)));
  const conversion = new Conversion({ opset, functions }, readersOf(graph), names, axes);
  for (const node of graph.node)
    trying(whereOf(node), () => {
      for (const output of node.output) if (output !== '') values.set(output, UNKNOWN);
      const made = convertNode(node, values, conversion, beside);
      for (const [at, output] of node.output.entries()) if (output !== '') values.set(output, made[at] ?? UNKNOWN);
    });
  const notes = defaults.map((input) => `input ${input}: it need not be fed in the file; the model has its default`);
  const times = new Map<Axis, string>();
  const outputs: { name: string; reference: string }[] = [];
  const written: ImportedInput[] = [];
  const outputNames = new Set<string>();
  for (const { name: output = '' } of graph.output)
    trying(`output ${quoted(output)}`, () => {
      const value = values.get(output) ?? refuse('nothing in the graph gives it');
      if (value.kind === 'unknown') return;
      if (value.kind !== 'data') return void refuse('it does not follow from the inputs');
      expectRowsAsFed(value.axes);
      if (typeof value.made === 'object' && value.made?.kind === 'past') {
        const layer = conversion.convolutions.get(value.made.stem) ?? refuse('it is the state of no convolution');
        return void notes.push(
          `output ${output}: the last inputs of layer ${layer}, its state ${layer}.past, which a session hands on`,
        );
      }
      if (value.made) return void refuse('it is a step on the way to what the model has as one layer');
      const parts = value.references.map((reference, part) => ({
        name: freeName(value.references.length === 1 ? output : `${output}_${part}`, outputNames),
        reference,
      }));
      if (value.source !== null) value.source.whole = true;
      outputs.push(...parts);
      noteOfAxes(
        'output',
        output,
        parts.map((part) => part.name),
        value.axes,
        notes,
      );
    });
  // whatever is still open is decided by its place, once every node has been seen
  for (const input of inputs)
    trying(`input ${quoted(input.info.name ?? '')}`, () => {
      written.push(...writtenInputs(input, conversion, times, names, notes));
    });
  if (obstacles.length > 0) return { model: null, obstacles };
  const joined = joinDirections(conversion, outputs);
  conversion.decide(joined.map(({ reference }) => reference));
  const { layers } = conversion;
  if (layers.length === 0) return { model: null, obstacles: [{ where: 'the graph', reason: 'it computes nothing' }] };
  const producer = [producerName, producerVersion].filter((text) => text !== undefined && text !== '').join(' ');
  return {
    obstacles: null,
    model: withoutUnread({
      name: modelName(name),
      origin: `Imported from ONNX (opset ${opset}${producer === '' ? '' : `, ${producer}`}).`,
      inputs: written,
      cells: conversion.cells,
      layers,
      outputs: joined,
      weights: conversion.weights,
      notes,
    }),
  };
}

const quoted = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
const whereOf = ({ name = '', opType = '', output }: OnnxNode): string =>
  `node ${quoted(name === '' ? (output[0] ?? '') : name)} (${opType === '' ? 'no operator' : opType.slice(0, 80)})`;
const modelName = (name: string): string => name.slice(0, 64);

function readInto(
  values: Map<string, Value>,
  tensor: OnnxTensor,
  name: string,
  beside: ReadBeside,
  trying: (where: string, act: () => void) => void,
): void {
  values.set(name, UNKNOWN);
  trying(`tensor ${quoted(name)}`, () => {
    values.set(name, readTensor(tensor, name, beside));
  });
}

function readersOf({ node, output }: OnnxGraph): ReadonlyMap<string, number> {
  const readers = new Map<string, number>();
  const count = (name: string): void => void readers.set(name, (readers.get(name) ?? 0) + 1);
  const countIn = (graph: Pick<OnnxGraph, 'node' | 'output'>): void => {
    for (const { input, attribute } of graph.node) {
      for (const name of input) count(name);
      for (const { g } of attribute) if (g !== undefined) countIn(g);
    }
    for (const { name = '' } of graph.output) count(name);
  };
  countIn({ node, output });
  return readers;
}

function inputOf(info: OnnxValueInfo, names: Set<string>): GraphInput {
  const { elemType, shape } = info.type?.tensorType ?? refuse('it is no tensor');
  const isTokens = elemType === DATA_TYPES.int32 || elemType === DATA_TYPES.int64;
  if (!isTokens && elemType !== DATA_TYPES.float)
    return refuse(`it is of type ${typeName(elemType)}; only float32, int32 and int64 are fed`);
  const dims = shape?.dim ?? refuse('it has no shape');
  if (dims.length > MOST_AXES) return refuse(`it has ${dims.length} axes`);
  const axes = dims.map(({ dimValue, dimParam = '' }) => {
    if (dimValue !== undefined && !(Number.isSafeInteger(dimValue) && dimValue >= 1))
      return refuse(`an axis of it has the size ${dimValue}`);
    return new Axis(dimValue ?? null, null, dimParam);
  });
  const source: InputSource = { name: freeName(info.name ?? '', names), parts: null, whole: false };
  return {
    info,
    source,
    data: { kind: 'data', references: [source.name], axes, dtype: isTokens ? 'int32' : 'float32', source },
  };
}

function convertNode(
  node: OnnxNode,
  values: ReadonlyMap<string, Value>,
  conversion: Conversion,
  beside: ReadBeside,
): readonly Value[] {
  const operator = node.opType ?? '';
  const { domain = '' } = node;
  if (domain !== '' && domain !== 'ai.onnx' && domain !== DOMAIN)
    return refuse(`it is of the domain ${quoted(domain)}; only operators of ONNX itself are read`);
  const inputs = node.input.map((name) =>
    name === '' ? null : (values.get(name) ?? refuse(`it reads ${quoted(name)}, which nothing before it gives`)),
  );
  const reader = new NodeReader(node, inputs);
  // its reason has been said where it was refused
  const isRefused = (name: string): boolean => values.get(name)?.kind === 'unknown';
  if (inputs.some((value) => value?.kind === 'unknown') || node.attribute.some(({ g }) => g && readsAny(g, isRefused)))
    return onlyUnknown(reader);
  if (domain === DOMAIN) return checked(reader, convertTreeNode(reader, conversion));
  if (operator === 'Constant') return [constantOf(reader, beside)];
  if (RECURRENT.has(operator)) return checked(reader, convertRecurrent(reader, conversion));
  if (operator === 'Scan') return checked(reader, convertScan(reader, conversion, values, beside));
  if (operator === 'TopK') return checked(reader, orderByLengths(reader));
  if (operator === 'Split') return checked(reader, convertSplit(reader, conversion));
  if (operator === 'Loop') return checked(reader, convertLoop(reader, conversion, values, beside));
  return checked(reader, [convertWalked(reader) ?? convertPlain(reader, conversion)]);
}

/** Whether a body reads such a value of the graph around it. */
function readsAny({ node, input, initializer }: OnnxGraph, isOne: (name: string) => boolean): boolean {
  const own = new Set([...input, ...initializer].map(({ name = '' }) => name));
  for (const { input: read, output, attribute } of node) {
    if (read.some((name) => !own.has(name) && isOne(name))) return true;
    if (attribute.some(({ g }) => g && readsAny(g, (name) => !own.has(name) && isOne(name)))) return true;
    for (const name of output) own.add(name);
  }
  return false;
}

/** Attributes that say nothing about the numbers. */
const SILENT: ReadonlySet<string> = new Set(['consumed_inputs', 'is_test', 'ratio', 'seed']);

/** An attribute that the conversion did not look at may change the numbers. */
function checked(reader: NodeReader, made: readonly Value[]): readonly Value[] {
  const unread = reader.unread.filter((name) => !SILENT.has(name));
  return unread.length === 0 ? made : refuse(`its attribute ${unread.map(quoted).join(', ')} is not converted`);
}

/** The inputs of the model that an input of the graph becomes: one, one for each part, or none where it holds lengths. */
function writtenInputs(
  { info, data, source }: GraphInput,
  conversion: Conversion,
  times: Map<Axis, string>,
  names: Set<string>,
  notes: string[],
): readonly ImportedInput[] {
  const nodes = conversion.trees.get(source.name);
  if (nodes !== undefined) {
    if (source.whole || source.parts !== null) refuse('one node reads it as trees, another one as numbers');
    return [{ name: source.name, tree: timeName(nodes, times, names) }];
  }
  const axes = data.axes.filter((axis): axis is Axis => !isMerged(axis));
  const lengthsOf = [...conversion.lengths].find(([, name]) => name === source.name);
  if (lengthsOf !== undefined && !source.whole) {
    const time = timeName(lengthsOf[0] as Axis, times, names);
    notes.push(`input ${info.name}: the lengths of rows, fed as ${time}.lengths; or feed rows of different lengths`);
    return [];
  }
  const stem = conversion.pastInputs.get(source.name);
  if (stem !== undefined && !source.whole) {
    const layer = conversion.convolutions.get(stem) ?? refuse('it starts no convolution');
    notes.push(
      `input ${info.name}: what layer ${layer} has read before, its state ${layer}.past: zeros where a session begins`,
    );
    return [];
  }
  if (!source.whole && source.parts === null) {
    notes.push(`input ${info.name}: nothing reads it, so the model does not have it`);
    return [];
  }
  if (source.whole && source.parts !== null) refuse('one node reads it as a whole, another one its parts');
  const real = axes.filter((axis) => axis.role !== 'parts' && axis.role !== 'one');
  if (!real.some((axis) => axis.role === 'batch')) real.find((axis) => axis.role === null)?.become('batch');
  for (const axis of real) if (axis.role === null) axis.become(axis.root.size === null ? 'time' : 'feature');
  const batches = real.filter((axis) => axis.role === 'batch');
  if (batches.length !== 1) refuse(`it has ${batches.length === 0 ? 'no' : 'several'} axes of the batch`);
  const shape: (string | number)[] = [
    'batch',
    ...real.filter((axis) => axis.role === 'time').map((axis) => timeName(axis, times, names)),
    ...real
      .filter((axis) => axis.role === 'feature')
      .map((axis) => axis.root.size ?? refuse('the size of its features is not known')),
  ];
  const made = source.parts ?? [source.name];
  noteOfAxes('input', info.name ?? '', made, data.axes, notes);
  return made.map((name) => ({ name, shape, dtype: data.dtype }));
}

function timeName(axis: Axis, times: Map<Axis, string>, names: Set<string>): string {
  const known = times.get(axis.root);
  if (known !== undefined) return known;
  const param = axis.root.param;
  const name = freeName(/^[A-Za-z][A-Za-z0-9_]*$/.test(param) && param.length <= 40 ? param : 'time', names);
  times.set(axis.root, name);
  return name;
}

/** Says where the file has other axes, or another order, than the model, which is always batch, steps, features. */
function noteOfAxes(
  what: string,
  name: string,
  made: readonly string[],
  axes: readonly AxisOrMerged[],
  notes: string[],
): void {
  const order = axes.flatMap((axis) => (isMerged(axis) ? refuse('it has batch and steps as one axis') : [axis]));
  const roles = order.map(({ role }) => role).filter((role) => role !== 'parts' && role !== 'one' && role !== null);
  const usual = [...roles].sort((a, b) => RANK[a ?? 'feature'] - RANK[b ?? 'feature']);
  const isMoved = roles.some((role, i) => role !== usual[i]) || order.length !== roles.length;
  if (made.length === 1 && made[0] === name && !isMoved) return;
  const words = [
    `${what} ${name}: ${made.length === 1 ? made[0] : `${made.join(', ')}, one for each layer or direction`}`,
  ];
  if (isMoved) words.push(`in the file its axes are ${order.map(said).join(', ')}`);
  notes.push(words.join('; '));
}
const RANK = { batch: 0, time: 1, feature: 2, parts: 3, one: 4, walk: 5 } as const;
