import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import * as messages from '../../diagnostics/messages/read/layers.ts';
import { pathsMeant } from '../../ir/paths.ts';
import type { Reference } from '../spec/located.ts';
import type { CellSpec, LayerSpec, MaskSpec, StackSpec } from '../spec/spec.ts';
import { directionsOf, isStack } from '../spec/spec.ts';
import type { ReadLayer } from './layer-site.ts';

/** Writes references out: `r.final.h` becomes `r.0.forward.final.h` where no other state can be meant. */
export class FullPaths {
  readonly #layers: ReadonlyMap<string, ReadLayer>;
  readonly #report: (diagnostic: Diagnostic) => void;
  readonly #parts = new Map<string, readonly string[]>();

  constructor(layers: ReadonlyMap<string, ReadLayer>, report: (diagnostic: Diagnostic) => void) {
    this.#layers = layers;
    this.#report = report;
  }

  /** The reference with its full path, or as it is where nothing has that path. Null where it may mean several parts, which is reported. */
  full(reference: Reference): Reference | null {
    const { target, path, span } = reference;
    const layer = this.#layers.get(target);
    if (path.length === 0 || layer === undefined || !isStack(layer.spec)) return reference;
    const text = [target, ...path].join('.');
    const meant = withoutMerged(pathsMeant(text, this.#partsOf(layer.spec, layer.cells)), directionsOf(layer.spec));
    const [only, other] = meant;
    if (only === undefined) return reference;
    if (other === undefined) return { ...reference, path: only.split('.').slice(1) };
    this.#report(messages.ambiguousPath(span, text, meant));
    return null;
  }

  /** The layer with the full path in every reference. Null after a mistake. */
  fullLayer(layer: LayerSpec): LayerSpec | null {
    let isWhole = true;
    const one = (reference: Reference): Reference => {
      const full = this.full(reference);
      if (full === null) isWhole = false;
      return full ?? reference;
    };
    const named = (map: ReadonlyMap<string, Reference>): ReadonlyMap<string, Reference> =>
      new Map([...map].map(([name, reference]) => [name, one(reference)]));
    const written = withReferences(layer, one, named);
    return isWhole ? written : null;
  }

  /** What a reference to the layer may name, apart from itself: sequences, final states, values of a step. */
  #partsOf(layer: StackSpec, cells: readonly CellSpec[]): readonly string[] {
    const { name } = layer;
    const known = this.#parts.get(name);
    if (known !== undefined) return known;
    const directions = directionsOf(layer);
    const byName = new Map(cells.map((cell) => [cell.name, cell]));
    const parts = layer.cells.flatMap((use, i): readonly string[] => {
      const cell = byName.get(use.cell);
      if (cell === undefined) return [];
      const finals = (place: string): readonly string[] => cell.states.map((s) => `${place}.final.${s.name}`);
      return [
        ...(layer.merge === 'none' ? [] : [`${name}.${i}`, ...(directions.length > 1 ? finals(`${name}.${i}`) : [])]),
        ...directions.flatMap((direction) => {
          const place = `${name}.${i}.${direction}`;
          return [place, ...finals(place), ...valuesOfStep(cell).map((value) => `${place}.step.${value}`)];
        }),
      ];
    });
    // with `merge: none` each direction has a name of its own, and so has what is made of its steps
    const apart = layer.merge === 'none' ? directions.map((d) => `${name}.${d}`) : [];
    const whole = [...parts, ...apart, ...[name, ...apart].flatMap((of) => reductions.map((by) => `${of}.${by}`))];
    this.#parts.set(name, whole);
    return whole;
  }
}

const reductions = ['last', 'root', 'mean', 'max'];

function valuesOfStep(cell: CellSpec): readonly string[] {
  const states = cell.states.map((s) => s.name);
  const old =
    cell.children?.kind === 'named' ? cell.children.names.flatMap((c) => states.map((s) => `${c.value}.${s}`)) : states;
  const assigned = cell.equations.flatMap((e) => e.targets.map((t) => (t.primed ? `${t.name}'` : t.name)));
  return [...new Set([...cell.inputs.flatMap((i) => (i.sequence ? [] : [i.name])), ...old, ...assigned])];
}

/** Leaves out paths with a direction where the same path without it exists: a shortened name then means both directions together. */
function withoutMerged(paths: readonly string[], directions: readonly string[]): readonly string[] {
  const joined = (path: string): string =>
    path
      .split('.')
      .filter((part, i) => i !== 2 || !directions.includes(part))
      .join('.');
  return paths.filter((path) => joined(path) === path || !paths.includes(joined(path)));
}

function withReferences(
  layer: LayerSpec,
  one: (reference: Reference) => Reference,
  named: (map: ReadonlyMap<string, Reference>) => ReadonlyMap<string, Reference>,
): LayerSpec {
  const mask = (written: MaskSpec | null): MaskSpec | null =>
    written === null ? null : { ...written, reference: one(written.reference) };
  switch (layer.type) {
    case 'recurrent':
      return { ...layer, input: named(layer.input), initial: named(layer.initial), mask: mask(layer.mask) };
    case 'recursive':
      return { ...layer, input: named(layer.input), initial: named(layer.initial) };
    case 'equations':
      return { ...layer, inputs: named(layer.inputs) };
    case 'concat':
    case 'add':
    case 'multiply':
      return { ...layer, inputs: layer.inputs.map(one) };
    case 'embedding':
    case 'dense':
    case 'dropout':
    case 'activation':
    case 'conv1d':
    case 'layer_norm':
    case 'batch_norm':
    case 'repeat':
      return { ...layer, input: one(layer.input) };
    case 'last':
    case 'mean':
    case 'max':
      return { ...layer, input: one(layer.input), mask: mask(layer.mask) };
  }
}
