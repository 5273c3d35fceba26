import { existsSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { shownName, writeWhole } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { MODEL_SCHEMA_FILE } from '../files/package-files.ts';
import { starterModel } from '../files/starter.ts';
import type { Terminal } from '../inputs/terminal.ts';

export const initCommand = (terminal: Terminal): Command =>
  new Command('init')
    .description('Write a commented model to start from.')
    .argument('[file]', 'name of the model file', 'model.yaml')
    .option('--force', 'overwrite a file that is there')
    .addHelpText('after', '\nExamples:\n  rnnc init\n  rnnc init models/weather.yaml')
    .action((name: string, { force = false }: { force?: boolean }) => {
      const file = /\.ya?ml$/.test(name) ? name : `${name}.yaml`;
      if (existsSync(file) && !force) throw new RnncError([say.fileExists(shownName(file))]);
      const schema = relative(resolve(dirname(file)), MODEL_SCHEMA_FILE);
      writeWhole(file, starterModel(modelName(file), shownName(schema)));
      terminal.result(`wrote ${shownName(file)}\nnext: rnnc check ${shownName(file)}`);
    });

/** A name that the language takes, from that of the file. */
function modelName(file: string): string {
  const name = basename(file)
    .replace(/\.ya?ml$/, '')
    .replace(/[^\w-]/g, '_');
  return /^[A-Za-z_]/.test(name) ? name : `model_${name}`;
}
