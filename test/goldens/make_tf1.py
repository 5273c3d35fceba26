"""Golden values from TensorFlow's own TF1 cells, for test/goldens/goldens.test.ts.

Run by hand, never by the tests:  pip install tensorflow==2.21.0;  python make_tf1.py --seed 1 --out DIR
Cells are tensorflow.python.keras.layers.legacy_rnn.rnn_cell_impl, run in graph mode by dynamic_rnn, bidirectional_dynamic_rnn or, where masks of
single steps must be known, static_rnn. Weights and inputs are float32 numbers, the arithmetic is float64.
"""
import argparse
import json
import os
import platform

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from tensorflow.python.keras.layers.legacy_rnn import rnn_cell_impl as cells
from tensorflow.python.keras.layers.legacy_rnn import rnn_cell_wrapper_impl as wrappers

v1 = tf.compat.v1
v1.disable_eager_execution()


def listed(array):
    """Nested lists with nine significant digits, enough for float32."""
    array = np.asarray(array)
    if array.ndim == 0:
        return float(f"{float(array):.9g}") if array.dtype.kind == "f" else int(array)
    return [listed(a) for a in array]


class Maker:
    def __init__(self, seed):
        self.random = np.random.RandomState(seed)
        self.cases = []

    def numbers(self, *shape, scale=1.0):
        return (self.random.uniform(-scale, scale, shape)).astype(np.float32).astype(np.float64)

    def mask(self, keep, *shape):
        return (self.random.uniform(0, 1, shape) < keep).astype(np.float64)

    def run(self, name, build, yaml, names, batch, time, features, lengths=None, initial=None, bidirectional=False, static=False,
            masks=None, variant="inference"):
        """`build()` gives a cell (or a pair); `names` maps the TensorFlow variable's tail to the rnnc weight path; `initial` is a function of
        the cell giving a list of arrays in state order, and their rnnc paths come from `yaml['states']`."""
        x = self.numbers(batch, time, features)
        graph = tf.Graph()
        with graph.as_default():
            xs = tf.constant(x)
            kwargs = {"dtype": tf.float64}
            if lengths is not None:
                kwargs["sequence_length"] = tf.constant(lengths, tf.int32)
            starts = {}
            if bidirectional:
                forward, backward = build(), build()
                outputs, states = v1.nn.bidirectional_dynamic_rnn(forward, backward, xs, **kwargs)
                outputs = tf.concat(outputs, -1)
            else:
                cell = build()
                if initial:
                    flat = [self.numbers(batch, n) for n in tf.nest.flatten(cell.state_size)]
                    starts = dict(zip(yaml["states"], flat))
                    kwargs["initial_state"] = tf.nest.pack_sequence_as(cell.state_size, [tf.constant(a) for a in flat])
                    kwargs.pop("dtype")
                if static:
                    kwargs.setdefault("dtype", tf.float64)
                    outputs, states = v1.nn.static_rnn(cell, tf.unstack(xs, axis=1), **kwargs)
                    outputs = tf.stack(outputs, axis=1)
                else:
                    outputs, states = v1.nn.dynamic_rnn(cell, xs, **kwargs)
            variables = v1.global_variables()
            weights = {}
            loads = []
            for variable in variables:
                value = self.numbers(*variable.shape.as_list(), scale=0.8)
                tail = variable.op.name
                path = names[max((key for key in names if tail.endswith(key)), key=len)]
                weights[path] = {"shape": list(value.shape), "data": value}
                loads.append(v1.assign(variable, value))
            with v1.Session(graph=graph) as session:
                session.run(v1.global_variables_initializer())
                session.run(loads)
                out, final = session.run([outputs, tf.nest.flatten(states)])
        feeds = {"x": listed(x)}
        for path, array in starts.items():
            feeds[path] = listed(array)
        for path, array in (masks or {}).items():
            feeds[path] = listed(array)
        if lengths is not None:
            feeds["time.lengths"] = list(lengths)
        expected = {"sequence": listed(out)}
        lines = ["  sequence: r"]
        for i, (path, array) in enumerate(zip(yaml["states"], final)):
            layer, index, direction, state = path.split(".")
            lines.append(f"  final{i}: {layer}.{index}.{direction}.final.{state}")
            expected[f"final{i}"] = listed(array)
        model = "\n".join([
            "name: golden", "inputs:", f"  x: {{shape: [batch, time, {features}]}}", "layers:",
            f"  r: {{type: recurrent, input: x, {yaml['layer']}}}", "outputs:", *lines, ""])
        self.cases.append({
            "name": name, "model": model, "weights": {k: listed(w["data"]) for k, w in weights.items()}, "feeds": feeds,
            "variant": variant, "outputs": expected, "tolerance": 1e-6})


def one(state_names, index=0, direction="forward"):
    return [f"r.{index}.{direction}.{s}" for s in state_names]


def plain(maker):
    """Single cells, every option, with and without lengths and initial states."""
    rnn = {"kernel": "r.0.forward.kernel", "bias": "r.0.forward.bias"}
    gru = {"gates/kernel": "r.0.forward.gates_kernel", "gates/bias": "r.0.forward.gates_bias",
           "candidate/kernel": "r.0.forward.candidate_kernel", "candidate/bias": "r.0.forward.candidate_bias"}
    lstm = {**rnn, "w_f_diag": "r.0.forward.w_f_diag", "w_i_diag": "r.0.forward.w_i_diag", "w_o_diag": "r.0.forward.w_o_diag",
            "projection/kernel": "r.0.forward.projection_kernel"}
    f64 = tf.float64
    variations = [
        ("basic_rnn", lambda: cells.BasicRNNCell(4, dtype=f64), "tf1.basic_rnn: {units: 4}", rnn, ["h"]),
        ("basic_rnn relu", lambda: cells.BasicRNNCell(3, activation=tf.nn.relu, dtype=f64), "tf1.basic_rnn: {units: 3, activation: relu}", rnn, ["h"]),
        ("basic_lstm", lambda: cells.BasicLSTMCell(4, dtype=f64), "tf1.basic_lstm: {units: 4}", rnn, ["c", "h"]),
        ("basic_lstm forget_bias 0", lambda: cells.BasicLSTMCell(3, forget_bias=0.0, dtype=f64), "tf1.basic_lstm: {units: 3, forget_bias: 0}", rnn, ["c", "h"]),
        ("basic_lstm forget_bias 2.5 relu", lambda: cells.BasicLSTMCell(2, forget_bias=2.5, activation=tf.nn.relu, dtype=f64),
         "tf1.basic_lstm: {units: 2, forget_bias: 2.5, activation: relu}", rnn, ["c", "h"]),
        ("gru", lambda: cells.GRUCell(4, dtype=f64), "tf1.gru: {units: 4}", gru, ["h"]),
        ("gru relu", lambda: cells.GRUCell(3, activation=tf.nn.relu, dtype=f64), "tf1.gru: {units: 3, activation: relu}", gru, ["h"]),
    ]
    for peephole in (False, True):
        for clip in (None, 0.3):
            for project, proj_clip in ((None, None), (2, None), (3, 0.2)):
                args = f"tf1.lstm: {{units: 4, forget_bias: 0.5" + (", use_peepholes: true" if peephole else "") + (
                    f", cell_clip: {clip}" if clip else "") + (f", num_proj: {project}" if project else "") + (
                    f", proj_clip: {proj_clip}" if proj_clip else "") + "}"
                variations.append((
                    "lstm" + (" peepholes" if peephole else "") + (f" clip {clip}" if clip else "") + (f" proj {project}" if project else "") + (
                        f" proj_clip {proj_clip}" if proj_clip else ""),
                    lambda p=peephole, c=clip, n=project, q=proj_clip: cells.LSTMCell(4, use_peepholes=p, cell_clip=c, num_proj=n, proj_clip=q, forget_bias=0.5, dtype=f64),
                    args, lstm, ["c", "m"]))
    for i, (name, build, yaml, names, states) in enumerate(variations):
        spec = {"layer": f"cell: {{{yaml}}}", "states": one(states)}
        batch, time, features = 1 + i % 3, 1 + (i * 3) % 7, 1 + i % 4
        maker.run(name, build, spec, names, batch, time, features)
        maker.run(f"{name}, lengths", build, spec, names, 3, 5, features, lengths=[5, 0, 2])
        maker.run(f"{name}, initial state", build, spec, names, 2, 3, features, initial=True)


def stacks(maker):
    f64 = tf.float64

    def names(cell, index, direction="forward", kind="basic_lstm_cell"):
        return {f"cell_{index}/{kind}/kernel": f"r.{index}.{direction}.kernel", f"cell_{index}/{kind}/bias": f"r.{index}.{direction}.bias"}

    sizes = [4, 3, 5]
    multi = lambda: cells.MultiRNNCell([cells.BasicLSTMCell(n, dtype=f64) for n in sizes])
    yaml = {"layer": "cell: [" + ", ".join(f"{{tf1.basic_lstm: {{units: {n}}}}}" for n in sizes) + "]",
            "states": [p for i in range(3) for p in one(["c", "h"], i)]}
    table = {k: p for i in range(3) for k, p in names(None, i).items()}
    maker.run("multi 4 3 5", multi, yaml, table, 2, 4, 3)
    maker.run("multi 4 3 5, lengths", multi, yaml, table, 3, 4, 3, lengths=[1, 4, 3])
    maker.run("multi 4 3 5, initial state", multi, yaml, table, 2, 2, 3, initial=True)
    residual = lambda: cells.ResidualWrapper(cells.BasicLSTMCell(3, dtype=f64))
    maker.run("residual", residual, {"layer": "cell: {tf1.basic_lstm: {units: 3}}, wrap: [residual]", "states": one(["c", "h"])},
              {"kernel": "r.0.forward.kernel", "bias": "r.0.forward.bias"}, 2, 4, 3)
    both = {"fw/basic_lstm_cell/kernel": "r.0.forward.kernel", "fw/basic_lstm_cell/bias": "r.0.forward.bias",
            "bw/basic_lstm_cell/kernel": "r.0.backward.kernel", "bw/basic_lstm_cell/bias": "r.0.backward.bias"}
    spec = {"layer": "cell: {tf1.basic_lstm: {units: 3}}, direction: bidirectional", "states": one(["c", "h"]) + one(["c", "h"], 0, "backward")}
    build = lambda: cells.BasicLSTMCell(3, dtype=f64)
    maker.run("bidirectional", build, spec, both, 2, 4, 2, bidirectional=True)
    maker.run("bidirectional, lengths", build, spec, both, 3, 4, 2, lengths=[4, 2, 0], bidirectional=True)


def dropout(maker):
    """DropoutWrapper with masks that are known: its source of randomness is replaced, its arithmetic is not."""
    f64 = tf.float64
    batch, time, features, units = 2, 4, 3, 4
    plain_names = {"kernel": "r.0.forward.kernel", "bias": "r.0.forward.bias"}
    original = wrappers.nn_ops.dropout_v2

    def with_masks(masks):
        calls = {}

        def patched(value, rate, seed=None, **_):
            mask = masks[seed]
            step = calls.get(seed, 0)
            calls[seed] = step + 1
            # tf.nn.dropout: value times 1 / keep, times the 0 or 1 mask
            return value * (1.0 / (1.0 - rate)) * tf.constant(mask[:, step])
        return patched

    def run(name, inp, out, state, lengths=None, depth=1, residual=False):
        sites, by_seed, wrapped = {}, {}, []
        for layer in range(depth):
            width = features if layer == 0 else units
            cell = lambda: cells.BasicLSTMCell(units, dtype=f64)
            probe = cells.DropoutWrapper(cell(), input_keep_prob=inp, output_keep_prob=out, state_keep_prob=state, seed=10 + layer)
            for keep, salt, site, n in ((inp, ("input", 0), "input", width), (out, ("output", 0), "output", units), (state, ("state", 1), "state.h", units)):
                if keep < 1.0:
                    mask = maker.mask(keep, batch, time, n)
                    sites[f"r.{layer}.forward.dropout.{site}"] = mask
                    by_seed[probe._gen_seed(*salt)] = mask
            wrapped.append(layer)

        def build():
            made = [cells.DropoutWrapper(cells.BasicLSTMCell(units, dtype=f64), input_keep_prob=inp, output_keep_prob=out, state_keep_prob=state, seed=10 + layer)
                    for layer in wrapped]
            if residual:
                made = [cells.ResidualWrapper(c) for c in made]
            return made[0] if depth == 1 else cells.MultiRNNCell(made)
        keys = ", ".join(f"{k}: {v}" for k, v in (("input_keep_prob", inp), ("output_keep_prob", out), ("state_keep_prob", state)) if v < 1.0)
        wrap = f"[{{dropout: {{{keys}}}}}" + (", residual]" if residual else "]")
        yaml = {"layer": f"cell: {{tf1.basic_lstm: {{units: {units}}}}}" + (f", depth: {depth}" if depth > 1 else "") + f", wrap: {wrap}",
                "states": [p for i in range(depth) for p in one(["c", "h"], i)]}
        names = plain_names if depth == 1 else {f"cell_{i}/basic_lstm_cell/{w}": f"r.{i}.forward.{w}" for i in range(depth) for w in ("kernel", "bias")}
        wrappers.nn_ops.dropout_v2 = with_masks(by_seed)
        try:
            maker.run(name, build, yaml, names, batch, time, features, lengths=lengths, static=True, masks=sites, variant="training")
        finally:
            wrappers.nn_ops.dropout_v2 = original

    run("dropout output", 1.0, 0.5, 1.0)
    run("dropout input", 0.7, 1.0, 1.0)
    run("dropout state", 1.0, 1.0, 0.6)
    run("dropout all", 0.8, 0.5, 0.75)
    run("dropout all, lengths", 0.8, 0.5, 0.75, lengths=[2, 4])
    run("dropout output, two layers", 1.0, 0.5, 1.0, depth=2)
    run("dropout all, three layers", 0.9, 0.6, 0.8, depth=3)

    # variational: one noise tensor [1, units] for all steps and rows
    uniform = wrappers.random_ops.random_uniform
    masks, by_seed = {}, {}
    probe = cells.DropoutWrapper(cells.BasicLSTMCell(units, dtype=f64), seed=42)
    for keep, salt, site, n in ((0.7, ("input", 0), "input", features), (0.5, ("output", 0), "output", units), (0.6, ("state", 1), "state.h", units)):
        mask = maker.mask(keep, 1, n)
        masks[f"r.0.forward.dropout.{site}"] = mask
        # floor(keep + noise) is the mask
        by_seed[probe._gen_seed(*salt)] = np.where(mask > 0, 1.0 - keep / 2, (1.0 - keep) / 2)

    def patched(shape, seed=None, dtype=None, **_):
        noise = by_seed.get(seed)
        return tf.constant(noise) if noise is not None else uniform(shape, seed=seed, dtype=dtype)
    wrappers.random_ops.random_uniform = patched
    try:
        maker.run("dropout variational",
                  lambda: cells.DropoutWrapper(cells.BasicLSTMCell(units, dtype=f64), input_keep_prob=0.7, output_keep_prob=0.5, state_keep_prob=0.6,
                                               variational_recurrent=True, input_size=tf.TensorShape(features), dtype=f64, seed=42),
                  {"layer": f"cell: {{tf1.basic_lstm: {{units: {units}}}}}, wrap: [{{dropout: {{input_keep_prob: 0.7, output_keep_prob: 0.5, state_keep_prob: 0.6, variational: true}}}}]",
                   "states": one(["c", "h"])}, plain_names, batch, time, features, masks=masks, variant="training")
    finally:
        wrappers.random_ops.random_uniform = uniform


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True)
    options = arguments.parse_args()
    maker = Maker(options.seed)
    plain(maker)
    stacks(maker)
    dropout(maker)
    versions = {"tensorflow": tf.__version__, "numpy": np.__version__, "python": platform.python_version()}
    print(versions, len(maker.cases), "cases")
    with open(os.path.join(options.out, "tf1.json"), "w") as file:
        json.dump({"framework": "TensorFlow TF1 cells", "versions": versions, "seed": options.seed, "cases": maker.cases}, file, separators=(",", ":"))
        file.write("\n")


main()
