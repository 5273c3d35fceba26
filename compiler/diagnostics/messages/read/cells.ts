/**
 * Texts about cells and the files they are imported from. One function per mistake; each takes the place of
 * what is wrong. Every text says what is wrong with what; `expected`, `found` and `fix` complete it.
 */
import type { Diagnostic, Span } from '../../diagnostic.ts';
import { didYouMean, either, error, list, quote } from '../../phrase.ts';
import { closest } from '../../suggest.ts';

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
): Diagnostic => {
  const names = known.map((k) => k.name);
  const near = closest(name, names);
  const meant = near.length > 0 ? near : namedAlike(name, names);
  // where it is clear what is meant, that alone is described
  const described = meant.length === 0 ? known : known.filter((k) => meant.includes(k.name));
  return error('unknown-cell', span, `there is no cell ${quote(name)}`, {
    expected: `one of ${list(names)}`,
    found: quote(name),
    fix: meant.length === 0 ? 'choose one of these, or write your own under cells:' : `did you mean ${either(meant)}?`,
    notes: described.map((k) => ({ message: k.doc === '' ? k.name : `${k.name}: ${k.doc}`, span: null })),
  });
};
/** The cells of the library that end in this name: `keras.simple_rnn` for `simple_rnn`. */
const namedAlike = (name: string, candidates: readonly string[]): readonly string[] =>
  candidates.filter((c) => c.split('.').at(-1) === name.split('.').at(-1)?.toLowerCase());
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
/** @param same what does the same here, where that is known @param elsewhere cells of the library that take the argument, by what it may be called */
export const unknownArgument = (
  span: Span,
  cell: string,
  name: string,
  known: readonly string[],
  {
    same = null,
    elsewhere = [],
  }: {
    readonly same?: string | null;
    readonly elsewhere?: readonly { readonly as: string; readonly cells: readonly string[] }[];
  } = {},
): Diagnostic => {
  const having = elsewhere.find(({ cells }) => cells.length > 0);
  return error('unknown-argument', span, `cell ${quote(cell)} has no parameter ${quote(name)}`, {
    expected: known.length === 0 ? 'no arguments' : `one of ${list(known)}`,
    found: quote(name),
    fix:
      same ??
      didYouMean(name, known) ??
      (having !== undefined
        ? `take a cell that has ${having.as === name ? 'it' : `${having.as}, which is the same`}: ${list(having.cells)}`
        : 'this cell computes nothing with it: leave it out, or write a cell of your own under cells: that does'),
  });
};
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
export const reachesNothing = (
  span: Span,
  name: string,
  isState: boolean,
  where: string,
  reads: readonly string[],
): Diagnostic =>
  error(
    'no-effect',
    span,
    `${isState ? 'state ' : ''}${quote(name)} of ${where} has no effect: no output depends on it`,
    {
      expected: 'something that changes the model',
      found: reads.length === 0 ? 'nothing changes' : `nothing changes, whatever ${list(reads)} may be`,
      fix: `use ${name} in what the output is made of, name it in outputs, or remove it`,
    },
  );
export const firstInputWhole = (span: Span, cell: string, input: string): Diagnostic =>
  error('cell-input', span, `the first input of cell "${cell}" is a whole sequence`, {
    expected: 'first what the cell gets step by step, such as x: [n]',
    found: `${input}: {sequence: …}`,
    fix: `declare another input before "${input}"; its steps are those of the layer`,
  });
export const wholeSequenceInTree = (span: Span, cell: string, input: string, children: Span): Diagnostic =>
  error('cell-input', span, `input "${input}" of cell "${cell}" is a whole sequence, and the cell goes over trees`, {
    expected: 'a value per node: [n]',
    found: '{sequence: …}',
    fix: 'take .last, .mean or .max of the sequence',
    notes: [{ message: 'children make it a cell for trees', span: children }],
  });

// cells inside cells

export const cellInItself = (span: Span, chain: readonly string[]): Diagnostic =>
  error('cell-in-itself', span, `cell ${quote(chain[0] ?? '')} contains itself: ${chain.join(' → ')}`, {
    expected: 'cells without a circle',
    found: 'a circle',
    fix: 'let one of them compute with equations of its own',
  });
export const innerIsParameter = (span: Span, name: string, cell: string, declared: Span): Diagnostic =>
  error('inner-cell', span, `${quote(name)} is a parameter of cell ${quote(cell)}, which stands for a cell already`, {
    expected: 'the name of a cell, of the model, a file or the library',
    found: `the parameter ${quote(name)}`,
    fix: `leave this out and call ${name}(x) in the equations; if a cell of that name is meant, rename the parameter`,
    notes: [{ message: 'the parameter is declared here', span: declared }],
  });
export const innerWrap = (span: Span, name: string): Diagnostic =>
  error('inner-cell', span, `the cell ${quote(name)} inside another cell has wrappers`, {
    expected: 'a cell alone',
    found: 'wrap',
    fix: 'wrap the outer cell, in the layer',
  });
export const innerOfTree = (span: Span, cell: string, children: Span): Diagnostic =>
  error('inner-cell', span, `cell ${quote(cell)} goes over nodes of trees and holds another cell`, {
    expected: 'a cell of sequences',
    found: 'cells, and children',
    fix: 'remove children, or write the equations out',
    notes: [{ message: 'children are declared here', span: children }],
  });
export const innerWithChildren = (span: Span, cell: string, children: Span): Diagnostic =>
  error('inner-cell', span, `cell ${quote(cell)} goes over nodes of trees, and can't be inside another cell`, {
    expected: 'a cell of sequences',
    found: 'a cell with children',
    fix: 'name a cell without children',
    notes: [{ message: 'children are declared here', span: children }],
  });
export const innerNotCalled = (span: Span, name: string, cell: string, inputs: readonly string[]): Diagnostic =>
  error('inner-cell', span, `no equation of cell ${quote(cell)} calls ${quote(name)}`, {
    expected: `one call: y = ${name}(${inputs.join(', ')})`,
    found: 'none',
    fix: 'call it, or remove it',
  });
export const innerCalledTwice = (span: Span, name: string, first: Span): Diagnostic =>
  error('inner-cell', span, `${quote(name)} is called twice in a step`, {
    expected: 'one call, because it has one state',
    found: 'a second one',
    fix: 'give the result a name and use that, or declare a second cell',
    notes: [{ message: 'first called here', span: first }],
  });
export const innerInChoice = (span: Span, name: string): Diagnostic =>
  error('inner-cell', span, `${quote(name)} is called in a choice, which may leave it out`, {
    expected: 'a call at every step',
    found: '… if … else …',
    fix: `call it in a line of its own: y = ${name}(…)`,
  });
export const innerInputMissing = (span: Span, name: string, cell: string, input: string): Diagnostic =>
  error('inner-cell', span, `${quote(name)} lacks the input ${quote(input)} of cell ${quote(cell)}`, {
    expected: `${name}(…, ${input}=…)`,
    found: 'nothing',
    fix: 'give it',
  });
export const innerInputUnknown = (
  span: Span,
  name: string,
  cell: string,
  input: string | null,
  known: readonly string[],
): Diagnostic =>
  error(
    'inner-cell',
    span,
    input === null
      ? `${quote(name)} is given more than the inputs of cell ${quote(cell)}`
      : `cell ${quote(cell)}, called as ${quote(name)}, has no input ${quote(input)}`,
    {
      expected: list(known),
      found: input === null ? 'one more' : quote(input),
      fix: (input === null ? null : didYouMean(input, known)) ?? 'remove it',
    },
  );
export const innerInputTwice = (span: Span, name: string, input: string): Diagnostic =>
  error('inner-cell', span, `${quote(name)} is given the input ${quote(input)} twice`, {
    expected: 'one value',
    found: 'a second one',
    fix: 'remove it',
  });
export const innerSequence = (span: Span, name: string, cell: string, input: string, declared: Span): Diagnostic =>
  error('inner-cell', span, `${quote(name)} takes ${quote(input)} as a whole sequence, which this is not`, {
    expected: `an input of the outer cell, declared as {sequence: …}`,
    found: 'a value of the step',
    fix: `declare an input ${input}: {sequence: […]} of the outer cell, and give that`,
    notes: [{ message: `cell ${quote(cell)} declares it here`, span: declared }],
  });
export const innerStatesName = (span: Span, name: string, cell: string): Diagnostic =>
  error(
    'inner-cell',
    span,
    `${quote(name)} may mean what every cell has, or what cell ${quote(cell)} itself has of that name`,
    {
      expected: 'a name with one meaning',
      found: quote(name),
      fix: `rename it in cell ${quote(cell)}, or name the states one by one`,
    },
  );
export const innerOutputSize = (span: Span, name: string, cell: string, output: Span): Diagnostic =>
  error('inner-cell', span, `the equations of cell ${quote(cell)} do not tell the size of its output before a step`, {
    expected: 'an output that is a state, or made of states and products with weights',
    found: quote(name),
    fix: 'take a parameter of your own for the size, such as units: size',
    notes: [{ message: 'this is its output', span: output }],
  });
export const innerStatesAxes = (
  span: Span,
  name: string,
  cell: string,
  state: string,
  axes: number,
  declared: Span,
): Diagnostic =>
  error(
    'inner-cell',
    span,
    `${quote(name)} joins all states, and ${quote(state)} of cell ${quote(cell)} is no vector`,
    {
      expected: 'states of one axis',
      found: `${axes} axes`,
      fix: 'name the states one by one',
      notes: [{ message: `${quote(state)} is declared here`, span: declared }],
    },
  );
export const innerStateSize = (span: Span, state: string, size: string, declared: Span): Diagnostic =>
  error(
    'inner-cell',
    span,
    `the size of ${quote(state)} follows from what the inner cell is given, which is known only within a step`,
    {
      expected: 'a size that is known before the first step',
      found: quote(size),
      fix: 'give the inner cell an input of the outer cell as it is',
      notes: [{ message: 'its size is written here', span: declared }],
    },
  );
