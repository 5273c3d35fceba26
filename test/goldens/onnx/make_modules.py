"""Models of torch.nn as both exporters of PyTorch write them, with the numbers of ONNX Runtime on batches of several sizes.

python test/goldens/onnx/make_modules.py writes modules.json beside it. torch 2.15.0, onnx 1.23.2, onnxscript 0.7.2, onnxruntime 1.32.0.
"""
import base64
import io
import json
import os
import warnings
import numpy as np
import onnxruntime
import torch
from torch import nn
from torch.nn import functional as F

warnings.filterwarnings("ignore")
HERE = os.path.dirname(os.path.abspath(__file__))
torch.manual_seed(14)
rng = np.random.default_rng(14)


def noisy(net):
    """Statistics and gains as training leaves them."""
    for module in net.modules():
        if isinstance(module, nn.BatchNorm1d):
            module.running_mean.uniform_(-0.5, 0.5)
            module.running_var.uniform_(0.5, 2)
        if isinstance(module, (nn.BatchNorm1d, nn.LayerNorm)) and module.weight is not None:
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.5, 0.5)
    return net.eval()


class ConvTagger(nn.Module):
    """Embedding, convolution over steps, BiLSTM, a class for each step."""
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(13, 6)
        self.conv = nn.Conv1d(6, 8, 3, padding=1)
        self.norm = nn.BatchNorm1d(8)
        self.drop = nn.Dropout(0.3)
        self.lstm = nn.LSTM(8, 5, batch_first=True, bidirectional=True)
        self.out = nn.Linear(10, 4)

    def forward(self, tokens):
        x = self.embed(tokens).transpose(1, 2)
        x = torch.relu(self.norm(self.conv(x))).transpose(1, 2)
        x, _ = self.lstm(self.drop(x))
        return F.log_softmax(self.out(x), dim=-1)


class Causal(nn.Module):
    """Temporal convolutions (Bai et al. 2018): pads on the left, dilates, adds what went in."""
    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(3, 6, 3, dilation=1)
        self.second = nn.Conv1d(6, 6, 2, padding=4, dilation=4)
        self.down = nn.Conv1d(3, 6, 1)
        self.out = nn.Linear(6, 2)

    def forward(self, x):
        x = x.transpose(1, 2)
        y = F.relu(self.first(F.pad(x, (2, 0))))
        y = F.relu(self.second(y)[:, :, :-4])
        y = F.relu(y + self.down(x)).transpose(1, 2)
        return self.out(y), self.out(y[:, -1])


class MeanPooling(nn.Module):
    """A class of the mean over steps and the largest over steps."""
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(11, 4)
        self.gru = nn.GRU(4, 5, batch_first=True)
        self.out = nn.Linear(10, 3)

    def forward(self, tokens):
        x, _ = self.gru(self.embed(tokens))
        return F.softmax(self.out(torch.cat([x.mean(dim=1), x.max(dim=1).values], -1)), -1)


class StackedNorm(nn.Module):
    """Stacked GRU with LayerNorm and residual connections between."""
    def __init__(self):
        super().__init__()
        self.into = nn.Linear(3, 6)
        self.rnns = nn.ModuleList([nn.GRU(6, 6, batch_first=True) for _ in range(3)])
        self.norms = nn.ModuleList([nn.LayerNorm(6) for _ in range(3)])
        self.out = nn.Linear(6, 2)

    def forward(self, x):
        x = self.into(x)
        for rnn, norm in zip(self.rnns, self.norms):
            x = norm(x + rnn(x)[0])
        return self.out(F.gelu(x))


class Forecaster(nn.Module):
    """The next values of a series from the last step of an LSTM."""
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(2, 7, num_layers=2, dropout=0.2, batch_first=True)
        self.norm = nn.LayerNorm(7)
        self.head = nn.Sequential(nn.Linear(7, 8), nn.SiLU(), nn.Dropout(0.1), nn.Linear(8, 3))

    def forward(self, x):
        _, (h, _) = self.lstm(x)
        return self.head(self.norm(h[-1]))


class PaddedClassifier(nn.Module):
    """A mask of what is no padding, and the mean over what counts."""
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(12, 5, padding_idx=0)
        self.out = nn.Linear(5, 3)

    def forward(self, tokens):
        mask = (tokens != 0).unsqueeze(-1).float()
        x = self.embed(tokens)
        return self.out((x * mask).sum(1) / mask.sum(1).clamp(min=1))


class Packed(nn.Module):
    """Packed rows of different lengths."""
    def __init__(self):
        super().__init__()
        self.embed = nn.Embedding(12, 5)
        self.lstm = nn.LSTM(5, 4, batch_first=True, bidirectional=True)
        self.out = nn.Linear(8, 3)

    def forward(self, tokens, lengths):
        packed = nn.utils.rnn.pack_padded_sequence(self.embed(tokens), lengths, batch_first=True, enforce_sorted=False)
        out, (h, _) = self.lstm(packed)
        out, _ = nn.utils.rnn.pad_packed_sequence(out, batch_first=True)
        return self.out(out), self.out(torch.cat([h[0], h[1]], -1))


class Attending(nn.Module):
    """Attention over the steps of an encoder, as a sum weighted by softmax."""
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 6, batch_first=True)
        self.score = nn.Linear(6, 1)
        self.out = nn.Linear(6, 2)

    def forward(self, x):
        x, _ = self.lstm(x)
        share = torch.softmax(self.score(torch.tanh(x)), dim=1)
        return self.out((share * x).sum(1))


class GlobalPool(nn.Module):
    """Convolutions, then the mean of all steps."""
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv1d(2, 5, 5, padding=2), nn.BatchNorm1d(5), nn.ELU(), nn.Conv1d(5, 4, 3, padding=2, dilation=2), nn.LeakyReLU(0.1))
        self.pool = nn.AdaptiveAvgPool1d(1)
        self.out = nn.Linear(4, 2)

    def forward(self, x):
        return self.out(self.pool(self.body(x.transpose(1, 2))).squeeze(-1))


class Gated(nn.Module):
    """GLU, masks by where, clamps, hard functions."""
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 10)
        self.gru = nn.GRU(5, 5, batch_first=True)
        self.norm = nn.LayerNorm(5, elementwise_affine=False)
        self.out = nn.Linear(5, 2, bias=False)

    def forward(self, x):
        x = F.glu(self.first(x), dim=-1)
        x = torch.where(x > 0.1, x, 0.2 * x).clamp(-0.7, 0.8)
        y, h = self.gru(self.norm(x))
        return self.out(F.hardsigmoid(y) * F.hardtanh(y)), h.squeeze(0)


class Normed(nn.Module):
    """BatchNorm of the last step, without and with weights, between other layers."""
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(3, 4, bidirectional=True, batch_first=True)
        self.norm = nn.BatchNorm1d(8, affine=False)
        self.head = nn.Sequential(nn.Linear(8, 8), nn.BatchNorm1d(8), nn.Mish(), nn.Linear(8, 2))

    def forward(self, x):
        y, _ = self.rnn(x)
        return self.head(self.norm(y[:, -1]))


class SelfAttention(nn.Module):
    """One head of attention of every step over all steps."""
    def __init__(self):
        super().__init__()
        self.q = nn.Linear(4, 4)
        self.k = nn.Linear(4, 4)
        self.v = nn.Linear(4, 4)

    def forward(self, x):
        share = torch.softmax(self.q(x) @ self.k(x).transpose(1, 2) / 2.0, -1)
        return share @ self.v(x)


MODELS = [
    ("conv tagger", ConvTagger(), "tokens 13"),
    ("temporal convolutions", Causal(), "x 3"),
    ("mean and max pooling", MeanPooling(), "tokens 11"),
    ("stacked GRU with LayerNorm", StackedNorm(), "x 3"),
    ("forecaster", Forecaster(), "x 2"),
    ("mean over a mask", PaddedClassifier(), "tokens 12"),
    ("packed rows", Packed(), "tokens 12 lengths"),
    ("attention over steps", Attending(), "x 3"),
    ("global pooling", GlobalPool(), "x 2"),
    ("gates and masks", Gated(), "x 4"),
    ("batch norm of rows", Normed(), "x 3"),
    ("self-attention", SelfAttention(), "x 4"),
]


def numbers(array):
    return {"shape": list(array.shape), "data": [float(f"{x:.8g}") for x in array.ravel()]}


# what an input of lengths is called in a model
NAMES = {"lengths": "time.lengths"}
# what the language has no layers for, with the reason
REFUSED = {"self-attention": "it multiplies two values of the model"}


def feeds_of(spec, batch, time):
    name, size, *more = spec.split()
    feeds = {name: rng.integers(1, int(size), (batch, time)) if name == "tokens" else rng.standard_normal((batch, time, int(size))).astype(np.float32)}
    if more:
        feeds["lengths"] = np.array([time] + list(rng.integers(1, time + 1, batch - 1)), np.int64)
    return feeds


def exported(net, spec, kind):
    example = {name: torch.from_numpy(array) for name, array in feeds_of(spec, 2, 7).items()}
    names = list(example)
    outs = ["out", "more"][: len(out) if isinstance(out := net(*example.values()), tuple) else 1]
    file = io.BytesIO()
    axes = {names[0]: {0: "batch", 1: "time"}, **({"lengths": {0: "batch"}} if "lengths" in names else {})}
    if kind == "script":
        torch.onnx.export(net, tuple(example.values()), file, input_names=names, output_names=outs, dynamo=False, dynamic_axes=axes, verbose=False)
    else:
        batch, time = torch.export.Dim("batch", min=2), torch.export.Dim("time", min=2)
        shapes = tuple({0: batch} if name == "lengths" else {0: batch, 1: time} for name in names)
        program = torch.onnx.export(net, tuple(example.values()), input_names=names, output_names=outs, dynamo=True, dynamic_shapes=shapes, verbose=False)
        plain = program.model_proto
        for part in [plain, plain.graph, *plain.graph.node, *plain.graph.initializer, *plain.graph.value_info]:
            part.doc_string = ""
            if hasattr(part, "metadata_props"):
                del part.metadata_props[:]
        del plain.graph.value_info[:]
        file.write(plain.SerializeToString())
    return file.getvalue()


cases = []
for name, net, spec in MODELS:
    noisy(net)
    for kind in ["script", "dynamo"]:
        try:
            model = exported(net, spec, kind)
        except Exception as problem:
            print(f"{kind}: {name}: not exported: {str(problem)[:200]}")
            continue
        if name in REFUSED:
            cases.append({"name": f"{kind}: {name}", "model": base64.b64encode(model).decode(), "refused": REFUSED[name]})
            continue
        session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
        outs = [out.name for out in session.get_outputs()]
        runs = []
        for batch, time in [(3, 5), (4, 9)]:
            feeds = feeds_of(spec, batch, time)
            found = dict(zip(outs, session.run(outs, feeds)))
            runs.append({"feeds": {NAMES.get(key, key): numbers(value) for key, value in feeds.items()}, "outputs": {key: numbers(value) for key, value in found.items()}})
        cases.append({"name": f"{kind}: {name}", "model": base64.b64encode(model).decode(), "runs": runs})
with open(os.path.join(HERE, "modules.json"), "w") as file:
    file.write("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")
