import { RnncError } from '../../compiler/diagnostics/diagnostic.ts';
import * as say from '../../compiler/diagnostics/messages/run.ts';
import { ENTRY_LISTS, entryNames, isGenerated } from '../../compiler/program/entry.ts';
import type { Program } from '../../compiler/program/program.ts';
import { VERSIONS } from '../artifact/artifact.ts';
import { programDigest, SELF_TEST, type StoredKernels } from '../artifact/stored-kernels.ts';
import type { OwnMemory } from './backend/own-memory.ts';
import { DirectEntries, type Entries } from './code/entries.ts';
import { GeneratedCode } from './code/generated-code.ts';
import { checkImports, isRefusal } from './code-source.ts';
import { generatedSelfTest, selfTestGenerated } from './self-test.ts';

/**
 * Gives the code of a model's programs where there are no kernels of tfjs to fall back on and nothing can be awaited.
 * @param model its name in messages
 * @throws RnncError where the kernels that came with the model can't run; the returned function throws for a program for which some are missing
 */
export function codeAlone(
  backend: OwnMemory,
  model: string,
  { version, modules }: StoredKernels,
): (program: Program, name: string) => Entries {
  const refuse = (why: string, fix: string = say.COMPILE_AGAIN): never => {
    throw new RnncError([say.needsTfjs(model, why, fix)]);
  };
  if (version !== VERSIONS.kernels) return refuse(`its kernels are of version ${version}, this is ${VERSIONS.kernels}`);
  const compiled = new Map<string, WebAssembly.Module>();
  for (const [name, { program, bytes }] of modules) {
    try {
      const module = new WebAssembly.Module(bytes as BufferSource);
      checkImports(module, model, name);
      compiled.set(program, module);
    } catch (cause) {
      if (!isRefusal(cause)) throw cause;
      refuse(`WebAssembly refuses its kernels "${name}" (${cause.message})`);
    }
  }
  const codeOf = (program: Program, name: string): Entries => {
    for (const list of ENTRY_LISTS)
      if (!program[list].every(isGenerated))
        refuse(`"${name}" calls kernels of tfjs`, 'load it where tfjs is, with rnnc or rnnc/runtime');
    const module = compiled.get(programDigest(program));
    if (module === undefined) return refuse(`it came without kernels for "${name}"`);
    const code = new GeneratedCode(module, backend.memory, false);
    if (!entryNames(program).every((entry) => code.has(entry))) refuse(`its kernels "${name}" lack an entry`);
    return new DirectEntries(program, code);
  };
  const tested = generatedSelfTest();
  if (!selfTestGenerated(backend, 'fast', tested, codeOf(tested, SELF_TEST))) refuse(say.KERNEL_TEST_FAILED);
  return codeOf;
}
