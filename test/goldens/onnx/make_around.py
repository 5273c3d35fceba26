"""Makes around.json: nodes around recurrent ones that cut and reduce, as files of opset 12 and 22 write them, and what is refused of them.

See cases.py for versions.
    python make_around.py
"""

from cases import Cases, graph, helper, model, np, run, value

cases = Cases(143)
make = helper.make_node
numbers = lambda *values: np.array(values, np.int64)


def file(opset, nodes, outputs, tensors=None):
    tensors = tensors or {}
    return model(graph(nodes, [value("x", ["batch", "time", 6])], [value(k, s) for k, s in outputs.items()], tensors), opset)


def kept(name, made):
    feeds = {"x": cases.random(3, 4, 6, size=2)}
    cases.keep(name, made, feeds, run(made, feeds))


STEPS = lambda size: ["batch", "time", size]
for opset in (12, 22):
    split = (
        [make("Split", ["x"], ["a", "unread", "b"], axis=2, split=[1, 2, 3])]
        if opset == 12
        else [make("Split", ["x", "sizes"], ["a", "unread", "b"], axis=-1)]
    )
    nodes = [*split, make("Mul", ["b", "a"], ["ab"]), make("Tanh", ["ab"], ["y"])]
    kept(f"features in pieces, opset {opset}", file(opset, nodes, {"y": STEPS(3)}, {} if opset == 12 else {"sizes": numbers(1, 2, 3)}))
    if opset == 12:
        mean = [make("ReduceMean", ["x"], ["m"], axes=[-1]), make("ReduceSum", ["x"], ["s"], axes=[2])]
        over = [make("ReduceMean", ["x"], ["t"], axes=[1], keepdims=0), make("ReduceMax", ["x"], ["u"], axes=[1], keepdims=0)]
    else:
        mean = [make("ReduceMean", ["x", "last"], ["m"]), make("ReduceSum", ["x", "last"], ["s"])]
        over = [make("ReduceMean", ["x", "one"], ["t"], keepdims=0), make("ReduceMax", ["x", "one"], ["u"], keepdims=0)]
    axes = {} if opset == 12 else {"last": numbers(-1), "one": numbers(1)}
    nodes = [*mean, make("Sub", ["x", "m"], ["d"]), make("Div", ["s", "four"], ["e"]), make("Add", ["d", "e"], ["y"])]
    used = {k: v for k, v in axes.items() if k == "last"}
    kept(f"sums and means of features, opset {opset}", file(opset, nodes, {"y": STEPS(6)}, {**used, "four": np.array(4, np.float32)}))
    nodes = [*over, make("Concat", ["t", "u"], ["y"], axis=1)]
    used = {k: v for k, v in axes.items() if k == "one"}
    kept(f"means and largest values of steps, opset {opset}", file(opset, nodes, {"y": ["batch", 12]}, used))

cut = make("Slice", ["x", "from", "to", "axis"], ["a"])
places = {"from": numbers(-4), "to": numbers(2**31), "axis": numbers(2)}
kept("features from the end", file(22, [cut, make("Sigmoid", ["a"], ["y"])], {"y": STEPS(4)}, places))
kept("a split in equal pieces", file(22, [make("Split", ["x"], ["a", "b"], axis=2, num_outputs=2), make("Sub", ["a", "b"], ["y"])], {"y": STEPS(3)}))

refuse = lambda name, nodes, outputs, tensors, reason: cases.refuse(name, file(22, nodes, outputs, tensors), reason)
refuse("the sum of the steps", [make("ReduceSum", ["x", "one"], ["y"], keepdims=0)], {"y": ["batch", 6]}, {"one": numbers(1)}, "only their mean")
refuse("features without their axis", [make("ReduceMean", ["x", "last"], ["y"], keepdims=0)], {"y": ["batch", "time"]}, {"last": numbers(2)}, "keeps their axis")
refuse("steps and features at once", [make("ReduceMean", ["x", "both"], ["y"])], {"y": ["batch", 1, 1]}, {"both": numbers(1, 2)}, "several axes")

cases.write("around.json")
