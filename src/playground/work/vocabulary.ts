import { parse } from 'yaml';
import { cellLibrary } from '../../../compiler/1-read/generated/cell-library.ts';
import { unaryFunctions } from '../../../compiler/1-read/values/function-value.ts';
import { initializerNames } from '../../../compiler/1-read/values/initializers.ts';
import { type FunctionSignature, functionSignatures } from '../../../compiler/equations/functions.ts';
import type { Vocabulary, Word } from './messages.ts';

interface CellFile {
  readonly aliases?: { readonly [name: string]: string };
  readonly cells?: { readonly [name: string]: WrittenCell };
}
interface WrittenCell {
  readonly description?: string;
  readonly children?: unknown;
  readonly parameters?: { readonly [name: string]: unknown };
}

/** What the language knows by name, for the editor. */
export function vocabulary(): Vocabulary {
  const files = Object.entries(cellLibrary).map(([file, text]) => [file, parse(text) as CellFile] as const);
  const cells = files.flatMap(([file, { cells: written = {} }]) =>
    Object.entries(written).map(([name, cell]) => cellOf(`${file.replace(/\.yaml$/, '')}.${name}`, cell)),
  );
  const aliases = files.flatMap(([, { aliases: short = {} }]) => Object.entries(short));
  return {
    cells: [
      ...aliases.flatMap(([name, target]) =>
        cells.filter((cell) => cell.name === target).map((cell) => ({ ...cell, name })),
      ),
      ...cells,
    ],
    functions: Object.entries(functionSignatures).map(([name, signature]) => functionWord(name, signature)),
    unary: unaryFunctions,
    initializers: initializerNames,
  };
}

const cellOf = (
  name: string,
  { description = '', children, parameters = {} }: WrittenCell,
): Vocabulary['cells'][number] => ({
  name,
  what: description,
  isForTrees: children !== undefined,
  parameters: Object.entries(parameters).map(([parameter, value]) => ({
    name: parameter,
    fallback: value === 'size' ? null : String(value),
  })),
});

function functionWord(name: string, signature: FunctionSignature): Word {
  const written = signature.arguments.map(({ name: argument, fallback, optional }) =>
    optional === true ? `${argument}?` : fallback === undefined ? argument : `${argument}=${fallback}`,
  );
  return { name, what: `\`${name}(${written.join(', ')})\`: ${signature.doc}` };
}
