/**
 * Texts about the keys and names of a model: what the schema refuses, names that are taken, keys without effect. One function per mistake; each takes the place of
 * what is wrong. Every text says what is wrong with what; `expected`, `found` and `fix` complete it.
 */
import type { Diagnostic, Note, Span } from '../../diagnostic.ts';
import { didYouMean, error, list, quote } from '../../phrase.ts';
import { foreignValue } from './foreign-keys.ts';

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

// the schema

export const wrongType = (span: Span, what: string, expected: string, found: string): Diagnostic =>
  error('wrong-type', span, `${what} must be ${expected}`, { expected, found, fix: `write ${expected}` });
/** For `output: [h', x]`: it is meant as a formula, but YAML reads it as a list. */
export const unquotedJoin = (span: Span, what: string, found: string): Diagnostic =>
  error('wrong-type', span, `${what} must be an expression, and YAML reads [ ] as a list`, {
    expected: 'an expression',
    found,
    fix: `put the join in quotes, as in output: "[h', x]"`,
  });
export const maskNamesNothing = (span: Span, what: string, found: string): Diagnostic =>
  error('wrong-type', span, `${what} must be text or a mapping`, {
    expected: 'text or a mapping',
    found,
    fix: 'name a sequence [batch, time] that is 0 where a step does not count (mask: present), or a value that such steps have: mask: {input: x, value: 0}',
  });
/** For `input` and `inputs` of a layer, of which one is text and the other a mapping or a list. @param instead what to write for what stands there */
export const inputsInAnotherForm = (
  span: Span,
  what: string,
  expected: string,
  found: string,
  instead: string,
): Diagnostic => error('wrong-type', span, `${what} must be ${expected}`, { expected, found, fix: instead });
export const missingKey = (span: Span, what: string, key: string): Diagnostic =>
  error('missing-key', span, `${what} lacks ${quote(key)}`, {
    expected: `the key ${quote(key)}`,
    found: 'nothing',
    fix: `add ${key}:`,
  });
export const missingEither = (span: Span, what: string, a: string, b: string): Diagnostic =>
  error('missing-key', span, `${what} lacks ${quote(a)} or ${quote(b)}`, {
    expected: `${quote(a)} or ${quote(b)}`,
    found: 'neither',
    fix: `add ${a}:`,
  });
export const bothKeys = (span: Span, what: string, a: string, b: string, other: Span): Diagnostic =>
  error('conflicting-keys', span, `${what} has both ${quote(a)} and ${quote(b)}`, {
    expected: 'one of them',
    found: 'both',
    fix: `remove ${quote(a)} or ${quote(b)}`,
    notes: [{ message: `${quote(b)} stands here`, span: other }],
  });
/** @param same what does the same here, where that is known */
export const unknownKey = (
  span: Span,
  what: string,
  key: string,
  known: readonly string[],
  same: string | null = null,
): Diagnostic =>
  error('unknown-key', span, `${what} has no key ${quote(key)}`, {
    expected: `one of ${list(known)}`,
    found: quote(key),
    fix: same ?? didYouMean(key, known) ?? 'remove it; notes can stand under keys that start with x-',
  });
/** @param rate as written; null: it is no number */
export const dropoutOnLayer = (span: Span, what: string, rate: string | null): Diagnostic =>
  error('unknown-key', span, `${what} has no key "dropout": dropout wraps its cells`, {
    expected: 'wrap',
    found: '"dropout"',
    fix: `write wrap: [{dropout: {rate: ${rate ?? '0.2'}}}] or wrap: [{dropout: {output_keep_prob: 0.8}}]`,
  });
export const commaInFlow = (span: Span, key: string): Diagnostic =>
  error('unknown-key', span, `${quote(key)} is the rest of a text that a comma has ended`, {
    expected: 'quotes around text with commas',
    found: quote(key),
    fix: 'inside { } and [ ] put text with commas in quotes',
  });
export const unknownValue = (span: Span, what: string, value: string, known: readonly string[]): Diagnostic =>
  error('unknown-value', span, `${what} can't be ${value}`, {
    expected: `one of ${list(known)}`,
    found: value,
    fix:
      foreignValue(value.replaceAll('"', ''), known) ??
      didYouMean(value.replaceAll('"', ''), known) ??
      'choose one of these',
  });
export const unknownLayerType = (span: Span, layer: string, type: string, known: readonly string[]): Diagnostic =>
  error('unknown-layer-type', span, `layer ${quote(layer)} has the unknown type ${quote(type)}`, {
    expected: `one of ${list(known)}`,
    found: quote(type),
    fix:
      foreignValue(type, known) ??
      didYouMean(type, known) ??
      'choose one of these; a cell such as the ones of the library goes under type: recurrent, cell:',
  });
export const wrongCount = (span: Span, what: string, expected: string, found: number): Diagnostic =>
  error('wrong-count', span, `${what} has ${count(found, 'entry', 'entries')}`, {
    expected,
    found: `${found}`,
    fix: `give ${expected}`,
  });
export const wrongLength = (span: Span, what: string, expected: string, found: number): Diagnostic =>
  error('wrong-length', span, `${what} has ${count(found, 'character')}`, {
    expected,
    found: `${found}`,
    fix: found === 0 ? 'write something' : 'shorten it',
  });
export const bareDropout = (span: Span, found: string): Diagnostic =>
  error('bare-dropout', span, `a bare ${found} does not say whether it is dropped or kept`, {
    expected: '{rate: 0.2} or {output_keep_prob: 0.8}',
    found,
    fix: 'write dropout: {rate: 0.2} to drop a fifth, or the same as dropout: {output_keep_prob: 0.8}',
  });
export const bareZoneout = (span: Span, found: string): Diagnostic =>
  error('wrong-type', span, `a bare ${found} does not name the rate of zoneout`, {
    expected: '{rate: 0.1}',
    found,
    fix: 'write zoneout: {rate: 0.1}, or a rate for each state: zoneout: {rate: {c: 0.5, h: 0.05}}',
  });
export const numberAsCell = (span: Span, layer: string, found: string): Diagnostic =>
  error('number-as-cell', span, `layer ${quote(layer)}: a number is no cell`, {
    expected: 'a cell such as {rnn: {units: 128}}, or a list of cells',
    found,
    fix: 'a stack is a list of cells: cell: [{rnn: {units: 128}}, {rnn: {units: 128}}]',
  });
export const numberAsArguments = (span: Span, cell: string, found: string): Diagnostic =>
  error('wrong-type', span, `the arguments of cell ${quote(cell)} must be named`, {
    expected: `{${cell}: {units: 128}}`,
    found,
    fix: `write {${cell}: {units: 128}}`,
  });

// names

export const invalidName = (span: Span, what: string, name: string): Diagnostic =>
  error('invalid-name', span, `${quote(name)} can't name ${what}`, {
    expected: 'a letter, then letters, digits and _',
    found: quote(name),
    fix: `choose a name such as ${quote(plainName(name))}`,
  });
const plainName = (name: string): string => {
  const plain = name
    .slice(0, 64)
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^[^A-Za-z]+/, '')
    .replace(/_+$/, '');
  return plain === '' ? 'x' : plain;
};
export const reservedName = (span: Span, what: string, name: string): Diagnostic =>
  error('reserved-name', span, `${quote(name)} is a reserved word and can't name ${what}`, {
    expected: 'a name of your own',
    found: quote(name),
    fix: `choose a name such as ${quote(`my_${name.toLowerCase()}`)}`,
  });
export const functionTaken = (span: Span, what: string, name: string): Diagnostic =>
  error('reserved-name', span, `${quote(name)} is a function of the equations and can't name ${what}`, {
    expected: 'a name of your own',
    found: quote(name),
    fix: `choose a name such as ${quote(`my_${name}`)}`,
  });
export const nameTooLong = (span: Span, what: string, length: number, limit: number): Diagnostic =>
  error('name-too-long', span, `the name of ${what} has ${length} characters`, {
    expected: `at most ${limit}`,
    found: `${length}`,
    fix: 'shorten it',
  });
export const duplicateName = (span: Span, name: string, what: string, other: string, first: Span): Diagnostic =>
  error('duplicate-name', span, `${quote(name)} names ${other} and ${what}`, {
    expected: 'a name of its own',
    found: quote(name),
    fix: 'rename one of the two',
    notes: [{ message: `${other} ${quote(name)}`, span: first }],
  });
// keys without effect

export const noEffect = (
  span: Span | null,
  what: string,
  why: string,
  fix: string,
  notes: readonly Note[] = [],
): Diagnostic =>
  error('no-effect', span, `${what} has no effect: ${why}`, {
    expected: 'something that changes the model',
    found: 'nothing changes',
    fix,
    notes,
  });
