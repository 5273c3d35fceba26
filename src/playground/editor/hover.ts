import type { HoverTooltipSource } from '@codemirror/view';
import { element } from '../view/elements.ts';
import { inCode } from './completion.ts';
import { outlineOf, type Range } from './help/outline.ts';
import type { Helper, Suggestion } from './help/suggest.ts';

/** Says what a key, a value or a word of equations means. */
export const hoverOf =
  (helper: () => Helper | null): HoverTooltipSource =>
  ({ state }, pos) => {
    const told = toldAt(helper(), state.doc.toString(), pos);
    if (told === null) return null;
    const { label, detail, what } = told.suggestion;
    const head = element('p', {}, element('b', {}, label), detail === '' ? '' : `  ${detail}`);
    const dom = element('div', { class: 'told' }, head, ...(what === '' ? [] : [element('p', {}, ...inCode(what))]));
    return { pos: told.range.from, end: told.range.to, above: true, create: () => ({ dom }) };
  };

/** What there is to say of the word at a place. */
export function toldAt(
  helper: Helper | null,
  text: string,
  at: number,
): { readonly range: Range; readonly suggestion: Suggestion } | null {
  const outline = outlineOf(text);
  const isIn = (range: Range | null): range is Range => range !== null && range.from <= at && at <= range.to;
  const entry = outline.find(({ key, value }) => isIn(key) || isIn(value));
  if (entry === undefined || helper === null) return null;
  if (isIn(entry.key)) {
    const suggestion = helper.key(entry.path, outline);
    return suggestion === null ? null : { range: entry.key, suggestion };
  }
  const found = helper.suggest(text, at);
  if (found === null) return null;
  const { from, to } = found.place;
  const suggestion = found.suggestions.find(({ label }) => label === text.slice(from, to));
  return suggestion === undefined ? null : { range: { from, to }, suggestion };
}
