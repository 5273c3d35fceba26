"""Golden values of cells around other cells, from formulas in numpy: writes wrappers.json for test/goldens/goldens.test.ts.

Run by hand, never by the tests, in an environment with numpy:
    python make_wrappers.py --seed 1 --out DIR && GOLDENS=DIR npm test

HighwayWrapper and AttentionCellWrapper are followed line by line from tensorflow/contrib/rnn/python/ops/rnn_cell.py (1.15), which no TensorFlow that
still runs has. The cells inside are tensorflow/python/ops/rnn_cell_impl.py's (1.15) and two of make_formulas.py. Weights, inputs and states are float32 numbers, the arithmetic
is float64. Beyond a row's length the output is 0 and the state stays.
"""

import argparse
import json
import os
import platform

import numpy as np
from make_formulas import Cifg, Maker, Ugrnn, listed, sigmoid


class BasicRnn:
    """class BasicRNNCell."""

    use, states = "tf1.basic_rnn", ["h"]

    def __init__(self, units):
        self.units, self.widths = units, {"h": units}

    def shapes(self, features):
        return {"kernel": (features + self.units, self.units), "bias": (self.units,)}

    def step(self, w, x, state):
        output = np.tanh(np.matmul(np.concatenate([x, state[0]], 1), w["kernel"]) + w["bias"])
        return output, [output]


class BasicLstm:
    """class BasicLSTMCell."""

    use, states = "tf1.basic_lstm", ["c", "h"]

    def __init__(self, units, forget_bias=1):
        self.units, self.forget_bias, self.widths = units, forget_bias, {"c": units, "h": units}

    def shapes(self, features):
        return {"kernel": (features + self.units, 4 * self.units), "bias": (4 * self.units,)}

    def step(self, w, x, state):
        c, h = state
        i, j, f, o = np.split(np.matmul(np.concatenate([x, h], 1), w["kernel"]) + w["bias"], 4, axis=1)
        new_c = c * sigmoid(f + self.forget_bias) + sigmoid(i) * np.tanh(j)
        new_h = np.tanh(new_c) * sigmoid(o)
        return new_h, [new_c, new_h]


class Gru:
    """class GRUCell."""

    use, states = "tf1.gru", ["h"]

    def __init__(self, units):
        self.units, self.widths = units, {"h": units}

    def shapes(self, features):
        joined, n = features + self.units, self.units
        return {"gates_kernel": (joined, 2 * n), "gates_bias": (2 * n,), "candidate_kernel": (joined, n), "candidate_bias": (n,)}

    def step(self, w, x, state):
        value = sigmoid(np.matmul(np.concatenate([x, state[0]], 1), w["gates_kernel"]) + w["gates_bias"])
        r, u = np.split(value, 2, axis=1)
        c = np.tanh(np.matmul(np.concatenate([x, r * state[0]], 1), w["candidate_kernel"]) + w["candidate_bias"])
        new_h = u * state[0] + (1 - u) * c
        return new_h, [new_h]


def written(options):
    return ", ".join(f"{k}: {json.dumps(v)}" for k, v in options.items())


class Inner:
    """A cell inside: its class with arguments, as rnnc writes them, and what a wrapper asks of it."""

    def __init__(self, make, **options):
        self.cell, self.text = make(**options), f"{{{make.use}: {{{written(options)}}}}}"
        self.states, self.widths = self.cell.states, self.cell.widths
        self.output_size = options.get("num_proj") or self.cell.units

    def shapes(self, features):
        return {f"cell.{name}": shape for name, shape in self.cell.shapes(features).items()}

    def step(self, w, x, state):
        return self.cell.step({name[5:]: value for name, value in w.items() if name.startswith("cell.")}, x, state)


class Highway:
    """class HighwayWrapper."""

    use = "tf1.highway"

    def __init__(self, cell, **options):
        self.cell, self.options = cell, options
        self.couple = options.get("couple_carry_transform_gates", True)
        self.states = [f"cell.{s}" for s in cell.states]
        self.widths = {f"cell.{s}": (width,) for s, width in cell.widths.items()}

    def shapes(self, features):
        gates = ["carry"] if self.couple else ["carry", "transform"]
        own = {name: shape for gate in gates for name, shape in ((f"{gate}_w", (features, features)), (f"{gate}_b", (features,)))}
        return {**own, **self.cell.shapes(features)}

    def step(self, w, inp, state):
        outputs, new_state = self.cell.step(w, inp, state)
        carry_weight, carry_bias = w["carry_w"], w["carry_b"]
        carry = sigmoid(np.matmul(inp, carry_weight) + carry_bias)
        if self.couple:
            transform = 1 - carry
        else:
            transform = sigmoid(np.matmul(inp, w["transform_w"]) + w["transform_b"])
        return inp * carry + outputs * transform, new_state


class Attention:
    """class AttentionCellWrapper with state_is_tuple; _Linear's variables as input_…, query_… and output_…."""

    use = "tf1.attention"

    def __init__(self, cell, attn_length, attn_size=0, attn_vec_size=0, input_size=0):
        self.cell, self.attn_length, self.input_size = cell, attn_length, input_size
        self.attn_size = attn_size or cell.output_size
        self.attn_vec_size = attn_vec_size or self.attn_size
        self.states = ["attns", "attn_states", *(f"cell.{s}" for s in cell.states)]
        own = {"attns": (self.attn_size,), "attn_states": (attn_length, self.attn_size)}
        self.widths = {**own, **{f"cell.{s}": (width,) for s, width in cell.widths.items()}}

    def shapes(self, features):
        input_size, a, v = self.input_size or features, self.attn_size, self.attn_vec_size
        return {
            "input_kernel": (features + a, input_size),
            "input_bias": (input_size,),
            "attn_w": (a, v),
            "attn_v": (v,),
            "query_kernel": (sum(self.cell.widths[s] for s in self.cell.states), v),
            "query_bias": (v,),
            "output_kernel": (self.cell.output_size + a, a),
            "output_bias": (a,),
            **self.cell.shapes(input_size),
        }

    def step(self, w, inputs, state):
        attns, attn_states, *state = state
        inputs = np.matmul(np.concatenate([inputs, attns], 1), w["input_kernel"]) + w["input_bias"]
        cell_output, new_state = self.cell.step(w, inputs, state)
        new_attns, new_attn_states = self.attention(w, np.concatenate(new_state, 1), attn_states)
        output = np.matmul(np.concatenate([cell_output, new_attns], 1), w["output_kernel"]) + w["output_bias"]
        new_attn_states = np.concatenate([new_attn_states, np.expand_dims(output, 1)], 1)
        return output, [new_attns, new_attn_states, *new_state]

    def attention(self, w, query, attn_states):
        hidden = np.reshape(attn_states, [-1, self.attn_length, 1, self.attn_size])
        # conv2d with a filter of 1 by 1
        hidden_features = np.einsum("blka,av->blkv", hidden, w["attn_w"])
        y = np.reshape(np.matmul(query, w["query_kernel"]) + w["query_bias"], [-1, 1, 1, self.attn_vec_size])
        s = np.sum(w["attn_v"] * np.tanh(hidden_features + y), (2, 3))
        a = np.exp(s) / np.sum(np.exp(s), 1, keepdims=True)
        d = np.sum(np.reshape(a, [-1, self.attn_length, 1, 1]) * hidden, (1, 2))
        return np.reshape(d, [-1, self.attn_size]), attn_states[:, 1:]


class WrapperMaker(Maker):
    def around(self, make, cell, batch, time, features, lengths=None, initial=False, direction="forward", **options):
        """One layer of one wrapper around one cell."""
        x = self.numbers(batch, time, features)
        wrapper = make(cell, **options)
        feeds = {"x": x, **({} if lengths is None else {"time.lengths": np.array(lengths, np.int64)})}
        ends = np.full(batch, time) if lengths is None else np.array(lengths)
        weights, expected, halves = {}, {}, []
        for d in ["forward", "backward"] if direction == "bidirectional" else [direction]:
            path = f"rnn.0.{d}"
            own = {name: self.numbers(*shape, scale=0.8) for name, shape in wrapper.shapes(features).items()}
            weights.update({f"{path}.{name}": value for name, value in own.items()})
            starts = {s: self.numbers(batch, *shape) if initial else np.zeros((batch, *shape)) for s, shape in wrapper.widths.items()}
            if initial:
                feeds.update({f"{path}.{s}": value for s, value in starts.items()})
            half, finals = self.unroll(wrapper, own, x, ends, starts, d == "backward")
            halves.append(half)
            expected.update({f"final_{d}_{s.replace('.', '_')}": (f"{path}.final.{s}", final) for s, final in zip(wrapper.states, finals, strict=True)})
        expected["sequence"] = ("rnn", np.concatenate(halves, 2))
        use = f"{{{make.use}: {{cell: {cell.text}{', ' if options else ''}{written(options)}}}}}"
        lines = ["name: golden", "inputs:", f"  x: {{shape: [batch, time, {features}]}}", "layers:", "  rnn:", "    type: recurrent", "    input: x", f"    cell: {use}", f"    direction: {direction}"]
        more = {direction: direction != "forward", "lengths": lengths is not None, "initial state": initial}
        self.cases.append({
            "name": ", ".join([f"{use[1:-1]}, batch {batch}, {time} steps of {features}", *(k for k, v in more.items() if v)]),
            "model": "\n".join([*lines, "outputs:", *(f"  {k}: {path}" for k, (path, _) in expected.items()), ""]),
            "weights": {k: listed(v) for k, v in weights.items()},
            "feeds": {k: listed(v) for k, v in feeds.items()},
            "variant": "inference",
            "outputs": {k: listed(v) for k, (_, v) in expected.items()},
            "tolerance": 1e-6,
        })

    def unroll(self, cell, weights, x, lengths, starts, backward):
        batch, time, _ = x.shape
        state, outputs = [starts[s] for s in cell.states], [None] * time
        for t in reversed(range(time)) if backward else range(time):
            valid = t < lengths
            y, new = cell.step(weights, x[:, t], state)
            outputs[t] = np.where(valid[:, None], y, 0)
            state = [np.where(valid.reshape(-1, *[1] * (after.ndim - 1)), after, before) for after, before in zip(new, state, strict=True)]
        return np.stack(outputs, 1), state


def highway(maker):
    separate = {"couple_carry_transform_gates": False}
    maker.around(Highway, Inner(BasicLstm, units=4), 2, 3, 4)
    maker.around(Highway, Inner(BasicLstm, units=3, forget_bias=0), 3, 5, 3, lengths=[5, 0, 2], initial=True, **separate)
    maker.around(Highway, Inner(Gru, units=5), 3, 4, 5, lengths=[1, 4, 3], direction="bidirectional", carry_bias_init=2)
    maker.around(Highway, Inner(BasicRnn, units=1), 1, 7, 1, direction="backward", **separate)
    maker.around(Highway, Inner(Cifg, units=3, num_proj=2, use_peepholes=True), 2, 4, 2, initial=True)
    maker.around(Highway, Inner(Ugrnn, units=13), 2, 3, 13, lengths=[3, 2], initial=True, direction="bidirectional", **separate)


def attention(maker):
    maker.around(Attention, Inner(BasicLstm, units=4), 2, 6, 3, attn_length=3)
    sizes = {"attn_size": 2, "attn_vec_size": 3, "input_size": 4}
    maker.around(Attention, Inner(BasicLstm, units=3, forget_bias=0), 3, 5, 2, lengths=[5, 0, 2], initial=True, attn_length=2, **sizes)
    maker.around(Attention, Inner(Gru, units=3), 3, 4, 2, lengths=[1, 4, 3], direction="bidirectional", initial=True, attn_length=4, attn_vec_size=5)
    maker.around(Attention, Inner(BasicRnn, units=2), 1, 7, 1, direction="backward", attn_length=1, attn_size=3)
    maker.around(Attention, Inner(Cifg, units=3, num_proj=2, use_peepholes=True), 2, 4, 2, initial=True, attn_length=2)
    maker.around(Attention, Inner(Ugrnn, units=13), 2, 3, 5, initial=True, attn_length=9, input_size=7)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True, metavar="DIR")
    options = arguments.parse_args()
    maker = WrapperMaker(np.random.RandomState(options.seed))
    highway(maker)
    attention(maker)
    versions = {"numpy": np.__version__, "python": platform.python_version()}
    result = {"framework": "code of TensorFlow 1.15 in numpy", "versions": versions, "seed": options.seed}
    print(json.dumps({**result, "cases": len(maker.cases)}))
    with open(os.path.join(options.out, "wrappers.json"), "w", encoding="utf-8") as file:
        json.dump({**result, "cases": maker.cases}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
