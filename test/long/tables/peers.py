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
    """Cross-entropy and accuracy on the test part; steps behind the end of a sample have the class -100, which counts nowhere."""
    parts = [tensors(x, torch.tensor(np.asarray(y), dtype=torch.long)) for x, y in parts]
    loss = lambda said, y: nn.functional.cross_entropy(said.reshape(-1, classes), y.reshape(-1))
    found = []
    y = parts[2][1]
    counts = y != -100
    for seed in SEEDS:
        said = torch.tensor(fit(make, parts, loss, seed=seed, **given))
        right = (said.argmax(-1) == y)[counts].float().mean().item()
        found.append({"cross_entropy": loss(said, y).item(), "accuracy": right})
    train = parts[0][1]
    share = np.bincount(train[train != -100].numpy(), minlength=classes)
    most = float((y[counts].numpy() == share.argmax()).mean())
    return {"exact": {"samples": [len(y) for _, y in parts], "accuracy of class frequencies": most}, "seeds": found}


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


def one_hot(values: pd.Series) -> np.ndarray:
    return pd.get_dummies(values).to_numpy(float)


def gapminder():
    frame = pd.read_csv(DATA / "gapminder.csv")
    part = part_of(frame, "country")
    x, mean, deviation = standard(frame[["lifeExp", "pop", "gdpPercap"]].to_numpy(float), part == 0)
    x = np.hstack([x, one_hot(frame.continent)])
    cut = windows(frame, part, 2, "country")
    parts = [(x[seen], x[said, 0]) for seen, said in cut]
    last = frame.lifeExp.to_numpy()[cut[2][0][:, -1]]
    return regress(lambda: LastOfGru(8, 1), parts, mean[0], deviation[0], last, batch=32)


def sea_surface_temperature():
    """A time that stands twice is one row, with the mean; no window crosses a gap."""
    frame = pd.read_csv(DATA / "sea_surface_temperature.csv.gz")
    frame.columns = ["time", "temperature"]
    frame["time"] = pd.to_datetime(frame.time, utc=True)
    frame = frame.groupby("time", as_index=False).temperature.mean().sort_values("time", ignore_index=True)
    frame["piece"] = (frame.time.diff() != pd.Timedelta(minutes=30)).cumsum()
    return forecast(frame, ["temperature"], "temperature", 24, segment="piece", batch=32, epochs=3)


def nyc_weather():
    frame = pd.read_csv(DATA / "nyc-weather.csv", parse_dates=["time_hour"])
    frame = frame.dropna(subset="temp").sort_values(["origin", "time_hour"], ignore_index=True)
    gap = frame.groupby("origin").time_hour.diff() != pd.Timedelta(hours=1)
    frame["piece"] = gap.cumsum()
    inputs = "temp year month day hour dewp humid wind_dir wind_speed wind_gust precip pressure visib".split()
    return forecast(frame, inputs, "temp", 24, group="origin", segment="piece", batch=32, epochs=2)


def vix():
    """Working days, each of them; where no number is, the one before."""
    frame = pd.read_csv(DATA / "vix.csv.gz", na_values=".", parse_dates=["Date"], date_format="%m/%d/%Y").ffill()
    assert (np.diff(np.busday_count("2014-01-01", frame.Date.to_numpy().astype("datetime64[D]"))) == 1).all()
    return forecast(frame, ["vix"], "vix", 10, batch=32)


def core_cpi():
    frame = pd.read_csv(DATA / "core-cpi.csv.gz", parse_dates=["Date"], date_format="%m/%d/%Y")
    assert (frame.Date.dt.month.diff().dropna() % 12 == 1).all()
    return forecast(frame, ["CPILFESL"], "CPILFESL", 12, batch=32)


def sand_point():
    """A typical year: months of different years, put in the order of time, with the hours 1 to 24."""
    frame = pd.read_csv(DATA / "sand-point.csv")
    hours = frame["Time (HH:MM)"].str[:2].astype(int)
    frame["time"] = pd.to_datetime(frame["Date (MM/DD/YYYY)"], format="%m/%d/%Y") + pd.to_timedelta(hours, unit="h")
    frame = frame.sort_values("time", ignore_index=True)
    frame["piece"] = (frame.time.diff() != pd.Timedelta(hours=1)).cumsum()
    inputs = ["Dry-bulb (C)", "GHI (W/m^2)", "Dew-point (C)", "RHum (%)", "Pressure (mbar)", "Wspd (m/s)"]
    return forecast(frame, inputs, "Dry-bulb (C)", 24, segment="piece", batch=32, epochs=5)


def hidden(inputs: int, answers: int):
    return lambda: nn.Sequential(dense(inputs, 32), nn.ReLU(), dense(32, answers))


def penguins():
    frame = pd.read_csv(DATA / "penguins.csv").dropna(subset="sex", ignore_index=True)
    part = part_of(frame, None)
    numbers = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"]
    x, _, _ = standard(frame[numbers].to_numpy(float), part == 0)
    x = np.hstack([x, one_hot(frame.species), one_hot(frame.island)])
    y = frame.sex.astype("category").cat.codes.to_numpy()
    return classify(hidden(11, 2), [(x[part == p], y[part == p]) for p in range(3)], 2, batch=8)


class Embedded(nn.Module):
    """Tokens of different lengths, 0 behind their end: the state at the last one, or what both directions say at each."""

    def __init__(self, vocabulary: int, answers: int, steps: bool):
        super().__init__()
        self.steps = steps
        self.vectors = nn.Embedding(vocabulary, 16)
        self.vectors.weight.data.uniform_(-0.05, 0.05)
        self.forward_memory = gru(16, 32)
        self.backward_memory = gru(16, 32) if steps else None
        self.answer = dense(64 if steps else 32, answers)

    def forward(self, tokens):
        tokens = tokens.long()
        lengths = (tokens != 0).sum(1)
        x = self.vectors(tokens)
        ahead = self.forward_memory(x)[0]
        if not self.steps:
            return self.answer(ahead[torch.arange(len(x)), lengths - 1])
        at = torch.arange(x.shape[1])
        turned = torch.where(at < lengths[:, None], lengths[:, None] - 1 - at, at)
        turn = lambda y: torch.gather(y, 1, turned[:, :, None].expand(-1, -1, y.shape[2]))
        back = turn(self.backward_memory(turn(x))[0])
        return self.answer(torch.cat([ahead, back], 2))


def tokens_of(texts: list, train: list) -> tuple[np.ndarray, int]:
    """Numbers from 2 on for the tokens of the training part, 1 for others, 0 behind the end."""
    known = {token: i + 2 for i, token in enumerate(sorted({token for text in train for token in text}))}
    numbers = np.zeros((len(texts), max(map(len, texts))), dtype=int)
    for i, text in enumerate(texts):
        numbers[i, : len(text)] = [known.get(token, 1) for token in text]
    return numbers, len(known) + 2


def first_names():
    frame = pd.read_csv(DATA / "first-names.csv", keep_default_na=False)
    part = part_of(frame, None)
    names = [list(name) for name in frame.name]
    x, vocabulary = tokens_of(names, [name for name, p in zip(names, part) if p == 0])
    y = frame.gender.astype("category").cat.codes.to_numpy()
    make = lambda: Embedded(vocabulary, 2, False)
    return classify(make, [(x[part == p], y[part == p]) for p in range(3)], 2, batch=32)


def porttinari():
    lines = [json.loads(line) for line in (DATA / "porttinari.ndjson").read_text().splitlines()]
    part = part_of(pd.DataFrame({"at": range(len(lines))}), None)
    x, vocabulary = tokens_of([line["words"] for line in lines], [line["words"] for line, p in zip(lines, part) if p == 0])
    kinds = sorted({tag for line in lines for tag in line["tags"]})
    y = np.full(x.shape, -100)
    for row, line in zip(y, lines):
        row[: len(line["tags"])] = [kinds.index(tag) for tag in line["tags"]]
    make = lambda: Embedded(vocabulary, len(kinds), True)
    return classify(make, [(x[part == p], y[part == p]) for p in range(3)], len(kinds), batch=32, epochs=5)


TABLES = {
    "seattle-weather": seattle_weather,
    "stocks": stocks,
    "gapminder": gapminder,
    "sea_surface_temperature": sea_surface_temperature,
    "nyc-weather": nyc_weather,
    "vix": vix,
    "core-cpi": core_cpi,
    "sand-point": sand_point,
    "penguins": penguins,
    "first-names": first_names,
    "porttinari": porttinari,
}

if __name__ == "__main__":
    out = HERE / "peers.json"
    known = json.loads(out.read_text()) if out.exists() else {}
    for name in sys.argv[1:] or TABLES:
        known[name] = TABLES[name]()
        for key in known[name]["seeds"][0]:
            values = [seed[key] for seed in known[name]["seeds"]]
            print(f"{name} {key}: {np.mean(values):.4g} ± {np.std(values, ddof=1):.2g}", known[name]["exact"])
    out.write_text(json.dumps({name: known[name] for name in TABLES if name in known}, indent=1) + "\n")
