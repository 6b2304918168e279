"""2. Data: are they what the model was made for?"""

from pathlib import Path

import pandas as pd
import pandera.pandas as pa
import pytest

DATA = Path(__file__).parents[1] / "data"
# Named here once more: what a model would like to have decides nothing about what may be known.
KNOWN = ["hour", "distance", "departures", "wind", "precipitation", "visibility"]
KNOWN += ["recent_late", "day_late", "carrier_late", "recent_delay", "waiting", "plane_delay"]
# Means of the winter that the model learns from, and how far others may lie from them, as a share.
USUAL = {"distance": (962.0, 0.25), "departures": (22.0, 0.4), "hour": (13.0, 0.2)}


def near(mean, most):
    return pa.Check(
        lambda values: abs(values.mean() / mean - 1) < most, error=f"mean far from {mean:g}"
    )


def mostly_there(values):
    return values.isna().mean() < 0.5


columns = dict.fromkeys(
    KNOWN, pa.Column(nullable=True, checks=pa.Check(mostly_there, error="mostly gaps"))
)
columns |= {name: pa.Column(checks=near(*usual)) for name, usual in USUAL.items()}
columns |= {"precipitation": pa.Column(checks=pa.Check.in_range(0, 5), nullable=True)}
columns |= {"late": pa.Column(int, pa.Check.isin([0, 1]))}
SCHEMA = pa.DataFrameSchema(columns, strict=True)  # any other column may be known too late


@pytest.mark.parametrize("name", ["train.csv", "test.csv"])
def test_it_follows_the_schema(name):
    SCHEMA.validate(pd.read_csv(DATA / name))


def test_hardly_a_flight_is_in_both():
    train, test = (
        set((DATA / name).read_text("utf-8").split()[1:]) for name in ("train.csv", "test.csv")
    )
    assert len(train & test) < 0.01 * len(test)
