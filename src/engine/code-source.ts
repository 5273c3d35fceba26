import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { entryNames } from '../../compiler/program/entry.ts';
import type { Program } from '../../compiler/program/program.ts';
import { MODULE_TENSORS, VERSIONS } from '../artifact/artifact.ts';
import { artifactContent } from '../artifact/messages.ts';
import { programDigest, SELF_TEST, type StoredKernels } from '../artifact/stored-kernels.ts';
import type { Backend } from './backend/backend.ts';
import { hasRelaxedSimd } from './backend/relaxed-simd.ts';
import type { WasmModule } from './backend/wasm-types.ts';
import { DirectEntries, type Entries } from './code/entries.ts';
import { GeneratedCode } from './code/generated-code.ts';
import { RegisteredEntries } from './code/registered-entries.ts';
import type { Path } from './kernels/table.ts';
import { generatedSelfTest, selfTestGenerated } from './self-test.ts';

/** The variants in which the code of a program can be generated. */
export interface CodeForm {
  /** Multiply-adds are rounded once where the machine can: see `relaxed` of `LoadOptions`. */
  readonly relaxed: boolean;
  /** For memory that is shared between threads. */
  readonly shared: boolean;
}

/** Writes the module of a fused program. */
export type WriteCode = (program: Program, form: CodeForm) => Uint8Array;

/** Gives the code of a fused program, known by its `programName`; null: there is none, tfjs's own kernels must run. Whoever asked disposes of it. */
export type CodeOf = (program: Program, name: string) => Entries | null;

export interface CodeSourceOptions {
  readonly backend: Backend;
  readonly path: Path;
  /** Name of the model in messages. */
  readonly model: string;
  /** The kernels that are stored in the model's artifact. */
  readonly stored: StoredKernels | null;
  /** Compiles code that did not come with the model; null where the compiler is not loaded. */
  readonly write: WriteCode | null;
  /** Whether relaxed code is asked for. It must be compiled when the model is loaded, because artifacts hold none. */
  readonly relaxed: boolean;
  /** Is called once, with the reason why other kernels run than those asked for, or why the stored kernels can't be used. */
  readonly notice: (text: string) => void;
}

/**
 * Where the generated code of a model's programs comes from, or null where none can run: the memory can't be had, WebAssembly refuses the code,
 * or a small program gives wrong numbers. Where relaxed code can't run, the default code does.
 * @throws RnncError for stored modules that ask for more than memory
 */
export async function codeSource(options: CodeSourceOptions): Promise<CodeOf | null> {
  const { backend, path, model, write, relaxed } = options;
  const withoutRelaxed = (why: string): Promise<CodeOf | null> => {
    options.notice(say.relaxedRefused(why));
    return codeSource({ ...options, relaxed: false });
  };
  if (relaxed && !hasRelaxedSimd()) return withoutRelaxed(say.NO_RELAXED_SIMD);
  if (relaxed && write === null) return withoutRelaxed(say.RELAXED_NEEDS_COMPILER);
  const stored = relaxed ? null : options.stored;
  const said = new Set<string>();
  const notice = (text: string): void => {
    if (said.has(text)) return;
    said.add(text);
    options.notice(text);
  };
  const { memory } = backend;
  if (memory === null) {
    notice(say.kernelsRefused(say.NO_KERNEL_MEMORY));
    return null;
  }
  const shared = typeof SharedArrayBuffer === 'function' && memory.buffer instanceof SharedArrayBuffer;
  const modules = stored === null || shared ? [] : await compileStored(stored, model);
  const made = write !== null;
  if (stored !== null && stored.version !== VERSIONS.kernels) {
    notice(say.kernelsOfOtherVersion(model, VERSIONS.kernels, stored.version, made));
    if (!made) return null;
  }
  if (!made && modules.length === 0) {
    notice(say.kernelsMissing(model, shared ? 'for memory that threads share' : 'of its own'));
    return null;
  }

  /** The code of a program from the stored kernels; null where they have none for the program, or none that fits it. */
  const fromStored = (program: Program, name: string): GeneratedCode | null => {
    if (modules.length === 0) return null;
    const digest = programDigest(program);
    const fitting = modules.find((module) => module.program === digest);
    if (fitting === undefined) {
      if (modules.some((module) => module.name === name))
        notice(say.kernelsUnfit(model, name, 'is for another program', made));
      else if (!made) notice(say.kernelsMissing(model, `for "${name}"`));
      return null;
    }
    try {
      if (fitting.module instanceof Error) throw fitting.module;
      const code = new GeneratedCode(fitting.module, memory, false);
      if (entryNames(program).every((entry) => code.has(entry))) return code;
      notice(say.kernelsUnfit(model, name, 'lacks an entry', made));
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      notice(say.kernelsUnfit(model, name, `is refused by WebAssembly (${cause.message})`, made));
    }
    return null;
  };

  const compiled = (program: Program, name: string): GeneratedCode | null => {
    const found = fromStored(program, name);
    if (found !== null || write === null) return found;
    const bytes = write(program, { relaxed, shared });
    try {
      return new GeneratedCode(bytes, memory, relaxed);
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      notice(say.kernelsRefused(`WebAssembly says ${cause.message}`));
      return null;
    }
  };

  const codeOf: CodeOf = (program, name) => {
    const code = compiled(program, name);
    if (code === null) return null;
    return path === 'fast' ? new DirectEntries(program, code) : new RegisteredEntries(backend, program, code);
  };

  const tested = generatedSelfTest();
  const entries = codeOf(tested, SELF_TEST);
  if (entries === null) return null;
  const isRight = selfTestGenerated(backend, path, tested, entries);
  entries.dispose();
  if (isRight) return codeOf;
  if (relaxed) return withoutRelaxed(say.KERNEL_TEST_FAILED);
  notice(say.kernelsRefused(say.KERNEL_TEST_FAILED));
  return null;
}

interface CompiledModule {
  readonly name: string;
  /** Digest of the program that it is for. */
  readonly program: string;
  /** Why there is no module, where there is none. */
  readonly module: WasmModule | Error;
}

/** Compiles asynchronously. A page goes on with other work meanwhile, and engines may refuse to compile large modules synchronously in a page. */
async function compileStored({ modules }: StoredKernels, model: string): Promise<readonly CompiledModule[]> {
  return Promise.all(
    [...modules].map(async ([name, { program, bytes }]): Promise<CompiledModule> => {
      try {
        const module = await WebAssembly.compile(bytes as BufferSource);
        checkImports(module, model, name);
        return { name, program, module };
      } catch (cause) {
        if (isRefusal(cause)) return { name, program, module: cause };
        throw cause;
      }
    }),
  );
}

/** @throws RnncError where a stored module asks for more than memory */
export function checkImports(module: WasmModule, model: string, name: string): void {
  const wanted = WebAssembly.Module.imports(module).find(
    (wish) => wish.module !== 'env' || wish.name !== 'memory' || wish.kind !== 'memory',
  );
  if (wanted === undefined) return;
  const problem = `asks for ${JSON.stringify(`${wanted.module}.${wanted.name}`)}: kernels are given memory alone`;
  throw new RnncError([artifactContent(model, `${MODULE_TENSORS}${name}`, problem)]);
}

/** Whether the JavaScript engine refuses a module. */
export const isRefusal = (cause: unknown): cause is Error =>
  cause instanceof WebAssembly.CompileError || cause instanceof WebAssembly.LinkError || cause instanceof RangeError;
