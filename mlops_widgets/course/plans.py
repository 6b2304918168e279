"""In which order can the course be taken? Plans name chapters and topics; their notebooks are looked up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from .catalogue import Notebook
from .editions import Lab
from .outline import chapters, expanded, read_data
from .refused import CourseError, Material

__all__ = ["Item", "Plan", "Served", "find_plan", "lectures", "plans", "schedule"]


class Item(Material):
    """One step of a plan: when, and which lectures, chapters and topics."""

    when: str
    title: str
    lectures: list[str] = Field([])
    chapters: list[str] = Field([])
    topics: list[str] = Field([])

    @property
    def covers(self) -> tuple[str, ...]:
        """The IDs of its topics: those of its chapters, then those it names."""
        whole = [each for chapter in chapters() if chapter.word in self.chapters for each in chapter.topics]
        return (*whole, *(each for written in self.topics for each in expanded(written)))


class Plan(Material):
    """One way through the course."""

    name: str
    about: str
    hours: Annotated[int, Field(ge=1)] | None = None
    level: Literal["core", "further"] | None = None
    item: list[Item]


class _Plans(Material):
    lectures: dict[str, str]
    plan: list[Plan]


@dataclass(frozen=True)
class Served:
    """An item, the notebooks that serve it, its topics that none teaches yet, and the labs to assign after it."""

    item: Item
    notebooks: tuple[Notebook, ...]
    unwritten: tuple[str, ...]
    labs: tuple[Lab, ...] = ()

    @property
    def minutes(self) -> int:
        """What its notebooks take."""
        return sum(each.minutes for each in self.notebooks)


@cache
def plans() -> Mapping[str, Plan]:
    """Every plan by its name.

    Examples
    --------
    >>> list(plans())
    ['core', '14 weeks', '7 weeks', 'one day']
    >>> plans()["14 weeks"].item[11].covers[-3:]
    ('K07', 'K08', 'K09')
    """
    return MappingProxyType({each.name: each for each in _read().plan})


@cache
def lectures() -> Mapping[str, str]:
    """What each of the lectures is about, by its number.

    Examples
    --------
    >>> list(lectures())
    ['000', '001', '002', '003', '004']
    """
    return MappingProxyType(_read().lectures)


def find_plan(name: str) -> Plan:
    """The plan of this name.

    Raises
    ------
    CourseError
        With the names there are.

    Examples
    --------
    >>> find_plan("9 weeks")
    Traceback (most recent call last):
      ...
    mlops_widgets.course.refused.CourseError: no plan is called '9 weeks'; choose core, 14 weeks, 7 weeks or one day.
    """
    if name not in plans():
        *others, last = plans()
        raise CourseError(f"no plan is called {name!r}; choose {', '.join(others)} or {last}.")
    return plans()[name]


def schedule(plan: Plan, notebooks: Sequence[Notebook], labs: Sequence[Lab] = ()) -> tuple[Served, ...]:
    """Which of the notebooks serve which item; each stands once, where most of its topics are.

    A lab stands where the last of the notebooks is that it needs, and nowhere if the plan leaves one of them out.

    Parameters
    ----------
    plan
        The plan to fill.
    notebooks
        What is written, see ``catalogue``.
    labs
        Those there are, see ``labs``.

    Examples
    --------
    >>> from mlops_widgets.course import catalogue
    >>> served = schedule(find_plan("14 weeks"), catalogue())
    >>> served[11].notebooks[0].title
    'What drifts?'
    """
    used = [each for each in notebooks if plan.level in (None, each.level)]
    home = {each.path: _home(plan, each) for each in used}
    places = {each.title: home[each.path] for each in used}
    after = {lab.name: _last([places.get(title) for title in lab.needs]) for lab in labs}
    taught = {topic for each in used for topic in each.topics}
    return tuple(
        Served(
            item,
            tuple(each for each in used if home[each.path] == at),
            tuple(each for each in item.covers if each not in taught),
            tuple(lab for lab in labs if after[lab.name] == at),
        )
        for at, item in enumerate(plan.item)
    )


def _home(plan: Plan, notebook: Notebook) -> int | None:
    def common(at: int) -> int:
        item = plan.item[at]
        return 2 * len({*notebook.topics} & {*item.covers}) + (notebook.chapter in item.chapters)

    best = max(range(len(plan.item)), key=common)  # the first of the best
    return best if common(best) else None


def _last(places: Sequence[int | None]) -> int | None:
    known = [each for each in places if each is not None]
    return max(known) if known and len(known) == len(places) else None


@cache
def _read() -> _Plans:
    read: _Plans = read_data("plans.toml", _Plans)
    return read
