"""Golden values from Keras 3: writes keras.json for test/goldens/goldens.test.ts.

Run by hand, never by the tests, in an environment with tensorflow 2.21 (which brings Keras 3) and numpy:
    python make_keras.py --seed 1 --out DIR && GOLDENS=DIR npm test

Weights, inputs and states are float32 numbers, the arithmetic is float64. A mask is made of row lengths. Keras stores both biases of a
reset_after GRU as one [2, 3 * units]: row 0 is rnnc's `bias`, row 1 its `recurrent_bias`.
"""

import argparse
import json
import os
import platform

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf

keras.backend.set_floatx("float64")
layers = keras.layers
HARD = {"recurrent_activation": "hard_sigmoid"}
# Keras 3: relu6(x + 3) / 6
HARD_RNNC = '"hard_sigmoid(alpha=0.16666666666666666, beta=0.5)"'


def listed(array):
    """Nested lists with nine significant digits, enough for float32."""
    array = np.asarray(array)
    if array.ndim == 0:
        return float(f"{float(array):.9g}") if array.dtype.kind == "f" else int(array)
    return [listed(a) for a in array]


class Cell:
    """A Keras layer with its options, and what rnnc calls them."""

    def __init__(self, make, name, states, units, **options):
        self.make_keras, self.name, self.states, self.units, self.options = make, name, states, units, options

    def make(self, **more):
        return self.make_keras(self.units, return_sequences=True, return_state=True, **self.options, **more)

    def use(self):
        written = {k: HARD_RNNC if v == "hard_sigmoid" else json.dumps(v).strip('"') for k, v in self.options.items()}
        return f"{{keras.{self.name}: {{" + ", ".join([f"units: {self.units}", *(f"{k}: {v}" for k, v in written.items())]) + "}}"


def simple_rnn(units, **options):
    return Cell(layers.SimpleRNN, "simple_rnn", ["h"], units, **options)


def lstm(units, **options):
    return Cell(layers.LSTM, "lstm", ["h", "c"], units, **options)


def gru(units, **options):
    return Cell(layers.GRU, "gru", ["h"], units, **options)


class Maker:
    def __init__(self, seed):
        self.random = np.random.RandomState(seed)
        self.cases = []

    def numbers(self, *shape, scale=1.0):
        return self.random.uniform(-scale, scale, shape).astype(np.float32).astype(np.float64)

    def set_weights(self, layer, path, scale):
        """Random weights, biases too; what rnnc calls them."""
        values = [self.numbers(*w.shape, scale=scale) for w in layer.weights]
        layer.set_weights(values)
        named = {}
        for variable, value in zip(layer.weights, values, strict=True):
            if variable.name == "bias" and value.ndim == 2:
                named[f"{path}.bias"], named[f"{path}.recurrent_bias"] = value
            else:
                named[f"{path}.{variable.name}"] = value
        return named

    def run(self, name, cell, batch, time, features, lengths=None, initial=False, direction="forward", merge=None, depth=1, scale=0.8):
        x = self.numbers(batch, time, features)
        call = {}
        feeds = {"x": x}
        if lengths is not None:
            call["mask"] = tf.constant(np.arange(time)[None, :] < np.array(lengths)[:, None])
            feeds["time.lengths"] = np.array(lengths, np.int64)
        directions = ["forward", "backward"] if direction == "bidirectional" else [direction]
        if initial:
            starts = {f"rnn.0.{d}.{s}": self.numbers(batch, cell.units) for d in directions for s in cell.states}
            feeds.update(starts)
            call["initial_state"] = [tf.constant(s) for s in starts.values()]
        weights, expected, sequence = {}, {}, tf.constant(x)
        for index in range(depth):
            if direction == "bidirectional":
                layer = layers.Bidirectional(cell.make(), merge_mode=None if merge == "none" else merge)
                halves = [layer.forward_layer, layer.backward_layer]
            else:
                layer = cell.make(go_backwards=direction == "backward")
                halves = [layer]
            layer.build(sequence.shape)
            for half, d in zip(halves, directions, strict=True):
                weights.update(self.set_weights(half, f"rnn.{index}.{d}", scale))
            sequence, *finals = layer(sequence, **call)
            if merge == "none":
                expected["forward"], expected["backward"] = ("rnn.forward", sequence), ("rnn.backward", finals.pop(0))
            if direction == "backward":
                sequence = tf.reverse(sequence, [1])
            paths = [f"rnn.{index}.{d}.final.{s}" for d in directions for s in cell.states]
            expected.update({p.replace(".", "_"): (p, f) for p, f in zip(paths, finals, strict=True)})
        if merge != "none":
            expected["sequence"] = ("rnn", sequence)
        if direction == "forward":
            expected["last"] = ("rnn.last", sequence[:, -1])
        lines = ["name: golden", "inputs:", f"  x: {{shape: [batch, time, {features}]}}", "layers:", "  rnn:", "    type: recurrent", "    input: x", f"    cell: {cell.use()}"]
        if depth > 1:
            lines.append(f"    depth: {depth}")
        if direction != "forward":
            lines.append(f"    direction: {direction}")
        if merge is not None:
            lines.append(f"    merge: {merge}")
        if direction == "bidirectional" and lengths is not None:
            # the Bidirectional wrapper sets zero_output_for_mask
            lines.append("    padding: zero")
        self.cases.append({
            "name": name,
            "model": "\n".join([*lines, "outputs:", *(f"  {k}: {path}" for k, (path, _) in expected.items()), ""]),
            "weights": {k: listed(v) for k, v in weights.items()},
            "feeds": {k: listed(v) for k, v in feeds.items()},
            "variant": "inference",
            "outputs": {k: listed(v.numpy()) for k, (_, v) in expected.items()},
            "tolerance": 1e-6,
        })


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True, metavar="DIR")
    options = arguments.parse_args()
    maker = Maker(options.seed)
    kinds = [
        simple_rnn(4),
        simple_rnn(3, activation="relu"),
        lstm(4),
        lstm(3, **HARD),
        lstm(3, activation="relu"),
        gru(4),
        gru(3, **HARD),
        gru(3, activation="relu"),
        gru(4, reset_after=False),
        gru(3, reset_after=False, **HARD),
    ]
    for i, cell in enumerate(kinds):
        name = " ".join([cell.name, *(f"{k} {v}" for k, v in cell.options.items())])
        features = 1 + i % 4
        maker.run(name, cell, 1 + i % 3, 1 + (i * 2) % 7, features)
        maker.run(f"{name}, mask", cell, 3, 5, features, lengths=[5, 0, 2])
        maker.run(f"{name}, mask, initial state", cell, 3, 3, features, lengths=[1, 0, 3], initial=True)
        maker.run(f"{name}, backward", cell, 2, 4, features, direction="backward")
        maker.run(f"{name}, backward, mask", cell, 3, 4, features, direction="backward", lengths=[2, 4, 0])
    for cell in (lstm(3), gru(3), gru(3, reset_after=False), simple_rnn(3)):
        name = cell.name + (" reset_after False" if cell.options else "")
        for merge in ("concat", "sum", "mul", "ave", "none"):
            maker.run(f"bidirectional {merge} {name}", cell, 2, 4, 3, direction="bidirectional", merge=merge)
        maker.run(f"bidirectional concat {name}, mask", cell, 3, 4, 3, direction="bidirectional", merge="concat", lengths=[4, 2, 0])
        maker.run(f"bidirectional sum {name}, initial state", cell, 2, 3, 3, direction="bidirectional", merge="sum", initial=True)
    for cell in (lstm(4), gru(3)):
        maker.run(f"{cell.name}, three layers", cell, 2, 4, 3, depth=3)
        maker.run(f"{cell.name}, two layers, mask", cell, 3, 4, 3, depth=2, lengths=[3, 0, 4])
        maker.run(f"{cell.name}, two bidirectional layers, mask", cell, 3, 4, 2, depth=2, direction="bidirectional", merge="concat", lengths=[3, 0, 4])
    # sizes that fill vectors of 4 and 8 and leave a rest
    maker.run("simple_rnn 21 units", simple_rnn(21), 1, 5, 6, scale=0.3)
    maker.run("lstm 16 units", lstm(16), 3, 3, 4, scale=0.3)
    maker.run("gru 17 units", gru(17), 2, 4, 5, scale=0.3)
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__, "python": platform.python_version()}
    result = {"framework": "Keras 3", "versions": versions, "seed": options.seed}
    print(json.dumps({**result, "cases": len(maker.cases)}))
    with open(os.path.join(options.out, "keras.json"), "w", encoding="utf-8") as file:
        json.dump({**result, "cases": maker.cases}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
