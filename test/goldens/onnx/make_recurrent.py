"""Makes recurrent.json: RNN, GRU and LSTM nodes with attributes drawn at random.

See cases.py for versions.
    python make_recurrent.py
onnxruntime runs no node with layout 1: such a file is made of one with layout 0, whose numbers it must give.
"""

import itertools

from cases import Cases, TensorProto, graph, helper, model, np, parts, run, turned, value

GATES = {"RNN": 1, "GRU": 3, "LSTM": 4}
FUNCTIONS = {"RNN": 1, "GRU": 2, "LSTM": 3}
# with the alpha and beta that they take; those that limit nothing are left to the functions of outputs
ACTIVATIONS = {
    "Sigmoid": 0,
    "Tanh": 0,
    "Relu": 0,
    "Softsign": 0,
    "Softplus": 0,
    "LeakyRelu": 1,
    "ThresholdedRelu": 1,
    "Elu": 1,
    "HardSigmoid": 2,
    "ScaledTanh": 2,
    "Affine": 2,
}
cases = Cases(140)
rng = cases.rng


def activations(op, directions):
    names, alphas, betas = [], [], []
    for _ in range(directions * FUNCTIONS[op]):
        name = str(rng.choice(list(ACTIVATIONS)))
        names.append(name)
        if ACTIVATIONS[name] > 0:
            alphas.append(round(float(rng.uniform(0.1, 0.9)), 2))
        if ACTIVATIONS[name] > 1:
            betas.append(round(float(rng.uniform(0.1, 0.9)), 2))
    return {"activations": names, **({"activation_alpha": alphas} if alphas else {}), **({"activation_beta": betas} if betas else {})}


def node(name, op, direction, lengths=None, initial=None, peepholes=False, bias=True, layout=0, steps=4, units=2, features=2, **attributes):
    batch = 3
    d = 2 if direction == "bidirectional" else 1
    g = GATES[op]
    states = ["h", "c"][: 2 if op == "LSTM" else 1]
    tensors = {"W": cases.random(d, g * units, features), "R": cases.random(d, g * units, units)}
    if bias:
        tensors["B"] = cases.random(d, 2 * g * units)
    if peepholes:
        tensors["P"] = cases.random(d, 3 * units)
    feeds = {"X": cases.random(steps, batch, features, size=2)}
    if lengths is not None:
        feeds["lengths"] = np.array(lengths, np.int32)
    given = ["initial_" + s for s in states]
    if initial == "fed":
        feeds.update({name: cases.random(d, batch, units) for name in given})
    # numbers of the file, the same for each row
    if initial in ("constant", "expanded"):
        rows = {name: cases.random(d, 1, units) for name in given}
        tensors.update({k: np.repeat(v, batch, 1) for k, v in rows.items()} if initial == "constant" else {k + "_row": v for k, v in rows.items()})
    names = ["X", "W", "R", "B" if bias else "", "lengths" if lengths is not None else ""]
    names += [name if initial else "" for name in given] + (["P"] if peepholes else [])
    while names[-1] == "":
        names.pop()
    outs = ["Y", "Y_h", "Y_c"][: 1 + len(states)]

    def made(layout):
        state = [d, "batch", units] if layout == 0 else ["batch", d, units]
        shapes = {
            "X": ["time", "batch", features] if layout == 0 else ["batch", "time", features],
            "Y": ["time", d, "batch", units] if layout == 0 else ["batch", "time", d, units],
        }
        inputs = [
            value(k, ["batch"], TensorProto.INT32) if k == "lengths" else value(k, shapes.get(k, state)) for k in feeds
        ]
        more = {"layout": 1} if layout == 1 else {}
        one = helper.make_node(op, names, outs, name="rec", hidden_size=units, direction=direction, **attributes, **more)
        before = []
        more = {}
        if initial == "expanded":
            more = {"directions": np.array([d], np.int64), "units": np.array([units], np.int64)}
            before = [
                helper.make_node("Shape", ["X"], ["rows"], start=1 - layout, end=2 - layout),
                helper.make_node("Concat", ["directions", "rows", "units"] if layout == 0 else ["rows", "directions", "units"], ["to"], axis=0),
                *[helper.make_node("Expand", [k + "_row", "to"], [k]) for k in given],
            ]
        own = {k: v if layout == 0 or "initial" not in k else turned(v) for k, v in tensors.items()}
        return model(graph([*before, one], inputs, [value(o, shapes.get(o, state)) for o in outs], {**own, **more}))

    found = run(made(0), feeds)
    fed = {"X": turned(feeds["X"])}
    if lengths is not None:
        fed["time.lengths"] = feeds["lengths"]
    for key in feeds:
        if key.startswith("initial"):
            fed.update(parts(key, feeds[key], 0))
    wanted = {}
    for key, array in found.items():
        split = parts(key, array, 1 if key == "Y" else 0)
        wanted.update({k: turned(v) if key == "Y" else v for k, v in split.items()})
    cases.keep(name, made(layout), fed, wanted)


DIRECTIONS = ["forward", "reverse", "bidirectional"]
# a row of length 0 ends with zeros, whatever it started from
for op, direction in itertools.product(GATES, DIRECTIONS):
    node(f"{op} {direction}, a row without steps", op, direction, lengths=[4, 0, 2], initial="fed")
for op in GATES:
    node(f"{op}, a row of length 0 and numbers to start from", op, "bidirectional", lengths=[0, 3, 4], initial="expanded")

for number in range(36):
    op = list(GATES)[number % 3]
    direction = str(rng.choice(DIRECTIONS))
    d = 2 if direction == "bidirectional" else 1
    chance = lambda of=0.5: bool(rng.random() < of)
    options = activations(op, d) if chance() else {}
    if chance(0.4):
        options["clip"] = round(float(rng.uniform(0.2, 1)), 2)
    if op == "GRU" and chance():
        options["linear_before_reset"] = 1
    if op == "LSTM" and chance(0.4):
        options["input_forget"] = 1
    lengths = [int(rng.integers(0, 5)) for _ in range(3)] if chance() else None
    if lengths is not None:
        lengths[int(rng.integers(0, 3))] = 4
    node(
        f"{number}: {op} {direction} {' '.join(options)}".strip(),
        op,
        direction,
        lengths=lengths,
        initial=[None, "fed", "constant", "expanded"][int(rng.integers(0, 4))],
        peepholes=op == "LSTM" and chance(),
        bias=chance(0.8),
        layout=int(chance(0.3)),
        units=int(rng.integers(1, 4)),
        features=int(rng.integers(1, 4)),
        **options,
    )

# with one feature, a 2 may be the directions, or directions and features as one
for size in [2, -1]:
    nodes = [
        helper.make_node("GRU", ["X", "W", "R"], ["Y", "Y_h"], hidden_size=1, direction="bidirectional"),
        helper.make_node("Transpose", ["Y"], ["turned"], perm=[0, 2, 1, 3]),
        helper.make_node("Reshape", ["turned", "shape"], ["joined"]),
    ]
    tensors = {"W": cases.random(2, 3, 2), "R": cases.random(2, 3, 1), "shape": np.array([0, 0, size], np.int64)}
    outs = [value("joined", ["time", "batch", 2])]
    made = model(graph(nodes, [value("X", ["time", "batch", 2])], outs, tensors), 22)
    feeds = {"X": cases.random(4, 3, 2, size=2)}
    cases.keep(f"directions of one feature, Reshape to {size}", made, {"X": turned(feeds["X"])}, {k: turned(v) for k, v in run(made, feeds).items()})
rnn = helper.make_node("RNN", ["X", "W", "R"], ["Y", "Y_h"], hidden_size=1, activations=["ThresholdedRelu"])
tensors = {"W": cases.random(1, 1, 2), "R": cases.random(1, 1, 1)}
made = model(graph([rnn], [value("X", ["time", "batch", 2])], [value("Y", ["time", 1, "batch", 1])], tensors), 22)
cases.refuse("ThresholdedRelu without alpha, which onnxruntime takes for 0", made, "for which implementations differ")

cases.write("recurrent.json")
