import type { Span } from '../../diagnostics/diagnostic.ts';
import * as cellMessages from '../../diagnostics/messages/read/cells.ts';
import * as layerMessages from '../../diagnostics/messages/read/layers.ts';
import * as schemaMessages from '../../diagnostics/messages/read/schema.ts';
import type { ReadContext } from '../scope/context.ts';
import type { Located } from '../spec/located.ts';
import type { CellSpec, Variational, WrapSpec, ZoneoutSpec } from '../spec/spec.ts';
import { isLiteral, numberOf, ranges } from '../values/numbers.ts';
import {
  booleanOf,
  entriesOf,
  field,
  isText,
  listOf,
  mapOf,
  type Tree,
  type TreeEntry,
  type TreeMap,
  textOf,
} from '../yaml/tree.ts';

/** The wrappers of a cell or a stack, innermost first. Null after a mistake, which has been reported. */
export function readWraps(context: ReadContext, tree: Tree | undefined): readonly WrapSpec[] | null {
  if (tree === undefined) return [];
  const items = listOf(tree)?.items;
  if (items === undefined) return null;
  let whole = true;
  const wraps = items.flatMap((item): readonly WrapSpec[] => {
    if (isText(item)) {
      if (item.value === 'residual') return [{ kind: 'residual', span: item.span }];
      context.report(
        item.value === 'dropout'
          ? schemaMessages.bareDropout(item.span, '"dropout"')
          : item.value === 'zoneout'
            ? schemaMessages.bareZoneout(item.span, '"zoneout"')
            : cellMessages.unknownWrapper(item.span, item.value),
      );
      whole = false;
      return [];
    }
    const [entry] = entriesOf(item);
    const wrap = entry === undefined ? null : namedWrap(context, entry);
    if (wrap === null) whole = false;
    return wrap === null || wrap === 'off' ? [] : [wrap];
  });
  return whole ? wraps : null;
}

/** Reads one wrapper. `off`: a parameter of the model turns the wrapper off. Null after a mistake, which has been reported. */
function namedWrap(context: ReadContext, { name, key, value }: TreeEntry): WrapSpec | 'off' | null {
  const map = mapOf(value);
  if (map === null) return null;
  if (name === 'dropout') return dropoutWrap(context, map, key);
  return name === 'zoneout' ? zoneoutWrap(context, map, key) : null;
}

function dropoutWrap(context: ReadContext, map: TreeMap, span: Span): WrapSpec | 'off' | null {
  const output = readKeepProb(context, map, 'dropout');
  const keep = (key: string): number | null => {
    const tree = field(map, key);
    return tree === undefined ? 1 : (numberOf(context, tree, key, ranges.keep)?.value ?? null);
  };
  const inputKeepProb = keep('input_keep_prob');
  const stateKeepProb = keep('state_keep_prob');
  if (output === null || inputKeepProb === null || stateKeepProb === null) return null;
  if (output === 1 && inputKeepProb === 1 && stateKeepProb === 1) return withoutEffect(context, map, span, 'dropout');
  const variational = readVariational(map);
  return { kind: 'dropout', inputKeepProb, outputKeepProb: output, stateKeepProb, variational, span };
}

/** The value of `variational:`. False where the key is missing, and where it holds something else, which the schema has reported. */
export function readVariational(map: TreeMap): Variational {
  const tree = field(map, 'variational');
  return textOf(tree) === 'sample' ? 'sample' : (booleanOf(tree) ?? false);
}

function zoneoutWrap(context: ReadContext, map: TreeMap, span: Span): ZoneoutSpec | 'off' | null {
  const tree = field(map, 'rate');
  if (tree === undefined) return null;
  const named = mapOf(tree) === null ? null : entriesOf(tree);
  const read = (value: Tree, what: string): number | null => numberOf(context, value, what, ranges.rate)?.value ?? null;
  const rates = new Map<string, Located<number>>();
  for (const { name, key, value } of named ?? []) {
    const rate = read(value, `the rate of "${name}"`);
    if (rate !== null) rates.set(name, { value: rate, span: key });
  }
  const rate = named === null ? read(tree, 'rate') : rates;
  if (rate === null || rates.size < (named?.length ?? 0) || named?.length === 0) return null;
  const written = named === null ? [tree] : named.map((entry) => entry.value);
  if (typeof rate === 'number' ? rate > 0 : [...rate.values()].some(({ value }) => value > 0))
    return { kind: 'zoneout', rate, span };
  if (!written.every(isLiteral)) return 'off';
  context.report(
    schemaMessages.noEffect(span, 'zoneout', 'every state takes its new value', 'write a rate above 0, or remove it'),
  );
  return null;
}

/** Whether zoneout names states that some of these cells have; each other name is reported. */
export function checkStates(
  context: ReadContext,
  wraps: readonly WrapSpec[],
  cells: readonly CellSpec[],
  what: string,
): boolean {
  const known = [...new Set(cells.flatMap((cell) => cell.states.map((state) => state.name)))];
  const strange = wraps.flatMap((wrap) =>
    wrap.kind === 'zoneout' && typeof wrap.rate !== 'number'
      ? [...wrap.rate].filter(([name]) => !known.includes(name))
      : [],
  );
  for (const [name, { span }] of strange) context.report(layerMessages.unknownState(span, what, name, known));
  return strange.length === 0;
}

/** Wrappers of a whole stack, with what they say about this cell alone. */
export function wrapsOf(wraps: readonly WrapSpec[], cell: CellSpec): readonly WrapSpec[] {
  return wraps.flatMap((wrap): readonly WrapSpec[] => {
    if (wrap.kind !== 'zoneout' || typeof wrap.rate === 'number') return [wrap];
    const rate = new Map([...wrap.rate].filter(([name]) => cell.states.some((state) => state.name === name)));
    return [...rate.values()].some(({ value }) => value > 0) ? [{ ...wrap, rate }] : [];
  });
}

const probabilities = ['rate', 'output_keep_prob', 'input_keep_prob', 'state_keep_prob'];

const dropoutKeys: ReadonlySet<string> = new Set([...probabilities, 'type', 'input', 'variational']);

/**
 * Handles dropout that keeps everything: a mistake where the number is written out, and `off` where a parameter gives it, as the user may change
 * that.
 */
export function withoutEffect(context: ReadContext, map: TreeMap, span: Span, what: string): 'off' | null {
  const written = probabilities.flatMap((key) => field(map, key) ?? []);
  if (written.some((tree) => !isLiteral(tree))) return 'off';
  // a key that the schema has called unknown may have meant a probability
  if (entriesOf(map).some((e) => !dropoutKeys.has(e.name))) return null;
  const why = written.length === 0 ? 'it names no probability' : 'it drops nothing';
  context.report(
    schemaMessages.noEffect(span, what, why, 'write {rate: 0.2} or {output_keep_prob: 0.8}, or remove it'),
  );
  return null;
}

/** The probability to keep an output from `rate` or `output_keep_prob`; 1 without either. Null after a mistake. */
export function readKeepProb(context: ReadContext, map: TreeMap, what: string): number | null {
  const rate = map.entries.get('rate');
  const keep = map.entries.get('output_keep_prob');
  if (rate !== undefined && keep !== undefined) {
    context.report(schemaMessages.bothKeys(rate.key, what, 'rate', 'output_keep_prob', keep.key));
    return null;
  }
  if (keep !== undefined) return numberOf(context, keep.value, 'output_keep_prob', ranges.keep)?.value ?? null;
  if (rate === undefined) return 1;
  const value = numberOf(context, rate.value, 'rate', ranges.rate)?.value;
  return value === undefined ? null : 1 - value;
}
