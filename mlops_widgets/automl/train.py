"""How was the table made? One network after another; killed and started again, it goes on where it was.

Run ``python -m mlops_widgets.automl.train FOLDER``: it keeps one line for each network in ``FOLDER/rows.jsonl`` and
packs them into ``FOLDER/table.npz`` at the end. On one processor that takes some twenty minutes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from .network import EPOCHS, digits, learn
from .space import AXES, DEFAULTS, PLANE, Config, Space
from .table import GRID, SHARES

__all__ = ["Job", "jobs", "main", "pack", "run"]

RANDOM = 512  # networks anywhere in the space
AGAIN = (1, 2)  # further seeds, for every EACHth network
EACH = 6
Job = tuple[int, float, int]
"""Number of the network, share of the training images, seed."""


def _configs() -> list[Config]:
    """Every network of the table: first the grid, the rate turning slowest, then random ones."""
    first, second = (axis for axis in AXES if axis.name in PLANE)
    rates, widths = (np.linspace(0, 1, count) for count in GRID)
    grid = [{"rate": first.value(r), "width": second.value(w), **DEFAULTS} for r in rates for w in widths]
    drawn = np.random.default_rng(4).random((RANDOM, len(AXES)))
    return [*grid, *(Space().config(row) for row in drawn)]


def jobs(numbers: Sequence[int]) -> Iterator[Job]:
    """What is trained of these networks, the whole data first."""
    for share in sorted(SHARES, reverse=True):
        yield from ((number, share, 0) for number in numbers)
    yield from ((number, 1.0, seed) for seed in AGAIN for number in _twice(numbers))


def run(folder: Path, *, limit: int | None = None, numbers: Sequence[int] | None = None) -> int:
    """Train what is not trained yet, at most ``limit`` runs now; how many runs are done in all.

    Parameters
    ----------
    folder
        Where ``rows.jsonl`` is kept.
    limit
        All that is left when left out.
    numbers
        Of the networks; the whole table when left out.
    """
    import torch

    torch.set_num_threads(1)
    chosen = _configs()
    data, done = digits(), _rows(folder)
    todo = [job for job in jobs(range(len(chosen)) if numbers is None else numbers) if job not in done][:limit]
    with (folder / "rows.jsonl").open("a", encoding="utf-8") as file:
        for number, share, seed in todo:
            learned = learn(chosen[number], data, seed=1000 * seed + number, share=share)
            file.write(
                json.dumps(
                    {
                        "job": [number, share, seed],
                        "validation": [round(each, 6) for each in learned.validation],
                        "loss": [round(each, 6) for each in learned.loss],
                        "test": round(learned.test, 6),
                        "seconds": round(learned.seconds, 4),
                    }
                )
                + "\n"
            )
            file.flush()
    return len(done) + len(todo)


def _rows(folder: Path) -> dict[Job, dict[str, Any]]:  # Any: JSON
    """What has been trained so far; a last line that was cut off is dropped, so that the next begins afresh."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "rows.jsonl"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    whole = text[: text.rfind("\n") + 1]
    if whole != text:
        path.write_text(whole, encoding="utf-8", newline="\n")
    read = [json.loads(line) for line in whole.splitlines()]
    return {(int(row["job"][0]), float(row["job"][1]), int(row["job"][2])): row for row in read}


def pack(folder: Path, numbers: Sequence[int] | None = None) -> Path:
    """One small file of arrays, from all rows."""
    chosen, found = _configs(), _rows(folder)
    numbers = range(len(chosen)) if numbers is None else numbers

    def of(name: str, share: float, seed: int, numbers: Sequence[int] = numbers) -> Any:  # Any: numbers or curves
        return np.array([found[number, share, seed][name] for number in numbers])

    places = {axis.name: np.array([chosen[number][axis.name] for number in numbers]) for axis in AXES}
    again = _twice(numbers)
    arrays = {
        "curves": np.stack([of("validation", share, 0) for share in SHARES]),
        "losses": of("loss", 1.0, 0),
        "test": of("test", 1.0, 0),
        "seconds": np.stack([of("seconds", share, 0) for share in SHARES]),
        "again": np.array(again),
        "again_curves": np.stack([of("validation", 1.0, seed, again) for seed in AGAIN]),
        "again_test": np.stack([of("test", 1.0, seed, again) for seed in AGAIN]),
    }
    thin = {name: each.astype(np.float32) if each.dtype.kind == "f" else each for name, each in arrays.items()}
    np.savez_compressed(folder / "table.npz", allow_pickle=False, **places, **thin)
    return folder / "table.npz"


def _twice(numbers: Sequence[int]) -> list[int]:
    return [number for number in numbers if number % EACH == 0]


def main(words: Sequence[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m mlops_widgets.automl.train", description=__doc__)
    parser.add_argument("folder", type=Path, help="where rows.jsonl and table.npz are kept")
    parser.add_argument("--limit", type=int, help="train at most so many runs now")
    asked = parser.parse_args(words)
    wanted = len(list(jobs(range(len(_configs())))))
    with suppress(KeyboardInterrupt):
        run(asked.folder, limit=asked.limit)
    done = len(_rows(asked.folder))
    if done < wanted:
        print(f"{done} of {wanted} runs of {EPOCHS} epochs are done: start it again to go on.")  # noqa: T201 - a command
    else:
        print(f"All {wanted} runs are done: {pack(asked.folder)}.")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
