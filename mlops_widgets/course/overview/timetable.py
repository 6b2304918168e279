"""What is taught when? One plan of the course as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from mlops_widgets.course.catalogue import Notebook, catalogue
from mlops_widgets.course.editions import labs
from mlops_widgets.course.outline import topics
from mlops_widgets.course.plans import Plan, Served, find_plan, lectures, schedule

from .assigned import assigned, worth
from .marker import marker, state, words
from .shown import Overview, counted, framed, lasting, linked, shares

__all__ = ["plan"]


def plan(
    name: str,
    standing: Mapping[str, float] | None = None,
    *,
    here: str = "index.ipynb",
    root: Path | str | None = None,
) -> Overview:
    """One plan of the course: when, what, with which lecture, the notebooks that serve it, and the labs after them.

    Parameters
    ----------
    name
        ``core``, ``14 weeks``, ``7 weeks`` or ``one day``.
    standing, here, root
        As for ``map``.

    Raises
    ------
    CourseError
        For a name that no plan has, or a share outside [0, 1].

    Examples
    --------
    >>> print(str(plan("14 weeks")).split(chr(10))[0])
    14 weeks: A semester beside the five lectures: every topic, once.
    """
    chosen, done = find_plan(name), shares(standing)
    served = schedule(chosen, catalogue(root), labs())
    quiet = "" if _heard(chosen) else ' class="deaf"'
    head = (
        f'<header><p class="verdict"><strong>{escape(chosen.name)}</strong> {escape(chosen.about)} '
        f"<small>{_size(chosen, served)}</small></p></header>"
        f"<table{quiet}><thead><tr>{_headings(chosen)}</tr></thead><tbody>"
    )
    rows = "".join(_row(chosen, each, done, here) for each in served)
    html = framed(f"Plan: {chosen.name}", f"{head}{rows}</tbody></table>{_key(chosen)}")
    lines = [line for each in served for line in _lines(each, done)]
    text = [f"{chosen.name}: {chosen.about}", _size(chosen, served), "", *lines, *_told_lectures(chosen)]
    return Overview(html, "\n".join(text))


def _size(chosen: Plan, served: Sequence[Served]) -> str:
    number, minutes = sum(len(each.notebooks) for each in served), sum(each.minutes for each in served)
    most = f", at most {chosen.hours} hours when all is written" if chosen.hours else ""
    given = [lab for each in served for lab in each.labs]
    beside = (
        f" Beside them {counted(len(given), 'lab')}, {lasting(sum(lab.minutes for lab in given))}." if given else ""
    )
    return f"{counted(number, 'notebook')} so far, {lasting(minutes)}{most}.{beside}"


def _headings(chosen: Plan) -> str:
    named = ["when", "what", *(["lecture"] if _heard(chosen) else []), "notebooks and labs"]
    return "".join(f'<th scope="col">{each}</th>' for each in named)


def _row(chosen: Plan, served: Served, done: Mapping[str, float], here: str) -> str:
    item = served.item
    heard = f'<td class="heard"><span>lecture </span>{", ".join(item.lectures) or "–"}</td>' if _heard(chosen) else ""
    return (
        f'<tr><th scope="row">{escape(item.when)}</th><td><strong>{escape(item.title)}</strong>{_topics(served)}</td>'
        f'{heard}<td><ul class="stops" role="list">{_notebooks(served, done, here)}</ul></td></tr>'
    )


def _topics(served: Served) -> str:
    covers = served.item.covers
    if not covers:
        return ""
    listed = "".join(f"<li><small>{each}</small> {escape(topics()[each])}</li>" for each in covers)
    return f'<details><summary>{counted(len(covers), "topic")}</summary><ul role="list">{listed}</ul></details>'


def _notebooks(served: Served, done: Mapping[str, float], here: str) -> str:
    found = "".join(
        f'<li class="stop {each.level}">{marker(state(share), share, size=16)}'
        f"<span>{linked(each, here)} <small>{_told(each, share)}</small></span></li>"
        for each in served.notebooks
        for share in [done.get(each.path, 0)]
    )
    found += "".join(assigned(each, here) for each in served.labs)
    rest = _missing(served)
    return found + (f'<li class="rest">{marker("unwritten", size=16)}<small>{rest}</small></li>' if rest else "")


def _told(notebook: Notebook, share: float) -> str:
    return ", ".join(filter(None, [lasting(notebook.minutes), words(share)]))


def _missing(served: Served) -> str:
    total, missing = len(served.item.covers), len(served.unwritten)
    if not total or missing == total:
        return "" if served.notebooks and not total else "not written yet"
    return f"{missing} of {total} topics not written yet" if missing else ""


def _heard(chosen: Plan) -> list[str]:
    return [each for each in lectures() if any(each in item.lectures for item in chosen.item)]


def _key(chosen: Plan) -> str:
    listed = "".join(f"<li><small>{each}</small> {escape(lectures()[each])}</li>" for each in _heard(chosen))
    return f'<footer><p>The lectures</p><ul role="list">{listed}</ul></footer>' if listed else ""


def _lines(served: Served, done: Mapping[str, float]) -> list[str]:
    item = served.item
    heard = f" (lecture {', '.join(item.lectures)})" if item.lectures else ""
    rest = _missing(served)
    return [
        f"{item.when:<7}  {item.title}{heard}",
        *(f"{'':9}- {each.title}, {_told(each, done.get(each.path, 0))}" for each in served.notebooks),
        *(f"{'':9}- {each.title}, {worth(each)}" for each in served.labs),
        *([f"{'':9}- {rest}"] if rest else []),
    ]


def _told_lectures(chosen: Plan) -> list[str]:
    told = [f"{each}  {lectures()[each]}" for each in _heard(chosen)]
    return ["", "The lectures", *told] if told else []
