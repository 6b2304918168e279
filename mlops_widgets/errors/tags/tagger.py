"""How does a learner's own table come onto the board, and her tags back into Python?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from mlops_widgets import stage

from . import file, scene
from .examples import Examples, examples
from .tagging import Drop, Load, New, Rename, Tag, Tagging, Untag, apply

if TYPE_CHECKING:
    import pandas as pd

    from mlops_widgets.stage.board.view import LiveBoard

__all__ = ["Tagger", "board", "tagger"]


def board(shown: Examples, tags: Sequence[str] = ()) -> stage.Board[Tagging]:
    """The board over some examples, with the tags that it begins with."""
    begun = Tagging(shown)
    for tag in tags:
        begun = apply(begun, New(tag=tag))
    return stage.Board(
        name="errors.tags",
        about="Look at examples one by one, tag what they have in common, and see which tags are frequent.",
        State=partial(Tagging, shown, begun.tags),
        actions=(Tag, Untag, New, Rename, Drop, Load),
        apply=apply,
        view=scene.view,
        backdrop=scene.backdrop,
        text=scene.text,
        say=scene.say,
        rows=scene.rows,
        total=scene.total,
        entry="boards/tags.js",
        styles=("boards/tags.css",),
        samples=_samples(begun),
    )


class Tagger:
    """A table that is being tagged, and its board; end a cell with ``.widget()`` to see that."""

    def __init__(self, live: LiveBoard) -> None:
        self._live = live

    def widget(self) -> LiveBoard:
        """The live board, with ``act``, ``undo`` and ``redo``."""
        return self._live

    @property
    def tags(self) -> pd.DataFrame:
        """One row an example under its name, one column a tag, False or True."""
        return file.frame(self._live.state)

    @property
    def tagged(self) -> pd.DataFrame:
        """The same, of those that carry any tag: what was looked at."""
        flags = self.tags
        return flags[flags.any(axis=1)]

    def csv(self) -> str:
        """The examples and their tags as the text of a CSV file."""
        return file.written(self._live.state)

    def load(self, csv: str) -> None:
        """Put tags back as the text of a CSV file has them; one step, which can be undone."""
        self._live.act({"kind": "load", "csv": csv})

    def __repr__(self) -> str:
        return scene.text(self._live.state)


def tagger(
    table: pd.DataFrame | Sequence[Mapping[str, object]],
    *,
    key: str,
    tags: Sequence[str] = (),
    title: str = "Examples",
    about: str = "",
    sounds: Callable[[int], str] | None = None,
) -> Tagger:
    """Put a table on a tagging board, whose tags are kept under ``key``.

    Parameters
    ----------
    table
        A table of pandas, whose index names the rows, or a list of dictionaries.
    key
        Names the learner's work: the same key brings the same tags back, tomorrow too.
    tags
        What it begins with; more are made while looking.
    title, about
        What is looked at, and where it comes from.
    sounds
        Row → address of its sound, e.g. ``Utterances.link``.

    Raises
    ------
    BoardError
        If the table has no rows or two of the same name, or the key cannot be a file's name.
    """
    shown = examples(table, title=title, about=about, sounds=sounds)
    return Tagger(board(shown, tags).widget(key))


def _samples(begun: Tagging) -> tuple[dict[str, Any], ...]:  # Any: JSON
    """Actions that do all there is to do, on the first and the last row."""
    first, last = begun.examples.names[0], begun.examples.names[-1]
    words = [word for word in ("too quiet", "wrong label", "both", "a third") if word not in begun.tags]
    one, two, three, four = [*words, "one more", "and another", "the last but one", "the last"][:4]
    back = f"{file.NAME},tags\r\n{last},{one}; {four}\r\n"
    return (
        {"kind": "new", "tag": one, "row": first},
        {"kind": "new", "tag": two, "row": ""},
        {"kind": "tag", "row": last, "tag": one},
        {"kind": "tag", "row": last, "tag": two},
        {"kind": "untag", "row": last, "tag": two},
        {"kind": "rename", "tag": two, "to": three},
        {"kind": "load", "csv": back},
        {"kind": "drop", "tag": three},
    )
