"""Golden values from TensorFlow Lite: writes tflite.json for test/goldens/goldens.test.ts.

Run by hand, never by the tests, in an environment with tensorflow 2.21 and numpy:
    python make_tflite.py --seed 1 --out DIR && GOLDENS=DIR npm test

Every case is a model of operators UNIDIRECTIONAL_SEQUENCE_LSTM, one for each direction, written as a flatbuffer: the converter makes none with
peepholes, coupled gates, a projection or layer norm. A backward layer is the operator over the reversed steps. TFLite's interpreter computes in
float32, so cases are compared to 1e-5. The operator knows no lengths.
"""

import argparse
import json
import os
import platform

import flatbuffers
import numpy as np
import tensorflow as tf
from tensorflow.lite.python import schema_py_generated as schema

GATES = ["input", "forget", "cell", "output"]
# the operator's inputs in order, lstm_shared.h
TENSORS = [
    "x",
    *(f"input_to_{gate}_weights" for gate in GATES),
    *(f"recurrent_to_{gate}_weights" for gate in GATES),
    *(f"cell_to_{gate}_weights" for gate in ["input", "forget", "output"]),
    *(f"{gate}_gate_bias" for gate in GATES),
    "projection_weights",
    "projection_bias",
    "output_state",
    "cell_state",
    *(f"{gate}_layer_norm_coefficients" for gate in GATES),
]
ACTIVATIONS = {"tanh": schema.ActivationFunctionType.TANH, "relu": schema.ActivationFunctionType.RELU}


def listed(array):
    """Nested lists with nine significant digits, enough for float32."""
    array = np.asarray(array)
    if array.ndim == 0:
        return float(f"{float(array):.9g}") if array.dtype.kind == "f" else int(array)
    return [listed(a) for a in array]


def shapes_of(features, units, use_cifg, use_peephole, use_layer_norm, num_proj, use_projection_bias):
    width = num_proj or units
    shapes = {}
    for gate in GATES:
        if gate == "input" and use_cifg:
            continue
        shapes[f"input_to_{gate}_weights"] = (units, features)
        shapes[f"recurrent_to_{gate}_weights"] = (units, width)
        shapes[f"{gate}_gate_bias"] = (units,)
        if use_peephole and gate != "cell":
            shapes[f"cell_to_{gate}_weights"] = (units,)
        if use_layer_norm:
            shapes[f"{gate}_layer_norm_coefficients"] = (units,)
    if num_proj:
        shapes["projection_weights"] = (num_proj, units)
        if use_projection_bias:
            shapes["projection_bias"] = (num_proj,)
    return shapes


def flatbuffer(x_shape, weights, states, activation, cell_clip, proj_clip):
    """A model of one operator, batch-major: x [batch, time, features] to y [batch, time, width]."""
    model, graph = schema.ModelT(), schema.SubGraphT()
    model.version, model.buffers, graph.tensors = 3, [schema.BufferT()], []

    def tensor(name, shape, data=None, variable=False):
        made = schema.TensorT()
        made.name, made.shape, made.type, made.isVariable = name, list(shape), schema.TensorType.FLOAT32, variable
        if data is not None:
            buffer = schema.BufferT()
            buffer.data = np.frombuffer(np.ascontiguousarray(data, np.float32).tobytes(), np.uint8)
            made.buffer = len(model.buffers)
            model.buffers.append(buffer)
        graph.tensors.append(made)
        return len(graph.tensors) - 1

    inputs = []
    for name in TENSORS:
        if name == "x":
            inputs.append(tensor(name, x_shape))
        elif name in states:
            inputs.append(tensor(name, states[name], variable=True))
        else:
            inputs.append(tensor(name, weights[name].shape, weights[name]) if name in weights else -1)
    operator, code, options = schema.OperatorT(), schema.OperatorCodeT(), schema.UnidirectionalSequenceLSTMOptionsT()
    options.fusedActivationFunction, options.cellClip, options.projClip, options.timeMajor = ACTIVATIONS[activation], cell_clip, proj_clip, False
    code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.UNIDIRECTIONAL_SEQUENCE_LSTM
    operator.inputs, operator.outputs = inputs, [tensor("y", (*x_shape[:2], states["output_state"][1]))]
    operator.builtinOptionsType, operator.builtinOptions = schema.BuiltinOptions.UnidirectionalSequenceLSTMOptions, options
    graph.inputs, graph.outputs, graph.operators = [inputs[0]], operator.outputs, [operator]
    model.operatorCodes, model.subgraphs = [code], [graph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def interpreted(x, weights, states, starts, activation, cell_clip, proj_clip):
    """Outputs of all steps and the last states."""
    shapes = {name: (x.shape[0], width) for name, width in states.items()}
    content = flatbuffer(x.shape, weights, shapes, activation, cell_clip, proj_clip)
    interpreter = tf.lite.Interpreter(model_content=content, experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES)
    interpreter.allocate_tensors()
    index = {detail["name"]: detail["index"] for detail in interpreter.get_tensor_details()}
    for name in states:
        interpreter.tensor(index[name])()[:] = starts[name]
    interpreter.set_tensor(index["x"], np.ascontiguousarray(x))
    interpreter.invoke()
    return interpreter.get_tensor(index["y"]).copy(), {name: interpreter.get_tensor(index[name]).copy() for name in states}


class Maker:
    def __init__(self, seed):
        self.random, self.cases = np.random.RandomState(seed), []

    def numbers(self, *shape, scale=1.0):
        return self.random.uniform(-scale, scale, shape).astype(np.float32)

    def run(self, units, batch, time, features, direction="forward", initial=False, activation="tanh", use_cifg=False, use_peephole=False, use_layer_norm=False, num_proj=0, use_projection_bias=False, cell_clip=0, proj_clip=0, scale=0.8):
        directions = ["forward", "backward"] if direction == "bidirectional" else [direction]
        states = {"output_state": num_proj or units, "cell_state": units}
        x = self.numbers(batch, time, features)
        feeds, weights, expected, halves = {"x": x}, {}, {}, []
        for d in directions:
            path = f"rnn.0.{d}"
            own = {name: self.numbers(*shape, scale=scale) for name, shape in shapes_of(features, units, use_cifg, use_peephole, use_layer_norm, num_proj, use_projection_bias).items()}
            weights.update({f"{path}.{name}": value for name, value in own.items()})
            starts = {name: self.numbers(batch, width) if initial else np.zeros((batch, width), np.float32) for name, width in states.items()}
            if initial:
                feeds.update({f"{path}.{name}": value for name, value in starts.items()})
            turn = slice(None, None, -1 if d == "backward" else 1)
            half, finals = interpreted(x[:, turn], own, states, starts, activation, cell_clip, proj_clip)
            halves.append(half[:, turn])
            expected.update({f"final_{d}_{name}": (f"{path}.final.{name}", final) for name, final in finals.items()})
        expected["sequence"] = ("rnn", np.concatenate(halves, 2))
        given = {"use_cifg": use_cifg, "use_peephole": use_peephole, "use_layer_norm": use_layer_norm, "num_proj": num_proj, "use_projection_bias": use_projection_bias, "cell_clip": cell_clip, "proj_clip": proj_clip}
        use = {"units": units, **({} if activation == "tanh" else {"activation": activation}), **{k: json.dumps(v) for k, v in given.items() if v}}
        lines = ["name: golden", "inputs:", f"  x: {{shape: [batch, time, {features}]}}", "layers:", "  rnn:", "    type: recurrent", "    input: x", f"    cell: {{tflite.lstm: {{{', '.join(f'{k}: {v}' for k, v in use.items())}}}}}"]
        if direction != "forward":
            lines.append(f"    direction: {direction}")
        more = {direction: direction != "forward", "initial state": initial}
        sizes = f"{features} to {units}, batch {batch}, {time} steps"
        self.cases.append({
            "name": ", ".join([f"tflite.lstm, {sizes}", *(f"{k} {v}" for k, v in use.items() if k != "units"), *(k for k, v in more.items() if v)]),
            "model": "\n".join([*lines, "outputs:", *(f"  {k}: {path}" for k, (path, _) in expected.items()), ""]),
            "weights": {k: listed(v) for k, v in weights.items()},
            "feeds": {k: listed(v) for k, v in feeds.items()},
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
    variations = [
        {},
        {"activation": "relu"},
        {"use_peephole": True},
        {"use_cifg": True},
        {"num_proj": 2},
        {"num_proj": 5, "use_projection_bias": True, "proj_clip": 0.2},
        {"use_layer_norm": True},
        {"cell_clip": 0.3, "use_peephole": True},
        {"use_cifg": True, "use_peephole": True, "cell_clip": 0.4},
        {"use_layer_norm": True, "use_peephole": True, "num_proj": 3, "use_projection_bias": True},
        {"use_cifg": True, "use_layer_norm": True, "use_peephole": True, "num_proj": 3, "cell_clip": 0.5, "proj_clip": 0.3},
    ]
    for i, more in enumerate(variations):
        features = 1 + i % 4
        maker.run(4 + i % 2, 1 + i % 3, 1 + (i * 3) % 7, features, **more)
        maker.run(4, 3, 5, features, initial=True, direction=["backward", "bidirectional"][i % 2], **more)
    # sizes that fill vectors of 4 and 8 and leave a rest
    maker.run(13, 3, 3, 5, scale=0.3, use_peephole=True, use_layer_norm=True)
    versions = {"tensorflow": tf.__version__, "numpy": np.__version__, "python": platform.python_version()}
    result = {"framework": "TensorFlow Lite", "versions": versions, "seed": options.seed}
    print(json.dumps({**result, "cases": len(maker.cases)}))
    with open(os.path.join(options.out, "tflite.json"), "w", encoding="utf-8") as file:
        json.dump({**result, "cases": maker.cases}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
