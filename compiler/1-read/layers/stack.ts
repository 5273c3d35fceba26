import type { Span } from '../../diagnostics/diagnostic.ts';
import * as cellMessages from '../../diagnostics/messages/read/cells.ts';
import * as layerMessages from '../../diagnostics/messages/read/layers.ts';
import * as schemaMessages from '../../diagnostics/messages/read/schema.ts';
import * as treeMessages from '../../diagnostics/messages/trees.ts';
import { pathsMeant } from '../../ir/paths.ts';
import type { CellDefinition } from '../cells/cell-definition.ts';
import { type ReadUse, readCellUse } from '../cells/cell-use.ts';
import { checkStates, readWraps, wrapsOf } from '../cells/wrap.ts';
import type { Reference } from '../spec/located.ts';
import type { CellSpec, LearnedStart, RecurrentSpec, RecursiveSpec, StackSpec } from '../spec/spec.ts';
import { numberOf, ranges } from '../values/numbers.ts';
import type { TreeEntry } from '../yaml/tree.ts';
import { entriesOf, field, isText, listOf, type Tree, textOf } from '../yaml/tree.ts';
import { type LayerSite, type ReadLayer, readInput, readShared, type Shared } from './layer-site.ts';
import { readMask } from './mask.ts';
import { readSecondDirection } from './second-direction.ts';

/** Most layers of one stack. */
const MAX_DEPTH = 256;

/** What differs between a stack over time and one over trees: the words for its directions. */
interface Directions<T extends StackSpec['direction']> {
  readonly words: readonly T[];
  readonly usual: T;
  /** The word for both. */
  readonly both: T;
}
const overTime: Directions<RecurrentSpec['direction']> = {
  words: ['forward', 'backward', 'bidirectional'],
  usual: 'forward',
  both: 'bidirectional',
};
const overTrees: Directions<RecursiveSpec['direction']> = { words: ['up', 'down', 'both'], usual: 'up', both: 'both' };

/** A recurrent layer: its stack expanded, wrappers of the layer outside those of each cell. Null after a mistake, which has been reported. */
export function readRecurrent(site: LayerSite): ReadLayer | null {
  const read = readStack(site, overTime, (cell) => cell.children === null);
  const padding = oneOf(site, 'padding', ['zero', 'previous']);
  const mask = readMask(site);
  if (read === null || padding === 'broken' || mask === 'broken') return null;
  const { base, cells, direction, definitions } = read;
  const spec: RecurrentSpec = {
    ...base,
    type: 'recurrent',
    direction,
    mask,
    // Keras Bidirectional asks its layers for zeros whatever the cell (keras/src/layers/rnn/bidirectional.py, zero_output_for_mask)
    padding: padding ?? (direction === 'bidirectional' ? 'zero' : (definitions.at(-1)?.padding ?? 'zero')),
  };
  return { spec, cells };
}

/** A recursive layer, which is read as a recurrent one is. */
export function readRecursive(site: LayerSite): ReadLayer | null {
  const { context, map, name, references } = site;
  const read = readStack(site, overTrees, (cell) => cell.children !== null);
  const written = field(map, 'tree');
  const tree = written === undefined ? null : references.readTree(written, name);
  if (read === null || tree === null) return null;
  const { base, cells, direction } = read;
  const mistakes = cells.flatMap((cell, i) => {
    const { children } = cell;
    const span = base.cells[i]?.span ?? base.span;
    if (children === null) return [];
    const zoneout = base.cells[i]?.wrap.find((wrap) => wrap.kind === 'zoneout');
    if (direction !== 'up' && children.kind === 'named' && children.names.length > 1)
      return [
        treeMessages.namedParents(
          span,
          cell.name,
          children.names.map((n) => n.value),
          children.span,
        ),
      ];
    if (zoneout !== undefined && (children.kind === 'any' || children.names.length > 1))
      return [treeMessages.zoneoutOfMany(zoneout.span, cell.name, children.span)];
    return [];
  });
  const told = new Set<string>();
  for (const mistake of mistakes) {
    const key = `${mistake.code} ${mistake.span?.start}`;
    if (!told.has(key)) context.report(mistake);
    told.add(key);
  }
  return mistakes.length > 0 ? null : { spec: { ...base, type: 'recursive', tree, direction }, cells };
}

interface ReadStack<T extends StackSpec['direction']> {
  readonly base: Omit<RecursiveSpec, 'type' | 'tree' | 'direction'>;
  readonly direction: T;
  readonly cells: readonly CellSpec[];
  readonly definitions: readonly CellDefinition[];
}

/** What stacks over time and over trees have in common. */
function readStack<T extends StackSpec['direction']>(
  site: LayerSite,
  directions: Directions<T>,
  isOfKind: (cell: CellSpec) => boolean,
): ReadStack<T> | null {
  const { context, map, name, span } = site;
  const input = readInputs(site);
  const wrap = readWraps(context, field(map, 'wrap'));
  const stack = readCells(site, isOfKind);
  const written = oneOf(site, 'direction', directions.words);
  const direction: T = written === null || written === 'broken' ? directions.usual : written;
  const merge = readMerge(site, written === 'broken' ? written : direction, directions.both);
  const cells = stack?.flatMap(({ definition }) => definition.spec ?? []) ?? [];
  const fitting = wrap === null || stack === null || checkStates(context, wrap, cells, `layer "${name}"`);
  const separate: readonly T[] = direction === directions.both ? directions.words.slice(0, 2) : [direction];
  const starts = readInitial(site, stack, written === 'broken' ? null : separate);
  const shared = readShared(site, stack === null || starts === null ? null : weightNames(cells, starts.learned));
  const within = shared?.share?.value === 'self';
  const useless = within && stack !== null && stack.length === 1;
  if (useless)
    context.report(
      schemaMessages.noEffect(
        shared.share?.span ?? span,
        'share: self',
        'the stack has one layer',
        'remove it, or set depth',
      ),
    );
  if (stack !== null && !map.entries.has('share')) warnAboutAliases(site);
  const isDouble = direction === directions.both || written === 'broken';
  const [, word = ''] = directions.words;
  const second = readSecondDirection(site, stack, word, isDouble ? null : directions.both);
  if (input === null || wrap === null || stack === null || written === 'broken' || merge === null) return null;
  if (shared === null || useless || starts === null || !fitting || second === null) return null;
  return {
    base: {
      name,
      span,
      directionSpan: field(map, 'direction')?.span ?? span,
      input,
      whole: new Set(cells.flatMap((cell) => cell.inputs.flatMap((i) => (i.sequence ? [i.name] : [])))),
      cells: stack.map(({ use, definition: { spec: cell } }) => ({
        ...use,
        wrap: [...use.wrap, ...(cell === null ? [] : wrapsOf(wrap, cell))],
      })),
      merge,
      second,
      ...starts,
      shareWithinStack: within,
      ...withoutSelf(shared),
    },
    direction,
    cells,
    definitions: stack.map(({ definition }) => definition),
  };
}

/** What `init:` may name: weights of the cells, and of each learned start `initial.STATE`. */
const weightNames = (cells: readonly CellSpec[], learned: Starts['learned']): readonly string[] => [
  ...new Set([
    ...cells.flatMap((cell) => cell.weights.map((w) => w.name)),
    ...[...learned.keys()].map((key) => `initial.${key.split('.').slice(2).join('.')}`),
  ]),
];

const withoutSelf = (shared: Shared): Shared => (shared.share?.value === 'self' ? { ...shared, share: null } : shared);

/** One of these words, null where the key is missing, `broken` where it holds something else (the schema has reported it). */
function oneOf<T extends string>({ map }: LayerSite, key: string, words: readonly T[]): T | null | 'broken' {
  const tree = field(map, key);
  if (tree === undefined) return null;
  return words.find((word) => word === textOf(tree)) ?? 'broken';
}

function readInputs(site: LayerSite): ReadonlyMap<string, Reference> | null {
  const { context, map, name, references, span } = site;
  const single = map.entries.get('input');
  const several = map.entries.get('inputs');
  if (single !== undefined && several !== undefined) {
    context.report(schemaMessages.bothKeys(single.key, `layer "${name}"`, 'input', 'inputs', several.key));
    for (const tree of [single.value, ...entriesOf(several.value).map((e) => e.value)]) references.read(tree, name);
    return null;
  }
  if (single !== undefined) {
    const reference = readInput(site);
    return reference === null ? null : new Map([['', reference]]);
  }
  if (several === undefined) {
    context.report(schemaMessages.missingEither(span, `layer "${name}"`, 'input', 'inputs'));
    context.usage.doubt('layer');
    return null;
  }
  const entries = entriesOf(several.value);
  const read = new Map<string, Reference>();
  for (const entry of entries) {
    const reference = references.read(entry.value, name);
    if (reference !== null) read.set(entry.name, reference);
  }
  return entries.length > 0 && read.size === entries.length ? read : null;
}

/** The cells of the stack, bottom first, `depth` expanded. A cell of the other kind, with or without children, is reported. */
function readCells(site: LayerSite, isOfKind: (cell: CellSpec) => boolean): readonly ReadUse[] | null {
  const { context, map, name } = site;
  const tree = field(map, 'cell');
  const depthEntry = map.entries.get('depth');
  const depth =
    depthEntry === undefined ? 1 : numberOf(context, depthEntry.value, `depth of layer "${name}"`, ranges.depth)?.value;
  if (tree === undefined) return null;
  const items: readonly Tree[] = listOf(tree)?.items ?? [tree];
  const uses = items.map((item) => readCellUse(context, site.cells, item, name));
  if (depthEntry !== undefined && items.length > 1) {
    context.report(
      schemaMessages.noEffect(
        depthEntry.key,
        `depth of layer "${name}"`,
        `the list of ${items.length} cells says how deep the stack is`,
        'remove depth, or give one cell',
      ),
    );
    return null;
  }
  const whole = uses.filter((use) => use !== null);
  const strange = whole.filter(({ definition: { spec } }) => spec !== null && !isOfKind(spec));
  for (const { use, definition } of strange)
    context.report(
      definition.spec?.children
        ? treeMessages.treeCellOverTime(use.span, definition.name, definition.spec.children.span)
        : treeMessages.cellWithoutChildren(use.span, definition.name, definition.span),
    );
  if (strange.length > 0) return null;
  if (depth === undefined || whole.length < items.length || whole.length === 0 || whole.length > MAX_DEPTH) return null;
  return Array.from({ length: depth }, () => whole).flat();
}

/** The same YAML node several times in a list of cells: in TensorFlow 1 this shared weights by accident. */
function warnAboutAliases({ context, map, name }: LayerSite): void {
  const items = listOf(field(map, 'cell'))?.items ?? [];
  const byNode = new Map<number, Tree[]>();
  for (const item of items) byNode.set(item.id, [...(byNode.get(item.id) ?? []), item]);
  for (const [first, second, ...more] of byNode.values())
    if (first !== undefined && second !== undefined) {
      const at = first.alias === null ? second : first;
      context.report(cellMessages.sameCellByAlias(at.alias ?? at.span, name, more.length + 2, first.span));
    }
}

function readMerge(
  { context, map, name }: LayerSite,
  direction: StackSpec['direction'] | 'broken',
  both: StackSpec['direction'],
): StackSpec['merge'] | null {
  const entry = map.entries.get('merge');
  if (entry === undefined) return 'concat';
  if (direction !== both && direction !== 'broken') {
    context.report(
      schemaMessages.noEffect(
        entry.key,
        `merge of layer "${name}"`,
        'it has one direction',
        `write direction: ${both}, or remove it`,
      ),
    );
    return null;
  }
  const words: readonly StackSpec['merge'][] = ['concat', 'sum', 'mul', 'ave', 'none'];
  return words.find((word) => word === textOf(entry.value)) ?? null;
}

type Starts = Pick<StackSpec, 'initial' | 'learned'>;

/** The word for a start that is trained. */
const LEARNED = 'learned';

function readInitial(
  site: LayerSite,
  stack: readonly ReadUse[] | null,
  directions: readonly string[] | null,
): Starts | null {
  const { context, map, name } = site;
  const tree = field(map, 'initial');
  const initial = new Map<string, Reference>();
  const learned = new Map<string, LearnedStart>();
  if (tree === undefined) return { initial, learned };
  const known =
    stack === null || directions === null
      ? null
      : stateKeys(
          stack.flatMap((s) => s.definition.spec ?? []),
          directions,
        );
  if (isText(tree)) {
    const start = readStart(site, tree, false);
    if (start === null || (known === null && 'named' in start)) return null;
    if ('named' in start) for (const key of known ?? []) learned.set(key, start);
    else initial.set('', start);
    return { initial, learned };
  }
  const places = new Map<string, Span>();
  let whole = tree.kind === 'map';
  for (const entry of entriesOf(tree)) {
    const start = readStart(site, entry.value, true);
    const key = known === null ? null : stateKey(site, entry, known);
    if (start === null || key === null) {
      whole = false;
      continue;
    }
    const first = places.get(key);
    if (first !== undefined) {
      context.report(layerMessages.initialTwice(entry.key, name, key, first));
      whole = false;
    }
    places.set(key, entry.key);
    if ('named' in start) learned.set(key, start);
    else initial.set(key, start);
  }
  if (known === null && tree.kind === 'map') return null;
  return whole ? { initial, learned } : null;
}

/** A reference, or the word for a trained start. Null after a mistake, which has been reported. */
function readStart(
  { context, name, references }: LayerSite,
  tree: Tree,
  named: boolean,
): Reference | LearnedStart | null {
  if (!isText(tree) || tree.value !== LEARNED) return references.read(tree, name);
  if (!references.isDeclared(LEARNED)) return { span: tree.span, named };
  context.report(layerMessages.learnedTaken(tree.span, name, LEARNED));
  references.link(name, LEARNED);
  return null;
}

/** All states of the stack: `INDEX.DIRECTION.STATE`. */
const stateKeys = (cells: readonly CellSpec[], directions: readonly string[]): readonly string[] =>
  cells.flatMap((cell, i) => directions.flatMap((d) => cell.states.map((s) => `${i}.${d}.${s.name}`)));

/** The state that a key of `initial:` names, which may be shortened (`h`, `1.h`). Null after a mistake, which has been reported. */
function stateKey(
  { context, name }: LayerSite,
  { name: key, key: span }: TreeEntry,
  known: readonly string[],
): string | null {
  const meant = pathsMeant(
    `${name}.${key}`,
    known.map((state) => `${name}.${state}`),
  ).map((path) => path.slice(name.length + 1));
  const [only, other] = meant;
  if (only !== undefined && other === undefined) return only;
  context.report(
    only === undefined
      ? layerMessages.unknownState(span, `layer "${name}"`, key, known)
      : layerMessages.ambiguousPath(span, key, meant),
  );
  return null;
}
