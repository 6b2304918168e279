"""Make the table anew, or go on where it stopped: ``python -m mlops_widgets.llmops.lora [folder]`` (10 minutes)."""

import sys
from pathlib import Path

from mlops_widgets.llmops.lora.build import build

__all__: list[str] = []

build(Path(sys.argv[1] if len(sys.argv) > 1 else "build/lora"))
