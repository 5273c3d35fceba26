import * as cellMessages from '../../diagnostics/messages/read/cells.ts';
import * as schemaMessages from '../../diagnostics/messages/read/schema.ts';
import { argument, type ReadUse } from '../cells/cell-use.ts';
import type { ParameterValue } from '../spec/spec.ts';
import { entriesOf, isText } from '../yaml/tree.ts';
import type { LayerSite } from './layer-site.ts';
import { printParameter } from './share.ts';

/**
 * Arguments of the cells that differ in the second direction of a layer: `backward: {activation: relu}`. Every cell of the stack must know them.
 * Null after a mistake, which has been reported.
 * @param second the word for that direction, which is the key
 * @param both the word for a layer with two directions, where it has not two
 */
export function readSecondDirection(
  { context, map, name }: LayerSite,
  stack: readonly ReadUse[] | null,
  second: string,
  both: string | null,
): ReadonlyMap<string, ParameterValue> | null {
  const entry = map.entries.get(second);
  if (entry === undefined) return new Map();
  const what = `${second} of layer "${name}"`;
  if (both !== null) {
    context.report(
      schemaMessages.noEffect(entry.key, what, 'it has one direction', `write direction: ${both}, or remove it`),
    );
    return null;
  }
  const differing = new Map<string, ParameterValue>();
  let whole = entry.value.kind === 'map';
  for (const given of entriesOf(entry.value)) {
    if (isText(given.value)) context.usage.markWords(given.value.value);
    const values = (stack ?? []).map(({ definition, use }) => {
      const parameter = definition.parameters.find((p) => p.name === given.name);
      if (parameter === undefined) {
        const known = definition.parameters.map((p) => p.name);
        context.report(cellMessages.unknownArgument(given.key, definition.name, given.name, known));
        return null;
      }
      const value = argument(context, definition, parameter, given);
      return value === null ? null : { value, own: use.arguments.get(given.name) };
    });
    const [first] = values;
    if (!first || values.includes(null)) {
      whole = false;
      continue;
    }
    const print = (value: ParameterValue | undefined): string => (value === undefined ? '' : printParameter(value));
    if (values.every((value) => value !== null && print(value.own) === print(value.value))) {
      const why = 'the other direction has the same';
      context.report(schemaMessages.noEffect(given.key, `${given.name} of ${what}`, why, 'change or remove it'));
      whole = false;
    }
    differing.set(given.name, first.value);
  }
  return whole ? differing : null;
}
