import { type Completion, type CompletionSource, snippetCompletion } from '@codemirror/autocomplete';
import { indentUnit } from '@codemirror/language';
import { element } from '../view/elements.ts';
import type { Helper, Suggestion } from './help/suggest.ts';

/** Kinds of suggestions as CodeMirror's icons know them. */
const ICONS = { key: 'property', value: 'enum', cell: 'class', function: 'function', name: 'variable' } as const;

/** Completes keys, values, cells and the names of equations. */
export const completionOf =
  (helper: () => Helper | null): CompletionSource =>
  ({ state, pos, explicit }) => {
    const found = helper()?.suggest(state.doc.toString(), pos) ?? null;
    if (found === null || found.suggestions.length === 0) return null;
    const { place, suggestions } = found;
    // without a word only where few words fit
    const isChoice = place.kind === 'value' && suggestions.every(({ kind }) => kind !== 'name');
    if (!explicit && place.from === pos && !(isChoice && /[:[,] $/.test(state.sliceDoc(pos - 2, pos)))) return null;
    const line = state.doc.lineAt(pos);
    const indentation = /^[ -]*/.exec(line.text)?.[0].replaceAll('-', ' ') ?? '';
    return {
      from: place.from,
      to: place.to,
      options: suggestions.map((each, i) => optionOf(each, -i / 100, `\n${indentation}${state.facet(indentUnit)}`)),
      validFor: /^[\w.']*$/,
    };
  };

function optionOf(suggestion: Suggestion, boost: number, newLine: string): Completion {
  const { label, kind, detail, what, apply = label } = suggestion;
  const option: Completion = {
    label,
    type: ICONS[kind],
    boost: detail === 'required' ? 1 : boost,
    ...(detail === '' ? {} : { detail }),
    ...(what === '' ? {} : { info: () => element('p', {}, ...inCode(what)) }),
  };
  if (apply.includes('#{')) return snippetCompletion(apply, option);
  return { ...option, apply: apply.replace(/\n\s*/, newLine) };
}

/** Text with what stands between backticks as code. */
export const inCode = (text: string): readonly (Node | string)[] =>
  text.split('`').map((part, i) => (i % 2 === 0 ? part : element('code', {}, part)));
