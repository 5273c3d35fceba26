import type { FlowValue, ImportedLayer, ImportedModel } from './imported-model.ts';

const layerOf = (reference: string): string => reference.split('.')[0] ?? '';

/** All text in a key of a layer: references, among other words. */
function wordsIn(value: FlowValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (value === undefined || typeof value !== 'object') return [];
  return Object.values(value).flatMap((entry: FlowValue) => wordsIn(entry));
}
/** Keys with references. */
const READING = ['input', 'inputs', 'initial', 'mask', 'tree'] as const;
const readBy = ({ keys }: ImportedLayer): readonly string[] =>
  READING.flatMap((key) => wordsIn(keys[key])).map(layerOf);

/**
 * What a file has and none of its outputs reads is no part of the model: layers with their weights, and inputs. The notes tell of each.
 * Weights of such a layer that another one shares become those of the other.
 */
export function withoutUnread(model: ImportedModel): ImportedModel {
  const byName = new Map(model.layers.map((layer) => [layer.name, layer]));
  const read = new Set<string>();
  const open = model.outputs.map(({ reference }) => layerOf(reference));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const layer = byName.get(name);
    if (!read.has(name) && layer !== undefined) open.push(...readBy(layer));
    read.add(name);
  }
  const gone = model.layers.filter(({ name }) => !read.has(name));
  const kept = model.layers.filter(({ name }) => read.has(name));
  const along = new Set(kept.flatMap(({ keys }) => wordsIn(keys.along)));
  const isInputRead = (input: ImportedModel['inputs'][number]): boolean =>
    read.has(input.name) || ('shape' in input && input.shape.some((size) => along.has(String(size))));
  const unreadInputs = model.inputs.filter((input) => !isInputRead(input));
  if (gone.length === 0 && unreadInputs.length === 0) return model;
  const heirs = heirsOf(gone, kept);
  const layers = kept.map((layer): ImportedLayer => {
    const heir = heirs.get(String(layer.keys.share));
    if (heir === undefined) return layer;
    const { share: _, ...own } = layer.keys;
    return { ...layer, keys: heir === layer.name ? own : { ...own, share: heir } };
  });
  const used = new Set(layers.flatMap(({ keys }) => cellNames(keys.cell)));
  const weights = model.weights.flatMap((weight) => {
    const owner = layerOf(weight.path);
    const heir = heirs.get(owner);
    if (heir !== undefined) return [{ ...weight, path: `${heir}${weight.path.slice(owner.length)}` }];
    return read.has(owner) ? [weight] : [];
  });
  return {
    ...model,
    inputs: model.inputs.filter(isInputRead),
    cells: new Map([...model.cells].filter(([name]) => used.has(name))),
    layers,
    weights,
    notes: [
      ...model.notes,
      ...unreadInputs.map(({ name }) => `input ${name}: no output follows from it, so the model does not have it`),
      ...gone.map(({ name }) => `layer ${name}: no output reads it, so the model does not have it`),
    ],
  };
}

/** The first layer that shares the weights of one that goes, if it goes the same way. */
function heirsOf(gone: readonly ImportedLayer[], kept: readonly ImportedLayer[]): ReadonlyMap<string, string> {
  return new Map(
    gone.flatMap(({ name, keys }) => {
      const heir = kept.find((layer) => layer.keys.share === name && layer.keys.direction === keys.direction);
      return heir === undefined ? [] : [[name, heir.name] as const];
    }),
  );
}

const cellNames = (cell: FlowValue | undefined): readonly string[] => {
  if (cell === undefined || typeof cell !== 'object') return wordsIn(cell);
  return Array.isArray(cell) ? cell.flatMap(cellNames) : Object.keys(cell);
};
