"""How does a notebook get a table of runs, and what was selected in it back into Python?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from mlops_widgets import stage

from .acting import ACTIONS, apply
from .desk import Desk, chosen, note_of, tags_of
from .framed import of_frame, to_frame
from .order import order
from .showing import backdrop, rows, say, text, total, view
from .source import NOTE, Runs
from .store import of_store

if TYPE_CHECKING:
    import pandas as pd

    from mlops_widgets.stage.board.view import LiveBoard

__all__ = ["RunTable", "board_of"]


def board_of(runs: Runs) -> stage.Board[Desk]:
    """The board of some runs."""
    return stage.Board(
        name="tracking.runs",
        about="Sort, filter, tag and compare the runs of an experiment; what you select comes back into Python.",
        State=Desk,
        actions=ACTIONS,
        apply=partial(apply, runs),
        view=partial(view, runs),
        backdrop=partial(backdrop, runs),
        text=partial(text, runs),
        say=partial(say, runs),
        rows=partial(rows, runs),
        total=partial(total, runs),
        entry="boards/runs.js",
        styles=("boards/runs/runs.css",),
        samples=_samples(runs),
    )


class RunTable:
    """A table over the runs of any MLflow store, or over a frame of runs, to be shown in a notebook.

    Parameters
    ----------
    runs
        Tracking URI of a store, or a frame as ``mlflow.search_runs()`` and ``read_wandb()`` give it.
    experiment
        Name of one experiment of the store; all of them when left out.
    key
        Under which sorting, filter, selection, tags and notes are kept: the same key shows the same work again.

    Attributes
    ----------
    widget
        What is shown.

    Examples
    --------
    >>> import os, tempfile
    >>> os.environ["MLOPS_BOARDS"] = tempfile.mkdtemp()
    >>> import pandas as pd
    >>> table = RunTable(pd.DataFrame({"run_id": ["a", "b"], "metrics.loss": [0.5, 0.4]}), key="two-runs")
    >>> table.widget.act({"kind": "select", "runs": ["b"]})
    >>> table.selection
    ['b']
    """

    def __init__(self, runs: str | pd.DataFrame | Runs, experiment: str | None = None, *, key: str) -> None:
        if isinstance(runs, Runs):
            self.runs = runs
        else:
            self.runs = of_store(runs, experiment) if isinstance(runs, str) else of_frame(runs)
        self.widget: LiveBoard = board_of(self.runs).widget(key)

    @property
    def selection(self) -> list[str]:
        """Ids of the selected runs, in the order in which they were chosen."""
        return list(chosen(self.runs, self._desk))

    @property
    def selected(self) -> pd.DataFrame:
        """The selected runs, one row each, with the tags and notes of the table."""
        return self._frame([self.runs.index[run] for run in self.selection])

    @property
    def shown(self) -> pd.DataFrame:
        """All runs that the table shows, in its order."""
        return self._frame(order(self.runs, self._desk).places.tolist())

    def write(self) -> int:
        """Write the tags and notes of the table into the store, as MLflow tags; returns how many were written.

        Raises
        ------
        StageError
            When the runs come from a frame, which has no store.
        """
        if self.runs.client is None:
            raise stage.StageError(
                "these runs come from a frame, and there is no store to write to: make the table of a tracking URI."
            )
        client, count = self.runs.client(), 0
        edits = {run: changed for run, changed in self._desk.edits.items() if run in self.runs.index}
        for run, changed in edits.items():
            held: Mapping[str, str] = {NOTE: "", **client.get_run(run).data.tags}
            for key, value in changed.items():
                if value is not None and held.get(key) != value:
                    client.set_tag(run, key, value)
                    count += 1
                elif value is None and key in held:
                    client.delete_tag(run, key)
                    count += 1
        return count

    @property
    def _desk(self) -> Desk:
        desk: Desk = self.widget.state
        return desk

    def _frame(self, places: list[int]) -> pd.DataFrame:
        ids = [self.runs.ids[place] for place in places]
        tags = [tags_of(self.runs, self._desk, run) for run in ids]
        return to_frame(self.runs, places, tags, [note_of(self.runs, self._desk, run) for run in ids])

    # Any: MIME data
    def _repr_mimebundle_(self, **options: Any) -> Any:
        return self.widget._repr_mimebundle_(**options)


def _samples(runs: Runs) -> tuple[dict[str, Any], ...]:  # Any: actions as JSON
    """All that can be done, on whatever runs these are."""
    if not len(runs):
        return ({"kind": "ask", "where": ""},)
    few = list(runs.ids[:3])
    column = next(iter(runs.columns))
    metric = next(iter(runs.metrics), None)
    return (
        {"kind": "sort", "column": column, "descending": False},
        {"kind": "ask", "where": "attributes.status = 'FINISHED'"},
        {"kind": "select", "runs": few},
        {"kind": "select", "runs": few[:1], "on": False},
        {"kind": "tag", "run": few[-1], "text": "stage = candidate"},
        {"kind": "tag", "run": few[-1], "text": "kept"},
        {"kind": "untag", "run": few[-1], "tag": "kept"},
        {"kind": "note", "run": few[-1], "text": "The first one worth another look."},
        *([{"kind": "curve", "metric": metric}] if metric else []),
        {"kind": "wide", "on": True},
        {"kind": "brush", "column": "start_time", "low": 0.0, "high": 1e13},
        {"kind": "ask", "where": "tags.stage = 'candidate'"},
        {"kind": "ask", "where": ""},
        {"kind": "unbrush"},
        {"kind": "select", "runs": []},
        {"kind": "select", "runs": [], "on": False},
        {"kind": "select", "runs": few},
        {"kind": "wide", "on": False},
    )
