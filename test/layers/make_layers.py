"""What layers of Keras and PyTorch give for random weights and inputs, in float64: layers.json.

Keras 3.15.1 (TensorFlow backend), PyTorch 2.15.0:  python test/layers/make_layers.py
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402

keras.config.set_floatx("float64")
torch.set_default_dtype(torch.float64)
random = np.random.default_rng(20261129)
cases = []


def tensor(value):
    array = np.asarray(value, dtype=np.float64)
    return {"shape": list(array.shape), "data": [float(f"{x:.12g}") for x in array.reshape(-1)]}


def numbers(*shape, low=-1.5, high=1.5):
    """Numbers of few digits, so that the file holds exactly what the framework was given."""
    return np.round(random.uniform(low, high, shape), 3)


def case(name, framework, layer, inputs, weights, result, sizes=None):
    """A model whose one layer `y` reads the inputs."""
    shapes = "\n".join(f"  {key}: {{shape: [batch, time, {value.shape[-1]}]}}" for key, value in inputs.items())
    text = f"inputs:\n{shapes}\nlayers:\n  y: {layer}\noutputs: {{y: y}}\n"
    cases.append(
        {
            "name": f"{name}, {framework}",
            "model": text,
            "inputs": {key: tensor(value) for key, value in inputs.items()},
            "weights": {f"y.{key}": tensor(value) for key, value in weights.items()},
            "y": tensor(result),
        }
    )


def multiply():
    a, b, c = numbers(2, 3, 4), numbers(2, 3, 4), numbers(2, 3, 4)
    layer = "{type: multiply, inputs: [a, b, c]}"
    case("multiply", "Keras", layer, {"a": a, "b": b, "c": c}, {}, keras.layers.Multiply()([a, b, c]))
    product = torch.mul(torch.mul(torch.tensor(a), torch.tensor(b)), torch.tensor(c))
    case("multiply", "PyTorch", layer, {"a": a, "b": b, "c": c}, {}, product)


def layer_norm():
    x = numbers(2, 3, 5)
    for center, scale, epsilon in [(True, True, None), (False, True, 0.1), (True, False, 0.01), (False, False, 1e-5)]:
        weights = {"gamma": numbers(5)} if scale else {}
        weights |= {"beta": numbers(5)} if center else {}
        more = "" if epsilon is None else f", epsilon: {epsilon:.5f}"
        keys = f"{more}, center: {str(center).lower()}, scale: {str(scale).lower()}"
        layer = keras.layers.LayerNormalization(
            center=center, scale=scale, **({} if epsilon is None else {"epsilon": epsilon})
        )
        layer.build(x.shape)
        layer.set_weights(list(weights.values()))
        case(f"layer_norm{keys}", "Keras", f"{{type: layer_norm, input: x{keys}}}", {"x": x}, weights, layer(x))
    weights = {"gamma": numbers(5), "beta": numbers(5)}
    module = torch.nn.LayerNorm(5)
    module.load_state_dict({"weight": torch.tensor(weights["gamma"]), "bias": torch.tensor(weights["beta"])})
    result = module(torch.tensor(x)).detach()
    case("layer_norm", "PyTorch", "{type: layer_norm, input: x, epsilon: 1e-5}", {"x": x}, weights, result)


def conv1d():
    x = numbers(2, 7, 3)
    for size, dilation, padding, bias in [
        (3, 1, "causal", True), (2, 3, "causal", False), (1, 1, "causal", True),
        (3, 1, "same", True), (4, 1, "same", True), (2, 3, "same", True), (3, 2, "same", False), (5, 2, "causal", True),
    ]:  # fmt: skip
        weights = {"kernel": numbers(size, 3, 4)} | ({"bias": numbers(4)} if bias else {})
        keys = f"units: 4, kernel_size: {size}"
        keys += f", dilation: {dilation}, padding: {padding}" if size > 1 else ""
        keys += "" if bias else ", bias: false"
        layer = keras.layers.Conv1D(
            4, size, dilation_rate=dilation, padding=padding, use_bias=bias, activation="tanh"
        )
        layer.build(x.shape)
        layer.set_weights(list(weights.values()))
        text = f"{{type: conv1d, input: x, {keys}, activation: tanh}}"
        case(f"conv1d, {keys}", "Keras", text, {"x": x}, weights, layer(x))
        before = (size - 1) * dilation if padding == "causal" else 0
        module = torch.nn.Conv1d(3, 4, size, dilation=dilation, padding="same" if padding == "same" else 0, bias=bias)
        state = {"weight": torch.tensor(weights["kernel"].transpose(2, 1, 0).copy())}
        module.load_state_dict(state | ({"bias": torch.tensor(weights["bias"])} if bias else {}))
        padded = torch.nn.functional.pad(torch.tensor(x).transpose(1, 2), (before, 0))
        result = torch.tanh(module(padded)).transpose(1, 2).detach()
        case(f"conv1d, {keys}", "PyTorch", text, {"x": x}, weights, result)


def batch_norm():
    x = numbers(2, 3, 4)
    for center, scale, epsilon in [(True, True, None), (False, True, 0.1), (True, False, 0.01), (False, False, 1e-5)]:
        weights = {"gamma": numbers(4)} if scale else {}
        weights |= {"beta": numbers(4)} if center else {}
        weights |= {"moving_mean": numbers(4), "moving_variance": numbers(4, low=0.2, high=3)}
        more = "" if epsilon is None else f", epsilon: {epsilon:.5f}"
        keys = f"{more}, center: {str(center).lower()}, scale: {str(scale).lower()}"
        layer = keras.layers.BatchNormalization(
            center=center, scale=scale, **({} if epsilon is None else {"epsilon": epsilon})
        )
        layer.build(x.shape)
        layer.set_weights(list(weights.values()))
        text = f"{{type: batch_norm, input: x{keys}}}"
        case(f"batch_norm{keys}", "Keras", text, {"x": x}, weights, layer(x, training=False))
    names = {"gamma": "weight", "beta": "bias", "moving_mean": "running_mean", "moving_variance": "running_var"}
    weights = {key: numbers(4, low=0.2, high=3) for key in names}
    module = torch.nn.BatchNorm1d(4).eval()
    module.load_state_dict({names[key]: torch.tensor(value) for key, value in weights.items()}, strict=False)
    result = module(torch.tensor(x).transpose(1, 2)).transpose(1, 2).detach()
    case("batch_norm", "PyTorch", "{type: batch_norm, input: x, epsilon: 1e-5}", {"x": x}, weights, result)


multiply()
batch_norm()
layer_norm()
conv1d()
lines = ",\n".join(json.dumps(each) for each in cases)
pathlib.Path(__file__).with_name("layers.json").write_text(f"[\n{lines}\n]\n")
