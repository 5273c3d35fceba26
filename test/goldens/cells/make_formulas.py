"""Golden values from formulas in numpy: writes contrib.json and paper.json for test/goldens/goldens.test.ts.

Run by hand, never by the tests, in an environment with numpy:
    python make_formulas.py --seed 1 --out DIR && GOLDENS=DIR npm test

The cells of tf.contrib.rnn are in no TensorFlow that still runs, so their classes are followed line by line from
tensorflow/contrib/rnn/python/ops/rnn_cell.py (1.15). Cells of papers follow the numbered equations of the paper, one gate and one matrix at a time, not
the joined matrices of models/cells/. Weights, inputs and states are float32 numbers, the arithmetic is float64. Beyond a row's length the output is 0
and the state stays.
"""

import argparse
import json
import os
import platform

import numpy as np


def listed(array):
    """Nested lists with nine significant digits, enough for float32."""
    array = np.asarray(array)
    if array.ndim == 0:
        return float(f"{float(array):.9g}") if array.dtype.kind == "f" else int(array)
    return [listed(a) for a in array]


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def relu(x):
    return np.maximum(x, 0)


def linear(x):
    return x


ACTIVATIONS = {"tanh": np.tanh, "relu": relu, "sigmoid": sigmoid, "linear": linear}


def contrib_norm(x, weights, scope):
    """tf.contrib.layers.layer_norm of one vector per row: nn.moments, then nn.batch_normalization with variance_epsilon 1e-12."""
    mean = np.mean(x, axis=1, keepdims=True)
    variance = np.mean(np.square(x - mean), axis=1, keepdims=True)
    factor = 1 / np.sqrt(variance + 1e-12) * weights[f"{scope}_gamma"]
    return x * factor + (weights[f"{scope}_beta"] - mean * factor)


def norms(units, *scopes):
    return {f"{scope}_{what}": (units,) for scope in scopes for what in ("gamma", "beta")}


class Cifg:
    """class CoupledInputForgetGateLSTMCell; W, B, W_F_diag, W_O_diag and W_P by rnnc's names."""

    use, states = "tf1.cifg", ["c", "m"]

    def __init__(self, units, forget_bias=1, use_peepholes=False, num_proj=0, proj_clip=0, activation="tanh", use_layer_norm=False):
        self.units, self.forget_bias, self.peepholes, self.num_proj, self.proj_clip = units, forget_bias, use_peepholes, num_proj, proj_clip
        self.activation, self.layer_norm = ACTIVATIONS[activation], use_layer_norm
        self.widths = {"c": units, "m": num_proj or units}

    def shapes(self, features):
        shapes = {"kernel": (features + self.widths["m"], 3 * self.units)}
        shapes.update(norms(self.units, "transform", "forget", "output", "state") if self.layer_norm else {"bias": (3 * self.units,)})
        if self.peepholes:
            shapes.update({"w_f_diag": (self.units,), "w_o_diag": (self.units,)})
        if self.num_proj:
            shapes["projection_kernel"] = (self.units, self.num_proj)
        return shapes

    def step(self, w, x, state):
        c_prev, m_prev = state
        lstm_matrix = np.matmul(np.concatenate([x, m_prev], 1), w["kernel"])
        if not self.layer_norm:
            lstm_matrix = lstm_matrix + w["bias"]
        j, f, o = np.split(lstm_matrix, 3, axis=1)
        if self.layer_norm:
            j = contrib_norm(j, w, "transform")
            f = contrib_norm(f, w, "forget")
            o = contrib_norm(o, w, "output")
        if self.peepholes:
            f_act = sigmoid(f + self.forget_bias + w["w_f_diag"] * c_prev)
        else:
            f_act = sigmoid(f + self.forget_bias)
        c = f_act * c_prev + (1 - f_act) * self.activation(j)
        if self.layer_norm:
            c = contrib_norm(c, w, "state")
        if self.peepholes:
            m = sigmoid(o + w["w_o_diag"] * c) * self.activation(c)
        else:
            m = sigmoid(o) * self.activation(c)
        if self.num_proj:
            m = np.matmul(m, w["projection_kernel"])
            if self.proj_clip:
                m = np.clip(m, -self.proj_clip, self.proj_clip)
        return m, [c, m]


class LayerNormBasicLstm:
    """class LayerNormBasicLSTMCell with layer_norm and without dropout."""

    use, states = "tf1.layer_norm_basic_lstm", ["c", "h"]

    def __init__(self, units, forget_bias=1, activation="tanh"):
        self.units, self.forget_bias, self.activation = units, forget_bias, ACTIVATIONS[activation]
        self.widths = {"c": units, "h": units}

    def shapes(self, features):
        return {"kernel": (features + self.units, 4 * self.units), **norms(self.units, "input", "transform", "forget", "output", "state")}

    def step(self, w, x, state):
        c, h = state
        i, j, f, o = np.split(np.matmul(np.concatenate([x, h], 1), w["kernel"]), 4, axis=1)
        i = contrib_norm(i, w, "input")
        j = contrib_norm(j, w, "transform")
        f = contrib_norm(f, w, "forget")
        o = contrib_norm(o, w, "output")
        g = self.activation(j)
        new_c = c * sigmoid(f + self.forget_bias) + sigmoid(i) * g
        new_c = contrib_norm(new_c, w, "state")
        new_h = self.activation(new_c) * sigmoid(o)
        return new_h, [new_c, new_h]


class Ugrnn:
    """class UGRNNCell."""

    use, states = "tf1.ugrnn", ["h"]

    def __init__(self, units, forget_bias=1, activation="tanh"):
        self.units, self.forget_bias, self.activation = units, forget_bias, ACTIVATIONS[activation]
        self.widths = {"h": units}

    def shapes(self, features):
        return {"kernel": (features + self.units, 2 * self.units), "bias": (2 * self.units,)}

    def step(self, w, x, state):
        rnn_matrix = np.matmul(np.concatenate([x, state[0]], 1), w["kernel"]) + w["bias"]
        g_act, c_act = np.split(rnn_matrix, 2, axis=1)
        c = self.activation(c_act)
        g = sigmoid(g_act + self.forget_bias)
        new_state = g * state[0] + (1.0 - g) * c
        return new_state, [new_state]


def positive(x):
    """g of Feng et al. 2024, appendix B."""
    return np.where(x >= 0, x + 0.5, sigmoid(x))


class MinGru:
    """Feng et al. 2024, section 3.1: z = sigmoid(Linear(x)), candidate = Linear(x), h = (1 - z) * h + z * candidate."""

    use, states = "paper.min_gru", ["h"]

    def __init__(self, units, log_space=False, use_bias=True):
        self.units, self.g, self.use_bias = units, positive if log_space else linear, use_bias
        self.widths = {"h": units}

    def shapes(self, features):
        return {"kernel": (features, 2 * self.units), **({"bias": (2 * self.units,)} if self.use_bias else {})}

    def step(self, w, x, state):
        n = self.units
        b = w.get("bias", np.zeros(2 * n))
        z = sigmoid(x @ w["kernel"][:, :n] + b[:n])
        candidate = self.g(x @ w["kernel"][:, n:] + b[n:])
        h = (1 - z) * state[0] + z * candidate
        return h, [h]


class MinLstm:
    """Feng et al. 2024, section 3.2, with the gates divided by their sum."""

    use, states = "paper.min_lstm", ["h"]

    def __init__(self, units, log_space=False, use_bias=True):
        self.units, self.g, self.use_bias = units, positive if log_space else linear, use_bias
        self.widths = {"h": units}

    def shapes(self, features):
        return {"kernel": (features, 3 * self.units), **({"bias": (3 * self.units,)} if self.use_bias else {})}

    def step(self, w, x, state):
        n = self.units
        b = w.get("bias", np.zeros(3 * n))
        f = sigmoid(x @ w["kernel"][:, :n] + b[:n])
        i = sigmoid(x @ w["kernel"][:, n : 2 * n] + b[n : 2 * n])
        candidate = self.g(x @ w["kernel"][:, 2 * n :] + b[2 * n :])
        h = f / (f + i) * state[0] + i / (f + i) * candidate
        return h, [h]


class Mgu:
    """Zhou et al. 2016, equations 7a to 7c; the paper joins [h, x]."""

    use, states = "paper.mgu", ["h"]

    def __init__(self, units):
        self.units, self.widths = units, {"h": units}

    def shapes(self, features):
        kernel = (features + self.units, self.units)
        return {"gate_kernel": kernel, "gate_bias": (self.units,), "candidate_kernel": kernel, "candidate_bias": (self.units,)}

    def step(self, w, x, state):
        h, features = state[0], x.shape[1]
        w_f, w_h = w["gate_kernel"], w["candidate_kernel"]
        f = sigmoid(h @ w_f[features:] + x @ w_f[:features] + w["gate_bias"])
        candidate = np.tanh((f * h) @ w_h[features:] + x @ w_h[:features] + w["candidate_bias"])
        new = (1 - f) * h + f * candidate
        return new, [new]


class Sru:
    """Lei et al. 2018, equations 1 to 4, with alpha of section 3.2."""

    use, states = "paper.sru", ["c"]

    def __init__(self, units, alpha=1):
        self.units, self.alpha, self.widths = units, alpha, {"c": units}

    def shapes(self, features):
        n = self.units
        skip = {} if features == n else {"highway_kernel": (features, n)}
        return {"kernel": (features, 3 * n), **skip, "v_f": (n,), "v_r": (n,), "b_f": (n,), "b_r": (n,)}

    def step(self, w, x, state):
        n, c = self.units, state[0]
        f = sigmoid(x @ w["kernel"][:, n : 2 * n] + w["v_f"] * c + w["b_f"])
        new_c = f * c + (1 - f) * (x @ w["kernel"][:, :n])
        r = sigmoid(x @ w["kernel"][:, 2 * n :] + w["v_r"] * c + w["b_r"])
        skip = x @ w["highway_kernel"] if "highway_kernel" in w else x
        return r * new_c + (1 - r) * skip * self.alpha, [new_c]


class IndRnn:
    """Li et al. 2018, equation 4."""

    use, states = "paper.ind_rnn", ["h"]

    def __init__(self, units, activation="relu"):
        self.units, self.activation, self.widths = units, ACTIVATIONS[activation], {"h": units}

    def shapes(self, features):
        return {"kernel": (features, self.units), "u": (self.units,), "b": (self.units,)}

    def step(self, w, x, state):
        h = self.activation(x @ w["kernel"] + w["u"] * state[0] + w["b"])
        return h, [h]


class Janet:
    """van der Westhuizen and Lasenby 2018, section 3: the form with beta; beta = 0 is the plain one."""

    use, states = "paper.janet", ["h"]

    def __init__(self, units, beta=1):
        self.units, self.beta, self.widths = units, beta, {"h": units}

    def shapes(self, features):
        return {"kernel": (features + self.units, 2 * self.units), "bias": (2 * self.units,)}

    def step(self, w, x, state):
        n, h, features = self.units, state[0], x.shape[1]
        s = h @ w["kernel"][features:, :n] + x @ w["kernel"][:features, :n] + w["bias"][:n]
        candidate = np.tanh(h @ w["kernel"][features:, n:] + x @ w["kernel"][:features, n:] + w["bias"][n:])
        new = sigmoid(s) * h + (1 - sigmoid(s - self.beta)) * candidate
        return new, [new]


class Lru:
    """Orvieto et al. 2023, equations 7 and 8 in complex numbers; the factor of B x is gamma * sqrt(1 - |lambda|^2)."""

    use, states = "paper.lru", ["re", "im"]

    def __init__(self, units):
        self.units, self.widths = units, {"re": units, "im": units}

    def shapes(self, features):
        n = self.units
        return {"nu_log": (n,), "theta_log": (n,), "gamma": (n,), "b_re": (features, n), "b_im": (features, n), "c_re": (n, features), "c_im": (n, features), "d": (features,)}

    def step(self, w, x, state):
        factor = np.exp(-np.exp(w["nu_log"]) + 1j * np.exp(w["theta_log"]))
        scale = w["gamma"] * np.sqrt(1 - np.abs(factor) ** 2)
        new = factor * (state[0] + 1j * state[1]) + scale * (x @ (w["b_re"] + 1j * w["b_im"]))
        y = (new @ (w["c_re"] + 1j * w["c_im"])).real + w["d"] * x
        return y, [new.real, new.imag]


class Qrnn:
    """Bradbury et al. 2017, equations 1 to 6: a matrix for each input of the window, of which the last is of x itself."""

    use = "paper.qrnn"

    def __init__(self, units, window=2, output_gate=True, input_gate=False, use_bias=True):
        self.units, self.window, self.use_bias = units, window, use_bias
        self.gates = ["z", "f", *(["o"] if output_gate else []), *(["i"] if input_gate else [])]
        self.states = ["c", "recent"] if window > 1 else ["c"]

    def shapes(self, features):
        self.widths = {"c": self.units, "recent": (self.window - 1) * features}
        matrices = {f"w_{gate}": (self.window * features, self.units) for gate in self.gates}
        return {**matrices, **({f"b_{gate}": (self.units,) for gate in self.gates} if self.use_bias else {})}

    def step(self, w, x, state):
        batch, features = x.shape
        inputs = [*(state[1].reshape(batch, -1, features).transpose(1, 0, 2) if self.window > 1 else []), x]

        def convolved(gate):
            taps = w[f"w_{gate}"].reshape(self.window, features, self.units)
            return sum(value @ tap for value, tap in zip(inputs, taps, strict=True)) + w.get(f"b_{gate}", 0)

        f = sigmoid(convolved("f"))
        i = sigmoid(convolved("i")) if "i" in self.gates else 1 - f
        c = f * state[0] + i * np.tanh(convolved("z"))
        h = sigmoid(convolved("o")) * c if "o" in self.gates else c
        return h, [c, *([np.concatenate(inputs[1:], 1)] if self.window > 1 else [])]


class Maker:
    def __init__(self, random):
        self.random, self.cases = random, []

    def numbers(self, *shape, scale=1.0):
        return self.random.uniform(-scale, scale, shape).astype(np.float32).astype(np.float64)

    def unroll(self, cell, weights, x, lengths, starts, backward):
        """One layer in one direction: outputs [batch, time, width] and the last states."""
        batch, time, _ = x.shape
        state = [starts[s] for s in cell.states]
        outputs = [None] * time
        for t in reversed(range(time)) if backward else range(time):
            valid = (t < lengths)[:, None]
            y, new = cell.step(weights, x[:, t], state)
            outputs[t] = np.where(valid, y, 0)
            state = [np.where(valid, after, before) for after, before in zip(new, state, strict=True)]
        return np.stack(outputs, 1), state

    def run(self, make, units, batch, time, features, lengths=None, initial=False, direction="forward", depth=1, scale=0.8, **options):
        directions = ["forward", "backward"] if direction == "bidirectional" else [direction]
        x = self.numbers(batch, time, features)
        feeds = {"x": x, **({} if lengths is None else {"time.lengths": np.array(lengths, np.int64)})}
        ends = np.full(batch, time) if lengths is None else np.array(lengths)
        weights, expected, sequence = {}, {}, x
        for index in range(depth):
            halves = []
            for d in directions:
                cell, path = make(units, **options), f"rnn.{index}.{d}"
                own = {name: self.numbers(*shape, scale=scale) for name, shape in cell.shapes(sequence.shape[2]).items()}
                weights.update({f"{path}.{name}": value for name, value in own.items()})
                starts = {s: self.numbers(batch, cell.widths[s]) if initial else np.zeros((batch, cell.widths[s])) for s in cell.states}
                if initial:
                    feeds.update({f"{path}.{s}": value for s, value in starts.items()})
                half, finals = self.unroll(cell, own, sequence, ends, starts, d == "backward")
                halves.append(half)
                expected.update({f"final_{index}_{d}_{s}": (f"{path}.final.{s}", final) for s, final in zip(cell.states, finals, strict=True)})
            sequence = np.concatenate(halves, 2)
        expected["sequence"] = ("rnn", sequence)
        use = {"units": units, **{k: v if isinstance(v, str) else json.dumps(v) for k, v in options.items()}}
        lines = ["name: golden", "inputs:", f"  x: {{shape: [batch, time, {features}]}}", "layers:", "  rnn:", "    type: recurrent", "    input: x", f"    cell: {{{make.use}: {{{', '.join(f'{k}: {v}' for k, v in use.items())}}}}}"]
        if depth > 1:
            lines.append(f"    depth: {depth}")
        if direction != "forward":
            lines.append(f"    direction: {direction}")
        more = {direction: direction != "forward", "lengths": lengths is not None, "initial state": initial, f"{depth} layers": depth > 1}
        sizes = f"{features} to {units}, batch {batch}, {time} steps"
        self.cases.append({
            "name": ", ".join([f"{make.use}, {sizes}", *(f"{k} {v}" for k, v in options.items()), *(k for k, v in more.items() if v)]),
            "model": "\n".join([*lines, "outputs:", *(f"  {k}: {path}" for k, (path, _) in expected.items()), ""]),
            "weights": {k: listed(v) for k, v in weights.items()},
            "feeds": {k: listed(v) for k, v in feeds.items()},
            "variant": "inference",
            "outputs": {k: listed(v) for k, (_, v) in expected.items()},
            # a row of few and nearly equal numbers is blown up where it is normalised
            "tolerance": 1e-5 if any(name.endswith("_gamma") for name in weights) else 1e-6,
        })

    def every_way(self, variations, last):
        for i, (make, options) in enumerate(variations):
            features = 1 + i % 4
            self.run(make, 3 + i % 3, 1 + i % 3, 1 + (i * 3) % 7, features, **options)
            self.run(make, 4, 3, 5, features, lengths=[5, 0, 3], initial=True, direction=["forward", "backward", "bidirectional"][i % 3], **options)
        for make in dict.fromkeys(make for make, _ in variations):
            self.run(make, 3, 3, 4, 2, lengths=[4, 2, 0], direction="bidirectional", initial=True, depth=2)
            # sizes that fill vectors of 4 and 8 and leave a rest
            self.run(make, last, 2, 3, 5, scale=0.3)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True, metavar="DIR")
    options = arguments.parse_args()
    random = np.random.RandomState(options.seed)
    contrib = Maker(random)
    contrib.every_way(
        [
            (Cifg, {}),
            (Cifg, {"forget_bias": 0, "activation": "relu"}),
            (Cifg, {"use_peepholes": True}),
            (Cifg, {"num_proj": 2}),
            (Cifg, {"use_peepholes": True, "num_proj": 5, "proj_clip": 0.2}),
            (Cifg, {"use_layer_norm": True}),
            (Cifg, {"use_layer_norm": True, "use_peepholes": True, "num_proj": 3, "proj_clip": 0.3}),
            (LayerNormBasicLstm, {}),
            (LayerNormBasicLstm, {"forget_bias": 0.5, "activation": "relu"}),
            (Ugrnn, {}),
            (Ugrnn, {"forget_bias": 0, "activation": "relu"}),
        ],
        13,
    )
    paper = Maker(random)
    paper.every_way(
        [
            (MinGru, {}),
            (MinGru, {"log_space": True}),
            (MinGru, {"use_bias": False}),
            (MinLstm, {}),
            (MinLstm, {"log_space": True}),
            (MinLstm, {"use_bias": False, "log_space": True}),
            (Mgu, {}),
            (Sru, {}),
            (Sru, {"alpha": 1.5}),
            (IndRnn, {}),
            (IndRnn, {"activation": "tanh"}),
            (Janet, {}),
            (Janet, {"beta": 0}),
            (Lru, {}),
        ],
        17,
    )
    paper.run(Sru, 4, 2, 5, 4, lengths=[3, 5], initial=True, alpha=1.7320508)
    paper.every_way(
        [
            (Qrnn, {}),
            (Qrnn, {"output_gate": False}),
            (Qrnn, {"input_gate": True, "window": 3}),
            (Qrnn, {"window": 1}),
            (Qrnn, {"window": 4, "use_bias": False}),
        ],
        9,
    )
    versions = {"numpy": np.__version__, "python": platform.python_version()}
    for name, framework, cases in (("contrib", "code of TensorFlow 1.15 in numpy", contrib.cases), ("paper", "formulas in numpy", paper.cases)):
        result = {"framework": framework, "versions": versions, "seed": options.seed}
        print(json.dumps({**result, "cases": len(cases)}))
        with open(os.path.join(options.out, f"{name}.json"), "w", encoding="utf-8") as file:
            json.dump({**result, "cases": cases}, file, separators=(",", ":"))
            file.write("\n")


if __name__ == "__main__":
    main()
