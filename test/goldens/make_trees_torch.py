"""Golden values of tree cells from PyTorch, in float64. Run by hand, never by the tests, in an environment with torch and numpy:

    python make_trees_torch.py --seed 1 --out DIR

Writes DIR/training/trees-torch.json: cells over trees, forests and acyclic graphs, as a recursion over nodes that is written from the equations of
the papers, one node at a time. Weights are rnnc's, by path and in rnnc's layouts: `layout` of a cell says which of the paper's matrices stand in
them; a vector is a row, so that the paper's W x is x @ W.

A case is a gradient case (training_cases.py) over nodes in place of steps: recursive layer `tree`, perhaps a dense layer `head`; x is [batch, node,
features]. `feeds.parse` gives the children of every node of every sample, null where a named child is missing; `feeds.node.lengths` is the number of
nodes. Nodes are in any order. `root` is what the node that is nobody's child has, zeros where there are no nodes. Some cases have `steps`: five of
torch.optim.Adam with the options of the file, each {loss before it, weights after it}.
"""

import argparse

import numpy as np
import torch
from training_cases import STEPS, flow, listed, listed_by_name, numbers, term_factors, write

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)

BATCHES = {
    # a lone node, a chain, a wide one, two trees of which one is a node
    "forest": [[[]], [[1], [2], [3], []], [[], [], [0, 4, 5, 1], [], [], []], [[3], [], [], [4, 1], []]],
    # every sample has one root, or no node
    "trees": [[[], [0, 3, 4], [], [5, 2], [], []], [[]], [[], [2], [0]], []],
    # nodes with several parents, and several nodes without one
    "acyclic": [[[1, 2], [3], [3, 1], []], [[], [0], [0, 1], [0], [1, 3, 2]], [[1, 2], [], [], [1]]],
    "binary forest": [[[None, None]], [[1, None], [None, 2], [3, None], [None, None]], [[None, None], [2, 4], [None, 0], [None, None], [None, None]]],
    "binary trees": [
        [[None, None], [0, 3], [None, None], [5, 2], [None, None], [4, 6], [None, None]],
        [[None, None]],
        [[2, None], [None, None], [None, 1]],
        [],
    ],
    "binary acyclic": [[[1, 2], [3, None], [3, 1], [None, None]], [[None, None], [0, 0], [1, 0]]],
}
FEATURES = 2
ADAM = {"lr": 0.02, "beta1": 0.9, "beta2": 0.99, "eps": 1e-4}


def total(values):
    """The sum of vectors, of which there may be none: 0."""
    return sum(values[1:], values[0]) if values else 0.0


class Cell:
    """`blocks`: the paper's matrices with their shapes. `layout`: for every weight of rnnc rows of blocks."""

    name, options, states, places = "", {}, ["h"], None
    sigmoid, tanh = staticmethod(torch.sigmoid), staticmethod(torch.tanh)

    def __init__(self, features, units):
        self.features, self.units = features, units

    def title(self):
        return f"tree.{self.name}{''.join(f' {name} {flow(value)}' for name, value in self.options.items())}"

    def use(self):
        return {f"tree.{self.name}": {"units": self.units, **self.options}}

    def gates(self, names, children=("",)):
        """W, U and b of gates: `Wi`, `Ui` (`Uileft` where each child has its own), `bi`."""
        shapes = {}
        for gate in names:
            shapes[f"W{gate}"], shapes[f"b{gate}"] = (self.features, self.units), (self.units,)
            shapes.update({f"U{gate}{child}": (self.units, self.units) for child in children})
        return shapes

    def zeros(self):
        return {state: torch.zeros(self.units) for state in self.states}


class Recursive(Cell):
    """Socher, Lin, Ng and Manning 2011, "Parsing natural scenes and natural language with recursive neural networks", equation 1: p = f(W [c1; c2] +
    b), f = tanh; and the node's own input, as a third vector that is joined."""

    name, places = "recursive", ["left", "right"]
    layout = {"w": [["Wx"], ["Wleft"], ["Wright"]], "b": [["b"]]}

    def blocks(self):
        units = self.units
        return {"Wx": (self.features, units), "Wleft": (units, units), "Wright": (units, units), "b": (units,)}

    def step(self, p, x, left, right):
        return {"h": self.tanh(x @ p["Wx"] + left["h"] @ p["Wleft"] + right["h"] @ p["Wright"] + p["b"])}


class ChildSumLSTM(Cell):
    """Tai, Socher and Manning 2015, "Improved semantic representations from tree-structured long short-term memory networks", equations 2 to 8."""

    name, states = "child_sum_lstm", ["c", "h"]
    layout = {
        "w_iou": [["Wi", "Wo", "Wu"]],
        "u_iou": [["Ui", "Uo", "Uu"]],
        "b_iou": [["bi", "bo", "bu"]],
        "w_f": [["Wf"]],
        "u_f": [["Uf"]],
        "b_f": [["bf"]],
    }

    def blocks(self):
        return self.gates("iouf")

    def step(self, p, x, children):
        h_sum = total([child["h"] for child in children])
        h_sum = h_sum if children else torch.zeros(self.units)
        i = self.sigmoid(x @ p["Wi"] + h_sum @ p["Ui"] + p["bi"])
        o = self.sigmoid(x @ p["Wo"] + h_sum @ p["Uo"] + p["bo"])
        u = self.tanh(x @ p["Wu"] + h_sum @ p["Uu"] + p["bu"])
        forgotten = [self.sigmoid(self.own(p, x) + child["h"] @ p["Uf"] + p["bf"]) * child["c"] for child in children]
        c = i * u + total(forgotten)
        return {"c": c, "h": o * self.tanh(c)}

    @staticmethod
    def own(p, x):
        return x @ p["Wf"]


class ChildSumLSTMWithoutInput(ChildSumLSTM):
    """The same with forget gates that do not see the node's own input, as in the example of the Deep Graph Library."""

    options = {"forget_input": False}
    layout = {name: rows for name, rows in ChildSumLSTM.layout.items() if name != "w_f"}

    def blocks(self):
        return {name: shape for name, shape in super().blocks().items() if name != "Wf"}

    @staticmethod
    def own(_p, _x):
        return 0.0


class NaryLSTM(Cell):
    """The same paper, equations 9 to 14, N = 2: a matrix for each child in every gate, and in the forget gates for every pair of children."""

    name, states, places = "nary_lstm", ["c", "h"], ["left", "right"]
    layout = {
        "w": [["Wi", "Wf", "Wo", "Wu"]],
        "u_left": [["Uileft", "Ufleftleft", "Ufrightleft", "Uoleft", "Uuleft"]],
        "u_right": [["Uiright", "Ufleftright", "Ufrightright", "Uoright", "Uuright"]],
        "b": [["bi", "bf", "bo", "bu"]],
    }

    def blocks(self):
        pairs = {f"Uf{k}{l}": (self.units, self.units) for k in self.places for l in self.places}
        return {**self.gates("iou", self.places), "Wf": (self.features, self.units), "bf": (self.units,), **pairs}

    def step(self, p, x, left, right):
        children = {"left": left, "right": right}

        def product(name):
            return total([children[l]["h"] @ p[f"{name}{l}"] for l in self.places])

        i = self.sigmoid(x @ p["Wi"] + product("Ui") + p["bi"])
        f = {k: self.sigmoid(x @ p["Wf"] + product(f"Uf{k}") + p["bf"]) for k in self.places}
        o = self.sigmoid(x @ p["Wo"] + product("Uo") + p["bo"])
        u = self.tanh(x @ p["Wu"] + product("Uu") + p["bu"])
        c = i * u + total([f[k] * children[k]["c"] for k in self.places])
        return {"c": c, "h": o * self.tanh(c)}


class GRU(Cell):
    """Zhou, Liu and Pan 2016, "Modelling sentence pairs with tree-structured attentive encoder", the child-sum tree GRU: the sum of the children's
    states takes the place of the state before, and z is how much of the candidate is taken."""

    name = "gru"
    layout = {
        "w": [["Wz", "Wr", "Wh"]],
        "u": [["Uz", "Ur", "Uh"]],
        "b": [["bz", "br", "bh"]],
    }

    def blocks(self):
        return self.gates("zrh")

    def step(self, p, x, children):
        h = total([child["h"] for child in children]) if children else torch.zeros(self.units)
        z = self.sigmoid(x @ p["Wz"] + h @ p["Uz"] + p["bz"])
        r = self.sigmoid(x @ p["Wr"] + h @ p["Ur"] + p["br"])
        candidate = self.tanh(x @ p["Wh"] + (r * h) @ p["Uh"] + p["bh"])
        return {"h": (1 - z) * h + z * candidate}


class Variant:
    def __init__(self, name, batch, reduce, units=3, direction="up", depth=1, initial=False, head=None, root=False, finals=False, steps=False):
        self.name, self.batch, self.reduce, self.units, self.direction, self.depth = name, batch, reduce, units, direction, depth
        self.initial, self.head, self.root, self.finals, self.steps = initial, head, root, finals, steps
        self.directions = ["up", "down"] if direction == "both" else [direction]


LISTS = [
    Variant("forest, sum, five steps", "forest", "sum", steps=True),
    Variant("trees, head, root, mean, five steps", "trees", "mean", units=4, head=2, root=True, steps=True),
    Variant("acyclic graphs, mean", "acyclic", "mean"),
    Variant("down, sum", "trees", "sum", direction="down"),
    Variant("down, acyclic graphs, initial states, sum", "acyclic", "sum", direction="down", initial=True),
    Variant("both directions, initial states, root, mean", "trees", "mean", direction="both", initial=True, root=True),
    Variant("stack of two, final states, sum", "trees", "sum", depth=2, finals=True),
]
PLACES = [
    Variant("forest, sum, five steps", "binary forest", "sum", steps=True),
    Variant("trees, head, root, mean, five steps", "binary trees", "mean", units=4, head=2, root=True, steps=True),
    Variant("acyclic graphs, mean", "binary acyclic", "mean"),
    Variant("forest, initial states, sum", "binary forest", "sum", initial=True),
    Variant("stack of two, initial states, final states, mean", "binary trees", "mean", depth=2, initial=True, finals=True),
]
CELLS = [Recursive, ChildSumLSTM, ChildSumLSTMWithoutInput, NaryLSTM, GRU]


def parents_of(children):
    return [[p for p, row in enumerate(children) for child in row if child == node] for node in range(len(children))]


def root_of(children):
    roots = [node for node, parents in enumerate(parents_of(children)) if not parents]
    if len(roots) > 1:
        raise AssertionError("a sample has several roots")
    return roots[0] if roots else None


def states_of(cell, weights, children, direction, xs, start):
    """The states of all nodes of a sample, by recursion. A node without predecessors starts from `start`, or from none where that is None."""
    predecessors = children if direction == "up" else parents_of(children)
    known = {}

    def state(node):
        if node not in known:
            before = [None if p is None else state(p) for p in predecessors[node]]
            if cell.places is not None:
                named = [cell.zeros() if start is None else start for _ in cell.places]
                before = [named[k] if p is None else p for k, p in enumerate(before)]
                known[node] = cell.step(weights, xs[node], *before)
            else:
                known[node] = cell.step(weights, xs[node], before or ([] if start is None else [start]))
        return known[node]

    return [state(node) for node in range(len(children))]


def joined(layout, blocks):
    """Weights of rnnc from the paper's blocks."""
    return {name: np.concatenate([np.concatenate([blocks[b] for b in row], -1) for row in rows]) for name, rows in layout.items()}


class TreeCase:
    def __init__(self, random, kind, variant):
        self.random, self.variant = random, variant
        self.trees = BATCHES[variant.batch]
        self.lengths = [len(children) for children in self.trees]
        self.nodes = max(self.lengths)
        self.cells, self.blocks = {}, {}
        width = FEATURES
        for i in range(variant.depth):
            for d in variant.directions:
                cell = kind(width, variant.units)
                self.cells[i, d] = cell
                self.blocks[i, d] = self.leaves({name: numbers(random, *shape, scale=0.8) for name, shape in cell.blocks().items()})
            width = variant.units * len(variant.directions)
        self.cell = self.cells[0, variant.directions[0]]
        head = {} if variant.head is None else {"head.kernel": (width, variant.head), "head.bias": (variant.head,)}
        self.head = self.leaves({path: numbers(random, *shape, scale=0.8) for path, shape in head.items()})
        places = [(i, d, s) for i in range(variant.depth) for d in variant.directions for s in self.cell.states] if variant.initial else []
        batch = len(self.trees)
        starts = {f"{i}_{d}_{s}": numbers(random, batch, variant.units) for i, d, s in places}
        self.feeds = self.leaves({"x": numbers(random, batch, self.nodes, FEATURES), **starts})
        self.targets, self.terms = {}, []

    @staticmethod
    def leaves(arrays):
        return {name: torch.tensor(array, requires_grad=True) for name, array in arrays.items()}

    def start(self, sample, i, d):
        if not self.variant.initial:
            return None
        return {s: self.feeds[f"{i}_{d}_{s}"][sample] for s in self.cell.states}

    def forward(self):
        """y, and what else the loss measures, by the names of the outputs."""
        variant, padding = self.variant, torch.zeros(self.variant.units * len(self.variant.directions))
        rows, roots, finals = [], [], {}
        for sample, children in enumerate(self.trees):
            values, root = list(self.feeds["x"][sample]), root_of(children) if variant.root or variant.finals else None
            for i in range(variant.depth):
                layer = {d: states_of(self.cells[i, d], self.blocks[i, d], children, d, values, self.start(sample, i, d)) for d in variant.directions}
                for d, states in layer.items():
                    for s in self.cell.states if variant.finals else []:
                        final = torch.zeros(variant.units) if root is None else states[root][s]
                        finals.setdefault(f"tree.{i}.{d}.final.{s}", []).append(final)
                values = [torch.cat([layer[d][node]["h"] for d in variant.directions]) for node in range(len(children))]
            rows.append(torch.stack([*values, *[padding] * (self.nodes - len(children))]))
            roots.append(padding if root is None else values[root])
        y = torch.stack(rows)
        outputs = {"y": y}
        if self.head:
            outputs["y"] = y @ self.head["head.kernel"] + self.head["head.bias"]
        if variant.root:
            outputs["root"] = torch.stack(roots)
        return {**outputs, **{path.replace(".", "_"): torch.stack(values) for path, values in finals.items()}}, list(finals)

    def loss(self, outputs):
        if not self.targets:
            self.targets = {name: numbers(self.random, *value.shape) for name, value in outputs.items()}
            self.terms = [
                {"output": name, "kind": "squared_error", "reduce": self.variant.reduce, "over": "valid" if name == "y" else "all"} for name in outputs
            ]
        parts = []
        for term in self.terms:
            value, lengths = outputs[term["output"]], self.lengths
            factors = term_factors(tuple(value.shape), term["reduce"], term["over"], lengths)
            parts.append(torch.sum((value - torch.as_tensor(self.targets[term["output"]])) ** 2 * torch.as_tensor(factors)))
        return total(parts)

    def by_path(self, of):
        """Weights, or what belongs to them, under rnnc's paths."""
        found = {}
        for (i, d), blocks in self.blocks.items():
            ours = joined(self.cell.layout, {name: of(tensor).copy() for name, tensor in blocks.items()})
            found.update({f"tree.{i}.{d}.{name}": array for name, array in ours.items()})
        return {**found, **{path: of(tensor).copy() for path, tensor in self.head.items()}}

    def model(self, final_paths):
        variant = self.variant
        layer = {"type": "recursive", "input": "x", "tree": "parse", "cell": self.cell.use()}
        if variant.depth > 1:
            layer["depth"] = variant.depth
        if variant.direction != "up":
            layer["direction"] = variant.direction
        starts = [name for name in self.feeds if name != "x"]
        if starts:
            single = len(self.blocks) == 1
            layer["initial"] = {name.split("_")[2] if single else name.replace("_", "."): f"start_{name}" for name in starts}
        lines = ["name: golden", "inputs:", f"  x: {{shape: [batch, node, {FEATURES}]}}", "  parse: {tree: node}"]
        lines += [f"  start_{name}: {{shape: [batch, {variant.units}]}}" for name in starts]
        lines += ["layers:", "  tree:", *(f"    {k}: {flow(v)}" for k, v in layer.items())]
        if variant.head is not None:
            lines.append(f"  head: {{type: dense, input: tree, units: {variant.head}}}")
        outputs = {"y": "tree" if variant.head is None else "head", **({"root": "tree.root"} if variant.root else {})}
        outputs.update({path.replace(".", "_"): path for path in final_paths})
        return "\n".join([*lines, "outputs:", *(f"  {k}: {path}" for k, path in outputs.items()), ""])

    def made(self):
        outputs, final_paths = self.forward()
        loss = self.loss(outputs)
        loss.backward()
        weights = [tensor for blocks in [*self.blocks.values(), self.head] for tensor in blocks.values()]
        named = {name if name == "x" else f"start_{name}": tensor for name, tensor in self.feeds.items()}
        case = {
            "name": f"{self.cell.title()}: {self.variant.name}",
            "model": self.model(final_paths),
            "weights": listed_by_name(self.by_path(lambda t: t.detach().numpy())),
            "feeds": {
                **listed_by_name({name: tensor.detach().numpy() for name, tensor in named.items()}),
                "parse": self.trees,
                "node.lengths": self.lengths,
            },
            "targets": listed_by_name(self.targets),
            "terms": self.terms,
            "outputs": listed_by_name({name: value.detach().numpy() for name, value in outputs.items()}),
            "loss": loss.item(),
            "gradients": {
                "weights": listed_by_name(self.by_path(lambda t: t.grad.numpy())),
                "feeds": listed_by_name({name: tensor.grad.numpy() for name, tensor in named.items()}),
            },
        }
        if self.variant.steps:
            adam = torch.optim.Adam(weights, lr=ADAM["lr"], betas=(ADAM["beta1"], ADAM["beta2"]), eps=ADAM["eps"])
            case["steps"] = [self.step(adam) for _ in range(STEPS)]
        return case

    def step(self, adam):
        adam.zero_grad()
        loss = self.loss(self.forward()[0])
        loss.backward()
        adam.step()
        return {"loss": loss.item(), "weights": listed_by_name(self.by_path(lambda t: t.detach().numpy()))}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True, metavar="DIR")
    options = arguments.parse_args()
    random = np.random.RandomState(options.seed + 6)
    cases = [TreeCase(random, kind, variant).made() for kind in CELLS for variant in (LISTS if kind.places is None else PLACES)]
    head = {"framework": "PyTorch, a recursion over nodes", "adam": ADAM}
    write(options.out, "training/trees-torch.json", {"torch": torch.__version__}, options.seed, head, cases)


if __name__ == "__main__":
    main()
