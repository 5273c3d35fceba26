"""Golden training steps of a model whose LSTM starts from trained states, from PyTorch, in float64. Run by hand, never by the tests:

    python make_learned_start_torch.py --seed 1 --out DIR

Writes DIR/training/optimisers-learned-torch.json, in the form that training_cases.py tells. In PyTorch h0 and c0 are an nn.Parameter of [1, 1, units]
each, expanded over the batch; here they are rnn.0.forward.initial.h and .c. Weights are in rnnc's layouts, one bias, blocks i, f, g, o.
"""

import argparse

import numpy as np
import torch
from training_cases import STEPS, OptimiserCase, Rule, listed_by_name, numbers, write

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

MODEL = """name: golden
inputs:
  x: {shape: [batch, time, 3]}
layers:
  rnn: {type: recurrent, input: x, cell: {keras.lstm: {units: 4}}, initial: learned, padding: zero}
  head: {type: dense, input: rnn, units: 2}
outputs:
  y: head
"""
LENGTHS = [4, 2, 3]
SHAPES = {
    "rnn.0.forward.kernel": (3, 16),
    "rnn.0.forward.recurrent_kernel": (4, 16),
    "rnn.0.forward.bias": (16,),
    "head.kernel": (4, 2),
    "head.bias": (2,),
    "rnn.0.forward.initial.h": (4,),
    "rnn.0.forward.initial.c": (4,),
}
RULE = Rule(f"torch {torch.__version__}, torch/optim/sgd.py, _single_tensor_sgd", {}, "w = w - lr * g")


def case(weights, x, target):
    batch, time, _ = x.shape
    lstm = torch.nn.LSTM(3, 4, batch_first=True, bias=True)
    head = torch.nn.Linear(4, 2)
    starts = [torch.nn.Parameter(torch.tensor(weights[f"rnn.0.forward.initial.{s}"]).reshape(1, 1, 4)) for s in ("h", "c")]
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(torch.tensor(weights["rnn.0.forward.kernel"].T.copy()))
        lstm.weight_hh_l0.copy_(torch.tensor(weights["rnn.0.forward.recurrent_kernel"].T.copy()))
        lstm.bias_ih_l0.copy_(torch.tensor(weights["rnn.0.forward.bias"]))
        lstm.bias_hh_l0.zero_()
        head.weight.copy_(torch.tensor(weights["head.kernel"].T.copy()))
        head.bias.copy_(torch.tensor(weights["head.bias"]))
    # the second bias stays zero: ours is one
    lstm.bias_hh_l0.requires_grad_(False)
    trained = [lstm.weight_ih_l0, lstm.weight_hh_l0, lstm.bias_ih_l0, head.weight, head.bias, *starts]
    optimizer = torch.optim.SGD(trained, lr=1.0, foreach=False)
    valid = (torch.arange(time)[None, :] < torch.tensor(LENGTHS)[:, None])[..., None]

    def read(tensors):
        ours = [t.detach().numpy().copy() for t in tensors]
        return {path: (a.T if path.endswith("kernel") else a).reshape(SHAPES[path]) for path, a in zip(SHAPES, ours, strict=True)}

    def step(lr):
        optimizer.zero_grad()
        packed = torch.nn.utils.rnn.pack_padded_sequence(torch.tensor(x), LENGTHS, batch_first=True, enforce_sorted=False)
        y, _ = lstm(packed, tuple(start.expand(1, batch, 4).contiguous() for start in starts))
        y, _ = torch.nn.utils.rnn.pad_packed_sequence(y, batch_first=True, total_length=time)
        loss = torch.sum(torch.where(valid, (head(y) - torch.tensor(target)) ** 2, 0.0)) / (sum(LENGTHS) * 2)
        loss.backward()
        gradients = read([t.grad for t in trained])
        optimizer.param_groups[0]["lr"] = lr
        optimizer.step()
        return loss.detach(), gradients, read(trained), None

    made = OptimiserCase("torch.SGD, an LSTM that starts from nn.Parameters", "torch.SGD", RULE, {}, [0.5] * STEPS)
    return made.run({path: weights[path] for path in SHAPES}, step)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default=".")
    arguments = parser.parse_args()
    random = np.random.RandomState(arguments.seed)
    weights = {path: numbers(random, *shape, scale=0.8) for path, shape in SHAPES.items()}
    x, target = numbers(random, 3, 4, 3), numbers(random, 3, 4, 2)
    head = {
        "framework": "PyTorch",
        "problem": {
            "model": MODEL,
            "weights": listed_by_name(weights),
            "feeds": listed_by_name({"x": x, "time.lengths": np.array(LENGTHS, np.int64)}),
            "targets": listed_by_name({"y": target}),
            "terms": [{"output": "y", "kind": "squared_error", "reduce": "mean", "over": "valid"}],
        },
        "rules": {"torch.SGD": vars(RULE)},
        "clips": {},
    }
    write(arguments.out, "training/optimisers-learned-torch.json", {"torch": torch.__version__}, arguments.seed, head, [case(weights, x, target)])


if __name__ == "__main__":
    main()
