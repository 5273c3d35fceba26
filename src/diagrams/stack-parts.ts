import type { Reference } from '../../compiler/1-read/spec/located.ts';
import { type CellUse, directionsOf, isStack, type Spec, type StackSpec } from '../../compiler/1-read/spec/spec.ts';
import type { CollectedParts } from './collected-parts.ts';
import type { NodeKind } from './diagram.ts';

/** A chain of parts for every cell and direction: what wrappers do before it, the cell, what they do behind it. */
export function addStack(collected: CollectedParts, layer: StackSpec, spec: Spec): void {
  const directions = directionsOf(layer);
  const isAlone = layer.cells.length === 1 && directions.length === 1 && (layer.cells[0]?.wrap.length ?? 0) === 0;
  if (!isAlone) collected.groups.set(layer.name, layer.name);
  let below: string | null = null;
  layer.cells.forEach((use, index) => {
    const place = `${layer.name}.${index}`;
    const states = statesOf(collected, layer, use, index, spec);
    const tops = directions.map((direction) => {
      const path = `${place}.${direction}`;
      const named = isAlone
        ? layer.name
        : [layer.cells.length > 1 ? `${index}` : '', directions.length > 1 ? direction : '']
            .filter((t) => t !== '')
            .join(' ') || layer.name;
      return addCell(collected, {
        layer,
        use,
        index,
        direction,
        path,
        lines: [named, use.cell],
        group: isAlone ? null : layer.name,
        below,
        states,
        spec,
      });
    });
    for (const [i, direction] of directions.entries()) {
      const top = tops[i] ?? place;
      collected.define(`${place}.${direction}`, [top]);
      for (const state of states)
        collected.define(`${place}.${direction}.final.${state}`, [`${place}.${direction}`], 'last', state);
      if (layer.merge !== 'none') continue;
      collected.define(`${layer.name}.${direction}`, [top]);
      for (const by of ['last', 'root'] as const)
        collected.define(`${layer.name}.${direction}.${by}`, [top], 'last', by);
      for (const by of ['mean', 'max'] as const) collected.define(`${layer.name}.${direction}.${by}`, [top], 'all', by);
    }
    for (const state of states)
      collected.define(
        `${place}.final.${state}`,
        directions.map((direction) => `${place}.${direction}`),
        'last',
        state,
      );
    if (layer.merge === 'none') return;
    if (directions.length > 1) {
      collected.add({
        id: place,
        kind: 'merge',
        lines: [layer.merge],
        axis: collected.axisOf(place),
        group: layer.name,
        loop: null,
      });
      for (const top of tops) collected.link(top, place, 'data');
      below = place;
    } else below = tops[0] ?? null;
    collected.define(place, below === null ? [] : [below]);
    collected.define(layer.name, below === null ? [] : [below]);
    for (const by of ['last', 'root'] as const)
      collected.define(`${layer.name}.${by}`, tops, 'last', tops.length > 1 ? `${by}, ${layer.merge}` : by);
    for (const by of ['mean', 'max'] as const)
      collected.define(`${layer.name}.${by}`, below === null ? [] : [below], 'all', by);
  });
}

/** One direction of one cell of a stack. */
interface CellPlace {
  readonly layer: StackSpec;
  readonly use: CellUse;
  readonly index: number;
  readonly direction: string;
  readonly path: string;
  readonly lines: readonly string[];
  readonly group: string | null;
  /** The part that gives what the cell below gives; null: the cell reads what the layer does. */
  readonly below: string | null;
  readonly states: readonly string[];
  readonly spec: Spec;
}

/**
 * The cell with its wrappers: what they do on the way in, the cell, what they do on the way out.
 * @returns the part that gives the output
 */
function addCell(collected: CollectedParts, place: CellPlace): string {
  const { layer, use, direction, path, lines, group, below, states, spec } = place;
  const axis = collected.axisOf(path);
  const add = (id: string, kind: NodeKind, text: readonly string[]): string => {
    collected.add({ id, kind, lines: text, axis, group, loop: null });
    return id;
  };
  const named = spec.cells.get(use.cell)?.children ?? null;
  const children = named?.kind === 'named' ? named.names.map(({ value }) => value) : null;
  const notes = use.wrap.flatMap((wrap) => {
    if (wrap.kind === 'zoneout') return [`zoneout ${rateText(wrap.rate)}`];
    return wrap.kind === 'dropout' && wrap.stateKeepProb < 1 ? [`dropout, keep ${wrap.stateKeepProb}`] : [];
  });
  /** @param read lets a part read what comes in, or the first of several things alone */
  const addFrom = (level: number, read: (to: string, firstAlone?: boolean) => void): string => {
    const wrap = use.wrap[level];
    if (wrap === undefined) {
      collected.add({ id: path, kind: 'cell', lines, axis, group, loop: { states, direction, notes, children } });
      read(path);
      return path;
    }
    const before = use.wrap.slice(0, level).filter(({ kind }) => kind === wrap.kind).length;
    const id = `${path}.${wrap.kind}${before === 0 ? '' : before}`;
    switch (wrap.kind) {
      case 'zoneout':
        return addFrom(level - 1, read);
      case 'residual': {
        const inner = addFrom(level - 1, read);
        const sum = add(id, 'merge', ['+']);
        collected.link(inner, sum, 'data');
        read(sum, true);
        return sum;
      }
      case 'dropout': {
        const { inputKeepProb, outputKeepProb } = wrap;
        let masked = read;
        if (inputKeepProb < 1) {
          const mask = add(`${id}.input`, 'dropout', ['dropout', `keep ${inputKeepProb}`]);
          read(mask);
          masked = (to) => collected.link(mask, to, 'data');
        }
        const inner = addFrom(level - 1, masked);
        if (outputKeepProb === 1) return inner;
        const mask = add(`${id}.output`, 'dropout', ['dropout', `keep ${outputKeepProb}`]);
        collected.link(inner, mask, 'data');
        return mask;
      }
    }
  };
  const top = addFrom(use.wrap.length - 1, (to, firstAlone = false) => {
    if (below !== null) collected.link(below, to, 'data');
    const others = [...layer.input].slice(below === null ? 0 : 1);
    const label = (name: string): string | null => (layer.input.size > 1 ? name : null);
    for (const [name, reference] of firstAlone ? others.slice(0, below === null ? 1 : 0) : others)
      if (layer.whole.has(name)) collected.connectWhole(reference, to, label(name));
      else collected.connect(reference, to, 'data', label(name));
  });
  for (const [key, reference] of layer.initial) addStart(collected, place, key, reference);
  if (layer.type === 'recurrent' && layer.mask !== null) collected.connect(layer.mask.reference, path, 'mask', 'mask');
  if (layer.type === 'recursive') collected.connect(layer.tree, path, 'mask');
  return top;
}

/** `initial:` by state, or a layer for all of them, whose directions are joined where this layer has fewer. */
function addStart(
  collected: CollectedParts,
  { layer, path, index, direction, states, spec }: CellPlace,
  key: string,
  reference: Reference,
): void {
  if (key !== '') {
    if (key.startsWith(`${index}.${direction}.`))
      collected.connect(reference, path, 'start', key.split('.').slice(2).join('.'));
    return;
  }
  const other = spec.layers.find(({ name }) => name === reference.target);
  if (reference.path.length > 0 || other === undefined || !isStack(other)) {
    collected.connect(reference, path, 'start', states[0] ?? null);
    return;
  }
  const [own, from] = [directionsOf(layer), directionsOf(other)];
  const part = own.length < from.length ? [] : [from[own.indexOf(direction)] ?? direction];
  for (const state of states)
    collected.connect({ ...reference, path: [`${index}`, ...part, 'final', state] }, path, 'start', state);
}

const rateText = (rate: Extract<CellUse['wrap'][number], { kind: 'zoneout' }>['rate']): string =>
  typeof rate === 'number' ? `${rate}` : [...rate].map(([state, { value }]) => `${state} ${value}`).join(', ');

/** The states that the cell has with its arguments. */
function statesOf(
  collected: CollectedParts,
  layer: StackSpec,
  use: CellUse,
  index: number,
  spec: Spec,
): readonly string[] {
  const all = (spec.cells.get(use.cell)?.states ?? []).map(({ name }) => name);
  const [direction] = directionsOf(layer);
  const present = all.filter((state) => collected.isBuilt(`${layer.name}.${index}.${direction}.final.${state}`));
  return present.length > 0 ? present : all;
}
