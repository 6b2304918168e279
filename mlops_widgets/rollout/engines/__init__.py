"""How is a day served, when a share of its users meets the candidate? Two engines under one law."""

from .counts import CountEngine
from .latency import BINS, edges, quantile
from .requests import RequestEngine
from .served import NOBODY, Engine, Served, Side

__all__ = ["BINS", "NOBODY", "CountEngine", "Engine", "RequestEngine", "Served", "Side", "edges", "quantile"]
