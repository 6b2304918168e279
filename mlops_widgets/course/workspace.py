"""Where does a learner work? In a folder of copies; the originals are never touched."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["copy_missing", "originals"]

_PACKAGE = Path(__file__).parent


def originals() -> Path:
    """The folder of the notebooks as they were written: in the wheel, or in the repository it is run from.

    Raises
    ------
    FileNotFoundError
        When neither is there, with the way to get them.
    """
    for folder in (_PACKAGE / "notebooks", _PACKAGE.parents[1] / "notebooks"):
        if (folder / "index.ipynb").is_file():
            return folder
    raise FileNotFoundError(
        "the course's notebooks are not installed beside mlops_widgets: install the wheel again, or run from a clone."
    )


def copy_missing(folder: Path | str) -> list[Path]:
    """Copy every notebook that ``folder`` does not have yet; what is there stays as the learner left it.

    Returns
    -------
    list of Path
        The copies made, in order.
    """
    source, made = originals(), []
    for original in sorted(source.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in original.parts:
            continue
        copy = Path(folder) / original.relative_to(source)
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(original, copy)
            made.append(copy)
    return made
