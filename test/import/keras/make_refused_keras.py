"""A model of Keras with layers and functions that the model language has no equal for: writes models/refused.keras for refused.test.ts.

Run by hand, never by the tests, in an environment with tensorflow 2.21.0 and keras 3.15.1:
    python make_refused_keras.py
"""

import os
import pathlib
import tempfile
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
from keras import layers

FILE = pathlib.Path(__file__).parent / "models/refused.keras"


@keras.saving.register_keras_serializable("own")
class Scale(layers.Layer):
    """A layer of one's own, with a weight."""

    def build(self, shape):
        self.factor = self.add_weight(name="factor", shape=(shape[-1],))

    def call(self, x):
        return x * self.factor


@keras.saving.register_keras_serializable("own")
def twice(x):
    return 2 * keras.ops.tanh(x)


def main():
    x = keras.Input((6, 3), name="x")
    scaled = Scale(name="scale")(x)
    own = layers.LSTM(4, activation=twice, name="own_function")(x)
    dense = layers.Dense(3, activation=twice, name="own_dense")(x)
    turned = layers.Permute((2, 1), name="turned")(x)
    images = layers.UpSampling1D(2, name="longer")(x)
    heads = layers.MultiHeadAttention(2, 3, name="heads")(x, x)
    told = layers.LayerNormalization(axis=1, name="over_steps")(x)
    both = layers.Bidirectional(layers.GRU(2, go_backwards=True), backward_layer=layers.GRU(2), name="turned_over")(x)
    product = layers.Dot(axes=1, name="product")([x, x])
    model = keras.Model(x, [scaled, own, dense, turned, images, heads, told, both, product])
    random = np.random.RandomState(3)
    model.set_weights([random.uniform(-1, 1, w.shape).astype(np.float32) for w in model.get_weights()])
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "refused.keras")
        model.save(path)
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(FILE, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new:
            for name in old.namelist():
                new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)


main()
