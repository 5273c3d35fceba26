import { frozenPaths, type TrainingSpec } from '../../../compiler/1-read/spec/training-spec.ts';
import { learningRate } from './learning-rate.ts';
import type { ModuleText } from './module-file.ts';
import { optimizerText } from './optimizer-text.ts';
import { numberText } from './python-text.ts';

const CLIPS = {
  none: [],
  value: ['nn.utils.clip_grad_value_(trained, LIMIT)'],
  norm: ['for parameter in trained:', '    nn.utils.clip_grad_norm_([parameter], LIMIT)'],
  global_norm: ['nn.utils.clip_grad_norm_(trained, LIMIT)'],
} as const;

/** The part of the file that trains, and what it does otherwise than rnnc. */
export function trainingScript(
  spec: TrainingSpec,
  { fed, lengths, trees, state }: ModuleText,
  {
    className,
    weightsFile,
    unused,
    lengthOf,
  }: {
    readonly className: string;
    readonly weightsFile: string;
    readonly unused: boolean;
    readonly lengthOf: ReadonlyMap<string, string>;
  },
): { readonly lines: readonly string[]; readonly otherwise: readonly string[] } {
  const rate = learningRate(spec.schedule);
  const optimizer = optimizerText(spec.optimizer, rate.isConstant);
  const still = frozenPaths(
    spec.frozen,
    state.map(({ path }) => path),
  );
  const frozen = state.filter(({ path, isBuffer }) => !isBuffer && still.has(path)).map(({ name }) => name);
  const dtype = (name: string): string =>
    name === 'int32' ? 'torch.long' : name === 'bool' ? 'torch.bool' : 'torch.float32';
  const feeds = (fed ?? []).map(({ name, feed, dtype: type }) => `    "${feed}": ("${name}", ${dtype(type)}),`);
  const lengthLines = lengths.map(
    ({ name, argument }) => `    "${name}": ("${argument}", "${lengthOf.get(name) ?? ''}"),`,
  );
  const missing = (fed ?? []).flatMap(({ feed, missing: isMissing }) => (isMissing ? [`"${feed}": -1`] : []));
  const reader = trees.length === 0 ? [] : readTrees(trees, missing);
  const settings = [
    ...(rate.lines.length === 0 ? [] : ['group["lr"] = learning_rate(args.rate, step, epoch)']),
    ...optimizer.settings,
  ];
  const before = [
    ...CLIPS[spec.clip.by].map((line) => line.replace('LIMIT', numberText(spec.clip.limit, true))),
    ...(settings.length === 0
      ? []
      : ['for group in optimizer.param_groups:', ...settings.map((line) => `    ${line}`)]),
    ...optimizer.decay,
  ];
  const lines = `
# What loss() is given: by the name of a feed its argument and dtype, and by the name of lengths their argument and the feed whose rows they measure.
FEEDS = {
${feeds.join('\n')}
}
LENGTHS = {
${lengthLines.join('\n')}
}
${reader.map((line) => `${line}\n`).join('')}

def read_samples(path):
    """Feeds by name: JSON as {"x": [[[0.5], [1.0]], [[2.0]]]}, rows as long as they are, or a safetensors file with padded tensors."""
    if path.endswith(".safetensors"):
        given = load_file(path)
        samples = {name: given[feed].to(dtype) for feed, (name, dtype) in FEEDS.items()}
${trees.length === 0 ? '' : '        samples |= {name: given[feed] for feed, name in TREES.items()}\n'}        samples |= {name: given[feed] for feed, (name, _) in LENGTHS.items() if feed in given}
        return samples
    with open(path, encoding="utf-8") as file:
        given = json.load(file)
    samples = {}${trees.length === 0 ? '' : '\n    for feed, name in TREES.items():\n        samples[name] = stacked_trees(given, feed)'}
    for feed, (name, dtype) in FEEDS.items():
        rows = [torch.tensor(row, dtype=dtype) for row in given[feed]]
        samples[name] = pad_sequence(rows, batch_first=True) if rows[0].dim() > 0 else torch.stack(rows)
    for name, feed in LENGTHS.values():
        samples[name] = torch.tensor([len(row) for row in given[feed]])
    return samples


class Loss(nn.Module):
    """The loss of a batch as a forward pass, which is what DistributedDataParallel sees."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, **samples):
        return self.model.loss(**samples)

${rate.lines.map((line) => `${line}\n`).join('')}
def main():
    parser = argparse.ArgumentParser(description="Trains the model; under torchrun on several processes.")
    parser.add_argument("--data", required=True, help="samples: JSON or safetensors, by the names in FEEDS")
    parser.add_argument("--weights", default=WEIGHTS, help="where to start")
    parser.add_argument("--out", default="trained.safetensors", help="where to write the weights")
    parser.add_argument("--steps", type=int, help="default: those of ${spec.epochs} epochs")
    parser.add_argument("--batch", type=int, default=${spec.batch}, help="samples of all processes together")
    parser.add_argument("--rate", type=float, default=${numberText(rate.start, true)})
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    cuda = torch.cuda.is_available()
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
    if world > 1:
        dist.init_process_group("nccl" if cuda else "gloo")
    torch.manual_seed(args.seed + rank)
    model = ${className}()
    model.load_state_dict(load_file(args.weights))
    model.to(device)${frozen.length === 0 ? '' : `\n    for name in [${frozen.map((name) => `"${name}"`).join(', ')}]:\n        model.get_parameter(name).requires_grad_(False)`}
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    loss_of = Loss(model)
    if world > 1:
        loss_of = DistributedDataParallel(loss_of${unused ? ', find_unused_parameters=True' : ''})
    optimizer = ${optimizer.made}
    samples = read_samples(args.data)
    count = len(next(iter(samples.values())))
    own, batch = count // world, max(1, args.batch // world)
    if own == 0:
        raise SystemExit(f"{count} samples are too few for {world} processes")
    shuffle = torch.Generator().manual_seed(args.seed)
    order = []${rate.lines.length === 0 ? '' : '\n    epoch = -1'}
    for step in range(args.steps or ${spec.epochs} * -(-own // batch)):
        if len(order) == 0:
            # the same on all processes, of which each takes its own part
            order = torch.randperm(count, generator=shuffle)[rank::world][:own]${rate.lines.length === 0 ? '' : '\n            epoch += 1'}
        rows, order = order[:batch], order[batch:]
        loss = loss_of(**{name: value[rows].to(device) for name, value in samples.items()})
        optimizer.zero_grad()
        loss.backward()
${before.map((line) => `        ${line}\n`).join('')}        optimizer.step()
        if world > 1:
            dist.all_reduce(loss.detach().div_(world))
        if rank == 0:
            print(f"step {step + 1}: loss {loss.item():.6f}", flush=True)
    if rank == 0:
        save(model, args.out)
    if world > 1:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()`.split('\n');
  return {
    lines: [
      `WEIGHTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), ${JSON.stringify(weightsFile)})`,
      ...lines,
    ],
    otherwise: [
      ...optimizer.otherwise.map((line) => `optimizer: ${line}`),
      ...(rate.otherwise === null ? [] : [`learning rate: ${rate.otherwise}`]),
      ...((spec.losses ?? []).some(({ reduce }) => reduce === 'sum')
        ? [
            'losses of reduce: sum: on several processes their gradient is the mean of those of the processes, not the sum',
          ]
        : []),
      ...(lengths.length === 0
        ? []
        : [
            'on several processes, rows of different lengths: the loss and its gradient are the mean of those of the processes, not that over all valid steps',
          ]),
      ...(state.some(({ path, isBuffer }) => isBuffer && !still.has(path))
        ? [
            'batch_norm: on several processes each normalises by its own part of the batch, and the moving statistics are those of the first',
          ]
        : []),
      ...(spec.carry ? ['carry: every batch starts from states of zeros'] : []),
      ...(spec.average === null ? [] : ['average: the weights themselves are saved, not their moving average']),
      ...(spec.scheduledSampling === null
        ? []
        : ['scheduled_sampling: inputs of part previous are the right ones at every step']),
      ...(spec.earlyStopping === null
        ? []
        : [`early_stopping: it trains for all ${spec.epochs} epochs, or as many steps as --steps says`]),
      ...(spec.keep === 'best' ? ['keep: it saves the weights of the last step, not those of the best epoch'] : []),
    ],
  };
}

/** How the file reads trees: in the forms that `rnnc run` takes, as numbers for the model. @param missing what stands where nested nodes have nothing */
const readTrees = (trees: ModuleText['trees'], missing: readonly string[]): readonly string[] => [
  `TREES = {${trees.map(({ feed, name }) => `"${feed}": "${name}"`).join(', ')}}`,
  '# What stands for a feed that a nested node leaves out.',
  `MISSING = {${missing.join(', ')}}`,
  ...`

def read_tree(tree):
    """Children of every node of a tree, which is given by parents, by lists of children or as nested nodes; and those nodes."""
    if isinstance(tree, dict):
        tree = [tree]
    if not tree or not isinstance(tree[0], dict):
        if tree and any(isinstance(children, list) for children in tree):
            return tree, []
        children = [[] for _ in tree]
        for node, parent in enumerate(tree):
            if parent is not None and parent >= 0:
                children[parent].append(node)
        return children, []
    children, nodes = [], []
    pending = [(root, None, 0) for root in reversed(tree)]
    while pending:
        node, parent, place = pending.pop()
        if node is None:
            continue
        if parent is not None:
            children[parent][place] = len(nodes)
        below = node.get("children", [])
        children.append([None] * len(below))
        pending += [(child, len(nodes), place) for place, child in reversed(list(enumerate(below)))]
        nodes.append(node)
    return children, nodes


def stacked_trees(given, feed):
    """Trees as [batch, node, 2 * parents]; what nested nodes hold is given from now on under its own name."""
    read = [read_tree(tree) for tree in given[feed]]
    for name in {name for _, nodes in read for node in nodes for name in node if name != "children"}:
        one = next(node[name] for _, nodes in read for node in nodes if name in node)
        none = [0] * len(one) if isinstance(one, list) else MISSING.get(name, 0)
        given[name] = [[node.get(name, none) for node in nodes] for _, nodes in read]
    links = []
    for children, _ in read:
        parents = [[] for _ in children]
        for parent, below in enumerate(children):
            for place, child in enumerate(below):
                if child is not None:
                    parents[child] += [parent, place]
        links.append(parents)
    given[feed] = links
    width = max([2, *(len(parents) for tree in links for parents in tree)])
    count = max([1, *(len(tree) for tree in links)])
    rows = [tree + [[]] * (count - len(tree)) for tree in links]
    return torch.tensor([[parents + [-1] * (width - len(parents)) for parents in tree] for tree in rows])`.split('\n'),
];
