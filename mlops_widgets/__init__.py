"""An MLOps course that is played in JupyterLab."""

__version__ = "0.1.0"
__all__ = ["__version__"]
