"""Makes test/import/models/*.onnx and cases.json: small ONNX graphs with random weights, with the numbers that onnxruntime gives.

onnx 1.23.2, onnxruntime 1.32.0, torch 2.15.0, onnxscript as pip installs beside it, numpy 2.4.6, Python 3.11, on the CPU.
    python make_onnx.py
onnxruntime runs no node with layout 1: such a file is made of one with layout 0, whose numbers it must give.
Feeds and outputs in cases.json are in the order of rnnc: batch, steps, features; one output for each direction.
"""

import json
import os

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "models")
rng = np.random.default_rng(14)
GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
cases = []


def random(*shape):
    return rng.uniform(-0.7, 0.7, shape).astype(np.float32)


def value(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def model(nodes, inputs, outputs, tensors, opset=22):
    graph = helper.make_graph(nodes, "graph", inputs, outputs, [numpy_helper.from_array(v, k) for k, v in tensors.items()])
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)
    onnx.checker.check_model(made)
    return made


def run(made, feeds):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(made.SerializeToString(), options, providers=["CPUExecutionProvider"])
    names = [o.name for o in session.get_outputs()]
    return dict(zip(names, session.run(names, feeds)))


def keep(name, made, feeds, outputs):
    if made is not None:
        onnx.save(made, os.path.join(HERE, name + ".onnx"))
    listed = lambda values: {k: np.asarray(v).tolist() for k, v in values.items()}
    cases.append({"name": name, "feeds": listed(feeds), "outputs": listed(outputs)})


def parts(name, array, axis):
    if array.shape[axis] == 1:
        return {name: np.squeeze(array, axis)}
    return {f"{name}_{i}": np.take(array, i, axis) for i in range(array.shape[axis])}


def recurrent(name, op, direction="forward", bias=True, peepholes=False, lengths=None, initial=False, layout=0, **attributes):
    steps, batch, features, units = 5, 3, 2, 4
    d = 2 if direction == "bidirectional" else 1
    g = GATES[op]
    tensors = {"W": random(d, g * units, features), "R": random(d, g * units, units)}
    if bias:
        tensors["B"] = random(d, 2 * g * units)
    if peepholes:
        tensors["P"] = random(d, 3 * units)
    feeds = {"X": random(steps, batch, features) * 3}
    inputs = [value("X", ["time", "batch", features])]
    names = ["X", "W", "R", "B" if bias else ""]
    names.append("lengths" if lengths is not None else "")
    if lengths is not None:
        feeds["lengths"] = np.array(lengths, np.int32)
        inputs.append(value("lengths", ["batch"], TensorProto.INT32))
    for state in ["h", "c"][: 2 if op == "LSTM" else 1]:
        names.append("initial_" + state if initial else "")
        if initial:
            feeds["initial_" + state] = random(d, batch, units)
            inputs.append(value("initial_" + state, [d, "batch", units]))
    if peepholes:
        names.append("P")
    while names[-1] == "":
        names.pop()
    outs = ["Y", "Y_h", "Y_c"][: 3 if op == "LSTM" else 2]
    shapes = {"Y": ["time", d, "batch", units], "Y_h": [d, "batch", units], "Y_c": [d, "batch", units]}
    node = helper.make_node(op, names, outs, name="rec", hidden_size=units, direction=direction, **attributes)
    made = model([node], inputs, [value(o, shapes[o]) for o in outs], tensors)
    found = run(made, feeds)
    if layout == 1:
        node = helper.make_node(op, names, outs, name="rec", hidden_size=units, direction=direction, layout=1, **attributes)
        turned = {"X": ["batch", "time", features], "Y": ["batch", "time", d, units]}
        state = ["batch", d, units]
        inputs = [i if i.name == "lengths" else value(i.name, turned.get(i.name, state)) for i in inputs]
        made = model([node], inputs, [value(o, turned.get(o, state)) for o in outs], tensors)
    fed = {"X": feeds["X"].transpose(1, 0, 2)}
    if lengths is not None:
        fed["time.lengths"] = feeds["lengths"]
    for key in feeds:
        if key.startswith("initial"):
            fed.update(parts(key, feeds[key], 0))
    wanted = {}
    for key, array in found.items():
        wanted.update({k: v.transpose(1, 0, 2) if key == "Y" else v for k, v in parts(key, array, 1 if key == "Y" else 0).items()})
    keep(name, made, fed, wanted)


for op in GATES:
    low = op.lower()
    recurrent(low, op)
    recurrent(low + "_plain", op, bias=False, direction="reverse")
    recurrent(low + "_both", op, direction="bidirectional", initial=True, lengths=[5, 2, 4])
    recurrent(low + "_layout", op, direction="bidirectional", layout=1, initial=True)
    recurrent(low + "_clip", op, clip=0.4, initial=True)
recurrent("gru_reset_after", "GRU", linear_before_reset=1, direction="bidirectional", lengths=[1, 5, 3])
recurrent("gru_reset_after_clip", "GRU", linear_before_reset=1, clip=0.3)
recurrent("lstm_peepholes", "LSTM", peepholes=True, direction="bidirectional", initial=True)
recurrent("lstm_peepholes_clip", "LSTM", peepholes=True, clip=0.5, initial=True)
recurrent("lstm_coupled", "LSTM", input_forget=1, initial=True)
recurrent("lstm_coupled_peepholes", "LSTM", input_forget=1, peepholes=True, direction="bidirectional", initial=True)
recurrent("lstm_activations", "LSTM", activations=["HardSigmoid", "Softsign", "Relu"], activation_alpha=[0.3], activation_beta=[0.4])
recurrent(
    "lstm_two_kinds",
    "LSTM",
    direction="bidirectional",
    initial=True,
    activations=["HardSigmoid", "LeakyRelu", "ScaledTanh", "Sigmoid", "Elu", "Tanh"],
    activation_alpha=[0.25, 0.1, 1.2, 0.8],
    activation_beta=[0.45, 0.6],
)
recurrent("gru_activations", "GRU", activations=["Sigmoid", "Softplus"], direction="reverse")
for activation, alpha, beta in [
    ("Relu", [], []),
    ("Affine", [0.5], [0.1]),
    ("LeakyRelu", [], []),
    ("ThresholdedRelu", [0.2], []),
    ("ScaledTanh", [0.9], [0.7]),
    ("HardSigmoid", [], []),
    ("Elu", [0.5], []),
    ("Softsign", [], []),
    ("Softplus", [], []),
    ("Sigmoid", [], []),
]:
    more = {"activation_alpha": alpha} if alpha else {}
    more.update({"activation_beta": beta} if beta else {})
    recurrent("rnn_" + activation.lower(), "RNN", activations=[activation], **more)


def around():
    """What stands around recurrent nodes, in one graph."""
    units = 3
    tensors = {
        "W": random(1, 3 * units, 2), "R": random(1, 3 * units, units), "B": random(1, 6 * units),
        "M": random(units, 4), "m": random(4), "G": random(5, 4), "g": random(1, 5), "k": np.array(1.5, np.float32),
        "row": random(1, 1, 4), "axis1": np.array([1], np.int64), "axis0": np.array([0], np.int64),
        "low": np.array(-0.6, np.float32), "high": np.array(0.5, np.float32),
    }
    make = helper.make_node
    nodes = [
        make("Transpose", ["x"], ["xt"], perm=[1, 0, 2]),
        make("GRU", ["xt", "W", "R", "B"], ["y", "yh"], hidden_size=units),
        make("Squeeze", ["y", "axis1"], ["ys"]),
        make("Transpose", ["ys"], ["yt"], perm=[1, 0, 2]),
        make("MatMul", ["yt", "M"], ["d"]),
        make("Add", ["d", "m"], ["db"]),
        make("Tanh", ["db"], ["t"]),
        make("Mul", ["t", "row"], ["tr"]),
        make("Sub", ["k", "tr"], ["s"]),
        make("Clip", ["s", "low", "high"], ["cl"]),
        make("Sigmoid", ["db"], ["sg"]),
        make("Mul", ["cl", "sg"], ["gated"]),
        make("Concat", ["gated", "yt"], ["both"], axis=-1),
        make("LogSoftmax", ["both"], ["steps"], axis=2),
        make("Squeeze", ["yh", "axis0"], ["last"]),
        make("Identity", ["last"], ["last2"]),
        make("MatMul", ["last2", "M"], ["h4"]),
        make("Gemm", ["h4", "G", "g"], ["scores"], transB=1, alpha=0.5, beta=2.0),
        make("Softmax", ["scores"], ["chances"], axis=1),
    ]
    made = model(nodes, [value("x", ["batch", "time", 2])], [value("steps", ["batch", "time", 7]), value("chances", ["batch", 5])], tensors)
    feeds = {"x": random(2, 6, 2)}
    keep("around", made, feeds, run(made, feeds))


around()


class Tagger(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(11, 5)
        self.lstm = nn.LSTM(5, 4, num_layers=2, bidirectional=True, batch_first=True)
        self.head = nn.Linear(8, 3)

    def forward(self, tokens):
        steps, (hidden, _) = self.lstm(self.embedding(tokens))
        return torch.softmax(self.head(steps), -1), hidden


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(3, 4, batch_first=True)
        self.head = nn.Linear(4, 2)

    def forward(self, x):
        steps, _ = self.gru(x)
        return torch.log_softmax(self.head(torch.relu(steps[:, -1])), -1)


torch.manual_seed(14)
batch = torch.export.Dim("batch", min=2)
time = torch.export.Dim("time", min=2)
for kind in ["script", "dynamo"]:
    for name, net, example, first in [
        ("tagger", Tagger(), torch.randint(0, 11, (2, 7)), "tokens"),
        ("classifier", Classifier(), torch.randn(2, 7, 3), "x"),
    ]:
        path = os.path.join(HERE, f"torch_{name}_{kind}.onnx")
        axes = (
            {"dynamo": False, "dynamic_axes": {first: {0: "batch", 1: "time"}}}
            if kind == "script"
            else {"dynamo": True, "dynamic_shapes": ({0: batch, 1: time},)}
        )
        outs = ["tags", "hidden"] if name == "tagger" else ["scores"]
        torch.onnx.export(net.eval(), (example,), path, input_names=[first], output_names=outs, **axes)
        feeds = {first: rng.integers(0, 11, (3, 6)) if name == "tagger" else random(3, 6, 3)}
        session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        found = dict(zip(outs, session.run(outs, feeds)))
        hidden = parts("hidden", found.pop("hidden"), 0) if name == "tagger" else {}
        keep(f"torch_{name}_{kind}", None, feeds, {**found, **hidden})

with open(os.path.join(HERE, "cases.json"), "w") as file:
    json.dump({"cases": cases}, file)
    file.write("\n")
