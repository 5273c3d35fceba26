"""The PyTorch peer, one thread. Reads JSON lines and answers each with one; numbers of arrays are in base64.

{"prepare": {...}} -> {"losses": [...], "weights": {...}, "version": "..."}; of trees that run, with `output` in place of both
{"round": milliseconds} -> {"samples": [milliseconds per call]}
A failure is {"error": "..."}, or {"skipped": "..."} where there is no PyTorch.
"""

import base64
import json
import sys
import time


def answer(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


try:
    import numpy
    import torch
    from torch import nn
    from torch.nn import functional

    import torch_trees
except Exception as problem:
    answer({"skipped": f"no PyTorch: {problem}"})
    sys.exit()

torch.set_num_threads(1)
torch.set_num_interop_threads(1)

FEWEST_SAMPLES = 3


def array_of(entry):
    kind = numpy.int32 if entry["dtype"] == "int32" else numpy.float32
    return numpy.frombuffer(base64.b64decode(entry["data"]), kind).reshape(entry["shape"]).copy()


def text_of(tensor):
    values = numpy.ascontiguousarray(tensor.detach().numpy(), numpy.float32)
    return base64.b64encode(values.tobytes()).decode()


def blocks(matrix, order):
    """Blocks of equal width along the last axis, in another order."""
    parts = numpy.split(matrix, len(order), axis=-1)
    return numpy.concatenate([parts[index] for index in order], axis=-1)


class Recurrent(nn.Module):
    """nn.LSTM, which has one bias too many, or nn.GRU, whose blocks stand in the order r, z, n."""

    def __init__(self, kind, weights):
        super().__init__()
        self.kind = kind
        self.order = [1, 0, 2] if kind == "gru" else [0, 1, 2, 3]
        kernel, recurrent, bias = weights["kernel"], weights["recurrent"], weights["bias"]
        layer = nn.GRU if kind == "gru" else nn.LSTM
        self.layer = layer(kernel.shape[0], recurrent.shape[0], batch_first=True)
        biases = bias if kind == "gru" else numpy.stack([bias, numpy.zeros_like(bias)])
        with torch.no_grad():
            self.layer.weight_ih_l0.copy_(torch.from_numpy(blocks(kernel, self.order).T))
            self.layer.weight_hh_l0.copy_(torch.from_numpy(blocks(recurrent, self.order).T))
            self.layer.bias_ih_l0.copy_(torch.from_numpy(blocks(biases[0], self.order)))
            self.layer.bias_hh_l0.copy_(torch.from_numpy(blocks(biases[1], self.order)))
        if kind == "lstm":
            self.layer.bias_hh_l0.requires_grad_(False)

    def forward(self, x):
        return self.layer(x)[0]

    def weights(self):
        def restored(tensor):
            return torch.from_numpy(blocks(tensor.detach().numpy(), self.order))

        layer = self.layer
        bias = restored(layer.bias_ih_l0)
        return {
            "kernel": restored(layer.weight_ih_l0.t()),
            "recurrent": restored(layer.weight_hh_l0.t()),
            "bias": torch.stack([bias, restored(layer.bias_hh_l0)]) if self.kind == "gru" else bias,
        }


class Drift(nn.Module):
    """The home-made cell: the input projected for all steps at once, then a loop over the steps."""

    def __init__(self, weights):
        super().__init__()
        for name, values in weights.items():
            setattr(self, name, nn.Parameter(torch.from_numpy(values)))

    def forward(self, x):
        projected = (x @ self.kernel + self.bias).unbind(1)
        c = h = x.new_zeros(x.shape[0], self.leak.shape[0])
        outputs = []
        for row in projected:
            u, r, g, o = torch.addmm(row, h, self.recurrent).chunk(4, 1)
            c = torch.lerp(torch.tanh(g + torch.sigmoid(r) * c), c, torch.sigmoid(u + self.leak * c))
            h = torch.lerp(h, torch.tanh(c), torch.sigmoid(o))
            outputs.append(h)
        return torch.stack(outputs, 1)

    def weights(self):
        return {name: getattr(self, name) for name in ("kernel", "recurrent", "bias", "leak")}


class Network(nn.Module):
    def __init__(self, cells, weights):
        super().__init__()
        table = weights.get("embedding.table")
        self.embedding = None if table is None else nn.Embedding.from_pretrained(torch.from_numpy(table), freeze=False)
        self.layers = nn.ModuleList()
        for index, cell in enumerate(cells):
            prefix = f"rnn{index}."
            own = {name[len(prefix) :]: values for name, values in weights.items() if name.startswith(prefix)}
            self.layers.append(Drift(own) if cell == "drift" else Recurrent(cell, own))
        kernel = weights["head.kernel"]
        self.head = nn.Linear(*kernel.shape)
        with torch.no_grad():
            self.head.weight.copy_(torch.from_numpy(kernel.T.copy()))
            self.head.bias.copy_(torch.from_numpy(weights["head.bias"]))

    def forward(self, x):
        series = x if self.embedding is None else self.embedding(x)
        for layer in self.layers:
            series = layer(series)
        return self.head(series)

    def weights(self):
        named = {} if self.embedding is None else {"embedding.table": self.embedding.weight}
        for index, layer in enumerate(self.layers):
            named.update({f"rnn{index}.{name}": values for name, values in layer.weights().items()})
        return {**named, "head.kernel": self.head.weight.t(), "head.bias": self.head.bias}


def training_step(case, network):
    adam = case["adam"]
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    optimizer = torch.optim.Adam(
        trained, lr=adam["rate"], betas=(adam["beta1"], adam["beta2"]), eps=adam["epsilon"]
    )
    x, target = array_of(case["x"]), array_of(case["target"])

    def loss_of(output, wanted):
        if case["loss"] == "mse":
            return functional.mse_loss(output, wanted)
        rows, classes = output.flatten(0, 1), wanted.flatten().long()
        if case["reduce"] == "mean":
            return functional.cross_entropy(rows, classes)
        return functional.cross_entropy(rows, classes, reduction="sum") / output.shape[0]

    def step():
        optimizer.zero_grad()
        loss = loss_of(network(torch.from_numpy(x)), torch.from_numpy(target))
        loss.backward()
        optimizer.step()
        return loss.item()

    return step


def timed_samples(run, milliseconds):
    """As timing.mjs does it, for calls of more than half a millisecond."""

    def elapsed():
        begin = time.perf_counter()
        run()
        return (time.perf_counter() - begin) * 1000

    warm_until = time.perf_counter() + milliseconds / 3000
    elapsed()
    while time.perf_counter() < warm_until:
        elapsed()
    samples = []
    until = time.perf_counter() + milliseconds / 1000
    while len(samples) < FEWEST_SAMPLES or time.perf_counter() < until:
        samples.append(elapsed())
    return samples


def prepared(case):
    network = Network(case["cells"], {name: array_of(entry) for name, entry in case["weights"].items()})
    step = training_step(case, network)
    losses = [step() for _ in range(case["steps"])]
    weights = {name: text_of(values) for name, values in network.weights().items()}
    return step, {"losses": losses, "weights": weights, "version": torch.__version__}


def prepared_trees(case):
    """Every form is tried, and the fastest taken."""
    trees = torch_trees.Trees(case["children"])
    words, labels = array_of(case["words"]), array_of(case["labels"])
    arrays = {name: array_of(entry) for name, entry in case["weights"].items()}
    training = case["adam"] is not None

    def made(form):
        network = torch_trees.TreeNetwork({name: values.copy() for name, values in arrays.items()}, *form)
        if training:
            return network, torch_trees.stepper(network, trees, words, labels, case["adam"])
        return network, torch_trees.runner(network, trees, words)

    form = torch_trees.fastest({form: made(form)[1] for form in torch_trees.forms(case["leaves"])})
    network, run = made(form)
    common = {"version": torch.__version__, "form": list(form)}
    if not training:
        return run, {**common, "output": text_of(torch.from_numpy(run()))}
    losses = [run() for _ in range(case["steps"])]
    return run, {**common, "losses": losses, "weights": {name: text_of(values) for name, values in network.weights().items()}}


run = None
for line in sys.stdin:
    message = json.loads(line)
    try:
        if "prepare" in message:
            case = message["prepare"]
            run, reply = prepared_trees(case) if "children" in case else prepared(case)
        else:
            reply = {"samples": timed_samples(run, message["round"])}
    except Exception as problem:
        reply = {"error": f"{type(problem).__name__}: {problem}"}
    answer(reply)
