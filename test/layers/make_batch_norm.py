"""Five steps of gradient descent through batch norms of Keras and PyTorch, in float64: batch-norm.json.

Keras 3.15.1 (TensorFlow backend), PyTorch 2.15.0:  python test/layers/make_batch_norm.py
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
import torch  # noqa: E402

keras.config.set_floatx("float64")
# what Keras adds to the number of steps that a mask lets count
keras.config.set_epsilon(1e-30)
torch.set_default_dtype(torch.float64)
random = np.random.default_rng(20261129)
cases = []
RATE = 0.02
STEPS = 5


def tensor(value):
    array = np.asarray(value, dtype=np.float64)
    return {"shape": list(array.shape), "data": [float(f"{x:.12g}") for x in array.reshape(-1)]}


def numbers(*shape, low=-1.5, high=1.5):
    """Numbers of few digits, so that the file holds exactly what the framework was given."""
    return np.round(random.uniform(low, high, shape), 3)


def case(name, text, weights, batches, build):
    """`build` gives the trained variables by path, a function of a batch that gives outputs and loss, and one step of descent."""
    start = {path: tensor(value) for path, value in weights.items()}
    variables, forward, descend = build()
    steps = []
    for batch in batches:
        loss = descend(batch)
        steps.append({"loss": float(loss), "weights": {path: tensor(read()) for path, read in variables.items()}})
    cases.append(
        {
            "name": name,
            "model": text + f"training:\n  losses: [{{type: mse, output: y}}]\n  optimizer: sgd\n  rate: {RATE}\n  clip: none\n",
            "weights": start,
            "batches": [{key: tensor(value) for key, value in batch.items()} for batch in batches],
            "steps": steps,
            "evaluated": tensor(forward(batches[0])),
        }
    )


def within(lengths, time):
    return np.arange(time)[None, :] < np.asarray(lengths)[:, None]


def sequences(time=4):
    """Rows of different lengths; a batch may hold one step alone."""
    lengths = [[4, 4, 4], [4, 2, 0], [1, 4, 3], [1, 0, 0], [2, 4, 1]]
    return [
        {"x": numbers(3, time, 2), "target": numbers(3, time, 2), "time.lengths": np.array(each)} for each in lengths
    ]


DENSE = {"d.kernel": (2, 3), "d.bias": (3,), "y.kernel": (3, 2), "y.bias": (2,)}


def dense_weights():
    return {path: numbers(*shape) for path, shape in DENSE.items()}


def norm_weights(prefix, size=3):
    return {
        f"{prefix}.gamma": numbers(size, low=0.5),
        f"{prefix}.beta": numbers(size),
        f"{prefix}.moving_mean": numbers(size),
        f"{prefix}.moving_variance": numbers(size, low=0.5),
    }


def keras_descent(trained, loss_of):
    def descend(batch):
        with tf.GradientTape() as tape:
            loss = loss_of(batch)
        for variable, gradient in zip(trained, tape.gradient(loss, [v.value for v in trained])):
            variable.assign(variable - RATE * gradient)
        return loss

    return descend


def keras_norm(weights, prefix, rank=3, size=3, **keys):
    layer = keras.layers.BatchNormalization(**keys)
    layer.build((None,) * (rank - 1) + (size,))
    layer.set_weights([weights[f"{prefix}.{name}"] for name in ["gamma", "beta", "moving_mean", "moving_variance"]])
    return layer


def keras_sequences():
    weights = dense_weights() | norm_weights("n")
    layer = keras_norm(weights, "n", momentum=0.8)
    own = {path: keras.Variable(weights[path]) for path in DENSE}

    def forward(batch, training=False):
        mask = within(batch["time.lengths"], batch["x"].shape[1])
        d = tf.tanh(batch["x"] @ own["d.kernel"].value + own["d.bias"].value)
        return layer(d, training=training, mask=mask) @ own["y.kernel"].value + own["y.bias"].value

    def loss(batch):
        mask = within(batch["time.lengths"], batch["x"].shape[1])
        squares = tf.reduce_mean((forward(batch, True) - batch["target"]) ** 2, -1)
        return tf.reduce_sum(tf.where(mask, squares, 0.0)) / mask.sum()

    variables = {path: (lambda v=v: v.numpy()) for path, v in own.items()}
    variables |= {f"n.{v.name}": (lambda v=v: v.numpy()) for v in layer.weights}
    trained = [*own.values(), layer.gamma, layer.beta]
    text = """inputs: {x: {shape: [batch, time, 2]}}
layers:
  d: {type: dense, input: x, units: 3, activation: tanh}
  n: {type: batch_norm, input: d, momentum: 0.8}
  y: {type: dense, input: n, units: 2}
outputs: {y: y}
"""
    case("rows of different lengths, Keras", text, weights, sequences(), lambda: (variables, forward, keras_descent(trained, loss)))


def torch_sequences():
    weights = dense_weights() | norm_weights("n")
    norm = torch.nn.BatchNorm1d(3, momentum=0.3)
    with torch.no_grad():
        for key, name in {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean", "running_var": "moving_variance"}.items():
            getattr(norm, key).copy_(torch.tensor(weights[f"n.{name}"]))
    own = {path: torch.tensor(weights[path], requires_grad=True) for path in DENSE}

    def forward(batch, mask=None):
        d = torch.tanh(torch.tensor(batch["x"]) @ own["d.kernel"] + own["d.bias"])
        rows = d.reshape(-1, 3) if mask is None else d[mask]
        y = norm(rows) @ own["y.kernel"] + own["y.bias"]
        return y if mask is not None else y.reshape(*d.shape[:2], 2)

    def evaluate(batch):
        norm.eval()
        return forward(batch).detach()

    def descend(batch):
        mask = torch.tensor(within(batch["time.lengths"], batch["x"].shape[1]))
        loss = ((forward(batch, mask) - torch.tensor(batch["target"])[mask]) ** 2).mean()
        trained = [*own.values(), *norm.parameters()]
        gradients = torch.autograd.grad(loss, trained)
        with torch.no_grad():
            for parameter, gradient in zip(trained, gradients):
                parameter -= RATE * gradient
        return loss.detach()

    variables = {path: (lambda v=v: v.detach().numpy()) for path, v in own.items()}
    names = {"gamma": norm.weight, "beta": norm.bias, "moving_mean": norm.running_mean, "moving_variance": norm.running_var}
    variables |= {f"n.{name}": (lambda v=v: v.detach().numpy()) for name, v in names.items()}
    text = """inputs: {x: {shape: [batch, time, 2]}}
layers:
  d: {type: dense, input: x, units: 3, activation: tanh}
  n: {type: batch_norm, input: d, epsilon: 1e-5, momentum: 0.7, unbiased: true}
  y: {type: dense, input: n, units: 2}
outputs: {y: y}
"""
    # PyTorch refuses a batch of one number per feature
    batches = [batch for batch in sequences() if batch["time.lengths"].sum() > 1]
    case("rows of different lengths, PyTorch", text, weights, batches, lambda: (variables, evaluate, descend))


def keras_masked():
    weights = {path: numbers(*shape) for path, shape in {"d.kernel": (2, 3), "d.bias": (3,)}.items()} | norm_weights("n")
    layer = keras_norm(weights, "n", momentum=0.8)
    own = {path: keras.Variable(weights[path]) for path in ["d.kernel", "d.bias"]}

    def forward(batch, training=False):
        mask = within(batch["time.lengths"], batch["x"].shape[1]) & (batch["present"] != 0)
        d = batch["x"] @ own["d.kernel"].value + own["d.bias"].value
        n = layer(d, training=training, mask=mask)
        return tf.reduce_sum(tf.where(mask[..., None], n**2, 0.0), 1) / np.maximum(mask.sum(1), 1)[:, None]

    variables = {path: (lambda v=v: v.numpy()) for path, v in own.items()}
    variables |= {f"n.{v.name}": (lambda v=v: v.numpy()) for v in layer.weights}
    trained = [*own.values(), layer.gamma, layer.beta]
    text = """inputs: {x: {shape: [batch, time, 2]}, present: {shape: [batch, time]}}
layers:
  d: {type: dense, input: x, units: 3}
  n: {type: batch_norm, input: d, momentum: 0.8}
  squares: {type: multiply, inputs: [n, n]}
  y: {type: mean, input: squares, mask: present}
outputs: {y: y}
"""
    batches = [
        {"x": numbers(3, 4, 2), "present": np.array(present), "target": numbers(3, 3), "time.lengths": np.array(lengths)}
        for present, lengths in [
            ([[1, 0, 1, 1], [1, 1, 0, 0], [0, 1, 1, 1]], [4, 3, 2]),
            ([[0, 0, 1, 0], [1, 1, 1, 0], [0, 1, 0, 1]], [4, 4, 4]),
            ([[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]], [1, 2, 3]),
            ([[1, 0, 0, 0], [0, 0, 1, 0], [0, 1, 0, 1]], [4, 4, 4]),
            ([[1, 1, 0, 1], [1, 0, 1, 1], [0, 1, 1, 0]], [4, 4, 4]),
        ]
    ]

    def loss(batch):
        return tf.reduce_mean((forward(batch, True) - batch["target"]) ** 2)

    case("steps that a mask leaves out, Keras", text, weights, batches, lambda: (variables, forward, keras_descent(trained, loss)))


def keras_shared():
    """One layer called twice: its statistics follow both calls, one after the other."""
    weights = {"d.kernel": numbers(3, 3), "d.bias": numbers(3)} | norm_weights("n")
    layer = keras_norm(weights, "n", rank=2, momentum=0.7, epsilon=0.01)
    own = {path: keras.Variable(weights[path]) for path in ["d.kernel", "d.bias"]}

    def forward(batch, training=False):
        d = tf.tanh(layer(batch["x"], training=training) @ own["d.kernel"].value + own["d.bias"].value)
        return layer(d, training=training)

    def loss(batch):
        return tf.reduce_mean((forward(batch, True) - batch["target"]) ** 2)

    variables = {path: (lambda v=v: v.numpy()) for path, v in own.items()}
    variables |= {f"n.{v.name}": (lambda v=v: v.numpy()) for v in layer.weights}
    trained = [*own.values(), layer.gamma, layer.beta]
    text = """inputs: {x: {shape: [batch, 3]}}
layers:
  n: {type: batch_norm, input: x, momentum: 0.7, epsilon: 0.01}
  d: {type: dense, input: n, units: 3, activation: tanh}
  y: {type: batch_norm, input: d, momentum: 0.7, epsilon: 0.01, share: n}
outputs: {y: y}
"""
    batches = [{"x": numbers(4, 3), "target": numbers(4, 3)} for _ in range(STEPS)]
    case("one value per row, by a layer that is used twice, Keras", text, weights, batches, lambda: (variables, forward, keras_descent(trained, loss)))


keras_sequences()
torch_sequences()
keras_masked()
keras_shared()
text = ",\n".join(json.dumps(case) for case in cases)
pathlib.Path(__file__).with_name("batch-norm.json").write_text(f"[\n{text}\n]\n", encoding="utf-8")
print(f"{len(cases)} cases")
