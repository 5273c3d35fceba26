"""The same models in PyTorch, on the same tables read with pandas: writes peers.json. See README.md.

Weights start as Keras starts them and the step is Adam's with clipped gradients, as in rnnc, so that only chance is left between the two.
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from torch import nn

HERE = Path(__file__).parent
DATA = HERE / "data"
SEEDS = range(5)
torch.set_num_threads(1)


def cuts(n: int) -> tuple[int, int]:
    return int(np.floor(n * 0.8 + 0.5)), int(np.floor(n * 0.9 + 0.5))


def part_of(frame: pd.DataFrame, group: str | None) -> np.ndarray:
    """0 training, 1 validation, 2 test: the first rows of every series train."""
    part = np.zeros(len(frame), dtype=int)
    series = [np.arange(len(frame))] if group is None else frame.groupby(group, sort=False).indices.values()
    for rows in series:
        first, second = cuts(len(rows))
        part[rows[first:second]] = 1
        part[rows[second:]] = 2
    return part


def standard(values: np.ndarray, train: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Columns less their mean, by their deviation, both of the training rows; missing cells are the mean."""
    mean = np.nanmean(values[train], axis=0)
    filled = np.where(np.isnan(values), mean, values)
    deviation = filled[train].std(axis=0)
    deviation[deviation == 0] = 1
    return (filled - mean) / deviation, mean, deviation


def windows(frame, part, width, group=None, segment=None):
    """Rows of the window and row of the target, for every target whose window is in one piece; looks back across the split."""
    keys = [k for k in (group, segment) if k is not None]
    series = [np.arange(len(frame))] if not keys else frame.groupby(keys, sort=False).indices.values()
    pairs = [(rows[i - width : i], rows[i]) for rows in series for i in range(width, len(rows))]
    seen, said = (np.array(side) for side in zip(*pairs))
    return [(seen[part[said] == p], said[part[said] == p]) for p in range(3)]


def glorot(*shape: int) -> torch.Tensor:
    limit = (6 / sum(shape)) ** 0.5
    return torch.empty(shape).uniform_(-limit, limit)


def dense(inputs: int, units: int) -> nn.Linear:
    layer = nn.Linear(inputs, units)
    layer.weight.data = glorot(inputs, units).T.contiguous()
    layer.bias.data.zero_()
    return layer


def gru(inputs: int, units: int) -> nn.GRU:
    layer = nn.GRU(inputs, units, batch_first=True)
    layer.weight_ih_l0.data = glorot(inputs, 3 * units).T.contiguous()
    recurrent = torch.empty(units, 3 * units)
    nn.init.orthogonal_(recurrent)
    layer.weight_hh_l0.data = recurrent.T.contiguous()
    layer.bias_ih_l0.data.zero_()
    layer.bias_hh_l0.data.zero_()
    return layer


class LastOfGru(nn.Module):
    def __init__(self, inputs: int, answers: int):
        super().__init__()
        self.memory, self.answer = gru(inputs, 32), dense(32, answers)

    def forward(self, x):
        return self.answer(self.memory(x)[0][:, -1])


def fit(make, parts, loss, *, batch, seed, epochs=20, patience=5, rate=0.005):
    """The weights of the epoch with the least validation loss; then the answers on the test part, in batches."""
    torch.manual_seed(seed)
    model = make()
    adam = torch.optim.Adam(model.parameters(), lr=rate, eps=1e-7)
    (x, y), (vx, vy), (tx, _) = parts
    best, kept, waited = float("inf"), None, 0
    for _ in range(epochs):
        for rows in torch.randperm(len(y)).split(batch):
            adam.zero_grad()
            loss(model(x[rows]), y[rows]).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            adam.step()
        with torch.no_grad():
            now = loss(model(vx), vy).item()
        if now < best:
            best, kept, waited = now, {k: v.clone() for k, v in model.state_dict().items()}, 0
        elif (waited := waited + 1) >= patience:
            break
    model.load_state_dict(kept)
    with torch.no_grad():
        return model(tx).numpy()


def tensors(x, y):
    return torch.tensor(np.asarray(x), dtype=torch.float32), y


def classify(make, parts, classes, **given):
    """Cross-entropy and accuracy on the test part."""
    parts = [tensors(x, torch.tensor(np.asarray(y), dtype=torch.long)) for x, y in parts]
    found = []
    for seed in SEEDS:
        said = torch.tensor(fit(make, parts, nn.functional.cross_entropy, seed=seed, **given))
        y = parts[2][1]
        found.append(
            {
                "cross_entropy": nn.functional.cross_entropy(said, y).item(),
                "accuracy": (said.argmax(1) == y).float().mean().item(),
            }
        )
    share = np.bincount(parts[0][1].numpy(), minlength=classes)
    exact = {"samples": [len(y) for _, y in parts], "accuracy of class frequencies": float((parts[2][1].numpy() == share.argmax()).mean())}
    return {"exact": exact, "seeds": found}


def regress(make, parts, mean, deviation, last, **given):
    """Errors on the test part in raw units; `last`: what the target was at the end of each test window, raw."""
    raw = parts[2][1] * deviation + mean
    parts = [tensors(x, torch.tensor(np.asarray(y)[:, None], dtype=torch.float32)) for x, y in parts]
    found = []
    for seed in SEEDS:
        said = fit(make, parts, nn.functional.mse_loss, seed=seed, **given)[:, 0] * deviation + mean
        found.append({"mae": float(np.abs(said - raw).mean()), "rmse": float(((said - raw) ** 2).mean() ** 0.5)})
    exact = {"samples": [len(y) for _, y in parts]}
    if last is not None:
        exact["mae of last value"] = float(np.abs(last - raw).mean())
    return {"exact": exact, "seeds": found}


def forecast(frame, inputs, target, width, group=None, segment=None, **given):
    part = part_of(frame, group)
    x, mean, deviation = standard(frame[inputs].to_numpy(float), part == 0)
    at = inputs.index(target)
    cut = windows(frame, part, width, group, segment)
    parts = [(x[seen], x[said, at]) for seen, said in cut]
    last = frame[target].to_numpy(float)[cut[2][0][:, -1]]
    return regress(lambda: LastOfGru(len(inputs), 1), parts, mean[at], deviation[at], last, **given)


def seattle_weather():
    frame = pd.read_csv(DATA / "seattle-weather.csv", parse_dates=["date"]).sort_values("date")
    assert (frame.date.diff().dropna() == pd.Timedelta(days=1)).all()
    inputs = ["precipitation", "temp_max", "temp_min", "wind"]
    part = part_of(frame, None)
    x, _, _ = standard(frame[inputs].to_numpy(float), part == 0)
    y = frame.weather.astype("category").cat.codes.to_numpy()
    parts = [(x[seen], y[said]) for seen, said in windows(frame, part, 14)]
    return classify(lambda: LastOfGru(4, 5), parts, 5, batch=32)


def stocks():
    frame = pd.read_csv(DATA / "stocks.csv", parse_dates=["date"], date_format="%b %d %Y")
    return forecast(frame, ["price"], "price", 4, group="symbol", batch=32)


TABLES = {"seattle-weather": seattle_weather, "stocks": stocks}

if __name__ == "__main__":
    out = HERE / "peers.json"
    known = json.loads(out.read_text()) if out.exists() else {}
    for name in sys.argv[1:] or TABLES:
        known[name] = TABLES[name]()
        for key in known[name]["seeds"][0]:
            values = [seed[key] for seed in known[name]["seeds"]]
            print(f"{name} {key}: {np.mean(values):.4g} ± {np.std(values, ddof=1):.2g}", known[name]["exact"])
    out.write_text(json.dumps({name: known[name] for name in TABLES if name in known}, indent=1) + "\n")
