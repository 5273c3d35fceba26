"""The model "trees", written by rnnc for PyTorch 2 with safetensors.

    model = Trees()
    model.load_state_dict(safetensors.torch.load_file("trees.torch.safetensors"))
    outputs, states = model(...)

Inputs and outputs are batch first, as in the model. Lengths of rows may be left out where all are full; `states` goes on from the final ones of an
earlier call. Inside, sequences run time first.
Trees are int [batch, node, 2 * parents], as Walk says.

    torchrun --nproc-per-node 2 trees.py --data samples.json
"""
import argparse
import json
import math
import os

import torch
import torch.distributed as dist
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils.rnn import pad_sequence


class Weights(nn.Module):
    """The weights of one cell or layer, by name."""

    def __init__(self, **sizes):
        super().__init__()
        for name, size in sizes.items():
            self.register_parameter(name, nn.Parameter(torch.zeros(size)))


class Walk:
    """The nodes of a batch of trees level by level, as a loop goes over them; up: children first, otherwise parents first.

    A tree is [node, 2 * parents]: of every node its parents, -1 for none, each followed by the place of the node among the children of that parent.
    order: of every node of the walk its row in a sequence [node * batch]. The states of all nodes are a table [batch + nodes]: where the samples start from,
    then the nodes in their order; predecessors and places are rows of it, -1 for none. levels: the nodes and links of each, and its first row of the table.
    """

    def __init__(self, tree, lengths, up, places=0, started=False):
        batch, device = len(tree), tree.device
        nodes = nodes_of(tree, lengths)
        before = {node: [] for node in nodes}
        for (sample, number), links in nodes.items():
            for parent, place in links:
                if up:
                    before[sample, parent].append((place, (sample, number)))
                else:
                    before[sample, number].append((parent, (sample, parent)))
        level = dict.fromkeys(nodes, 0)
        for _ in range(len(nodes) + 1):
            higher = {node: 1 + max(level[other] for _, other in found) for node, found in before.items() if found}
            if all(level[node] == height for node, height in higher.items()):
                break
            level |= higher
        else:
            raise ValueError("nodes go round in a circle")
        walked = sorted(nodes, key=lambda node: (level[node], node))
        row = {node: batch + k for k, node in enumerate(walked)}
        order, owners, predecessors, self.levels = [], [], [], []
        placed = [[] for _ in range(places)]
        for height in range(1 + max(level.values(), default=-1)):
            first, first_link = len(order), len(owners)
            for sample, number in walked[first:]:
                if level[sample, number] > height:
                    break
                found = sorted(before[sample, number])
                # a parent has the place that it comes to be in
                at = {place if up else i: row[other] for i, (place, other) in enumerate(found)}
                rows = list(at.values()) or ([sample] if started else [])
                predecessors += rows
                owners += [len(order) - first] * len(rows)
                for place, list_of_place in enumerate(placed):
                    list_of_place.append(at.get(place, sample if started else -1))
                order.append(number * batch + sample)
            self.levels.append((slice(first, len(order)), slice(first_link, len(owners)), batch + first))
        self.order, self.owners, self.predecessors, *self.places = (
            torch.tensor(rows, dtype=torch.long, device=device) for rows in (order, owners, predecessors, *placed)
        )


def nodes_of(tree, lengths):
    """(sample, node): its parents with its places among their children. Without lengths all nodes count."""
    counts = [tree.shape[1]] * len(tree) if lengths is None else lengths.tolist()
    return {
        (sample, number): [(parent, place) for parent, place in zip(row[0::2], row[1::2]) if parent >= 0]
        for sample, rows in enumerate(tree.tolist())
        for number, row in enumerate(rows[: counts[sample]])
    }


def roots_of(tree, lengths):
    """Of every sample the last node without parents, as its row in a sequence [node * batch]; -1 without one."""
    roots = torch.full((len(tree),), -1, dtype=torch.long, device=tree.device)
    for (sample, number), links in nodes_of(tree, lengths).items():
        if not links:
            roots[sample] = number * len(tree) + sample
    return roots


def rows_or_zeros(table, indices):
    """Rows by index, zeros for -1."""
    return torch.where((indices >= 0).unsqueeze(-1), F.embedding(indices.clamp(min=0), table), 0.0)


def write_rows(table, rows, first):
    """The table with these rows from one on."""
    return torch.cat([table[:first], rows, table[first + len(rows):]])


def max_rows(indices, rows, count):
    """The greatest of the rows with the same index, column by column; zeros without such a row."""
    wide = indices.unsqueeze(1).expand_as(rows)
    return rows.new_zeros((count, rows.shape[1])).scatter_reduce(0, wide, rows, "amax", include_self=False)


def joined(levels, shape, like):
    """What a loop gave for the nodes of its levels, one after the other."""
    return torch.cat(levels) if levels else like.new_zeros((0, *shape))


class Trees(nn.Module):
    def __init__(self):
        super().__init__()
        self.len = nn.Embedding(6, 3)
        self.next_0_up = Weights(w=(3, 3), u=(6, 3))  # pairs
        self.around_0_up = Weights(w=(3, 4), u=(4, 4))  # lists
        self.around_0_down = Weights(w=(3, 4), u=(4, 4))  # lists
        self.around_1_up = Weights(w_iou=(8, 6), u_iou=(2, 6), b_iou=(6,), w_f=(8, 2), b_f=(2,), u_f=(2, 2))  # tree.child_sum_lstm
        self.around_1_down = Weights(w_iou=(8, 6), u_iou=(2, 6), b_iou=(6,), w_f=(8, 2), b_f=(2,), u_f=(2, 2))  # tree.child_sum_lstm
        self.tags = nn.Linear(4, 3)
        self.whole = nn.Linear(3, 2)

    def forward(self, words, context, parse, node_lengths=None):
        parse_roots = roots_of(parse, node_lengths)
        parse_up_started = Walk(parse, node_lengths, up=True, places=2, started=True)
        parse_up = Walk(parse, node_lengths, up=True)
        parse_down = Walk(parse, node_lengths, up=False)
        like = next(self.parameters())
        batch = words.shape[0]
        node = words.shape[1]
        parse_nodes = len(parse_up_started.order)
        len_2 = F.embedding(parse_up_started.order, rows_or_zeros(self.len.weight, words.transpose(0, 1)).reshape((batch * node, 3)))
        _, next_0_up_nodes = self.next_0_up_levels(parse_up_started, torch.cat([context, like.new_zeros((parse_nodes, 3))], 0), len_2)
        next_0_up = like.new_zeros((batch * node, 3)).index_add(0, parse_up_started.order.reshape(-1), next_0_up_nodes.reshape(-1, 3))
        next_0_up_2 = next_0_up.reshape((node, batch, 3))
        _, around_0_up_nodes, around_0_up_step_h_next_nodes = self.around_0_up_levels(parse_up, like.new_zeros((batch + parse_nodes, 4)), F.embedding(parse_up.order, next_0_up_2.reshape((batch * node, 3))))
        around_0_up = like.new_zeros((batch * node, 4)).index_add(0, parse_up.order.reshape(-1), around_0_up_nodes.reshape(-1, 4))
        around_0_up_2 = like.new_zeros((batch * node, 4)).index_add(0, parse_up.order.reshape(-1), around_0_up_step_h_next_nodes.reshape(-1, 4))
        _, around_0_down_nodes = self.around_0_down_levels(parse_down, like.new_zeros((batch + parse_nodes, 4)), F.embedding(parse_down.order, next_0_up_2.reshape((batch * node, 3))))
        around_0_down = like.new_zeros((batch * node, 4)).index_add(0, parse_down.order.reshape(-1), around_0_down_nodes.reshape(-1, 4))
        around = torch.cat([around_0_up.reshape((node, batch, 4)), around_0_down.reshape((node, batch, 4))], 2)
        _, _, around_1_up_nodes = self.around_1_up_levels(parse_up, like.new_zeros((batch + parse_nodes, 2)), like.new_zeros((batch + parse_nodes, 2)), F.embedding(parse_up.order, around.reshape((batch * node, 8))))
        around_1_up = like.new_zeros((batch * node, 2)).index_add(0, parse_up.order.reshape(-1), around_1_up_nodes.reshape(-1, 2))
        _, _, around_1_down_nodes = self.around_1_down_levels(parse_down, like.new_zeros((batch + parse_nodes, 2)), like.new_zeros((batch + parse_nodes, 2)), F.embedding(parse_down.order, around.reshape((batch * node, 8))))
        around_1_down = like.new_zeros((batch * node, 2)).index_add(0, parse_down.order.reshape(-1), around_1_down_nodes.reshape(-1, 2))
        around_2 = torch.cat([around_1_up.reshape((node, batch, 2)), around_1_down.reshape((node, batch, 2))], 2)
        outputs = {
            "tags": self.tags(around_2).transpose(0, 1),
            "whole": self.whole(rows_or_zeros(next_0_up_2.reshape((batch * node, 3)), parse_roots)),
            "gate": around_0_up_2.reshape((node, batch, 4)).transpose(0, 1),
        }
        return outputs, {}

    def loss(self, words, context, tag, label, parse, node_lengths=None):
        parse_roots = roots_of(parse, node_lengths)
        parse_up_started = Walk(parse, node_lengths, up=True, places=2, started=True)
        parse_up = Walk(parse, node_lengths, up=True)
        parse_down = Walk(parse, node_lengths, up=False)
        like = next(self.parameters())
        batch = words.shape[0]
        node = words.shape[1]
        parse_nodes = len(parse_up_started.order)
        node_lengths = torch.full((batch,), node, device=like.device) if node_lengths is None else node_lengths
        len_2 = F.embedding(parse_up_started.order, rows_or_zeros(self.len.weight, words.transpose(0, 1)).reshape((batch * node, 3)))
        _, next_0_up_nodes = self.next_0_up_levels(parse_up_started, torch.cat([context, like.new_zeros((parse_nodes, 3))], 0), len_2)
        next_0_up = like.new_zeros((batch * node, 3)).index_add(0, parse_up_started.order.reshape(-1), next_0_up_nodes.reshape(-1, 3))
        next_0_up_2 = next_0_up.reshape((node, batch, 3))
        _, around_0_up_nodes, _ = self.around_0_up_levels(parse_up, like.new_zeros((batch + parse_nodes, 4)), F.embedding(parse_up.order, next_0_up_2.reshape((batch * node, 3))))
        around_0_up = like.new_zeros((batch * node, 4)).index_add(0, parse_up.order.reshape(-1), around_0_up_nodes.reshape(-1, 4))
        _, around_0_down_nodes = self.around_0_down_levels(parse_down, like.new_zeros((batch + parse_nodes, 4)), F.embedding(parse_down.order, next_0_up_2.reshape((batch * node, 3))))
        around_0_down = like.new_zeros((batch * node, 4)).index_add(0, parse_down.order.reshape(-1), around_0_down_nodes.reshape(-1, 4))
        around = torch.cat([around_0_up.reshape((node, batch, 4)), around_0_down.reshape((node, batch, 4))], 2)
        _, _, around_1_up_nodes = self.around_1_up_levels(parse_up, like.new_zeros((batch + parse_nodes, 2)), like.new_zeros((batch + parse_nodes, 2)), F.embedding(parse_up.order, around.reshape((batch * node, 8))))
        around_1_up = like.new_zeros((batch * node, 2)).index_add(0, parse_up.order.reshape(-1), around_1_up_nodes.reshape(-1, 2))
        _, _, around_1_down_nodes = self.around_1_down_levels(parse_down, like.new_zeros((batch + parse_nodes, 2)), like.new_zeros((batch + parse_nodes, 2)), F.embedding(parse_down.order, around.reshape((batch * node, 8))))
        around_1_down = like.new_zeros((batch * node, 2)).index_add(0, parse_down.order.reshape(-1), around_1_down_nodes.reshape(-1, 2))
        around_2 = torch.cat([around_1_up.reshape((node, batch, 2)), around_1_down.reshape((node, batch, 2))], 2)
        tags = self.tags(around_2)
        whole = self.whole(rows_or_zeros(next_0_up_2.reshape((batch * node, 3)), parse_roots))
        tag_2 = tag.transpose(0, 1)
        loss_0 = tag_2 >= 0
        loss_0_2 = torch.gather(tags, -1, torch.where(loss_0, tag_2, 0).unsqueeze(2).long()).reshape((node, batch))
        loss_0_3 = (torch.arange(node, device=like.device).unsqueeze(1) < node_lengths) & loss_0
        loss_0_4 = loss_0_3.to(like.dtype).sum((0, 1))
        loss_0_5 = torch.where(loss_0_3, torch.logsumexp(tags, -1) - loss_0_2, 0.0).sum((0, 1)) / torch.where(loss_0_4 == 0.0, 1.0, loss_0_4)
        loss_1 = label >= 0
        loss_1_2 = torch.gather(whole, -1, torch.where(loss_1, label, 0).unsqueeze(1).long()).reshape((batch,))
        loss_1_3 = loss_1.to(like.dtype).sum(0)
        loss_1_4 = torch.where(loss_1, torch.logsumexp(whole, -1) - loss_1_2, 0.0).sum(0) / torch.where(loss_1_3 == 0.0, 1.0, loss_1_3)
        return loss_0_5 + loss_1_4

    def next_0_up_levels(self, walk, h, len_2):
        weights = self.next_0_up
        like = next(self.parameters())
        h_next_levels = []
        for nodes, links, first in walk.levels:
            part = torch.cat([F.embedding(walk.places[0][nodes], h), F.embedding(walk.places[1][nodes], h)], 1)
            h_next = torch.tanh(len_2[nodes] @ weights.w + part @ weights.u)
            h_next_levels.append(h_next)
            h = write_rows(h, h_next, first)
        return h, joined(h_next_levels, (3,), like)

    def around_0_up_levels(self, walk, h, next_0_up):
        weights = self.around_0_up
        like = next(self.parameters())
        h_next_levels = []
        h_next_levels_2 = []
        for nodes, links, first in walk.levels:
            count = nodes.stop - nodes.start
            h_2 = F.embedding(walk.predecessors[links], h)
            gate = torch.sigmoid(F.embedding(walk.owners[links], next_0_up[nodes] @ weights.w) + h_2 @ weights.u)
            part = like.new_zeros((count, 4)).index_add(0, walk.owners[links].reshape(-1), (gate * h_2).reshape(-1, 4))
            h_next = torch.tanh(next_0_up[nodes] @ weights.w + part) - 0.5 * max_rows(walk.owners[links], h_2, count)
            h_next_levels.append(h_next)
            h_next_levels_2.append(h_next)
            h = write_rows(h, h_next, first)
        return h, joined(h_next_levels, (4,), like), joined(h_next_levels_2, (4,), like)

    def around_0_down_levels(self, walk, h, next_0_up):
        weights = self.around_0_down
        like = next(self.parameters())
        h_next_levels = []
        for nodes, links, first in walk.levels:
            count = nodes.stop - nodes.start
            h_2 = F.embedding(walk.predecessors[links], h)
            gate = torch.sigmoid(F.embedding(walk.owners[links], next_0_up[nodes] @ weights.w) + h_2 @ weights.u)
            part = like.new_zeros((count, 4)).index_add(0, walk.owners[links].reshape(-1), (gate * h_2).reshape(-1, 4))
            h_next = torch.tanh(next_0_up[nodes] @ weights.w + part) - 0.5 * max_rows(walk.owners[links], h_2, count)
            h_next_levels.append(h_next)
            h = write_rows(h, h_next, first)
        return h, joined(h_next_levels, (4,), like)

    def around_1_up_levels(self, walk, c, h, around):
        weights = self.around_1_up
        like = next(self.parameters())
        h_next_levels = []
        for nodes, links, first in walk.levels:
            count = nodes.stop - nodes.start
            h_2 = F.embedding(walk.predecessors[links], h)
            part = like.new_zeros((count, 2)).index_add(0, walk.owners[links].reshape(-1), h_2.reshape(-1, 2))
            z_i, z_o, z_u = torch.split(around[nodes] @ weights.w_iou + part @ weights.u_iou + weights.b_iou, [2, 2, 2], 1)
            part_2 = F.embedding(walk.owners[links], around[nodes] @ weights.w_f + weights.b_f) + h_2 @ weights.u_f
            f = torch.sigmoid(part_2)
            i = torch.sigmoid(z_i)
            u = torch.tanh(z_u)
            part_3 = like.new_zeros((count, 2)).index_add(0, walk.owners[links].reshape(-1), (f * F.embedding(walk.predecessors[links], c)).reshape(-1, 2))
            c_next = i * u + part_3
            o = torch.sigmoid(z_o)
            h_next = o * torch.tanh(c_next)
            h_next_levels.append(h_next)
            c, h = write_rows(c, c_next, first), write_rows(h, h_next, first)
        return c, h, joined(h_next_levels, (2,), like)

    def around_1_down_levels(self, walk, c, h, around):
        weights = self.around_1_down
        like = next(self.parameters())
        h_next_levels = []
        for nodes, links, first in walk.levels:
            count = nodes.stop - nodes.start
            h_2 = F.embedding(walk.predecessors[links], h)
            part = like.new_zeros((count, 2)).index_add(0, walk.owners[links].reshape(-1), h_2.reshape(-1, 2))
            z_i, z_o, z_u = torch.split(around[nodes] @ weights.w_iou + part @ weights.u_iou + weights.b_iou, [2, 2, 2], 1)
            part_2 = F.embedding(walk.owners[links], around[nodes] @ weights.w_f + weights.b_f) + h_2 @ weights.u_f
            f = torch.sigmoid(part_2)
            i = torch.sigmoid(z_i)
            u = torch.tanh(z_u)
            part_3 = like.new_zeros((count, 2)).index_add(0, walk.owners[links].reshape(-1), (f * F.embedding(walk.predecessors[links], c)).reshape(-1, 2))
            c_next = i * u + part_3
            o = torch.sigmoid(z_o)
            h_next = o * torch.tanh(c_next)
            h_next_levels.append(h_next)
            c, h = write_rows(c, c_next, first), write_rows(h, h_next, first)
        return c, h, joined(h_next_levels, (2,), like)


def save(model, path):
    """Writes weights that `rnnc import PATH --model MODEL --from torch` takes."""
    save_file(model.state_dict(), path, metadata={"rnnc.layout": "model"})


WEIGHTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "trees.torch.safetensors")

# What loss() is given: by the name of a feed its argument and dtype, and by the name of lengths their argument and the feed whose rows they measure.
FEEDS = {
    "words": ("words", torch.long),
    "context": ("context", torch.float32),
    "tag": ("tag", torch.long),
    "label": ("label", torch.long),
}
LENGTHS = {
    "node.lengths": ("node_lengths", "parse"),
}
TREES = {"parse": "parse"}
# What stands for a feed that a nested node leaves out.
MISSING = {"words": -1, "tag": -1, "label": -1}


def read_tree(tree):
    """Children of every node of a tree, which is given by parents, by lists of children or as nested nodes; and those nodes."""
    if isinstance(tree, dict):
        tree = [tree]
    if not tree or not isinstance(tree[0], dict):
        if tree and any(isinstance(children, list) for children in tree):
            return tree, []
        children = [[] for _ in tree]
        for node, parent in enumerate(tree):
            if parent is not None and parent >= 0:
                children[parent].append(node)
        return children, []
    children, nodes = [], []
    pending = [(root, None, 0) for root in reversed(tree)]
    while pending:
        node, parent, place = pending.pop()
        if node is None:
            continue
        if parent is not None:
            children[parent][place] = len(nodes)
        below = node.get("children", [])
        children.append([None] * len(below))
        pending += [(child, len(nodes), place) for place, child in reversed(list(enumerate(below)))]
        nodes.append(node)
    return children, nodes


def stacked_trees(given, feed):
    """Trees as [batch, node, 2 * parents]; what nested nodes hold is given from now on under its own name."""
    read = [read_tree(tree) for tree in given[feed]]
    for name in {name for _, nodes in read for node in nodes for name in node if name != "children"}:
        one = next(node[name] for _, nodes in read for node in nodes if name in node)
        none = [0] * len(one) if isinstance(one, list) else MISSING.get(name, 0)
        given[name] = [[node.get(name, none) for node in nodes] for _, nodes in read]
    links = []
    for children, _ in read:
        parents = [[] for _ in children]
        for parent, below in enumerate(children):
            for place, child in enumerate(below):
                if child is not None:
                    parents[child] += [parent, place]
        links.append(parents)
    given[feed] = links
    width = max([2, *(len(parents) for tree in links for parents in tree)])
    count = max([1, *(len(tree) for tree in links)])
    rows = [tree + [[]] * (count - len(tree)) for tree in links]
    return torch.tensor([[parents + [-1] * (width - len(parents)) for parents in tree] for tree in rows])


def read_samples(path):
    """Feeds by name: JSON as {"x": [[[0.5], [1.0]], [[2.0]]]}, rows as long as they are, or a safetensors file with padded tensors."""
    if path.endswith(".safetensors"):
        given = load_file(path)
        samples = {name: given[feed].to(dtype) for feed, (name, dtype) in FEEDS.items()}
        samples |= {name: given[feed] for feed, name in TREES.items()}
        samples |= {name: given[feed] for feed, (name, _) in LENGTHS.items() if feed in given}
        return samples
    with open(path, encoding="utf-8") as file:
        given = json.load(file)
    samples = {}
    for feed, name in TREES.items():
        samples[name] = stacked_trees(given, feed)
    for feed, (name, dtype) in FEEDS.items():
        rows = [torch.tensor(row, dtype=dtype) for row in given[feed]]
        samples[name] = pad_sequence(rows, batch_first=True) if rows[0].dim() > 0 else torch.stack(rows)
    for name, feed in LENGTHS.values():
        samples[name] = torch.tensor([len(row) for row in given[feed]])
    return samples


class Loss(nn.Module):
    """The loss of a batch as a forward pass, which is what DistributedDataParallel sees."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, **samples):
        return self.model.loss(**samples)


def main():
    parser = argparse.ArgumentParser(description="Trains the model; under torchrun on several processes.")
    parser.add_argument("--data", required=True, help="samples: JSON or safetensors, by the names in FEEDS")
    parser.add_argument("--weights", default=WEIGHTS, help="where to start")
    parser.add_argument("--out", default="trained.safetensors", help="where to write the weights")
    parser.add_argument("--steps", type=int, help="default: those of 3 epochs")
    parser.add_argument("--batch", type=int, default=2, help="samples of all processes together")
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    rank, world = int(os.environ.get("RANK", 0)), int(os.environ.get("WORLD_SIZE", 1))
    cuda = torch.cuda.is_available()
    device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", 0))) if cuda else torch.device("cpu")
    if world > 1:
        dist.init_process_group("nccl" if cuda else "gloo")
    torch.manual_seed(args.seed + rank)
    model = Trees()
    model.load_state_dict(load_file(args.weights))
    model.to(device)
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    loss_of = Loss(model)
    if world > 1:
        loss_of = DistributedDataParallel(loss_of)
    optimizer = torch.optim.Adam(trained, lr=args.rate, betas=(0.9, 0.999), eps=1e-7)
    samples = read_samples(args.data)
    count = len(next(iter(samples.values())))
    own, batch = count // world, max(1, args.batch // world)
    if own == 0:
        raise SystemExit(f"{count} samples are too few for {world} processes")
    shuffle = torch.Generator().manual_seed(args.seed)
    order = []
    for step in range(args.steps or 3 * -(-own // batch)):
        if len(order) == 0:
            # the same on all processes, of which each takes its own part
            order = torch.randperm(count, generator=shuffle)[rank::world][:own]
        rows, order = order[:batch], order[batch:]
        loss = loss_of(**{name: value[rows].to(device) for name, value in samples.items()})
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        for group in optimizer.param_groups:
            group["eps"] = 1e-7 / math.sqrt(1 - 0.999 ** (step + 1))
        optimizer.step()
        if world > 1:
            dist.all_reduce(loss.detach().div_(world))
        if rank == 0:
            print(f"step {step + 1}: loss {loss.item():.6f}", flush=True)
    if rank == 0:
        save(model, args.out)
    if world > 1:
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
