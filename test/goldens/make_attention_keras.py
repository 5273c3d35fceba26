"""Golden values of attention from Keras 3: writes attention.json for test/goldens/goldens.test.ts.

Run by hand, never by the tests, in an environment with keras 3.15 and a backend of it (TensorFlow, torch) and numpy:
    python make_attention_keras.py --seed 1 --out DIR && GOLDENS=DIR npm test

Weights, inputs and states are float32 numbers, the arithmetic is float64. Scores, masks, softmax and contexts come from AdditiveAttention and
Attention; the units are GRUCell and LSTMCell, called step by step. Rows of the memory have lengths of their own, one of them 1.
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
BATCH, SOURCE, TARGET, N, M = 3, 5, 4, 2, 3
LENGTHS = [5, 1, 3]


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

    def case(self, name, cell, weights, step, states, start):
        """`step(x, states, memory, mask)` gives the output, the shares and the next states."""
        memory, x = self.numbers(BATCH, SOURCE, M), self.numbers(BATCH, TARGET, N)
        mask = np.arange(SOURCE)[None, :] < np.array(LENGTHS)[:, None]
        initial = {state: self.numbers(BATCH, size) for state, size in start.items()}
        current = dict(initial)
        outputs, shares = [], []
        for t in range(TARGET):
            output, share, current = step(x[:, t], current, memory, mask)
            outputs.append(numpy_of(output))
            shares.append(numpy_of(share))
        inputs = "".join(f"  start_{s}: {{shape: [batch, {size}]}}\n" for s, size in start.items())
        starts = ", ".join(f"{s}: start_{s}" for s in start)
        model = f"""name: golden
inputs:
  source: {{shape: [batch, source, {M}]}}
  x: {{shape: [batch, target, {N}]}}
{inputs}layers:
  decoder:
    type: recurrent
    inputs: {{x: x, memory: source}}
    cell: {{{cell}}}
    initial: {{{starts}}}
outputs:
  sequence: decoder
  share: decoder.0.forward.step.share
"""
        model += "".join(f"  final_{s}: decoder.0.forward.final.{s}\n" for s in states)
        self.cases.append(
            {
                "name": name,
                "model": model,
                "weights": {f"decoder.0.forward.{k}": listed(v) for k, v in weights.items()},
                "feeds": {
                    "source": listed(memory),
                    "source.lengths": LENGTHS,
                    "x": listed(x),
                    **{f"start_{s}": listed(v) for s, v in initial.items()},
                },
                "variant": "inference",
                "outputs": {
                    "sequence": listed(np.stack(outputs, 1)),
                    "share": listed(np.stack(shares, 1)[..., None]),
                    **{f"final_{s}": listed(numpy_of(current[s])) for s in states},
                },
                "tolerance": 1e-6,
            }
        )

    def bahdanau(self, units, attention_units):
        unit = layers.GRUCell(units, reset_after=True)
        unit.build((BATCH, N + M))
        kernel, recurrent = self.numbers(N + M, 3 * units), self.numbers(units, 3 * units)
        biases = self.numbers(2, 3 * units)
        unit.set_weights([kernel, recurrent, biases])
        memory_kernel, query_kernel = self.numbers(M, attention_units), self.numbers(units, attention_units)
        v = self.numbers(attention_units)
        attend = layers.AdditiveAttention(use_scale=True)
        attend.build([(BATCH, 1, attention_units), (BATCH, SOURCE, M), (BATCH, SOURCE, attention_units)])
        attend.set_weights([v])

        def step(x, states, memory, mask):
            h = states["h"]
            query = ops.expand_dims(ops.matmul(h, query_kernel), 1)
            context, share = attend(
                [query, memory, ops.matmul(memory, memory_kernel)],
                mask=[None, ops.convert_to_tensor(mask)],
                return_attention_scores=True,
            )
            output, _ = unit(ops.concatenate([x, context[:, 0]], -1), [h])
            return output, share[:, 0], {"h": output}

        weights = {
            "memory_kernel": memory_kernel,
            "query_kernel": query_kernel,
            "v": v,
            "kernel": kernel,
            "recurrent_kernel": recurrent,
            "bias": biases[0],
            "recurrent_bias": biases[1],
        }
        arguments = f"units: {units}, attention_units: {attention_units}"
        name = f"bahdanau, {units} units, score of {attention_units}"
        self.case(name, f"attention.bahdanau: {{{arguments}}}", weights, step, ["h"], {"h": units})

    def luong(self, units, attention_units, general):
        unit = layers.LSTMCell(units)
        unit.build((BATCH, N + attention_units))
        kernel, recurrent = self.numbers(N + attention_units, 4 * units), self.numbers(units, 4 * units)
        bias = self.numbers(4 * units)
        unit.set_weights([kernel, recurrent, bias])
        memory_kernel = self.numbers(M, units)
        attention_kernel = self.numbers(M + units, attention_units)
        attend = layers.Attention(score_mode="dot")

        def step(x, states, memory, mask):
            h, [_, c] = unit(ops.concatenate([x, states["attention"]], -1), [states["h"], states["c"]])
            keys = ops.matmul(memory, memory_kernel) if general else memory
            context, share = attend(
                [ops.expand_dims(h, 1), memory, keys],
                mask=[None, ops.convert_to_tensor(mask)],
                return_attention_scores=True,
            )
            attention = ops.tanh(ops.matmul(ops.concatenate([context[:, 0], h], -1), attention_kernel))
            return attention, share[:, 0], {"attention": attention, "h": h, "c": c}

        weights = {"kernel": kernel, "recurrent_kernel": recurrent, "bias": bias, "attention_kernel": attention_kernel}
        if general:
            weights["memory_kernel"] = memory_kernel
        arguments = f"units: {units}, attention_units: {attention_units}" + ("" if general else ", general: false")
        name = f"luong, {'general' if general else 'dot'}, {units} units, attention of {attention_units}"
        start = {"attention": attention_units, "h": units, "c": units}
        self.case(name, f"attention.luong: {{{arguments}}}", weights, step, list(start), start)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default=os.path.dirname(os.path.abspath(__file__)))
    arguments = parser.parse_args()
    maker = Maker(arguments.seed)
    maker.bahdanau(4, 6)
    maker.bahdanau(1, 2)
    maker.bahdanau(8, 3)
    maker.luong(4, 5, True)
    maker.luong(2, 1, True)
    maker.luong(M, 4, False)
    versions = {
        "keras": keras.__version__,
        "backend": keras.backend.backend(),
        "numpy": np.__version__,
        "python": platform.python_version(),
    }
    made = {"framework": "Keras 3", "versions": versions, "seed": arguments.seed, "cases": maker.cases}
    with open(os.path.join(arguments.out, "attention.json"), "w") as file:
        json.dump(made, file, separators=(",", ":"))
        file.write("\n")


main()
