"""How do tags travel in a CSV file that a spreadsheet can open, and come back from one?"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

from mlops_widgets.stage import BoardError

from .examples import TAGS
from .tagging import New, Tagging, apply, tidy

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["NAME", "frame", "loaded", "written"]

NAME = "example"  # the column of the rows' names
_BETWEEN = "; "


def written(tagging: Tagging) -> str:
    """The examples with their tags as CSV: the row's name, its columns, and ``tags``, separated by semicolons.

    The first line after the heads would be a good place for the tags without examples; CSV has none, so they stand
    in the head of the last column: ``tags: car noise; child``.
    """
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\r\n").writerow
    shown = tagging.examples
    write([NAME, *shown.columns, f"{TAGS}: {_BETWEEN.join(tagging.tags)}" if tagging.tags else TAGS])
    for name, cells in zip(shown.names, shown.cells, strict=True):
        write([name, *cells, _BETWEEN.join(tagging.carried.get(name, ()))])
    return out.getvalue()


def loaded(tagging: Tagging, text: str) -> Tagging:
    """The tagging with the tags of a CSV file; new ones are made.

    Raises
    ------
    BoardError
        If it is no CSV, a column is missing, a row is unknown or stands there twice, or a tag cannot be one.
    """
    try:
        lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))  # however its lines end
    except csv.Error as error:
        raise BoardError(f"the file cannot be read as CSV ({error}): save it as CSV once more.") from None
    head = [each.strip() for each in lines[0]] if lines else []
    ends = [place for place, each in enumerate(head) if each == TAGS or each.startswith(f"{TAGS}:")]
    if NAME not in head or not ends:
        raise BoardError(
            f"the file must have the columns {NAME!r} and {TAGS!r}, got {', '.join(head) or 'nothing'}: a file saved "
            "by this board has both."
        )
    first, last = head.index(NAME), ends[-1]
    for tag in _split(head[last].partition(":")[2]):
        tagging = _with(tagging, tag)
    wanted: dict[str, list[str]] = {}
    for number, line in enumerate(lines[1:], 2):
        if not line:
            continue
        name = line[first] if first < len(line) else ""
        if name not in tagging.examples.places:
            raise BoardError(f"line {number} of the file names the example {name!r}, which is not among these.")
        if name in wanted:
            raise BoardError(f"line {number} of the file names the example {name!r} a second time.")
        wanted[name] = _split(line[last]) if last < len(line) else []
    for tag in dict.fromkeys(tag for tags in wanted.values() for tag in tags):
        tagging = _with(tagging, tag)
    order = {tag: place for place, tag in enumerate(tagging.tags)}
    fresh = {name: tuple(sorted(dict.fromkeys(tags), key=order.__getitem__)) for name, tags in wanted.items()}
    carried = {name: tags for name, tags in (dict(tagging.carried) | fresh).items() if tags}
    return replace(tagging, carried=carried)


def frame(tagging: Tagging) -> pd.DataFrame:
    """One row an example, one column a tag, False or True."""
    import pandas as pd

    shown = tagging.examples
    flags = {tag: [tag in tagging.carried.get(name, ()) for name in shown.names] for tag in tagging.tags}
    return pd.DataFrame(flags, index=pd.Index(shown.names, name=NAME), dtype=bool)


def _split(tags: str) -> list[str]:
    return [name for each in tags.split(";") if (name := tidy(each))]


def _with(tagging: Tagging, tag: str) -> Tagging:
    return tagging if tag in tagging.tags else apply(tagging, New(tag=tag))
