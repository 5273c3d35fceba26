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
  { fed, lengths, state }: ModuleText,
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


def read_samples(path):
    """Feeds by name: JSON as {"x": [[[0.5], [1.0]], [[2.0]]]}, rows as long as they are, or a safetensors file with padded tensors."""
    if path.endswith(".safetensors"):
        given = load_file(path)
        samples = {name: given[feed].to(dtype) for feed, (name, dtype) in FEEDS.items()}
        samples |= {name: given[feed] for feed, (name, _) in LENGTHS.items() if feed in given}
        return samples
    with open(path, encoding="utf-8") as file:
        given = json.load(file)
    samples = {}
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
