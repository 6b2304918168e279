"""Ask, two hours before scheduled departure, whether a flight will land more than 30 minutes late."""

from mlops_widgets.data.flights.asof import LEAKS, features
from mlops_widgets.data.flights.baselines import RateTable, pipeline
from mlops_widgets.data.flights.evaluation import Evaluation, evaluate
from mlops_widgets.data.flights.hourly import Hourly, Storm, hourly, storms
from mlops_widgets.data.flights.periods import Split, split
from mlops_widgets.data.flights.source import AIRPORTS, DataMissingError
from mlops_widgets.data.flights.table import load, unlabelled

__all__ = [
    "AIRPORTS",
    "LEAKS",
    "DataMissingError",
    "Evaluation",
    "Hourly",
    "RateTable",
    "Split",
    "Storm",
    "evaluate",
    "features",
    "hourly",
    "load",
    "pipeline",
    "split",
    "storms",
    "unlabelled",
]
