"""How surprised is a model, if its scores for every token are known?"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from mlops_widgets.course.exercise import UNTOUCHED, Exercise, Verdict, hint, passed
from mlops_widgets.stage.parts import call

__all__ = ["exercise"]

Scores = NDArray[np.float64]  # (places, vocabulary)
Tokens = NDArray[np.int64]  # (places,)


def _cases() -> list[tuple[Scores, Tokens]]:
    """Scores that are all equal, those of a model that is sure, ordinary ones, and some that are large."""
    rng = np.random.default_rng(4)
    ordinary = rng.normal(size=(40, 12))
    tokens = rng.integers(0, 12, 40)
    sure = np.where(np.arange(12) == tokens[:, None], 6.0, 0.0)
    return [(np.zeros((40, 12)), tokens), (sure, tokens), (ordinary, tokens), (ordinary + 900, tokens)]


def _logs(scores: Scores, tokens: Tokens) -> Scores:
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    chosen: Scores = logs[np.arange(len(tokens)), tokens]
    return chosen


_SLIPS: dict[str, tuple[Callable[[Scores, Tokens], float], str]] = {
    "still a loss": (
        lambda scores, tokens: float(-_logs(scores, tokens).mean()),
        "That is the mean loss. Its exponential is a number of tokens.",
    ),
    "mean of chances": (
        lambda scores, tokens: float(1 / np.exp(_logs(scores, tokens)).mean()),
        "Chances are averaged before the logarithm is taken; one impossible token would hardly count.",
    ),
    "upside down": (
        lambda scores, tokens: float(np.exp(_logs(scores, tokens).mean())),
        "It falls where it should rise: a loss is minus the logarithm of a chance.",
    ),
    "summed": (
        lambda scores, tokens: float(np.exp(np.minimum(-_logs(scores, tokens).sum(), 700))),
        "A longer text is not more surprising for a token: take the mean, not the sum.",
    ),
}


def _look(answer: object) -> Verdict:
    if not callable(answer):
        return hint("no function", f"Hand over the function itself, surprise, got {answer!r:.40}.")
    cases = _cases()
    said = [call(partial(_asked, answer, *case)) for case in cases]
    if strange := [each for each in said if isinstance(each, bool) or not isinstance(each, Real)]:
        return hint("no number", f"One number is asked for, and it gave {strange[0]!r:.40}.")
    found = np.array(said, dtype=float)
    truth = np.array([float(np.exp(-_logs(*case).mean())) for case in cases])
    if np.allclose(found, truth, rtol=1e-6):
        return passed(f"All scores equal: {truth[0]:.0f}, the vocabulary; a model that is sure: {truth[1]:.2f}.")
    if not found.any():
        return hint(UNTOUCHED, "Scores become chances first: exponentials, divided by their sum over the vocabulary.")
    if np.allclose(found[:3], truth[:3], rtol=1e-6):
        return hint("overflow", "Scores of 900 are too large for an exponential: take the row's largest off before.")
    for reason, (slip, told) in _SLIPS.items():
        if np.allclose(found[:3], [slip(*case) for case in cases[:3]], rtol=1e-6):
            return hint(reason, told)
    return hint("elsewhere", f"Where all 12 scores are equal it should give 12, and it gives {found[0]:.4g}.")


def _asked(surprise: Callable[..., object], scores: Scores, tokens: Tokens) -> object:
    with np.errstate(all="ignore"):  # what overflows is spoken of, not warned of
        return surprise(scores.copy(), tokens.copy())


def _written(*lines: str) -> str:
    return "import numpy as np\n\n\ndef surprise(scores, tokens):" + "".join(f"\n    {line}" for line in lines)


_CHANCES = (
    "shifted = scores - scores.max(axis=1, keepdims=True)",
    "chances = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)",
    "chosen = chances[np.arange(len(tokens)), tokens]",
)

exercise = Exercise(
    look=_look,
    solution=_written(*_CHANCES, "return np.exp(-np.log(chosen).mean())"),
    why=(
        "The softmax makes chances of scores; taking off the largest score changes none of them and keeps the "
        "exponential within bounds. The loss of a token is minus the logarithm of its chance, the mean is taken over "
        "the tokens, and the exponential turns it back into a number of tokens to choose among."
    ),
    wrong={
        "still a loss": _written(*_CHANCES, "return -np.log(chosen).mean()"),
        "mean of chances": _written(*_CHANCES, "return 1 / chosen.mean()"),
        "upside down": _written(*_CHANCES, "return np.exp(np.log(chosen).mean())"),
        "overflow": _written(
            "chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)",
            "chosen = chances[np.arange(len(tokens)), tokens]",
            "return np.exp(-np.log(chosen).mean())",
        ),
        "elsewhere": _written(*_CHANCES, "return 2 ** -np.log(chosen).mean()"),
        "no number": _written(*_CHANCES, "return np.exp(-np.log(chosen))"),
    },
)
