import type { Span } from '../diagnostics/diagnostic.ts';
import * as messages from '../diagnostics/messages/read.ts';
import type { ReadContext } from './context.ts';
import { isLiteral, numberOf, ranges } from './numbers.ts';
import type { WrapSpec } from './spec.ts';
import { booleanOf, entriesOf, field, isText, listOf, mapOf, type Tree, type TreeMap } from './tree.ts';

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
          ? messages.bareDropout(item.span, '"dropout"')
          : messages.unknownWrapper(item.span, item.value),
      );
      whole = false;
      return [];
    }
    const entry = entriesOf(item)[0];
    const map = entry?.name === 'dropout' ? mapOf(entry.value) : null;
    const dropout = entry === undefined || map === null ? null : dropoutWrap(context, map, entry.key);
    if (dropout === null) whole = false;
    return dropout === null || dropout === 'off' ? [] : [dropout];
  });
  return whole ? wraps : null;
}

/** `off`: a parameter turns it off, so nothing is left to wrap. */
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
  const variational = booleanOf(field(map, 'variational')) ?? false;
  return { kind: 'dropout', inputKeepProb, outputKeepProb: output, stateKeepProb, variational, span };
}

const probabilities = ['rate', 'output_keep_prob', 'input_keep_prob', 'state_keep_prob'];

const dropoutKeys: ReadonlySet<string> = new Set([...probabilities, 'type', 'input', 'variational']);

/** Dropout that keeps everything: a mistake if written so, a choice if a parameter says so. */
export function withoutEffect(context: ReadContext, map: TreeMap, span: Span, what: string): 'off' | null {
  const written = probabilities.flatMap((key) => field(map, key) ?? []);
  if (written.some((tree) => !isLiteral(tree))) return 'off';
  // a key that the schema has called unknown may have meant a probability
  if (entriesOf(map).some((e) => !dropoutKeys.has(e.name))) return null;
  const why = written.length === 0 ? 'it names no probability' : 'it drops nothing';
  context.report(messages.noEffect(span, what, why, 'write {rate: 0.2} or {output_keep_prob: 0.8}, or remove it'));
  return null;
}

/** The probability to keep an output from `rate` or `output_keep_prob`; 1 without either. Null after a mistake. */
export function readKeepProb(context: ReadContext, map: TreeMap, what: string): number | null {
  const rate = map.entries.get('rate');
  const keep = map.entries.get('output_keep_prob');
  if (rate !== undefined && keep !== undefined) {
    context.report(messages.bothKeys(rate.key, what, 'rate', 'output_keep_prob', keep.key));
    return null;
  }
  if (keep !== undefined) return numberOf(context, keep.value, 'output_keep_prob', ranges.keep)?.value ?? null;
  if (rate === undefined) return 1;
  const value = numberOf(context, rate.value, 'rate', ranges.rate)?.value;
  return value === undefined ? null : 1 - value;
}
