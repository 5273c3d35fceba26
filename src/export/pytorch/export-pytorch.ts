import { builtModel, lossModel } from '../../../compiler/compile.ts';
import { type Diagnostic, RnncError } from '../../../compiler/diagnostics/diagnostic.ts';
import { plainSymbol } from '../../../compiler/ir/dim.ts';
import type { Graph } from '../../../compiler/ir/graph.ts';
import type { WeightData } from '../../artifact/definition.ts';
import { writeSafetensors } from '../../artifact/safetensors.ts';
import type { Exported, Exporter, ModelToExport } from '../model/exporter.ts';
import { notExported } from '../model/messages.ts';
import { type StateEntry, writeModule } from './module-file.ts';
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
  const trees = graph.inputs.filter((input) => input.role === 'structure' || input.role === 'roots');
  const [tree] = trees;
  if (tree !== undefined)
    throw new RnncError(
      [notExported('PyTorch', tree.origin, 'it is a tree, and a loop of Python has as many rows at every step')],
      sources,
    );
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
    ...opening({ name: spec.name, className, weightsFile, module: file.replace(/\.py$/, ''), trains: script !== null }),
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

/** By the name of lengths a feed whose rows they measure: the first with that axis. */
const measuredFeeds = (graph: Graph): ReadonlyMap<string, string> =>
  new Map(
    graph.inputs.flatMap((input) => {
      if (input.role !== 'lengths') return [];
      const feed = graph.inputs.find(
        (other) =>
          other.role === 'feed' &&
          graph.values[other.value]?.type.shape.some((dim, axis) => axis === 1 && plainSymbol(dim) === input.symbol),
      );
      return feed === undefined ? [] : [[input.name, feed.name] as const];
    }),
  );

const opening = ({
  name,
  className,
  weightsFile,
  module,
  trains,
}: {
  readonly name: string;
  readonly className: string;
  readonly weightsFile: string;
  readonly module: string;
  readonly trains: boolean;
}): readonly string[] => [
  `"""The model ${JSON.stringify(name)}, written by rnnc for PyTorch 2 with safetensors.`,
  '',
  `    model = ${className}()`,
  `    model.load_state_dict(safetensors.torch.load_file(${JSON.stringify(weightsFile)}))`,
  '    outputs, states = model(...)',
  '',
  'Inputs and outputs are batch first, as in the model. Lengths of rows may be left out where all are full; `states` goes on from the final ones of an',
  'earlier call. Inside, sequences run time first.',
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
    ...(/\bF\./.test(body) ? ['import torch.nn.functional as F'] : []),
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

/** Functions that the class calls, those alone that it does. */
function helpers(body: string): readonly string[] {
  return HELPERS.flatMap(({ called, lines }) => (called.test(body) ? [...lines.trim().split('\n'), '', ''] : []));
}

const HELPERS = [
  {
    called: /\bWeights\(/,
    lines: `
class Weights(nn.Module):
    """The weights of one cell or layer, by name."""

    def __init__(self, **sizes):
        super().__init__()
        for name, size in sizes.items():
            self.register_parameter(name, nn.Parameter(torch.zeros(size)))`,
  },
  {
    called: /\bstacked\(/,
    lines: `
def stacked(steps, shape, like):
    """What a loop gave at its steps as one tensor, time first."""
    return torch.stack(steps) if steps else like.new_zeros((0, *shape))`,
  },
  {
    called: /\blast_step\(/,
    lines: `
def last_step(x, lengths):
    """The last step of each row, zeros where it has none."""
    rows = torch.arange(x.shape[1], device=x.device)
    last = x[(lengths - 1).clamp(min=0), rows]
    return torch.where((lengths > 0).reshape(-1, *[1] * (last.dim() - 1)), last, 0.0)`,
  },
  {
    called: /\brecurrent\(/,
    lines: `
def recurrent(layer, x, lengths, states=None):
    """Runs a recurrent layer of torch.nn over rows of these lengths: zeros beyond them, and the states after the last step of each row."""
    packed = pack_padded_sequence(x, lengths.clamp(min=1).cpu(), enforce_sorted=False)
    y, final = layer(packed, None if states is None else tuple(states) if len(states) > 1 else states[0])
    y, _ = pad_packed_sequence(y, total_length=x.shape[0])
    final = [final] if isinstance(final, torch.Tensor) else list(final)
    starts = [torch.zeros_like(end) for end in final] if states is None else states
    empty = (lengths == 0).unsqueeze(1)
    return y.masked_fill(empty, 0.0), [torch.where(empty, start, end) for start, end in zip(starts, final)]`,
  },
] as const;
