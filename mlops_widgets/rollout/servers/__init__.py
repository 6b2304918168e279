"""Does a release work on real servers? A router, a load, measured windows, and the same policy on them."""

from mlops_widgets import stage

from .haproxy import HAProxy, configuration
from .load import Answer, Load, closed_loop, open_loop
from .measured import Measured
from .release import Released, release
from .router import Copied, Router, bucket
from .scenario import Scenario
from .scene import scene
from .simulate import Rows, policy_of, simulate

__all__ = [
    "Answer",
    "Copied",
    "HAProxy",
    "Load",
    "Measured",
    "Released",
    "Router",
    "Rows",
    "Scenario",
    "bucket",
    "closed_loop",
    "configuration",
    "open_loop",
    "policy_of",
    "release",
    "scene",
    "simulate",
    "simulation",
]

simulation = stage.Simulation("rollout.servers", Scenario, simulate, scene)
