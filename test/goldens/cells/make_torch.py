"""Golden values from PyTorch: writes torch.json for test/goldens/goldens.test.ts.

Run by hand, never by the tests, in an environment with torch 2.15 and numpy:
    python make_torch.py --seed 1 --out DIR && GOLDENS=DIR npm test

The layers are torch.nn.RNN, LSTM and GRU, run in float64 on weights, inputs and states that are float32 numbers. Lengths are packed sequences.
PyTorch packs no row without a step, so no length is 0. A weight `weight_ih_l1_reverse` is `1.backward.weight_ih` of rnnc's layer.
"""

import argparse
import json
import os
import platform
import re

import numpy as np
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

# rnnc cell: (layer, its states in order)
KINDS = {"rnn": (torch.nn.RNN, ["h"]), "lstm": (torch.nn.LSTM, ["h", "c"]), "gru": (torch.nn.GRU, ["h"])}


def listed(array):
    """Nested lists with nine significant digits, enough for float32."""
    array = np.asarray(array)
    if array.ndim == 0:
        return float(f"{float(array):.9g}") if array.dtype.kind == "f" else int(array)
    return [listed(a) for a in array]


class Maker:
    def __init__(self, seed):
        self.random = np.random.RandomState(seed)
        self.cases = []

    def numbers(self, *shape, scale=1.0):
        return self.random.uniform(-scale, scale, shape).astype(np.float32).astype(np.float64)

    def run(self, kind, units, batch, time, features, lengths=None, initial=False, bidirectional=False, depth=1, scale=0.8, **options):
        make, states = KINDS[kind]
        directions = ["forward", "backward"] if bidirectional else ["forward"]
        layer = make(features, units, num_layers=depth, bidirectional=bidirectional, batch_first=True, dtype=torch.float64, **options)
        weights = {}
        for name, parameter in layer.named_parameters():
            weight, index, reverse = re.fullmatch(r"(\w+)_l(\d+)(_reverse)?", name).groups()
            value = self.numbers(*parameter.shape, scale=scale)
            parameter.data = torch.from_numpy(value)
            weights[f"rnn.{index}.{'backward' if reverse else 'forward'}.{weight}"] = value
        x = self.numbers(batch, time, features)
        feeds = {"x": x}
        if lengths is not None:
            feeds["time.lengths"] = np.array(lengths, np.int64)
        places = [(i, d) for i in range(depth) for d in directions]
        width = {"h": options.get("proj_size") or units, "c": units}
        call = []
        if initial:
            starts = {s: [self.numbers(batch, width[s]) for _ in places] for s in states}
            feeds.update({f"rnn.{i}.{d}.{s}": starts[s][k] for s in states for k, (i, d) in enumerate(places)})
            packed = [torch.from_numpy(np.stack(starts[s])) for s in states]
            call = [packed[0] if len(packed) == 1 else tuple(packed)]
        with torch.no_grad():
            given = torch.from_numpy(x)
            if lengths is None:
                sequence, finals = layer(given, *call)
            else:
                sequence, finals = layer(pack_padded_sequence(given, torch.tensor(lengths), batch_first=True, enforce_sorted=False), *call)
                sequence, _ = pad_packed_sequence(sequence, batch_first=True, total_length=time)
        finals = [finals] if kind != "lstm" else list(finals)
        expected = {"sequence": ("rnn", sequence)}
        for s, final in zip(states, finals, strict=True):
            for k, (i, d) in enumerate(places):
                expected[f"final_{i}_{d}_{s}"] = (f"rnn.{i}.{d}.final.{s}", final[k])
        use = ", ".join([f"units: {units}", *(f"{k}: {json.dumps(v).strip(chr(34))}" for k, v in options.items())])
        lines = ["name: golden", "inputs:", f"  x: {{shape: [batch, time, {features}]}}", "layers:", "  rnn:", "    type: recurrent", "    input: x", f"    cell: {{torch.{kind}: {{{use}}}}}"]
        if depth > 1:
            lines.append(f"    depth: {depth}")
        if bidirectional:
            lines.append("    direction: bidirectional")
        more = {"lengths": lengths is not None, "initial state": initial, "bidirectional": bidirectional, f"{depth} layers": depth > 1}
        sizes = f"{features} to {units}, batch {batch}, {time} steps"
        self.cases.append({
            "name": ", ".join([f"{kind}, {sizes}", *(f"{k} {v}" for k, v in options.items()), *(k for k, v in more.items() if v)]),
            "model": "\n".join([*lines, "outputs:", *(f"  {k}: {path}" for k, (path, _) in expected.items()), ""]),
            "weights": {k: listed(v) for k, v in weights.items()},
            "feeds": {k: listed(v) for k, v in feeds.items()},
            "variant": "inference",
            "outputs": {k: listed(v.numpy()) for k, (_, v) in expected.items()},
            "tolerance": 1e-6,
        })


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True, metavar="DIR")
    options = arguments.parse_args()
    maker = Maker(options.seed)
    variations = [("rnn", {}), ("rnn", {"nonlinearity": "relu"}), ("rnn", {"bias": False}), ("lstm", {}), ("lstm", {"bias": False}), ("lstm", {"proj_size": 2}), ("lstm", {"proj_size": 3, "bias": False}), ("gru", {}), ("gru", {"bias": False})]
    for i, (kind, more) in enumerate(variations):
        features = 1 + i % 4
        maker.run(kind, 4 + i % 2, 1 + i % 3, 1 + (i * 2) % 7, features, **more)
        maker.run(kind, 4, 3, 5, features, lengths=[5, 1, 3], initial=True, **more)
        maker.run(kind, 4, 2, 4, features, lengths=[2, 4], initial=i % 2 == 0, bidirectional=True, depth=2, **more)
    for kind in KINDS:
        maker.run(kind, 3, 2, 4, 3, depth=3)
        maker.run(kind, 3, 2, 4, 3, bidirectional=True)
    # sizes that fill vectors of 4 and 8 and leave a rest
    maker.run("rnn", 21, 1, 5, 6, scale=0.3)
    maker.run("lstm", 13, 3, 3, 4, scale=0.3)
    maker.run("lstm", 16, 2, 3, 5, scale=0.3, proj_size=9)
    maker.run("gru", 17, 2, 4, 5, scale=0.3)
    versions = {"torch": torch.__version__.split("+")[0], "numpy": np.__version__, "python": platform.python_version()}
    result = {"framework": "PyTorch", "versions": versions, "seed": options.seed}
    print(json.dumps({**result, "cases": len(maker.cases)}))
    with open(os.path.join(options.out, "torch.json"), "w", encoding="utf-8") as file:
        json.dump({**result, "cases": maker.cases}, file, separators=(",", ":"))
        file.write("\n")


if __name__ == "__main__":
    main()
