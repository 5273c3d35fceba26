import { builtModel, lossModel } from '../../../compiler/compile.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { plainSymbol } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { WeightData } from '../../artifact/definition.ts';
import { writeSafetensors } from '../../artifact/safetensors.ts';
import type { Exported, Exporter, ModelToExport } from '../model/exporter.ts';
import { treesOf } from '../model/fed-trees.ts';
import { type StateEntry, writeModule } from './module-file.ts';
import { helpers } from './python-helpers.ts';
import { PYTHON_MODULES } from './python-modules.ts';
import { identifier } from './python-text.ts';
import { trainingScript } from './training-script.ts';

export const pytorch: Exporter = {
  description: 'PyTorch module as a Python file, with its weights beside it',
  ending: '.py',
  exportModel,
};

/** The mark that `rnnc import --from torch` knows: matrices of cells lie as the model has them. */
const OWN_LAYOUT = { 'rnnc.layout': 'model' };

/**
 * A module of PyTorch that computes what the model does, written from the graph as it is built, before any pass, so that its lines are the model's equations.
 * Layers that torch.nn has are its modules; the others are a loop over the steps. With the section `training` it has the model's loss and a main program.
 * @throws RnncError `export-refused` for each part that has no line of torch
 */
function exportModel({ compiled, weights, file }: ModelToExport): Exported {
  const { spec, sources } = compiled;
  const { graph } = builtModel(compiled);
  const mistakes: Diagnostic[] = [];
  const training = spec.training === null ? null : lossModel(compiled, spec.training);
  const named = identifier(spec.name.replace(/(?:^|[-_ ]+)(\w)/g, (_, letter: string) => letter.toUpperCase()));
  const className = ['Loss', 'Weights', 'DistributedDataParallel', 'F'].includes(named) ? `${named}Model` : named;
  const module = writeModule(spec, { inference: graph, training }, weights, className, mistakes);
  if (mistakes.length > 0) throw new RnncError(mistakes, sources);
  const weightsFile = file.replace(/\.py$/, '.torch.safetensors');
  const script =
    spec.training === null || training === null
      ? null
      : trainingScript(spec.training, module, {
          className,
          weightsFile,
          unused: hasUnused(training, module.state),
          lengthOf: measuredFeeds(training),
        });
  const body = [...module.lines, ...(script?.lines ?? [])].join('\n');
  const text = [
    ...opening({
      name: spec.name,
      className,
      weightsFile,
      module: file.replace(/\.py$/, ''),
      trains: script !== null,
      trees: treesOf(graph).length > 0,
    }),
    ...imports(body, script !== null),
    '',
    '',
    ...helpers(body),
    ...module.lines,
    ...(script === null
      ? []
      : [
          '',
          '',
          'def save(model, path):',
          '    """Writes weights that `rnnc import PATH --model MODEL --from torch` takes."""',
          '    save_file(model.state_dict(), path, metadata={"rnnc.layout": "model"})',
          '',
          '',
          ...script.lines,
        ]),
    '',
  ].join('\n');
  const tensors = new Map(module.state.map((entry) => [entry.name, stateTensor(entry, weights)]));
  return {
    files: [
      { name: file, content: text },
      { name: weightsFile, content: writeSafetensors(tensors, new Map(Object.entries(OWN_LAYOUT))) },
    ],
    report: [
      ...module.state.map(
        ({ name, path, isTransposed }) => `${name} from ${path}${isTransposed ? ', transposed' : ''}`,
      ),
      ...(PYTHON_MODULES.has(file.replace(/\.py$/, ''))
        ? [`${file} hides Python's own module of that name, which PyTorch imports: rename it before it is run (-o)`]
        : []),
      ...(script === null
        ? ['it has no loss: the model has no section training']
        : [`trains: torchrun --nproc-per-node 2 ${file} --data samples.json`, ...script.otherwise]),
    ],
  };
}

function stateTensor({ path, isTransposed }: StateEntry, weights: ReadonlyMap<string, WeightData>): WeightData {
  const { shape, data } = weights.get(path) ?? { shape: [], data: new Float32Array() };
  if (!isTransposed) return { shape, data };
  const [rows = 0, columns = 0] = shape;
  const turned = new Float32Array(data.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) turned[c * rows + r] = data[r * columns + c] ?? 0;
  return { shape: [columns, rows], data: turned };
}

/** Whether the loss leaves a parameter out. */
function hasUnused(graph: Graph, state: readonly StateEntry[]): boolean {
  const read = new Set(graph.learning === undefined ? [] : [graph.learning.loss]);
  for (const node of graph.nodes.toReversed())
    if (node.outputs.some((id) => read.has(id))) for (const id of node.inputs) read.add(id);
  const buffers = new Set(state.flatMap(({ path, isBuffer }) => (isBuffer ? [path] : [])));
  return graph.weights.some(({ path, value }) => !read.has(value) && !buffers.has(path));
}

/** By the name of lengths a feed whose rows they measure: a tree over that axis, or the first feed with it. */
const measuredFeeds = (graph: Graph): ReadonlyMap<string, string> => {
  const measured = new Map<string, string>();
  for (const input of graph.inputs) {
    if (input.role === 'feed')
      for (const symbol of graph.values[input.value]?.type.shape.slice(1, 2).flatMap((d) => plainSymbol(d) ?? []) ?? [])
        if (!measured.has(`${symbol}.lengths`)) measured.set(`${symbol}.lengths`, input.name);
  }
  for (const { axis, name } of treesOf(graph)) measured.set(`${axis}.lengths`, name);
  return measured;
};

const opening = ({
  name,
  className,
  weightsFile,
  module,
  trains,
  trees,
}: {
  readonly name: string;
  readonly className: string;
  readonly weightsFile: string;
  readonly module: string;
  readonly trains: boolean;
  readonly trees: boolean;
}): readonly string[] => [
  `"""The model ${JSON.stringify(name)}, written by rnnc for PyTorch 2 with safetensors.`,
  '',
  `    model = ${className}()`,
  `    model.load_state_dict(safetensors.torch.load_file(${JSON.stringify(weightsFile)}))`,
  '    outputs, states = model(...)',
  '',
  'Inputs and outputs are batch first, as in the model. Lengths of rows may be left out where all are full; `states` goes on from the final ones of an',
  'earlier call. Inside, sequences run time first.',
  ...(trees ? ['Trees are int [batch, node, 2 * parents], as Walk says.'] : []),
  ...(trains
    ? ['', `    torchrun --nproc-per-node 2 ${/^[\w-]+$/.test(module) ? module : 'FILE'}.py --data samples.json`]
    : []),
  '"""',
];

function imports(body: string, trains: boolean): readonly string[] {
  return [
    ...(trains
      ? ['import argparse', 'import json', ...(/\bmath\./.test(body) ? ['import math'] : []), 'import os', '']
      : []),
    'import torch',
    ...(trains ? ['import torch.distributed as dist'] : []),
    ...(/\bF\./.test(body) || /\brows_or_zeros\(/.test(body) ? ['import torch.nn.functional as F'] : []),
    ...(trains ? ['from safetensors.torch import load_file, save_file'] : []),
    'from torch import nn',
    ...(trains ? ['from torch.nn.parallel import DistributedDataParallel'] : []),
    ...(/\brecurrent\(/.test(body) || trains
      ? [
          `from torch.nn.utils.rnn import ${[...(/\brecurrent\(/.test(body) ? ['pack_padded_sequence', 'pad_packed_sequence'] : []), ...(trains ? ['pad_sequence'] : [])].join(', ')}`,
        ]
      : []),
  ];
}
