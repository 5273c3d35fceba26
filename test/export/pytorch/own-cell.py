"""The model "own-cell", written by rnnc for PyTorch 2 with safetensors.

    model = OwnCell()
    model.load_state_dict(safetensors.torch.load_file("own-cell.torch.safetensors"))
    outputs, states = model(...)

Inputs and outputs are batch first, as in the model. Lengths of rows may be left out where all are full; `states` goes on from the final ones of an
earlier call. Inside, sequences run time first.

    torchrun --nproc-per-node 2 own-cell.py --data samples.json
"""
import argparse
import json
import os

import torch
import torch.distributed as dist
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils.rnn import pad_sequence


class Weights(nn.Module):
    """The weights of one cell or layer, by name."""

    def __init__(self, **sizes):
        super().__init__()
        for name, size in sizes.items():
            self.register_parameter(name, nn.Parameter(torch.zeros(size)))


def stacked(steps, shape, like):
    """What a loop gave at its steps as one tensor, time first."""
    return torch.stack(steps) if steps else like.new_zeros((0, *shape))


class OwnCell(nn.Module):
    def __init__(self):
        super().__init__()
        self.memory_0_forward = Weights(w=(3, 4), u=(4, 4), gain=(4,))  # leaky
        self.memory_0_backward = Weights(w=(3, 4), u=(4, 4), gain=(4,))  # leaky
        self.attention = Weights(v=(6, 4))
        self.quantiles = nn.Linear(4, 2)

    def forward(self, x, context, time_lengths=None, states=None):
        states = states or {}
        like = next(self.parameters())
        batch = x.shape[0]
        time = x.shape[1]
        time_lengths = torch.full((batch,), time, device=like.device) if time_lengths is None else time_lengths
        memory_0_forward_h = states.get("memory.0.forward.h", like.new_zeros((batch, 4)))
        memory_0_backward_h = states.get("memory.0.backward.h", like.new_zeros((batch, 4)))
        x_2 = x.transpose(0, 1)
        time_valid = torch.arange(time, device=like.device).unsqueeze(1) < time_lengths
        memory_0_forward_final_h, memory_0_forward_last_final, memory_0_forward = self.memory_0_forward_steps(memory_0_forward_h, like.new_zeros((batch, 4)), x_2, time_valid)
        memory_0_backward_final_h, memory_0_backward_last_final, memory_0_backward = self.memory_0_backward_steps(memory_0_backward_h, like.new_zeros((batch, 4)), x_2, time_valid)
        memory = torch.where(time_valid.unsqueeze(2), (memory_0_forward + memory_0_backward) * 0.5, -float("inf"))
        attention = torch.cat([(memory_0_forward_last_final + memory_0_backward_last_final) * 0.5, context], 1)
        outputs = {
            "quantiles": self.quantiles(torch.softmax(attention @ self.attention.v, -1)),
            "longest": memory.amax(0),
        }
        final = {
            "memory.0.forward.h": memory_0_forward_final_h,
            "memory.0.backward.h": memory_0_backward_final_h,
        }
        return outputs, final

    def loss(self, x, context, amount, time_lengths=None):
        like = next(self.parameters())
        batch = x.shape[0]
        time = x.shape[1]
        time_lengths = torch.full((batch,), time, device=like.device) if time_lengths is None else time_lengths
        memory_0_forward_dropout_state_h = like.new_empty((batch, time, 4)).bernoulli_(0.9)
        memory_0_forward_zoneout_h = like.new_empty((batch, time, 4)).bernoulli_(0.1)
        memory_0_forward_dropout_output = like.new_empty((batch, time, 4)).bernoulli_(0.8)
        memory_0_backward_dropout_state_h = like.new_empty((batch, time, 4)).bernoulli_(0.9)
        memory_0_backward_zoneout_h = like.new_empty((batch, time, 4)).bernoulli_(0.1)
        memory_0_backward_dropout_output = like.new_empty((batch, time, 4)).bernoulli_(0.8)
        time_valid = torch.arange(time, device=like.device).unsqueeze(1) < time_lengths
        x_masked = torch.where(time_valid.unsqueeze(2), x.transpose(0, 1), 0.0)
        _, memory_0_forward_last_final, _ = self.memory_0_forward_steps_2(like.new_zeros((batch, 4)), like.new_zeros((batch, 4)), x_masked, time_valid, memory_0_forward_dropout_state_h.transpose(0, 1), memory_0_forward_zoneout_h.transpose(0, 1), memory_0_forward_dropout_output.transpose(0, 1))
        _, memory_0_backward_last_final, _ = self.memory_0_backward_steps_2(like.new_zeros((batch, 4)), like.new_zeros((batch, 4)), x_masked, time_valid, memory_0_backward_dropout_state_h.transpose(0, 1), memory_0_backward_zoneout_h.transpose(0, 1), memory_0_backward_dropout_output.transpose(0, 1))
        attention = torch.cat([(memory_0_forward_last_final + memory_0_backward_last_final) * 0.5, context], 1)
        loss_0 = amount == amount
        loss_0_2 = torch.where(loss_0, amount, 0.0) - self.quantiles(torch.softmax(attention @ self.attention.v, -1))
        loss_0_3 = torch.maximum(loss_0_2 * like.new_tensor([0.1, 0.9]), loss_0_2 * like.new_tensor([-0.9, -0.09999999999999998]))
        loss_0_4 = loss_0.to(like.dtype).mean(1).sum(0)
        loss_0_5 = torch.where(loss_0, loss_0_3, 0.0).mean(1).sum(0) / torch.where(loss_0_4 == 0.0, 1.0, loss_0_4)
        return loss_0_5

    def memory_0_forward_steps(self, h, last, x, time_valid):
        weights = self.memory_0_forward
        like = next(self.parameters())
        batch = h.shape[0]
        part_steps = []
        for t in range(len(x)):
            a = torch.abs(x[t] @ weights.w) ** 1.5 + h @ weights.u
            g = (weights.gain * a).clamp(min=-1.0).clamp(max=1.0) - (a - (0.3 - h))
            h_next = h * 0.7 + 0.3 * F.softplus(g)
            part = 0.1 * h + 0.9 * h_next
            valid = time_valid[t].unsqueeze(1)
            part_2 = torch.where(valid, part * part, last)
            part_steps.append(part_2)
            h, last = torch.where(valid, part, h), part_2
        return h, last, stacked(part_steps, (batch, 4), like)

    def memory_0_backward_steps(self, h, last, x, time_valid):
        weights = self.memory_0_backward
        like = next(self.parameters())
        batch = h.shape[0]
        part_steps = []
        for t in reversed(range(len(x))):
            a = torch.abs(x[t] @ weights.w) ** 1.5 + h @ weights.u
            g = (weights.gain * a).clamp(min=-1.0).clamp(max=1.0) - (a - (0.3 - h))
            h_next = h * 0.7 + 0.3 * F.softplus(g)
            part = 0.1 * h + 0.9 * h_next
            valid = time_valid[t].unsqueeze(1)
            part_2 = torch.where(valid, part * part, last)
            part_steps.append(part_2)
            h, last = torch.where(valid, part, h), part_2
        return h, last, stacked(part_steps[::-1], (batch, 4), like)

    def memory_0_forward_steps_2(self, h, last, x_masked, time_valid, dropout_state_h, zoneout_h, dropout_output):
        weights = self.memory_0_forward
        like = next(self.parameters())
        batch = h.shape[0]
        part_steps = []
        for t in range(len(x_masked)):
            valid = time_valid[t].unsqueeze(1)
            a = torch.where(valid, torch.abs(x_masked[t] @ weights.w), 1.0) ** 1.5 + h @ weights.u
            g = (weights.gain * a).clamp(min=-1.0).clamp(max=1.0) - (a - (0.3 - h))
            h_next = h * 0.7 + 0.3 * F.softplus(g)
            part = 1.0 - zoneout_h[t]
            part_2 = zoneout_h[t] * h
            part_3 = part_2 + part * h_next
            part_4 = torch.where(valid, part_2 + part * (h_next * 1.1111111111111112 * dropout_state_h[t]), h)
            part_5 = torch.where(valid, part_3 * part_3 * 1.25 * dropout_output[t], last)
            part_steps.append(part_5)
            h, last = part_4, part_5
        return h, last, stacked(part_steps, (batch, 4), like)

    def memory_0_backward_steps_2(self, h, last, x_masked, time_valid, dropout_state_h, zoneout_h, dropout_output):
        weights = self.memory_0_backward
        like = next(self.parameters())
        batch = h.shape[0]
        part_steps = []
        for t in reversed(range(len(x_masked))):
            valid = time_valid[t].unsqueeze(1)
            a = torch.where(valid, torch.abs(x_masked[t] @ weights.w), 1.0) ** 1.5 + h @ weights.u
            g = (weights.gain * a).clamp(min=-1.0).clamp(max=1.0) - (a - (0.3 - h))
            h_next = h * 0.7 + 0.3 * F.softplus(g)
            part = 1.0 - zoneout_h[t]
            part_2 = zoneout_h[t] * h
            part_3 = part_2 + part * h_next
            part_4 = torch.where(valid, part_2 + part * (h_next * 1.1111111111111112 * dropout_state_h[t]), h)
            part_5 = torch.where(valid, part_3 * part_3 * 1.25 * dropout_output[t], last)
            part_steps.append(part_5)
            h, last = part_4, part_5
        return h, last, stacked(part_steps[::-1], (batch, 4), like)


def save(model, path):
    """Writes weights that `rnnc import PATH --model MODEL --from torch` takes."""
    save_file(model.state_dict(), path, metadata={"rnnc.layout": "model"})


WEIGHTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "own-cell.torch.safetensors")

# What loss() is given: by the name of a feed its argument and dtype, and by the name of lengths their argument and the feed whose rows they measure.
FEEDS = {
    "x": ("x", torch.float32),
    "context": ("context", torch.float32),
    "amount": ("amount", torch.float32),
}
LENGTHS = {
    "time.lengths": ("time_lengths", "x"),
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
    parser.add_argument("--rate", type=float, default=0.001)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    cuda = torch.cuda.is_available()
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
    if world > 1:
        dist.init_process_group("nccl" if cuda else "gloo")
    torch.manual_seed(args.seed + rank)
    model = OwnCell()
    model.load_state_dict(load_file(args.weights))
    model.to(device)
    for name in ["memory_0_backward.w", "memory_0_backward.u", "memory_0_backward.gain"]:
        model.get_parameter(name).requires_grad_(False)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    loss_of = Loss(model)
    if world > 1:
        loss_of = DistributedDataParallel(loss_of)
    optimizer = torch.optim.RMSprop(trained, lr=args.rate, alpha=0.9, momentum=0, eps=1e-7)
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
        for parameter in trained:
            nn.utils.clip_grad_norm_([parameter], 1.0)
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
