import type { Diagnostic, Span } from '../diagnostics/diagnostic.ts';
import * as layerMessages from '../diagnostics/messages/read/layers.ts';
import * as schemaMessages from '../diagnostics/messages/read/schema.ts';
import * as valueMessages from '../diagnostics/messages/read/values.ts';
import * as treeMessages from '../diagnostics/messages/trees.ts';
import { closest } from '../diagnostics/suggest.ts';
import type { CellTable } from './cells/cell-table.ts';
import { FullPaths } from './layers/full-paths.ts';
import type { ReadLayer } from './layers/layer-site.ts';
import { readLayer } from './layers/layers.ts';
import { checkShares } from './layers/share.ts';
import { orderLayers } from './order.ts';
import type { ReadContext } from './scope/context.ts';
import { checkName, isIdentifier, NameTable } from './scope/names.ts';
import { References } from './scope/references.ts';
import { isSizeKey } from './scope/sizes.ts';
import { axesOf } from './spec/axis-nesting.ts';
import type { Located } from './spec/located.ts';
import type { CellSpec, InputSpec, LayerSpec, OutputSpec, TreeSpec } from './spec/spec.ts';
import { isLiteral, numberOf, ranges } from './values/numbers.ts';
import { isLeftToData, sizeOf } from './values/open-sizes.ts';
import {
  entriesOf,
  field,
  isExactNumber,
  isIgnoredKey,
  listOf,
  mapOf,
  type Tree,
  type TreeEntry,
  type TreeMap,
  textOf,
  textsIn,
} from './yaml/tree.ts';

/** Numbers under `parameters:`, with those that `--set` replaces. */
export function readParameters(
  root: TreeMap,
  set: { readonly [name: string]: number },
  report: (d: Diagnostic) => void,
): ReadonlyMap<string, number> {
  const parameters = new Map<string, number>();
  const declared = entriesOf(field(root, 'parameters'));
  for (const { name, key, value } of declared) {
    checkName(name, 'a parameter', 'symbol', key, report);
    // a broken value stays known as NaN, so that its uses are not called unknown as well
    parameters.set(
      name,
      value.kind === 'scalar' && typeof value.value === 'number' && isExactNumber(value) ? value.value : Number.NaN,
    );
  }
  for (const [name, value] of Object.entries(set)) {
    if (isSizeKey(name)) continue;
    if (!parameters.has(name))
      report(valueMessages.unknownParameterSet(name, [...parameters.keys()], numberUnder(root, name)));
    else if (!Number.isFinite(value))
      report(valueMessages.outOfRange(null, `--set ${name}`, 'a finite number', `${value}`));
    else parameters.set(name, value);
  }
  return parameters;
}

/** Where the first number stands that has this key; null: none has. */
function numberUnder(tree: Tree, name: string): Span | null {
  const values = tree.kind === 'map' ? [...tree.entries.values()] : [];
  for (const { name: key, key: span, value } of values)
    if (key === name && value.kind === 'scalar' && typeof value.value === 'number') return span;
  const below = tree.kind === 'list' ? tree.items : values.map(({ value }) => value);
  for (const one of below) {
    const found = numberUnder(one, name);
    if (found !== null) return found;
  }
  return null;
}

/** Inputs, layers and outputs that are whole. */
export interface ReadParts {
  readonly inputs: readonly InputSpec[];
  readonly trees: readonly TreeSpec[];
  readonly layers: readonly LayerSpec[];
  readonly cells: ReadonlyMap<string, CellSpec>;
  readonly outputs: readonly OutputSpec[];
  /** Every layer and input as declared, for the check of what is used. */
  readonly references: References;
  readonly paths: FullPaths;
}

/** Reads the parts of a model. A part with a mistake is left out, and with it what needs it. */
export function readParts(context: ReadContext, root: TreeMap, cells: CellTable): ReadParts {
  const inputEntries = entriesOf(field(root, 'inputs'));
  const layerEntries = entriesOf(field(root, 'layers'));
  const names = new NameTable(context.report);
  for (const e of inputEntries)
    if (checkName(e.name, 'an input', 'plain', e.key, context.report)) names.claim(e.name, 'an input', e.key);
  for (const e of layerEntries)
    if (checkName(e.name, 'a layer', 'plain', e.key, context.report)) names.claim(e.name, 'a layer', e.key);
  const references = new References(
    context,
    new Set(inputEntries.map((e) => e.name)),
    new Set(layerEntries.map((e) => e.name)),
    new Set(inputEntries.filter(isTree).map((e) => e.name)),
    timeAxes(context, inputEntries),
  );
  const trees = readTrees(context, inputEntries.filter(isTree));
  const inputs = withNesting(
    context,
    inputEntries.flatMap((e) => (isTree(e) ? [] : (readInput(context, e) ?? []))),
    trees,
  );
  const read = new Map<string, ReadLayer>();
  for (const entry of layerEntries) {
    const layer = readLayer(context, references, cells, entry);
    if (layer !== null) read.set(entry.name, layer);
    else linkByWords(context, references, entry);
  }
  const outputs = readOutputs(context, references, root);
  const { order, cyclic } = orderLayers(
    layerEntries.map((e) => ({ name: e.name, span: e.key, needs: references.targetsOf(e.name) })),
    context.report,
  );
  const owners = checkShares(read, context.report);
  const paths = new FullPaths(read, context.report);
  const whole = new Set([...inputs, ...trees].map((i) => i.name));
  const layers: LayerSpec[] = [];
  for (const name of order) {
    const layer = read.get(name);
    if (layer === undefined || cyclic.has(name) || owners.mistaken.has(name)) continue;
    if (!references.targetsOf(name).every((target) => whole.has(target))) continue;
    const full = paths.fullLayer(owners.resolve(layer.spec));
    if (full === null) continue;
    whole.add(name);
    layers.push(full);
  }
  const used = new Map(
    layers.flatMap((l) => (read.get(l.name)?.cells ?? []).map((cell) => [cell.name, cell] as const)),
  );
  return {
    inputs,
    trees,
    layers,
    cells: used,
    outputs: outputs.flatMap((output): readonly OutputSpec[] => {
      const reference = whole.has(output.reference.target) ? paths.full(output.reference) : null;
      return reference === null ? [] : [{ ...output, reference }];
    }),
    references,
    paths,
  };
}

/** Time axes as inputs name them, those with mistakes too. */
function timeAxes({ parameters }: ReadContext, entries: readonly TreeEntry[]): ReadonlyMap<string, readonly string[]> {
  const axes = new Map<string, string[]>();
  for (const { name, value } of entries) {
    const map = mapOf(value);
    const items = map === null ? [] : (listOf(field(map, 'shape'))?.items ?? []);
    for (const item of items.slice(1)) {
      const axis = textOf(item);
      if (axis === null || !isIdentifier(axis) || parameters.has(axis) || axis === 'columns') break;
      axes.set(axis, [...(axes.get(axis) ?? []), name]);
    }
  }
  return axes;
}

/** Counts the words in a layer with mistakes as uses, so that what it may have meant is not also reported as unused. */
function linkByWords(context: ReadContext, references: References, entry: TreeEntry): void {
  for (const text of textsIn(entry.value)) {
    context.usage.markWords(text);
    for (const word of text.match(/[A-Za-z][A-Za-z0-9_]*/g) ?? [])
      if (word !== entry.name) references.link(`${entry.name}`, word);
  }
  if (entry.value.kind === 'map')
    for (const cell of entriesOf(field(entry.value, 'cell'))) context.usage.mark('cell', cell.name);
}

const isTree = ({ value }: TreeEntry): boolean => mapOf(value)?.entries.has('tree') ?? false;

/** Inputs `{tree: AXIS}`. An axis belongs to one tree alone. */
function readTrees(context: ReadContext, entries: readonly TreeEntry[]): readonly TreeSpec[] {
  const { report, parameters } = context;
  const owners = new Map<string, TreeSpec & { readonly at: Span }>();
  return entries.flatMap(({ name, key, value }): TreeSpec[] => {
    const written = mapOf(value)?.entries.get('tree');
    if (written === undefined) return [];
    for (const other of ['shape', 'dtype']) {
      const entry = mapOf(value)?.entries.get(other);
      if (entry === undefined) continue;
      report(schemaMessages.bothKeys(entry.key, `input "${name}"`, other, 'tree', written.key));
      return [];
    }
    const axis = textOf(written.value);
    const at = written.value.span;
    if (axis === null) return [];
    if (!isIdentifier(axis) || parameters.has(axis)) {
      report(treeMessages.treeAxis(at, name, axis));
      return [];
    }
    if (!checkName(axis, 'an axis of nodes', 'symbol', at, report)) return [];
    const owner = owners.get(axis);
    if (owner !== undefined) {
      report(treeMessages.axisOfTwoTrees(at, axis, owner.name, owner.at));
      return [];
    }
    const tree = { name, span: key, axis };
    owners.set(axis, { ...tree, at });
    return [tree];
  });
}

function readInput(context: ReadContext, { name, key, value }: TreeEntry): InputSpec | null {
  const map = mapOf(value);
  // an unknown key, which the schema has reported, may have meant one of them
  if (map !== null && [...map.entries.keys()].every((k) => k === 'dtype' || isIgnoredKey(k)))
    context.report(schemaMessages.missingEither(key, `input "${name}"`, 'shape', 'tree'));
  const items = map === null ? undefined : listOf(field(map, 'shape'))?.items;
  if (map === null || items === undefined || items.length === 0) return null;
  const [first] = items.slice(0, 1).map((item) => dimension(context, name, item, 0, items));
  if (first === undefined || first === null) return null;
  const shape = [first, ...items.slice(1).map((item, i) => dimension(context, name, item, i + 1, items))];
  const whole = shape.filter((d) => d !== null);
  const dtype = field(map, 'dtype') === undefined ? 'float32' : textOf(field(map, 'dtype'));
  if (whole.length < shape.length || (dtype !== 'float32' && dtype !== 'int32')) return null;
  return { name, span: key, dtype, shape: whole };
}

/** The inputs in which every axis of time stands within the same one as in those before, and an axis of nodes right behind batch. */
function withNesting(
  { report }: ReadContext,
  inputs: readonly InputSpec[],
  trees: readonly TreeSpec[],
): readonly InputSpec[] {
  const known = new Map<string, { readonly outer: string | null; readonly input: string; readonly span: Span }>(
    trees.map(({ name, span, axis }) => [axis, { outer: null, input: name, span }]),
  );
  return inputs.filter(({ name, shape, span: whole }) => {
    const fits = axesOf(shape).map((axis, i, axes) => {
      const outer = axes[i - 1] ?? null;
      const span = shape[i + 1]?.span ?? whole;
      const first = known.get(axis);
      if (first === undefined) known.set(axis, { outer, input: name, span });
      else if (first.outer !== outer) report(layerMessages.nestedTwice(span, name, axis, outer, first));
      return first === undefined || first.outer === outer;
    });
    return fits.every((fit) => fit);
  });
}

/** First `batch`, then axes of time, each within the one before, then sizes. The last one may be `columns`: as many as the data gives. */
function dimension(
  context: ReadContext,
  input: string,
  tree: Tree,
  axis: number,
  items: readonly Tree[],
): Located<string | number> | null {
  const { report, parameters } = context;
  const text = textOf(tree);
  const isLast = axis === items.length - 1;
  if (axis > 0 && isLast && isLeftToData(context, tree, 'columns'))
    return sizeOf(context, tree, {
      owner: input,
      key: 'columns',
      kind: 'columns',
      what: `a dimension of input "${input}"`,
    });
  if (axis === 0) {
    if (text === 'batch') return { value: 'batch', span: tree.span };
    const [found = '', ...others] = items.map((item) => (item.kind === 'scalar' ? item.source : 'something else'));
    report(layerMessages.batchFirst(tree.span, input, found, others));
    return null;
  }
  if (text !== null && isIdentifier(text) && !parameters.has(text)) {
    const before = items.slice(1, axis).map(textOf);
    const isInner = before.every((other) => other !== null && isIdentifier(other) && !parameters.has(other));
    // a misspelt parameter is no axis
    if (axis > 1 && (!isInner || closest(text, [...parameters.keys()]).length > 0)) {
      report(layerMessages.timeSecond(tree.span, input, text, [...parameters.keys()]));
      return null;
    }
    if (before.includes(text)) {
      report(layerMessages.axisTwice(tree.span, input, text));
      return null;
    }
    return checkName(text, 'a time axis', 'symbol', tree.span, report) ? { value: text, span: tree.span } : null;
  }
  return numberOf(context, tree, `a dimension of input "${input}"`, ranges.size);
}

function readOutputs(context: ReadContext, references: References, root: TreeMap): readonly OutputSpec[] {
  const tree = field(root, 'outputs');
  if (mapOf(tree) === null) context.usage.doubt('layer');
  return entriesOf(tree).flatMap(({ name, key, value }): readonly OutputSpec[] => {
    const named = checkName(name, 'an output', 'plain', key, context.report);
    const reference = references.read(value, null);
    return reference === null || !named ? [] : [{ name, reference, span: key }];
  });
}

/** `seed` or `unroll`: the option of the call goes before the file. Undefined where nothing is said, null after a mistake. */
export function readWhole(
  context: ReadContext,
  root: TreeMap,
  key: 'seed' | 'unroll',
  option: number | undefined,
  at: Span,
): Located<number> | null | undefined {
  const range = ranges[key];
  const entry = root.entries.get(key);
  const written =
    entry === undefined
      ? undefined
      : key === 'unroll' && isZero(entry.value)
        ? noUnroll(context, entry.key)
        : numberOf(context, entry.value, key, range);
  if (option === undefined) return written;
  if (key === 'unroll' && option === 0) return noUnroll(context, null);
  if (Number.isInteger(option) && option >= range.min && option <= range.max) return { value: option, span: at };
  context.report(valueMessages.outOfRange(null, `--${key}`, range.words, `${option}`));
  return null;
}

const isZero = (tree: Tree): boolean => isLiteral(tree) && tree.kind === 'scalar' && tree.value === 0;

function noUnroll(context: ReadContext, span: Span | null): null {
  context.report(
    schemaMessages.noEffect(
      span,
      'unroll: 0',
      'a loop stays a loop without it',
      'give the number of steps, or remove it',
    ),
  );
  return null;
}
