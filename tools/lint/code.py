"""Does the code of a cell read by itself, and run on a laptop with Windows too?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.lint.notebook import Cell, Notebook, Problem

__all__ = ["imports", "keys", "portable", "wide"]

_SHELLS = re.compile(r"%%(?:bash|sh|!|sx|system|script|perl|ruby)(?:\b|$)")
_ALIASES = re.compile(r"%(?:ls|ll|lf|lk|ldir|lx|cp|mv|rm|rmdir|mkdir|cat|less|more|man|sx|system)\b")
_COMMAND = re.compile(r"(?:\w+\s*=\s*)?!+\s*(\S+)")
_WIDE = 100  # columns that JupyterLab shows beside its list of files; the rest scrolls
_EVERYWHERE = {"python", "pip", "git", "jupyter", "{sys.executable}"}
_POSIX_MODULES = {"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}
_POSIX_NAMES = {"os.fork", "os.killpg", "os.mkfifo", "os.setsid", "os.uname", "signal.SIGALRM", "signal.alarm"}


def imports(notebook: Notebook) -> Iterator[Problem]:
    """Ask of every import that its own cell needs it."""
    for cell in notebook.codes:
        used = {node.id for node in ast.walk(cell.tree) if isinstance(node, ast.Name)}
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                for alias in node.names:
                    name = (alias.asname or alias.name).partition(".")[0]
                    if name not in used and getattr(node, "module", "") != "__future__":
                        way_out = _where(notebook, cell, name)
                        yield notebook.problem(cell, f"{name} is imported but not used here; {way_out}.")


def keys(notebook: Notebook) -> Iterator[Problem]:
    """Ask for a key of its own for each prediction: two under one key share what was answered."""
    met: dict[str, int] = {}
    for cell in notebook.codes:
        for node in ast.walk(cell.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "course.Predict" and node.args:
                key = ast.unparse(node.args[0])
                if key in met:
                    yield notebook.problem(cell, f"the key {key} stands in cell {met[key]}, too; give each its own.")
                met.setdefault(key, cell.index)


def _where(notebook: Notebook, cell: Cell, name: str) -> str:
    for later in (each for each in notebook.codes if each.index > cell.index):
        if any(isinstance(node, ast.Name) and node.id == name for node in ast.walk(later.tree)):
            return f"import it in cell {later.index}, which needs it first"
    return "no later cell needs it either, take it away"


def portable(notebook: Notebook) -> Iterator[Problem]:
    """Refuse what only runs where there is a POSIX shell or system."""
    for cell in notebook.codes:
        for line in map(str.strip, cell.source.splitlines()):
            command = _COMMAND.match(line)
            if _SHELLS.match(line) or _ALIASES.match(line) or (command and command[1] not in _EVERYWHERE):
                yield notebook.problem(
                    cell, f"{line!r} needs a POSIX shell, which Windows lacks; write it in Python, as with pathlib."
                )
        for name in sorted(set(_posix(cell))):
            yield notebook.problem(cell, f"{name} is not there on Windows; do without it.")


def _posix(cell: Cell) -> Iterator[str]:
    for node in ast.walk(cell.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in _POSIX_MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module in _POSIX_MODULES:
            yield str(node.module)
        elif isinstance(node, ast.Attribute) and ast.unparse(node) in _POSIX_NAMES:
            yield ast.unparse(node)


def wide(notebook: Notebook) -> Iterator[Problem]:
    """Refuse a line of which a learner sees only the beginning: the formatter leaves a long string as it is."""
    for cell in notebook.codes:
        for line in cell.source.splitlines():
            if len(line) > _WIDE:
                yield notebook.problem(
                    cell, f"{line.strip()[:40]!r}… has {len(line)} columns, and {_WIDE} show; wrap it."
                )
