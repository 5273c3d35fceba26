"""State dicts of PyTorch networks with what they give, for weights.test.ts: torch 2.15.0, safetensors 0.8.0, Python 3.11.

    python make_torch.py

Writes NAME.safetensors beside itself and the cases, with outputs of float64 rounded to nine digits, to torch-cases.json.
"""
import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

HERE = Path(__file__).parent
torch.manual_seed(7)


class Recurrent(nn.Module):
    """One recurrent layer under a name."""

    def __init__(self, kind, *sizes, **options):
        super().__init__()
        self.encoder = kind(*sizes, batch_first=True, **options)

    def forward(self, x):
        return {"y": self.encoder(x)[0]}


class Tagger(nn.Module):
    """What people write: an embedding, an LSTM in both directions, a layer for each token, one for the sentence."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(7, 5)
        self.lstm = nn.LSTM(5, 5, bidirectional=True, batch_first=True)
        self.tags = nn.Linear(10, 4)
        self.score = nn.Linear(10, 10)

    def forward(self, tokens):
        h = self.lstm(self.embed(tokens))[0]
        return {"tags": self.tags(h), "score": self.score(h)}


class Cells(nn.Module):
    """Cells of torch.nn above each other, each of its own size."""

    def __init__(self):
        super().__init__()
        self.cells = nn.ModuleList([nn.GRUCell(3, 4), nn.GRUCell(4, 2), nn.GRUCell(2, 2)])

    def forward(self, x):
        h = [x.new_zeros(x.shape[0], cell.hidden_size) for cell in self.cells]
        steps = []
        for t in range(x.shape[1]):
            y = x[:, t]
            for i, cell in enumerate(self.cells):
                y = h[i] = cell(y, h[i])
            steps.append(y)
        return {"y": torch.stack(steps, 1)}


class Convolutions(nn.Module):
    """Convolutions with as many outputs as inputs and steps in their kernels, with norms between them."""

    def __init__(self):
        super().__init__()
        self.near = nn.Conv1d(3, 3, 3, dilation=2)
        self.around = nn.Conv1d(3, 3, 3, padding="same", bias=False)
        self.norm = nn.LayerNorm(3)
        self.batch = nn.BatchNorm1d(3)
        nn.init.uniform_(self.batch.running_mean, -0.9, 0.9)
        nn.init.uniform_(self.batch.running_var, 0.2, 2)
        self.narrow = nn.Conv1d(3, 2, 2)

    def forward(self, x):
        h = torch.relu(self.near(nn.functional.pad(x.transpose(1, 2), (4, 0))))
        h = self.norm(self.around(h).transpose(1, 2)).transpose(1, 2)
        return {"y": self.narrow(nn.functional.pad(self.batch(h), (1, 0))).transpose(1, 2)}


def stack(cell, inputs, depth=1, more=""):
    return f"""name: stack
inputs: {{x: {{shape: [batch, time, {inputs}]}}}}
layers:
  encoder: {{type: recurrent, input: x, cell: {{{cell}}}, depth: {depth}{more}}}
outputs: {{y: encoder}}
"""


BOTH = ", direction: bidirectional, merge: concat"
# a network, and models whose numbers must be its numbers
NETWORKS = {
    "lstm": (Recurrent(nn.LSTM, 3, 4), [stack(c, 3) for c in ("torch.lstm: {units: 4}", "keras.lstm: {units: 4}", "tf1.basic_lstm: {units: 4}", "tf1.basic_lstm: {units: 4, forget_bias: 0}", "tf1.lstm: {units: 4}", "onnx.lstm: {units: 4}")]),
    "lstm_square_both": (Recurrent(nn.LSTM, 4, 4, num_layers=2, bidirectional=True), [stack(c, 4, 2, BOTH) for c in ("torch.lstm: {units: 4}", "keras.lstm: {units: 4}", "onnx.lstm: {units: 4}", "tf1.basic_lstm: {units: 4}")]),
    "lstm_projected": (Recurrent(nn.LSTM, 3, 5, num_layers=2, proj_size=2), [stack(c, 3, 2) for c in ("torch.lstm: {units: 5, proj_size: 2}", "tf1.lstm: {units: 5, num_proj: 2}")]),
    "lstm_projected_square": (Recurrent(nn.LSTM, 2, 3, proj_size=2, bidirectional=True), [stack(c, 2, 1, BOTH) for c in ("torch.lstm: {units: 3, proj_size: 2}", "tf1.lstm: {units: 3, num_proj: 2}")]),
    "lstm_no_bias": (Recurrent(nn.LSTM, 2, 3, bias=False), [stack(c, 2) for c in ("torch.lstm: {units: 3, bias: false}", "torch.lstm: {units: 3}", "keras.lstm: {units: 3, use_bias: false}", "tf1.basic_lstm: {units: 3}")]),
    "gru": (Recurrent(nn.GRU, 3, 4, num_layers=3), [stack(c, 3, 3) for c in ("torch.gru: {units: 4}", "keras.gru: {units: 4}", "onnx.gru: {units: 4, linear_before_reset: true}")]),
    "gru_square_both": (Recurrent(nn.GRU, 5, 5, bidirectional=True), [stack(c, 5, 1, BOTH) for c in ("torch.gru: {units: 5}", "keras.gru: {units: 5}", "onnx.gru: {units: 5, linear_before_reset: true}")]),
    "rnn": (Recurrent(nn.RNN, 3, 3, num_layers=2), [stack(c, 3, 2) for c in ("torch.rnn: {units: 3}", "keras.simple_rnn: {units: 3}", "tf1.basic_rnn: {units: 3}", "onnx.rnn: {units: 3}")]),
    "rnn_relu": (Recurrent(nn.RNN, 1, 6, nonlinearity="relu", bidirectional=True), [stack(c, 1, 1, BOTH) for c in ("torch.rnn: {units: 6, nonlinearity: relu}", "keras.simple_rnn: {units: 6, activation: relu}", "tf1.basic_rnn: {units: 6, activation: relu}")]),
    "cells": (Cells(), ["""name: cells
inputs: {x: {shape: [batch, time, 3]}}
layers:
  memory: {type: recurrent, input: x, cell: [{torch.gru: {units: 4}}, {torch.gru: {units: 2}}, {keras.gru: {units: 2}}]}
outputs: {y: memory}
"""]),
    "tagger": (nn.ModuleDict({"model": Tagger()}), ["""name: tagger
inputs: {tokens: {shape: [batch, time], dtype: int32}}
layers:
  words: {type: embedding, input: tokens, vocabulary: 7, units: 5}
  encoder: {type: recurrent, input: words, cell: {lstm: {units: 5}}, direction: bidirectional, merge: concat, padding: zero}
  tags: {type: dense, input: encoder, units: 4}
  quality: {type: dense, input: encoder, units: 10}
outputs: {tags: tags, score: quality}
"""]),
    # made when its turn comes, so that the numbers of the others stay
    "convolutions": (Convolutions, ["""name: convolutions
inputs: {x: {shape: [batch, time, 3]}}
layers:
  near: {type: conv1d, input: x, units: 3, kernel_size: 3, dilation: 2, activation: relu}
  around: {type: conv1d, input: near, units: 3, kernel_size: 3, padding: same}
  norm: {type: layer_norm, input: around, epsilon: 1e-5}
  batch: {type: batch_norm, input: norm, epsilon: 1e-5}
  narrow: {type: conv1d, input: batch, units: 2, kernel_size: 2}
outputs: {y: narrow}
"""]),
}


def rounded(tensor):
    return [[[float(f"{v:.9g}") for v in step] for step in row] for row in tensor.tolist()]


cases = []
for name, (network, models) in NETWORKS.items():
    network = network() if isinstance(network, type) else network
    for parameter in network.parameters():
        nn.init.uniform_(parameter, -0.9, 0.9)
    save_file(network.state_dict(), HERE / f"{name}.safetensors")
    whole = network.double().eval()
    inner = whole["model"] if isinstance(whole, nn.ModuleDict) else whole
    if name == "tagger":
        feeds = {"tokens": torch.randint(0, 7, (2, 5))}
    else:
        feeds = {"x": torch.randn(2, 6, next(iter(whole.state_dict().values())).shape[1], dtype=torch.float64).float().double()}
    with torch.no_grad():
        outputs = inner(*feeds.values())
    given = {key: value.tolist() for key, value in feeds.items()}
    cases.append({"name": name, "models": models, "feeds": given, "outputs": {key: rounded(value) for key, value in outputs.items()}})
(HERE / "torch-cases.json").write_text(json.dumps({"torch": torch.__version__, "cases": cases}, separators=(",", ":")) + "\n")
