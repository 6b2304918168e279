"""Where do you see a change in a real series, and would other people agree?"""

from mlops_widgets import stage

from .drawing import Choose, Clear, Compare, Drawing, Place, Remove, apply
from .rows import rows, total
from .scene import backdrop, say, text, view
from .scoring import People, Score, agreed, covering, people, score
from .series import TITLES, Series, series

__all__ = [
    "TITLES",
    "Choose",
    "Clear",
    "Compare",
    "Drawing",
    "People",
    "Place",
    "Remove",
    "Score",
    "Series",
    "agreed",
    "apply",
    "backdrop",
    "board",
    "covering",
    "people",
    "rows",
    "say",
    "score",
    "series",
    "text",
    "total",
    "view",
]

board = stage.Board(
    name="drift.points",
    about="Mark the changes you see in a real series, and compare yourself with people who marked them before you.",
    State=Drawing,
    actions=(Choose, Place, Remove, Clear, Compare),
    apply=apply,
    view=view,
    backdrop=backdrop,
    text=text,
    say=say,
    rows=rows,
    total=total,
    entry="boards/points.js",
    styles=("boards/points.css",),
    samples=(
        {"kind": "place", "at": 1},
        {"kind": "place", "at": 300},
        {"kind": "remove", "at": 1},
        {"kind": "compare"},
        {"kind": "place", "at": 400},
        {"kind": "compare"},
        {"kind": "clear"},
        {"kind": "compare"},
        *({"kind": "choose", "series": name} for name in reversed(TITLES)),
    ),
)
