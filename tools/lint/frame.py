"""Does a notebook go the way that all of them go, from a promise to its readings?

The parts are known by their own words: the title by its one ``#``, four sections by how their heading begins, the
grades of the exercises by a bold word, everything else by the call that makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tools.lint import prose
from tools.lint.notebook import Cell, Heading, Notebook, Problem

__all__ = ["LABS", "frame"]

LABS = Path(__file__).resolve().parents[2] / "labs"

_PROMISE = "**After this notebook you can**"
_SECTIONS = ("How it works", "When it lies", "Exercises", "Summary")
_GRADES = ("Warm-up", "Core", "Stretch")
_STORY_WORDS = 40  # fewer tell no story in which something is at stake
_FORMULA = re.compile(r"\$\$.+?\$\$|\$[^$\s][^$]*\$", re.DOTALL)
_SENTENCE_END = re.compile(r"[.!?](?=[\s*)]|$)")
_READINGS = re.compile(r"(?m)^(?:#+[ \t]+|\*\*)(?:Read|Further reading|Reference)")


def frame(notebook: Notebook) -> Iterator[Problem]:
    """Ask for every part of the frame, then for their order."""
    yield from _title(notebook)
    places: list[tuple[str, int]] = []
    for name, sentence, cell in _parts(notebook):
        if cell is None:
            yield notebook.problem(0, f"{sentence}.")
        else:
            places.append((name, cell))
    for (first, at), (second, after) in pairwise(places):
        if after < at:
            yield notebook.problem(after, f"{second} stands before {first} (cell {at}); move it behind.")
    sections = {each: _section(notebook, each) for each in _SECTIONS}
    if found := sections["How it works"]:
        yield from _how_it_works(notebook, found)
    if found := sections["Exercises"]:
        yield from _exercises(notebook, found)
    if found := sections["Summary"]:
        yield from _summary(notebook, found)
    for heading in notebook.headings:
        if heading.level == 2 and not notebook.cells[heading.cell].source.lstrip().startswith("## "):
            yield notebook.problem(heading, f'"{heading.words}" stands inside a cell; begin a cell with it.')


def _parts(notebook: Notebook) -> Iterator[tuple[str, str, int | None]]:
    """Name every part, in order, with what to write where it is missing, and the cell it begins in."""
    predict = _first(notebook, "course.Predict")
    story = next((each.cell for each in notebook.headings if each.level == 2), None)
    if story is not None:
        until = len(notebook.cells) if predict is None else max(predict, story + 1)
        told = sum(prose.words(cell.source) for cell in notebook.cells[story:until] if cell.kind == "markdown")
        story = story if told >= _STORY_WORDS else None
    yield (
        "the story",
        f"no story: after the title, a section (##) of {_STORY_WORDS} words or more tells what is at stake",
        story,
    )
    yield "the prediction", 'no prediction: before anything runs, ask with course.Predict("key", "question")', predict
    played = _first(notebook, "widget", after=-1 if predict is None else predict - 1)  # it may be veiled
    yield (
        "the play",
        "nothing to play: with the prediction or after it, a cell shows a simulation with .widget(...)",
        played,
    )
    for name in _SECTIONS[:3]:
        yield f'"{name}"', f'no section "## {name}": give one that name, more words may follow', _at(notebook, name)
    yield "the quiz", 'no quiz: after the exercises, a cell calls course.Quiz("key")', _first(notebook, "course.Quiz")
    yield (
        '"Summary"',
        'no section "## Summary": say in three sentences what is worth remembering',
        _at(notebook, "Summary"),
    )


def _title(notebook: Notebook) -> Iterator[Problem]:
    titles = [each for each in notebook.headings if each.level == 1]
    if [each.cell for each in titles] != [0]:
        yield notebook.problem(
            titles[-1] if titles else 0, f"{len(titles)} titles: the first cell begins with # and a title, no other."
        )
    first = notebook.cells[0].source if notebook.cells else ""
    if _PROMISE not in re.sub(r"\s+", " ", first):
        yield notebook.problem(0, f'no promise: in the first cell write "{_PROMISE} …".')
    minutes = notebook.metadata.get("minutes")
    line = re.search(r"(?m)^(\d+) minutes · \S", first)
    if line is None:
        yield notebook.problem(
            0, f'no line of minutes and needs: write "{minutes} minutes · what it needs" in the first cell.'
        )
    elif int(line[1]) != minutes:
        yield notebook.problem(
            0, f"the first cell promises {line[1]} minutes, the metadata say {minutes}; make them one."
        )
    targets = [link.target for link in prose.links(first)]
    for needed in notebook.metadata.get("needs_notebooks", ()):
        stem = Path(needed).stem
        if not any(Path(target).stem == stem for target in targets):
            yield notebook.problem(0, f"it needs the notebook {needed}: the first cell must link to it.")


def _how_it_works(notebook: Notebook, heading: Heading) -> Iterator[Problem]:
    cells = notebook.section(heading)
    beside = [
        cell
        for cell, after in pairwise(cells)
        if cell.kind == "markdown" and after.kind == "code" and _FORMULA.search(cell.source)
    ]
    if not beside:
        yield notebook.problem(
            heading, '"How it works" has no formula ($…$) with code in the next cell: put the two beside each other.'
        )


def _exercises(notebook: Notebook, heading: Heading) -> Iterator[Problem]:
    """Ask for three grades in their order, the first two checked before the next begins."""
    cells = notebook.section(heading)
    starts = [_grade(cells, grade) for grade in _GRADES]
    for grade, start in zip(_GRADES, starts, strict=True):
        if start is None:
            yield notebook.problem(heading, f'no exercise "{grade}": begin its text with **{grade}** in bold.')
    known = [start for start in starts if start is not None]
    if known != sorted(known):
        yield notebook.problem(heading, f"the exercises stand in another order than {', '.join(_GRADES)}; sort them.")
    for grade, start in zip(_GRADES[:2], starts, strict=False):
        if start is None:
            continue
        end = min((each for each in known if each > start), default=heading.cell + len(cells))
        if not any(cell.has_call("course.check") for cell in notebook.cells[start:end] if cell.kind == "code"):
            yield notebook.problem(
                start, f'the exercise "{grade}" checks nothing: end it with course.check("key", answer).'
            )


def _grade(cells: tuple[Cell, ...], grade: str) -> int | None:
    marked = re.compile(rf"(?m)^(?:\*\*|#+[ \t]+){grade}\b")
    return next((cell.index for cell in cells if cell.kind == "markdown" and marked.search(cell.source)), None)


def _summary(notebook: Notebook, heading: Heading) -> Iterator[Problem]:
    texts = [cell.source for cell in notebook.cells[heading.cell :] if cell.kind == "markdown"]
    first = next(iter(prose.paragraphs(texts[0])), "")
    said = len(_SENTENCE_END.findall(first))
    if not 2 <= said <= 4:
        yield notebook.problem(heading, f"the summary's first paragraph has {said} sentences; write about three.")
    if not any(_READINGS.search(text) for text in texts):
        yield notebook.problem(heading, "no readings: end with **Read on:** and author, title, place, year.")
    chapter = notebook.path.resolve().parent.name
    labs = sorted(each.name for each in LABS.glob(f"{chapter[:2]}_*") if each.is_dir())
    if labs and not any("labs/" in link.target for text in texts for link in prose.links(text)):
        yield notebook.problem(heading, f"the chapter has a lab: link to ../labs/{labs[0]}.ipynb after the summary.")


def _section(notebook: Notebook, name: str) -> Heading | None:
    found = (each for each in notebook.headings if each.level == 2)
    return next((each for each in found if re.match(rf"{name}\b", each.words, re.IGNORECASE)), None)


def _at(notebook: Notebook, name: str) -> int | None:
    found = _section(notebook, name)
    return found.cell if found else None


def _first(notebook: Notebook, call: str, *, after: int = -1) -> int | None:
    return next((cell.index for cell in notebook.codes if cell.index > after and cell.has_call(call)), None)
