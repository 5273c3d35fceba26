"""The model "torch-tagger", written by rnnc for PyTorch 2 with safetensors.

    model = TorchTagger()
    model.load_state_dict(safetensors.torch.load_file("torch-tagger.torch.safetensors"))
    outputs, states = model(...)

Inputs and outputs are batch first, as in the model. Lengths of rows may be left out where all are full; `states` goes on from the final ones of an
earlier call. Inside, sequences run time first.

    torchrun --nproc-per-node 2 torch-tagger.py --data samples.json
"""
import argparse
import json
import os

import torch
import torch.distributed as dist
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence


class Weights(nn.Module):
    """The weights of one cell or layer, by name."""

    def __init__(self, **sizes):
        super().__init__()
        for name, size in sizes.items():
            self.register_parameter(name, nn.Parameter(torch.zeros(size)))


def recurrent(layer, x, lengths, states=None):
    """Runs a recurrent layer of torch.nn over rows of these lengths: zeros beyond them, and the states after the last step of each row."""
    packed = pack_padded_sequence(x, lengths.clamp(min=1).cpu(), enforce_sorted=False)
    y, final = layer(packed, None if states is None else tuple(states) if len(states) > 1 else states[0])
    y, _ = pad_packed_sequence(y, total_length=x.shape[0])
    final = [final] if isinstance(final, torch.Tensor) else list(final)
    starts = [torch.zeros_like(end) for end in final] if states is None else states
    empty = (lengths == 0).unsqueeze(1)
    return y.masked_fill(empty, 0.0), [torch.where(empty, start, end) for start, end in zip(starts, final)]


class TorchTagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(9, 4)
        self.normed = Weights(gamma=(4,), beta=(4,))
        self.normed.register_buffer("moving_mean", torch.zeros((4,)))
        self.normed.register_buffer("moving_variance", torch.zeros((4,)))
        self.encoder = nn.LSTM(4, 5, num_layers=2, bidirectional=True, proj_size=3)
        self.memory = nn.GRU(6, 6, num_layers=2, bias=False)
        self.simple = nn.RNN(6, 4, nonlinearity="relu")
        self.tags = nn.Linear(4, 3)

    def forward(self, tokens, time_lengths=None, states=None):
        states = states or {}
        like = next(self.parameters())
        batch = tokens.shape[0]
        time = tokens.shape[1]
        time_lengths = torch.full((batch,), time, device=like.device) if time_lengths is None else time_lengths
        encoder_0_forward_h = states.get("encoder.0.forward.h", like.new_zeros((batch, 3)))
        encoder_0_forward_c = states.get("encoder.0.forward.c", like.new_zeros((batch, 5)))
        encoder_0_backward_h = states.get("encoder.0.backward.h", like.new_zeros((batch, 3)))
        encoder_0_backward_c = states.get("encoder.0.backward.c", like.new_zeros((batch, 5)))
        encoder_1_forward_h = states.get("encoder.1.forward.h", like.new_zeros((batch, 3)))
        encoder_1_forward_c = states.get("encoder.1.forward.c", like.new_zeros((batch, 5)))
        encoder_1_backward_h = states.get("encoder.1.backward.h", like.new_zeros((batch, 3)))
        encoder_1_backward_c = states.get("encoder.1.backward.c", like.new_zeros((batch, 5)))
        memory_0_forward_h = states.get("memory.0.forward.h", like.new_zeros((batch, 6)))
        memory_1_forward_h = states.get("memory.1.forward.h", like.new_zeros((batch, 6)))
        simple_0_forward_h = states.get("simple.0.forward.h", like.new_zeros((batch, 4)))
        normed = (self.embedding(tokens.transpose(0, 1)) - self.normed.moving_mean) * (torch.rsqrt(self.normed.moving_variance + 0.001) * self.normed.gamma)
        encoder, [encoder_h, encoder_c] = recurrent(self.encoder, normed + self.normed.beta, time_lengths, [torch.stack([encoder_0_forward_h, encoder_0_backward_h, encoder_1_forward_h, encoder_1_backward_h]), torch.stack([encoder_0_forward_c, encoder_0_backward_c, encoder_1_forward_c, encoder_1_backward_c])])
        memory, [memory_h] = recurrent(self.memory, encoder, time_lengths, [torch.stack([memory_0_forward_h, memory_1_forward_h])])
        simple, [simple_h] = recurrent(self.simple, memory, time_lengths, [torch.stack([simple_0_forward_h])])
        outputs = {
            "tags": self.tags(simple).transpose(0, 1),
            "first": encoder_h[1],
            "state": memory_h[1],
        }
        final = {
            "encoder.0.forward.h": encoder_h[0],
            "encoder.0.forward.c": encoder_c[0],
            "encoder.0.backward.h": encoder_h[1],
            "encoder.0.backward.c": encoder_c[1],
            "encoder.1.forward.h": encoder_h[2],
            "encoder.1.forward.c": encoder_c[2],
            "encoder.1.backward.h": encoder_h[3],
            "encoder.1.backward.c": encoder_c[3],
            "memory.0.forward.h": memory_h[0],
            "memory.1.forward.h": memory_h[1],
            "simple.0.forward.h": simple_h[0],
        }
        return outputs, final

    def loss(self, tokens, labels, time_lengths=None):
        like = next(self.parameters())
        batch = tokens.shape[0]
        time = tokens.shape[1]
        time_lengths = torch.full((batch,), time, device=like.device) if time_lengths is None else time_lengths
        time_valid = torch.arange(time, device=like.device).unsqueeze(1) < time_lengths
        embedding = self.embedding(tokens.transpose(0, 1))
        normed_batch_count = time_valid.to(like.dtype).sum((0, 1))
        normed_batch_mean = torch.where(time_valid.unsqueeze(2), embedding, 0.0).sum((0, 1)) / normed_batch_count.clamp(min=1.0)
        normed = torch.where(time_valid.unsqueeze(2), embedding - normed_batch_mean, 0.0)
        normed_batch_variance = (normed * normed).sum((0, 1)) / normed_batch_count.clamp(min=1.0)
        normed_batch = normed_batch_count.clamp(max=1.0) * 0.30000000000000004
        normed_batch_2 = self.normed.moving_variance + (normed_batch_variance - self.normed.moving_variance) * normed_batch
        normed_2 = normed * (torch.rsqrt(normed_batch_variance + 0.001) * self.normed.gamma) + self.normed.beta
        encoder, [encoder_h, encoder_c] = recurrent(self.encoder, normed_2, time_lengths)
        memory, [memory_h] = recurrent(self.memory, encoder, time_lengths)
        simple, [simple_h] = recurrent(self.simple, memory, time_lengths)
        tags = self.tags(simple)
        labels_2 = labels.transpose(0, 1)
        loss_0 = labels_2 >= 0
        loss_0_2 = torch.gather(tags, -1, torch.where(loss_0, labels_2, 0).unsqueeze(2).long()).reshape((time, batch))
        loss_0_3 = time_valid & loss_0
        loss_0_4 = loss_0_3.to(like.dtype).sum((0, 1))
        loss_0_5 = torch.where(loss_0_3, torch.logsumexp(tags, -1) - loss_0_2, 0.0).sum((0, 1)) / torch.where(loss_0_4 == 0.0, 1.0, loss_0_4)
        with torch.no_grad():
            self.normed.moving_mean.copy_(self.normed.moving_mean + (normed_batch_mean - self.normed.moving_mean) * normed_batch)
            self.normed.moving_variance.copy_(normed_batch_2)
        return loss_0_5


def save(model, path):
    """Writes weights that `rnnc import PATH --model MODEL --from torch` takes."""
    save_file(model.state_dict(), path, metadata={"rnnc.layout": "model"})


WEIGHTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch-tagger.torch.safetensors")

# What loss() is given: by the name of a feed its argument and dtype, and by the name of lengths their argument and the feed whose rows they measure.
FEEDS = {
    "tokens": ("tokens", torch.long),
    "labels": ("labels", torch.long),
}
LENGTHS = {
    "time.lengths": ("time_lengths", "tokens"),
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


def main():
    parser = argparse.ArgumentParser(description="Trains the model; under torchrun on several processes.")
    parser.add_argument("--data", required=True, help="samples: JSON or safetensors, by the names in FEEDS")
    parser.add_argument("--weights", default=WEIGHTS, help="where to start")
    parser.add_argument("--out", default="trained.safetensors", help="where to write the weights")
    parser.add_argument("--steps", type=int, help="default: those of 20 epochs")
    parser.add_argument("--batch", type=int, default=32, help="samples of all processes together")
    parser.add_argument("--rate", type=float, default=0.05)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    cuda = torch.cuda.is_available()
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
    if world > 1:
        dist.init_process_group("nccl" if cuda else "gloo")
    torch.manual_seed(args.seed + rank)
    model = TorchTagger()
    model.load_state_dict(load_file(args.weights))
    model.to(device)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    loss_of = Loss(model)
    if world > 1:
        loss_of = DistributedDataParallel(loss_of)
    optimizer = torch.optim.Adam(trained, lr=args.rate, betas=(0.9, 0.999), eps=1e-8)
    samples = read_samples(args.data)
    count = len(next(iter(samples.values())))
    own, batch = count // world, max(1, args.batch // world)
    if own == 0:
        raise SystemExit(f"{count} samples are too few for {world} processes")
    shuffle = torch.Generator().manual_seed(args.seed)
    order = []
    for step in range(args.steps or 20 * -(-own // batch)):
        if len(order) == 0:
            # the same on all processes, of which each takes its own part
            order = torch.randperm(count, generator=shuffle)[rank::world][:own]
        rows, order = order[:batch], order[batch:]
        loss = loss_of(**{name: value[rows].to(device) for name, value in samples.items()})
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        if world > 1:
            dist.all_reduce(loss.detach().div_(world))
        if rank == 0:
            print(f"step {step + 1}: loss {loss.item():.6f}", flush=True)
    if rank == 0:
        save(model, args.out)
    if world > 1:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
