"""How does an overview reach the page? As HTML that stays a list of links where style and pictures are taken away."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from urllib.parse import quote

from mlops_widgets.course.catalogue import Notebook
from mlops_widgets.course.editions import Lab
from mlops_widgets.course.refused import CourseError

__all__ = ["Overview", "counted", "framed", "lasting", "linked", "shares"]


@dataclass(frozen=True)
class Overview:
    """A picture of the course; a notebook shows the HTML, everything else the text."""

    html: str
    text: str

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}


def framed(label: str, body: str) -> str:
    """The body as a section with its own style."""
    return f'<section class="mlops-course" aria-label="{escape(label)}"><style>{_style()}</style>{body}</section>'


def linked(notebook: Notebook | Lab, here: str, *, before: str = "") -> str:
    """A link to a notebook or lab from the notebook ``here``; the title alone from the notebook itself.

    Examples
    --------
    >>> from mlops_widgets.course import catalogue
    >>> linked(catalogue()[0], "07_drift/1_what_drifts.ipynb")
    '<a href="../index.ipynb">MLOps, played</a>'
    """
    title = escape(before + notebook.title)
    if notebook.path == here:
        return f'<b aria-current="page">{title}</b>'
    way = quote(posixpath.relpath(notebook.path, posixpath.dirname(here) or "."))
    return f'<a href="{way}">{title}</a>'


def lasting(minutes: int) -> str:
    """Minutes as one says them.

    Examples
    --------
    >>> lasting(45), lasting(60), lasting(835)
    ('45 min', '1 h', '13 h 55 min')
    """
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest or not hours else [])])


def counted(number: int, thing: str) -> str:
    """A number and its thing.

    Examples
    --------
    >>> counted(1, "topic"), counted(2, "topic")
    ('1 topic', '2 topics')
    """
    return f"{number} {thing}{'' if number == 1 else 's'}"


def shares(standing: Mapping[str, float] | None) -> Mapping[str, float]:
    """What is done of each notebook, checked; what the learner's own log says, when nothing is given.

    Raises
    ------
    CourseError
        For a share outside [0, 1].

    Examples
    --------
    >>> shares({"index.ipynb": 40})
    Traceback (most recent call last):
      ...
    mlops_widgets.course.refused.CourseError: standing['index.ipynb'] must lie in [0, 1], got 40; use 0.4 for 40 %.
    """
    if standing is None:
        from mlops_widgets.course.record.standing import standing as own

        return own()
    for path, share in standing.items():
        if not 0 <= share <= 1:
            way_out = f"use {share / 100:g} for {share:g} %" if 1 < share <= 100 else "use 1 for done"
            raise CourseError(f"standing[{path!r}] must lie in [0, 1], got {share!r}; {way_out}.")
    return standing


@cache
def _style() -> str:
    return Path(__file__).with_name("look.css").read_text("utf-8")
