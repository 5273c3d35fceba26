"""Golden values of training from PyTorch, in float64. Run by hand, never by the tests, in an environment with torch and numpy:

    python make_training_torch.py --seed 1 --out DIR

Writes, under DIR: training/gradients-torch.json, training/optimisers-torch.json, training/losses-torch.json, ctc/torch.json. The form of every
file is told in training_cases.py.

Weights and gradients are under rnnc's paths in rnnc's layouts (matrices transposed, features first):
    torch.nn.RNN   as keras.simple_rnn             bias = bias_ih + bias_hh, whose gradient is that of either
    torch.nn.LSTM  as keras.lstm                   blocks i, f, g, o are i, f, c, o; bias as above
    torch.nn.GRU   as keras.gru, reset_after       blocks r, z, n are z, r, h (z means the same); bias = bias_ih, recurrent_bias = bias_hh
    torch.nn.LSTM with proj_size as tf1.lstm       blocks i, f, g, o are i, j, f, o; one joined kernel; forget_bias 0, num_proj
Rows with lengths are packed sequences, so the model says `padding: zero`. The optimisers work on rnnc's own five weights, with one bias.
"""

import argparse
import itertools

import numpy as np
import torch
from training_cases import (
    STEPS,
    GradientCase,
    OptimiserCase,
    Rule,
    Variant,
    listed,
    loss_case,
    loss_inputs,
    numbers,
    optimiser_head,
    optimiser_problem,
    write,
)

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)

# packed sequences need at least one step in every row
VARIANTS = [
    Variant("sum", "a", "sum"),
    Variant("mean, head", "b", "mean", head=2),
    Variant("lengths, mean", "a", "mean", lengths=[5, 2, 4]),
    Variant("lengths, initial state, sum", "a", "sum", lengths=[1, 5, 4], initial=True),
    Variant("stack of two, lengths, initial state, sum", "b", "sum", depth=2, lengths=[1, 3], initial=True),
    Variant("bidirectional, sum", "b", "sum", bidirectional=True),
    Variant("bidirectional, lengths, initial state, mean", "a", "mean", bidirectional=True, lengths=[2, 5, 4], initial=True),
    Variant("padding counts too, final states, sum", "a", "sum", lengths=[3, 5, 1], initial=True, over="all", finals=True),
]
STACKED_BOTH_WAYS = Variant("stack of two, bidirectional, lengths, head, mean", "b", "mean", bidirectional=True, depth=2, lengths=[3, 2], head=2)


def reordered(array, blocks):
    """The blocks of the last axis in another order."""
    parts = np.split(array, len(blocks), -1)
    return np.concatenate([parts[b] for b in blocks], -1)


class Simple:
    """torch.nn.RNN as keras.simple_rnn, torch.nn.LSTM as keras.lstm: the same blocks (i, f, g, o), matrices transposed, biases summed."""

    @staticmethod
    def shapes(features, units, gates, _out):
        return {"kernel": (features, gates * units), "recurrent_kernel": (units, gates * units), "bias": (gates * units,)}

    @staticmethod
    def to_torch(ours, recurrent_bias):
        return {
            "weight_ih": ours["kernel"].T,
            "weight_hh": ours["recurrent_kernel"].T,
            "bias_ih": ours["bias"] - recurrent_bias(ours["bias"].shape),
            "bias_hh": recurrent_bias(ours["bias"].shape),
        }

    @staticmethod
    def gradients(theirs):
        # our bias is the sum of the two, so its gradient is that of either; torch adds the steps up in another order
        if np.abs(theirs["bias_ih"] - theirs["bias_hh"]).max() > 1e-13:
            raise AssertionError("the two biases of a sum have one gradient")
        return {"kernel": theirs["weight_ih"].T, "recurrent_kernel": theirs["weight_hh"].T, "bias": theirs["bias_ih"]}


class Gru:
    """torch.nn.GRU as keras.gru with reset_after: their blocks r, z, n are our z, r, h; both keep the old state by z."""

    @staticmethod
    def shapes(features, units, gates, _out):
        return {**Simple.shapes(features, units, gates, _out), "recurrent_bias": (gates * units,)}

    @staticmethod
    def to_torch(ours, _recurrent_bias):
        swapped = {name: reordered(array, [1, 0, 2]) for name, array in ours.items()}
        return {
            "weight_ih": swapped["kernel"].T,
            "weight_hh": swapped["recurrent_kernel"].T,
            "bias_ih": swapped["bias"],
            "bias_hh": swapped["recurrent_bias"],
        }

    @staticmethod
    def gradients(theirs):
        ours = {
            "kernel": theirs["weight_ih"].T,
            "recurrent_kernel": theirs["weight_hh"].T,
            "bias": theirs["bias_ih"],
            "recurrent_bias": theirs["bias_hh"],
        }
        return {name: reordered(array, [1, 0, 2]) for name, array in ours.items()}


class Projected:
    """torch.nn.LSTM with proj_size as tf1.lstm with num_proj and forget_bias 0: blocks i, f, g, o become i, j, f, o; one joined kernel."""

    @staticmethod
    def shapes(features, units, gates, out):
        return {"kernel": (features + out, gates * units), "bias": (gates * units,), "projection_kernel": (units, out)}

    @staticmethod
    def to_torch(ours, recurrent_bias):
        kernel, bias = (reordered(ours[name], [0, 2, 1, 3]) for name in ("kernel", "bias"))
        features = kernel.shape[0] - ours["projection_kernel"].shape[1]
        return {
            "weight_ih": kernel[:features].T,
            "weight_hh": kernel[features:].T,
            "bias_ih": bias - recurrent_bias(bias.shape),
            "bias_hh": recurrent_bias(bias.shape),
            "weight_hr": ours["projection_kernel"].T,
        }

    @staticmethod
    def gradients(theirs):
        simple = Simple.gradients(theirs)
        kernel = np.concatenate([simple["kernel"], simple["recurrent_kernel"]])
        return {
            "kernel": reordered(kernel, [0, 2, 1, 3]),
            "bias": reordered(simple["bias"], [0, 2, 1, 3]),
            "projection_kernel": theirs["weight_hr"].T,
        }


class TorchCell:
    """A recurrent module of torch.nn on packed rows. `states`: ours, in our order; `order`: the index of each in torch's (h, c)."""

    tensor, sum = staticmethod(torch.as_tensor), staticmethod(torch.sum)

    def __init__(self, module, name, mapping, gates, states, order, units, ours=None, theirs=None):
        self.module, self.cell, self.mapping, self.gates = module, name, mapping, gates
        self.states, self.order, self.units = states, order, units
        self.ours, self.theirs = ours or {}, theirs or {}
        self.output_size = self.ours.get("num_proj") or units
        self.name = f"torch.nn.{module.__name__}{' proj_size' if self.theirs else ''} as {name}"

    def use(self, units):
        return {self.cell: {"units": units, **self.ours}}

    def with_units(self, units):
        return TorchCell(self.module, self.cell, self.mapping, self.gates, self.states, self.order, units, self.ours, self.theirs)

    def width_of(self, state):
        return self.units if state == "c" else self.output_size

    @staticmethod
    def padding(variant):
        """Packed rows give zeros beyond their lengths."""
        return None if variant.lengths is None else "zero"

    def run(self, case):
        variant = case.variant
        places = [(i, d) for i in range(variant.depth) for d in variant.directions]
        width, shapes = variant.features, {}
        for i, d in places:
            features = width if i == 0 else self.output_size * len(variant.directions)
            shapes.update({f"rnn.{i}.{d}.{k}": s for k, s in self.mapping.shapes(features, self.units, self.gates, self.output_size).items()})
        head_shapes = case.head_shapes(self.output_size * len(variant.directions))
        case.draw_weights({**shapes, **head_shapes})
        module = self.module(width, self.units, variant.depth, batch_first=True, bidirectional=variant.bidirectional, **self.theirs)
        parameters, spread = dict(module.named_parameters()), {}

        def recurrent_bias(shape):
            # any part of the bias may sit here
            return spread.setdefault(shape, numbers(case.random, *shape))

        with torch.no_grad():
            for i, d in places:
                ours = {path.rsplit(".", 1)[1]: case.weights[path] for path in shapes if path.startswith(f"rnn.{i}.{d}.")}
                for name, value in self.mapping.to_torch(ours, recurrent_bias).items():
                    parameters[self.named(name, i, d)].copy_(torch.as_tensor(value.copy()))
        head = {path: torch.tensor(case.weights[path], requires_grad=True) for path in head_shapes}
        x = torch.tensor(case.x, requires_grad=True)
        starts = {path: torch.tensor(s, requires_grad=True) for path, s in case.starts.items()}
        packed = x if variant.lengths is None else torch.nn.utils.rnn.pack_padded_sequence(x, variant.lengths, batch_first=True, enforce_sorted=False)
        initial = None
        if starts:
            joined = [torch.stack([starts[f"rnn.{i}.{d}.{s}"] for i, d in places]) for s in self.states]
            theirs = [joined[self.order.index(k)] for k in range(len(joined))]
            initial = theirs[0] if len(theirs) == 1 else tuple(theirs)
        y, finals = module(packed, initial)
        if variant.lengths is not None:
            y, _ = torch.nn.utils.rnn.pad_packed_sequence(y, batch_first=True, total_length=variant.time)
        finals = finals if isinstance(finals, tuple) else (finals,)
        by_path = {f"rnn.{i}.{d}.final.{s}": finals[k][n] for n, (i, d) in enumerate(places) for s, k in zip(self.states, self.order, strict=True)}
        y = case.with_head(y, head)
        loss = case.loss(y, by_path)
        loss.backward()
        gradients = {path: t.grad.numpy() for path, t in {**head, "x": x, **starts}.items()}
        for i, d in places:
            theirs = {name: parameters[self.named(name, i, d)].grad.numpy() for name in self.names()}
            gradients.update({f"rnn.{i}.{d}.{k}": g for k, g in self.mapping.gradients(theirs).items()})
        return y.detach().numpy(), {path: f.detach().numpy() for path, f in by_path.items()}, loss.item(), gradients

    def names(self):
        return ["weight_ih", "weight_hh", "bias_ih", "bias_hh", *(["weight_hr"] if self.theirs else [])]

    @staticmethod
    def named(name, index, direction):
        return f"{name}_l{index}{'_reverse' if direction == 'backward' else ''}"


CELLS = [
    TorchCell(torch.nn.RNN, "keras.simple_rnn", Simple, 1, ["h"], [0], 3),
    TorchCell(torch.nn.LSTM, "keras.lstm", Simple, 4, ["h", "c"], [0, 1], 3),
    TorchCell(torch.nn.GRU, "keras.gru", Gru, 3, ["h"], [0], 3),
    TorchCell(torch.nn.LSTM, "tf1.lstm", Projected, 4, ["c", "m"], [1, 0], 4, {"forget_bias": 0, "num_proj": 2}, {"proj_size": 2}),
]


def gradient_cases(seed):
    random = np.random.RandomState(seed)
    cases = []
    for cell in CELLS:
        # a stack of TF1's bidirectional layers is another thing than PyTorch's
        variants = VARIANTS if cell.cell.startswith("tf1.") else [*VARIANTS, STACKED_BOTH_WAYS]
        cases += [GradientCase(random, cell, variant, 0.8).made() for variant in variants]
    return cases


TORCH = f"torch {torch.__version__.split('+')[0]}, torch/optim/"
TORCH_MOMENTS = ("m = beta1 * m + (1 - beta1) * g", "v = beta2 * v + (1 - beta2) * g ** 2")
TORCH_ADAM = "w = w - lr / (1 - beta1 ** t) * m / (sqrt(v) / sqrt(1 - beta2 ** t) + eps)"
DECAY = "g = g + weight_decay * w"
RULES = {
    "torch.SGD": Rule(f"{TORCH}sgd.py, _single_tensor_sgd", {}, "w = w - lr * g"),
    "torch.SGD weight_decay": Rule(
        f"{TORCH}sgd.py, _single_tensor_sgd: weight_decay is L2 of half the square, after clipping", {}, DECAY, "w = w - lr * g"
    ),
    "torch.SGD momentum": Rule(
        f"{TORCH}sgd.py, _single_tensor_sgd: the rate is not part of the momentum; the first buffer is the gradient, without dampening",
        {"buf": 0},
        "buf = g if t == 1 else momentum * buf + (1 - dampening) * g",
        "w = w - lr * buf",
    ),
    "torch.SGD nesterov": Rule(
        f"{TORCH}sgd.py, _single_tensor_sgd: the rate is not part of the momentum",
        {"buf": 0},
        "buf = momentum * buf + g",
        "w = w - lr * (g + momentum * buf)",
    ),
    "torch.Adagrad": Rule(
        f"{TORCH}adagrad.py, _single_tensor_adagrad: eps outside the root; the rate falls by lr_decay",
        {"state_sum": "initial_accumulator_value"},
        "state_sum = state_sum + g ** 2",
        "w = w - lr / (1 + (t - 1) * lr_decay) * g / (sqrt(state_sum) + eps)",
    ),
    "torch.Adadelta": Rule(
        f"{TORCH}adadelta.py, _single_tensor_adadelta: eps inside both roots",
        {"square_avg": 0, "acc_delta": 0},
        "square_avg = rho * square_avg + (1 - rho) * g ** 2",
        "delta = sqrt(acc_delta + eps) / sqrt(square_avg + eps) * g",
        "acc_delta = rho * acc_delta + (1 - rho) * delta ** 2",
        "w = w - lr * delta",
    ),
    "torch.RMSprop": Rule(
        f"{TORCH}rmsprop.py, _single_tensor_rmsprop: eps outside the root",
        {"v": 0},
        "v = alpha * v + (1 - alpha) * g ** 2",
        "w = w - lr * g / (sqrt(v) + eps)",
    ),
    "torch.RMSprop centered momentum": Rule(
        f"{TORCH}rmsprop.py, _single_tensor_rmsprop: eps outside the root; the rate is not part of the momentum",
        {"v": 0, "grad_avg": 0, "buf": 0},
        "v = alpha * v + (1 - alpha) * g ** 2",
        "grad_avg = alpha * grad_avg + (1 - alpha) * g",
        "buf = momentum * buf + g / (sqrt(v - grad_avg ** 2) + eps)",
        "w = w - lr * buf",
    ),
    "torch.Adam": Rule(f"{TORCH}adam.py, _single_tensor_adam: eps outside the root of the corrected v", {"m": 0, "v": 0}, *TORCH_MOMENTS, TORCH_ADAM),
    "torch.Adam weight_decay": Rule(
        f"{TORCH}adam.py, _single_tensor_adam: weight_decay is L2 of half the square, part of the gradient that m and v see, after clipping",
        {"m": 0, "v": 0},
        DECAY,
        *TORCH_MOMENTS,
        TORCH_ADAM,
    ),
    "torch.AdamW": Rule(
        f"{TORCH}adam.py, _single_tensor_adam with decoupled_weight_decay: on every weight, before the update",
        {"m": 0, "v": 0},
        "w = w * (1 - lr * weight_decay)",
        *TORCH_MOMENTS,
        TORCH_ADAM,
    ),
    "torch.NAdam": Rule(
        f"{TORCH}nadam.py, _single_tensor_nadam: eps outside the root of the corrected v",
        {"m": 0, "v": 0, "mu_product": 1},
        "mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentum_decay))",
        "mu_next = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentum_decay))",
        "mu_product = mu_product * mu",
        *TORCH_MOMENTS,
        "w = w - lr * ((1 - mu) / (1 - mu_product) * g + mu_next / (1 - mu_product * mu_next) * m) / (sqrt(v / (1 - beta2 ** t)) + eps)",
    ),
    "torch.Adam averaged": Rule(
        f"{TORCH}adam.py, _single_tensor_adam; after it swa_utils.py, get_ema_multi_avg_fn: the first average is the weight after step 1",
        {"m": 0, "v": 0, "average": 0},
        *TORCH_MOMENTS,
        TORCH_ADAM,
        "average = w if t == 1 else decay * average + (1 - decay) * w",
    ),
}
CLIPS = {
    "global_norm": {
        "source": f"{TORCH}../nn/utils/clip_grad.py, clip_grad_norm_ over all weights: 1e-6 is added to the norm",
        "g": "g * minimum(limit / (global_norm + 1e-6), 1)",
    },
    "norm": {
        "source": f"{TORCH}../nn/utils/clip_grad.py, clip_grad_norm_ for each weight by itself",
        "g": "g * minimum(limit / (norm(g) + 1e-6), 1)",
    },
    "value": {"source": f"{TORCH}../nn/utils/clip_grad.py, clip_grad_value_", "g": "clip(g, -limit, limit)"},
}
LIMITS = {"global_norm": 0.5, "norm": 0.2, "value": 0.03}
CHANGING = [0.2, 0.2, 0.1, 0.05, 0.2]


def clip(parameters, kind, limit):
    if kind == "global_norm":
        torch.nn.utils.clip_grad_norm_(parameters, limit)
    elif kind == "norm":
        for parameter in parameters:
            torch.nn.utils.clip_grad_norm_(parameter, limit)
    else:
        torch.nn.utils.clip_grad_value_(parameters, limit)


def optimiser_case(seed, rule_name, options, rates, clipped=None, note=""):
    """The weights are rnnc's own, one bias and not two: their number decides what a norm over all of them is."""
    rates = [rates] * STEPS if isinstance(rates, float) else rates
    clipping = None if clipped is None else {"kind": clipped, "limit": LIMITS[clipped]}
    words = [rule_name, note, f"clipped by {clipped}" if clipped else ""]
    case = OptimiserCase(", ".join(filter(None, words)), rule_name, RULES[rule_name], options, rates, clipping, clipped and CLIPS[clipped]["g"])
    values, x, target = optimiser_problem(seed)
    x, target = torch.as_tensor(x), torch.as_tensor(target)
    weights = {path: torch.nn.Parameter(torch.tensor(v)) for path, v in values.items()}
    more = {k: v for k, v in options.items() if k not in ("beta1", "beta2", "decay")}
    if "beta1" in options:
        more["betas"] = (options["beta1"], options["beta2"])
    more.update({flag: True for flag in ("nesterov", "centered") if flag in rule_name})
    optimizer = getattr(torch.optim, rule_name.split(" ")[0].split(".")[1])(weights.values(), lr=rates[0], foreach=False, **more)
    average = torch.optim.swa_utils.get_ema_multi_avg_fn(options["decay"]) if "decay" in options else None
    # AveragedModel takes a module; its parameters are the very tensors that are trained
    module = torch.nn.ParameterList(weights.values())
    averaged = average and torch.optim.swa_utils.AveragedModel(module, multi_avg_fn=average)

    def read(tensors):
        return dict(zip(weights, [t.detach().numpy().copy() for t in tensors], strict=True))

    def step(lr):
        optimizer.zero_grad()
        kernel, recurrent, bias, head, head_bias = weights.values()
        h, c, loss = torch.zeros(3, 4), torch.zeros(3, 4), 0
        for t in range(x.shape[1]):
            i, f, g, o = torch.split(x[:, t] @ kernel + h @ recurrent + bias, 4, -1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            loss = loss + torch.sum((h @ head + head_bias - target[:, t]) ** 2) / target.numel()
        loss.backward()
        gradients = read(w.grad for w in weights.values())
        if clipped:
            clip(list(weights.values()), clipped, LIMITS[clipped])
        optimizer.param_groups[0]["lr"] = lr
        optimizer.step()
        averages = None
        if averaged is not None:
            averaged.update_parameters(module)
            averages = read(averaged.module)
        return loss.item(), gradients, read(weights.values()), averages

    return case.run(values, step)


def optimiser_cases(seed):
    adam, large = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8}, {"eps": 0.01}
    rms, adagrad = {"alpha": 0.99, "eps": 1e-8}, {"initial_accumulator_value": 0.0, "lr_decay": 0.0, "eps": 1e-10}
    both_ways = [
        ("torch.SGD", {}, 0.5),
        ("torch.SGD momentum", {"momentum": 0.9, "dampening": 0.0}, CHANGING),
        ("torch.SGD nesterov", {"momentum": 0.9}, CHANGING),
        ("torch.Adagrad", adagrad, 0.1),
        ("torch.Adadelta", {"rho": 0.9, "eps": 1e-6}, 1.0),
        ("torch.RMSprop", rms, 0.01),
        ("torch.Adam", adam, 0.02),
        ("torch.AdamW", {"weight_decay": 0.1, **adam}, 0.02),
        ("torch.NAdam", {"momentum_decay": 0.004, **adam}, 0.02),
    ]
    cases = [optimiser_case(seed, *arguments, clipped=clipped) for arguments in both_ways for clipped in (None, "global_norm")]
    for rule_name, options, rates, note in (
        ("torch.SGD momentum", {"momentum": 0.9, "dampening": 0.25}, CHANGING, "dampening 0.25"),
        ("torch.Adagrad", {**adagrad, "initial_accumulator_value": 0.1, "lr_decay": 0.125, **large}, 0.1, "epsilon 0.01, lr_decay"),
        ("torch.Adadelta", {"rho": 0.9, **large}, 1.0, "epsilon 0.01"),
        ("torch.RMSprop", {**rms, **large}, 0.01, "epsilon 0.01"),
        ("torch.RMSprop centered momentum", {**rms, "momentum": 0.9, **large}, [r / 20 for r in CHANGING], "epsilon 0.01"),
        ("torch.Adam", {**adam, **large}, 0.02, "epsilon 0.01"),
        ("torch.NAdam", {"momentum_decay": 0.004, **adam, **large}, 0.02, "epsilon 0.01"),
    ):
        cases.append(optimiser_case(seed, rule_name, options, rates, note=note))
    for clipped in ("norm", "value"):
        cases.append(optimiser_case(seed, "torch.SGD", {}, 0.5, clipped))
    cases.append(optimiser_case(seed, "torch.SGD weight_decay", {"weight_decay": 0.1}, 0.5, "global_norm"))
    cases.append(optimiser_case(seed, "torch.Adam weight_decay", {"weight_decay": 0.1, **adam}, 0.02))
    cases.append(optimiser_case(seed, "torch.Adam averaged", {"decay": 0.9, **adam}, 0.02))
    return cases


def loss_cases(seed):
    given, cases, functional = loss_inputs(seed), [], torch.nn.functional

    def add(name, kind, options, inputs, target, formula):
        variables = {k: torch.tensor(v, requires_grad=True) for k, v in inputs.items()}
        values = formula(*variables.values(), torch.as_tensor(target))
        values.sum().backward()
        cases.append(loss_case(name, kind, options, inputs, target, values.detach().numpy(), {k: v.grad.numpy() for k, v in variables.items()}))

    def classes_second(x):
        return x.movedim(-1, 1)

    for name, (logits, classes, probabilities) in given["softmax"].items():
        add(
            f"cross_entropy of classes, {name}",
            "sparse_softmax_cross_entropy",
            {},
            {"logits": logits},
            classes,
            lambda x, y: functional.cross_entropy(classes_second(x), y, reduction="none"),
        )
        add(
            f"cross_entropy of probabilities, {name}",
            "softmax_cross_entropy",
            {},
            {"logits": logits},
            probabilities,
            lambda x, y: functional.cross_entropy(classes_second(x), classes_second(y), reduction="none"),
        )
    for name, (logits, target) in given["sigmoid"].items():
        add(
            f"binary_cross_entropy_with_logits, {name}",
            "sigmoid_cross_entropy",
            {},
            {"logits": logits},
            target,
            lambda x, y: functional.binary_cross_entropy_with_logits(x, y, reduction="none"),
        )
    regression = [("mse_loss", "mean_squared_error", {}), ("l1_loss", "mean_absolute_error", {})]
    regression += [("huber_loss", "huber", {"delta": delta}) for delta in (1.0, 0.5)]
    for name, (predictions, target) in given["regression"].items():
        for function, kind, options in regression:
            words = ", ".join([function, *(f"{k} {v}" for k, v in options.items()), name])
            make = getattr(functional, function)
            add(
                words,
                kind,
                options,
                {"predictions": predictions},
                target,
                lambda x, y, make=make, options=options: make(x, y, reduction="none", **options),
            )
    for name, (mean, log_variance, target) in given["gaussian"].items():
        for full in (False, True):
            # the variance is held above eps: 1e-6 by default, which these stay above
            formula = torch.nn.GaussianNLLLoss(full=full, eps=1e-6, reduction="none")
            add(
                f"GaussianNLLLoss, full {full}, {name}",
                "gaussian_nll",
                {"full": full},
                {"mean": mean, "log_variance": log_variance},
                target,
                lambda m, s, y, formula=formula: formula(m, y, torch.exp(s)),
            )
    return cases


def ctc_by_every_path(log_probabilities, target):
    """-log of the summed probability of all paths [time] that collapse to the target: repeats joined, then blanks (0) left out."""
    time, classes = log_probabilities.shape
    total = -np.inf
    for path in itertools.product(range(classes), repeat=time):
        if [k for k, _ in itertools.groupby(path) if k != 0] == list(target):
            total = np.logaddexp(total, sum(log_probabilities[t, k] for t, k in enumerate(path)))
    return -total


def ctc_case(random, name, time, classes, targets, input_lengths=None, scale=2.0, logits=None):
    """`targets`: rows of labels; they are padded with 0."""
    batch = len(targets)
    input_lengths = input_lengths or [time] * batch
    logits = numbers(random, time, batch, classes, scale=scale) if logits is None else logits
    padded = np.zeros((batch, max(map(len, targets))), np.int64)
    for row, target in zip(padded, targets, strict=True):
        row[: len(target)] = target

    def run(zero_infinity):
        x = torch.tensor(logits, requires_grad=True)
        lengths = torch.tensor(input_lengths), torch.tensor([len(t) for t in targets])
        losses = torch.nn.functional.ctc_loss(
            torch.log_softmax(x, -1), torch.as_tensor(padded), *lengths, blank=0, reduction="none", zero_infinity=zero_infinity
        )
        losses.sum().backward()
        return losses.detach().numpy(), x.grad.numpy()

    losses, gradients = run(False)
    log_probabilities = torch.log_softmax(torch.as_tensor(logits), -1).numpy()
    for b, target in enumerate(targets):
        if classes ** input_lengths[b] <= 20000:
            found = ctc_by_every_path(log_probabilities[: input_lengths[b], b], target)
            if not (losses[b] == found or abs(losses[b] - found) < 1e-10 * max(1, abs(found))):
                raise AssertionError(f"{name}: row {b} is {losses[b]}, by all its paths {found}")
    case = {
        "name": name,
        "blank": 0,
        "logits": listed(logits),
        "input_lengths": input_lengths,
        "targets": listed(padded),
        "target_lengths": [len(t) for t in targets],
        "losses": listed(losses),
        "gradients": listed(gradients),
    }
    if np.isinf(losses).any():
        losses, gradients = run(True)
        case["zero_infinity"] = {"losses": listed(losses), "gradients": listed(gradients)}
    return case


def ctc_cases(seed):
    random = np.random.RandomState(seed)
    far = np.round(random.uniform(-1, 1, (5, 2, 4))) * 1000
    return [
        ctc_case(random, "plain", 6, 5, [[1, 2], [3], [4, 1, 2]]),
        ctc_case(random, "repeated labels", 6, 4, [[2, 2], [1, 1, 1], [3, 3, 2], [1, 2, 1]]),
        ctc_case(random, "an empty target among others", 5, 4, [[], [1, 2], [3]]),
        ctc_case(random, "only empty targets", 4, 3, [[], []]),
        ctc_case(random, "targets as long as the input", 4, 6, [[1, 2, 3, 4], [5, 4, 5, 1]]),
        ctc_case(random, "repeats that leave one path", 6, 4, [[1, 1, 2, 2], [3, 3, 3], [2, 1, 3, 2, 1]], [6, 5, 5]),
        ctc_case(random, "inputs shorter than time", 6, 4, [[1, 2], [3], [2, 2]], [6, 1, 3]),
        ctc_case(random, "one step", 1, 3, [[2], []]),
        ctc_case(random, "one sample, long", 40, 8, [[3, 1, 4, 1, 5, 5, 2, 6, 5, 3, 3, 7]]),
        ctc_case(random, "long, lengths", 25, 6, [[1, 2, 3, 4, 5, 5, 1], [2], [4, 4, 4, 4]], [25, 13, 8]),
        ctc_case(random, "logits up to 50", 6, 4, [[1, 2], [3, 3]], scale=50.0),
        ctc_case(random, "logits of 1000", 5, 4, [[1, 2], [3, 3]], logits=far),
        ctc_case(
            random, "infeasible: longer than the input, or no room for the blank of a repeat", 3, 4, [[1, 2, 3, 1], [2, 2, 1], [1, 2]], [3, 3, 3]
        ),
        ctc_case(random, "infeasible by its length", 6, 4, [[1, 2, 3], [1, 2, 3]], [2, 6]),
    ]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True, metavar="DIR")
    options = arguments.parse_args()
    versions = {"torch": torch.__version__}

    def save(name, head, cases):
        write(options.out, name, versions, options.seed, head, cases)

    save("training/optimisers-torch.json", optimiser_head("PyTorch", options.seed, RULES, CLIPS), optimiser_cases(options.seed))
    save("training/losses-torch.json", {"framework": "PyTorch"}, loss_cases(options.seed + 3))
    save("ctc/torch.json", {"framework": "PyTorch, torch.nn.functional.ctc_loss of log_softmax"}, ctc_cases(options.seed + 5))
    save("training/gradients-torch.json", {"framework": "PyTorch"}, gradient_cases(options.seed + 2))


if __name__ == "__main__":
    main()
