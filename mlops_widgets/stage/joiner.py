"""How do several ES modules become the one file that a widget may have?"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from .errors import StageError

__all__ = ["join", "loader", "style"]

PLAYER = Path(__file__).parent / "player"

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w/.]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|class|const)", re.MULTILINE)
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*\*(?:(?!\*/).)*\*/[ \t]*)\n", re.MULTILINE | re.DOTALL)
_NAME = re.compile(r"^(?:export )?(?:async function\*?|function\*?|class|const|let) ([\w$]+)", re.MULTILINE)


@cache
def join(entry: str = "widget.js", folder: Path = PLAYER) -> str:
    """The text of ``entry`` and of all it imports, each once, in the order of dependency.

    The modules keep to a few habits that make this a matter of a few lines: imports are named, on one
    line, from a file below; top-level names are unique in the whole player; nothing is imported
    dynamically, and only ``entry`` has a default export. Lines that are comments stay behind: every notebook that
    keeps its widgets keeps this text.

    Raises
    ------
    StageError
        For a cycle, a name used twice at top level, an import that is missing or not of this form.
    """
    order: list[Path] = []
    _visit(folder / entry, folder, (), order)
    owners: dict[str, Path] = {}
    for path in order:
        for name in _NAME.findall(path.read_text("utf-8")):
            if name in owners:
                raise StageError(f"{name} is defined in {owners[name].name} and in {path.name}: rename one.")
            owners[name] = path
    texts = [f"// {path.relative_to(folder).as_posix()}\n{_body(path)}" for path in order]
    return "\n".join(texts)


@cache
def loader() -> str:
    """What a widget gives to anywidget: it imports the trait ``code``, once for all widgets that share it."""
    return (PLAYER / "loader.js").read_text("utf-8")


@cache
def style(*names: str) -> str:
    """The player's style sheet, and after it those of these names, which may build on it."""
    return "\n".join((PLAYER / name).read_text("utf-8") for name in ("player.css", *names))


def _visit(path: Path, folder: Path, above: tuple[Path, ...], order: list[Path]) -> None:
    if path in above:
        ring = " → ".join(each.name for each in (*above[above.index(path) :], path))
        raise StageError(f"the modules import each other in a ring: {ring}.")
    if path in order:
        return
    text = path.read_text("utf-8")
    for names, target in _IMPORT.findall(text):
        other = (path.parent / target).resolve()
        _visit(other, folder, (*above, path), order)
        exported = set(
            re.findall(r"^export (?:async )?(?:function\*?|class|const) ([\w$]+)", other.read_text("utf-8"), re.M)
        )
        if missing := {name.strip() for name in names.split(",")} - exported:
            raise StageError(f"{path.name} imports {', '.join(sorted(missing))}, which {other.name} does not export.")
    order.append(path)


def _body(path: Path) -> str:
    text = _EXPORT.sub("", _IMPORT.sub("", path.read_text("utf-8")))
    if stray := re.search(r"^import .*|\bimport\(", text, re.MULTILINE):
        raise StageError(
            f'{path.name} has an import the joiner cannot follow: {stray[0]!r}; write import {{ a }} from "./b.js";'
        )
    return _COMMENT.sub("", text)
