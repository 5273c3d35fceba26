import { existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { checkNotInput, shownName, writeWhole } from '../files/files.ts';
import * as say from '../files/messages.ts';
import { MODEL_SCHEMA_FILE } from '../files/package-files.ts';
import { starterModel } from '../files/starter.ts';
import { parseName } from '../inputs/options.ts';
import type { Terminal } from '../inputs/terminal.ts';
import { UsageError } from '../inputs/usage.ts';
import { lookAt } from '../starts/look-at-file.ts';
import { planTable } from '../starts/plan-model.ts';
import { planTexts } from '../starts/plan-texts.ts';
import { type StartTask, sampleOf, startTasks } from '../starts/samples.ts';
import { addingModel, treeModel } from '../starts/task-models.ts';
import { type Head, tableModel, textModel } from '../starts/write-model.ts';
import { textsModel } from '../starts/write-texts.ts';

interface InitOptions {
  readonly force?: boolean;
  readonly task?: StartTask;
  readonly from?: string;
  readonly target?: string;
}

export const initCommand = (terminal: Terminal): Command =>
  new Command('init')
    .description('Write a commented model to start from.')
    .argument('[file]', 'name of the model file (default: "model.yaml", or the name of the data)')
    .addOption(
      new Option('--task <task>', 'a model that trains at once, with a small data file beside it').choices(startTasks),
    )
    .addOption(new Option('--from <data>', 'look at a table or a text, and write a model for it').argParser(parseName))
    .addOption(
      new Option('--target <column>', 'with --from: the column that the model says (default: the last)').argParser(
        parseName,
      ),
    )
    .option('--force', 'overwrite files that are there')
    .addHelpText(
      'after',
      '\nExamples:\n  rnnc init\n  rnnc init models/weather.yaml\n  rnnc init --task forecast shop.yaml\n  rnnc init --from rents.csv --target rent cheaper.yaml',
    )
    .action(async (name: string | undefined, options: InitOptions) => {
      const { task, from, target, force = false } = options;
      if (task !== undefined && from !== undefined) throw new UsageError(say.startTwice());
      if (target !== undefined && from === undefined) throw new UsageError(say.targetWithoutData());
      const file = fileOf(name ?? (from === undefined ? 'model' : stemOf(from)));
      const written = [file];
      const refuse = (path: string): void => {
        if (existsSync(path) && !force) throw new RnncError([say.fileExists(shownName(path))]);
      };
      refuse(file);
      if (task !== undefined) {
        const sample = sampleOf(task);
        const data = sample === null ? null : join(dirname(file), `${stemOf(file)}.${sample.ending}`);
        if (data !== null) refuse(data);
        if (sample !== null && data !== null) {
          writeWhole(data, sample.text);
          written.push(data);
        }
        const given = headOf(file, data);
        writeWhole(
          file,
          task === 'adding'
            ? addingModel(given)
            : task === 'tree'
              ? treeModel(given)
              : await modelOf(data ?? '', sample?.target ?? null, given),
        );
      } else if (from !== undefined) {
        checkNotInput(file, [from]);
        writeWhole(file, await modelOf(from, target ?? null, headOf(file, from)));
      } else writeWhole(file, starterModel(modelName(file), headOf(file, null).schema));
      const next = task === undefined && from === undefined ? 'check' : 'train';
      terminal.result(
        `${written.map((path) => `wrote ${shownName(path)}`).join('\n')}\nnext: rnnc ${next} ${shownName(file)}`,
      );
    });

/** A model for what stands in a file. */
async function modelOf(data: string, target: string | null, given: Head): Promise<string> {
  const found = await lookAt(data);
  if (found.kind === 'table') {
    const texts = planTexts(found, target);
    return texts === null ? tableModel(given, found, planTable(found, target)) : textsModel(given, found, texts);
  }
  if (target !== null) throw new UsageError(say.targetOfText(shownName(data)));
  return textModel(given, found);
}

const fileOf = (name: string): string => (/\.ya?ml$/.test(name) ? name : `${name}.yaml`);
const stemOf = (path: string): string =>
  basename(path)
    .replace(/\.gz$/, '')
    .replace(/\.[^.]+$/, '');

function headOf(file: string, data: string | null): Head {
  const folder = resolve(dirname(file));
  return {
    name: modelName(file),
    schema: shownName(relative(folder, MODEL_SCHEMA_FILE)),
    file: shownName(file),
    source: data === null ? '' : shownName(relative(folder, resolve(data))),
  };
}

/** A name that the language takes, from that of the file. */
function modelName(file: string): string {
  const name = basename(file)
    .replace(/\.ya?ml$/, '')
    .replace(/[^\w-]/g, '_');
  return /^[A-Za-z_]/.test(name) ? name : `model_${name}`;
}
