"""Can everybody learn what a picture says? It has words beside it, and its title says the finding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tools.lint import prose
from tools.lint.notebook import Notebook, Problem

__all__ = ["figures"]

_PLOTLY = "application/vnd.plotly.v1+json"
_WIDGET = "application/vnd.jupyter.widget-view+json"
_SVG_WORDS = re.compile(r"(?s)<(title|text)\b[^>]*>(.*?)</\1>")
_WORDS = 4  # fewer are a name, not a finding


def figures(notebook: Notebook) -> Iterator[Problem]:
    """Look at the pictures in the prose, and at those that a run showed."""
    for cell in notebook.texts:
        for link in prose.links(cell.source):
            if link.is_picture and not link.words.strip():
                yield notebook.problem(cell, f"a picture has no words: write ![what it shows]({link.target}).")
        for tag in re.findall(r"<img\b[^>]*>", cell.source):
            if not re.search(r"""\balt=["'][^"']*\w""", tag):
                yield notebook.problem(cell, 'an <img> has no words: give it alt="what it shows".')
    for cell in notebook.codes:
        for data in (output.get("data", {}) for output in cell.outputs):
            if _WIDGET not in data and (_PLOTLY in data or any(kind.startswith("image/") for kind in data)):
                yield from (notebook.problem(cell, sentence) for sentence in _shown(data))


def _shown(data: dict[str, Any]) -> Iterator[str]:
    said = "".join(data.get("text/plain", "")).strip().strip("'\"")
    if said.startswith(("<", "{", "Figure(")) or len(said.split()) < _WORDS:
        yield (
            f"a picture says {said[:40]!r} to who cannot see it; "
            'show it with course.figure(picture, "the finding", "what stands for it"), one of plotly with '
            'display({picture, "text/plain": "one sentence with the finding"}).'
        )
    title = _title(data)
    if title is not None and len(title.split()) < _WORDS:
        yield f"a picture is called {title!r}; give it a title of {_WORDS} words or more that says the finding."


def _title(data: dict[str, Any]) -> str | None:
    """The title as far as it can be read: of an SVG the longest of its words, of pixels nothing."""
    if _PLOTLY in data:
        title = data[_PLOTLY].get("layout", {}).get("title", "")
        return str(title.get("text", "") if isinstance(title, dict) else title)
    svg = "".join(data.get("image/svg+xml", ""))
    found = [re.sub(r"<[^>]*>", "", each[2]) for each in _SVG_WORDS.finditer(svg)]
    return max(found, key=lambda each: len(each.split())) if found else None
