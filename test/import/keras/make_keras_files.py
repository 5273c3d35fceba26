"""Files of Keras with the numbers that Keras computes: writes models/ and cases.json for test/import/keras.

Run by hand, never by the tests, in an environment with tensorflow 2.21.0, keras 3.15.1 and tf_keras 2.21.0 (Keras 2):
    python make_keras_files.py --seed 1

Weights are random float32 numbers, biases too; the outputs are computed in float64. `.keras` archives are packed again, deflated; `.h5` files are gzipped.
"""

import argparse
import gzip
import json
import os
import pathlib
import shutil
import tempfile
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
import tf_keras

FOLDER = pathlib.Path(__file__).parent / "models"


def listed(array):
    """Nested lists with nine significant digits, enough for float32."""
    array = np.asarray(array)
    if array.ndim == 0:
        return float(f"{float(array):.9g}") if array.dtype.kind == "f" else int(array)
    return [listed(a) for a in array]


def numbers(random, *shape):
    return random.uniform(-1, 1, shape).astype(np.float32)


def tokens(random, batch, time, vocabulary, holes=False):
    """From 1 up, with 0 at the ends of rows, or anywhere."""
    values = random.randint(1, vocabulary, (batch, time))
    if holes:
        values[random.uniform(size=(batch, time)) < 0.3] = 0
    else:
        for row in range(batch):
            values[row, time - random.randint(0, time) :] = 0
    return values.astype(np.int32)


def gaps(random, batch, time, features, value):
    x = numbers(random, batch, time, features)
    x[random.uniform(size=(batch, time)) < 0.4] = value
    x[0, 0, 0] = value  # one feature alone has the value
    return x


# each: (name, model of a library, inputs by name of the layer)
def simple(kind, units, features, **options):
    def build(k, random):
        x = k.Input((None, features), name="x")
        y = getattr(k.layers, kind)(units, name="memory", **options)(x)
        return k.Model(x, y), {"x": numbers(random, 3, 5, features)}

    return build


def both(kind, units, features, merge, **options):
    def build(k, random):
        x = k.Input((None, features), name="x")
        y = k.layers.Bidirectional(getattr(k.layers, kind)(units, **options), merge_mode=merge, name="both")(x)
        return k.Model(x, y), {"x": numbers(random, 2, 6, features)}

    return build


def tagger(k, random):
    layers = k.layers
    model = k.Sequential([
        layers.InputLayer(**({"shape": (None,)} if k is keras else {"input_shape": (None,)}), dtype="int32", name="words"),
        layers.Embedding(9, 5, mask_zero=True),
        layers.SpatialDropout1D(0.2),
        layers.Bidirectional(layers.LSTM(4, return_sequences=True, dropout=0.1, recurrent_dropout=0.2)),
        layers.Dropout(0.5),
        layers.GRU(3, return_sequences=True),
        layers.TimeDistributed(layers.Dense(4, activation="softmax")),
    ])
    return model, {"words": tokens(random, 4, 6, 9)}


def classifier(k, random):
    layers = k.layers
    model = k.Sequential([
        layers.Embedding(7, 4, mask_zero=True, **({} if k is keras else {"input_length": 6})),
        layers.Bidirectional(layers.GRU(3), merge_mode="ave"),
        layers.Dense(5, activation="relu", use_bias=False),
        layers.LayerNormalization(),
        layers.Dense(1, activation="sigmoid"),
    ])
    model.build((None, 6))
    return model, {None: tokens(random, 4, 6, 7, holes=True)}


def forecaster(k, random):
    layers = k.layers
    x = k.Input((8, 2), name="series")
    y = layers.Masking(-1.0)(x)
    y = layers.LSTM(4, return_sequences=True)(y)
    y = layers.LSTM(3)(y)
    y = layers.RepeatVector(3)(y)
    y = layers.LSTM(4, return_sequences=True)(y)
    return k.Model(x, layers.TimeDistributed(layers.Dense(1))(y)), {"series": gaps(random, 3, 8, 2, -1.0)}


def masked_dense(k, random):
    """What reads masked steps without a mask of its own gets zeros."""
    layers = k.layers
    x = k.Input((None, 2), name="x")
    masked = layers.Masking(-1.0)(x)
    return k.Model(x, [layers.Dense(3)(masked), layers.GlobalMaxPooling1D()(masked), layers.GlobalAveragePooling1D()(masked), layers.SimpleRNN(2)(masked)]), {
        "x": gaps(random, 3, 5, 2, -1.0)
    }


def translator(k, random):
    layers = k.layers
    source = k.Input((None,), dtype="int32", name="source")
    target = k.Input((None,), dtype="int32", name="target")
    _, h, c = layers.LSTM(4, return_state=True, name="encoder")(layers.Embedding(6, 3)(source))
    sequence, last_h, _ = layers.LSTM(4, return_sequences=True, return_state=True, name="decoder")(
        layers.Embedding(8, 3, name="target_words")(target), initial_state=[h, c]
    )
    words = layers.Dense(8, activation="softmax", name="words")(sequence)
    return k.Model([source, target], [words, last_h]), {"source": random.randint(0, 6, (2, 5)).astype(np.int32), "target": random.randint(0, 8, (2, 4)).astype(np.int32)}


def stacked(k, random):
    layers = k.layers
    x = k.Input((None, 3), name="x")
    cells = [layers.LSTMCell(4, recurrent_activation="hard_sigmoid"), layers.GRUCell(3, reset_after=False), layers.SimpleRNNCell(2, activation="relu")]
    y = layers.RNN(cells, return_sequences=True, name="stack")(x)
    z = layers.Bidirectional(layers.RNN([layers.GRUCell(2), layers.LSTMCell(2)], return_sequences=True), merge_mode="mul")(x)
    return k.Model(x, layers.Concatenate()([y, z])), {"x": numbers(random, 3, 4, 3)}


def backward(k, random):
    """Sequences that run the other way, and back again."""
    layers = k.layers
    x = k.Input((None, 2), name="x")
    turned = layers.LSTM(3, go_backwards=True, return_sequences=True)(x)
    more = layers.GRU(3, return_sequences=True)(turned)
    summed = layers.Add()([turned, more])
    again = layers.SimpleRNN(2, go_backwards=True, return_sequences=True)(summed)
    end = layers.GRU(2, go_backwards=True)(x)
    return k.Model(x, [again, end]), {"x": numbers(random, 2, 5, 2)}


def joined(k, random):
    layers = k.layers
    x = k.Input((6, 2), name="x")
    e = k.Input((1,), dtype="int32", name="shop")
    kind = layers.Flatten()(layers.Embedding(4, 3)(e))
    memory = layers.GRU(3, name="memory")(x)
    a = layers.Concatenate()([memory, kind])
    b = layers.Dense(6, activation="elu")(a)
    m = layers.Multiply()([a, b])
    s = layers.Subtract()([m, b])
    v = layers.Average()([a, b, s])
    t = layers.Maximum()([v, a])
    u = layers.Minimum()([t, m])
    steps = layers.Concatenate()([layers.RepeatVector(6)(u), x])
    return k.Model([x, e], layers.Dense(2)(steps)), {"x": numbers(random, 3, 6, 2), "shop": random.randint(0, 4, (3, 1)).astype(np.int32)}


def shared(k, random):
    """One encoder for two sequences, and a model in a model that is called twice."""
    layers = k.layers
    i = k.Input((None, 2), name="i")
    inner = k.Model(i, layers.Dense(3, activation="tanh")(layers.Bidirectional(layers.GRU(2), merge_mode="sum")(i)), name="encoder")
    a, b = k.Input((None, 2), name="a"), k.Input((None, 2), name="b")
    memory = layers.LSTM(3, name="memory")
    joined = layers.Concatenate()([memory(a), memory(b), inner(a), inner(b)])
    return k.Model([a, b], joined), {"a": numbers(random, 2, 4, 2), "b": numbers(random, 2, 6, 2)}


def nested(k, random):
    layers = k.layers
    head = k.Sequential([layers.Dense(4, activation="relu"), layers.BatchNormalization(), layers.Dense(2)], name="head")
    model = k.Sequential([layers.InputLayer(**({"shape": (5,)} if k is keras else {"input_shape": (5,)}), name="x"), layers.Reshape((5, 1)), layers.LSTM(3), layers.Rescaling(0.5, offset=-0.25), head])
    return model, {"x": numbers(random, 3, 5)}


def speller(masked):
    """Words letter by letter, then along the words. Keras can't read what follows under the mask of the letters."""

    def build(k, random):
        layers = k.layers
        x = k.Input((None, None) if k is keras else (4, 5), dtype="int32", name="letters")
        letters = layers.Embedding(9, 3, mask_zero=masked)(x)
        words = layers.TimeDistributed(layers.Bidirectional(layers.LSTM(3)), name="spelling")(letters)
        if masked:
            means = layers.TimeDistributed(layers.GlobalAveragePooling1D())(letters)
            heads = [layers.Dense(2)(words), layers.TimeDistributed(layers.Dense(2, activation="softmax"))(means)]
        else:
            heads = layers.Dense(2)(layers.GRU(4, return_sequences=True)(words))
        values = random.randint(1, 9, (3, 4, 5))
        values[random.uniform(size=values.shape) < 0.3] = 0
        return k.Model(x, heads), {"letters": values.astype(np.int32)}

    return build


def pages(k, random):
    """Sequences of sequences of sequences, and a convolution along the innermost."""
    layers = k.layers
    x = k.Input((2, 3, 6, 2), name="x")
    inner = layers.TimeDistributed(layers.TimeDistributed(layers.Conv1D(3, 3, padding="causal", activation="tanh")))(x)
    inner = layers.TimeDistributed(layers.TimeDistributed(layers.GRU(4)))(inner)
    middle = layers.TimeDistributed(layers.SimpleRNN(3, return_sequences=True))(inner)
    return k.Model(x, layers.LSTM(2)(layers.TimeDistributed(layers.GlobalMaxPooling1D())(middle))), {"x": numbers(random, 2, 2, 3, 6, 2)}


FUNCTIONS = ["relu", "sigmoid", "softplus", "softsign", "exponential", "elu", "selu", "gelu", "swish", "hard_sigmoid", "linear", "tanh", "softmax"]


def functions(names):
    def build(k, random):
        layers = k.layers
        x = k.Input((3,), name="x")
        outputs = [layers.Dense(3, activation=name)(x) for name in names]
        outputs += [layers.LeakyReLU(0.1)(x), layers.ELU(0.5)(x), layers.ReLU(max_value=0.5)(x), layers.ReLU(max_value=0.8, negative_slope=0.2, threshold=0.1)(x), layers.PReLU()(x), layers.Softmax()(x), layers.Activation("tanh")(x)]
        return k.Model(x, layers.Concatenate()(outputs)), {"x": 2 * numbers(random, 4, 3)}

    return build


def two_way_options(k, random):
    """Directions that are not alike, with states that are given and taken."""
    layers = k.layers
    x = k.Input((None, 2), name="x")
    starts = [k.Input((3,), name=name) for name in ["h1", "c1", "h2", "c2"]]
    layer = layers.Bidirectional(layers.LSTM(3, return_sequences=True, return_state=True), backward_layer=layers.LSTM(3, activation="relu", return_sequences=True, return_state=True, go_backwards=True), name="both")
    outputs = layer(x, initial_state=starts)
    same = layers.Bidirectional(layers.LSTM(3, return_state=True), name="same")(x, initial_state=starts)
    return k.Model([x, *starts], [outputs[0], outputs[1], outputs[4], *same]), {"x": numbers(random, 2, 4, 2), **{name: numbers(random, 2, 3) for name in ["h1", "c1", "h2", "c2"]}}


def frozen(k, random):
    """In a model that is a layer, `.h5` files have the weights that are trained first."""
    layers = k.layers
    i = k.Input((None, 2), name="i")
    first = layers.LSTM(3, return_sequences=True, trainable=False)
    inner = k.Model(i, layers.BatchNormalization()(layers.GRU(2)(first(i))), name="inner")
    x = k.Input((None, 2), name="x")
    return k.Model(x, layers.Dense(1)(inner(x))), {"x": numbers(random, 2, 4, 2)}


def called_twice(k, random):
    """A model in a model whose first call is an output, with a name that is not ASCII, and an input and layers that nothing reads."""
    layers = k.layers
    i = k.Input((None, 2), name="i")
    inner = k.Model(i, layers.GRU(2, return_sequences=True)(i), name="inner")
    a, b, c = k.Input((None, 2), name="a"), k.Input((None, 2), name="b"), k.Input((3,), name="c")
    memory = layers.LSTM(2, name="memory")
    memory(a)
    first, second = inner(a), inner(b)
    _, state = layers.SimpleRNN(2, return_state=True)(a)
    outputs = [first, layers.Dense(2, name="données" if k is keras else "donnees")(second), memory(b), state]
    return k.Model([a, b, c], outputs), {"a": numbers(random, 2, 3, 2), "b": numbers(random, 2, 3, 2), "c": numbers(random, 2, 3)}


def merged_masks(k, random):
    """Merges of Keras 3 that look at masks, and layers of Keras 2 that drop them."""
    layers = k.layers
    words = k.Input((None,), dtype="int32", name="words")
    x, z = k.Input((None, 2), name="x"), k.Input((None, 2), name="z")
    values = [layers.Embedding(4, 2, mask_zero=True)(words), layers.Masking(-1.0)(x), z]
    outputs = [kind()(chosen) for kind in [layers.Multiply, layers.Maximum, layers.Minimum] for chosen in [values, values[:2], values[1:]]]
    scaled = layers.Rescaling(0.5)(values[1])
    outputs += [layers.SimpleRNN(2)(scaled), layers.SimpleRNN(2)(layers.Reshape((-1, 2))(values[1]))]
    _, h = layers.GRU(2, return_state=True)(z)
    outputs += [layers.GRU(2, return_sequences=True)(values[1], initial_state=h), layers.Bidirectional(layers.GRU(2))(values[0], initial_state=[h, h])]
    return k.Model([words, x, z], outputs), {"words": tokens(random, 3, 5, 4, holes=True), "x": gaps(random, 3, 5, 2, -1.0), "z": numbers(random, 3, 5, 2)}


CASES = [
    ("simple_rnn", simple("SimpleRNN", 4, 3), "keras3", "keras"),
    ("simple_rnn_relu", simple("SimpleRNN", 3, 2, activation="relu", use_bias=False, return_sequences=True), "keras2", "h5"),
    ("lstm", simple("LSTM", 4, 3, return_sequences=True, return_state=True), "keras3", "keras"),
    ("lstm_backward", simple("LSTM", 2, 3, go_backwards=True, unit_forget_bias=False), "keras2", "keras"),
    ("lstm_functions", simple("LSTM", 3, 2, activation="softsign", recurrent_activation="hard_sigmoid", use_bias=False), "keras3", "h5"),
    ("lstm_keras2", simple("LSTM", 3, 2, recurrent_activation="hard_sigmoid", return_sequences=True), "keras2", "h5"),
    ("gru", simple("GRU", 4, 2, return_sequences=True), "keras3", "h5"),
    ("gru_before", simple("GRU", 3, 2, reset_after=False, return_state=True), "keras3", "keras"),
    ("gru_plain", simple("GRU", 3, 2, use_bias=False, activation="relu", recurrent_activation="hard_sigmoid"), "keras2", "keras"),
    ("both_concat", both("LSTM", 3, 2, "concat", return_sequences=True), "keras2", "h5"),
    ("both_sum", both("GRU", 3, 2, "sum", return_sequences=True), "keras3", "keras"),
    ("both_mul", both("SimpleRNN", 3, 2, "mul"), "keras3", "h5"),
    ("both_apart", both("LSTM", 2, 3, None, return_sequences=True), "keras3", "keras"),
    ("tagger", tagger, "keras3", "keras"),
    ("tagger_keras2", tagger, "keras2", "h5"),
    ("classifier", classifier, "keras3", "h5"),
    ("classifier_keras2", classifier, "keras2", "h5"),
    ("forecaster", forecaster, "keras3", "keras"),
    ("forecaster_keras2", forecaster, "keras2", "keras"),
    ("masked_dense", masked_dense, "keras3", "keras"),
    ("translator", translator, "keras3", "keras"),
    ("translator_keras2", translator, "keras2", "h5"),
    ("stacked", stacked, "keras3", "keras"),
    ("stacked_keras2", stacked, "keras2", "h5"),
    ("backward", backward, "keras3", "keras"),
    ("joined", joined, "keras3", "keras"),
    ("joined_keras2", joined, "keras2", "h5"),
    ("shared", shared, "keras3", "keras"),
    ("shared_h5", shared, "keras3", "h5"),
    ("shared_keras2", shared, "keras2", "h5"),
    ("nested", nested, "keras3", "h5"),
    ("nested_keras2", nested, "keras2", "keras"),
    ("functions", functions([*FUNCTIONS, "relu6", "mish", "leaky_relu", "hard_swish", "hard_tanh", "log_sigmoid", "tanh_shrink"]), "keras3", "keras"),
    ("functions_keras2", functions(FUNCTIONS), "keras2", "h5"),
    ("two_way_options", two_way_options, "keras3", "keras"),
    ("frozen", frozen, "keras3", "h5"),
    ("gru_formulas", simple("GRU", 3, 2, activation="mish", recurrent_activation="hard_silu", return_sequences=True), "keras3", "keras"),
    ("lstm_formulas", simple("LSTM", 3, 2, activation="selu", recurrent_activation="tanh_shrink"), "keras3", "keras"),
    ("called_twice", called_twice, "keras3", "keras"),
    ("called_twice_h5", called_twice, "keras3", "h5"),
    ("called_twice_keras2", called_twice, "keras2", "h5"),
    ("merged_masks", merged_masks, "keras3", "h5"),
    ("merged_masks_keras2", merged_masks, "keras2", "keras"),
    ("functions_more", functions(["log_softmax", "celu", "squareplus", "sparse_plus", "hard_shrink", "soft_shrink", "sparse_sigmoid"]), "keras3", "keras"),
    ("speller", speller(False), "keras3", "keras"),
    ("speller_keras2", speller(False), "keras2", "h5"),
    ("speller_masked", speller(True), "keras3", "h5"),
    ("pages", pages, "keras3", "keras"),
]


def in_float64(k, model):
    text = model.to_json().replace('"float32"', '"float64"').replace('"mixed_float16"', '"float64"')
    k.backend.set_floatx("float64")
    try:
        exact = k.models.model_from_json(text)
        exact.set_weights([w.astype(np.float64) for w in model.get_weights()])
    finally:
        k.backend.set_floatx("float32")
    return exact


def save(model, file):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, file)
        model.save(path)
        if file.endswith(".h5"):
            (FOLDER / f"{file}.gz").write_bytes(gzip.compress(pathlib.Path(path).read_bytes(), 9, mtime=0))
            return
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(FOLDER / file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
            for name in old.namelist():
                new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--only", help="one case, whose numbers are printed")
    options = arguments.parse_args()
    FOLDER.mkdir(exist_ok=True)
    cases = []
    for at, (name, build, library, ending) in enumerate(CASES):
        if options.only not in (None, name):
            continue
        random = np.random.RandomState(options.seed * 1000 + at)
        k = keras if library == "keras3" else tf_keras
        k.backend.clear_session()
        model, feeds = build(k, random)
        model.set_weights([np.abs(numbers(random, *w.shape)) + 0.1 if "variance" in v.name else numbers(random, *w.shape) for w, v in zip(model.get_weights(), model.weights, strict=True)])
        save(model, f"{name}.{ending}")
        exact = in_float64(k, model)
        given = [tf.constant(v if v.dtype == np.int32 else v.astype(np.float64)) for v in feeds.values()]
        outputs = exact(given[0] if len(given) == 1 else given, training=False)
        outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
        cases.append({"name": name, "file": f"{name}.{ending}", "feeds": [listed(v) for v in feeds.values()], "outputs": [listed(v.numpy()) for v in outputs]})
    text = json.dumps({"keras": keras.__version__, "tf_keras": tf_keras.__version__, "tensorflow": tf.__version__, "cases": cases}, separators=(",", ":"))
    if options.only is None:
        # the example of the README
        shutil.copy(FOLDER / "tagger.keras", FOLDER.parents[3] / "models/data/tagger.keras")
        (FOLDER / "cases.json").write_text(text.replace('{"name"', '\n{"name"') + "\n")
    else:
        print(text)


main()
