"""What have these mistakes in common? A board on which one looks at examples and tags them."""

from .examples import Examples, examples
from .file import frame, loaded, written
from .tagger import Tagger, board, tagger
from .tagging import MOST, Drop, Load, New, Rename, Tag, Tagging, Untag, apply

__all__ = [
    "MOST",
    "Drop",
    "Examples",
    "Load",
    "New",
    "Rename",
    "Tag",
    "Tagger",
    "Tagging",
    "Untag",
    "apply",
    "board",
    "examples",
    "frame",
    "loaded",
    "sample",
    "tagger",
    "written",
]

sample = board(
    examples(
        [
            {"said": "stir fried lettuce recipe", "heard": "stir fry lettuce recipe"},
            {"said": "sweetened coffee", "heard": "Swedish coffee"},
            {"said": "sail away song", "heard": "sell away some"},
            {"said": "let's catch up", "heard": "let's ketchup"},
        ],
        title="Four mistakes of a speech recogniser",
        about="the lecture's own",
    ),
    tags=("car noise", "people noise", "low bandwidth"),
)
"""The sheet of the lecture, for the registry, tests and the gallery."""
