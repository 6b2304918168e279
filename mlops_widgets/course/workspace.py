"""Where does a learner work? In a folder of copies; the originals are never touched."""

from __future__ import annotations

import shutil
from pathlib import Path

__all__ = ["copy_missing", "originals", "sources"]

_PACKAGE = Path(__file__).parent


def originals() -> Path:
    """The folder of the notebooks as they were written: in the wheel, or in the repository it is run from.

    Raises
    ------
    FileNotFoundError
        When neither is there, with the way to get them.
    """
    return sources("notebooks")


def sources(name: str) -> Path:
    """The folder ``notebooks`` or ``labs``: in the wheel, or in the repository it is run from.

    Raises
    ------
    FileNotFoundError
        When neither is there, with the way to get them.
    """
    for folder in (_PACKAGE / name, _PACKAGE.parents[1] / name):
        if next(folder.glob("index.ipynb" if name == "notebooks" else "*/lab.py"), None):
            return folder
    raise FileNotFoundError(
        f"the course's {name} are not installed beside mlops_widgets: install the wheel again, or run from a clone."
    )


def copy_missing(folder: Path | str) -> list[Path]:
    """Bring every notebook and lab that ``folder`` does not have yet; what is there stays as the learner left it.

    Returns
    -------
    list of Path
        The copies made, in order.
    """
    import nbformat

    from .editions import labs

    source, made = originals(), []
    for original in sorted(source.rglob("*.ipynb")):
        if ".ipynb_checkpoints" in original.parts:
            continue
        copy = Path(folder) / original.relative_to(source)
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(original, copy)
            made.append(copy)
    for lab in labs():
        copy = Path(folder) / "labs" / f"{lab.name}.ipynb"
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(lab.released(), copy)  # type: ignore[no-untyped-call]  # nbformat leaves it untyped
            made.append(copy)
    return made
