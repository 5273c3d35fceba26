import { DATA_TYPES, type OnnxFunction, type OnnxValueInfo } from '../format.ts';
import { bodyOf, FunctionWriter } from './function-writer.ts';

/** Which walk a function computes, for all layers that go this way: some take a list of predecessors, some have places for them. */
export interface WalkForm {
  readonly direction: 'up' | 'down';
  /** Whether a predecessor that is not there stands for the row that its sample starts from. */
  readonly started: boolean;
  /** Whether it gives the links of a list of predecessors. */
  readonly list: boolean;
  /** How many places of predecessors it gives; 0 for none. */
  readonly places: number;
}

/** What a walk gives, in this order; then the places, from `place_0` on. Their meaning is that of `compiler/ir/structure.ts`. */
export const WALK_PARTS = ['order', 'starts', 'counts', 'rows'] as const;
export const LINK_PARTS = ['link_starts', 'link_counts', 'predecessors', 'owners'] as const;
export const partsOf = ({ list, places }: WalkForm): readonly string[] => [
  ...WALK_PARTS,
  ...(list ? LINK_PARTS : []),
  ...Array.from({ length: places }, (_, place) => `place_${place}`),
];

const WALK_NAME = /^(ChildrenFirst|ParentsFirst)(_List)?(?:_Places([1-9]\d{0,2}))?(_Started)?$/;
export const walkFunctionName = ({ direction, started, list, places }: WalkForm): string =>
  `${direction === 'up' ? 'ChildrenFirst' : 'ParentsFirst'}${list && places > 0 ? '_List' : ''}${places > 0 ? `_Places${places}` : ''}${started ? '_Started' : ''}`;
/** The walk that a function of this name computes; null where none is called so. */
export function walkNamed(name: string): WalkForm | null {
  const [, way, list, places, started] = WALK_NAME.exec(name) ?? [];
  // without places it is one of a list
  if (way === undefined || (list !== undefined && places === undefined)) return null;
  return {
    direction: way === 'ChildrenFirst' ? 'up' : 'down',
    started: started !== undefined,
    list: list !== undefined || places === undefined,
    places: Number(places ?? 0),
  };
}

const INPUTS = ['tree', 'lengths'];
const ABOUT_TREE =
  'tree int32 [batch, node, 2 * links]: for every node its parents, -1 for none, each with the place that the node has among the children of that parent; lengths int32 [batch]: nodes of a sample';
const EVERYTHING = 2 ** 53 - 1;

/** Values about the nodes of a batch that all functions of trees begin with; int64 where nothing else is said. */
interface Links {
  /** [1]: samples, nodes of a sample with padding, and the product. */
  readonly batch: string;
  readonly nodes: string;
  readonly rows: string;
  /** [node, 1] and [1, batch]: 0, 1, … */
  readonly node: string;
  readonly sample: string;
  /** bool [node, batch] */
  readonly valid: string;
  /** [node, batch, links] */
  readonly parents: string;
  readonly table: string;
  /** bool [node, batch, links]: whether there is a link. */
  readonly linked: string;
}

function readLinks(writer: FunctionWriter): Links {
  const size = (axis: number, wanted: string): string =>
    writer.emit('Shape', ['tree'], wanted, { start: { int: axis }, end: { int: axis + 1 } });
  const [batch, nodes] = [size(0, 'batch'), size(1, 'nodes')];
  const rows = writer.emit('Mul', [batch, nodes], 'row_count');
  const whole = writer.emit('Cast', ['tree'], 'tree_int64', { to: { int: DATA_TYPES.int64 } });
  const table = writer.emit('Transpose', [whole], 'by_node', { perm: { ints: [1, 0, 2] } });
  const node = writer.emit('Unsqueeze', [rangeTo(writer, nodes, 'node_list'), writer.list(1)], 'node');
  const sample = writer.emit('Unsqueeze', [rangeTo(writer, batch, 'sample_list'), writer.list(0)], 'sample');
  const lengths = writer.emit('Cast', ['lengths'], 'lengths_int64', { to: { int: DATA_TYPES.int64 } });
  const valid = writer.emit('Less', [node, lengths], 'valid');
  const parents = everySecond(writer, table, 0, 'parents');
  const named = writer.emit('GreaterOrEqual', [parents, writer.number(0)], 'has_parent');
  const linked = writer.emit('And', [named, writer.emit('Unsqueeze', [valid, writer.list(2)], 'valid_wide')], 'linked');
  return { batch, nodes, rows, node, sample, valid, parents, table, linked };
}

/** 0, 1, … below a size [1]. */
const rangeTo = (writer: FunctionWriter, size: string, wanted: string): string =>
  writer.emit('Range', [writer.number(0), writer.emit('Squeeze', [size], `${wanted}_end`), writer.number(1)], wanted);
const everySecond = (writer: FunctionWriter, table: string, from: number, wanted: string): string =>
  writer.emit('Slice', [table, writer.list(from), writer.list(EVERYTHING), writer.list(2), writer.list(2)], wanted);
const filled = (writer: FunctionWriter, value: number, shape: string, wanted: string): string =>
  writer.emit('Expand', [writer.number(value), shape], wanted);
/** The list with numbers put in at indices, by `reduction` with what is there. */
const scattered = (
  writer: FunctionWriter,
  list: string,
  indices: string,
  numbers: string,
  wanted: string,
  reduction: 'none' | 'add' | 'max' = 'none',
): string =>
  writer.emit('ScatterElements', [list, indices, numbers], wanted, {
    axis: { int: 0 },
    ...(reduction === 'none' ? {} : { reduction: { text: reduction } }),
  });
const shapeOf = (writer: FunctionWriter, x: string): string => writer.emit('Shape', [x], `${x}_shape`);
/** The places [n] where a list is true. */
const placesWhere = (writer: FunctionWriter, condition: string, wanted: string): string =>
  writer.emit('Squeeze', [writer.emit('NonZero', [condition], `${wanted}_found`), writer.list(0)], wanted);

/** (tree, lengths) → int32 [batch]: the row of the node that is nobody's child, as `rootsName` of `compiler/ir/structure.ts` has it. */
export function rootsFunction(): OnnxFunction {
  const writer = new FunctionWriter([...INPUTS, 'roots']);
  const { node, sample, batch, valid, linked } = readLinks(writer);
  const asNumber = writer.emit('Cast', [linked], 'linked_number', { to: { int: DATA_TYPES.int64 } });
  const links = writer.emit('ReduceSum', [asNumber, writer.list(2)], 'links_of_node', { keepdims: { int: 0 } });
  const isRoot = writer.emit(
    'And',
    [valid, writer.emit('Equal', [links, writer.number(0)], 'without_parent')],
    'is_root',
  );
  const numbers = writer.emit('Where', [isRoot, node, writer.number(-1)], 'root_numbers');
  const last = writer.emit('ReduceMax', [numbers, writer.list(0)], 'last_root', { keepdims: { int: 1 } });
  const row = writer.emit('Add', [writer.emit('Mul', [last, batch], 'first_of_node'), sample], 'row');
  const isThere = writer.emit('GreaterOrEqual', [last, writer.number(0)], 'has_root');
  const chosen = writer.emit('Where', [isThere, row, writer.number(-1)], 'root_rows');
  const flat = writer.emit('Squeeze', [chosen, writer.list(0)], 'root_list');
  const roots = writer.emit('Cast', [flat], 'root_list_int32', { to: { int: DATA_TYPES.int32 } });
  const about = `For every sample the node without parents, of several the last, as its row in a sequence [node * batch]; -1 without one. ${ABOUT_TREE}`;
  return writer.close('Roots', INPUTS, new Map([['roots', roots]]), about);
}

/** A link is a pair of a node and one of its predecessors: rows of a sequence [node * batch], each [links of all samples]. */
interface Pairs {
  readonly owner: string;
  readonly predecessor: string;
  /** Place of the predecessor among those of its node. */
  readonly place: string;
}

function pairsOf(writer: FunctionWriter, links: Links, { direction }: WalkForm): Pairs {
  const { batch, sample, node, parents, table, linked } = links;
  const at = writer.emit('Transpose', [writer.emit('NonZero', [linked], 'link_axes')], 'link_places', {
    perm: { ints: [1, 0] },
  });
  const ofLinks = (values: string, wanted: string): string => writer.emit('GatherND', [values, at], wanted);
  const wideSample = writer.emit('Unsqueeze', [sample, writer.list(2)], 'sample_wide');
  const parentRow = writer.emit(
    'Add',
    [writer.emit('Mul', [parents, batch], 'parent_first'), wideSample],
    'parent_row',
  );
  const ownRow = writer.emit('Add', [writer.emit('Mul', [node, batch], 'own_first'), sample], 'own_row');
  const wideOwn = writer.emit('Unsqueeze', [ownRow, writer.list(2)], 'own_row_wide');
  const childRow = writer.emit('Expand', [wideOwn, shapeOf(writer, parents)], 'child_row');
  const [parent, child] = [ofLinks(parentRow, 'parent'), ofLinks(childRow, 'child')];
  if (direction === 'up')
    return { owner: parent, predecessor: child, place: ofLinks(everySecond(writer, table, 1, 'own_places'), 'place') };
  return { owner: child, predecessor: parent, place: ofLinks(parentPlaces(writer, links), 'place') };
}

/** [node, batch, links]: of every parent how many of the same node come before it, by number and then as they stand. */
function parentPlaces(writer: FunctionWriter, { parents, linked }: Links): string {
  const number = writer.emit('Where', [linked, parents, writer.number(EVERYTHING)], 'parent_or_last');
  const own = writer.emit('Unsqueeze', [number, writer.list(3)], 'own_parent');
  const other = writer.emit('Unsqueeze', [number, writer.list(2)], 'other_parent');
  const less = writer.emit('Less', [other, own], 'is_less');
  const same = writer.emit('Equal', [other, own], 'is_same');
  const width = writer.emit('Shape', [parents], 'links', { start: { int: 2 } });
  const list = rangeTo(writer, width, 'link_list');
  const before = writer.emit(
    'Less',
    [list, writer.emit('Unsqueeze', [list, writer.list(1)], 'own_link')],
    'stands_before',
  );
  const comes = writer.emit('Or', [less, writer.emit('And', [same, before], 'same_before')], 'comes_before');
  const asNumber = writer.emit('Cast', [comes], 'comes_number', { to: { int: DATA_TYPES.int64 } });
  return writer.emit('ReduceSum', [asNumber, writer.list(3)], 'parent_place', { keepdims: { int: 0 } });
}

/**
 * int64 [node * batch]: one more than the highest level among the predecessors of a node, 0 without any. Every round of the loop carries levels along all
 * links; it ends when none has changed.
 */
function levelsOf(writer: FunctionWriter, { rows, nodes }: Links, { owner, predecessor }: Pairs): string {
  const body = new FunctionWriter(['round', 'goes_on', 'level'], writer);
  const above = body.emit('Gather', ['level', predecessor], 'predecessor_level');
  const least = body.emit('Add', [above, body.number(1)], 'least_level');
  const next = scattered(body, 'level', owner, least, 'next_level', 'max');
  const rose = body.emit('Cast', [body.emit('Greater', [next, 'level'], 'rose')], 'rose_number', {
    to: { int: DATA_TYPES.int64 },
  });
  const sum = body.emit('ReduceSum', [rose], 'rose_count', { keepdims: { int: 0 } });
  const goesOn = body.emit('Greater', [sum, body.number(0)], 'still_goes_on');
  const info = (name: string, elemType: number, rank: number): OnnxValueInfo => ({
    name,
    type: { tensorType: { elemType, shape: { dim: Array.from({ length: rank }, () => ({ dimParam: 'rows' })) } } },
  });
  const { bool, int64 } = DATA_TYPES;
  const graph = bodyOf(
    'round_of_levels',
    [info('round', int64, 0), info('goes_on', bool, 0), info('level', int64, 1)],
    [info(goesOn, bool, 0), info(next, int64, 1)],
    body,
  );
  const most = writer.emit('Squeeze', [nodes], 'most_rounds');
  const isTrue = writer.constant('bool', [], 1);
  return writer.emit('Loop', [most, isTrue, filled(writer, 0, rows, 'no_level')], 'levels', { body: { graph } });
}

/** Nodes in the order of the walk, each [nodes that are no padding]: by level, then by sample, then by number. */
interface Order {
  /** Its row in a sequence [node * batch]. */
  readonly row: string;
  readonly sample: string;
  readonly level: string;
  /** [node * batch]: the row of the table of states, batch + place in the walk. */
  readonly tableRow: string;
  /** [levels]: nodes of a level, and those before it. */
  readonly counts: string;
  readonly starts: string;
  /** [1] */
  readonly levels: string;
}

function orderOf(writer: FunctionWriter, { batch, nodes, rows, valid }: Links, levels: string): Order {
  const real = placesWhere(writer, writer.emit('Reshape', [valid, rows], 'valid_rows'), 'real');
  const level = writer.emit('Gather', [levels, real], 'real_level');
  const ofSample = writer.emit('Mul', [writer.emit('Mod', [real, batch], 'real_sample'), nodes], 'sample_first');
  const within = writer.emit('Add', [ofSample, writer.emit('Div', [real, batch], 'real_node')], 'in_sample');
  const key = writer.emit('Add', [writer.emit('Mul', [level, rows], 'level_first'), within], 'order_key');
  const sorted = writer.ascending(key, 'sorted_key');
  const sortedLevel = writer.emit('Div', [sorted, rows], 'level_in_order');
  const rest = writer.emit('Mod', [sorted, rows], 'place_in_level');
  const sample = writer.emit('Div', [rest, nodes], 'sample_in_order');
  const first = writer.emit('Mul', [writer.emit('Mod', [rest, nodes], 'node_in_order'), batch], 'node_first');
  const row = writer.emit('Add', [first, sample], 'row_in_order');
  const place = writer.emit('Add', [rangeTo(writer, shapeOf(writer, row), 'walked'), batch], 'table_place');
  const tableRow = scattered(writer, filled(writer, 0, rows, 'no_row'), row, place, 'table_row');
  const atLeast = writer.emit('Concat', [sortedLevel, writer.list(-1)], 'levels_or_none', { axis: { int: 0 } });
  const highest = writer.emit('ReduceMax', [atLeast, writer.list(0)], 'highest_level', { keepdims: { int: 1 } });
  const count = writer.emit('Add', [highest, writer.number(1)], 'level_count');
  const counts = countedBy(writer, sortedLevel, count, 'counts_of_levels');
  return { row, sample, level: sortedLevel, tableRow, counts, starts: before(writer, counts), levels: count };
}

/** How often each number below `size` [1] is in a list. */
function countedBy(writer: FunctionWriter, numbers: string, size: string, wanted: string): string {
  const ones = filled(writer, 1, shapeOf(writer, numbers), `${wanted}_ones`);
  return scattered(writer, filled(writer, 0, size, `${wanted}_zeros`), numbers, ones, wanted, 'add');
}
/** The sum of what stands before each number of a list. */
const before = (writer: FunctionWriter, counts: string): string =>
  writer.emit('CumSum', [counts, writer.number(0)], `${counts}_before`, { exclusive: { int: 1 } });

/** Links in the order of their nodes: of which node of the walk, and the row of the table that the predecessor has. */
function linkParts(
  writer: FunctionWriter,
  links: Links,
  order: Order,
  pairs: Pairs,
  started: boolean,
): readonly string[] {
  const { owner, predecessor } = pairs;
  const ownRows = writer.emit('Gather', [order.tableRow, owner], 'owner_row');
  let of = writer.emit('Sub', [ownRows, links.batch], 'owner_place');
  let place = pairs.place;
  let rows = writer.emit('Gather', [order.tableRow, predecessor], 'predecessor_row');
  if (started) {
    const without = countedBy(writer, owner, links.rows, 'links_of_row');
    const ofNode = writer.emit('Gather', [without, order.row], 'links_in_order');
    const alone = placesWhere(writer, writer.emit('Equal', [ofNode, writer.number(0)], 'is_alone'), 'alone');
    const start = writer.emit('Gather', [order.sample, alone], 'start_row');
    of = writer.emit('Concat', [of, alone], 'all_owners', { axis: { int: 0 } });
    const first = filled(writer, 0, shapeOf(writer, alone), 'start_place');
    place = writer.emit('Concat', [place, first], 'all_places', { axis: { int: 0 } });
    rows = writer.emit('Concat', [rows, start], 'all_rows', { axis: { int: 0 } });
  }
  const count = writer.emit('Max', [shapeOf(writer, of), writer.number(1)], 'link_count');
  const numbers = rangeTo(writer, shapeOf(writer, of), 'link_numbers');
  const some = writer.emit('Concat', [place, writer.list(0)], 'places_or_none', { axis: { int: 0 } });
  const last = writer.emit('ReduceMax', [some, writer.list(0)], 'last_place', { keepdims: { int: 1 } });
  const width = writer.emit('Add', [last, writer.number(1)], 'place_count');
  const ordered = writer.emit('Add', [writer.emit('Mul', [of, width], 'owner_first'), place], 'owner_and_place');
  const perLink = writer.emit('Mul', [ordered, count], 'place_first');
  const key = writer.emit('Add', [perLink, numbers], 'link_key');
  const sorted = writer.ascending(key, 'sorted_links');
  const perNode = writer.emit('Mul', [width, count], 'keys_of_node');
  const ofNode = writer.emit('Div', [sorted, perNode], 'owner_of_link');
  const level = writer.emit('Gather', [order.level, ofNode], 'level_of_link');
  const predecessors = writer.emit(
    'Gather',
    [rows, writer.emit('Mod', [sorted, count], 'number_of_link')],
    'rows_of_links',
  );
  const owners = writer.emit(
    'Sub',
    [ofNode, writer.emit('Gather', [order.starts, level], 'start_of_level')],
    'owners_of_links',
  );
  const counts = countedBy(writer, level, order.levels, 'links_of_levels');
  return [before(writer, counts), counts, predecessors, owners];
}

/** For each place [nodes]: the row of the table that the predecessor there has; where there is none, that of the start, or -1. */
function placeParts(
  writer: FunctionWriter,
  { batch }: Links,
  order: Order,
  { owner, predecessor, place }: Pairs,
  { started, places }: WalkForm,
): readonly string[] {
  if (places === 0) return [];
  const ownRows = writer.emit('Gather', [order.tableRow, owner], 'owner_row');
  const ownPlaces = writer.emit('Sub', [ownRows, batch], 'owner_place');
  const rows = writer.emit('Gather', [order.tableRow, predecessor], 'predecessor_row');
  const none = started ? order.sample : filled(writer, -1, shapeOf(writer, order.row), 'nothing');
  return Array.from({ length: places }, (_, at) => {
    const chosen = placesWhere(writer, writer.emit('Equal', [place, writer.number(at)], `is_${at}`), `links_${at}`);
    const [owners, found] = [
      writer.emit('Gather', [ownPlaces, chosen], `owners_${at}`),
      writer.emit('Gather', [rows, chosen], `rows_${at}`),
    ];
    return scattered(writer, none, owners, found, `at_place_${at}`);
  });
}

/** (tree, lengths) → what a loop over the levels of trees needs to know of them, all int32: `partsOf`. Nodes must not go round in a circle. */
export function walkFunction(form: WalkForm): OnnxFunction {
  const names = partsOf(form);
  const writer = new FunctionWriter([...INPUTS, ...names]);
  const links = readLinks(writer);
  const pairs = pairsOf(writer, links, form);
  const order = orderOf(writer, links, levelsOf(writer, links, pairs));
  const rows = writer.emit('Add', [order.starts, links.batch], 'rows_of_levels');
  const values = [
    order.row,
    order.starts,
    order.counts,
    rows,
    ...(form.list ? linkParts(writer, links, order, pairs, form.started) : []),
    ...placeParts(writer, links, order, pairs, form),
  ];
  const outputs = new Map(
    values.map((value, i): [string, string] => [
      names[i] ?? '',
      writer.emit('Cast', [value], `${value}_int32`, { to: { int: DATA_TYPES.int32 } }),
    ]),
  );
  const way = form.direction === 'up' ? 'children before their parents' : 'parents before their children';
  return writer.close(
    walkFunctionName(form),
    INPUTS,
    outputs,
    `The nodes of all samples level by level, ${way}: where they stand in a sequence [node * batch], where each level starts, and the rows of states [batch + nodes] that they read. ${ABOUT_TREE}`,
  );
}
