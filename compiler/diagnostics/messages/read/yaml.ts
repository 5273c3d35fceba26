/**
 * Texts for what is wrong with a file before anyone asks what it means: its characters, its YAML, its numbers.
 * One function per mistake, each takes the located thing.
 */
import type { Diagnostic, Span } from '../../diagnostic.ts';
import { error, quote } from '../../phrase.ts';

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

// the text of the file

export const fileTooLarge = (span: Span, bytes: number, limit: number): Diagnostic =>
  error('file-too-large', span, `the file is larger than ${limit / 2 ** 20} MiB`, {
    expected: `at most ${limit} bytes`,
    found: `${bytes} bytes or more`,
    fix: 'keep large weights in a weights file',
  });
export const invalidCharacter = (span: Span, code: number): Diagnostic => {
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return error('invalid-character', span, `the file contains the character ${name}`, {
    expected: 'text without control characters',
    found: name,
    fix: 'remove it, or save the file as UTF-8 text',
  });
};
export const tooDeep = (span: Span, limit: number): Diagnostic =>
  error('too-deep', span, `lists and mappings are nested more than ${limit} levels deep`, {
    expected: `at most ${limit} levels`,
    found: 'more',
    fix: 'a model needs about ten: remove the brackets or indentation that are too many',
  });
export const tooManyTokens = (span: Span, limit: number): Diagnostic =>
  error('too-many-tokens', span, `the file has more than ${limit} words, signs and blanks`, {
    expected: `at most ${limit} of them`,
    found: 'more',
    fix: 'a model has a few thousand: use depth, cells and parameters to repeat things',
  });
export const tooManyAliases = (span: Span, limit: number): Diagnostic =>
  error('too-many-aliases', span, `more than ${limit} aliases`, {
    expected: `at most ${limit} uses of anchors`,
    found: 'more',
    fix: 'use depth, cells and parameters to repeat things',
  });
export const aliasExpansion = (span: Span, limit: number): Diagnostic =>
  error('alias-expansion', span, 'aliases multiply the file beyond all measure', {
    expected: `at most ${limit} values through aliases`,
    found: 'more',
    fix: 'use depth, cells and parameters to repeat things',
  });
export const unknownAnchor = (span: Span, name: string, near: readonly string[]): Diagnostic =>
  error('unknown-anchor', span, `there is no anchor ${quote(name)} above`, {
    expected: `an anchor &${name} before its use`,
    found: 'none',
    fix:
      near.length > 0
        ? `did you mean ${near.map((n) => `"*${n}"`).join(' or ')}?`
        : `mark the value with &${name}, or put the text in quotes`,
  });
export const cyclicAlias = (span: Span, name: string): Diagnostic =>
  error('cyclic-alias', span, `the alias "*${name}" stands inside what it names`, {
    expected: 'a value without itself inside',
    found: `*${name} inside &${name}`,
    fix: 'write the value out',
  });
export const badMerge = (span: Span): Diagnostic =>
  error('bad-merge', span, '"<<" merges mappings', {
    expected: 'a mapping, an alias of one, or a list of them',
    found: 'something else',
    fix: 'write <<: *NAME with an anchor of a mapping',
  });
export const unknownTag = (span: Span, tag: string): Diagnostic =>
  error('unknown-tag', span, `the tag ${quote(tag)} means nothing here`, {
    expected: 'plain values',
    found: tag,
    fix: 'remove the tag',
  });
export const yamlVersion = (span: Span): Diagnostic =>
  error('yaml-version', span, 'the file asks for another version of YAML', {
    expected: 'YAML 1.2',
    found: 'a %YAML directive',
    fix: 'remove the directive',
  });
export const emptyFile = (span: Span): Diagnostic =>
  error('empty-file', span, 'the file is empty', {
    expected: 'inputs, layers and outputs',
    found: 'nothing',
    fix: 'rnnc init writes a model to start from',
  });
export const notAMapping = (span: Span): Diagnostic =>
  error('not-a-mapping', span, 'the file is not a mapping', {
    expected: 'keys such as inputs, layers and outputs',
    found: 'a list or a single value',
    fix: 'rnnc init writes a model to start from',
  });
export const severalDocuments = (span: Span): Diagnostic =>
  error('several-documents', span, 'the file holds more than one document', {
    expected: 'one model per file',
    found: 'a second one',
    fix: 'remove the --- and what follows, or move it to a file of its own',
  });
export const yamlSyntax = (span: Span, reason: string): Diagnostic =>
  error('yaml-syntax', span, `not YAML: ${lowerFirst(reason)}`, {
    expected: 'YAML',
    found: "text that YAML can't read",
    fix: 'check indentation, brackets and quotes; text with : # [ ] { } , needs quotes',
  });
export const strayText = (span: Span, found: string): Diagnostic =>
  error('yaml-syntax', span, 'not YAML: nothing may stand here, the value before it has ended', {
    expected: 'the end, or the next key on a line of its own',
    found: quote(found),
    fix: 'check indentation and brackets',
  });
export const multipliedList = (span: Span): Diagnostic =>
  error('yaml-syntax', span, "a list can't be multiplied", {
    expected: 'a list of cells, or depth',
    found: '[…] * n',
    fix: 'depth: n stacks n cells, each with weights of its own; add share: self to share them',
  });
export const looseEquations = (span: Span, reason: string, at: Span): Diagnostic =>
  error('equations-not-a-block', span, 'equations must stand in a text block, YAML reads these itself', {
    expected: 'equations: | and the lines indented below',
    found: 'equations without |',
    fix: 'write "equations: |" and indent every line below it',
    notes: [{ message: `YAML gives up here: ${lowerFirst(reason)}`, span: at }],
  });
export const unclosedQuote = (span: Span, quote: string): Diagnostic =>
  error('yaml-syntax', span, 'not YAML: this quote is never closed', {
    expected: `a closing ${quote}`,
    found: 'the end of the file',
    fix: `write ${quote} where the text ends`,
  });
export const equationsNotABlock = (span: Span, found: string): Diagnostic =>
  error('equations-not-a-block', span, 'equations must stand in a text block', {
    expected: 'equations: | and the lines indented below',
    found,
    fix: 'write "equations: |" and indent every line below it',
  });
export const duplicateKey = (span: Span, name: string, first: Span): Diagnostic =>
  error('duplicate-key', span, `the key ${quote(name)} stands here twice`, {
    expected: 'every key once',
    found: 'a second one',
    fix: 'remove or rename one of them',
    notes: [{ message: 'first written here', span: first }],
  });
export const invalidKey = (span: Span, found: string | null): Diagnostic =>
  error('invalid-key', span, found === null ? 'a key must be a plain word' : `the key ${found} is not a name`, {
    expected: 'a word',
    found: found ?? 'a list, a mapping, an alias or nothing',
    fix: 'start names with a letter',
  });
export const numberNotFinite = (span: Span, found: string): Diagnostic =>
  error('number-not-finite', span, `${found} is not a number to compute with`, {
    expected: 'a finite number',
    found,
    fix: 'write a number',
  });
export const integerTooLarge = (span: Span, found: string): Diagnostic =>
  error('integer-too-large', span, "this whole number can't be kept exactly", {
    expected: 'at most 9007199254740991',
    found,
    fix: 'write a smaller number',
  });
export const moreMistakes = (span: Span | null, limit: number): Diagnostic =>
  error('more-mistakes', span, `more than ${limit} mistakes; the rest is left out`, { fix: 'correct these first' });
