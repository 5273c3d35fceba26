import type { Reference } from '../../compiler/1-read/spec/located.ts';
import {
  type CellSpec,
  type CellUse,
  directionsOf,
  inputsOf,
  isStack,
  type LayerSpec,
  type Spec,
  type StackSpec,
} from '../../compiler/1-read/spec/spec.ts';
import { printApplied } from '../../compiler/1-read/values/function-value.ts';
import type { NamedBuild } from '../../compiler/compile.ts';
import type { Sources, Span } from '../../compiler/diagnostics/diagnostic.ts';
import { at } from '../../compiler/diagnostics/invariants.ts';
import type { Assignment } from '../../compiler/equations/ast.ts';
import { printAssignment } from '../../compiler/equations/print.ts';

/** A value that is told at every step. */
export interface PlannedValue {
  readonly path: string;
  /** As equations call it: `h'`, `left.h`. */
  readonly name: string;
  readonly role: 'feed' | 'input' | 'state' | 'equation' | 'output';
  /** The line of the model that makes it, or what a layer does in that form. */
  readonly text: string;
  /** Outputs of the model that it is. */
  readonly outputs: readonly string[];
}

/** In which order a unit goes along its axis. `any`: it does the same at every step. */
export type Order = 'any' | 'forward' | 'backward' | 'up' | 'down';

/** A cell in one direction, or a layer without cells: what is computed together at one step. */
export interface PlannedUnit {
  readonly path: string;
  readonly layer: string;
  /** The cell or the type of the layer. */
  readonly what: string;
  /** What it reads, by the names in the model. */
  readonly reads: readonly string[];
  /** Symbol of its axis of time or of nodes; null: it has none. */
  readonly axis: string | null;
  readonly order: Order;
  /** It begins a walk of its own: what it reads was computed along another one. */
  readonly fresh: boolean;
  /** The tree, and whether its walk begins with states that are given. */
  readonly walk: { readonly tree: string; readonly started: boolean; readonly places: readonly string[] } | null;
  readonly values: readonly PlannedValue[];
}

export const textOf = ({ target, path }: Reference): string => [target, ...path].join('.');

/** What the user wrote, on one line and without comments. */
function written(sources: Sources, { file, start, end }: Span): string {
  return (sources.get(file) ?? '')
    .slice(start, end)
    .split('\n')
    .map((line, _, lines) => (lines.length > 1 ? line.replace(/#.*$/, '') : line).trim())
    .filter((line) => line !== '')
    .join(' ');
}

/** What is told of a model, layer by layer in the order in which they are computed. */
export function planUnits(spec: Spec, sources: Sources, named: NamedBuild): readonly PlannedUnit[] {
  const planner = new Planner(spec, sources, named);
  return spec.layers.flatMap((layer) => planner.unitsOf(layer));
}

class Planner {
  readonly #spec: Spec;
  readonly #sources: Sources;
  readonly #named: NamedBuild;
  readonly #outputs = new Map<string, string[]>();
  readonly #references: ReadonlySet<string>;

  constructor(spec: Spec, sources: Sources, named: NamedBuild) {
    this.#spec = spec;
    this.#sources = sources;
    this.#named = named;
    for (const { name, reference } of spec.outputs) {
      const path = textOf(reference);
      this.#outputs.set(path, [...(this.#outputs.get(path) ?? []), name]);
    }
    const layers = spec.layers.flatMap((layer) => [
      ...inputsOf(layer),
      ...(isStack(layer) ? layer.initial.values() : []),
    ]);
    this.#references = new Set([...spec.outputs.map(({ reference }) => reference), ...layers].map(textOf));
  }

  unitsOf(layer: LayerSpec): readonly PlannedUnit[] {
    return isStack(layer) ? this.#stack(layer) : [this.#plain(layer)];
  }

  #value(
    path: string,
    name: string,
    role: PlannedValue['role'],
    text: string,
    also: readonly string[] = [],
  ): PlannedValue {
    return { path, name, role, text, outputs: [path, ...also].flatMap((known) => this.#outputs.get(known) ?? []) };
  }

  /** One line per target that was built. @param prefix of the paths */
  #equations(
    equations: readonly Assignment[],
    prefix: string,
    more: ReadonlyMap<string, readonly string[]>,
  ): readonly PlannedValue[] {
    return equations.flatMap((line) =>
      line.targets.flatMap((target) => {
        const name = `${target.name}${target.primed ? "'" : ''}`;
        const path = `${prefix}.${name}`;
        // a line of a cell inside, whose own text has short names
        const text = target.name.includes('.') ? printAssignment(line) : written(this.#sources, line.span);
        return this.#isBuilt(path) ? [this.#value(path, name, 'equation', text, more.get(name))] : [];
      }),
    );
  }

  #isBuilt(path: string): boolean {
    return this.#named.axes.has(path) || this.#named.perChild.has(path);
  }

  #plain(layer: Exclude<LayerSpec, StackSpec>): PlannedUnit {
    const { name, type } = layer;
    const reads = inputsOf(layer).map(textOf);
    const own = layer.type === 'equations' ? this.#equations(layer.equations, name, new Map()) : [];
    const inputs =
      layer.type === 'equations'
        ? [...layer.inputs].map(([input, reference]) => ({
            ...this.#value(textOf(reference), input, 'input', textOf(reference)),
            outputs: [],
          }))
        : [];
    const last = own.find(
      (value) => layer.type === 'equations' && layer.output.kind === 'name' && value.name === nameOf(layer.output),
    );
    const result = this.#value(
      name,
      name,
      'output',
      layerText(layer, (span) => written(this.#sources, span)),
    );
    return {
      path: name,
      layer: name,
      what: type,
      reads,
      axis: this.#named.axes.get(name) ?? null,
      order: 'any',
      fresh: false,
      walk: null,
      values:
        last === undefined
          ? [...inputs, ...own, result]
          : [...inputs, ...own].map((v) => (v === last ? { ...v, outputs: [...v.outputs, ...result.outputs] } : v)),
    };
  }

  #stack(layer: StackSpec): readonly PlannedUnit[] {
    const directions = directionsOf(layer);
    const { name } = layer;
    const isJoined = directions.length > 1 && layer.merge !== 'none';
    const units = layer.cells.flatMap((_, index): readonly PlannedUnit[] => {
      const cells = directions.map((direction) => this.#cell(layer, index, direction));
      if (!isJoined) return cells;
      const isLast = index === layer.cells.length - 1;
      const path = isLast ? name : `${name}.${index}`;
      const text = joined(
        layer,
        directions.map((direction) => `${name}.${index}.${direction}`),
      );
      const value = this.#value(path, path, 'output', text, isLast ? [`${name}.${index}`] : []);
      const axis = cells[0]?.axis ?? null;
      return [
        ...cells,
        {
          path,
          layer: name,
          what: layer.merge,
          reads: [],
          axis,
          order: 'any',
          fresh: true,
          walk: null,
          values: [value],
        },
      ];
    });
    return [...units, ...this.#summaries(layer)];
  }

  /** What others ask of the layer that it has once for a sequence: its last output, a final state. */
  #summaries(layer: StackSpec): readonly PlannedUnit[] {
    const asked = [...this.#references].filter(
      (path) => path.startsWith(`${layer.name}.`) && this.#named.axes.get(path) === null,
    );
    return asked.map((path) => {
      const parts = path.split('.');
      const what = parts.includes('final') ? 'final' : (parts.at(-1) ?? '');
      const of = parts.slice(0, what === 'final' ? parts.indexOf('final') : -1).join('.');
      const text = what === 'final' ? `${parts.at(-1)} of ${of} at the end` : `${what}(${of})`;
      return {
        path,
        layer: layer.name,
        what,
        reads: [of],
        axis: null,
        order: 'any',
        fresh: false,
        walk: null,
        values: [this.#value(path, path, 'output', text)],
      };
    });
  }

  #cell(layer: StackSpec, index: number, direction: string): PlannedUnit {
    const use = at(layer.cells, index);
    const cell = this.#spec.cells.get(use.cell);
    const path = `${layer.name}.${index}.${direction}`;
    const prefix = `${path}.step`;
    const directions = directionsOf(layer).length;
    const isLast = index === layer.cells.length - 1;
    const also = [
      path,
      ...(directions === 1 ? [`${layer.name}.${index}`] : []),
      ...(isLast && directions === 1 ? [layer.name] : []),
      ...(layer.merge === 'none' ? [`${layer.name}.${direction}`] : []),
    ];
    const below = `${layer.name}.${index - 1}`;
    const [single] = layer.input.values();
    const source = (input: string, i: number): string => {
      if (i === 0 && index > 0) return below;
      const reference = (i === 0 ? layer.input.get('') : undefined) ?? layer.input.get(input) ?? single;
      return reference === undefined ? input : textOf(reference);
    };
    // what a cell reads whole stands where it was made
    const inputs = (cell?.inputs ?? []).flatMap(({ name, sequence }, i) =>
      sequence ? [] : [this.#value(`${prefix}.${name}`, name, 'input', source(name, i))],
    );
    const states = this.#states(cell, prefix);
    const changed = use.wrap.filter(({ kind }) => kind !== 'dropout').map(({ kind }) => kind);
    const own = cell?.output.kind === 'name' && changed.length === 0 ? nameOf(cell.output) : null;
    const lines = this.#equations(cell?.equations ?? [], prefix, own === null ? new Map() : new Map([[own, also]]));
    const isNamed = lines.some(({ name }) => name === own);
    const text = cell === undefined ? '' : [written(this.#sources, cell.output.span), ...changed].join(', then ');
    const result = isNamed ? [] : [this.#value(path, 'output', 'output', text, also)];
    return {
      path,
      layer: layer.name,
      what: use.cell,
      reads: [...new Set(inputs.map((value) => value.text))],
      axis: this.#named.axes.get(path) ?? null,
      order:
        layer.type === 'recursive'
          ? direction === 'down'
            ? 'down'
            : 'up'
          : direction === 'backward'
            ? 'backward'
            : 'forward',
      fresh: false,
      walk:
        layer.type === 'recurrent'
          ? null
          : {
              tree: layer.tree.target,
              started:
                layer.initial.has('') ||
                [...layer.initial.keys(), ...layer.learned.keys()].some((key) =>
                  key.startsWith(`${index}.${direction}.`),
                ),
              places: cell?.children?.kind === 'named' ? cell.children.names.map(({ value }) => value) : [],
            },
      values: [...inputs, ...states, ...lines, ...this.#mixtures(use, cell, prefix), ...result].filter(
        (value) => value.role === 'output' || this.#isBuilt(value.path),
      ),
    };
  }

  /** What zoneout makes of the new states: no mask is drawn here, so it mixes by the rate. */
  #mixtures({ wrap }: CellUse, cell: CellSpec | undefined, prefix: string): readonly PlannedValue[] {
    const mixers = wrap.filter((one) => one.kind === 'zoneout');
    const before = new Map((cell?.states ?? []).map(({ name }) => [name, `${name}'`]));
    return mixers.flatMap(({ rate }, i) =>
      [...before].flatMap(([state, fresh]) => {
        const kept = typeof rate === 'number' ? rate : (rate.get(state)?.value ?? 0);
        const made = `zoneout${i === 0 ? '' : i}.${state}'`;
        if (!this.#isBuilt(`${prefix}.${made}`)) return [];
        before.set(state, made);
        const text = `${made} = ${kept} * ${state} + ${Number((1 - kept).toPrecision(DIGITS))} * ${fresh}`;
        return [this.#value(`${prefix}.${made}`, made, 'equation', text)];
      }),
    );
  }

  /** What the equations read of the step before, or of other nodes. */
  #states(cell: CellSpec | undefined, prefix: string): readonly PlannedValue[] {
    const names = (cell?.states ?? []).map(({ name }) => name);
    const { children } = cell ?? { children: null };
    const all =
      children?.kind === 'named'
        ? children.names.flatMap(({ value }) => names.map((name) => `${value}.${name}`))
        : names;
    return all.map((name) => this.#value(`${prefix}.${name}`, name, 'state', name));
  }
}

/** Of a rate in a line: enough that 1 - 0.9 is 0.1. */
const DIGITS = 12;

const nameOf = ({ name, primed }: { readonly name: string; readonly primed: boolean }): string =>
  `${name}${primed ? "'" : ''}`;

/** How the two directions are joined. */
function joined({ merge }: StackSpec, parts: readonly string[]): string {
  switch (merge) {
    case 'concat':
    case 'none':
      return `[${parts.join(', ')}]`;
    case 'sum':
      return parts.join(' + ');
    case 'mul':
      return parts.join(' * ');
    case 'ave':
      return `(${parts.join(' + ')}) / ${parts.length}`;
  }
}

/** What a layer without cells computes, in the form of an equation. */
function layerText(layer: Exclude<LayerSpec, StackSpec>, cut: (span: Span) => string): string {
  const [first = ''] = inputsOf(layer).map(textOf);
  switch (layer.type) {
    case 'embedding':
      return `table[${first}]`;
    case 'dense': {
      const sum = `${first} @ kernel${layer.bias ? ' + bias' : ''}`;
      return layer.activation === null ? sum : printApplied(layer.activation, sum);
    }
    case 'activation':
      return printApplied(layer.function, first);
    case 'dropout':
      return `${first}, nothing is dropped here`;
    case 'concat':
      return `[${layer.inputs.map(textOf).join(', ')}]`;
    case 'add':
      return layer.inputs.map(textOf).join(' + ');
    case 'multiply':
      return layer.inputs.map(textOf).join(' * ');
    case 'conv1d': {
      const sum = `conv1d(${first}, kernel)${layer.bias ? ' + bias' : ''}`;
      return layer.activation === null ? sum : printApplied(layer.activation, sum);
    }
    case 'batch_norm':
    case 'layer_norm': {
      const moving = layer.type === 'batch_norm' ? 'moving_' : '';
      const normal = `(${first} - ${moving}mean) / sqrt(${moving}variance + ${layer.epsilon})`;
      return `${normal}${layer.scale ? ' * gamma' : ''}${layer.center ? ' + beta' : ''}`;
    }
    case 'repeat':
      return `${first} at every step`;
    case 'last':
    case 'mean':
    case 'max':
      return `${layer.type}(${first})`;
    case 'equations':
      return cut(layer.output.span);
  }
}
