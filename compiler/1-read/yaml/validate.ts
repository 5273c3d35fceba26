import { type Diagnostic, InternalError } from '../../diagnostics/diagnostic.ts';
import { type ForeignKey, foreignKeyFix, isSynonym } from '../../diagnostics/messages/read/foreign-keys.ts';
import * as messages from '../../diagnostics/messages/read/schema.ts';
import * as yamlMessages from '../../diagnostics/messages/read/yaml.ts';
import { closest } from '../../diagnostics/suggest.ts';
import { boundFunction } from '../../equations/bound-function.ts';
import { functionSignatures, isFunctionName } from '../../equations/functions.ts';
import { validateCellFile, validateModel } from '../generated/validate-model.ts';
import type { LayerSpec } from '../spec/spec.ts';
import { headOf, type Place, placeOf } from './source-map.ts';
import {
  describe,
  entriesOf,
  field,
  isExactNumber,
  isIgnoredKey,
  isText,
  mapOf,
  plainData,
  type Tree,
  type TreeMap,
  textOf,
} from './tree.ts';

/** What the generated validator leaves behind for each mistake: what ajv does, and `known`. */
interface SchemaError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: { readonly [name: string]: unknown };
  /** With `additionalProperties`: its keys are those that may be there. */
  readonly known?: object;
}
interface Validator {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

/**
 * Checks a file against schema/model.schema.json and reports every mistake at its place.
 * Gives what stands under keys that mean nothing: what it names is not unused beside that mistake.
 */
export function validateFile(root: TreeMap, kind: 'model' | 'cells', report: (d: Diagnostic) => void): readonly Tree[] {
  const refused = new Set<number>();
  checkNumbers(root, new Set(), (tree, diagnostic) => {
    refused.add(tree.id);
    if (diagnostic !== null) report(diagnostic);
  });
  const validate: Validator = kind === 'model' ? validateModel : validateCellFile;
  if (validate(plainData(root))) return [];
  const strange: Tree[] = [];
  const seen = new Set<string>();
  for (const error of validate.errors ?? []) {
    const place = placeOf(root, error.instancePath);
    if (refused.has(place.value.id) || isMisspelt(error, validate.errors ?? [])) continue;
    const diagnostic = explain(error, place);
    const under = mapOf(place.value)?.entries.get(textParam(error.params.additionalProperty))?.value;
    if (error.keyword === 'additionalProperties' && under !== undefined) strange.push(under);
    const key = `${diagnostic.code} ${diagnostic.span?.start} ${diagnostic.span?.end} ${diagnostic.message}`;
    if (!seen.has(key)) report(diagnostic);
    seen.add(key);
  }
  return strange;
}

/** Whether a key is missing only because it is misspelt, which is reported as an unknown key. */
function isMisspelt(error: SchemaError, all: readonly SchemaError[]): boolean {
  if (error.keyword !== 'required') return false;
  const missing = textParam(error.params.missingProperty);
  return all.some(
    (e) =>
      e.keyword === 'additionalProperties' &&
      e.instancePath === error.instancePath &&
      (closest(textParam(e.params.additionalProperty), [missing]).length > 0 ||
        isSynonym(textParam(e.params.additionalProperty), missing)),
  );
}

/** YAML numbers that JavaScript can't keep: infinities, NaN and whole numbers beyond 2^53. Holes are refused in silence: they were reported. */
function checkNumbers(tree: Tree, seen: Set<number>, report: (tree: Tree, d: Diagnostic | null) => void): void {
  if (seen.has(tree.id)) return;
  seen.add(tree.id);
  if (tree.kind === 'list') for (const item of tree.items) checkNumbers(item, seen, report);
  if (tree.kind === 'map')
    for (const entry of tree.entries.values()) if (!isIgnoredKey(entry.name)) checkNumbers(entry.value, seen, report);
  if (tree.kind !== 'scalar') return;
  if (tree.style === 'hole') report(tree, null);
  if (typeof tree.value !== 'number' || isExactNumber(tree)) return;
  report(
    tree,
    Number.isFinite(tree.value)
      ? yamlMessages.integerTooLarge(tree.span, tree.source)
      : yamlMessages.numberNotFinite(tree.span, tree.source),
  );
}

function explain(error: SchemaError, place: Place): Diagnostic {
  const { params } = error;
  const found = describe(place.value);
  switch (error.keyword) {
    case 'type':
      return explainType(place, typesOf(params.type), found);
    case 'required':
      return messages.missingKey(headOf(place), label(place), textParam(params.missingProperty));
    case 'additionalProperties':
      return explainUnknownKey(error, place, textParam(params.additionalProperty));
    case 'enum':
      return messages.unknownValue(
        place.value.span,
        label(place),
        isText(place.value) ? `"${place.value.value}"` : found,
        listParam(params.allowedValues),
      );
    case 'discriminator':
      return explainLayerType(place);
    case 'minItems':
    case 'minProperties':
      return messages.wrongCount(
        headOf(place),
        label(place),
        `at least ${textParam(params.limit)}`,
        sizeOf(place.value),
      );
    case 'maxItems':
    case 'maxProperties':
      return messages.wrongCount(
        headOf(place),
        label(place),
        `at most ${textParam(params.limit)}`,
        sizeOf(place.value),
      );
    case 'minLength':
      return messages.wrongLength(
        place.value.span,
        label(place),
        `at least ${textParam(params.limit)}`,
        sizeOf(place.value),
      );
    case 'maxLength':
      return messages.wrongLength(
        place.value.span,
        label(place),
        `at most ${textParam(params.limit)}`,
        sizeOf(place.value),
      );
    default:
      throw new InternalError(`the schema keyword ${error.keyword} has no message`);
  }
}

function explainType({ value, path, entry }: Place, types: readonly string[], found: string): Diagnostic {
  const [, layer = ''] = path;
  const key = path.at(-1);
  const isScalar = value.kind === 'scalar' && (typeof value.value === 'number' || typeof value.value === 'boolean');
  if (path[0] === 'layers' && isScalar) {
    if (path[2] === 'cell' && types.includes('object') && types.includes('string'))
      return messages.numberAsCell(value.span, layer, found);
    if (path[2] === 'cell' && key !== 'wrap') return messages.numberAsArguments(value.span, entry?.name ?? '', found);
  }
  const bound = functionMapping(value);
  if (bound !== null && /activation$|^function$/.test(key ?? ''))
    return messages.wrongType(entry?.key ?? value.span, label({ value, path, entry }), bound, found);
  const short = found.replace('the ', '');
  if (key === 'dropout' && (path.at(-3) === 'wrap' || (path[0] === 'layers' && path.length === 3)))
    return messages.bareDropout(value.span, short);
  if (key === 'zoneout' && path.at(-3) === 'wrap') return messages.bareZoneout(value.span, short);
  if (key === 'equations')
    return yamlMessages.equationsNotABlock(
      value.kind === 'map' && entry !== null ? entry.key : value.span,
      `${found} made by YAML`,
    );
  const at = value.kind !== 'scalar' && entry !== null ? entry.key : value.span;
  if (key === 'output' && value.kind === 'list') return messages.unquotedJoin(at, label({ value, path, entry }), found);
  if (key === 'mask' && isScalar) return messages.maskNamesNothing(at, label({ value, path, entry }), found);
  const what = label({ value, path, entry });
  const expected = types
    .map(typeInWords)
    .join(types.length > 2 ? ', ' : ' or ')
    .replace(/, ([^,]*)$/, ' or $1');
  const named =
    path.join('.') === 'data.sequence' && isText(value)
      ? `write sequence: {by: ${value.value}}`
      : (statesInstead(path, value) ?? outputsInstead(path, value) ?? dimensionInstead(path, value));
  const instead = path[0] === 'layers' && path.length === 3 ? inputsInstead(key, value, expected) : named;
  return instead === null
    ? messages.wrongType(at, what, expected, found)
    : messages.inputsInAnotherForm(at, what, expected, found, instead);
}

/** The states of a cell as the list that they are. Null for other keys. */
function statesInstead(path: readonly (string | number)[], value: Tree): string | null {
  const name = path[0] === 'cells' && path.length === 4 && path[2] === 'state' ? textOf(value) : null;
  if (name !== null) return `write {${name}: [units]}: its name and its shape`;
  if (path[0] !== 'cells' || path.length !== 3 || path[2] !== 'state' || value.kind !== 'map') return null;
  const shown = (tree: Tree): string | null =>
    tree.kind === 'list' ? `[${tree.items.map((item) => textOf(item) ?? '…').join(', ')}]` : textOf(tree);
  return `write state: [${entriesOf(value)
    .map((entry) => `{${entry.name}: ${shown(entry.value) ?? '[units]'}}`)
    .join(', ')}]`;
}

/** The outputs of a model with a name for each. Null for other keys. */
function outputsInstead(path: readonly (string | number)[], value: Tree): string | null {
  if (path.join('.') !== 'outputs') return null;
  const references = (value.kind === 'list' ? value.items : [value]).flatMap((item) => textOf(item) ?? []);
  if (references.length === 0) return null;
  const named = references.map((reference) => `${reference.replaceAll(/[^\w]/g, '_')}: ${reference}`);
  return `write outputs: {${named.join(', ')}}`;
}

/** What stands for a dimension of an input without a number. Null for other keys, and other values. */
function dimensionInstead(path: readonly (string | number)[], value: Tree): string | null {
  const [section, , key, axis] = path;
  if (section !== 'inputs' || key !== 'shape' || path.length !== 4) return null;
  if (value.kind !== 'scalar' || value.value !== null) return null;
  if (Number(axis) === 0) return 'write batch, the name of the first axis';
  if (Number(axis) === 1) return 'write a name for an axis of any length, such as time: [batch, time, 16]';
  return 'write a number, or columns for the last one: as many as the data has';
}

/** What to write for the inputs of a layer that stand in another form than it takes. Null for other keys. */
function inputsInstead(key: string | undefined, value: Tree, expected: string): string | null {
  const named = entriesOf(value).map((entry) => [entry.name, textOf(entry.value) ?? 'SEQUENCE'] as const);
  const [, first] = named[0] ?? [];
  const listed = (value.kind === 'list' ? value.items : []).map((item) => textOf(item) ?? 'SEQUENCE').join(', ');
  if (key === 'input' && value.kind === 'map' && first !== undefined)
    return named.length === 1
      ? `write input: ${first}`
      : `for a cell with several inputs write inputs: {${named.map((pair) => pair.join(': ')).join(', ')}}`;
  if (key === 'input' && value.kind === 'list')
    return `join them in a layer of its own, joined: {type: concat, inputs: [${listed}]}, and write input: joined`;
  if (key !== 'inputs') return null;
  if (value.kind === 'map' && expected === 'a list') return `write inputs: [${named.map(([, to]) => to).join(', ')}]`;
  if (value.kind === 'list' && expected === 'a mapping')
    return `for a cell with one input join them in a layer of its own, joined: {type: concat, inputs: [${listed}]}, and write input: joined; for one with several name each, as in inputs: {NAME: ${listed.split(', ')[0] ?? ''}}`;
  const only = textOf(value);
  if (only !== null && expected === 'a mapping') return `write input: ${only}`;
  return null;
}

/** `{leaky_relu: {alpha: 0.2}}` as the text that binds its numbers: `"leaky_relu(alpha=0.2)"`. Null where no function is meant. */
export function functionMapping(value: Tree): string | null {
  const [only, ...more] = value.kind === 'map' ? [...value.entries.values()] : [];
  if (only === undefined || more.length > 0 || !isFunctionName(only.name)) return null;
  const given = entriesOf(only.value).flatMap(({ name, value: number }) =>
    number.kind === 'scalar' ? [[name, String(number.value)] as const] : [],
  );
  return boundFunction(only.name, functionSignatures[only.name], given);
}

function explainUnknownKey(error: SchemaError, place: Place, key: string): Diagnostic {
  const known = Object.keys(error.known ?? {});
  const entry = mapOf(place.value)?.entries.get(key);
  const span = entry?.key ?? headOf(place);
  const isLayer = place.path.length === 2 && place.path[0] === 'layers';
  if (isLayer && key === 'dropout' && known.includes('cell'))
    return messages.dropoutOnLayer(
      span,
      label(place),
      entry?.value.kind === 'scalar' ? String(entry.value.value) : null,
    );
  if (entry?.value.kind === 'scalar' && entry.value.value === null && /[)\]=]/.test(key))
    return messages.commaInFlow(span, key);
  return messages.unknownKey(span, label(place), key, known, foreignKeyFix(foreignAt(place, key, known, isLayer)));
}

function foreignAt(place: Place, key: string, known: readonly string[], isLayer: boolean): ForeignKey {
  const map = mapOf(place.value);
  const value = map?.entries.get(key)?.value;
  const input = map === null ? undefined : field(map, 'input');
  const cell = map === null ? undefined : field(map, 'cell');
  const cells = cell?.kind === 'map' ? [...cell.entries.keys()].filter((name) => name !== 'wrap') : [];
  return {
    key,
    value: value?.kind === 'scalar' ? String(value.value) : null,
    known,
    layer: isLayer ? (place.path[1] ?? null) : null,
    input: input !== undefined && isText(input) ? input.value : null,
    cell: cells.length === 1 ? (cells[0] ?? null) : cell !== undefined && isText(cell) ? cell.value : null,
    inArguments: false,
    ...(place.path.length === 2 && place.path[0] === 'inputs' ? { modelInput: place.path[1] ?? 'INPUT' } : {}),
  };
}

const layerTypeTable: { readonly [K in LayerSpec['type']]: true } = {
  recurrent: true,
  recursive: true,
  embedding: true,
  dense: true,
  dropout: true,
  activation: true,
  conv1d: true,
  layer_norm: true,
  batch_norm: true,
  repeat: true,
  concat: true,
  add: true,
  multiply: true,
  equations: true,
  last: true,
  mean: true,
  max: true,
};
export const layerTypes: readonly string[] = Object.keys(layerTypeTable);

function explainLayerType(place: Place): Diagnostic {
  const name = place.path.at(-1) ?? '';
  const type = place.value.kind === 'map' ? field(place.value, 'type') : undefined;
  if (type === undefined) return messages.missingKey(headOf(place), label(place), 'type');
  if (isText(type)) return messages.unknownLayerType(type.span, name, type.value, layerTypes);
  return messages.wrongType(type.span, `type of ${label(place)}`, 'text', describe(type));
}

/** `layer "encoder"`, `units of layer "encoder"`, `layers`: how messages name a place. */
function label({ path }: Place): string {
  const [section = '', name, ...rest] = path;
  if (path.length === 0) return 'the file';
  const singular = sections.get(section);
  if (name === undefined || singular === undefined) return path.join('.');
  const owner = `${singular} "${name}"`;
  return rest.length === 0 ? owner : `${rest.join('.')} of ${owner}`;
}
const sections: ReadonlyMap<string, string> = new Map([
  ['layers', 'layer'],
  ['cells', 'cell'],
  ['inputs', 'input'],
  ['outputs', 'output'],
  ['parameters', 'parameter'],
]);

const words: ReadonlyMap<string, string> = new Map([
  ['integer', 'a whole number'],
  ['number', 'a number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'a mapping'],
]);
const typeInWords = (type: string, _: number, all: readonly string[]): string =>
  type === 'string'
    ? all.includes('integer') || all.includes('number')
      ? 'an expression'
      : 'text'
    : (words.get(type) ?? type);

function sizeOf(tree: Tree): number {
  if (tree.kind === 'list') return tree.items.length;
  if (tree.kind === 'map') return tree.entries.size;
  return typeof tree.value === 'string' ? tree.value.length : 0;
}

const typesOf = (type: unknown): readonly string[] =>
  Array.isArray(type) ? type.map(String) : String(type).split(',');
const textParam = (value: unknown): string => String(value);
const listParam = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
