import { Command } from 'commander';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { weightCount } from '../../artifact/artifact.ts';
import { shownName } from '../files/files.ts';
import { openModel } from '../inputs/open-model.ts';
import { type ModelOptions, setOption, unrollOption } from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';

export const checkCommand = (terminal: Terminal): Command =>
  new Command('check')
    .description('Find every mistake of a model, without running it.')
    .argument('<models...>', 'YAML models, or compiled ones')
    .addOption(setOption())
    .addOption(unrollOption())
    .addHelpText('after', '\nExamples:\n  rnnc check model.yaml\n  rnnc check models/*.yaml --set units=256')
    .action((files: readonly string[], options: ModelOptions) => {
      const failed: RnncError[] = [];
      for (const file of files) {
        try {
          const { definition } = openModel(file, options, terminal);
          terminal.result(`${shownName(file)}: ok, ${weightCount(definition.graphs)}`);
        } catch (error) {
          if (!(error instanceof RnncError)) throw error;
          failed.push(error);
        }
      }
      if (failed.length > 0) throw together(failed);
    });

function together(errors: readonly RnncError[]): RnncError {
  const diagnostics: Diagnostic[] = errors.flatMap((error) => error.diagnostics);
  return new RnncError(diagnostics, new Map(errors.flatMap((error) => [...error.sources])));
}
