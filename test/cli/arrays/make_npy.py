"""Files of NumPy 2.4.6 for test/cli/arrays.test.ts: python3 make_npy.py > npy.json"""

import base64
import io
import json

import numpy as np

assert np.__version__ == "2.4.6"


def text(save, *args, **kwargs):
    file = io.BytesIO()
    save(file, *args, **kwargs)
    return base64.b64encode(file.getvalue()).decode()


steps = np.linspace(-1, 1, 12).reshape(2, 3, 2)
tokens = np.array([[1, 0, 3], [2, 3, 1]])
inputs = {
    "x.f4": text(np.save, steps.astype("<f4")),
    "x.f8": text(np.save, steps),
    "x.i8": text(np.save, (10 * steps).astype("<i8")),
    "x.b1": text(np.save, steps > 0),
    "x.fortran": text(np.save, np.asfortranarray(steps)),
    "x.f2": text(np.save, steps.astype("<f2")),
    "x.big": text(np.save, steps.astype(">f4")),
    "x.rank": text(np.save, steps[0]),
    "tokens.i4": text(np.save, tokens.astype("<i4")),
    "tokens.i8": text(np.save, tokens.astype("<i8")),
    "tokens.far": text(np.save, tokens * 100),
    "lengths.i8": text(np.save, np.array([3, 1])),
    "both.npz": text(np.savez, x=steps.astype("<f4"), tokens=tokens),
    "both.compressed.npz": text(np.savez_compressed, x=steps.astype("<f4"), tokens=tokens),
}
written = [
    np.arange(6, dtype="<f4").reshape(2, 3) / 3,
    np.array([7, -8], dtype="<i4"),
    np.array([[True], [False]]),
    np.zeros((10, 1, 1, 1, 1, 1, 1, 1, 1, 2), dtype="<f4"),
    np.array(2.5, dtype="<f4"),
]
print(
    json.dumps(
        {
            "numpy": np.__version__,
            "inputs": inputs,
            "written": [
                {
                    "dtype": array.dtype.name,
                    "shape": array.shape,
                    "values": array.flatten().tolist(),
                    "file": text(np.save, array),
                }
                for array in written
            ],
        }
    )
)
