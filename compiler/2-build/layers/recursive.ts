import type { Located } from '../../1-read/spec/located.ts';
import type { RecursiveSpec, TreeSpec } from '../../1-read/spec/spec.ts';
import { directionsOf } from '../../1-read/spec/spec.ts';
import { InternalError } from '../../diagnostics/diagnostic.ts';
import { at } from '../../diagnostics/invariants.ts';
import * as messages from '../../diagnostics/messages/trees.ts';
import { printExpression } from '../../equations/print.ts';
import { LoopBody } from '../../graph/loop-body.ts';
import { BATCH, dim, equalDims, multiplyDims, type Shape, symbolDim } from '../../ir/dim.ts';
import { nodesSymbol, tableRows, type Walk, walkSymbols } from '../../ir/structure.ts';
import type { Origin, ValueId } from '../../ir/types.ts';
import type { BuildContext, Flow } from '../context/context.ts';
import type { Inputs } from '../context/inputs.ts';
import { namesInShape } from '../equations/axes.ts';
import { ChildRows } from '../equations/child-rows.ts';
import { BuildFailure } from '../equations/failure.ts';
import { gatherRows, placeRows } from '../equations/rows.ts';
import { WholeSequences } from '../equations/whole-sequences.ts';
import type { CellPlace, CellSite } from './cell-site.ts';
import { buildStack, type CellRun, wantsSummary } from './cell-stack.ts';
import { type Before, type BoundCell, bindCell, buildStep, inLoop, requestedSteps } from './cell-step.ts';
import { initialValue, learnedStart } from './initial-state.ts';
import { zeros } from './valid-step.ts';

/**
 * A stack of loops over the levels of trees, as `structure.ts` describes them. A sequence over nodes is brought in the order of the walk before the
 * loop and back after it, so that padding has no place in the loop.
 * Gives null for `merge: none`.
 */
export function buildRecursive(context: BuildContext, layer: RecursiveSpec): Flow | null {
  const tree = context.spec.trees.find(({ name }) => name === layer.tree.target);
  if (tree === undefined) throw new InternalError(`tree ${layer.tree.target} was not resolved`);
  context.cannotStream(
    tree.axis,
    `layer "${layer.name}" runs over trees, whose nodes it needs all at once`,
    layer.name,
    layer.tree.span,
  );
  return buildStack(context, layer, {
    directions: directionsOf(layer),
    summary: 'root',
    axisOf: (inputs) => axisOf(layer, tree, inputs),
    run: (place, inputs) => runCell(tree, place, inputs),
  });
}

function axisOf(layer: RecursiveSpec, { name, axis }: TreeSpec, inputs: ReadonlyMap<string, Flow>): string {
  const axes = [...inputs.values()].flatMap((flow) => flow.time ?? []);
  const span = [...layer.input.values()][0]?.span ?? layer.span;
  const other = axes.find((found) => found !== axis);
  if (other !== undefined) throw new BuildFailure(messages.notOverNodes(span, layer.name, axis, other, name));
  if (axes.length === 0) throw new BuildFailure(messages.needsNodes(span, layer.name, axis));
  return axis;
}

/** The walk of a layer over its trees: moves values between the order of nodes and the order of the walk. All of it stands outside the loop. */
class Course {
  readonly #context: BuildContext;
  readonly #place: CellPlace;
  readonly walk: Walk;
  readonly origin: Origin;
  readonly symbols: ReturnType<typeof walkSymbols>;
  /** Nodes and their padding, of all samples. */
  readonly #padded;

  constructor(place: CellPlace, walk: Walk) {
    this.#context = place.context;
    this.#place = place;
    this.walk = walk;
    this.origin = { path: place.path, span: place.layer.span };
    this.symbols = walkSymbols(walk);
    this.#padded = multiplyDims(symbolDim(walk.axis), dim(BATCH));
  }

  part(part: Parameters<Inputs['structure']>[1]): ValueId {
    return this.#context.inputs.structure(this.walk, part, this.origin);
  }

  /** [node, batch, …] → [nodes, …] in the order of the walk. */
  inOrder(sequence: ValueId): ValueId {
    const { builder } = this.#context;
    return builder.outside(() =>
      gatherRows(builder, this.#flat(sequence), this.part('order'), this.origin, builder.nameOf(sequence)),
    );
  }

  /** [batch, …] → [nodes, …]: to every node what its sample has. */
  repeated(perSample: ValueId): ValueId {
    const { builder } = this.#context;
    const shape = [symbolDim(this.walk.axis), ...builder.typeOf(perSample).shape];
    return this.inOrder(builder.outside(() => builder.emit('broadcast', [perSample], { shape }, this.origin)));
  }

  /** [nodes, …] in the order of the walk → [node, batch, …], zeros in the padding. */
  asSequence(nodes: ValueId, name: string): ValueId {
    const { builder } = this.#context;
    const placed = placeRows(builder, nodes, this.part('order'), this.#padded, this.origin);
    const features = builder.typeOf(placed).shape.slice(1);
    const shape = [symbolDim(this.walk.axis), dim(BATCH), ...features];
    return builder.emit('reshape', [placed], { shape }, this.origin, name);
  }

  /** [node, batch, …] → [batch, …]: of every sample what its root has, zeros for a sample without nodes. */
  atRoots(sequence: ValueId, name: string): ValueId {
    const { tree, axis } = this.walk;
    const roots = this.#context.inputs.roots(tree, axis, this.origin);
    return gatherRows(this.#context.builder, this.#flat(sequence), roots, this.origin, name);
  }

  /** The table of a state. Its first rows, one per sample, hold what `initial:` names, or zeros. */
  table(name: string, start: ValueId | null, features: Shape): ValueId {
    const { builder } = this.#context;
    const { tree } = this.walk;
    const origin = { path: `${this.#place.path}.${name}`, span: this.#place.layer.span };
    if (start === null) return zeros(builder, 'float32', [tableRows(tree), ...features], origin);
    const rest = zeros(builder, 'float32', [symbolDim(nodesSymbol(tree)), ...features], origin);
    return builder.emit('concat', [start, rest], { axis: 0 }, origin);
  }

  #flat(sequence: ValueId): ValueId {
    const { builder } = this.#context;
    const shape = [this.#padded, ...builder.typeOf(sequence).shape.slice(2)];
    return builder.emit('reshape', [sequence], { shape }, this.origin);
  }
}

function runCell(tree: TreeSpec, place: CellPlace, inputs: ReadonlyMap<string, Flow>): CellRun {
  const { context, cell, path, axis } = place;
  const { builder } = context;
  const bound = bindCell(place, inputs);
  const states = bound.states.map(({ spec }) => spec.name);
  const starts = bound.states.map(
    ({ spec, features }) =>
      learnedStart(place, spec, features) ?? initialValue(place, spec.name, features, states)?.id ?? null,
  );
  const names = cell.children?.kind === 'named' ? cell.children.names : null;
  const direction = place.direction === 'down' ? 'down' : 'up';
  const started = starts.some((start) => start !== null);
  const course = new Course(place, { tree: tree.name, axis, direction, started });
  const { symbols } = course;
  const tables = bound.states.map(({ spec, features }, i) => course.table(spec.name, at(starts, i), features));
  // every place is made an input even if no equation reads it: the feed check takes from them how many children a node may have
  const places = names?.map((_, i) => course.part({ place: i })) ?? [];
  const nodes = { symbol: symbols.row, total: symbolDim(nodesSymbol(tree.name)) };
  const links = { symbol: symbols.link, total: symbolDim(symbols.links) };
  const loop = new LoopBody(builder, 'forward', symbolDim(symbols.levels), {
    ragged: names === null ? [nodes, links] : [nodes],
    bounds: [
      course.part('starts'),
      course.part('counts'),
      ...(names === null ? [course.part('link_starts'), course.part('link_counts')] : []),
    ],
  });
  const children = names === null ? new ChildRows(builder, loop.scan(course.part('owners')), symbols) : null;
  const site: CellSite = {
    ...place,
    emitter: context.emitter(path, null).beside(children),
    loop,
    lead: symbolDim(symbols.row),
    ofSequence: (outer) => loop.scan(course.inOrder(outer)),
    ofSample: ({ id }) => loop.scan(course.repeated(id)),
    children,
    whole: new WholeSequences(context.builder, (axis) => context.validSteps(axis), loop, { path, rows: dim(BATCH) }),
  };
  return inLoop(place, bound, loop, () => buildBody(site, bound, course, tables, names, places));
}

function buildBody(
  site: CellSite,
  bound: BoundCell,
  course: Course,
  tables: readonly ValueId[],
  names: readonly Located<string>[] | null,
  places: readonly ValueId[],
): CellRun {
  const { context, path, loop } = site;
  const { builder } = context;
  const { origin } = course;
  const held = bound.states.map(({ spec }, i) => loop.state(`${path}.${spec.name}`, at(tables, i)));
  const { output, next } = buildStep(
    site,
    bound,
    readTables(site, bound, course, held, names, places),
    site.emitter,
    new Map(),
  );
  const rows = loop.scan(course.part('rows'));
  const written = held.map((table, i) => builder.emit('write_rows', [table, at(next, i), rows], {}, origin));
  const asked = requestedSteps(site);
  const perChild = context.traced ? asked.filter(({ id }) => site.children?.isPerChild(id)) : [];
  const steps = asked
    .filter((step) => !perChild.includes(step))
    .map((step) => ({ ...step, id: perNode(site, step.id, step.reference, step.name) }));
  const finals = bound.states.flatMap(({ spec }, i) =>
    wantsFinal(site, spec.name) ? [{ spec, id: at(next, i) }] : [],
  );
  const results = loop.close(
    written,
    [
      { id: output, name: `${path}.nodes` },
      ...steps.map(({ id, reference }) => ({ id, name: `${reference}.nodes` })),
      ...finals.map(({ id, spec }) => ({ id, name: `${path}.${spec.name}.nodes` })),
      ...perChild.map(({ id, reference }) => ({ id, name: reference })),
    ],
    origin,
  );
  const sequence = course.asSequence(at(results.stacked, 0), path);
  steps.forEach(({ reference }, i) => {
    context.define(reference, {
      id: course.asSequence(at(results.stacked, i + 1), reference),
      time: site.axis,
    });
  });
  perChild.forEach(({ reference }, i) => {
    context.perChild.set(reference, at(results.stacked, 1 + steps.length + finals.length + i));
  });
  const atRoots = finals.map(({ spec }, i): readonly [string, ValueId] => {
    const nodes = course.asSequence(at(results.stacked, 1 + steps.length + i), `${path}.${spec.name}`);
    return [spec.name, course.atRoots(nodes, `${path}.final.${spec.name}`)];
  });
  const summary = wantsSummary(site, 'root') ? course.atRoots(sequence, `${path}.root`) : null;
  return { sequence, summary, finals: new Map(atRoots) };
}

/** What equations read of the tables: the states of all children, or of one by its name. */
function readTables(
  site: CellSite,
  { states }: BoundCell,
  course: Course,
  held: readonly ValueId[],
  names: readonly Located<string>[] | null,
  places: readonly ValueId[],
): Before {
  const { context, loop, path } = site;
  const { builder } = context;
  const read = (state: number, name: string, indices: ValueId) => {
    const { spec } = at(states, state);
    let known: ValueId | null = null;
    const make = (): ValueId => {
      if (known !== null) return known;
      known = gatherRows(builder, at(held, state), loop.scan(indices), course.origin, `${path}.${name}`);
      context.declarations.set(known, {
        name,
        formula: `[${spec.shape.map(printExpression).join(', ')}] per ${names === null ? 'child' : 'node'}`,
        axes: namesInShape(spec.shape),
        span: spec.span,
      });
      return known;
    };
    return { make, span: spec.span };
  };
  if (names === null) {
    const predecessors = course.part('predecessors');
    return {
      names: new Map(states.map(({ spec }, i) => [spec.name, read(i, spec.name, predecessors)])),
      old: null,
    };
  }
  const all = names.map(({ value }, place) =>
    states.map(({ spec }, i) => ({
      name: `${value}.${spec.name}`,
      value: read(i, `${value}.${spec.name}`, at(places, place)),
    })),
  );
  const zoneout = site.use.wrap.some((wrap) => wrap.kind === 'zoneout');
  return {
    names: new Map(all.flatMap((list) => list.map(({ name, value }) => [name, value] as const))),
    old: zoneout ? at(all, 0).map(({ value }) => value.make()) : null,
  };
}

/** A value of the body with a row for each node. @throws BuildFailure for one with a row for each child. */
function perNode(site: CellSite, id: ValueId, reference: string, name: string): ValueId {
  const { context, children, lead, emitter, layer } = site;
  if (children?.isPerChild(id) === true)
    throw new BuildFailure(
      messages.perChildStep(context.placeOf(reference) ?? layer.span, reference, name, context.declarations.get(id)),
    );
  const { shape } = context.builder.typeOf(id);
  const [first] = shape;
  if (first !== undefined && equalDims(first, lead)) return id;
  return context.builder.emit('broadcast', [id], { shape: [lead, ...shape] }, emitter.origin(layer.span));
}

/** Whether something asks for the state at the root, by its name or by that of the whole layer as what another one starts from. */
function wantsFinal({ context, layer, index, direction }: CellSite, state: string): boolean {
  const own = context.isRequested(layer.name, `${index}.${direction}.final.${state}`);
  const merged = context.isRequested(layer.name, `${index}.final.${state}`);
  return own || merged || context.startsAnother(layer.name);
}
