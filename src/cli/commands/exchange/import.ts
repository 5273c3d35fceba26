import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import { RnncError } from '../../../../compiler/diagnostics/diagnostic.ts';
import { writeSafetensors } from '../../../artifact/safetensors.ts';
import { refuseStateDict } from '../../../import/weights/index.ts';
import { besideOf, checkNotInput, checkWritable, readBytes, shownName, writeTogether } from '../../files/files.ts';
import * as say from '../../files/messages.ts';
import { checkOwnKind } from '../../inputs/open-model.ts';
import {
  type ForeignOptions,
  fromOption,
  type ModelOptions,
  mapOption,
  parseName,
  setOption,
} from '../../inputs/options.ts';
import type { Terminal } from '../../inputs/terminal.ts';
import { UsageError } from '../../inputs/usage.ts';
import { importWeights } from './import-weights.ts';

interface ImportOptions extends ForeignOptions, Pick<ModelOptions, 'set'> {
  readonly output?: string;
  readonly force?: boolean;
  readonly model?: string;
}

export const importCommand = (terminal: Terminal): Command =>
  new Command('import')
    .description(
      'Make a YAML model, and a file of its weights, of an ONNX, Keras or TensorFlow.js model: exactly, or not at all.',
    )
    .argument('<file>', 'ONNX model, Keras model (.keras or .h5), or model.json of TensorFlow.js')
    .addOption(
      new Option(
        '-o, --output <file>',
        'where to write the model (default: beside the file, ending in .yaml); its weights go beside it, ending in .safetensors',
      ).argParser(parseName),
    )
    .option('--force', 'overwrite files that are there')
    .option(
      '-m, --model <model>',
      'a model that the file has the weights for: writes them as a safetensors file with its paths (with --from)',
    )
    .addOption(fromOption())
    .addOption(mapOption())
    .addOption(setOption())
    .addHelpText(
      'after',
      `
Examples:
  rnnc import tagger.onnx
  rnnc import tagger.onnx -o models/tagger.yaml
  rnnc import tagger.keras
  rnnc import page/model.json -o tagger.yaml
  rnnc compile models/tagger.yaml --weights models/tagger.safetensors
  rnnc import state-dict.safetensors --model tagger.yaml --from torch -o tagger.safetensors
  rnnc import tagger.keras --model tagger.yaml --from keras -o tagger.safetensors

The report lists every weight with the tensor that it was made of, and which inputs and outputs have other axes than in the file. A file that can't be converted exactly is refused, layer by layer.`,
    )
    .action(async (file: string, { model: onto, from, map, set, ...options }: ImportOptions) => {
      const { output, force = false } = options;
      if (onto !== undefined) {
        if (from === undefined) throw new UsageError('--model needs --from, which says whose weights they are');
        await importWeights(file, onto, { output, force, from, map, set }, terminal);
        return;
      }
      if (from === 'torch') {
        const bytes = readBytes(file);
        checkOwnKind(bytes, file);
        refuseStateDict(bytes, shownName(file));
      }
      for (const [option, value] of Object.entries({ from, map, set }))
        if (value !== undefined)
          throw new UsageError(`--${option} is for weights onto a model that there is: name it with --model`);
      const target = output ?? join(dirname(file), `${stemOf(file)}.yaml`);
      if (!/\.ya?ml$/.test(target))
        throw new UsageError(`the model is YAML: let the name end in .yaml, not "${shownName(target)}"`);
      const weights = target.replace(/\.ya?ml$/, '.safetensors');
      for (const path of [target, weights]) {
        checkNotInput(path, [file]);
        if (existsSync(path) && !force) throw new RnncError([say.fileExists(shownName(path))]);
        checkWritable(path);
      }
      const { checkImported, importFile, modelYaml, importReport } = await import('../../../import/index.ts');
      const model = await importFile(readBytes(file), {
        file: shownName(file),
        name: modelName(target),
        beside: besideOf(file),
      });
      const text = modelYaml(model, basename(target), basename(weights));
      checkImported(text, shownName(file));
      const tensors = new Map(model.weights.map(({ path, shape, data }) => [path, { shape, data }]));
      writeTogether([
        { path: weights, content: writeSafetensors(tensors, new Map()) },
        { path: target, content: text },
      ]);
      terminal.result(
        `wrote ${shownName(target)} and ${shownName(weights)}\n${importReport(model)}\nnext: rnnc compile ${shownName(target)} --weights ${shownName(weights)}`,
      );
    });

const stemOf = (path: string): string => basename(path).replace(/\.(?:onnx|keras|h5|hdf5|json)$/i, '');
function modelName(file: string): string {
  const name = stemOf(file)
    .replace(/\.ya?ml$/, '')
    .replace(/[^\w-]/g, '_');
  return /^[A-Za-z_]/.test(name) ? name : `model_${name}`;
}
