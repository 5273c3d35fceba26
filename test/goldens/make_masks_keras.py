"""Golden values from Keras 3 of masks with holes: writes masks.json for test/goldens/goldens.test.ts.

Run by hand, never by the tests, in an environment with keras 3.15 and torch (or another backend of Keras) and numpy:
    KERAS_BACKEND=torch python make_masks_keras.py --seed 1 --out DIR && GOLDENS=DIR npm test

Weights, inputs and states are float32 numbers, the arithmetic is float64. Masks come three ways: given, made by `Masking`, made by `Embedding(mask_zero)`.
"""

import argparse
import json
import os
import platform

import keras
import numpy as np

keras.backend.set_floatx("float64")
layers = keras.layers
ops = keras.ops
BATCH, TIME = 4, 6


def listed(array):
    """Nested lists with nine significant digits, enough for float32."""
    array = np.asarray(array)
    if array.ndim == 0:
        return float(f"{float(array):.9g}") if array.dtype.kind == "f" else int(array)
    return [listed(a) for a in array]


def numpy_of(tensor):
    return ops.convert_to_numpy(tensor)


class Maker:
    def __init__(self, seed):
        self.random = np.random.RandomState(seed)
        self.cases = []

    def numbers(self, *shape):
        return self.random.uniform(-0.8, 0.8, shape).astype(np.float32).astype(np.float64)

    def holes(self):
        """0 and 1; the first row begins with a hole, the second has all steps, the third none."""
        mask = self.random.randint(0, 2, (BATCH, TIME))
        mask[0, :2] = [0, 1]
        mask[1] = 1
        mask[2] = 0
        return mask

    def set_weights(self, layer, path):
        """Random weights, biases too; what rnnc calls them."""
        values = [self.numbers(*w.shape) for w in layer.weights]
        layer.set_weights(values)
        named = {}
        for variable, value in zip(layer.weights, values, strict=True):
            if variable.name == "bias" and value.ndim == 2:
                named[f"{path}.bias"], named[f"{path}.recurrent_bias"] = value
            else:
                named[f"{path}.{variable.name}"] = value
        return named

    def run(self, make, cell, states, way, direction="forward", depth=1, initial=False, features=3, units=4):
        both = direction == "bidirectional"
        holes = self.holes()
        weights, feeds, expected = {}, {}, {}
        inputs = {"x": f"[batch, time, {features}]"}
        if way == "mask":
            sequence = self.numbers(BATCH, TIME, features)
            feeds = {"x": sequence, "m": holes}
            mask, written, more = ops.convert_to_tensor(holes.astype(bool)), "m", []
            inputs["m"] = "[batch, time]"
        elif way == "Masking":
            x = self.numbers(BATCH, TIME, features)
            x[holes == 0] = -1.0
            x[0, 1, 0] = -1.0  # one feature alone has the value
            feeds = {"x": x}
            mask = layers.Masking(-1.0).compute_mask(ops.convert_to_tensor(x))
            sequence, written, more = x, "{input: x, value: -1}", []
        else:
            tokens = self.random.randint(1, 5, (BATCH, TIME)) * holes
            embedding = layers.Embedding(5, features, mask_zero=True)
            embedding.build()
            table = self.numbers(5, features)
            embedding.set_weights([table])
            weights["table.table"] = table
            feeds = {"tokens": tokens}
            inputs = {"tokens": None}
            mask = embedding.compute_mask(ops.convert_to_tensor(tokens))
            sequence, written = numpy_of(embedding(ops.convert_to_tensor(tokens))), "{input: tokens, value: 0}"
            more = [f"  table: {{type: embedding, input: tokens, vocabulary: 5, units: {features}}}"]
        sequence = ops.convert_to_tensor(sequence)
        directions = ["forward", "backward"] if both else [direction]
        call = {"mask": mask}
        if initial:
            starts = {f"rnn.0.{d}.{s}": self.numbers(BATCH, units) for d in directions for s in states}
            feeds.update(starts)
            call["initial_state"] = [ops.convert_to_tensor(s) for s in starts.values()]
        for index in range(depth):
            layer = make(units, return_sequences=True, return_state=True, go_backwards=direction == "backward")
            if both:
                layer = layers.Bidirectional(layer, merge_mode="concat")
            layer.build(sequence.shape)
            halves = [layer.forward_layer, layer.backward_layer] if both else [layer]
            for half, d in zip(halves, directions, strict=True):
                weights.update(self.set_weights(half, f"rnn.{index}.{d}"))
            sequence, *finals = layer(sequence, **call)
            if direction == "backward":
                sequence = ops.flip(sequence, 1)
            paths = [f"rnn.{index}.{d}.final.{s}" for d in directions for s in states]
            expected.update({p.replace(".", "_"): (p, f) for p, f in zip(paths, finals, strict=True)})
        expected["sequence"] = ("rnn", sequence)
        if direction == "forward":
            expected["last"] = ("rnn.last", sequence[:, -1])
        pooled = layers.GlobalAveragePooling1D()(sequence, mask=mask)
        rows = numpy_of(mask).any(axis=1)
        if rows.all():
            expected["pooled"] = ("pooled", pooled)
        lines = ["name: golden", "inputs:"]
        lines += [f"  {k}: " + ("{shape: [batch, time], dtype: int32}" if s is None else f"{{shape: {s}}}") for k, s in inputs.items()]
        lines += ["layers:", *more, "  rnn:", "    type: recurrent", f"    input: {'table' if more else 'x'}", f"    cell: {{keras.{cell}: {{units: {units}}}}}", f"    mask: {written}"]
        if depth > 1:
            lines.append(f"    depth: {depth}")
        if direction != "forward":
            lines.append(f"    direction: {direction}")
        if rows.all():
            lines.append(f"  pooled: {{type: mean, input: rnn, mask: {written}}}")
        name = f"{cell}, {way}, {direction}" + (f", {depth} layers" if depth > 1 else "") + (", initial state" if initial else "")
        self.cases.append({
            "name": name,
            "model": "\n".join([*lines, "outputs:", *(f"  {k}: {path}" for k, (path, _) in expected.items()), ""]),
            "weights": {k: listed(v) for k, v in weights.items()},
            "feeds": {k: listed(v) for k, v in feeds.items()},
            "variant": "inference",
            "outputs": {k: listed(numpy_of(v)) for k, (_, v) in expected.items()},
            "tolerance": 1e-6,
        })


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True, metavar="DIR")
    options = arguments.parse_args()
    maker = Maker(options.seed)
    kinds = [(layers.SimpleRNN, "simple_rnn", ["h"]), (layers.LSTM, "lstm", ["h", "c"]), (layers.GRU, "gru", ["h"])]
    for kind in kinds:
        for way in ("mask", "Masking", "Embedding"):
            for direction in ("forward", "backward", "bidirectional"):
                maker.run(*kind, way, direction)
        maker.run(*kind, "mask", "forward", initial=True)
        maker.run(*kind, "mask", "forward", depth=3)
        maker.run(*kind, "Masking", "bidirectional", depth=2)
    versions = {"keras": keras.__version__, "backend": keras.backend.backend(), "numpy": np.__version__, "python": platform.python_version()}
    result = {"framework": "Keras 3", "versions": versions, "seed": options.seed}
    print(json.dumps({**result, "cases": len(maker.cases)}))
    with open(os.path.join(options.out, "masks.json"), "w", encoding="utf-8") as file:
        json.dump({**result, "cases": maker.cases}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
