"""What can a learner show of what she did? A page of her own that says plainly that nobody checked it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from mlops_widgets.course.catalogue import Notebook, Task, catalogue
from mlops_widgets.course.overview.shown import Overview, framed
from mlops_widgets.course.progress import Progress, mine

from .standing import Done, done

__all__ = ["Record", "record"]

_OWN_WORD = "Self-reported: kept on the learner's own computer, checked by nobody, and worth no mark."
_KINDS = {"Predict": "Prediction", "check": "Exercise", "Quiz": "Quiz", "Inventory": "Inventory"}
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width">
<title>Learner's record</title>
<style>body {{ margin: 0 auto; padding: 16px; max-width: 860px; background: #fff }}
@media (prefers-color-scheme: dark) {{ body {{ background: #14171b }} }}</style>
<body>{body}</body>
</html>
"""


class Record(Overview):
    """A learner's record: shown in a notebook, or saved as a page of its own."""

    def save(self, path: Path | str) -> Path:
        """Write it as one HTML file that asks for nothing elsewhere; returns where."""
        target = Path(path).expanduser()
        target.write_text(_PAGE.format(body=self.html), encoding="utf-8")
        return target.resolve()


def record(root: Path | str | None = None) -> Record:
    """What the learner has done so far, notebook by notebook.

    Parameters
    ----------
    root
        The course's folder; the originals when left out.

    Examples
    --------
    >>> print(str(record()).partition(chr(10))[0])
    Learner's record. Self-reported: kept on the learner's own computer, checked by nobody, and worth no mark.
    """
    log = mine()
    found = done(log.entries())
    notebooks = [each for each in catalogue(root) if each.tasks]
    tasks = "".join(_tasks(each, found) for each in notebooks)
    html = framed("Learner's record", f"{_head(log, notebooks, found)}{tasks}{_notes(log)}")
    lines = [f"Learner's record. {_OWN_WORD}", "", *(line for each in notebooks for line in _lines(each, found))]
    return Record(html, "\n".join([*lines, "", f"Kept in {log.place}.", *log.notes]))


Found = Mapping[Task, Done]


def _head(log: Progress, notebooks: list[Notebook], found: Found) -> str:
    tasks = [found.get(task, Done()) for each in notebooks for task in each.tasks]
    whole = sum(each.share >= 1 for each in tasks)
    days = sorted({str(entry.get("at", ""))[:10] for entry in log.entries()} - {""})
    when = f"{days[0]} to {days[-1]}, on {len(days)} days" if len(days) > 1 else "".join(days) or "not begun"
    written = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return (
        f'<header><p class="verdict"><strong>Learner\'s record</strong> {whole} of {len(tasks)} tasks done, {when}.'
        f"<small>{escape(_OWN_WORD)} Written {written}.</small></p></header>"
    )


def _tasks(notebook: Notebook, found: Found) -> str:
    rows = "".join(
        f"<div><dt>{_KINDS[task.kind]} <small>{escape(task.key)}</small></dt>"
        f"<dd>{escape(found.get(task, Done()).says) or '–'}</dd></div>"
        for task in notebook.tasks
    )
    return f'<h3>{escape(notebook.title)}</h3><dl class="tasks">{rows}</dl>'


def _notes(log: Progress) -> str:
    return f'<p class="kept"><small>{escape(" ".join(log.notes))}</small></p>' if log.notes else ""


def _lines(notebook: Notebook, found: Found) -> list[str]:
    told = [f"   - {_KINDS[task.kind]} {task.key}: {found.get(task, Done()).says or '–'}" for task in notebook.tasks]
    return [notebook.title, *told]
