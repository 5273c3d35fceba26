import { join, relative } from 'node:path';
import ts from 'typescript';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'test/typing/in-memory');

/** What the TypeScript compiler says of a file. */
interface Mistake {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** The mistakes of a folder with these files. Types of rnnc are those that the package ships. */
export function mistakesIn(files: { readonly [name: string]: string }): readonly Mistake[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    lib: ['lib.es2022.d.ts'],
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    paths: {
      rnnc: [join(root, 'dist/types/src/index.d.ts')],
      'rnnc/*': [join(root, 'dist/types/src/*.d.ts')],
    },
  };
  const host = ts.createCompilerHost(options);
  const own = new Map(Object.entries(files).map(([name, text]) => [join(folder, name), text]));
  const { fileExists, readFile, getSourceFile, directoryExists } = host;
  host.fileExists = (path) => own.has(path) || fileExists(path);
  host.readFile = (path) => own.get(path) ?? readFile(path);
  host.directoryExists = (path) => path === folder || directoryExists?.(path) === true;
  host.getSourceFile = (path, language, ...rest) => {
    const text = own.get(path);
    return text === undefined
      ? getSourceFile(path, language, ...rest)
      : ts.createSourceFile(path, text, language, true);
  };
  const program = ts.createProgram([...own.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => ({
    file: file === undefined ? '' : relative(folder, file.fileName),
    line: file === undefined || start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1,
    message: ts.flattenDiagnosticMessageText(messageText, ' '),
  }));
}

/** The lines of a file that the compiler refuses, and those that are marked as wrong: they should be the same. */
export function wrongLines(
  text: string,
  file: string,
  mistakes: readonly Mistake[],
): { readonly found: readonly string[]; readonly marked: readonly string[] } {
  const lines = text.split('\n');
  const own = mistakes.filter((mistake) => mistake.file === file);
  const isFound = (i: number): boolean => own.some(({ line }) => line === i + 1);
  return {
    found: lines.filter((_, i) => isFound(i)),
    marked: lines.filter((line) => line.includes('// wrong')),
  };
}
