"""How does a baseline live in a file, next to the model that it belongs to?"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from .column import Categories, Column, Numbers

__all__ = ["read", "write"]

VERSION = 1


def write(path: Path, columns: Sequence[Column], rows: int, bins: int) -> None:
    """One npz file: a text of JSON that says what is there, and three arrays; nothing in it can run."""
    numbers = [each for each in columns if isinstance(each, Numbers)]
    heads = [_head(each) for each in columns]
    text = json.dumps({"version": VERSION, "rows": rows, "bins": bins, "columns": heads})
    arrays = {
        key: np.concatenate([getattr(each, key) for each in numbers] or [np.empty(0)])
        for key in ("edges", "counts", "values")
    }
    with path.open("wb") as file:
        np.savez(file, allow_pickle=False, about=np.array(text), **arrays)


def read(path: Path) -> tuple[tuple[Column, ...], int, int]:
    """Columns, rows and bins, as they were written.

    Raises
    ------
    FileNotFoundError
        When there is no such file.
    ValueError
        When it is no baseline, or one of another version.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            about = json.loads(str(stored["about"]))
            arrays = {key: stored[key] for key in ("edges", "counts", "values")}
        if about["version"] == VERSION:
            return _columns(about["columns"], arrays), int(about["rows"]), int(about["bins"])
    except (AttributeError, BadZipFile, EOFError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"path must name a file that Baseline.save wrote, and {path.name} is none ({error}): fit and save anew."
        ) from None
    raise ValueError(
        f"{path.name} must be a baseline of version {VERSION}, got {about['version']}: fit it anew with this version."
    )


def _head(column: Column) -> dict[str, Any]:  # Any: what JSON can hold
    head: dict[str, Any] = {"name": column.name, "n": column.n, "missing": column.missing}
    if isinstance(column, Numbers):
        return head | {"edges": column.edges.size, "values": column.values.size}
    return head | {"levels": column.levels, "counts": column.counts}


def _columns(heads: Sequence[dict[str, Any]], arrays: dict[str, Any]) -> tuple[Column, ...]:
    found: list[Column] = []
    edge = count = value = 0  # how far each array is read
    for head in heads:
        who = (head["name"], head["n"], head["missing"])
        if "levels" in head:
            found.append(Categories(*who, tuple(head["levels"]), tuple(head["counts"])))
            continue
        edges, values = head["edges"], head["values"]
        found.append(
            Numbers(
                *who,
                arrays["edges"][edge : edge + edges].astype(float),
                arrays["counts"][count : count + edges + 1].astype(np.int64),
                arrays["values"][value : value + values].astype(float),
            )
        )
        edge, count, value = edge + edges, count + edges + 1, value + values
    return tuple(found)
