"""Makes scans.json: Scan nodes with attributes, states and bodies drawn at random, and what is refused of them.

See cases.py for versions.
    python make_scans.py
"""

from cases import Cases, graph, helper, model, np, run, turned, value

cases = Cases(142)
rng = cases.rng
make = helper.make_node
BATCH, STEPS = 3, 4
UNARY = ["Tanh", "Sigmoid", "Relu", "Softplus", "Neg", "Abs", "Softsign"]


def scan(name, states, sequences, outputs, backward=False, opset=22, rows_first=(), outputs_rows_first=(), mixed=None, fed=True):
    """States and sequences by size; outputs by what they are of: a state's index, or None for the candidate."""
    nodes, tensors = [], {}
    total = sum(sequences)
    nodes.append(make("Concat", [f"x{i}" for i in range(len(sequences))], ["x"], axis=-1))
    for i, size in enumerate(states):
        tensors.update({f"K{i}": cases.random(total, size), f"R{i}": cases.random(size, size), f"b{i}": cases.random(size)})
        one, two = rng.choice(UNARY, 2)
        nodes += [
            make("MatMul", ["x", f"K{i}"], [f"p{i}"]),
            make("MatMul", [f"s{i}", f"R{i}"], [f"q{i}"]),
            make("Add", [f"p{i}", f"q{i}"], [f"z{i}"]),
            make("Add", [f"z{i}", f"b{i}"], [f"y{i}"]),
            make(str(one), [f"y{i}"], [f"u{i}"]),
            make("Sigmoid", [f"y{i}"], [f"g{i}"]),
            make("Mul", [f"u{i}", f"g{i}"], [f"m{i}"]),
            make(str(two), [f"s{i}"], [f"v{i}"]),
            make("Sub", [f"m{i}", f"v{i}"], [f"n{i}"]),
            make("Tanh", [f"n{i}"], [f"next{i}"]),
        ]
    for o, (kind, state) in enumerate(outputs):
        nodes.append(make("Identity", [{"state": "next", "gate": "g", "old": "s"}[kind] + str(state)], [f"out{o}"]))
    body = graph(
        nodes,
        [value(f"s{i}", ["batch", n]) for i, n in enumerate(states)] + [value(f"x{i}", ["batch", n]) for i, n in enumerate(sequences)],
        [value(f"next{i}", ["batch", n]) for i, n in enumerate(states)] + [value(f"out{o}", ["batch", states[s]]) for o, (_, s) in enumerate(outputs)],
        {},
        "body",
    )
    attributes = {"num_scan_inputs": len(sequences), "body": body}
    if backward or mixed:
        attributes["scan_input_directions"] = [1] * len(sequences)
        if outputs:
            attributes["scan_output_directions"] = [1] * len(outputs)
    if mixed == "inputs":
        attributes["scan_input_directions"][0] = 0
    if mixed == "outputs":
        attributes["scan_output_directions"][0] = 0
    if rows_first:
        attributes["scan_input_axes"] = [int(i in rows_first) for i in range(len(sequences))]
    if outputs_rows_first and outputs:
        attributes["scan_output_axes"] = [(-2 if o % 2 else 1) if o in outputs_rows_first else 0 for o in range(len(outputs))]
    in_order = lambda i, chosen, size: ["batch", "time", size] if i in chosen else ["time", "batch", size]
    inputs = [value(f"seq{i}", in_order(i, rows_first, n)) for i, n in enumerate(sequences)]
    starts = [f"start{i}" for i in range(len(states))]
    if fed:
        inputs += [value(s, ["batch", n]) for s, n in zip(starts, states)]
    else:
        # numbers of the file, the same for every row
        tensors.update({s: np.repeat(cases.random(1, n), BATCH, 0) for s, n in zip(starts, states)})
    finals = [f"final{i}" for i in range(len(states))]
    stacked = [f"steps{o}" for o in range(len(outputs))]
    node = make("Scan", starts + [f"seq{i}" for i in range(len(sequences))], finals + stacked, name="scan", **attributes)
    results = [value(f, ["batch", n]) for f, n in zip(finals, states)]
    results += [value(o_, in_order(o, outputs_rows_first, states[s])) for o, (o_, (_, s)) in enumerate(zip(stacked, outputs))]
    made = model(graph([node], inputs, results, tensors), opset)
    if mixed:
        cases.refuse(name, made, "forward and others backward")
        return
    feeds = {f"seq{i}": cases.random(*((BATCH, STEPS) if i in rows_first else (STEPS, BATCH)), n, size=2) for i, n in enumerate(sequences)}
    if fed:
        feeds.update({s: cases.random(BATCH, n) for s, n in zip(starts, states)})
    found = run(made, feeds)
    plain = lambda k, array, chosen: array if array.ndim == 2 or int(k[-1]) in chosen else turned(array)
    cases.keep(
        name,
        made,
        {k: plain(k, v, rows_first) for k, v in feeds.items()},
        {k: plain(k, v, outputs_rows_first) for k, v in found.items()},
    )


for number in range(16):
    some = lambda most: [int(rng.integers(1, 4)) for _ in range(int(rng.integers(1, most + 1)))]
    states, sequences = some(3), some(3)
    outputs = [(str(rng.choice(["state", "gate", "old"])), int(rng.integers(0, len(states)))) for _ in range(int(rng.integers(0, 4)))]
    chosen = lambda count: tuple(i for i in range(count) if rng.random() < 0.4)
    scan(
        f"{number}",
        states,
        sequences,
        outputs,
        backward=bool(rng.random() < 0.5),
        opset=[11, 13, 16, 22][number % 4],
        rows_first=chosen(len(sequences)),
        outputs_rows_first=chosen(len(outputs)),
        fed=bool(rng.random() < 0.7),
    )
scan("sequences in different directions", [2], [2, 1], [("state", 0)], mixed="inputs")
scan("an output against its sequences", [2], [2], [("state", 0), ("gate", 0)], mixed="outputs")
cases.write("scans.json")
