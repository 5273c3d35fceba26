import type { Reference } from '../../../compiler/1-read/spec/located.ts';
import type { LayerSpec, Spec } from '../../../compiler/1-read/spec/spec.ts';
import type { LossSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { neededOfInputs } from '../../../compiler/2-build/context/needed-steps.ts';
import type { FeedMark } from '../../data/dataset/dataset.ts';
import type { StepMask } from '../../data/dataset/preprocessing.ts';

/**
 * By input: the numbers with which masks compare what it is fed. A mask without a value compares with 0. Joining and dropout change no number of
 * an input, so a mask of such a layer compares the inputs that it reads.
 */
export function marksOfInputs({ layers }: Pick<Spec, 'layers'>): ReadonlyMap<string, readonly FeedMark[]> {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const found = new Map<string, FeedMark[]>();
  for (const layer of layers) {
    if (!('mask' in layer) || layer.mask === null) continue;
    const { reference, value } = layer.mask;
    const mark: FeedMark = {
      layer: layer.name,
      value: value?.value ?? 0,
      span: value?.span ?? reference.span,
      isWritten: value !== null,
    };
    for (const input of inputsBehind(reference, byName)) found.set(input, [...(found.get(input) ?? []), mark]);
  }
  return found;
}

/**
 * By input of which all readers have masks: those, where each is fed. What losses compare or weigh with is read at every step. An input that is its
 * own mask is read by it.
 */
export function masksOfInputs(
  { layers, outputs }: Pick<Spec, 'layers' | 'outputs'>,
  losses: readonly LossSpec[],
  targets: ReadonlySet<string>,
): ReadonlyMap<string, readonly StepMask[]> {
  const read = [...outputs.map(({ reference }) => reference), ...losses.map(({ output }) => output)];
  return new Map(
    [...neededOfInputs(layers, read)].flatMap(([input, masks]) => {
      if (targets.has(input)) return [];
      const fed = masks.flatMap(({ mask: { reference, value } }): readonly StepMask[] =>
        reference.kind === 'input' ? [{ feed: reference.target, value: value?.value ?? null }] : [],
      );
      return fed.length === masks.length ? [[input, fed] as const] : [];
    }),
  );
}

function inputsBehind(from: Reference, layers: ReadonlyMap<string, LayerSpec>): ReadonlySet<string> {
  const inputs = new Set<string>();
  const seen = new Set<string>();
  const open = [from];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { kind, target } = next;
    if (kind === 'input') inputs.add(target);
    else if (!seen.has(target)) {
      seen.add(target);
      const layer = layers.get(target);
      if (layer?.type === 'concat') open.push(...layer.inputs);
      else if (layer?.type === 'dropout') open.push(layer.input);
    }
  }
  return inputs;
}
