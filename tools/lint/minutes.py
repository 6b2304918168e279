"""How long does a learner take? A sum over what there is to read, to answer, to play and to write."""

from __future__ import annotations

from collections.abc import Iterator

from tools.lint import prose
from tools.lint.notebook import Notebook, Problem

__all__ = ["estimate", "minutes"]

# Silent reading of English non-fiction: 238 words a minute (Brysbaert, How many words do we read per minute?,
# Journal of Memory and Language 109, 2019); reading to learn: about 200 (Carver, Reading rate, Journal of Reading
# 36(2), 1992). Our text has formulas and new terms, and many read it in their second language: 150, assumed.
WORDS_A_MINUTE = 150
# Reviewers who find mistakes read 300 to 500 lines an hour (Cohen, Best Kept Secrets of Peer Code Review, 2006),
# which is 7 to 12 seconds a line; ours are explained beside the code.
SECONDS_A_LINE = 7
# Assumed, until learners have been timed.
PREDICTION, WIDGET, QUIZ = 1.0, 2.5, 4.0  # a quiz has about four questions with their explanations
EXERCISE = 4.0  # warm-up two, core six, a run each included; the stretch is nobody's duty
TOLERANCE = 0.2


def estimate(notebook: Notebook) -> float:
    """How many minutes a notebook takes by its size."""
    told = sum(prose.words(cell.source) for cell in notebook.texts) / WORDS_A_MINUTE
    lines = sum(len(cell.lines) for cell in notebook.codes) * SECONDS_A_LINE / 60
    done = {"course.Predict": PREDICTION, ".widget": WIDGET, "course.check": EXERCISE, "course.Quiz": QUIZ}
    calls = [call for cell in notebook.codes for call in cell.calls]
    return told + lines + sum(each for call in calls for name, each in done.items() if call.endswith(name))


def minutes(notebook: Notebook) -> Iterator[Problem]:
    """Hold the declared minutes to the estimate."""
    declared, real = notebook.metadata.get("minutes"), estimate(notebook)
    if isinstance(declared, int) and not (1 - TOLERANCE) * real <= declared <= (1 + TOLERANCE) * real:
        yield notebook.problem(
            0, f"{declared} minutes declared, about {real:.0f} by its size; declare that, or change the size."
        )
