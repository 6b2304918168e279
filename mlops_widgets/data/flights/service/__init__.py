"""How is the flight model asked over HTTP, and what does the service tell about itself?"""

from mlops_widgets.data.flights.service.application import app
from mlops_widgets.data.flights.service.prometheus import Prometheus, configure
from mlops_widgets.data.flights.service.request import EXAMPLE, Flight, body
from mlops_widgets.data.flights.service.running import Running, serve

__all__ = ["EXAMPLE", "Flight", "Prometheus", "Running", "app", "body", "configure", "serve"]
