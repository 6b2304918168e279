"""What can one do with a table of runs? Sort, ask, narrow, select, tag, write notes, and take each back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mlops_widgets.stage import Action, BoardError

from .asking import matching
from .desk import Desk, tags_of
from .order import order
from .source import NOTE, Runs

__all__ = ["ACTIONS", "Ask", "Brush", "Curve", "Note", "Select", "Sort", "Tag", "Unbrush", "Untag", "Wide", "apply"]


class Sort(Action):
    """Sort by a column of ``search_runs``."""

    kind: str = "sort"
    column: str
    descending: bool = False


class Ask(Action):
    """Show only what matches a ``filter_string``; an empty one shows all."""

    kind: str = "ask"
    where: str


class Brush(Action):
    """Show only runs whose value in a column lies between two."""

    kind: str = "brush"
    column: str
    low: float
    high: float


class Unbrush(Action):
    """Take the limits of a column away; of all columns when none is named."""

    kind: str = "unbrush"
    column: str = ""


class Select(Action):
    """Take runs into the selection, or out of it; with no run named, all that are shown, or all."""

    kind: str = "select"
    runs: list[str]
    on: bool = True


class Tag(Action):
    """Give a run a tag: ``stage=candidate``; a word alone has the value ``yes``."""

    kind: str = "tag"
    run: str
    text: str


class Untag(Action):
    """Take a tag off a run."""

    kind: str = "untag"
    run: str
    tag: str


class Note(Action):
    """Write what one thinks of a run, in place of what stood there."""

    kind: str = "note"
    run: str
    text: str


class Curve(Action):
    """Draw the learning curves of this measure."""

    kind: str = "curve"
    metric: str


class Wide(Action):
    """Show the columns in which all runs are equal, too."""

    kind: str = "wide"
    on: bool


ACTIONS = (Sort, Ask, Brush, Unbrush, Select, Tag, Untag, Note, Curve, Wide)
_LONGEST = 5000  # letters of a tag or note that MLflow's store takes


def apply(runs: Runs, desk: Desk, action: Action) -> Desk:
    """The desk after one action.

    What is selected, tagged or noted of a run that is not among these is kept: it may be there tomorrow, or in
    another experiment.

    Raises
    ------
    BoardError
        For a column, measure or tag there is not, and for a filter that MLflow cannot read.
    """
    match action:
        case Sort(column=column, descending=descending):
            _known(column, ("name", *runs.columns), "column")
            return replace(desk, sort=column, descending=descending)
        case Ask(where=where):
            matching(runs, where, desk.edits)
            return replace(desk, where=where.strip())
        case Brush(column=column, low=low, high=high):
            _known(column, runs.columns, "column")
            return replace(desk, brushes={**desk.brushes, column: (min(low, high), max(low, high))})
        case Unbrush(column=column):
            left = {name: ends for name, ends in desk.brushes.items() if column and name != column}
            return replace(desk, brushes=left)
        case Select():
            return replace(desk, selected=_selected(runs, desk, action))
        case Tag(run=run, text=text):
            key, equals, value = (part.strip() for part in text.partition("="))
            return _tagged(desk, run, key, value if equals else "yes")
        case Untag(run=run, tag=tag):
            if tag not in tags_of(runs, desk, run):
                held = ", ".join(tags_of(runs, desk, run)) or "none"
                raise BoardError(f"tag must be one that the run has ({held}), got {tag!r}: nothing was taken off.")
            return desk.edit(run, tag, None)
        case Note(run=run, text=text):
            return desk.edit(run, NOTE, _short(text.strip(), "a note"))
        case Curve(metric=metric):
            _known(metric, runs.metrics, "metric")
            return replace(desk, metric=metric)
        case Wide(on=on):
            return replace(desk, wide=on)
    raise BoardError(f"{action.kind} is no action of this board.")


def _tagged(desk: Desk, run: str, key: str, value: str) -> Desk:
    if not key or key.startswith("mlflow."):
        raise BoardError(
            f"a tag is a word, or word=value, and mlflow.… are MLflow's own, got {key!r}: try candidate."
        )
    return desk.edit(run, key, _short(value, "a tag"))


def _selected(runs: Runs, desk: Desk, action: Select) -> tuple[str, ...]:
    if not action.runs and not action.on:
        return ()
    if action.on:
        named = action.runs or [runs.ids[place] for place in order(runs, desk).places]
        return tuple(dict.fromkeys((*desk.selected, *named)))
    gone = set(action.runs)
    return tuple(run for run in desk.selected if run not in gone)


def _known(name: str, names: Iterable[str], what: str) -> None:
    every = list(names)
    if name not in every:
        raise BoardError(f"{what} must be one of {', '.join(every)}, got {name!r}.")


def _short(text: str, what: str) -> str:
    if len(text) > _LONGEST:
        raise BoardError(f"{what} may have {_LONGEST} letters, got {len(text)}: shorten it, nothing was saved.")
    return text
