"""Does every link lead somewhere, on every learner's computer?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from mlops_widgets.course.glossary import anchor
from tools.lint import prose
from tools.lint.notebook import Cell, Notebook, Problem, read

__all__ = ["links"]

_FOLLOWED = re.compile(r"[?&](?:utm_\w+|gclid|fbclid|mc_eid|igshid)=")
_SHORTENED = {"bit.ly", "t.co", "goo.gl", "tinyurl.com", "ow.ly", "lnkd.in"}


def links(notebook: Notebook) -> Iterator[Problem]:
    """Follow every link and picture of the prose."""
    for cell in notebook.texts:
        for address in prose.addresses(cell.source):
            yield notebook.problem(cell, f"the address {address} stands bare; write [what it is]({address}).")
        for link in prose.links(cell.source):
            yield from _followed(notebook, cell, link.target)


def _followed(notebook: Notebook, cell: Cell, target: str) -> Iterator[Problem]:
    parts = urlsplit(target)
    if parts.scheme in ("http", "https"):
        if parts.scheme == "http":
            yield notebook.problem(cell, f"{target} is sent in the clear; write https://{target[7:]}.")
        if _FOLLOWED.search(target) or parts.hostname in _SHORTENED:
            yield notebook.problem(cell, f"{target} tells a tracker who came; link the page itself.")
    elif parts.scheme not in ("", "attachment", "data", "mailto"):
        yield notebook.problem(cell, f"{target} opens on few computers; link a file of the course or an https page.")
    elif not parts.scheme:
        yield from _inside(notebook, cell, target)


def _inside(notebook: Notebook, cell: Cell, target: str) -> Iterator[Problem]:
    path, _, heading = (unquote(each) for each in target.partition("#"))
    folder = notebook.path.resolve().parent
    file = (folder / path).resolve() if path else notebook.path.resolve()
    source = _source(notebook, file)
    if path.startswith(("/", "\\")) or "\\" in path:
        yield notebook.problem(cell, f"{target} is no relative path with /; write it as ../06_rollout/1_name.ipynb.")
    elif not (file.exists() or source.exists()):
        yield notebook.problem(cell, f"{target} leads to no file; correct it, from {folder.name}/ on.")
    elif path and not _is_copied(notebook, file):
        yield notebook.problem(
            cell, f"{target} is not among a learner's copies, which hold only notebooks; link one of those."
        )
    elif heading and source.suffix == ".py":
        there = notebook if source == notebook.path.resolve() else read(source)
        known = {anchor(each.words) for each in there.headings}
        if heading not in known:
            yield notebook.problem(
                cell, f"{target}: no heading there is called so; write its words joined by hyphens, case kept."
            )


def _source(notebook: Notebook, file: Path) -> Path:
    """The text that a notebook is made from; a lab's lies elsewhere, its edition only among a learner's copies."""
    if file.parent == notebook.root.resolve() / "labs":
        return notebook.root.parent / "labs" / file.stem / "lab.py"
    return file.with_suffix(".py") if file.suffix == ".ipynb" else file


def _is_copied(notebook: Notebook, file: Path) -> bool:
    return file.is_relative_to(notebook.root) and file.suffix == ".ipynb"
