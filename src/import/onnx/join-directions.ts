import type { FlowValue } from '../model/imported-model.ts';
import type { Conversion, GrowingLayer } from './conversion.ts';

interface Output {
  readonly name: string;
  readonly reference: string;
}

/** What a layer or output reads, and how often. */
function countReads(layers: readonly GrowingLayer[], outputs: readonly Output[]): ReadonlyMap<string, number> {
  const reads = new Map<string, number>();
  const note = (value: FlowValue): void => {
    if (typeof value === 'string') reads.set(value, (reads.get(value) ?? 0) + 1);
    else if (typeof value === 'object') Object.values(value).forEach(note);
  };
  for (const { keys } of layers) note(keys);
  for (const { reference } of outputs) note(reference);
  return reads;
}

/**
 * Directions that are read side by side alone become one result of their layer (`merge: concat`, the default), and the layer that joined them goes.
 * @returns the outputs, where some read such a layer under its new name
 */
export function joinDirections({ layers }: Conversion, outputs: readonly Output[]): readonly Output[] {
  const reads = countReads(layers, outputs);
  const renamed = new Map<string, string>();
  for (const { name, keys } of layers) {
    const ways = ['forward', 'backward'].map((way) => `${name}.${way}`);
    const joined = layers.filter((other) => other.keys.type === 'concat' && `${other.keys.inputs}` === `${ways}`);
    const parts = [...reads].filter(([read]) => ways.some((way) => read === way || read.startsWith(`${way}.`)));
    const isAlone = parts.every(([read, count]) => ways.includes(read) && count === joined.length);
    if (keys.merge !== 'none' || joined.length === 0 || !isAlone) continue;
    delete keys.merge;
    for (const one of joined) renamed.set(one.name, name);
  }
  if (renamed.size === 0) return outputs;
  const kept = layers.filter(({ name }) => !renamed.has(name));
  layers.splice(0, layers.length, ...kept);
  const rename = (value: FlowValue): FlowValue => {
    if (typeof value === 'string') return renamed.get(value) ?? value;
    if (typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(rename);
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rename(entry)]));
  };
  for (const { keys } of layers)
    for (const [key, value] of Object.entries(keys)) if (key !== 'type') keys[key] = rename(value);
  return outputs.map((output) => ({ ...output, reference: renamed.get(output.reference) ?? output.reference }));
}
