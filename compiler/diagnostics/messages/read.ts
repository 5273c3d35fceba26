/**
 * Texts of phase 1 (YAML, schema, names, numbers, references): one function per mistake, each takes the located thing.
 * Every text says what is wrong with what; `expected`, `found` and `fix` complete it.
 */
import type { Diagnostic, Note, Span } from '../diagnostic.ts';
import { didYouMean, either, error, list, quote } from '../phrase.ts';

const count = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;

// the schema

export const wrongType = (span: Span, what: string, expected: string, found: string): Diagnostic =>
  error('wrong-type', span, `${what} must be ${expected}`, { expected, found, fix: `write ${expected}` });
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
export const unknownKey = (span: Span, what: string, key: string, known: readonly string[]): Diagnostic =>
  error('unknown-key', span, `${what} has no key ${quote(key)}`, {
    expected: `one of ${list(known)}`,
    found: quote(key),
    fix: didYouMean(key, known) ?? 'remove it; notes can stand under keys that start with x-',
  });
export const dropoutOnLayer = (span: Span, what: string): Diagnostic =>
  error('unknown-key', span, `${what} has no key "dropout": dropout wraps its cells`, {
    expected: 'wrap',
    found: '"dropout"',
    fix: 'write wrap: [{dropout: {rate: 0.2}}] or wrap: [{dropout: {output_keep_prob: 0.8}}]',
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
    fix: didYouMean(value.replaceAll('"', ''), known) ?? 'choose one of these',
  });
export const unknownLayerType = (span: Span, layer: string, type: string, known: readonly string[]): Diagnostic =>
  error('unknown-layer-type', span, `layer ${quote(layer)} has the unknown type ${quote(type)}`, {
    expected: `one of ${list(known)}`,
    found: quote(type),
    fix:
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

// numbers and expressions

export const outOfRange = (span: Span | null, what: string, expected: string, found: string): Diagnostic =>
  error('out-of-range', span, `${what} is ${found}`, { expected, found, fix: `choose ${expected}` });
export const unknownParameterSet = (name: string, known: readonly string[]): Diagnostic =>
  error('unknown-parameter', null, `--set ${name}=…: the model has no parameter ${quote(name)}`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'add it under parameters:',
  });
export const unknownSymbol = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-symbol', span, `there is no parameter ${quote(name)}`, {
    expected: known.length === 0 ? 'a number' : `a number, or one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? `add it under parameters: ${name}: 1`,
  });
export const notANumber = (span: Span, found: string): Diagnostic =>
  error('not-a-number', span, 'this is no number', {
    expected: 'arithmetic over numbers and parameters',
    found,
    fix: 'write a number, or an expression such as 2 * units',
  });
export const notANumberFunction = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-function', span, `${quote(name)} can't be computed in a number`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'use plain arithmetic',
  });

// functions

export const unknownFunction = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-function', span, `there is no function ${quote(name)}`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'choose one of these, or write an equations layer',
  });
export const notAFunction = (span: Span): Diagnostic =>
  error('not-a-function', span, 'this names no function', {
    expected: 'a function such as tanh or "hard_sigmoid(alpha=0.2, beta=0.5)"',
    found: 'an expression',
    fix: 'name a function; for formulas use an equations layer',
  });
export const functionOfSeveral = (span: Span, name: string): Diagnostic =>
  error('wrong-function', span, `${quote(name)} does not take one tensor and give one`, {
    expected: 'a function of one tensor',
    found: quote(name),
    fix: 'use an equations layer',
  });
export const functionArgument = (span: Span, name: string, missing: readonly string[]): Diagnostic =>
  error('missing-argument', span, `${name} needs ${list(missing)}`, {
    expected: `"${name}(${missing.map((m) => `${m}=…`).join(', ')})"`,
    found: `"${name}"`,
    fix: `write ${missing.join(' and ')} explicitly, in quotes`,
  });
export const unknownFunctionArgument = (
  span: Span,
  name: string,
  argument: string,
  known: readonly string[],
): Diagnostic =>
  error('unknown-argument', span, `${name} has no argument ${quote(argument)}`, {
    expected: list(known),
    found: quote(argument),
    fix: didYouMean(argument, known) ?? 'remove it',
  });

// initialisers

export const unknownInitializer = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-initializer', span, `there is no initialiser ${quote(name)}`, {
    expected: `one of ${list(known)}, or nested lists of numbers`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'choose one of these',
  });
export const constantNeedsValue = (span: Span): Diagnostic =>
  error('missing-argument', span, 'constant needs its value', {
    expected: '{constant: 0.5}',
    found: '"constant"',
    fix: 'write {constant: 0.5}',
  });
export const raggedLiteral = (span: Span, expected: readonly number[], found: string): Diagnostic =>
  error('ragged-literal', span, 'the lists of this literal differ in length', {
    expected: expected.length === 0 ? 'a number' : `a list of ${expected.join(' × ')}`,
    found,
    fix: 'make all rows equally long',
  });
export const mixedInitializer = (span: Span, found: string): Diagnostic =>
  error('wrong-type', span, 'a list is either numbers (a literal) or initialisers (one per block)', {
    expected: 'numbers alone or initialisers alone',
    found,
    fix: 'write {constant: 0.5} for a block that is filled with a number',
  });
export const emptyInitializer = (span: Span): Diagnostic =>
  error('wrong-count', span, 'an empty list fills nothing', {
    expected: 'numbers or initialisers',
    found: '[]',
    fix: 'write zeros, or remove it',
  });
export const unknownWeight = (span: Span, what: string, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-weight', span, `${what} has no weight ${quote(name)}`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'choose one of these',
  });

// imports

export const importPath = (span: Span, path: string, why: string): Diagnostic =>
  error('import-path', span, `can't import ${quote(path)}: ${why}`, {
    expected: "a path relative to this file, inside the model's folder",
    found: quote(path),
    fix: "move the file into the model's folder and name it like cells/mine.yaml",
  });
export const importMissing = (span: Span, path: string): Diagnostic =>
  error('import-missing', span, `there is no file ${quote(path)}`, {
    expected: 'a cell file',
    found: 'nothing',
    fix: 'check the path: it is relative to the file that imports',
  });
export const importCycle = (span: Span, chain: readonly string[]): Diagnostic =>
  error('import-cycle', span, `files import each other: ${chain.join(' → ')}`, {
    expected: 'imports without a circle',
    found: 'a circle',
    fix: 'move the common cells to a third file',
  });
export const importName = (span: Span, name: string, other: string): Diagnostic =>
  error('import-name', span, `cells of this file would be called ${quote(`${name}.…`)}, the name of ${other}`, {
    expected: 'a file name of its own',
    found: quote(name),
    fix: 'rename the file',
  });
export const importTwice = (span: Span, path: string, first: Span): Diagnostic =>
  error('no-effect', span, `${quote(path)} is imported twice`, {
    expected: 'one import',
    found: 'a second one',
    fix: 'remove it',
    notes: [{ message: 'first imported here', span: first }],
  });
export const tooManyImports = (span: Span, limit: number): Diagnostic =>
  error('too-many-imports', span, `more than ${limit} files are imported`, {
    expected: `at most ${limit}`,
    found: 'more',
    fix: 'join the files',
  });

// cells

export const unknownCell = (
  span: Span,
  name: string,
  known: readonly { readonly name: string; readonly doc: string }[],
): Diagnostic =>
  error('unknown-cell', span, `there is no cell ${quote(name)}`, {
    expected: `one of ${list(known.map((k) => k.name))}`,
    found: quote(name),
    fix:
      didYouMean(
        name,
        known.map((k) => k.name),
      ) ??
      didYouMeanPart(
        name,
        known.map((k) => k.name),
      ) ??
      'choose one of these, or write your own under cells:',
    notes: known.map((k) => ({ message: k.doc === '' ? k.name : `${k.name}: ${k.doc}`, span: null })),
  });
/** `keras.simple_rnn` for `simple_rnn`. */
const didYouMeanPart = (name: string, candidates: readonly string[]): string | null => {
  const ends = candidates.filter((c) => c.split('.').at(-1) === name.split('.').at(-1)?.toLowerCase());
  return ends.length === 0 ? null : `did you mean ${either(ends)}?`;
};
export const severalCells = (span: Span, names: readonly string[]): Diagnostic =>
  error('wrong-count', span, `one cell at a time: ${list(names)}`, {
    expected: 'one cell, or a list of cells',
    found: `${names.length}`,
    fix: 'a stack is a list: cell: [{rnn: {units: 128}}, {rnn: {units: 128}}]',
  });
export const missingArguments = (span: Span, cell: string, missing: readonly string[], declared: Span): Diagnostic =>
  error('missing-argument', span, `cell ${quote(cell)} needs ${list(missing)}`, {
    expected: `{${cell}: {${missing.map((m) => `${m}: …`).join(', ')}}}`,
    found: 'nothing',
    fix: `add ${missing.join(' and ')}`,
    notes: [{ message: 'the cell is defined here', span: declared }],
  });
export const unknownArgument = (span: Span, cell: string, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-argument', span, `cell ${quote(cell)} has no parameter ${quote(name)}`, {
    expected: known.length === 0 ? 'no arguments' : `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'remove it',
  });
export const wrongArgument = (
  span: Span,
  cell: string,
  name: string,
  expected: string,
  found: string,
  declared: Span,
): Diagnostic =>
  error('wrong-argument', span, `${quote(name)} of cell ${quote(cell)} must be ${expected}`, {
    expected,
    found,
    fix: `write ${expected}`,
    notes: [{ message: `${quote(name)} is declared here`, span: declared }],
  });
export const sameCellByAlias = (span: Span, layer: string, times: number, first: Span): Diagnostic => ({
  code: 'cells-not-shared',
  severity: 'warning',
  message: `layer ${quote(layer)} uses one cell ${times} times through an alias; its weights are not shared across layers`,
  span,
  expected: 'share: self to share them, or depth for equal cells with weights of their own',
  found: `the same cell ${times} times`,
  fix: `write the cell once with depth: ${times}; add share: self if all layers must use the same weights`,
  notes: [{ message: 'the cell', span: first }],
});
export const unknownWrapper = (span: Span, name: string): Diagnostic =>
  error('unknown-wrapper', span, `there is no wrapper ${quote(name)}`, {
    expected: 'residual, {dropout: {…}} or {zoneout: {…}}',
    found: quote(name),
    fix: didYouMean(name, ['residual', 'dropout', 'zoneout']) ?? 'choose one of these',
  });

// layers

export const invalidReference = (span: Span, text: string): Diagnostic =>
  error('invalid-reference', span, `${quote(text)} is no reference`, {
    expected: 'a name with parts, such as encoder.last',
    found: quote(text),
    fix: 'for formulas use an equations layer',
  });
export const unknownReference = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-reference', span, `there is no layer or input ${quote(name)}`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'name a layer or an input',
  });
export const partOfInput = (span: Span, input: string, part: string): Diagnostic =>
  error('unknown-reference', span, `the input ${quote(input)} has no part ${quote(part)}`, {
    expected: quote(input),
    found: quote(`${input}.${part}`),
    fix: 'for its last step use a layer of type last',
  });
export const unknownShare = (span: Span, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-reference', span, `there is no layer ${quote(name)} to share weights with`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'name a layer of the same type',
  });
export const shareMismatch = (
  span: Span,
  layer: string,
  other: string,
  what: string,
  expected: string,
  found: string,
  declared: Span,
): Diagnostic =>
  error('share-mismatch', span, `layer ${quote(layer)} can't use the weights of ${quote(other)}: ${what} differs`, {
    expected,
    found,
    fix: 'layers that share weights are built alike',
    notes: [{ message: `${quote(other)} is defined here`, span: declared }],
  });
export const cyclicLayers = (span: Span, chain: readonly string[], notes: readonly Note[]): Diagnostic =>
  error('cyclic-layers', span, `layers need each other: ${chain.join(' → ')}`, {
    expected: 'layers without a circle',
    found: 'a circle',
    fix: 'recurrence lives inside cells: keep the earlier value as a state of a cell',
    notes,
  });
export const unknownState = (span: Span, what: string, name: string, known: readonly string[]): Diagnostic =>
  error('unknown-state', span, `${what} has no state ${quote(name)}`, {
    expected: `one of ${list(known)}`,
    found: quote(name),
    fix: didYouMean(name, known) ?? 'choose one of these',
  });
export const batchFirst = (span: Span, input: string, found: string): Diagnostic =>
  error('batch-first', span, `the shape of input ${quote(input)} must start with batch`, {
    expected: '[batch, …]',
    found,
    fix: 'write [batch, time, 16] for a value per step, [batch, 16] for one per sequence',
  });
export const timeSecond = (span: Span, input: string, found: string, parameters: readonly string[]): Diagnostic =>
  error('unknown-symbol', span, `input ${quote(input)}: ${quote(found)} is neither a number nor a parameter`, {
    expected: `a number, or one of ${list(parameters)}`,
    found: quote(found),
    fix: didYouMean(found, parameters) ?? 'the name of a time axis stands second: [batch, time, 16]',
  });

// trees

export const treeAxis = (span: Span, input: string, found: string): Diagnostic =>
  error('tree-axis', span, `tree of input ${quote(input)} must name an axis`, {
    expected: 'a name such as node, which the shapes of other inputs have as second dimension',
    found: quote(found),
    fix: 'write {tree: node}, and [batch, node] for a value per node',
  });
export const axisOfTwoTrees = (span: Span, axis: string, other: string, first: Span): Diagnostic =>
  error('tree-axis', span, `the axis ${quote(axis)} belongs to the tree ${quote(other)} already`, {
    expected: 'an axis for every tree',
    found: `two trees over ${quote(axis)}`,
    fix: 'name another axis',
    notes: [{ message: `${quote(other)} takes it here`, span: first }],
  });
export const treeAsValue = (span: Span, input: string): Diagnostic =>
  error('tree-as-value', span, `${quote(input)} is a tree and holds no numbers`, {
    expected: 'an input with a shape, or a layer',
    found: `the tree ${quote(input)}`,
    fix: `a recursive layer takes it: tree: ${input}`,
  });
export const notATree = (span: Span, name: string, trees: readonly string[]): Diagnostic =>
  error('not-a-tree', span, `${quote(name)} is not an input that gives trees`, {
    expected: trees.length === 0 ? 'an input {tree: AXIS}' : `one of ${list(trees)}`,
    found: quote(name),
    fix: didYouMean(name, trees) ?? 'declare one: inputs: {parse: {tree: node}}',
  });
export const unknownChildren = (span: Span, cell: string, found: string): Diagnostic =>
  error('unknown-value', span, `children of cell ${quote(cell)} can't be ${quote(found)}`, {
    expected: 'any, or a list of names: [left, right]',
    found: quote(found),
    fix: found === 'all' || found === 'many' ? 'write any' : `for one child write [${found}]`,
  });
export const treeCellOverTime = (span: Span, cell: string, children: Span): Diagnostic =>
  error('tree-cell', span, `cell ${quote(cell)} has children and can't run over time`, {
    expected: 'a cell without children',
    found: quote(cell),
    fix: 'use it in a layer of type recursive',
    notes: [{ message: 'its children are declared here', span: children }],
  });
export const cellWithoutChildren = (span: Span, cell: string, declared: Span): Diagnostic =>
  error('tree-cell', span, `cell ${quote(cell)} has no children and can't run over trees`, {
    expected: 'a cell with children',
    found: quote(cell),
    fix: 'declare children: any, or children: [left, right], or use it in a layer of type recurrent',
    notes: [{ message: 'the cell is defined here', span: declared }],
  });
export const namedParents = (span: Span, cell: string, names: readonly string[], children: Span): Diagnostic =>
  error('tree-direction', span, `cell ${quote(cell)} can't go down: a parent would have to be one of ${list(names)}`, {
    expected: 'direction: up, or a cell with children: any or with one name',
    found: `${names.length} names`,
    fix: 'write children: any, whose states are then those of the parents',
    notes: [{ message: 'its children are declared here', span: children }],
  });
export const zoneoutOfMany = (span: Span, cell: string, children: Span): Diagnostic =>
  error(
    'zoneout-of-children',
    span,
    `zoneout keeps an old state, and cell ${quote(cell)} reads those of several children`,
    {
      expected: 'a cell with one child that has a name: children: [child]',
      found: 'several children',
      fix: 'use dropout with state_keep_prob, or remove zoneout',
      notes: [{ message: 'its children are declared here', span: children }],
    },
  );

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

/** @param span of `unroll`; null: it is an option of the call. */
export const unrolledTrees = (span: Span | null, layer: { readonly name: string; readonly span: Span }): Diagnostic =>
  error('conflicting-keys', span ?? layer.span, `layer "${layer.name}" runs over trees, and the model is unrolled`, {
    expected: 'a model without unroll: trees have as many levels as they happen to have',
    found: span === null ? 'a number of steps to unroll to' : 'unroll',
    fix: 'leave unroll out; rnnc inspect MODEL --after unroll --input FILE shows the copies of the cell for the trees of a file',
    notes: span === null ? [] : [{ message: 'the layer', span: layer.span }],
  });
