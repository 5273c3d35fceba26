import { acceptCompletion, autocompletion } from '@codemirror/autocomplete';
import { indentWithTab } from '@codemirror/commands';
import { yaml, yamlLanguage } from '@codemirror/lang-yaml';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { basicSetup } from 'codemirror';
import { element } from '../view/elements.ts';
import { details } from '../view/problem-list.ts';
import type { Problem } from '../work/messages.ts';
import { completionOf } from './completion.ts';
import type { Helper } from './help/suggest.ts';
import { hoverOf } from './hover.ts';

/** The editor of the model. */
export class ModelEditor {
  readonly #view: EditorView;

  /**
   * @param helper completes and describes, once it is there
   * @param onChange told of every change that is not `setText`
   */
  constructor(place: HTMLElement, helper: () => Helper | null, onChange: () => void) {
    this.#view = new EditorView({
      parent: place,
      extensions: [
        // Esc gives the next Tab back to the page
        keymap.of([{ key: 'Tab', run: acceptCompletion }, indentWithTab]),
        basicSetup,
        yaml(),
        yamlLanguage.data.of({ autocomplete: completionOf(helper) }),
        // a key is followed by what it takes
        autocompletion({ activateOnCompletion: ({ type }) => type === 'property' }),
        hoverTooltip(hoverOf(helper)),
        lintGutter(),
        LOOK,
        EditorState.tabSize.of(2),
        EditorView.contentAttributes.of({ 'aria-label': 'Model, YAML', 'aria-describedby': 'editor-help' }),
        EditorView.updateListener.of(({ docChanged, transactions }) => {
          if (docChanged && !transactions.some((each) => each.isUserEvent('set'))) onChange();
        }),
      ],
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  setText(text: string): void {
    const { state } = this.#view;
    this.#view.dispatch({
      changes: { from: 0, to: state.doc.length, insert: text },
      selection: { anchor: 0 },
      userEvent: 'set',
      scrollIntoView: true,
    });
  }

  /** Marks what stands in this file. @param problems of the text as it is now */
  mark(problems: readonly Problem[], file: string): void {
    const { length } = this.#view.state.doc;
    const marks = problems.flatMap((problem): Diagnostic[] => {
      const { place, severity, message } = problem;
      if (place === null || place.file !== file || place.start > length) return [];
      const renderMessage = (): Node => element('div', {}, element('p', {}, message), ...details(problem));
      return [{ from: place.start, to: Math.min(place.end, length), severity, message, renderMessage }];
    });
    this.#view.dispatch(setDiagnostics(this.#view.state, marks));
  }

  /** Puts the cursor at a place and the keyboard into the editor. */
  goTo(offset: number): void {
    this.#view.dispatch({ selection: { anchor: Math.min(offset, this.#view.state.doc.length) }, scrollIntoView: true });
    this.#view.focus();
  }
}

/** Colours are variables of the page, which knows light and dark. */
const LOOK: Extension = [
  EditorView.theme({
    '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--field)' },
    '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.5' },
    '.cm-content': { caretColor: 'var(--ink)' },
    '.cm-cursor': { borderLeftColor: 'var(--ink)' },
    '.cm-gutters': { backgroundColor: 'var(--panel)', color: 'var(--soft)', border: 'none' },
    '.cm-activeLine': { backgroundColor: 'var(--line)' },
    '.cm-activeLineGutter': { backgroundColor: 'var(--line)' },
    '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground, ::selection': {
      backgroundColor: 'var(--chosen)',
    },
    '.cm-tooltip, .cm-panels': {
      backgroundColor: 'var(--panel)',
      color: 'var(--ink)',
      border: '1px solid var(--border)',
    },
    '.cm-tooltip': { maxWidth: 'min(36rem, 90vw)' },
    '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--on-accent)' },
    '.cm-searchMatch, .cm-selectionMatch, &.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--chosen)' },
    '.cm-textfield, .cm-button': { background: 'var(--field)', color: 'var(--ink)', border: '1px solid var(--border)' },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--code-key)' },
      { tag: [tags.string, tags.content, tags.attributeValue], color: 'var(--code-text)' },
      { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
      { tag: [tags.keyword, tags.typeName, tags.labelName], color: 'var(--code-word)' },
      { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--soft)' },
    ]),
  ),
];
