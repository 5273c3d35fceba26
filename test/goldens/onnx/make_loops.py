"""Makes loops.json: Loop over steps, by hand and as PyTorch and TensorFlow are exported, and what is refused of them.

See cases.py for versions; torch 2.15.0, tensorflow 2.21.0, tf2onnx 1.17.0.
    python make_loops.py
"""

import io
import os
from typing import List

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import onnx
import tensorflow as tf
import tf2onnx
import torch
from cases import Cases, TensorProto, graph, helper, model, np, run, turned, value
from torch import Tensor, nn

cases = Cases(141)
make = helper.make_node
INT, BOOL = TensorProto.INT64, TensorProto.BOOL


class Stacked(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.Linear(5, 3)

    def forward(self, x: Tensor, h: Tensor):
        first: List[Tensor] = []
        for t in range(x.size(0)):
            h = torch.tanh(self.cell(torch.cat([x[t], h], 1)))
            first.append(torch.sigmoid(h) * h)
        return torch.stack(first), torch.stack(first, 1), h


class Rows(nn.Module):
    def __init__(self):
        super().__init__()
        self.gates = nn.Linear(5, 6)

    def forward(self, x: Tensor):
        h = torch.zeros(x.size(0), 3)
        for t in range(x.size(1)):
            z, g = self.gates(torch.cat([x[:, t], h], 1)).chunk(2, 1)
            h = h + torch.sigmoid(z) * (torch.tanh(g) - h)
        return h


def exported(net, feeds, axes, outs):
    torch.manual_seed(7)
    for one in net.parameters():
        nn.init.uniform_(one, -0.7, 0.7)
    file = io.BytesIO()
    args = tuple(torch.tensor(v) for v in feeds.values())
    torch.onnx.export(
        torch.jit.script(net.eval()), args, file, input_names=list(feeds), output_names=outs, dynamic_axes=axes, dynamo=False, opset_version=17
    )
    return onnx.load_from_string(file.getvalue())


feeds = {"x": cases.random(4, 2, 2, size=2), "h": cases.random(2, 3)}
made = exported(Stacked(), feeds, {"x": {0: "time", 1: "batch"}, "h": {0: "batch"}}, ["first", "second", "last"])
found = run(made, feeds)
cases.keep("PyTorch: a list of steps", made, {**feeds, "x": turned(feeds["x"])}, {**found, "first": turned(found["first"])})
feeds = {"x": cases.random(2, 4, 2, size=2)}
made = exported(Rows(), feeds, {"x": {0: "batch", 1: "time"}}, ["last"])
cases.keep("PyTorch: rows before steps, in two gates", made, feeds, run(made, feeds))

kernel = tf.Variable(cases.random(5, 3))
spec = tf.TensorSpec([None, None, 2], tf.float32, name="x")


@tf.function(input_signature=[spec])
def steps_first(x):
    n = tf.shape(x)[0]
    all = tf.TensorArray(tf.float32, size=n, element_shape=[None, 3])
    h = tf.zeros([tf.shape(x)[1], 3])
    for t in tf.range(n):
        h = tf.tanh(tf.concat([x[t], h], 1) @ kernel)
        all = all.write(t, h)
    return all.stack(), h


@tf.function(input_signature=[spec])
def rows_first(x):
    n = tf.shape(x)[1]
    all = tf.TensorArray(tf.float32, size=n, element_shape=[None, 3])
    h = tf.zeros([tf.shape(x)[0], 3])
    t = tf.constant(0)
    while t < n:
        h = tf.tanh(tf.concat([x[:, t], h], 1) @ kernel)
        all = all.write(t, h)
        t += 1
    return tf.transpose(all.stack(), [1, 0, 2]), h


for name, function, isFirst in [("steps", steps_first, True), ("rows", rows_first, False)]:
    made, _ = tf2onnx.convert.from_function(function, input_signature=[spec], opset=15)
    x = cases.random(4, 3, 2, size=2)
    found = run(made, {"x": x})
    plain = lambda array: turned(array) if isFirst and array.ndim == 3 else array
    outputs = {k.replace(":", "_"): plain(v) for k, v in found.items()}
    cases.keep(f"TensorFlow: while, {name} before the others", made, {"x": plain(x)}, outputs)


def loop(nodes, results, *, trips="steps", initial=("h0",), before=(), more_inputs=(), tensors={}, outs=("last", "all"), shape=("time", "batch", 2), on="on", start="true"):
    """A loop over x with one state h of size 3, or those of `results`."""
    states = [r.removesuffix("_next") for r in results if r.endswith("_next")]
    kind = lambda name: value(name, [], INT) if name == "n" else value(name, ["batch", 3])
    if not any("out" in node.output for node in nodes):
        nodes = [*nodes, make("Identity", ["h_next"], ["out"])]
    body = graph(
        [*nodes] + ([make("Identity", ["go"], ["on"])] if on == "on" else []),
        [value("t", [], INT), value("go", [], BOOL), *map(kind, states)],
        [value(on, [], BOOL), *[value(r, [], INT) if r == "n_next" else value(r, ["batch", 3]) for r in results]],
        {},
        "body",
    )
    names = [trips, start, *initial]
    outer = [make("Shape", ["x"], ["shape"]), make("Gather", ["shape", "axis"], ["steps"]), *before]
    all = {
        "axis": np.array(list(shape).index("time") if "time" in shape else 0, np.int64),
        "true": np.array(True),
        "K": cases.random(2, 3),
        "R": cases.random(3, 3),
        "h0": np.zeros((1, 3), np.float32),
        "zero": np.array(0, np.int64),
        "one": np.array(1, np.int64),
        **tensors,
    }
    if "h0" in initial:
        outer += [
            make("Shape", ["x"], ["rows"], start=1 - int(all["axis"]), end=2 - int(all["axis"])),
            make("Concat", ["rows", "three"], ["start"], axis=0),
            make("Expand", ["h0", "start"], ["h_start"]),
        ]
        all["three"] = np.array([3], np.int64)
        names = ["h_start" if n == "h0" else n for n in names]
    node = make("Loop", names, list(outs), name="loop", body=body)
    results = [value(o, ["batch", 3] if o == "last" else ["steps", "batch", 3]) for o in outs if o != "ended"]
    return model(graph([*outer, node], [value("x", shape), *more_inputs], results, all))


def cell(x="x_t", out="h_next"):
    return [make("MatMul", [x, "K"], ["a"]), make("MatMul", ["h", "R"], ["b"]), make("Add", ["a", "b"], ["z"]), make("Tanh", ["z"], [out])]


step = make("Gather", ["x", "t"], ["x_t"], axis=0)


def kept(name, made, feeds, order="time"):
    found = run(made, feeds)
    plain = lambda k, array: turned(array) if array.ndim == 3 and (k != "x" or order == "time") else array
    fed = {("time.lengths" if k == "lengths" else k): plain(k, v) for k, v in feeds.items()}
    cases.keep(name, made, fed, {k: plain(k, v) for k, v in found.items()})


def refused(name, made, reason):
    cases.refuse(name, made, reason)


x = lambda *shape: {"x": cases.random(*shape, size=2)}
both = ["h_next", "out"]
kept("a condition that does not change", loop([step, *cell()], both), x(4, 3, 2))
made = loop([make("Gather", ["x", "t"], ["x_t"], axis=1), *cell()], both, shape=("batch", "time", 2))
kept("rows before steps", made, x(3, 4, 2), "batch")
kept("steps in a number that is written", loop([step, *cell()], both, trips="four", tensors={"four": np.array(4, np.int64)}, shape=(4, "batch", 2)), x(4, 3, 2))
counted = [make("Add", ["n", "one"], ["n_next"]), make("Less", ["n_next", "steps"], ["more"])]
made = loop(
    [make("Gather", ["x", "n"], ["x_t"], axis=0), *cell(), *counted],
    ["n_next", "h_next", "out"],
    trips="",
    initial=("zero", "h0"),
    on="more",
    outs=("ended", "last", "all"),
)
kept("a counter of its own", made, x(4, 3, 2))
second = make("Gather", ["y", "t"], ["y_t"], axis=0)
made = loop(
    [step, second, *cell(out="w"), make("Mul", ["w", "y_t"], ["h_next"])], both, more_inputs=[value("y", ["time", "batch", 3])]
)
kept("two sequences", made, {**x(4, 3, 2), "y": cases.random(4, 3, 3)})
masked = [
    make("Cast", ["t"], ["t32"], to=TensorProto.INT32),
    make("Less", ["t32", "lengths"], ["counts"]),
    make("Unsqueeze", ["counts", "ones"], ["counted"]),
]
chosen = [make("Where", ["counted", "new", "h"], ["h_next"]), make("Where", ["counted", "new", "nothing"], ["out"])]
lengths = [value("lengths", ["batch"], TensorProto.INT32)]
made = loop(
    [step, *cell(out="new"), *masked, *chosen],
    ["h_next", "out"],
    more_inputs=lengths,
    tensors={"ones": np.array([1], np.int64), "nothing": np.array(0, np.float32)},
)
kept("lengths of rows", made, {**x(4, 3, 2), "lengths": np.array([4, 0, 2], np.int32)})
masked[1] = make("GreaterOrEqual", ["t32", "lengths"], ["counts"])
chosen = [make("Where", ["counted", "h", "new"], ["h_next"]), make("Where", ["counted", "nothing", "new"], ["out"])]
made = loop(
    [step, *cell(out="new"), *masked, *chosen],
    ["h_next", "out"],
    more_inputs=lengths,
    tensors={"ones": np.array([1], np.int64), "nothing": np.array(0, np.float32)},
)
kept("lengths of rows, the other way", made, {**x(4, 3, 2), "lengths": np.array([3, 4, 0], np.int32)})

ahead = [make("Add", ["t", "one"], ["t1"]), make("Gather", ["x", "t1"], ["x_t"], axis=0)]
refused("the step after", loop([*ahead, *cell()], both), "no step of a sequence")
refused("fewer steps than there are", loop([step, *cell()], both, trips="three_", tensors={"three_": np.array(3, np.int64)}, shape=(4, "batch", 2)), "3 iterations over 4 steps")
made = loop([make("Gather", ["y", "t"], ["x_t"], axis=0), *cell()], both, more_inputs=[value("y", ["other", "batch", 2])])
refused("the steps of another sequence", made, "counts the steps of another sequence")
summed = [make("ReduceSum", ["h"], ["sum"], keepdims=0), make("Less", ["sum", "limit"], ["small"])]
made = loop([step, *cell(), *summed], both, on="small", tensors={"limit": np.array(9, np.float32)})
refused("an end that depends on data", made, "computed from data")
doubled = [make("Add", ["n", "n"], ["n_next"]), make("Less", ["n_next", "steps"], ["more"])]
made = loop([step, *cell(), *doubled], ["n_next", "h_next", "out"], trips="", initial=("one", "h0"), on="more", outs=("ended", "last", "all"))
refused("a number that is doubled", made, "does not count its iterations")
read = [*counted, make("Cast", ["n"], ["share"], to=1), *cell(out="new"), make("Mul", ["new", "share"], ["h_next"])]
made = loop([step, *read], ["n_next", "h_next", "out"], initial=("zero", "h0"), on="more", outs=("ended", "last", "all"))
refused("a number that enters the equations", made, "loop")

cases.write("loops.json")
