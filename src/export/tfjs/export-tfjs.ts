import type { Reference } from '../../../compiler/1-read/spec/located.ts';
import { inputsOf, type LayerSpec } from '../../../compiler/1-read/spec/spec.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Exported, Exporter, ModelToExport } from '../model/exporter.ts';
import { notExported } from '../model/messages.ts';
import { NoEqual, NotGiven } from './functions.ts';
import { LayerWriter, statesOf } from './layer-writer.ts';
import { pathOf, type Tensor } from './tensor.ts';

export const tfjs: Exporter = {
  description: 'layers model of TensorFlow.js, with its weights in a file beside it',
  ending: '.json',
  exportModel,
};

/**
 * A `model.json` of tfjs-layers 4.22, in the dialect of Keras 2, and one shard of weights.
 * @throws RnncError `export-refused` for each layer without an equal
 */
function exportModel({ compiled, weights, file }: ModelToExport): Exported {
  const { spec, sources } = compiled;
  const mistakes: Diagnostic[] = [];
  /** Layers that were refused, and those that read them, which are told of nothing. */
  const refused = new Set<string>();
  const trying = (path: string, span: Parameters<typeof notExported>[1]['span'], act: () => void): void => {
    try {
      act();
    } catch (cause) {
      if (!(cause instanceof NoEqual)) throw cause;
      if (!(cause instanceof NotGiven && refused.has(cause.target)))
        mistakes.push(notExported('TensorFlow.js', { path, span }, cause.message));
      refused.add(path);
    }
  };
  for (const { name, span } of spec.trees)
    mistakes.push(notExported('TensorFlow.js', { path: name, span }, 'it is a tree, and tfjs-layers has none'));
  const layers = spec.layers.map((layer) => withStarts(layer, spec.layers));
  const starts = layers.flatMap((layer) => (layer.type === 'recurrent' ? [...layer.initial.values()] : []));
  const read = [...layers.flatMap(inputsOf), ...starts, ...spec.outputs.map(({ reference }) => reference)];
  const writer = new LayerWriter(
    read,
    [...spec.inputs, ...spec.layers].map(({ name }) => name),
    layers,
  );
  const written: unknown[] = spec.inputs.map(({ name, shape, dtype }) => {
    writer.define(name, [name, 0, 0]);
    const sizes = shape.map(({ value }) => (typeof value === 'number' ? value : null));
    return {
      name,
      class_name: 'InputLayer',
      config: { batch_input_shape: sizes, dtype, sparse: false, name },
      inbound_nodes: [],
    };
  });
  for (const layer of layers) trying(layer.name, layer.span, () => writer.write(layer));
  const outputs: Tensor[] = [];
  // what a refused layer gives is told at the layer alone
  if (mistakes.length === 0)
    for (const { name, reference, span } of spec.outputs)
      trying(name, span, () => outputs.push(writer.tensor(reference)));
  if (mistakes.length > 0) throw new RnncError(mistakes, sources);
  const entries: { name: string; shape: readonly number[]; dtype: 'float32' }[] = [];
  const parts: Float32Array[] = [];
  for (const { className, config, calls, weights: own } of writer.layers) {
    written.push({
      name: config.name,
      class_name: className,
      config,
      inbound_nodes: calls.map((inputs) => inputs.map((tensor) => [...tensor, {}])),
    });
    for (const { name, path } of own) {
      const weight = weights.get(path);
      if (weight === undefined) continue;
      entries.push({ name, shape: weight.shape, dtype: 'float32' });
      parts.push(Float32Array.from(weight.data));
    }
  }
  const shard = file.replace(/\.json$/i, '.weights.bin');
  const model = {
    format: 'layers-model',
    generatedBy: 'rnnc',
    convertedBy: null,
    modelTopology: {
      class_name: 'Model',
      config: {
        name: spec.name,
        layers: written,
        input_layers: spec.inputs.map(({ name }): Tensor => [name, 0, 0]),
        output_layers: outputs,
      },
      keras_version: 'tfjs-layers 4.22.0',
      backend: 'tensor_flow.js',
    },
    weightsManifest: [{ paths: [shard], weights: entries }],
  };
  const names = (list: readonly string[]): string => list.join(', ');
  return {
    files: [
      { name: file, content: JSON.stringify(model) },
      { name: shard, content: bytesOf(parts) },
    ],
    report: [
      `inputs, in this order: ${names(spec.inputs.map(({ name }) => name))}`,
      `outputs, in this order: ${names(spec.outputs.map(({ name, reference }) => `${name} (${pathOf(reference)})`))}`,
      'all steps of a row count: tfjs-layers takes no lengths',
    ],
  };
}

/** A layer that starts from all final states of another one, with each of them by name. */
function withStarts(layer: LayerSpec, layers: readonly LayerSpec[]): LayerSpec {
  const from = layer.type === 'recurrent' ? layer.initial.get('') : undefined;
  if (layer.type !== 'recurrent' || from === undefined || layer.direction === 'bidirectional') return layer;
  const source = layers.find(({ name }) => from.kind === 'layer' && from.path.length === 0 && name === from.target);
  if (source?.type !== 'recurrent' || source.direction === 'bidirectional') return layer;
  const initial = layer.cells.flatMap(({ cell }, index) =>
    statesOf(cell).map((state): [string, Reference] => [
      `${index}.${layer.direction}.${state}`,
      { ...from, path: [String(index), source.direction, 'final', state] },
    ]),
  );
  return { ...layer, initial: new Map(initial) };
}

function bytesOf(parts: readonly Float32Array[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * parts.reduce((sum, { length }) => sum + length, 0)));
  let at = 0;
  for (const part of parts)
    for (const number of part) {
      view.setFloat32(at, number, true);
      at += 4;
    }
  return new Uint8Array(view.buffer);
}
