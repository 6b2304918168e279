"""How is a learner asked before she sees? The result is computed at once; only the page holds a veil before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from mlops_widgets.course.progress import kept

from .prediction import Number, Question, board

if TYPE_CHECKING:
    from mlops_widgets.stage import LiveBoard

__all__ = ["Predict"]

# Until the card's own code runs in the page, this hides what comes after it; where no code ever runs, not for long.
_VEIL = """<style>
.jp-OutputArea-child:has(.mlops-veil) { display: none; }
.jp-OutputArea-child:has(.mlops-veil):not(:has(~ [data-predicted])) ~ .jp-OutputArea-child:not(
  :has(.mlops-player.predict, [data-mime-type$="stderr"], [data-mime-type$="error"])
) {
  max-height: 0; margin: 0; padding: 0; overflow: hidden; visibility: hidden;
  animation: mlops-lift 0s 6s forwards;
}
@keyframes mlops-lift { to { max-height: none; visibility: visible; } }
.jp-OutputArea-child[data-predicted="closed"] ~ .jp-OutputArea-child:not(
  :has([data-mime-type$="stderr"], [data-mime-type$="error"])
) { display: none; }
</style><div class="mlops-veil"></div>"""


class Predict:
    """A question before a result. Running the cell shows both; the page veils the result until there is an answer.

    The computation is never held up: ``reveal`` runs at once, *Run All* goes on, and *Show me anyway* is offered and
    kept like an answer. What was said is in the learner's progress, so a cell that is run again shows it.

    Parameters
    ----------
    key
        Names the question in the learner's progress, e.g. ``"what-drifts.found"``.
    question
        What is asked, one sentence.
    answer
        Two or more answers to choose from, or a ``course.Number``.
    reveal
        What is shown: words, anything else that can be displayed, or a function that returns it (or displays by
        itself).
    truth
        What turns out, one of the answers or a number, or a function that returns it; shown beside what was said.

    Raises
    ------
    BoardError
        When ``answer`` is no choice, ``truth`` no answer to the question, or ``key`` ill-formed.

    Examples
    --------
    >>> Predict("demo.sum", "How much is 17 + 25?", answer=Number(0, 100), reveal=lambda: print(17 + 25), truth=42)
    Prediction: How much is 17 + 25?
    """

    def __init__(
        self,
        key: str,
        question: str,
        *,
        answer: Sequence[str] | Number,
        reveal: object,
        truth: str | float | Callable[[], str | float] | None = None,
    ) -> None:
        answers = answer if isinstance(answer, Number) else tuple(answer)
        told = truth() if callable(truth) else truth
        self.key, self.question, self.reveal = key, question, reveal
        self.board = board(Question(question, answers, told))

    def __repr__(self) -> str:
        return f"Prediction: {self.question}"

    def widget(self) -> LiveBoard:
        """The card alone, without what it veils."""
        return kept(self.board, self.key)

    def _ipython_display_(self) -> None:
        from IPython.display import HTML, Pretty, display

        card = self.widget()
        if not card.state.is_open:
            display(HTML(_VEIL))
        display(card)
        shown = self.reveal() if callable(self.reveal) else self.reveal
        if shown is not None:
            display(Pretty(shown) if isinstance(shown, str) else shown)
