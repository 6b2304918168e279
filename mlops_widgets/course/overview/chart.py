"""Where am I in the course, and what comes next? A path of ten stations, each with its notebooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from mlops_widgets.course.catalogue import Notebook, catalogue
from mlops_widgets.course.editions import Lab, labs
from mlops_widgets.course.outline import Chapter, chapters
from mlops_widgets.course.places import places, runs_on

from .assigned import assigned, worth
from .marker import State, marker, state, words
from .shown import Overview, counted, framed, lasting, linked, shares

__all__ = ["map"]

_THICK = (
    "The thick line is the core, at most 14 hours; what hangs on a thin one goes further. "
    "Where no place is named, it runs on Binder and on your computer. MB are memory; "
    "the whole course is installed by: make lab EXTRAS=course."
)


def map(  # noqa: A001 - course.map() is what a learner types
    standing: Mapping[str, float] | None = None, *, here: str = "index.ipynb", root: Path | str | None = None
) -> Overview:
    """The map of the course: every chapter, its notebooks with minutes and what is done of each, and its labs.

    Parameters
    ----------
    standing
        The share done, 0 to 1, by the notebook's path; what it does not name is not begun, and paths that the
        course does not know are passed over. The learner's own when left out.
    here
        The notebook in which the map stands, from the course's folder: links lead on from there.
    root
        The course's folder; the originals when left out.

    Raises
    ------
    CourseError
        For a share outside [0, 1].

    Examples
    --------
    >>> "Go on with “What drifts?”, 45 min." in str(map({"07_drift/1_what_drifts.ipynb": 0.4}))
    True
    """
    done = shares(standing)
    notebooks = [each for each in catalogue(root) if each.chapter]
    said, following = _verdict(notebooks, done), _following(notebooks, done)
    invited = "Go on with " if any(done.get(each.path, 0) for each in notebooks) else "Begin with "
    button = f'<p class="next">{linked(following, here, before=invited)}</p>' if following else ""
    head = f'<header><p class="verdict">{escape(said)} <small>{_THICK}</small></p>{button}</header>'
    stations = "".join(_station(each, notebooks, done, here) for each in chapters())
    html = framed("Map of the course", f'{head}<ol class="path" role="list">{stations}</ol>')
    lines = [line for each in chapters() for line in _lines(each, notebooks, done)]
    told = f" {invited}“{following.title}”, {lasting(following.minutes)}." if following else ""
    return Overview(html, "\n".join([said + told, "", *lines]))


def _verdict(notebooks: Sequence[Notebook], done: Mapping[str, float]) -> str:
    """Where one stands, in one sentence."""
    finished = sum(done.get(each.path, 0) >= 1 for each in notebooks)
    if not any(done.get(each.path, 0) for each in notebooks):
        return f"{counted(len(chapters()), 'chapter')}, {counted(len(notebooks), 'notebook')} so far."
    begun = sum(0 < done.get(each.path, 0) < 1 for each in notebooks)
    if not finished:
        return f"You have begun {begun} of {counted(len(notebooks), 'notebook')}."
    whole = "" if finished < len(notebooks) else ": every one there is"
    return f"You have done {finished} of {counted(len(notebooks), 'notebook')}{whole}."


def _following(notebooks: Sequence[Notebook], done: Mapping[str, float]) -> Notebook | None:
    """The notebook to open: one that is begun, else the next of the core, else the next."""
    left = [each for each in notebooks if done.get(each.path, 0) < 1]
    begun = [each for each in left if done.get(each.path, 0) > 0]
    return next(iter([*begun, *(each for each in left if each.level == "core"), *left]), None)


def _station(chapter: Chapter, notebooks: Sequence[Notebook], done: Mapping[str, float], here: str) -> str:
    own = [each for each in notebooks if each.chapter == chapter.word]
    seen, share = _of_chapter(own, done)
    stops = "".join(_stop(each, done.get(each.path, 0), here) for each in own)
    rest = _missing(chapter, notebooks)
    stops += "".join(assigned(each, here) for each in _labs(chapter))
    stops += f'<li class="rest">{marker("unwritten", size=16)}<small>{rest}</small></li>' if rest else ""
    return (
        f'<li class="station {seen}">{marker(seen, share, size=28)}'
        f'<div class="what"><p class="name"><small>{chapter.number}</small> '
        f"<strong>{escape(chapter.title)}</strong></p>"
        f'<p class="about">{escape(chapter.about)}</p></div>'
        f'<ul class="stops" role="list">{stops}</ul></li>'
    )


def _stop(notebook: Notebook, share: float, here: str) -> str:
    return (
        f'<li class="stop {notebook.level}">{marker(state(share), share, size=16)}'
        f"<span>{linked(notebook, here)} <small>{escape(_told(notebook, share))}</small></span></li>"
    )


def _labs(chapter: Chapter) -> list[Lab]:
    return [each for each in labs() if each.name.startswith(f"{chapter.number}_")]


def _told(notebook: Notebook, share: float) -> str:
    """Minutes, how far it is done, memory, and where it runs when not everywhere."""
    ready, fits = [each.name for each in places() if each.ready], runs_on(notebook)
    where = "" if len(fits) == len(ready) else f", {' or '.join(fits) or 'a larger machine'}"
    light = next(each for each in places() if each.offers is not None)
    where += "" if set(notebook.needs) <= set(light.offers or ()) else " with the whole course"
    level = "" if notebook.level == "core" else "further"
    seen = ", ".join(filter(None, [lasting(notebook.minutes), level, words(share)]))
    return f"{seen} · {notebook.mb} MB{where}"


def _missing(chapter: Chapter, notebooks: Sequence[Notebook]) -> str:
    """What is not written yet, in words; empty when nothing is."""
    taught = {topic for each in notebooks for topic in each.topics}
    missing = [each for each in chapter.topics if each not in taught]
    if not any(each.chapter == chapter.word for each in notebooks):
        return "not written yet"
    if not missing:
        return ""
    return f"{len(missing)} of {len(chapter.topics)} topics not written yet"


def _of_chapter(own: Sequence[Notebook], done: Mapping[str, float]) -> tuple[State, float]:
    minutes = sum(each.minutes for each in own)
    if not minutes:
        return "unwritten", 0
    share = sum(each.minutes * done.get(each.path, 0) for each in own) / minutes
    return state(share), share


def _lines(chapter: Chapter, notebooks: Sequence[Notebook], done: Mapping[str, float]) -> list[str]:
    own = [each for each in notebooks if each.chapter == chapter.word]
    rest = _missing(chapter, notebooks)
    return [
        f"{chapter.number} {chapter.title}: {chapter.about}",
        *(f"   - {each.title} ({_told(each, done.get(each.path, 0))})" for each in own),
        *(f"   - {each.title} ({worth(each)})" for each in _labs(chapter)),
        *([f"   - {rest}"] if rest else []),
    ]
