"""What does the course's small language model read? The course's own prose, and some of it is kept back."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

__all__ = ["STORED", "is_held_out", "paragraphs"]

STORED = Path(__file__).parent.with_name("corpus.txt")
_KEPT_BACK = 10  # one paragraph of so many


def paragraphs(*, held_out: bool = False) -> tuple[str, ...]:
    """The paragraphs that a model may learn from, or those that it never sees.

    They are stored in this package, so that a model of yesterday and a text of today fit together;
    ``python -m mlops_widgets.llmops.corpus`` gathers them anew from the notebooks, the quizzes and the glossary that
    are installed.

    Parameters
    ----------
    held_out
        Give the paragraphs that are kept back, to judge by.

    Returns
    -------
    tuple of str
        In the order of the text. About one in ten is held out, chosen by its own letters: a paragraph that is added
        moves no other.

    Examples
    --------
    >>> known, unknown = paragraphs(), paragraphs(held_out=True)
    >>> bool(set(known) & set(unknown)), 0.07 < len(unknown) / len(known) < 0.15
    (False, True)
    """
    return tuple(each for each in _every() if is_held_out(each) == held_out)


def is_held_out(paragraph: str) -> bool:
    """Say whether a paragraph is kept back."""
    return sha256(paragraph.encode()).digest()[0] % _KEPT_BACK == 0


@cache
def _every() -> tuple[str, ...]:
    return tuple(STORED.read_text("utf-8").rstrip("\n").split("\n"))
