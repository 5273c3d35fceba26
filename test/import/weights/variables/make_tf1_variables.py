"""Variables of TensorFlow 1 cells by their names, with what the networks give: writes NAME.safetensors and tf1-cases.json for variables.test.ts.

Run by hand, never by the tests, in an environment with tensorflow 2.21.0 and safetensors 0.8.0:
    python make_tf1_variables.py

The cells are tensorflow.python.keras.layers.legacy_rnn.rnn_cell_impl, run in graph mode by tf.compat.v1.nn.dynamic_rnn and bidirectional_dynamic_rnn. Variables are
float32 numbers, the arithmetic is float64; outputs have nine digits.
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np
import tensorflow as tf
from safetensors.numpy import save_file
from tensorflow.python.keras.layers.legacy_rnn import rnn_cell_impl as cells

HERE = pathlib.Path(__file__).parent
v1 = tf.compat.v1
v1.disable_eager_execution()
v1.logging.set_verbosity(v1.logging.ERROR)
FLOAT = tf.float64


def x_of(features):
    return v1.placeholder(FLOAT, [None, None, features], name="x")


def tagger():
    """An embedding, a stack of cells, a layer for each token."""
    tokens = v1.placeholder(tf.int32, [None, None], name="tokens")
    table = v1.get_variable("words/embedding", [7, 3], FLOAT)
    stack = cells.MultiRNNCell([cells.BasicLSTMCell(4), cells.BasicLSTMCell(4)])
    with v1.variable_scope("encoder"):
        steps, _ = v1.nn.dynamic_rnn(stack, tf.nn.embedding_lookup(table, tokens), dtype=FLOAT)
    kernel, bias = v1.get_variable("logits/kernel", [4, 4], FLOAT), v1.get_variable("logits/bias", [4], FLOAT)
    return {"tokens": tokens}, tf.einsum("btf,fu->btu", steps, kernel) + bias


def peepholes():
    x = x_of(3)
    return {"x": x}, v1.nn.dynamic_rnn(cells.LSTMCell(4, use_peepholes=True, num_proj=3, forget_bias=0.5), x, dtype=FLOAT)[0]


def both():
    x = x_of(2)
    outputs, _ = v1.nn.bidirectional_dynamic_rnn(cells.GRUCell(3), cells.GRUCell(3), x, dtype=FLOAT)
    return {"x": x}, tf.concat(outputs, -1)


def simple():
    x = x_of(3)
    return {"x": x}, v1.nn.dynamic_rnn(cells.BasicRNNCell(3), x, dtype=FLOAT)[0]


def stack(features, cell, more=""):
    return f"""name: stack
inputs: {{x: {{shape: [batch, time, {features}]}}}}
layers:
  memory: {{type: recurrent, input: x, cell: {{{cell}}}{more}}}
outputs: {{y: memory}}
"""


TAGGER = """name: tagger
inputs: {tokens: {shape: [batch, time], dtype: int32}}
layers:
  words: {type: embedding, input: tokens, vocabulary: 7, units: 3}
  encoder: {type: recurrent, input: words, cell: {tf1.basic_lstm: {units: 4}}, depth: 2}
  logits: {type: dense, input: encoder, units: 4}
outputs: {y: logits}
"""
BOTH = ", direction: bidirectional, merge: concat"
CASES = {
    "tf1_tagger": (tagger, [TAGGER]),
    "tf1_peepholes": (peepholes, [stack(3, "tf1.lstm: {units: 4, use_peepholes: true, num_proj: 3, forget_bias: 0.5}")]),
    "tf1_both": (both, [stack(2, cell, BOTH) for cell in ("tf1.gru: {units: 3}", "keras.gru: {units: 3, reset_after: false}", "onnx.gru: {units: 3}")]),
    "tf1_simple": (simple, [stack(3, cell) for cell in ("tf1.basic_rnn: {units: 3}", "keras.simple_rnn: {units: 3}", "torch.rnn: {units: 3}")]),
}


def rounded(array):
    return [rounded(part) for part in array] if array.ndim else float(f"{float(array):.9g}")


def main():
    cases = []
    for at, (name, (build, models)) in enumerate(CASES.items()):
        v1.reset_default_graph()
        random = np.random.RandomState(40 + at)
        feeds, output = build()
        variables = v1.global_variables()
        values = {v.name: random.uniform(-0.9, 0.9, v.shape).astype(np.float32) for v in variables}
        given = {key: random.randint(0, 7, (2, 5)) if key == "tokens" else random.uniform(-2, 2, (2, 6, int(tensor.shape[-1]))).astype(np.float32) for key, tensor in feeds.items()}
        with v1.Session() as session:
            for v in variables:
                v.load(values[v.name].astype(np.float64), session)
            found = session.run(output, {feeds[key]: value for key, value in given.items()})
        save_file(values, HERE / f"{name}.safetensors")
        cases.append({"name": name, "from": "tf1", "models": models, "feeds": {key: value.tolist() for key, value in given.items()}, "outputs": {"y": rounded(found)}})
    (HERE / "tf1-cases.json").write_text(json.dumps({"tensorflow": tf.__version__, "cases": cases}, separators=(",", ":")) + "\n")


main()
