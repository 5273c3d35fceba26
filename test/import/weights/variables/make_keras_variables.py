"""Variables of Keras models by their paths, with what the models give: writes NAME.safetensors and keras-cases.json for variables.test.ts.

Run by hand, never by the tests, in an environment with tensorflow 2.21.0, keras 3.15.1 and safetensors 0.8.0:
    python make_keras_variables.py

Variables are float32 numbers, the arithmetic is float64; outputs have nine digits.
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from keras import layers
from safetensors.numpy import save_file

HERE = pathlib.Path(__file__).parent
keras.backend.set_floatx("float64")


def tagger():
    return keras.Sequential([
        layers.Input((None,), dtype="int32", name="tokens"),
        layers.Embedding(9, 5, name="words"),
        layers.Bidirectional(layers.LSTM(4, return_sequences=True), name="encoder"),
        layers.GRU(3, return_sequences=True, name="memory"),
        layers.TimeDistributed(layers.Dense(3), name="tags"),
    ])


def convolutions():
    model = keras.Sequential([
        layers.Input((None, 3), name="x"),
        layers.Conv1D(3, 3, dilation_rate=2, padding="causal", activation="relu", name="near"),
        layers.Conv1D(3, 3, padding="same", name="around"),
        layers.LayerNormalization(name="norm"),
        layers.BatchNormalization(name="batch"),
    ])
    return model


def cells():
    return keras.Sequential([layers.Input((None, 3), name="x"), layers.RNN([layers.LSTMCell(4), layers.LSTMCell(4)], return_sequences=True, name="stack")])


TAGGER = """name: tagger
inputs: {{tokens: {{shape: [batch, time], dtype: int32}}}}
layers:
  words: {{type: embedding, input: tokens, vocabulary: 9, units: 5}}
  encoder: {{type: recurrent, input: words, cell: {{{lstm}: {{units: 4}}}}, direction: bidirectional, merge: concat}}
  memory: {{type: recurrent, input: encoder, cell: {{{gru}: {{units: 3}}}}}}
  tags: {{type: dense, input: memory, units: 3}}
outputs: {{y: tags}}
"""
STACK = """name: stack
inputs: {{x: {{shape: [batch, time, 3]}}}}
layers:
  stack: {{type: recurrent, input: x, cell: {{{lstm}: {{units: 4}}}}, depth: 2}}
outputs: {{y: stack}}
"""
CONVOLUTIONS = """name: convolutions
inputs: {x: {shape: [batch, time, 3]}}
layers:
  near: {type: conv1d, input: x, units: 3, kernel_size: 3, dilation: 2, activation: relu}
  around: {type: conv1d, input: near, units: 3, kernel_size: 3, padding: same}
  norm: {type: layer_norm, input: around}
  batch: {type: batch_norm, input: norm}
outputs: {y: batch}
"""
CASES = {
    "keras_tagger": (tagger, [TAGGER.format(lstm=lstm, gru=gru) for lstm, gru in (("keras.lstm", "keras.gru"), ("torch.lstm", "torch.gru"))]),
    "keras_cells": (cells, [STACK.format(lstm=lstm) for lstm in ("keras.lstm", "tf1.basic_lstm")]),
    "keras_convolutions": (convolutions, [CONVOLUTIONS]),
}


def rounded(array):
    return [rounded(part) for part in array] if array.ndim else float(f"{float(array):.9g}")


def main():
    cases = []
    for at, (name, (build, models)) in enumerate(CASES.items()):
        random = np.random.RandomState(50 + at)
        model = build()
        values = {v.path: random.uniform(-0.9, 0.9, v.shape).astype(np.float32) for v in model.variables if "seed" not in v.path}
        values = {path: abs(value) + np.float32(0.2) if path.endswith("variance") else value for path, value in values.items()}
        for v in model.variables:
            if v.path in values:
                v.assign(values[v.path])
        key = model.inputs[0].name
        given = random.randint(0, 9, (2, 5)) if key == "tokens" else random.uniform(-2, 2, (2, 6, 3)).astype(np.float32)
        found = keras.ops.convert_to_numpy(model(given))
        save_file(values, HERE / f"{name}.safetensors")
        cases.append({"name": name, "from": "keras", "models": models, "feeds": {key: given.tolist()}, "outputs": {"y": rounded(found)}})
    (HERE / "keras-cases.json").write_text(json.dumps({"keras": keras.__version__, "cases": cases}, separators=(",", ":")) + "\n")


main()
