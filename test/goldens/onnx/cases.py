"""What the scripts beside it share: ONNX graphs of one node or a few, run by onnxruntime, kept as one JSON file of models, feeds and outputs.

onnx 1.23.2, onnxruntime 1.32.0, numpy 2.4.6, Python 3.11, on the CPU.
Feeds and outputs are in the order of rnnc: batch, steps, features; one output for each direction. Feeds are multiples of 1/64.
"""

import base64
import json
import os

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))


def value(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


def graph(nodes, inputs, outputs, tensors, name="graph"):
    return helper.make_graph(nodes, name, inputs, outputs, [numpy_helper.from_array(v, k) for k, v in tensors.items()])


def model(made, opset=22):
    found = helper.make_model(made, opset_imports=[helper.make_opsetid("", opset)], ir_version=10)
    onnx.checker.check_model(found)
    return found


def run(made, feeds):
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(made.SerializeToString(), options, providers=["CPUExecutionProvider"])
    names = [o.name for o in session.get_outputs()]
    return dict(zip(names, session.run(names, feeds)))


def parts(name, array, axis):
    if array.shape[axis] == 1:
        return {name: np.squeeze(array, axis)}
    return {f"{name}_{i}": np.take(array, i, axis) for i in range(array.shape[axis])}


def turned(array):
    """Steps before rows become rows before steps, or the other way."""
    return np.swapaxes(array, 0, 1)


def listed(array):
    array = np.asarray(array)
    whole = array.dtype.kind in "iub"
    return {"shape": list(array.shape), "data": [int(x) if whole else float(f"{x:.7g}") for x in array.flatten()]}


class Cases:
    def __init__(self, seed):
        self.rng = np.random.default_rng(seed)
        self.cases = []

    def random(self, *shape, size=0.7):
        return (np.round(self.rng.uniform(-size, size, shape) * 64) / 64).astype(np.float32)

    def keep(self, name, made, feeds, outputs):
        data = base64.b64encode(made.SerializeToString()).decode()
        written = lambda values: {k: listed(v) for k, v in values.items()}
        self.cases.append({"name": name, "model": data, "feeds": written(feeds), "outputs": written(outputs)})

    def refuse(self, name, made, reason):
        data = base64.b64encode(made.SerializeToString()).decode()
        self.cases.append({"name": name, "model": data, "refused": reason})

    def write(self, file):
        lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in self.cases)
        with open(os.path.join(HERE, file), "w") as out:
            out.write(f"[\n{lines}\n]\n")
