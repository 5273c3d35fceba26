"""What make_training_tf.py and make_training_torch.py share: numbers, the text of a model, losses over sequences, optimiser steps, writing.

Numpy only. Weights, inputs, targets and states are multiples of 2^-10, which float32 holds exactly; results are float64 with every digit, the
same byte for byte from the same seed and versions. Nested lists are row-major, sequences [batch, time, features]; "inf", "-inf" and "nan" stand
for what JSON cannot write. Every file is {versions, seed, framework, ..., cases: [...]}, one case a line.

training/gradients-*.json, a case:
    name, model       the YAML text: recurrent layer `rnn`, perhaps a dense layer `head`; output `y`, and final states where `terms` name them
    weights           by path (rnn.0.forward.kernel, head.bias); feeds: x, initial states by path (rnn.0.forward.h), time.lengths where given.
                      x is an ordinary number beyond a row's length too; whatever stands there, no gradient reaches it
    terms             the loss is their sum: {output, kind: squared_error, reduce, over}. reduce `sum`: sum of (output - target)^2;
                      `mean`: that divided by the number of entries that count. over `valid`: only steps within the row's length count (rows of
                      length 0 not at all); `all`: padding too, with what the cell's padding gives there (zeros, or the output before)
    targets           by output, in full shape
    outputs, loss     the forward pass
    gradients         of the loss: {weights: by path, feeds: x and the initial states that were fed}

training/optimisers-*.json:
    problem           the one problem of all cases, as in a gradient case
    rules             by name: source (file and version), start (slots), update (assignments, see Rule); clips: by kind: source, g (the new g,
                      from g, limit, norm(g) of one weight, and global_norm over all weights before clipping). Both were run in numpy beside the
                      framework, and gave its weights within 1e-13
    a case            name, rule, options (hyper-parameters in the rule's names), learning_rates (one a step; they change where it matters how
                      momentum holds the rate), clip: {kind: global_norm | norm | value, limit} or null, penalty or null: {kind: l1 | l2, on:
                      weights | activation, factor, paths}, added to the loss: factor * sum(|w|) or factor * sum(w^2); on an activation that sum
                      is over the whole output and divided by the batch size, as Keras does
    its steps         five of {loss and gradient_norm before the step (the loss with its penalty, the norm before clipping), weights after it,
                      averages (after it, where the rule has `average`)}

training/losses-*.json, a case:
    name, kind, options, inputs (logits | predictions | mean and log_variance), target (classes as integers, else numbers)
    values            one per entry (per step where classes are joined), sum: their sum, gradients: of that sum with respect to each input.
                      sparse_softmax_cross_entropy, softmax_cross_entropy, sigmoid_cross_entropy (all from logits), mean_squared_error (e^2),
                      mean_absolute_error (|e|; slope 0 at 0), huber (e^2 / 2 up to delta, then delta * (|e| - delta / 2)), quantile (tau *
                      (target - prediction) where that is positive, else (tau - 1) * it), gaussian_nll ((log_variance + e^2 / variance) / 2,
                      plus log(2 pi) / 2 where `full`)
    with sample_weights [batch, time] instead of `values` and `sum`: loss and its gradients, by options.reduction. Each weighs the mean of its
                      step's entries; `sum` adds up, `sum_over_batch_size` divides by the number of steps, `mean_with_sample_weight` by the sum
                      of the weights

ctc/torch.json, a case:
    name, blank (0), logits [time, batch, classes], input_lengths, targets [batch, longest] padded with 0, target_lengths
    losses            per row, not divided by anything; gradients: of their sum with respect to the logits, 0 beyond input_lengths
    zero_infinity     {losses, gradients} with that option, where a target is infeasible: its loss is "inf" and its gradient "nan" without
Rows with few enough paths were checked against the sum over every path.
"""

import json
import os
import platform

import numpy as np

SIZES = {"a": {"batch": 3, "time": 5, "features": 4}, "b": {"batch": 2, "time": 3, "features": 2}}


def numbers(random, *shape, scale=1.0):
    return np.round(random.uniform(-scale, scale, shape) * 1024) / 1024


def listed(array):
    """Nested lists. JSON has no infinity and no NaN: they become the words "inf", "-inf" and "nan"."""
    array = np.asarray(array)
    if array.ndim:
        return [listed(a) for a in array]
    if array.dtype.kind in "iub":
        return int(array)
    return float(array) if np.isfinite(array) else str(float(array))


def listed_by_name(arrays):
    return {name: listed(array) for name, array in arrays.items()}


def flow(value):
    """YAML flow style; JSON's words for true and false are YAML's too."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow, value)) + "]"
    return value if isinstance(value, str) else json.dumps(value)


def model_text(cell, features, head=None, depth=1, bidirectional=False, padding=None, outputs=None):
    """The YAML text: one recurrent layer `rnn`, perhaps a dense layer `head`, the output `y`, and further outputs by path."""
    layer = {"type": "recurrent", "input": "x", "cell": cell}
    if depth > 1:
        layer["depth"] = depth
    if bidirectional:
        layer["direction"] = "bidirectional"
    if padding is not None:
        layer["padding"] = padding
    lines = ["name: golden", "inputs:", f"  x: {{shape: [batch, time, {features}]}}", "layers:", "  rnn:"]
    lines += [f"    {k}: {flow(v)}" for k, v in layer.items()]
    if head is not None:
        lines.append(f"  head: {{type: dense, input: rnn, units: {head}}}")
    named = {"y": "rnn" if head is None else "head", **(outputs or {})}
    return "\n".join([*lines, "outputs:", *(f"  {k}: {path}" for k, path in named.items()), ""])


def term_factors(shape, reduce, over, lengths):
    """What each entry's squared error counts in a term of the loss, as an array that broadcasts to `shape`."""
    if over == "all" or lengths is None:
        valid = np.ones((1,) * len(shape))
        count = np.prod(shape)
    else:
        valid = (np.arange(shape[1])[None, :] < np.array(lengths)[:, None]).astype(np.float64)[..., None]
        count = sum(lengths) * shape[-1]
    return valid / count if reduce == "mean" else valid


class Variant:
    """How one gradient case differs from the others of its cell."""

    def __init__(self, name, size, reduce, lengths=None, initial=False, depth=1, bidirectional=False, head=None, over="valid", finals=False):
        self.name, self.reduce, self.lengths, self.initial, self.depth = name, reduce, lengths, initial, depth
        self.bidirectional, self.head, self.over, self.finals = bidirectional, head, over, finals
        self.batch, self.time, self.features = (SIZES[size][k] for k in ("batch", "time", "features"))
        self.directions = ["forward", "backward"] if bidirectional else ["forward"]


class GradientCase:
    """One case: draws the numbers as they are needed, builds the loss, and notes the result.

    `cell` unrolls and differentiates: `cell.run(case)` gives y, the final states by path, the loss and the gradients by path as numpy arrays,
    `cell.tensor` and `cell.sum` are the framework's.
    """

    def __init__(self, random, cell, variant, scale):
        self.random, self.variant, self.scale = random, variant, scale
        # the second size of each cell has more units than features
        self.cell = cell if variant.features == SIZES["a"]["features"] else cell.with_units(5)
        self.x = numbers(random, variant.batch, variant.time, variant.features)
        self.starts = {}
        if variant.initial:
            paths = [(f"rnn.{i}.{d}.{s}", s) for d in variant.directions for i in range(variant.depth) for s in self.cell.states]
            self.starts = {path: numbers(random, variant.batch, self.cell.width_of(state)) for path, state in paths}
        # TF1 flattens direction by direction, Keras layer by layer: with one or the other being single, both are this order
        self.final_paths = [f"rnn.{i}.{d}.final.{s}" for d in variant.directions for i in range(variant.depth) for s in self.cell.states]
        self.weights, self.targets, self.terms, self.found = {}, {}, [], None

    def head_shapes(self, width):
        return {} if self.variant.head is None else {"head.kernel": (int(width), self.variant.head), "head.bias": (self.variant.head,)}

    def draw_weights(self, shapes):
        self.weights = {path: numbers(self.random, *shape, scale=self.scale) for path, shape in shapes.items()}

    @staticmethod
    def with_head(y, weights):
        return y if "head.kernel" not in weights else y @ weights["head.kernel"] + weights["head.bias"]

    def loss(self, y, finals):
        total = self.term("y", y, self.variant.over)
        if self.variant.finals:
            for path, value in finals.items():
                total += self.term(path.replace(".", "_"), value, "all")
        return total

    def term(self, output, value, over):
        self.targets[output] = numbers(self.random, *value.shape)
        self.terms.append({"output": output, "kind": "squared_error", "reduce": self.variant.reduce, "over": over})
        factors = term_factors(tuple(value.shape), self.variant.reduce, over, self.variant.lengths)
        return self.cell.sum((value - self.cell.tensor(self.targets[output])) ** 2 * self.cell.tensor(factors))

    def made(self):
        y, finals, loss, gradients = self.cell.run(self)
        self.found = y
        variant = self.variant
        outputs = {path.replace(".", "_"): path for path in finals} if variant.finals else {}
        feeds = {"x": self.x, **self.starts, **({} if variant.lengths is None else {"time.lengths": np.array(variant.lengths, np.int64)})}
        return {
            "name": f"{self.cell.name}: {variant.name}",
            "model": model_text(
                self.cell.use(self.cell.units),
                variant.features,
                variant.head,
                variant.depth,
                variant.bidirectional,
                self.cell.padding(variant),
                outputs,
            ),
            "weights": listed_by_name(self.weights),
            "feeds": listed_by_name(feeds),
            "targets": listed_by_name(self.targets),
            "terms": self.terms,
            "outputs": listed_by_name({"y": y, **{path.replace(".", "_"): finals[path] for path in outputs.values()}}),
            "loss": float(loss),
            "gradients": {
                "weights": listed_by_name({path: gradients[path] for path in self.weights}),
                "feeds": listed_by_name({path: gradients[path] for path in ["x", *self.starts]}),
            },
        }


# The model of all optimiser cases: five steps on one batch.
OPTIMISER_MODEL = model_text({"keras.lstm": {"units": 4}}, 3, head=2)
STEPS = 5


def optimiser_problem(seed):
    """Weights, input and target of the optimiser cases: the same numbers for every framework."""
    random = np.random.RandomState(seed)
    shapes = {
        "rnn.0.forward.kernel": (3, 16),
        "rnn.0.forward.recurrent_kernel": (4, 16),
        "rnn.0.forward.bias": (16,),
        "head.kernel": (4, 2),
        "head.bias": (2,),
    }
    weights = {path: numbers(random, *shape, scale=0.8) for path, shape in shapes.items()}
    return weights, numbers(random, 3, 4, 3), numbers(random, 3, 4, 2)


def optimiser_head(framework, seed, rules, clips):
    weights, x, target = optimiser_problem(seed)
    return {
        "framework": framework,
        "problem": {
            "model": OPTIMISER_MODEL,
            "weights": listed_by_name(weights),
            "feeds": {"x": listed(x)},
            "targets": {"y": listed(target)},
            "terms": [{"output": "y", "kind": "squared_error", "reduce": "mean", "over": "valid"}],
        },
        "rules": {name: vars(rule) for name, rule in rules.items()},
        "clips": clips,
    }


NUMPY = {"sqrt": np.sqrt, "minimum": np.minimum, "maximum": np.maximum, "clip": np.clip, "norm": np.linalg.norm}


class Rule:
    """One step of an optimiser as assignments, run in order for each weight.

    w: the weight; g: its gradient after clipping; lr: the learning rate; t: the step, from 1; further names: hyper-parameters, and slots that
    begin at `start`, a number or the name of a hyper-parameter. `source` says where the framework computes it. The lines are Python:
    `OptimiserCase` runs them.
    """

    def __init__(self, source, start, *update):
        self.source, self.start, self.update = source, start, list(update)


class OptimiserCase:
    """Five steps of a framework's optimiser. Each is repeated by its rule in numpy, from the framework's gradients: a rule that is not
    exactly what the framework does stops the script."""

    def __init__(self, name, rule_name, rule, options, rates, clip=None, clip_rule=None, penalty=None):
        self.name, self.rule_name, self.rule, self.options, self.rates = name, rule_name, rule, options, rates
        self.clip, self.clip_rule, self.penalty = clip, clip_rule, penalty
        self.start = {slot: options.get(start, start) for slot, start in rule.start.items()}
        self.slots = {}

    def repeat(self, weights, gradients, lr, t):
        if self.clip is not None:
            everything = {"global_norm": np.sqrt(sum(np.sum(g**2) for g in gradients.values())), "limit": self.clip["limit"], **NUMPY}
            gradients = {path: eval(self.clip_rule, {"g": g, **everything}) for path, g in gradients.items()}
        after = {}
        for path, w in weights.items():
            names = {"w": w, "g": gradients[path], "lr": lr, "t": t, **self.options, **self.slots.get(path, self.start)}
            for line in self.rule.update:
                exec(line, dict(NUMPY), names)
            after[path] = names["w"]
            self.slots[path] = {slot: names[slot] for slot in self.rule.start}
        return after

    def run(self, weights, step):
        """`step(lr)` takes one step: (loss before it, gradients before clipping, weights after it, their averages or None)."""
        steps = []
        for t, lr in enumerate(self.rates, 1):
            loss, gradients, after, averages = step(lr)
            mine = self.repeat(weights, gradients, lr, t)
            worst = max(np.abs(mine[path] - after[path]).max() for path in weights)
            if worst > 1e-13:
                raise AssertionError(f"{self.name}: step {t} differs from the rule '{self.rule_name}' by {worst}")
            if averages is not None:
                worst = max(np.abs(self.slots[path]["average"] - averages[path]).max() for path in weights)
                if worst > 1e-13:
                    raise AssertionError(f"{self.name}: the average after step {t} differs from the rule by {worst}")
            norm = np.sqrt(sum(np.sum(g**2) for g in gradients.values()))
            steps.append({"loss": float(loss), "gradient_norm": float(norm), "weights": listed_by_name(after)})
            if averages is not None:
                steps[-1]["averages"] = listed_by_name(averages)
            weights = after
        return {
            "name": self.name,
            "rule": self.rule_name,
            "options": self.options,
            "learning_rates": self.rates,
            "clip": self.clip,
            "penalty": self.penalty,
            "steps": steps,
        }


def loss_inputs(seed):
    """What every framework's losses are given: the same numbers, with logits and predictions far out as well."""
    random = np.random.RandomState(seed)
    logits, binary = numbers(random, 2, 3, 5, scale=3.0), numbers(random, 2, 3, 2, scale=3.0)
    probabilities = np.round(random.dirichlet(np.ones(5), (2, 3)) * 1024) / 1024
    probabilities[..., 4] = 1 - probabilities[..., :4].sum(-1)
    extreme = np.array(
        [[[1000, -1000, 0, 0, 1], [1000, 1000, 1000, 1000, 1000]], [[-1000, -1000, -1000, -1000, -1000], [-1000, 1000, 999, 0, -1]]], np.float64
    )
    return {
        "softmax": {
            "moderate": (logits, random.randint(0, 5, (2, 3)), probabilities),
            "logits of 1000": (
                extreme,
                np.array([[1, 2], [3, 2]]),
                np.array([[[0, 1, 0, 0, 0], [0.5, 0.5, 0, 0, 0]], [[0, 0, 0.25, 0.25, 0.5], [0.5, 0, 0.5, 0, 0]]]),
            ),
        },
        "sigmoid": {
            "moderate": (binary, np.round(random.uniform(0, 1, (2, 3, 2)))),
            "targets between 0 and 1": (binary, np.round(random.uniform(0, 1, (2, 3, 2)) * 1024) / 1024),
            "logits of 1000": (
                np.array([[[1000.0, -1000.0], [1000.0, -1000.0]], [[0.0, 1000.0], [-1000.0, 0.0]]]),
                np.array([[[0, 0], [1, 1]], [[0, 0.25], [0.25, 1]]]),
            ),
        },
        "regression": {
            "moderate": (numbers(random, 2, 3, 2, scale=2.0), numbers(random, 2, 3, 2, scale=2.0)),
            "predictions of 1000": (np.array([[[1000.0, -1000.0], [1000.0, 0.25]]]), np.array([[[-1000.0, 1000.0], [999.75, 0.0]]])),
        },
        "gaussian": {
            "moderate": (numbers(random, 2, 3, 2, scale=2.0), numbers(random, 2, 3, 2, scale=2.0), numbers(random, 2, 3, 2, scale=2.0)),
            "log-variances of 12": (
                np.array([[[0.5, 0.5], [-1.0, 100.0]]]),
                np.array([[[-12.0, 12.0], [-12.0, 12.0]]]),
                np.array([[[0.5, 0.25], [-1.125, -100.0]]]),
            ),
        },
    }


def loss_case(name, kind, options, inputs, target, values, gradients):
    """`values`: one per entry, or per step where the loss joins classes. `gradients`: of the sum of the values."""
    values = np.asarray(values)
    return {
        "name": name,
        "kind": kind,
        "options": options,
        "inputs": listed_by_name(inputs),
        "target": listed(target),
        "values": listed(values),
        "sum": float(values.sum()),
        "gradients": listed_by_name(gradients),
    }


def write(folder, name, versions, seed, head, cases):
    """One file; a case is a line, so that a difference shows which case it is in."""
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    result = {"versions": {**versions, "numpy": np.__version__, "python": platform.python_version()}, "seed": seed, **head}
    with open(path, "w", encoding="utf-8") as file:
        file.write("{\n")
        for key, value in result.items():
            file.write(f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))},\n")
        file.write('"cases": [\n')
        file.write(",\n".join(json.dumps(case, separators=(",", ":"), allow_nan=False) for case in cases))
        file.write("\n]\n}\n")
    print(json.dumps({"file": name, "cases": len(cases), "bytes": os.path.getsize(path), "versions": result["versions"]}))
