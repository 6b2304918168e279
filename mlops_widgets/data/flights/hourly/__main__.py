"""Make the hourly file anew: ``python -m mlops_widgets.data.flights.hourly``."""

from mlops_widgets.data.flights.hourly import STORED
from mlops_widgets.data.flights.hourly.build import write

write(STORED)
