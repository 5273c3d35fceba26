"""Golden values from ONNX Runtime: writes onnx.json for test/goldens/goldens.test.ts.

Run by hand, never by the tests, in an environment with onnx 1.23, onnxruntime 1.32 and numpy:
    python make_onnx.py --seed 1 --out DIR && GOLDENS=DIR npm test

Every case is a model of one operator RNN, LSTM or GRU of opset 22. ONNX Runtime computes these in float32, so cases are compared to 1e-5. Of a row
without a step it gives zeros as the last state, rnnc the state that the row starts from: no row of length 0 has an initial state here.
"""

import argparse
import json
import os
import platform

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

OPSET = 22
# operator: (rnnc cell, gates, its states, functions of its equations, their defaults)
KINDS = {
    "RNN": ("rnn", 1, ["h"], ["f"], ["Tanh"]),
    "GRU": ("gru", 3, ["h"], ["f", "g"], ["Sigmoid", "Tanh"]),
    "LSTM": ("lstm", 4, ["h", "c"], ["f", "g", "h"], ["Sigmoid", "Tanh", "Tanh"]),
}
# ONNX function: (rnnc's, how many of alpha and beta it takes)
FUNCTIONS = {
    "Tanh": ("tanh", 0),
    "Sigmoid": ("sigmoid", 0),
    "Relu": ("relu", 0),
    "Softsign": ("softsign", 0),
    "Softplus": ("softplus", 0),
    "LeakyRelu": ("leaky_relu", 1),
    "Elu": ("elu", 1),
    "HardSigmoid": ("hard_sigmoid", 2),
}
# ONNX functions that are formulas in rnnc
FORMULAS = {
    "Affine": "{} * x + {}",
    "ScaledTanh": "{} * tanh({} * x)",
    "ThresholdedRelu": "where(x > {}, x, 0)",
}


def listed(array):
    """Nested lists with nine significant digits, enough for float32."""
    array = np.asarray(array)
    if array.ndim == 0:
        return float(f"{float(array):.9g}") if array.dtype.kind == "f" else int(array)
    return [listed(a) for a in array]


def written(function):
    """(name, *numbers) as rnnc writes it."""
    name, *numbers = function
    if name in FORMULAS:
        return f'"{FORMULAS[name].format(*numbers)}"'
    bound = ", ".join(f"{key}={value}" for key, value in zip(["alpha", "beta"], numbers))
    return f'"{FUNCTIONS[name][0]}({bound})"' if numbers else FUNCTIONS[name][0]


class Maker:
    def __init__(self, seed):
        self.random = np.random.RandomState(seed)
        self.cases = []

    def numbers(self, *shape, scale=1.0):
        return self.random.uniform(-scale, scale, shape).astype(np.float32)

    def run(self, op, units, batch, time, features, direction="forward", lengths=None, initial=False, activations=None, backward_activations=None, clip=0, bias=True, peepholes=False, input_forget=False, linear_before_reset=False, layout=0, scale=0.8):
        cell, gates, states, functions, defaults = KINDS[op]
        directions = {"forward": ["forward"], "reverse": ["backward"], "bidirectional": ["forward", "backward"]}[direction]
        count = len(directions)
        tensors = {
            "W": self.numbers(count, gates * units, features, scale=scale),
            "R": self.numbers(count, gates * units, units, scale=scale),
            "B": self.numbers(count, 2 * gates * units, scale=scale) if bias else None,
            "P": self.numbers(count, 3 * units, scale=scale) if peepholes else None,
        }
        x = self.numbers(batch, time, features)
        feeds = {"X": x if layout else x.transpose(1, 0, 2)}
        if lengths is not None:
            feeds["sequence_lens"] = np.array(lengths, np.int32)
        starts = {}
        for state in states if initial else []:
            starts[state] = self.numbers(count, batch, units)
            feeds[f"initial_{state}"] = starts[state].transpose(1, 0, 2) if layout else starts[state]
        chosen = [activations or [(name,) for name in defaults]] * count
        if backward_activations:
            chosen[1] = backward_activations
        attributes = {"hidden_size": units, "direction": direction}
        if activations:
            flat = [function for each in chosen for function in each]
            attributes["activations"] = [name for name, *_ in flat]
            attributes["activation_alpha"] = [function[1] for function in flat if len(function) > 1]
            attributes["activation_beta"] = [function[2] for function in flat if len(function) > 2]
        if clip:
            attributes["clip"] = clip
        if input_forget:
            attributes["input_forget"] = 1
        if linear_before_reset:
            attributes["linear_before_reset"] = 1
        if layout:
            attributes["layout"] = 1
        names = ["X", "W", "R", "B", "sequence_lens", "initial_h", *(["initial_c", "P"] if op == "LSTM" else [])]
        known = {**feeds, **{k: v for k, v in tensors.items() if v is not None}}
        inputs = [name if name in known else "" for name in names]
        outputs = ["Y", *(f"Y_{state}" for state in states)]
        node = helper.make_node(op, inputs, outputs, **{k: v for k, v in attributes.items() if v != []})
        graph = helper.make_graph(
            [node],
            "golden",
            [helper.make_tensor_value_info(k, TensorProto.INT32 if v.dtype == np.int32 else TensorProto.FLOAT, v.shape) for k, v in feeds.items()],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None] * (4 if name == "Y" else 3)) for name in outputs],
            [numpy_helper.from_array(v, k) for k, v in tensors.items() if v is not None],
        )
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
        onnx.checker.check_model(model)
        session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
        sequence, *finals = session.run(None, feeds)
        # [batch, time, directions * units] and [directions, batch, units]
        sequence = (sequence if layout else sequence.transpose(2, 0, 1, 3)).reshape(batch, time, count * units)
        finals = [final.transpose(1, 0, 2) if layout else final for final in finals]
        expected = {"sequence": ("rnn", sequence)}
        weights, rnnc_feeds = {}, {"x": x}
        if lengths is not None:
            rnnc_feeds["time.lengths"] = np.array(lengths, np.int64)
        for k, d in enumerate(directions):
            path = f"rnn.0.{d}"
            weights.update({f"{path}.W": tensors["W"][k], f"{path}.R": tensors["R"][k]})
            if bias:
                weights[f"{path}.Wb"], weights[f"{path}.Rb"] = np.split(tensors["B"][k], 2)
            if peepholes:
                weights[f"{path}.P"] = tensors["P"][k]
            for state, final in zip(states, finals, strict=True):
                if initial:
                    rnnc_feeds[f"{path}.{state}"] = starts[state][k]
                expected[f"final_{d}_{state}"] = (f"{path}.final.{state}", final[k])
        use = {"units": units}
        if activations:
            use.update({f"activation_{key}": written(function) for key, function in zip(functions, chosen[0], strict=True)})
        given = {"clip_threshold": clip, "peepholes": peepholes, "input_forget": input_forget, "linear_before_reset": linear_before_reset}
        use.update({key: json.dumps(value) for key, value in given.items() if value})
        if not bias:
            use["bias"] = "false"
        lines = ["name: golden", "inputs:", f"  x: {{shape: [batch, time, {features}]}}", "layers:", "  rnn:", "    type: recurrent", "    input: x", f"    cell: {{onnx.{cell}: {{{', '.join(f'{k}: {v}' for k, v in use.items())}}}}}"]
        if direction != "forward":
            lines.append(f"    direction: {'backward' if direction == 'reverse' else direction}")
        if backward_activations:
            lines.append(f"    backward: {{{', '.join(f'activation_{key}: {written(function)}' for key, function in zip(functions, chosen[1], strict=True))}}}")
        more = {direction: direction != "forward", "lengths": lengths is not None, "initial state": initial, "layout 1": layout == 1}
        sizes = f"{features} to {units}, batch {batch}, {time} steps"
        self.cases.append({
            "name": ", ".join([f"{op}, {sizes}", *(f"{k} {v}".replace('"', "") for k, v in use.items() if k != "units"), *(k for k, v in more.items() if v)]),
            "model": "\n".join([*lines, "outputs:", *(f"  {k}: {path}" for k, (path, _) in expected.items()), ""]),
            "weights": {k: listed(v) for k, v in weights.items()},
            "feeds": {k: listed(v) for k, v in rnnc_feeds.items()},
            "variant": "inference",
            "outputs": {k: listed(v) for k, (_, v) in expected.items()},
            "tolerance": 1e-5,
        })


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True, metavar="DIR")
    options = arguments.parse_args()
    maker = Maker(options.seed)
    hard, leaky, elu = ("HardSigmoid", 0.2, 0.5), ("LeakyRelu", 0.1), ("Elu", 0.7)
    kinds = {
        "RNN": [{}, {"clip": 0.4}, {"bias": False}, {"activations": [("Relu",)]}, {"activations": [("Softsign",)]}, {"activations": [elu], "clip": 0.3}],
        "GRU": [
            {},
            {"linear_before_reset": True},
            {"bias": False},
            {"bias": False, "linear_before_reset": True},
            {"clip": 0.3},
            {"clip": 0.3, "linear_before_reset": True},
            {"activations": [hard, leaky]},
            {"activations": [("HardSigmoid", 0.3, 0.4), ("Softplus",)], "linear_before_reset": True, "clip": 0.8},
        ],
        "LSTM": [
            {},
            {"bias": False},
            {"peepholes": True},
            {"input_forget": True},
            {"clip": 0.3},
            {"peepholes": True, "clip": 0.3},
            {"peepholes": True, "input_forget": True, "bias": False},
            {"activations": [hard, leaky, ("Softsign",)]},
            {"activations": [("HardSigmoid", 0.3, 0.4), elu, ("Relu",)], "peepholes": True, "clip": 0.7, "input_forget": True},
        ],
    }
    for op, variations in kinds.items():
        for i, more in enumerate(variations):
            features = 1 + i % 4
            maker.run(op, 4 + i % 2, 1 + i % 3, 1 + (i * 3) % 7, features, layout=0, **more)
            maker.run(op, 4, 3, 5, features, lengths=[5, 1, 3], initial=True, direction=["reverse", "bidirectional"][i % 2], **more)
        maker.run(op, 3, 3, 4, 2, lengths=[4, 0, 2])
    maker.run("LSTM", 3, 2, 4, 2, direction="bidirectional", activations=[hard, ("Tanh",), ("Softsign",)], backward_activations=[("HardSigmoid", 0.1, 0.4), leaky, ("Relu",)])
    maker.run("GRU", 3, 2, 4, 2, direction="bidirectional", activations=[("Sigmoid",), leaky], backward_activations=[hard, elu])
    affine, scaled, thresholded = ("Affine", 0.4, 0.1), ("ScaledTanh", 1.7159, 0.66667), ("ThresholdedRelu", 0.2)
    for function in (affine, scaled, thresholded):
        maker.run("RNN", 4, 2, 4, 3, direction="reverse", activations=[function], initial=True)
    maker.run("GRU", 4, 3, 5, 2, lengths=[5, 1, 3], activations=[hard, scaled])
    maker.run("LSTM", 4, 3, 5, 2, lengths=[5, 1, 3], activations=[affine, scaled, thresholded], initial=True)
    # sizes that fill vectors of 4 and 8 and leave a rest
    maker.run("RNN", 21, 1, 5, 6, scale=0.3)
    maker.run("LSTM", 13, 3, 3, 4, scale=0.3, peepholes=True)
    maker.run("GRU", 17, 2, 4, 5, scale=0.3, linear_before_reset=True)
    versions = {"onnxruntime": onnxruntime.__version__, "onnx": onnx.__version__, "opset": OPSET, "numpy": np.__version__, "python": platform.python_version()}
    result = {"framework": "ONNX Runtime", "versions": versions, "seed": options.seed}
    print(json.dumps({**result, "cases": len(maker.cases)}))
    with open(os.path.join(options.out, "onnx.json"), "w", encoding="utf-8") as file:
        json.dump({**result, "cases": maker.cases}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
