"""Where does an experiment write down what it did? In MLflow or in Weights & Biases, all the same."""

from .by_mlflow import MlflowTracker
from .by_wandb import WandbTracker
from .offline import read_wandb
from .tracker import Run, Tracker

__all__ = ["MlflowTracker", "Run", "Tracker", "WandbTracker", "read_wandb"]
