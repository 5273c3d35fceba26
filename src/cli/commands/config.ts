import { Command } from 'commander';
import { openModel } from '../open-model.ts';
import { type ModelOptions, seedOption, setOption, unrollOption } from '../options.ts';
import { resolvedSpecText } from '../resolved-spec.ts';
import type { Terminal } from '../terminal.ts';

export const configCommand = (terminal: Terminal): Command =>
  new Command('config')
    .description('Print the model with every default written out and every number computed.')
    .argument('<model>', 'YAML model or compiled one')
    .addOption(setOption())
    .addOption(seedOption())
    .addOption(unrollOption())
    .addHelpText(
      'after',
      '\nExamples:\n  rnnc config model.yaml\n  rnnc config model.yaml --set units=256 > large.yaml',
    )
    .action((file: string, options: ModelOptions) => {
      const { source, compiled } = openModel(file, options, terminal);
      terminal.result(resolvedSpecText(compiled().spec, source.text));
    });
