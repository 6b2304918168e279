"""Where does an experiment write down what it did? In MLflow, in Weights & Biases: to the experiment it is the same."""

from .by_mlflow import MlflowTracker
from .by_wandb import WandbTracker
from .offline import read_wandb
from .tracker import Run, Tracker

__all__ = ["MlflowTracker", "Run", "Tracker", "WandbTracker", "read_wandb"]
