"""Golden values from Keras 3 recurrent layers, for test/goldens/goldens.test.ts.

Run by hand, never by the tests:  pip install tensorflow==2.21.0;  python make_keras.py --seed 1 --out DIR
Weights and inputs are float32 numbers, the arithmetic is float64. Keras stores both biases of a reset_after GRU as one [2, 3 * units]; rnnc has
`bias` and `recurrent_bias`.
"""
import argparse
import json
import os
import platform

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import keras
import tensorflow as tf

keras.backend.set_floatx("float64")


def listed(array):
    """Nested lists with nine significant digits, enough for float32."""
    array = np.asarray(array)
    if array.ndim == 0:
        return float(f"{float(array):.9g}")
    return [listed(a) for a in array]


class Maker:
    def __init__(self, seed):
        self.random = np.random.RandomState(seed)
        self.cases = []

    def numbers(self, *shape, scale=1.0):
        return self.random.uniform(-scale, scale, shape).astype(np.float32).astype(np.float64)

    def set_weights(self, layer, direction):
        """Random weights; what rnnc calls them."""
        values = [self.numbers(*w.shape, scale=0.8) for w in layer.weights]
        layer.set_weights(values)
        named = {}
        for variable, value in zip(layer.weights, values):
            if variable.name == "bias" and value.ndim == 2:
                named[f"r.0.{direction}.bias"], named[f"r.0.{direction}.recurrent_bias"] = value[0], value[1]
            else:
                named[f"r.0.{direction}.{variable.name}"] = value
        return named

    def run(self, name, make, cell, states, batch, time, features, lengths=None, initial=False, direction="forward", merge=None, raw_mask=False):
        x = self.numbers(batch, time, features)
        mask = None if lengths is None else tf.constant(np.arange(time)[None, :] < np.array(lengths)[:, None])
        layer = make()
        extra = {"mask": mask} if mask is not None else {}
        feeds, weights = {"x": listed(x)}, {}
        if lengths is not None:
            feeds["time.lengths"] = list(lengths)
        if direction == "bidirectional":
            both = keras.layers.Bidirectional(layer, merge_mode=merge)
            both.build(x.shape)
            weights.update(self.set_weights(both.forward_layer, "forward"))
            weights.update(self.set_weights(both.backward_layer, "backward"))
            results = both(tf.constant(x), **extra)
            sequence, finals = results[0], results[1:]
            paths = [f"r.0.{d}.final.{s}" for d in ("forward", "backward") for s in states]
        else:
            layer.build(x.shape)
            weights.update(self.set_weights(layer, direction))
            if initial:
                starts = [self.numbers(batch, layer.units) for _ in states]
                extra["initial_state"] = [tf.constant(s) for s in starts]
                for state, start in zip(states, starts):
                    feeds[f"r.0.{direction}.{state}"] = listed(start)
            results = layer(tf.constant(x), **extra)
            sequence, finals = results[0], results[1:]
            if direction == "backward":
                sequence = tf.reverse(sequence, [1])
            paths = [f"r.0.{direction}.final.{s}" for s in states]
        lines = ["  sequence: r"] + [f"  final{i}: {p}" for i, p in enumerate(paths)]
        extras = "" if direction == "forward" else f", direction: {direction}" + (f", merge: {merge}" if merge else "")
        model = "\n".join(["name: golden", "inputs:", f"  x: {{shape: [batch, time, {features}]}}", "layers:",
                           f"  r: {{type: recurrent, input: x, cell: {{{cell}}}{extras}}}", "outputs:", *lines, ""])
        outputs = {"sequence": listed(sequence.numpy())}
        outputs.update({f"final{i}": listed(f.numpy()) for i, f in enumerate(finals)})
        self.cases.append({"name": name, "model": model, "weights": {k: listed(v) for k, v in weights.items()}, "feeds": feeds,
                           "variant": "inference", "outputs": outputs, "tolerance": 1e-6})


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True)
    options = arguments.parse_args()
    maker = Maker(options.seed)
    layers = keras.layers
    sequences = {"return_sequences": True, "return_state": True}
    hard = 'recurrent_activation: "hard_sigmoid(alpha=0.16666666666666666, beta=0.5)"'
    kinds = [
        ("simple_rnn", lambda **k: layers.SimpleRNN(4, **sequences, **k), "keras.simple_rnn: {units: 4}", ["h"]),
        ("simple_rnn relu", lambda **k: layers.SimpleRNN(3, activation="relu", **sequences, **k), "keras.simple_rnn: {units: 3, activation: relu}", ["h"]),
        ("lstm", lambda **k: layers.LSTM(4, **sequences, **k), "keras.lstm: {units: 4}", ["h", "c"]),
        ("lstm hard_sigmoid", lambda **k: layers.LSTM(3, recurrent_activation="hard_sigmoid", **sequences, **k), f"keras.lstm: {{units: 3, {hard}}}", ["h", "c"]),
        ("lstm relu", lambda **k: layers.LSTM(3, activation="relu", **sequences, **k), "keras.lstm: {units: 3, activation: relu}", ["h", "c"]),
        ("gru reset_after", lambda **k: layers.GRU(4, **sequences, **k), "keras.gru: {units: 4}", ["h"]),
        ("gru reset_before", lambda **k: layers.GRU(4, reset_after=False, **sequences, **k), "keras.gru: {units: 4, reset_after: false}", ["h"]),
        ("gru hard_sigmoid", lambda **k: layers.GRU(3, recurrent_activation="hard_sigmoid", **sequences, **k), f"keras.gru: {{units: 3, {hard}}}", ["h"]),
    ]
    for i, (name, make, cell, states) in enumerate(kinds):
        features = 1 + i % 4
        maker.run(name, make, cell, states, 1 + i % 3, 1 + (i * 2) % 7, features)
        maker.run(f"{name}, mask", make, cell, states, 3, 5, features, lengths=[5, 0, 2])
        maker.run(f"{name}, initial state", make, cell, states, 2, 3, features, initial=True)
        maker.run(f"{name}, backward", lambda m=make: m(go_backwards=True), cell, states, 2, 4, features, direction="backward")
    for merge in ("concat", "sum", "mul", "ave"):
        for name, make, cell, states in (kinds[2], kinds[5]):
            maker.run(f"bidirectional {merge} {name}", make, cell, states, 2, 4, 3, direction="bidirectional", merge=merge)
    versions = {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__, "python": platform.python_version()}
    print(versions, len(maker.cases), "cases")
    with open(os.path.join(options.out, "keras.json"), "w") as file:
        json.dump({"framework": "Keras 3", "versions": versions, "seed": options.seed, "cases": maker.cases}, file, separators=(",", ":"))
        file.write("\n")


main()
