"""How is a language model served to many at once, and what does each of its iterations take?"""

from mlops_widgets.data.flights.service.running import Running, serve
from mlops_widgets.llmops.server.application import Inside, app
from mlops_widgets.llmops.server.load import Fit, ask, fitted
from mlops_widgets.llmops.server.loop import Iteration, Loop

__all__ = ["Fit", "Inside", "Iteration", "Loop", "Running", "app", "ask", "fitted", "serve"]
