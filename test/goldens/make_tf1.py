"""Golden values from TensorFlow's own TF1 cells: writes tf1.json for test/goldens/goldens.test.ts.

Run by hand, never by the tests, in an environment with tensorflow 2.21 and numpy:
    python make_tf1.py --seed 1 --out DIR && GOLDENS=DIR npm test

The cells are tensorflow.python.keras.layers.legacy_rnn.rnn_cell_impl, run in graph mode by tf.compat.v1.nn.dynamic_rnn, static_rnn and
bidirectional_dynamic_rnn. Weights, inputs and states are float32 numbers, the arithmetic is float64. Dropout is TensorFlow's own; only the
uniform noise it draws is replaced by noise that gives masks we know, and those masks are feeds of the case.
"""

import argparse
import json
import os
import platform

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from tensorflow.python.keras.layers.legacy_rnn import rnn_cell_impl as cells
from tensorflow.python.ops import random_ops

v1 = tf.compat.v1
v1.disable_eager_execution()
v1.logging.set_verbosity(v1.logging.ERROR)

KERNEL = {"kernel": "kernel", "bias": "bias"}
# rnnc cell: (class, its variable scope, its variables → rnnc weights, its states in order)
KINDS = {
    "basic_rnn": (cells.BasicRNNCell, "basic_rnn_cell", KERNEL, ["h"]),
    "basic_lstm": (cells.BasicLSTMCell, "basic_lstm_cell", KERNEL, ["c", "h"]),
    "lstm": (
        cells.LSTMCell,
        "lstm_cell",
        {**KERNEL, "w_f_diag": "w_f_diag", "w_i_diag": "w_i_diag", "w_o_diag": "w_o_diag", "projection/kernel": "projection_kernel"},
        ["c", "m"],
    ),
    "gru": (
        cells.GRUCell,
        "gru_cell",
        {"gates/kernel": "gates_kernel", "gates/bias": "gates_bias", "candidate/kernel": "candidate_kernel", "candidate/bias": "candidate_bias"},
        ["h"],
    ),
}


def listed(array):
    """Nested lists with nine significant digits, enough for float32."""
    array = np.asarray(array)
    if array.ndim == 0:
        return float(f"{float(array):.9g}") if array.dtype.kind == "f" else int(array)
    return [listed(a) for a in array]


def flow(value):
    """YAML flow style; JSON's words for true and false are YAML's too."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return value if isinstance(value, str) else json.dumps(value)


class Cell:
    """One cell of a stack: TF's options are rnnc's. `wraps`, innermost first: "residual" or a dict of DropoutWrapper's options."""

    def __init__(self, kind, units, wraps=(), **options):
        self.kind, self.units, self.wraps, self.options = kind, units, list(wraps), options
        self.make_tf, self.scope, self.variables, self.states = KINDS[kind]
        self.output_size = options.get("num_proj") or units

    def use(self):
        return {f"tf1.{self.kind}": {"units": self.units, **self.options}}

    def wrap(self):
        def named(options):
            return {("variational" if k == "variational_recurrent" else k): v for k, v in options.items()}

        return ["residual" if w == "residual" else {"dropout": named(w)} for w in self.wraps]

    def width_of(self, state):
        return self.units if state == "c" else self.output_size

    def make(self, path, input_size, noise):
        """The TF cell with its wrappers; `noise` learns the mask of every site."""
        cell = self.make_tf(self.units, dtype=tf.float64, **self.options)
        dropouts = 0
        for wrap in self.wraps:
            if wrap == "residual":
                cell = cells.ResidualWrapper(cell)
                continue
            seed = noise.new_seed()
            once = wrap.get("variational_recurrent", False)
            site = f"{path}.dropout{dropouts or ''}"
            dropouts += 1
            # a variational wrapper draws when it is made, so another one says which seeds it will use
            probe = cells.DropoutWrapper(cell, seed=seed)
            noise.add(probe, "input", 0, f"{site}.input", wrap.get("input_keep_prob", 1), input_size, once)
            noise.add(probe, "output", 0, f"{site}.output", wrap.get("output_keep_prob", 1), self.output_size, once)
            for i, state in enumerate(self.states):
                if state != "c":
                    noise.add(probe, "state", i, f"{site}.state.{state}", wrap.get("state_keep_prob", 1), self.width_of(state), once)
            more = {"input_size": tf.TensorShape(input_size), "dtype": tf.float64} if once else {}
            cell = cells.DropoutWrapper(cell, seed=seed, **wrap, **more)
        return cell


class Noise:
    """Stands in for random_ops.random_uniform: gives each dropout site, known by its seed, noise that makes its mask."""

    def __init__(self, random, batch, time):
        self.random, self.batch, self.time = random, batch, time
        self.seeds, self.masks, self.by_seed, self.calls = 0, {}, {}, {}

    def new_seed(self):
        self.seeds += 1
        return self.seeds

    def add(self, wrapper, salt, index, site, keep, width, once):
        if keep >= 1:
            return
        shape = (1, width) if once else (self.batch, self.time, width)
        mask = (self.random.uniform(0, 1, shape) < keep).astype(np.float64)
        self.masks[site] = mask
        # both forms of dropout compare with the keep probability: noise >= 1 - keep, and floor(keep + noise)
        self.by_seed[wrapper._gen_seed(salt, index)] = np.where(mask > 0, 1 - keep / 2, (1 - keep) / 2)

    def draw(self, shape, minval=0, maxval=None, dtype=None, seed=None, name=None):
        noise = self.by_seed.get(seed)
        if noise is None:
            # a variational wrapper draws for every slot, also for those that drop nothing
            return tf.zeros(shape, dtype)
        step = self.calls.get(seed, 0)
        self.calls[seed] = step + 1
        return tf.constant(noise if noise.ndim == 2 else noise[:, step], dtype)

    def check(self):
        """Every mask was drawn once, or once per step."""
        for seed, noise in self.by_seed.items():
            wanted, drawn = (1 if noise.ndim == 2 else self.time), self.calls.get(seed, 0)
            if drawn != wanted:
                raise AssertionError(f"a mask was drawn {drawn} times instead of {wanted}")


class Maker:
    def __init__(self, seed):
        self.random = np.random.RandomState(seed)
        self.cases = []

    def numbers(self, *shape, scale=1.0):
        return self.random.uniform(-scale, scale, shape).astype(np.float32).astype(np.float64)

    def run(self, name, stack, batch, time, features, lengths=None, initial=False, bidirectional=False, static=False, scale=0.8):
        """Runs one stack and notes the case. Dropout needs `static`: one graph node, so one mask, per step."""
        stack = stack if isinstance(stack, list) else [stack]
        directions = ["forward", "backward"] if bidirectional else ["forward"]
        x = self.numbers(batch, time, features)
        noise = Noise(self.random, batch, time)
        # dropout_v2 and the variational DropoutWrapper both look the noise up in this module
        original, random_ops.random_uniform = random_ops.random_uniform, noise.draw
        try:
            with tf.Graph().as_default() as graph:
                made, starts, packed = [], {}, []
                for direction in directions:
                    sizes = [features, *(c.output_size for c in stack)]
                    layers = [c.make(f"rnn.{i}.{direction}", sizes[i], noise) for i, c in enumerate(stack)]
                    cell = layers[0] if len(stack) == 1 else cells.MultiRNNCell(layers)
                    made.append(cell)
                    if initial:
                        flat = []
                        for i, c in enumerate(stack):
                            for state in c.states:
                                starts[f"rnn.{i}.{direction}.{state}"] = self.numbers(batch, c.width_of(state))
                                flat.append(tf.constant(starts[f"rnn.{i}.{direction}.{state}"]))
                        packed.append(tf.nest.pack_sequence_as(cell.state_size, flat))
                outputs, states = self.unroll(made, x, lengths, packed, static)
                weights, loads = self.weights(stack, directions, scale)
                with v1.Session(graph=graph) as session:
                    session.run(v1.global_variables_initializer())
                    session.run(loads)
                    sequence, finals = session.run([outputs, tf.nest.flatten(states)])
        finally:
            random_ops.random_uniform = original
        noise.check()
        feeds = {"x": x, **starts, **noise.masks, **({} if lengths is None else {"time.lengths": np.array(lengths, np.int64)})}
        paths = [f"rnn.{i}.{direction}.final.{state}" for direction in directions for i, c in enumerate(stack) for state in c.states]
        expected = {"sequence": ("rnn", sequence)}
        expected.update({path.replace(".", "_"): (path, value) for path, value in zip(paths, finals, strict=True)})
        if not bidirectional:
            ends = [time] * batch if lengths is None else lengths
            expected["last"] = ("rnn.last", np.stack([row[n - 1] if n > 0 else row[0] * 0 for row, n in zip(sequence, ends)]))
        self.cases.append({
            "name": name,
            "model": self.model(stack, features, bidirectional, {k: path for k, (path, _) in expected.items()}),
            "weights": {path: listed(value) for path, value in weights.items()},
            "feeds": {path: listed(value) for path, value in feeds.items()},
            "variant": "training" if noise.masks else "inference",
            "outputs": {k: listed(value) for k, (_, value) in expected.items()},
            "tolerance": 1e-6,
        })

    @staticmethod
    def unroll(made, x, lengths, starts, static):
        kwargs = {} if lengths is None else {"sequence_length": tf.constant(lengths, tf.int32)}
        if not starts:
            kwargs["dtype"] = tf.float64
        if len(made) == 2:
            if starts:
                kwargs.update(initial_state_fw=starts[0], initial_state_bw=starts[1])
            outputs, states = v1.nn.bidirectional_dynamic_rnn(*made, tf.constant(x), **kwargs)
            return tf.concat(outputs, -1), states
        if starts:
            kwargs["initial_state"] = starts[0]
        if static:
            outputs, states = v1.nn.static_rnn(made[0], tf.unstack(tf.constant(x), axis=1), **kwargs)
            return tf.stack(outputs, axis=1), states
        return v1.nn.dynamic_rnn(made[0], tf.constant(x), **kwargs)

    def weights(self, stack, directions, scale):
        """Random weights for every variable that TF made, by their rnnc paths."""
        weights, loads = {}, []
        for variable in v1.global_variables():
            name = variable.op.name
            direction = "backward" if "/bw/" in name else "forward"
            index = int(name.split("/cell_")[1].split("/")[0]) if "/cell_" in name else 0
            cell = stack[index]
            weight = cell.variables[name.split(f"/{cell.scope}/")[1]]
            value = self.numbers(*variable.shape.as_list(), scale=scale)
            weights[f"rnn.{index}.{direction}.{weight}"] = value
            loads.append(v1.assign(variable, value))
        return weights, loads

    @staticmethod
    def model(stack, features, bidirectional, outputs):
        uses = [{**c.use(), **({"wrap": c.wrap()} if c.wraps else {})} for c in stack]
        layer = {"type": "recurrent", "input": "x"}
        if all(use == uses[0] for use in uses):
            layer["cell"] = stack[0].use()
            layer.update({"depth": len(stack)} if len(stack) > 1 else {}, **({"wrap": stack[0].wrap()} if stack[0].wraps else {}))
        else:
            layer["cell"] = uses
        if bidirectional:
            layer["direction"] = "bidirectional"
        lines = ["name: golden", "inputs:", f"  x: {{shape: [batch, time, {features}]}}", "layers:", "  rnn:"]
        lines += [f"    {k}: {flow(v)}" for k, v in layer.items()]
        return "\n".join([*lines, "outputs:", *(f"  {k}: {path}" for k, path in outputs.items()), ""])


def single_cells(maker):
    """Every cell with every option: plain, with lengths (a zero among them), and from a given state."""
    variations = [
        Cell("basic_rnn", 4),
        Cell("basic_rnn", 3, activation="relu"),
        Cell("basic_lstm", 4),
        Cell("basic_lstm", 3, forget_bias=0),
        Cell("basic_lstm", 2, forget_bias=2.5, activation="relu"),
        Cell("gru", 4),
        Cell("gru", 3, activation="relu"),
        Cell("lstm", 3),
        Cell("lstm", 3, forget_bias=0, activation="relu", use_peepholes=True),
    ]
    for peepholes in ({}, {"use_peepholes": True}):
        for clip in ({}, {"cell_clip": 0.3}):
            for projection in ({}, {"num_proj": 2}, {"num_proj": 5, "proj_clip": 0.2}):
                options = {**peepholes, **clip, **projection}
                if options:
                    variations.append(Cell("lstm", 4, forget_bias=0.5, **options))
    for i, cell in enumerate(variations):
        name = " ".join([cell.kind, *(f"{k} {v}" if v is not True else k for k, v in cell.options.items())])
        features = 1 + i % 4
        maker.run(name, cell, 1 + i % 3, 1 + (i * 3) % 7, features)
        maker.run(f"{name}, lengths", cell, 3, 5, features, lengths=[5, 0, 2])
        maker.run(f"{name}, initial state", cell, 2, 3, features, initial=True, lengths=[3, 0] if i % 2 else None)
    # sizes that fill vectors of 4 and 8 and leave a rest
    maker.run("basic_rnn 21 units", Cell("basic_rnn", 21), 1, 5, 6, scale=0.3)
    maker.run("basic_lstm 13 units", Cell("basic_lstm", 13), 3, 3, 4, scale=0.3)
    maker.run("lstm 11 units, everything on", Cell("lstm", 11, use_peepholes=True, cell_clip=0.4, num_proj=9, proj_clip=0.3), 2, 5, 3, scale=0.3, lengths=[5, 3])
    maker.run("gru 17 units", Cell("gru", 17), 2, 4, 5, scale=0.3)
    for kind in ("basic_lstm", "gru"):
        maker.run(f"{kind} by static_rnn, lengths", Cell(kind, 3), 3, 6, 2, lengths=[4, 0, 5], static=True)
        maker.run(f"{kind} by static_rnn, lengths, initial state", Cell(kind, 3), 3, 4, 2, lengths=[1, 0, 3], static=True, initial=True)


def stacks(maker):
    sizes = [Cell("basic_lstm", n) for n in (4, 3, 5)]
    maker.run("MultiRNNCell 4 3 5", sizes, 2, 4, 3)
    maker.run("MultiRNNCell 4 3 5, lengths", sizes, 3, 4, 3, lengths=[1, 4, 0])
    maker.run("MultiRNNCell 4 3 5, initial state", sizes, 2, 2, 3, initial=True)
    mixed = [Cell("basic_rnn", 3), Cell("lstm", 4, use_peepholes=True, num_proj=2), Cell("gru", 5), Cell("basic_lstm", 3, forget_bias=0)]
    maker.run("MultiRNNCell of four kinds", mixed, 2, 5, 2)
    maker.run("MultiRNNCell of four kinds, lengths, initial state", mixed, 3, 4, 2, lengths=[2, 0, 4], initial=True)
    residual = Cell("basic_lstm", 3, wraps=["residual"])
    maker.run("ResidualWrapper", residual, 2, 4, 3)
    maker.run("ResidualWrapper, lengths", residual, 3, 4, 3, lengths=[4, 0, 1])
    maker.run("ResidualWrapper on the upper cells of a stack", [Cell("gru", 4), Cell("gru", 4, wraps=["residual"]), Cell("gru", 4, wraps=["residual"])], 2, 4, 2)
    for cell in (Cell("basic_lstm", 3), Cell("gru", 3), Cell("lstm", 3, use_peepholes=True, num_proj=2)):
        maker.run(f"bidirectional {cell.kind}", cell, 2, 4, 2, bidirectional=True)
        maker.run(f"bidirectional {cell.kind}, lengths", cell, 3, 5, 2, lengths=[5, 2, 0], bidirectional=True)
        maker.run(f"bidirectional {cell.kind}, lengths, initial state", cell, 3, 3, 2, lengths=[1, 0, 3], bidirectional=True, initial=True)


def dropout(maker):
    """DropoutWrapper. Its masks are feeds: [batch, time, units] where each step has its own, [1, units] where variational."""
    inputs, outputs, states = {"input_keep_prob": 0.7}, {"output_keep_prob": 0.5}, {"state_keep_prob": 0.6}
    every = {"input_keep_prob": 0.8, "output_keep_prob": 0.5, "state_keep_prob": 0.75}
    known = {"static": True}
    for name, options in (("output", outputs), ("input", inputs), ("state", states), ("everything", every)):
        maker.run(f"DropoutWrapper {name}", Cell("basic_lstm", 4, wraps=[options]), 2, 5, 3, **known)
    maker.run("DropoutWrapper everything, lengths", Cell("basic_lstm", 4, wraps=[every]), 3, 5, 3, lengths=[5, 0, 2], **known)
    maker.run("DropoutWrapper everything, initial state", Cell("basic_lstm", 4, wraps=[every]), 2, 3, 3, initial=True, **known)
    for cell in (Cell("basic_rnn", 3, wraps=[every]), Cell("gru", 3, wraps=[every]), Cell("lstm", 4, wraps=[every], use_peepholes=True, num_proj=3)):
        maker.run(f"DropoutWrapper everything on {cell.kind}", cell, 2, 4, 2, **known)
    maker.run("DropoutWrapper output, two layers", [Cell("basic_lstm", 4, wraps=[outputs])] * 2, 2, 4, 3, **known)
    maker.run("DropoutWrapper everything, three layers", [Cell("basic_lstm", 3, wraps=[every])] * 3, 2, 4, 3, **known)
    maker.run("DropoutWrapper between two layers", [Cell("basic_lstm", 4, wraps=[outputs]), Cell("basic_lstm", 3)], 2, 4, 3, **known)
    maker.run("DropoutWrapper of a DropoutWrapper", Cell("basic_lstm", 4, wraps=[every, {"input_keep_prob": 0.9, "output_keep_prob": 0.7}]), 2, 4, 3, **known)
    maker.run("ResidualWrapper of a DropoutWrapper", Cell("gru", 3, wraps=[every, "residual"]), 2, 4, 3, **known)
    maker.run("DropoutWrapper of a ResidualWrapper", Cell("gru", 3, wraps=["residual", every]), 2, 4, 3, **known)
    variational = {**every, "variational_recurrent": True}
    maker.run("variational DropoutWrapper everything", Cell("basic_lstm", 4, wraps=[variational]), 2, 4, 3)
    maker.run("variational DropoutWrapper everything, lengths", Cell("gru", 4, wraps=[variational]), 3, 4, 3, lengths=[4, 0, 2])
    maker.run("variational DropoutWrapper state", Cell("basic_rnn", 4, wraps=[{**states, "variational_recurrent": True}]), 2, 4, 3)
    maker.run("variational DropoutWrapper everything, two layers", [Cell("basic_lstm", 3, wraps=[variational])] * 2, 2, 4, 3)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True, metavar="DIR")
    options = arguments.parse_args()
    maker = Maker(options.seed)
    single_cells(maker)
    stacks(maker)
    dropout(maker)
    versions = {"tensorflow": tf.__version__, "numpy": np.__version__, "python": platform.python_version()}
    result = {"framework": "TensorFlow, TF1 cells", "versions": versions, "seed": options.seed}
    print(json.dumps({**result, "cases": len(maker.cases)}))
    with open(os.path.join(options.out, "tf1.json"), "w", encoding="utf-8") as file:
        json.dump({**result, "cases": maker.cases}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
