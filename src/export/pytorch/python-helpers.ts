/** Functions that the class calls, those alone that it does. */
export function helpers(body: string): readonly string[] {
  return HELPERS.flatMap(({ called, lines }) => (called.test(body) ? [...lines.trim().split('\n'), '', ''] : []));
}

const HELPERS = [
  {
    called: /\bWeights\(/,
    lines: `
class Weights(nn.Module):
    """The weights of one cell or layer, by name."""

    def __init__(self, **sizes):
        super().__init__()
        for name, size in sizes.items():
            self.register_parameter(name, nn.Parameter(torch.zeros(size)))`,
  },
  {
    called: /\bstacked\(/,
    lines: `
def stacked(steps, shape, like):
    """What a loop gave at its steps as one tensor, time first."""
    return torch.stack(steps) if steps else like.new_zeros((0, *shape))`,
  },
  {
    called: /\blast_step\(/,
    lines: `
def last_step(x, lengths):
    """The last step of each row, zeros where it has none."""
    rows = torch.arange(x.shape[1], device=x.device)
    last = x[(lengths - 1).clamp(min=0), rows]
    return torch.where((lengths > 0).reshape(-1, *[1] * (last.dim() - 1)), last, 0.0)`,
  },
  {
    called: /\brecurrent\(/,
    lines: `
def recurrent(layer, x, lengths, states=None):
    """Runs a recurrent layer of torch.nn over rows of these lengths: zeros beyond them, and the states after the last step of each row."""
    packed = pack_padded_sequence(x, lengths.clamp(min=1).cpu(), enforce_sorted=False)
    y, final = layer(packed, None if states is None else tuple(states) if len(states) > 1 else states[0])
    y, _ = pad_packed_sequence(y, total_length=x.shape[0])
    final = [final] if isinstance(final, torch.Tensor) else list(final)
    starts = [torch.zeros_like(end) for end in final] if states is None else states
    empty = (lengths == 0).unsqueeze(1)
    return y.masked_fill(empty, 0.0), [torch.where(empty, start, end) for start, end in zip(starts, final)]`,
  },
  {
    called: /\bWalk\(/,
    lines: `
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
        )`,
  },
  {
    called: /\b(?:Walk|roots_of)\(/,
    lines: `
def nodes_of(tree, lengths):
    """(sample, node): its parents with its places among their children. Without lengths all nodes count."""
    counts = [tree.shape[1]] * len(tree) if lengths is None else lengths.tolist()
    return {
        (sample, number): [(parent, place) for parent, place in zip(row[0::2], row[1::2]) if parent >= 0]
        for sample, rows in enumerate(tree.tolist())
        for number, row in enumerate(rows[: counts[sample]])
    }`,
  },
  {
    called: /\broots_of\(/,
    lines: `
def roots_of(tree, lengths):
    """Of every sample the last node without parents, as its row in a sequence [node * batch]; -1 without one."""
    roots = torch.full((len(tree),), -1, dtype=torch.long, device=tree.device)
    for (sample, number), links in nodes_of(tree, lengths).items():
        if not links:
            roots[sample] = number * len(tree) + sample
    return roots`,
  },
  {
    called: /\brows_or_zeros\(/,
    lines: `
def rows_or_zeros(table, indices):
    """Rows by index, zeros for -1."""
    return torch.where((indices >= 0).unsqueeze(-1), F.embedding(indices.clamp(min=0), table), 0.0)`,
  },
  {
    called: /\bwrite_rows\(/,
    lines: `
def write_rows(table, rows, first):
    """The table with these rows from one on."""
    return torch.cat([table[:first], rows, table[first + len(rows):]])`,
  },
  {
    called: /\bmax_rows\(/,
    lines: `
def max_rows(indices, rows, count):
    """The greatest of the rows with the same index, column by column; zeros without such a row."""
    wide = indices.unsqueeze(1).expand_as(rows)
    return rows.new_zeros((count, rows.shape[1])).scatter_reduce(0, wide, rows, "amax", include_self=False)`,
  },
  {
    called: /\bjoined\(/,
    lines: `
def joined(levels, shape, like):
    """What a loop gave for the nodes of its levels, one after the other."""
    return torch.cat(levels) if levels else like.new_zeros((0, *shape))`,
  },
] as const;
