"""How were the stored weights made? Train both recognisers and write them beside this file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mlops_widgets.data.speech.recogniser import LESSONS, lesson

if __name__ == "__main__":
    held = {}
    for name in LESSONS:
        for each, array in lesson(name).weights.items():
            held[f"{name}/{each}"] = array.astype(np.float16) if array.dtype == np.float32 else array
    np.savez_compressed(Path(__file__).with_name("weights.npz"), **held)  # type: ignore[arg-type]  # arrays by name
