"""Which notebooks are there, what does each promise, and what does it need? What they say of themselves."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import Field

from .bank import INVENTORY
from .outline import Topic, chapters
from .refused import CourseError, Material, admit
from .workspace import originals

__all__ = ["Notebook", "Task", "catalogue"]

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ASKS = re.compile(r"\bcourse\.(?:Predict|check|Quiz|Inventory)\b")  # worth a closer look
_SENTENCE = re.compile(r"(.+?[.?!])(?:\s|$)", re.DOTALL)


class Task(NamedTuple):
    """Something that a notebook asks for: ``Predict``, ``check``, ``Quiz`` or ``Inventory``, and its key."""

    kind: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Notebook:
    """One notebook of the course.

    Parameters
    ----------
    path
        Where it lies, from the course's folder, with ``/``.
    chapter
        Its chapter's word; empty for the index.
    title
        Its first heading.
    promise
        The first sentence under the title, without marks.
    minutes
        What a learner needs.
    mb
        What its kernel holds at most, in megabytes.
    level
        ``core`` is on the short path, ``further`` leaves it.
    needs
        Extras that must be installed.
    needs_notebooks
        Paths of notebooks that come before it.
    topics
        IDs of what it teaches.
    tasks
        What it asks the learner for, in its order.
    """

    path: str
    chapter: str
    title: str
    promise: str
    minutes: int
    mb: int
    level: Literal["core", "further"]
    needs: tuple[str, ...] = ()
    needs_notebooks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()


class _Block(Material):
    """The ``mlops`` block in a notebook's metadata."""

    topics: list[Topic]
    minutes: Annotated[int, Field(ge=1, le=120)]
    mb: Annotated[int, Field(ge=50, multiple_of=50)]
    level: Literal["core", "further"]
    needs: list[str]
    needs_notebooks: list[str]
    paired: str = ""  # the record of tools/pair.py


def catalogue(root: Path | str | None = None) -> tuple[Notebook, ...]:
    """Every notebook of the course under ``root``, in the order of the chapters.

    A notebook without an ``mlops`` block is not the course's, e.g. a learner's own, and is left out.

    Parameters
    ----------
    root
        The course's folder; the originals when left out.

    Raises
    ------
    CourseError
        When a notebook cannot be read, lies in no chapter, or says something of itself that cannot be.

    Examples
    --------
    >>> first = catalogue()[0]
    >>> first.path, first.title, first.minutes
    ('index.ipynb', 'MLOps, played', 5)
    """
    root = originals() if root is None else Path(root)
    found = {path.relative_to(root).as_posix(): path for path in root.rglob("*.ipynb")}
    shown = {name: path for name, path in found.items() if not any(part[0] == "." for part in name.split("/"))}
    read = ((name, _load(name, shown[name])) for name in sorted(shown, key=_order))
    return tuple(_notebook(name, content) for name, content in read if "mlops" in content["metadata"])


def _order(name: str) -> list[tuple[int, str]]:
    """Index first, then by the number that a name begins with: 2 before 10."""
    parts = name.split("/")
    numbers = [int(found[0]) if (found := re.match(r"\d+", part)) else -1 for part in parts]
    return [(len(parts), "" if name == "index.ipynb" else "page"), *zip(numbers, parts, strict=True)]


def _load(name: str, path: Path) -> dict[str, Any]:  # Any: a notebook is JSON
    try:
        read = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise CourseError(f"{name} should be a notebook in JSON, but {error}; get a fresh copy of it.") from None
    if not (
        isinstance(read, dict) and isinstance(read.get("metadata"), dict) and isinstance(read.get("cells"), list)
    ):
        raise CourseError(f"{name} should be a notebook with metadata and cells; get a fresh copy of it.")
    return read


def _notebook(name: str, content: dict[str, Any]) -> Notebook:  # Any: a notebook is JSON
    source = name.removesuffix(".ipynb") + ".py"
    way_out = f"mend the header of {source}, then make pair"
    block = admit(_Block, content["metadata"]["mlops"], where=f"{name}, metadata mlops", way_out=way_out)
    title, promise = _opening(name, content["cells"], source)
    return Notebook(
        path=name, chapter=_chapter(name), title=title, promise=promise, minutes=block.minutes, mb=block.mb,
        level=block.level, needs=tuple(block.needs), needs_notebooks=tuple(block.needs_notebooks),
        topics=tuple(block.topics), tasks=_tasks(content["cells"]),
    )  # fmt: skip


def _tasks(cells: list[dict[str, Any]]) -> tuple[Task, ...]:  # Any: a cell is JSON
    sources = ("".join(cell.get("source", "")) for cell in cells if cell.get("cell_type") == "code")
    return tuple(dict.fromkeys(task for source in sources if _ASKS.search(source) for task in _asked(source)))


def _asked(source: str) -> Iterator[Task]:
    """What a cell asks for; nothing when it is no plain Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="course"), attr="Inventory")):
                yield Task("Inventory", INVENTORY)
            case ast.Call(func=ast.Attribute(value=ast.Name(id="course"), attr="Predict" | "check" | "Quiz" as kind)):
                named = [each.value for each in node.keywords if each.arg == "key"]
                if (first := [*node.args, *named][:1]) and isinstance(first[0], ast.Constant):
                    yield Task(kind, str(first[0].value))


def _chapter(name: str) -> str:
    folder, found, _ = name.rpartition("/")
    if not found:
        return ""
    known = {each.folder: each.word for each in chapters()}
    if folder not in known:
        raise CourseError(
            f"{name} should lie in the folder of a chapter ({', '.join(known)}), got {folder}; move it."
        )
    return known[folder]


def _opening(name: str, cells: list[dict[str, Any]], source: str) -> tuple[str, str]:  # Any: a cell is JSON
    """Title and promise: the heading that the first cell begins with, and the sentence under it."""
    first = cells[0] if cells else {}
    said = "".join(first.get("source", "")) if first.get("cell_type") == "markdown" else ""
    said = _COMMENT.sub("", said)
    heading, _, rest = said.strip().partition("\n")
    sentence = _SENTENCE.match(rest.strip().partition("\n\n")[0])
    if not heading.startswith("# ") or sentence is None:
        raise CourseError(
            f"{name} should begin with a heading (# Title) and a sentence under it, got {said[:40]!r}; "
            f"write both into the first cell of {source}, then make pair."
        )
    return _plain(heading[2:]), _plain(sentence[1])


def _plain(markdown: str) -> str:
    """The words of a little Markdown."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^<>]*>", "", markdown))
    return " ".join(re.sub(r"\*\*|\*|`", "", words).split())
