"""Golden values of training from TensorFlow and Keras 3, in float64. Run by hand, never by the tests, in an environment with tensorflow 2.21:

    python make_training_torch.py --seed 1 --out DIR     first: ctc/tensorflow.json is about the cases of ctc/torch.json
    python make_training_tf.py --seed 1 --out DIR

Writes, under DIR: training/gradients-tf1.json, training/gradients-keras.json, training/optimisers-keras.json, training/optimisers-tf1.json,
training/losses-tensorflow.json, ctc/tensorflow.json. The form of every file is told in training_cases.py.

TF1 cells are tensorflow.python.keras.layers.legacy_rnn.rnn_cell_impl under dynamic_rnn and bidirectional_dynamic_rnn with tf.gradients; Keras
layers run eagerly under a GradientTape. ctc/tensorflow.json says, case by case of ctc/torch.json, what tf.nn.ctc_loss gives, in which rows
loss and gradient are PyTorch's within `tolerance`, or its error: PyTorch's numbers are the ones to test against.
"""

import argparse
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras
import numpy as np
import tensorflow as tf
from tensorflow.python.keras.layers.legacy_rnn import rnn_cell_impl as cells
from training_cases import (
    STEPS,
    GradientCase,
    OptimiserCase,
    Rule,
    Variant,
    flow,
    listed,
    loss_case,
    loss_inputs,
    numbers,
    optimiser_head,
    optimiser_problem,
    write,
)

keras.backend.set_floatx("float64")
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
v1 = tf.compat.v1
v1.logging.set_verbosity(v1.logging.ERROR)
layers = keras.layers

cast_by_way_of_float32 = keras.src.ops.cast


def cast(x, dtype):
    """Keras turns a Python number (momentum, Nadam's 0.96) into float32 on its way to float64; NumPy's float64 it keeps."""
    return cast_by_way_of_float32(np.float64(x) if isinstance(x, float) else x, dtype)


keras.src.ops.cast = cast

KERNEL = {"kernel": "kernel", "bias": "bias"}
# rnnc cell: (class, its variable scope, its variables → rnnc weights, its states in order)
TF1_KINDS = {
    "basic_rnn": (cells.BasicRNNCell, "basic_rnn_cell", KERNEL, ["h"]),
    "basic_lstm": (cells.BasicLSTMCell, "basic_lstm_cell", KERNEL, ["c", "h"]),
    "lstm": (
        cells.LSTMCell,
        "lstm_cell",
        {**KERNEL, "w_f_diag": "w_f_diag", "w_i_diag": "w_i_diag", "w_o_diag": "w_o_diag", "projection/kernel": "projection_kernel"},
        ["c", "m"],
    ),
    "gru": (
        cells.GRUCell,
        "gru_cell",
        {"gates/kernel": "gates_kernel", "gates/bias": "gates_bias", "candidate/kernel": "candidate_kernel", "candidate/bias": "candidate_bias"},
        ["h"],
    ),
}
KERAS_KINDS = {"simple_rnn": (layers.SimpleRNN, ["h"]), "lstm": (layers.LSTM, ["h", "c"]), "gru": (layers.GRU, ["h"])}


VARIANTS = [
    Variant("sum", "a", "sum"),
    Variant("mean, head", "b", "mean", head=2),
    Variant("lengths, mean", "a", "mean", lengths=[5, 2, 4]),
    Variant("a row of length zero, initial state, sum", "a", "sum", lengths=[5, 0, 4], initial=True),
    Variant("initial state, mean", "b", "mean", initial=True),
    Variant("stack of two, head, mean", "a", "mean", depth=2, head=2),
    Variant("stack of two, lengths, initial state, sum", "b", "sum", depth=2, lengths=[1, 3], initial=True),
    Variant("bidirectional, sum", "b", "sum", bidirectional=True),
    Variant("bidirectional, lengths, initial state, mean", "a", "mean", bidirectional=True, lengths=[2, 5, 4], initial=True),
    Variant("padding counts too, final states, sum", "a", "sum", lengths=[3, 5, 0], initial=True, over="all", finals=True),
]


class Tf1Cell:
    """A TF1 cell unrolled by dynamic_rnn or bidirectional_dynamic_rnn in graph mode, differentiated by tf.gradients."""

    tensor, sum = staticmethod(tf.constant), staticmethod(tf.reduce_sum)

    def __init__(self, kind, units, **options):
        self.kind, self.units, self.options = kind, units, options
        self.make, self.scope, self.variables, self.states = TF1_KINDS[kind]
        self.output_size = options.get("num_proj") or units
        self.name = " ".join([f"tf1.{kind}", *(k if v is True else f"{k} {v}" for k, v in options.items())])

    def use(self, units):
        return {f"tf1.{self.kind}": {"units": units, **self.options}}

    def with_units(self, units):
        return Tf1Cell(self.kind, units, **self.options)

    def width_of(self, state):
        return self.units if state == "c" else self.output_size

    def padding(self, _variant):
        return None

    def run(self, case):
        variant = case.variant
        with tf.Graph().as_default() as graph:
            x, starts, made, packed = tf.constant(case.x), {}, [], []
            for direction in variant.directions:
                stack = [self.make(self.units, dtype=tf.float64, **self.options) for _ in range(variant.depth)]
                made.append(stack[0] if variant.depth == 1 else cells.MultiRNNCell(stack))
                if variant.initial:
                    paths = [f"rnn.{i}.{direction}.{s}" for i in range(variant.depth) for s in self.states]
                    starts.update({p: tf.constant(case.starts[p]) for p in paths})
                    packed.append(tf.nest.pack_sequence_as(made[-1].state_size, [starts[p] for p in paths]))
            kwargs = {} if variant.lengths is None else {"sequence_length": tf.constant(variant.lengths, tf.int32)}
            if variant.bidirectional:
                kwargs.update({"initial_state_fw": packed[0], "initial_state_bw": packed[1]} if packed else {"dtype": tf.float64})
                outputs, states = v1.nn.bidirectional_dynamic_rnn(*made, x, **kwargs)
                y = tf.concat(outputs, -1)
            else:
                kwargs.update({"initial_state": packed[0]} if packed else {"dtype": tf.float64})
                y, states = v1.nn.dynamic_rnn(made[0], x, **kwargs)
            finals = dict(zip(case.final_paths, tf.nest.flatten(states), strict=True))
            weights = {self.path_of(v): v for v in v1.global_variables()}
            weights.update({path: v1.get_variable(path, shape, tf.float64) for path, shape in case.head_shapes(y.shape[-1]).items()})
            case.draw_weights({path: variable.shape.as_list() for path, variable in weights.items()})
            y = case.with_head(y, weights)
            loss = case.loss(y, finals)
            sources = {**weights, "x": x, **starts}
            gradients = v1.gradients(loss, list(sources.values()), unconnected_gradients="zero")
            with v1.Session(graph=graph) as session:
                session.run([v1.assign(variable, case.weights[path]) for path, variable in weights.items()])
                return session.run((y, finals, loss, dict(zip(sources, gradients, strict=True))))

    def path_of(self, variable):
        name = variable.op.name
        direction = "backward" if "/bw/" in name else "forward"
        index = int(name.split("/cell_")[1].split("/")[0]) if "/cell_" in name else 0
        return f"rnn.{index}.{direction}.{self.variables[name.split(f'/{self.scope}/')[1]]}"


class KerasCell:
    """A Keras layer, or a stack of them, called eagerly and differentiated by a GradientTape."""

    tensor, sum = staticmethod(tf.constant), staticmethod(tf.reduce_sum)

    def __init__(self, kind, units, **options):
        self.kind, self.units, self.options = kind, units, options
        self.make, self.states = KERAS_KINDS[kind]
        self.output_size = units
        self.name = " ".join([f"keras.{kind}", *(f"{k} {flow(v)}" for k, v in options.items())])

    def use(self, units):
        return {f"keras.{self.kind}": {"units": units, **self.options}}

    def with_units(self, units):
        return KerasCell(self.kind, units, **self.options)

    def width_of(self, _state):
        return self.units

    def padding(self, variant):
        """The Bidirectional wrapper sets zero_output_for_mask."""
        return "zero" if variant.bidirectional and variant.lengths is not None else None

    def run(self, case):
        variant = case.variant
        stack, halves, width = [], {}, variant.features
        for i in range(variant.depth):
            layer = self.make(self.units, return_sequences=True, return_state=True, **self.options)
            if variant.bidirectional:
                layer = layers.Bidirectional(layer, merge_mode="concat")
            layer.build((None, None, width))
            width = self.units * len(variant.directions)
            parts = [layer.forward_layer, layer.backward_layer] if variant.bidirectional else [layer]
            halves.update({f"rnn.{i}.{d}": part for d, part in zip(variant.directions, parts, strict=True)})
            stack.append(layer)
        variables = {f"{path}.{w.name}": w for path, part in halves.items() for w in part.weights}
        shapes = {}
        for path, variable in variables.items():
            # both biases of a reset_after GRU are one variable: row 0 is `bias`, row 1 `recurrent_bias`
            both = path.endswith(".bias") and len(variable.shape) == 2
            shapes.update({path: variable.shape[1:], path[: -len("bias")] + "recurrent_bias": variable.shape[1:]} if both else {path: variable.shape})
        head_shapes = case.head_shapes(width)
        case.draw_weights({**shapes, **head_shapes})
        for path, variable in variables.items():
            value = case.weights[path]
            variable.assign(
                value if value.shape == tuple(variable.shape) else np.stack([value, case.weights[path[: -len("bias")] + "recurrent_bias"]])
            )
        head = {path: tf.Variable(case.weights[path]) for path in head_shapes}
        x, starts = tf.constant(case.x), {path: tf.constant(s) for path, s in case.starts.items()}
        call = {} if variant.lengths is None else {"mask": tf.constant(np.arange(variant.time)[None, :] < np.array(variant.lengths)[:, None])}
        with tf.GradientTape() as tape:
            tape.watch([x, *starts.values()])
            y, finals = x, []
            for i, layer in enumerate(stack):
                mine = [starts[f"rnn.{i}.{d}.{s}"] for d in variant.directions for s in self.states] if starts else None
                y, *states = layer(y, initial_state=mine, **call)
                finals.append(states)
            by_path = {f"rnn.{i}.{d}.final.{s}": finals[i].pop(0) for i in range(variant.depth) for d in variant.directions for s in self.states}
            y = case.with_head(y, head)
            loss = case.loss(y, by_path)
        sources = {**{path: w.value for path, w in variables.items()}, **head, "x": x, **starts}
        gradients = dict(zip(sources, tape.gradient(loss, list(sources.values()), unconnected_gradients="zero"), strict=True))
        split = {}
        for path, gradient in gradients.items():
            if path in shapes and tuple(gradient.shape) != tuple(shapes[path]):
                split[path], split[path[: -len("bias")] + "recurrent_bias"] = gradient[0], gradient[1]
            else:
                split[path] = gradient
        return tf.nest.map_structure(lambda t: t.numpy(), (y, by_path, loss, split))


def distance_to_clip(case):
    """tf1.lstm again, in numpy: (how far c and m stay from their clip values, whether each clip acts somewhere and not everywhere)."""
    options, cell, variant = case.cell.options, case.cell, case.variant
    seen = {"cell_clip": [], "proj_clip": []}

    def clip(value, name):
        limit = options.get(name)
        if not limit:
            return value
        seen[name].append(np.abs(value) - limit)
        return np.clip(value, -limit, limit)

    def sigmoid(value):
        return 1 / (1 + np.exp(-value))

    def unroll(x, path, length):
        def weight(name):
            return case.weights.get(f"{path}.{name}", 0.0)

        c, m = (case.starts.get(f"{path}.{s}", np.zeros((variant.batch, cell.width_of(s)))) for s in cell.states)
        out = np.zeros((variant.batch, variant.time, cell.output_size))
        for row in range(variant.batch):
            c_row, m_row = c[row], m[row]
            for t in range(length[row]) if path.endswith("forward") else reversed(range(length[row])):
                i, j, f, o = np.split(np.concatenate([x[row, t], m_row]) @ weight("kernel") + weight("bias"), 4)
                c_all = sigmoid(f + options.get("forget_bias", 1) + weight("w_f_diag") * c_row) * c_row + sigmoid(
                    i + weight("w_i_diag") * c_row
                ) * np.tanh(j)
                c_row = clip(c_all, "cell_clip")
                m_row = sigmoid(o + weight("w_o_diag") * c_row) * np.tanh(c_row)
                if options.get("num_proj"):
                    m_row = clip(m_row @ weight("projection_kernel"), "proj_clip")
                out[row, t] = m_row
        return out

    y, length = case.x, variant.lengths or [variant.time] * variant.batch
    tops = []
    for direction in variant.directions:
        y = case.x
        for index in range(variant.depth):
            y = unroll(y, f"rnn.{index}.{direction}", length)
        tops.append(y)
    y = case.with_head(np.concatenate(tops, -1), case.weights)
    if variant.head is None and np.abs(y - case.found).max() > 1e-12:
        raise AssertionError("TensorFlow and the equations of tf1.lstm differ")
    values = {name: np.concatenate(found) for name, found in seen.items() if found}
    return min(np.abs(v).min() for v in values.values()), all((v > 0).any() and (v < 0).any() for v in values.values())


def gradient_case(random, cell, variant):
    """A case whose values stay away from the corner of a clip, drawn again until it does."""
    while True:
        case = GradientCase(random, cell, variant, 0.8)
        made = case.made()
        if not {"cell_clip", "proj_clip"} & set(cell.options):
            return made
        distance, acts = distance_to_clip(case)
        if distance > 2e-3 and acts:
            return made


def gradient_cases(seed, cell_list):
    random = np.random.RandomState(seed)
    return [gradient_case(random, cell, variant) for cell in cell_list for variant in VARIANTS]


TF1_CELLS = [
    Tf1Cell("basic_rnn", 3),
    Tf1Cell("basic_lstm", 3, forget_bias=0),
    Tf1Cell("basic_lstm", 3, forget_bias=1),
    Tf1Cell("lstm", 3, use_peepholes=True),
    Tf1Cell("lstm", 4, num_proj=2),
    Tf1Cell("lstm", 3, use_peepholes=True, cell_clip=0.3),
    Tf1Cell("lstm", 4, forget_bias=0.5, use_peepholes=True, cell_clip=0.4, num_proj=3, proj_clip=0.15),
    Tf1Cell("gru", 3),
]
KERAS_CELLS = [KerasCell("simple_rnn", 3), KerasCell("lstm", 3), KerasCell("gru", 3, reset_after=True), KerasCell("gru", 3, reset_after=False)]


KERAS = f"keras {keras.__version__}, keras/src/optimizers/"
TF1 = f"tensorflow {tf.__version__}, tensorflow/python/"
KERAS_MOMENTS = ("m = m + (1 - beta_1) * (g - m)", "v = v + (1 - beta_2) * (g ** 2 - v)")
KERAS_RULES = {
    "keras.SGD": Rule(f"{KERAS}sgd.py, SGD.update_step", {}, "w = w - lr * g"),
    "keras.SGD momentum": Rule(f"{KERAS}sgd.py, SGD.update_step", {"m": 0}, "m = momentum * m - lr * g", "w = w + m"),
    "keras.SGD nesterov": Rule(f"{KERAS}sgd.py, SGD.update_step", {"m": 0}, "m = momentum * m - lr * g", "w = w + momentum * m - lr * g"),
    "keras.Adagrad": Rule(
        f"{KERAS}adagrad.py, Adagrad.update_step: epsilon inside the root",
        {"accumulator": "initial_accumulator_value"},
        "accumulator = accumulator + g ** 2",
        "w = w - lr * g / sqrt(accumulator + epsilon)",
    ),
    "keras.Adadelta": Rule(
        f"{KERAS}adadelta.py, Adadelta.update_step: epsilon inside both roots",
        {"accumulated_grad": 0, "accumulated_delta": 0},
        "accumulated_grad = rho * accumulated_grad + (1 - rho) * g ** 2",
        "delta = -sqrt(accumulated_delta + epsilon) * g / sqrt(accumulated_grad + epsilon)",
        "accumulated_delta = rho * accumulated_delta + (1 - rho) * delta ** 2",
        "w = w + lr * delta",
    ),
    "keras.RMSprop": Rule(
        f"{KERAS}rmsprop.py, RMSprop.update_step: epsilon inside the root",
        {"v": 0},
        "v = rho * v + (1 - rho) * g ** 2",
        "w = w - lr * g / sqrt(v + epsilon)",
    ),
    "keras.RMSprop momentum": Rule(
        f"{KERAS}rmsprop.py, RMSprop.update_step: epsilon inside the root; the rate is part of the momentum",
        {"v": 0, "m": 0},
        "v = rho * v + (1 - rho) * g ** 2",
        "m = momentum * m + lr * g / sqrt(v + epsilon)",
        "w = w - m",
    ),
    "keras.RMSprop centered": Rule(
        f"{KERAS}rmsprop.py, RMSprop.update_step: epsilon inside the root",
        {"v": 0, "average_gradient": 0},
        "v = rho * v + (1 - rho) * g ** 2",
        "average_gradient = rho * average_gradient + (1 - rho) * g",
        "w = w - lr * g / sqrt(v - average_gradient ** 2 + epsilon)",
    ),
    "keras.RMSprop centered momentum": Rule(
        f"{KERAS}rmsprop.py, RMSprop.update_step: epsilon inside the root; the rate is part of the momentum",
        {"v": 0, "average_gradient": 0, "m": 0},
        "v = rho * v + (1 - rho) * g ** 2",
        "average_gradient = rho * average_gradient + (1 - rho) * g",
        "m = momentum * m + lr * g / sqrt(v - average_gradient ** 2 + epsilon)",
        "w = w - m",
    ),
    "keras.Adam": Rule(
        f"{KERAS}adam.py, Adam.update_step: epsilon outside the root of the uncorrected v ('epsilon hat' of Kingma and Ba, end of section 2)",
        {"m": 0, "v": 0},
        *KERAS_MOMENTS,
        "w = w - lr * sqrt(1 - beta_2 ** t) / (1 - beta_1 ** t) * m / (sqrt(v) + epsilon)",
    ),
    "keras.Nadam": Rule(
        f"{KERAS}nadam.py, Nadam.update_step and _backend_update_step: epsilon outside the root of the corrected v",
        {"m": 0, "v": 0, "u_product": 1},
        "u = beta_1 * (1 - 0.5 * 0.96 ** t)",
        "u_next = beta_1 * (1 - 0.5 * 0.96 ** (t + 1))",
        "u_product = u_product * u",
        *KERAS_MOMENTS,
        "m_hat = u_next * m / (1 - u_product * u_next) + (1 - u) * g / (1 - u_product)",
        "w = w - lr * m_hat / (sqrt(v / (1 - beta_2 ** t)) + epsilon)",
    ),
}
DECAYED = ["w = w - w * weight_decay * lr"]
DECAY_SOURCE = "before it keras/src/backend/tensorflow/optimizer.py, TFOptimizer._apply_weight_decay: decoupled, for every weight"
AVERAGED = ["average = w if t == 1 else ema_momentum * average + (1 - ema_momentum) * w"]
AVERAGE_SOURCE = "after it base_optimizer.py, _update_model_variables_moving_average: the first average is the weight after step 1"
for of in ("SGD", "Adam"):
    rule = KERAS_RULES[f"keras.{of}"]
    KERAS_RULES[f"keras.{of} weight_decay"] = Rule(f"{rule.source}; {DECAY_SOURCE}", rule.start, *DECAYED, *rule.update)
    KERAS_RULES[f"keras.{of} use_ema"] = Rule(f"{rule.source}; {AVERAGE_SOURCE}", {**rule.start, "average": 0}, *rule.update, *AVERAGED)
KERAS_RULES["keras.AdamW"] = Rule(
    f"{KERAS}adamw.py, AdamW, which is Adam with weight_decay, decoupled there too; {DECAY_SOURCE}",
    {"m": 0, "v": 0},
    *DECAYED,
    *KERAS_RULES["keras.Adam"].update,
)
KERAS_CLIPS = {
    "global_norm": {
        "source": f"{KERAS}base_optimizer.py, clip_by_global_norm (global_clipnorm); over all weights",
        "g": "g * (limit * minimum(1 / global_norm, 1 / limit))",
    },
    "norm": {
        "source": f"{KERAS}../backend/tensorflow/optimizer.py, TFOptimizer._clip_by_norm (clipnorm), which is tf.clip_by_norm; each weight by itself",
        "g": "g * limit / maximum(norm(g), limit)",
    },
    "value": {"source": f"{KERAS}base_optimizer.py, BaseOptimizer._clip_gradients (clipvalue)", "g": "clip(g, -limit, limit)"},
}
KERAS_CLIP_OPTIONS = {"global_norm": "global_clipnorm", "norm": "clipnorm", "value": "clipvalue"}

TF1_RULES = {
    "tf1.GradientDescentOptimizer": Rule(f"{TF1}training/gradient_descent.py", {}, "w = w - lr * g"),
    "tf1.MomentumOptimizer": Rule(
        f"{TF1}ops/gen_training_ops.py, resource_apply_momentum: the rate is not part of the momentum",
        {"m": 0},
        "m = momentum * m + g",
        "w = w - lr * m",
    ),
    "tf1.MomentumOptimizer use_nesterov": Rule(
        f"{TF1}ops/gen_training_ops.py, resource_apply_momentum", {"m": 0}, "m = momentum * m + g", "w = w - (lr * g + lr * momentum * m)"
    ),
    "tf1.AdagradOptimizer": Rule(
        f"{TF1}ops/gen_training_ops.py, resource_apply_adagrad: no epsilon",
        {"accumulator": "initial_accumulator_value"},
        "accumulator = accumulator + g ** 2",
        "w = w - lr * g / sqrt(accumulator)",
    ),
    "tf1.AdadeltaOptimizer": Rule(
        f"{TF1}ops/gen_training_ops.py, resource_apply_adadelta (its text leaves out the rate): epsilon inside both roots",
        {"accum": 0, "accum_update": 0},
        "accum = rho * accum + (1 - rho) * g ** 2",
        "update = sqrt(accum_update + epsilon) / sqrt(accum + epsilon) * g",
        "accum_update = rho * accum_update + (1 - rho) * update ** 2",
        "w = w - lr * update",
    ),
    "tf1.RMSPropOptimizer": Rule(
        f"{TF1}ops/gen_training_ops.py, resource_apply_rms_prop: epsilon inside the root; training/rmsprop.py starts ms at one",
        {"ms": 1, "mom": 0},
        "ms = decay * ms + (1 - decay) * g ** 2",
        "mom = momentum * mom + lr * g / sqrt(ms + epsilon)",
        "w = w - mom",
    ),
    "tf1.RMSPropOptimizer centered": Rule(
        f"{TF1}ops/gen_training_ops.py, resource_apply_centered_rms_prop: epsilon inside the root; training/rmsprop.py starts ms at one",
        {"ms": 1, "mg": 0, "mom": 0},
        "mg = decay * mg + (1 - decay) * g",
        "ms = decay * ms + (1 - decay) * g ** 2",
        "mom = momentum * mom + lr * g / sqrt(ms - mg ** 2 + epsilon)",
        "w = w - mom",
    ),
    "tf1.AdamOptimizer": Rule(
        f"{TF1}ops/gen_training_ops.py, resource_apply_adam: 'epsilon hat', outside the root of the uncorrected v",
        {"m": 0, "v": 0},
        "m = beta1 * m + (1 - beta1) * g",
        "v = beta2 * v + (1 - beta2) * g ** 2",
        "w = w - lr * sqrt(1 - beta2 ** t) / (1 - beta1 ** t) * m / (sqrt(v) + epsilon)",
    ),
}
TF1_CLIPS = {
    "global_norm": {
        "source": f"{TF1}ops/clip_ops.py, clip_by_global_norm; over all weights",
        "g": "g * (limit * minimum(1 / global_norm, 1 / limit))",
    }
}
CHANGING = [0.2, 0.2, 0.1, 0.05, 0.2]
LIMITS = {"global_norm": 0.5, "norm": 0.2, "value": 0.03}


class Trainer:
    """The problem of the optimiser cases as Keras layers. A penalty is Keras's own."""

    def __init__(self, seed, penalty=None):
        values, x, target = optimiser_problem(seed)
        self.x, self.target = tf.constant(x), tf.constant(target)
        make = {"l1": keras.regularizers.L1, "l2": keras.regularizers.L2}
        on = {"weights": "kernel_regularizer", "activation": "activity_regularizer"}
        options = {} if penalty is None else {on[penalty["on"]]: make[penalty["kind"]](penalty["factor"])}
        self.rnn, self.head = (
            layers.LSTM(4, return_sequences=True, **options),
            layers.Dense(2, **({} if "activity_regularizer" in options else options)),
        )
        self.rnn.build((None, None, 3))
        self.head.build((None, None, 4))
        self.variables = dict(zip(values, [*self.rnn.weights, *self.head.weights], strict=True))
        for path, variable in self.variables.items():
            variable.assign(values[path])
        self.values = values

    def loss_and_gradients(self):
        with tf.GradientTape() as tape:
            self.rnn._clear_losses()
            self.head._clear_losses()
            loss = tf.reduce_mean((self.head(self.rnn(self.x)) - self.target) ** 2)
            for penalty in [*self.rnn.losses, *self.head.losses]:
                loss += penalty
        return loss, tape.gradient(loss, [v.value for v in self.variables.values()])

    def read(self, values):
        return dict(zip(self.variables, [np.array(v) for v in values], strict=True))

    def run(self, case, apply, averages=None):
        """`apply(gradients, lr)` takes a step."""

        def step(lr):
            loss, gradients = self.loss_and_gradients()
            apply(gradients, lr)
            weights = self.read(v.value for v in self.variables.values())
            return loss, self.read(gradients), weights, None if averages is None else self.read(a.value for a in averages())

        return case.run(self.values, step)


def keras_optimiser_case(seed, rule_name, options, rates, clip=None, penalty=None, note=""):
    rates = [rates] * STEPS if isinstance(rates, float) else rates
    clipping = None if clip is None else {"kind": clip, "limit": LIMITS[clip]}
    rule = KERAS_RULES[rule_name]
    words = [rule_name, note, f"clipped by {clip}" if clip else "", f"{penalty['kind']} penalty on {penalty['on']}" if penalty else ""]
    case = OptimiserCase(", ".join(filter(None, words)), rule_name, rule, options, rates, clipping, clip and KERAS_CLIPS[clip]["g"], penalty)
    kind = rule_name.split(" ")[0].split(".")[1]
    more = {KERAS_CLIP_OPTIONS[clip]: LIMITS[clip]} if clip else {}
    if "ema_momentum" in options:
        more["use_ema"] = True
    if "nesterov" in rule_name:
        more["nesterov"] = True
    if "centered" in rule_name:
        more["centered"] = True
    trainer = Trainer(seed, penalty)
    # the TensorFlow backend casts weight_decay by way of float32 itself
    exact = {k: np.float64(v) for k, v in options.items()}
    optimizer = getattr(keras.optimizers, kind)(learning_rate=rates[0], **exact, **more)
    optimizer.build(list(trainer.variables.values()))

    def apply(gradients, lr):
        optimizer.learning_rate = lr
        optimizer.apply(gradients, list(trainer.variables.values()))

    return trainer.run(case, apply, (lambda: optimizer._model_variables_moving_average) if "ema_momentum" in options else None)


def keras_optimiser_cases(seed):
    adam, rho, large = {"beta_1": 0.9, "beta_2": 0.999}, {"rho": 0.9}, {"epsilon": 0.01}
    small = {"epsilon": 1e-7}
    both_ways = [
        ("keras.SGD", {}, 0.5),
        ("keras.SGD momentum", {"momentum": 0.9}, CHANGING),
        ("keras.SGD nesterov", {"momentum": 0.9}, CHANGING),
        ("keras.Adagrad", {"initial_accumulator_value": 0.1, **small}, 0.1),
        ("keras.Adadelta", {"rho": 0.95, **small}, 1.0),
        ("keras.RMSprop", {**rho, **small}, 0.01),
        ("keras.RMSprop centered momentum", {**rho, "momentum": 0.9, **small}, [r / 10 for r in CHANGING]),
        ("keras.Adam", {**adam, **small}, 0.02),
        ("keras.AdamW", {"weight_decay": 0.1, **adam, **small}, 0.02),
        ("keras.Nadam", {**adam, **small}, 0.02),
    ]
    cases = [keras_optimiser_case(seed, *arguments, clip=clip) for arguments in both_ways for clip in (None, "global_norm")]
    for rule_name, options, rates in (
        ("keras.Adagrad", {"initial_accumulator_value": 0.1, **large}, 0.1),
        ("keras.Adadelta", {"rho": 0.95, **large}, 1.0),
        ("keras.RMSprop momentum", {**rho, "momentum": 0.9, **large}, [r / 10 for r in CHANGING]),
        ("keras.RMSprop centered", {**rho, **large}, 0.02),
        ("keras.Adam", {**adam, **large}, 0.02),
        ("keras.Nadam", {**adam, **large}, 0.02),
    ):
        cases.append(keras_optimiser_case(seed, rule_name, options, rates, note="epsilon 0.01"))
    for clip in ("norm", "value"):
        cases.append(keras_optimiser_case(seed, "keras.SGD", {}, 0.5, clip=clip))
        cases.append(keras_optimiser_case(seed, "keras.Adam", {**adam, **small}, 0.02, clip=clip))
    cases.append(keras_optimiser_case(seed, "keras.SGD weight_decay", {"weight_decay": 0.1}, 0.5, clip="global_norm"))
    cases.append(keras_optimiser_case(seed, "keras.Adam weight_decay", {"weight_decay": 0.1, **adam, **small}, 0.02))
    cases.append(keras_optimiser_case(seed, "keras.SGD use_ema", {"ema_momentum": 0.9}, 0.5))
    cases.append(keras_optimiser_case(seed, "keras.Adam use_ema", {"ema_momentum": 0.9, **adam, **small}, 0.02, clip="global_norm"))
    for kind in ("l1", "l2"):
        cases.append(
            keras_optimiser_case(
                seed, "keras.SGD", {}, 0.5, penalty={"kind": kind, "on": "weights", "factor": 0.01, "paths": ["rnn.0.forward.kernel", "head.kernel"]}
            )
        )
        cases.append(keras_optimiser_case(seed, "keras.SGD", {}, 0.5, penalty={"kind": kind, "on": "activation", "factor": 0.01, "paths": ["rnn"]}))
    return cases


def tf1_optimiser_case(seed, rule_name, options, rates, clip=None, note=""):
    rates = [rates] * STEPS if isinstance(rates, float) else rates
    clipping = None if clip is None else {"kind": clip, "limit": LIMITS[clip]}
    words = [rule_name, note, f"clipped by {clip}" if clip else ""]
    case = OptimiserCase(", ".join(filter(None, words)), rule_name, TF1_RULES[rule_name], options, rates, clipping, clip and TF1_CLIPS[clip]["g"])
    name, _, flag = rule_name.split(".")[1].partition(" ")
    current = [rates[0]]
    # a Python number would become float32 first, NumPy's float64 does not
    exact = {k: np.float64(v) for k, v in options.items()}
    optimizer = getattr(v1.train, name)(learning_rate=lambda: np.float64(current[0]), **exact, **({flag: True} if flag else {}))
    trainer = Trainer(seed)

    def apply(gradients, lr):
        current[0] = lr
        if clip:
            gradients, _ = tf.clip_by_global_norm(gradients, np.float64(LIMITS[clip]))
        optimizer.apply_gradients(zip(gradients, [v.value for v in trainer.variables.values()], strict=True))

    return trainer.run(case, apply)


def tf1_optimiser_cases(seed):
    adam = {"beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
    rms = {"decay": 0.9, "momentum": 0.0, "epsilon": 1e-10}
    cases = [
        tf1_optimiser_case(seed, *arguments)
        for arguments in (
            ("tf1.GradientDescentOptimizer", {}, 0.5),
            ("tf1.GradientDescentOptimizer", {}, 0.5, "global_norm"),
            ("tf1.MomentumOptimizer", {"momentum": 0.9}, CHANGING),
            ("tf1.MomentumOptimizer use_nesterov", {"momentum": 0.9}, CHANGING),
            ("tf1.AdagradOptimizer", {"initial_accumulator_value": 0.1}, 0.1),
            ("tf1.AdadeltaOptimizer", {"rho": 0.95, "epsilon": 1e-8}, 1.0),
            ("tf1.RMSPropOptimizer", rms, 0.1),
            ("tf1.RMSPropOptimizer", {**rms, "momentum": 0.9, "epsilon": 0.01}, CHANGING, "global_norm", "epsilon 0.01"),
            ("tf1.RMSPropOptimizer centered", {**rms, "momentum": 0.9}, CHANGING),
            ("tf1.AdamOptimizer", adam, 0.02),
            ("tf1.AdamOptimizer", adam, 0.02, "global_norm"),
            ("tf1.AdamOptimizer", {**adam, "epsilon": 0.01}, 0.02, None, "epsilon 0.01"),
        )
    ]
    return cases


def loss_cases(seed):
    given, cases = loss_inputs(seed), []

    def of_each(loss, **options):
        """Keras averages over the last axis: give it one of size 1. (tf.compat.v1.losses has no such axis, but computes in float32.)"""
        return lambda y, p: loss(y[..., None], p[..., None], **options)

    def add(name, kind, options, of, x, target, formula):
        variable = tf.constant(x)
        with tf.GradientTape() as tape:
            tape.watch(variable)
            values = formula(tf.constant(target), variable)
        cases.append(loss_case(name, kind, options, {of: x}, target, values, {of: tape.gradient(values, variable)}))

    for name, (logits, classes, probabilities) in given["softmax"].items():
        add(
            f"tf.nn.sparse_softmax_cross_entropy_with_logits, {name}",
            "sparse_softmax_cross_entropy",
            {},
            "logits",
            logits,
            classes,
            tf.nn.sparse_softmax_cross_entropy_with_logits,
        )
        add(
            f"tf.nn.softmax_cross_entropy_with_logits, {name}",
            "softmax_cross_entropy",
            {},
            "logits",
            logits,
            probabilities,
            tf.nn.softmax_cross_entropy_with_logits,
        )
    for name, (logits, target) in given["sigmoid"].items():
        add(
            f"tf.nn.sigmoid_cross_entropy_with_logits, {name}",
            "sigmoid_cross_entropy",
            {},
            "logits",
            logits,
            target,
            tf.nn.sigmoid_cross_entropy_with_logits,
        )
    for name, (predictions, target) in given["regression"].items():
        add(f"tf.math.squared_difference, {name}", "mean_squared_error", {}, "predictions", predictions, target, tf.math.squared_difference)
        absolute = of_each(keras.losses.mean_absolute_error)
        add(f"keras.losses.mean_absolute_error, {name}", "mean_absolute_error", {}, "predictions", predictions, target, absolute)
        for delta in (1.0, 0.5):
            huber = of_each(keras.losses.huber, delta=delta)
            add(f"keras.losses.huber, delta {delta}, {name}", "huber", {"delta": delta}, "predictions", predictions, target, huber)
        for tau in (0.1, 0.9):
            # by the formula, since TensorFlow has none: tau * (y - p) where y > p, else (tau - 1) * (y - p)
            over = target > predictions
            values = np.where(over, tau, tau - 1) * (target - predictions)
            slope = np.where(over, -tau, 1 - tau)
            cases.append(
                loss_case(
                    f"quantile by formula, tau {tau}, {name}",
                    "quantile",
                    {"tau": tau},
                    {"predictions": predictions},
                    target,
                    values,
                    {"predictions": slope},
                )
            )
    # MAE where prediction and target are the same number
    equal = np.array([[[0.5, -0.25]]])
    add("keras.losses.mean_absolute_error, equal", "mean_absolute_error", {}, "predictions", equal, equal, of_each(keras.losses.mean_absolute_error))
    return cases


def weighted_loss_cases(seed):
    """Keras's three ways to reduce a squared error [batch, time, 2] under sample weights [batch, time]."""
    random = np.random.RandomState(seed)
    predictions, target, weight = numbers(random, 2, 3, 2), numbers(random, 2, 3, 2), np.abs(numbers(random, 2, 3))
    weight[1, 2] = 0
    cases = []
    for reduction in ("sum", "sum_over_batch_size", "mean_with_sample_weight"):
        variable = tf.constant(predictions)
        with tf.GradientTape() as tape:
            tape.watch(variable)
            loss = keras.losses.MeanSquaredError(reduction=reduction)(tf.constant(target), variable, sample_weight=tf.constant(weight))
        cases.append(
            {
                "name": f"keras.losses.MeanSquaredError, sample weights, {reduction}",
                "kind": "mean_squared_error",
                "options": {"reduction": reduction},
                "inputs": {"predictions": listed(predictions)},
                "target": listed(target),
                "sample_weights": listed(weight),
                "loss": float(loss),
                "gradients": {"predictions": listed(tape.gradient(loss, variable))},
            }
        )
    return cases


def ctc_cases(folder):
    """tf.nn.ctc_loss on the cases that make_training_torch.py wrote: what it gives, and in which rows that is PyTorch's.

    With sparse labels it is the op CTCLoss, which takes float64 but adds logarithms up in less, and refuses a whole batch with an empty or an
    infeasible target; with dense labels it is Python that computes in float32 whatever it is given, and has no infinity.
    """
    with open(os.path.join(folder, "ctc/torch.json"), encoding="utf-8") as file:
        given = json.load(file)["cases"]

    def compared(case, labels, dtype, tolerance):
        logits = tf.constant(np.array(case["logits"], dtype))
        lengths = [tf.constant(case[k], tf.int32) for k in ("target_lengths", "input_lengths")]
        try:
            with tf.GradientTape() as tape:
                tape.watch(logits)
                losses = tf.nn.ctc_loss(labels, logits, *lengths, logits_time_major=True, blank_index=0)
            gradients = tape.gradient(losses, logits).numpy()
        except tf.errors.InvalidArgumentError as error:
            return {"error": error.message.split("}} ")[-1].split("You can turn")[0]}

        def agrees(mine, theirs):
            # NaN and infinity agree with themselves
            return bool(np.allclose(mine, theirs, rtol=tolerance, atol=tolerance, equal_nan=True))

        rows = range(len(case["input_lengths"]))
        expected, slopes = (np.array(case[k], np.float64) for k in ("losses", "gradients"))
        return {
            "tolerance": tolerance,
            "losses": listed(losses),
            "loss_agrees": [agrees(losses[b], expected[b]) for b in rows],
            "gradient_agrees": [agrees(gradients[:, b], slopes[:, b]) for b in rows],
        }

    cases = []
    for case in given:
        targets = np.array(case["targets"], np.int32).reshape(len(case["input_lengths"]), -1)
        dense = targets if targets.shape[1] else np.zeros((len(targets), 1), np.int32)
        places = [[b, i] for b, length in enumerate(case["target_lengths"]) for i in range(length)]
        sparse = tf.SparseTensor(
            np.array(places, np.int64).reshape(-1, 2), [int(targets[b, i]) for b, i in places] or np.zeros(0, np.int32), dense.shape
        )
        cases.append(
            {
                "name": case["name"],
                "sparse_labels": compared(case, sparse, np.float64, 1e-6),
                "dense_labels": compared(case, tf.constant(dense), np.float32, 1e-4),
            }
        )
    return cases


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--out", required=True, metavar="DIR")
    options = arguments.parse_args()
    versions = {"tensorflow": tf.__version__, "keras": keras.__version__}

    def save(name, head, cases):
        write(options.out, name, versions, options.seed, head, cases)

    def optimisers(framework, rules, clips):
        return optimiser_head(framework, options.seed, rules, clips)

    save("training/optimisers-keras.json", optimisers("Keras 3", KERAS_RULES, KERAS_CLIPS), keras_optimiser_cases(options.seed))
    save("training/optimisers-tf1.json", optimisers("TensorFlow, tf.compat.v1.train", TF1_RULES, TF1_CLIPS), tf1_optimiser_cases(options.seed))
    losses = [*loss_cases(options.seed + 3), *weighted_loss_cases(options.seed + 4)]
    save("training/losses-tensorflow.json", {"framework": "TensorFlow and Keras 3"}, losses)
    save("ctc/tensorflow.json", {"framework": "TensorFlow, tf.nn.ctc_loss"}, ctc_cases(options.out))
    save("training/gradients-tf1.json", {"framework": "TensorFlow, TF1 cells"}, gradient_cases(options.seed, TF1_CELLS))
    save("training/gradients-keras.json", {"framework": "Keras 3"}, gradient_cases(options.seed + 1, KERAS_CELLS))


if __name__ == "__main__":
    main()
