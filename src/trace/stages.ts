import type { Reference } from '../../compiler/1-read/spec/located.ts';
import { inputsOf, isStack, type Spec } from '../../compiler/1-read/spec/spec.ts';
import type { NamedBuild } from '../../compiler/compile.ts';
import { type Order, type PlannedUnit, type PlannedValue, textOf } from './plan-units.ts';

/** Units that go along an axis together: at a step first one, then the next. */
export interface Stage {
  readonly axis: string | null;
  /** Whether it is an axis of nodes. */
  readonly overNodes: boolean;
  readonly order: Order;
  readonly feeds: readonly PlannedValue[];
  readonly units: readonly PlannedUnit[];
}

interface OpenStage {
  readonly axis: string | null;
  order: Order;
  readonly units: PlannedUnit[];
}

/** Joins units that can be followed step by step, one beside the other. */
export function stagesOf(spec: Spec, { axes }: NamedBuild, units: readonly PlannedUnit[]): readonly Stage[] {
  const stages: OpenStage[] = [];
  const layers = new Map(spec.layers.map((layer) => [layer.name, layer]));
  const isOnce = (reference: Reference): boolean => axes.get(textOf(reference)) === null;
  const referencesOf = (unit: PlannedUnit): readonly Reference[] => {
    const layer = layers.get(unit.layer);
    return layer === undefined ? [] : [...inputsOf(layer), ...(isStack(layer) ? layer.initial.values() : [])];
  };
  /** Layers whose whole sequences a unit waits for. */
  const waitsFor = (unit: PlannedUnit): ReadonlySet<string> => {
    const layer = layers.get(unit.layer);
    const started = layer !== undefined && isStack(layer) ? [...layer.initial.values()] : [];
    const whole = referencesOf(unit).filter(isOnce);
    return new Set([...whole, ...started].map(({ target }) => target));
  };
  /** The last stage that the unit can go along with, if nothing behind it is read by the unit. */
  const stageFor = (unit: PlannedUnit): OpenStage | null => {
    const waits = waitsFor(unit);
    const references = referencesOf(unit);
    const read = new Set([unit.layer, ...references.map(({ target }) => target)]);
    const once = new Set(references.filter(isOnce).map(({ target }) => target));
    for (const stage of stages.toReversed()) {
      const hasWhole = stage.axis !== null && stage.units.some(({ layer }) => layer !== unit.layer && waits.has(layer));
      const isAlong =
        stage.order === 'any' || stage.order === unit.order || (unit.order === 'any' && stage.order !== 'backward');
      if (stage.axis === unit.axis && !hasWhole && isAlong) return stage;
      const isRead = stage.units.some(({ layer }) => (stage.axis === null ? once.has(layer) : read.has(layer)));
      if (isRead) return null;
    }
    return null;
  };
  for (const unit of units) {
    const stage = unit.fresh ? null : stageFor(unit);
    if (stage === null) stages.push({ axis: unit.axis, order: unit.order, units: [unit] });
    else {
      stage.units.push(unit);
      if (unit.order !== 'any') stage.order = unit.order;
    }
  }
  const feed = (name: string): PlannedValue => ({ path: name, name, role: 'feed', text: name, outputs: [] });
  const inputs = spec.inputs.map(({ name }) => name).filter((name) => axes.has(name));
  const known = stages.map((stage): Stage => {
    const read = new Set(stage.units.flatMap(({ reads }) => reads));
    const own = stage.axis === null ? [] : inputs.filter((name) => axes.get(name) === stage.axis && read.has(name));
    return { ...stage, overNodes: spec.trees.some(({ axis }) => axis === stage.axis), feeds: own.map(feed) };
  });
  const once = inputs.filter((name) => axes.get(name) === null);
  return once.length === 0
    ? known
    : [{ axis: null, overNodes: false, order: 'any', feeds: once.map(feed), units: [] }, ...known];
}
