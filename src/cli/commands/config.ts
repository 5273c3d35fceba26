import { Command } from 'commander';
import { fittedHere } from '../inputs/fitted-here.ts';
import { openModel } from '../inputs/open-model.ts';
import { type ModelOptions, seedOption, setOption, unrollOption } from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { resolvedSpecText } from '../reports/resolved-spec.ts';

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
    .action(async (file: string, options: ModelOptions) => {
      const opened = openModel(file, options, terminal);
      const { spec } = await fittedHere(opened, file, terminal);
      terminal.result(resolvedSpecText(spec, opened.source.text));
    });
