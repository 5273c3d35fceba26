import type { ColumnSpec, DataSpec, VocabularySpec } from '../../../compiler/1-read/spec/data-spec.ts';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import type { Longest, TextForm, Vocabulary } from '../dataset/preprocessing.ts';
import * as say from '../messages/columns.ts';
import { type Cell, isNestedList } from '../rows/cells.ts';
import { textTokens } from './encode.ts';
import type { ColumnFit, LackingTokens } from './fit.ts';
import { lettersRule } from './letter-columns.ts';
import { buildVocabulary } from './vocabulary.ts';

/** How texts are cut, as the model file says. */
export function textForm(rule: VocabularySpec | null, of: TextForm['of']): TextForm {
  if (rule === null || of === 'bytes') return { of };
  const { normalize, lower, punctuation } = rule;
  return {
    of,
    ...(normalize === 'NFC' ? {} : { normalize }),
    ...(lower ? { lower } : {}),
    ...(punctuation === 'kept' || of !== 'words' ? {} : { punctuation }),
  };
}

/** Tokens of a target that are counted. */
const COUNTED = 100;

/** Learns a vocabulary from the training part. */
export class VocabularyFit {
  readonly #counts = new Map<string, number>();
  readonly #rule: VocabularySpec | null;
  readonly #form: TextForm;
  readonly #isTarget: boolean;
  readonly #marks: boolean;
  #made: Vocabulary | null = null;

  /**
   * @param isTarget no input has its tokens: without a rule, none stands for unknown ones.
   * @param marks it has marks of start and end.
   */
  constructor(rule: VocabularySpec | null, of: TextForm['of'], isTarget: boolean, marks = false) {
    this.#rule = rule;
    this.#form = textForm(rule, rule?.of ?? of);
    this.#isTarget = isTarget;
    this.#marks = marks;
  }

  add(token: string, count = 1): void {
    this.#counts.set(token, (this.#counts.get(token) ?? 0) + count);
  }

  /** Learns one of the columns that have the vocabulary. @param read what is read of its texts; absent: all. */
  column(read?: Longest): ColumnFit {
    const tokens = textTokens(this.#form, read);
    const encoder = new TextEncoder();
    let longest = 0;
    let empty = 0;
    const own = new Map<string, number>();
    const add = (cell: Cell): void => {
      if (isNestedList(cell)) {
        if (cell.lists.length === 0) empty++;
        for (const list of cell.lists) add(list);
        return;
      }
      if (this.#form.of === 'bytes') {
        const text = Array.isArray(cell) ? cell.join('') : String(cell ?? '');
        longest = Math.max(longest, encoder.encode(text).length);
        if (cell !== null && text === '') empty++;
        return;
      }
      const found = tokens(cell);
      longest = Math.max(longest, found.length);
      if (cell !== null && found.length === 0) empty++;
      for (const token of found) {
        if (token === null) continue;
        this.add(token);
        if (this.#isTarget) own.set(token, (own.get(token) ?? 0) + 1);
      }
    };
    return {
      add,
      // tokens that are only to be guessed are classes
      ...(this.#isTarget ? { counts: () => this.#countsBy(own) } : {}),
      longest: () => longest,
      texts: () => ({ empty, lacking: this.lacking() }),
      recipe: () => ({ type: 'text', vocabulary: this.vocabulary() }),
    };
  }

  /** By number; empty of more tokens than a list of classes has room for. */
  #countsBy(own: ReadonlyMap<string, number>): readonly number[] {
    const { tokens, unknown } = this.vocabulary();
    if (tokens.length > COUNTED) return [];
    const known = new Set(tokens);
    const others = [...own].reduce((sum, [token, count]) => (known.has(token) ? sum : sum + count), 0);
    return tokens.map((token) => (own.get(token) ?? 0) + (token === unknown ? others : 0));
  }

  /** Of all that was added before the first call. */
  vocabulary(): Vocabulary {
    this.#made ??= this.#make();
    return this.#made;
  }

  /** What became unknown tokens, of all that was added. */
  lacking(): LackingTokens {
    const known = new Set(this.vocabulary().tokens);
    const found = { different: this.#counts.size, differentLacking: 0, all: 0, lacking: 0 };
    for (const [token, count] of this.#counts) {
      found.all += count;
      if (known.has(token)) continue;
      found.differentLacking++;
      found.lacking += count;
    }
    return found;
  }

  #make(): Vocabulary {
    const marked = this.#marks ? ({ marks: true } as const) : {};
    if (this.#form.of === 'bytes') return { of: 'bytes', tokens: [], unknown: null, ...marked };
    const { size = null, minCount = 1, unknown = null } = this.#rule ?? {};
    const leavesNone = this.#isTarget && size === null && minCount === 1;
    return buildVocabulary(this.#counts, {
      form: this.#form,
      size,
      minCount,
      unknown: unknown === false ? null : (unknown ?? (leavesNone ? null : '<unk>')),
      marks: this.#marks,
    });
  }
}

interface TextColumn {
  readonly isInput: boolean;
  readonly isMarked: boolean;
  /** It has the letters of words. */
  readonly letters: 'characters' | 'bytes' | null;
}

/**
 * A vocabulary for each column of text, or one for several where they say so.
 * @param columns of text, whether an input is made of them, and whether they have marks of start and end.
 * @throws RnncError for a column that shares the vocabulary of none of them
 */
export function columnVocabularies(
  { columns: written, vocabulary: rule }: DataSpec,
  columns: ReadonlyMap<string, TextColumn>,
): ReadonlyMap<string, VocabularyFit> {
  const owners = new Map([...columns.keys()].map((name) => [name, ownerOf(name, written, [...columns.keys()])]));
  const fits = new Map<string, VocabularyFit>();
  for (const owner of new Set(owners.values())) {
    const isTarget = [...columns].every(([name, { isInput }]) => owners.get(name) !== owner || !isInput);
    const marks = [...columns].some(([name, { isMarked }]) => owners.get(name) === owner && isMarked);
    const own = written.get(owner)?.vocabulary ?? rule;
    const letters = columns.get(owner)?.letters ?? null;
    fits.set(
      owner,
      letters === null
        ? new VocabularyFit(own, 'words', isTarget, marks)
        : new VocabularyFit(lettersRule(own, letters), letters, isTarget, marks),
    );
  }
  return new Map(
    [...owners].flatMap(([name, owner]): [string, VocabularyFit][] => {
      const fit = fits.get(owner);
      return fit === undefined ? [] : [[name, fit]];
    }),
  );
}

/** What the vocabulary of a column is made by: its own rule, that of the column whose vocabulary it shares, or that of the section. */
export function ownRule(
  { columns, vocabulary }: Pick<DataSpec, 'columns' | 'vocabulary'>,
  name: string,
): VocabularySpec | null {
  const passed = new Set<string>();
  for (let at = name; ; ) {
    const rule = columns.get(at)?.vocabulary ?? null;
    const next = rule?.share?.value;
    if (next === undefined || passed.has(next)) return rule ?? vocabulary;
    passed.add(next);
    at = next;
  }
}

function ownerOf(name: string, written: ReadonlyMap<string, ColumnSpec>, known: readonly string[]): string {
  const passed = new Set([name]);
  for (let at = name; ; ) {
    const share = written.get(at)?.vocabulary?.share ?? null;
    if (share === null) return at;
    if (!known.includes(share.value) || passed.has(share.value))
      throw new RnncError([say.vocabularyShared(share.span, at, share.value, known, passed.has(share.value))]);
    passed.add(share.value);
    at = share.value;
  }
}
