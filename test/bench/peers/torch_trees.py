"""The N-ary Tree-LSTM of the tree cases in PyTorch, batched by level: what torch-peer.py runs and trains."""

import itertools
import time

import torch
from torch import nn


class Level:
    """Inner nodes whose children lie in earlier levels. All indices are rows in the order of the levels, leaves first."""

    def __init__(self, begin, end, left, right):
        self.begin, self.end = begin, end
        self.left, self.right = torch.tensor(left), torch.tensor(right)
        self.both = torch.tensor([row for pair in zip(left, right, strict=True) for row in pair])


class Trees:
    """The order of the nodes, made once for the trees of a batch, as a data loader would keep it: it is no part of a call."""

    def __init__(self, children):
        """`children`: of every node of the batch [left, right], or [] of a leaf; a node's children stand after it."""
        heights = [0] * len(children)
        for node in range(len(children) - 1, -1, -1):
            heights[node] = 1 + max(heights[child] for child in children[node]) if children[node] else 0
        order = sorted(range(len(children)), key=lambda node: heights[node])
        row_of = {node: row for row, node in enumerate(order)}
        self.order = torch.tensor(order)
        self.rows = torch.tensor([row_of[node] for node in range(len(children))])
        self.leaves = heights.count(0)
        self.levels, begin = [], self.leaves
        for height in range(1, max(heights) + 1):
            nodes = [node for node in order if heights[node] == height]
            left, right = ([row_of[children[node][side]] for node in nodes] for side in (0, 1))
            self.levels.append(Level(begin, begin + len(nodes), left, right))
            begin += len(nodes)


class TreeNetwork(nn.Module):
    """The children's products are made where there are children.

    `leaves`: `apart` uses that only leaves have words, and no children: they have a product of their own, without forget gates, and inner nodes have
    none with a word; `uniform` takes the words of all nodes at once, zeros where there are none, as the Deep Graph Library's example does.
    `children`: `cat` joins the levels before a level and selects rows of them, `buffer` writes each level into one table.
    """

    def __init__(self, weights, leaves, children):
        super().__init__()
        self.leaves, self.children = leaves, children
        self.named = nn.ParameterDict({name.replace(".", "/"): nn.Parameter(torch.from_numpy(values)) for name, values in weights.items()})
        self.units = weights["tree.left"].shape[0]

    def weight(self, name):
        return self.named[name.replace(".", "/")]

    def forward(self, words, trees):
        """`words`: of every node in the order of the batch, -1 of an inner one. The values of the labels, in that order."""
        units = self.units
        kernel, bias = self.weight("tree.kernel"), self.weight("tree.bias")
        # blocks of the kernel and of the bias: i, o, u, f; of the children's: i, o, u, f of the left, f of the right
        words = words.index_select(0, trees.order)
        recurrent = torch.cat([self.weight("tree.left"), self.weight("tree.right")])
        if self.leaves == "apart":
            vectors = nn.functional.embedding(words[: trees.leaves], self.weight("embedding.table"))
            first = torch.addmm(bias[: 3 * units], vectors, kernel[:, : 3 * units])
            own = torch.cat([bias, bias[3 * units :]])
        else:
            known = (words >= 0).unsqueeze(1)
            vectors = nn.functional.embedding(words.clamp(min=0), self.weight("embedding.table")) * known
            sums = torch.addmm(bias, vectors, kernel)
            first = sums[: trees.leaves, : 3 * units]
            own = torch.cat([sums, sums[:, 3 * units :]], 1)
        i, o, u = first.chunk(3, 1)
        c = torch.sigmoid(i) * torch.tanh(u)
        h = torch.sigmoid(o) * torch.tanh(c)
        over_levels = self.joined if self.children == "cat" else self.in_buffer
        rows = over_levels(h, c, trees, recurrent, own)
        return torch.addmm(self.weight("head.bias"), rows, self.weight("head.kernel")).index_select(0, trees.rows)

    def cell(self, children, c_left, c_right, recurrent, own):
        sums = torch.addmm(own, children, recurrent)
        gates = torch.sigmoid(sums)
        units = self.units
        i, o, _, f_left, f_right = gates.chunk(5, 1)
        c = i * torch.tanh(sums[:, 2 * units : 3 * units]) + f_left * c_left + f_right * c_right
        return o * torch.tanh(c), c

    @staticmethod
    def own_of(own, level):
        """The bias alone, or with the words' products a row for every node."""
        return own if own.dim() == 1 else own[level.begin : level.end]

    def joined(self, h, c, trees, recurrent, own):
        for level in trees.levels:
            children = h.index_select(0, level.both).view(-1, 2 * self.units)
            c_left, c_right = c.index_select(0, level.left), c.index_select(0, level.right)
            next_h, next_c = self.cell(children, c_left, c_right, recurrent, self.own_of(own, level))
            h, c = torch.cat([h, next_h]), torch.cat([c, next_c])
        return h

    def in_buffer(self, h, c, trees, recurrent, own):
        hs, cs = h.new_empty(len(trees.order), self.units), c.new_empty(len(trees.order), self.units)
        hs[: trees.leaves], cs[: trees.leaves] = h, c
        for level in trees.levels:
            children = hs.index_select(0, level.both).view(-1, 2 * self.units)
            c_left, c_right = cs.index_select(0, level.left), cs.index_select(0, level.right)
            hs[level.begin : level.end], cs[level.begin : level.end] = self.cell(
                children, c_left, c_right, recurrent, self.own_of(own, level)
            )
        return hs

    def weights(self):
        return {name.replace("/", "."): values for name, values in self.named.items()}


def fastest(runs):
    """The first of (name, run) by the best of up to eight calls of each."""
    best = {}
    until = time.perf_counter() + 5
    for attempt in range(8):
        if attempt >= 2 and time.perf_counter() > until:
            break
        for name, run in runs.items():
            begin = time.perf_counter()
            run()
            best[name] = min(best.get(name, float("inf")), time.perf_counter() - begin)
    return min(best, key=best.get)


def forms(leaves):
    return list(itertools.product([leaves], ["cat", "buffer"]))


def runner(network, trees, words):
    """Words in an array to the values of the labels in an array."""

    def run():
        with torch.inference_mode():
            return network(torch.from_numpy(words), trees).numpy()

    return run


def stepper(network, trees, words, labels, adam):
    optimizer = torch.optim.Adam(network.parameters(), lr=adam["rate"], betas=(adam["beta1"], adam["beta2"]), eps=adam["epsilon"])

    def step():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(network(torch.from_numpy(words), trees), torch.from_numpy(labels).long())
        loss.backward()
        optimizer.step()
        return loss.item()

    return step
