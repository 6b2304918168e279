"""In which states can a response be, and what leads from one to the next?"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

__all__ = ["TRANSITIONS", "Machine", "Signal", "State"]


class State(StrEnum):
    """What the response is doing."""

    SERVING = "serving"  # the model answers, the rules are watched
    ALERTED = "alerted"  # a rule's line was crossed; the data are being looked at
    RETRAINING = "retraining"  # a candidate is being trained, the model goes on answering
    SHADOW = "shadow"  # the candidate answers beside, unseen
    ROLLED_BACK = "rolled back"  # the model before the last one answers
    FALLBACK = "fallback to rules"  # no model answers: the data are damaged
    RECOVERING = "recovering"  # the data are sound again; a candidate is trained, rules still answer


class Signal(StrEnum):
    """What can happen to a response."""

    ALARM = "alarm"  # a line was crossed
    DISMISS = "dismiss"  # nothing more to do about it
    RETRAIN = "retrain"  # the data passed the guard
    TRAINED = "trained"  # the candidate is not worse on the stable test set
    PROMOTE = "promote"  # the candidate answers from now on
    REJECT = "reject"  # the candidate failed, or is worse
    ROLL_BACK = "roll back"
    REST = "rest is over"
    FALL_BACK = "fall back"
    REPAIRED = "repaired"  # sound data for long enough: retrain
    RESUME = "resume"  # sound data for long enough: the model answers again


_S, _E = State, Signal
TRANSITIONS: Mapping[tuple[State, Signal], State] = MappingProxyType(
    {
        (_S.SERVING, _E.ALARM): _S.ALERTED,
        (_S.SERVING, _E.ROLL_BACK): _S.ROLLED_BACK,
        (_S.SERVING, _E.FALL_BACK): _S.FALLBACK,
        (_S.ALERTED, _E.DISMISS): _S.SERVING,
        (_S.ALERTED, _E.RETRAIN): _S.RETRAINING,
        (_S.ALERTED, _E.ROLL_BACK): _S.ROLLED_BACK,
        (_S.ALERTED, _E.FALL_BACK): _S.FALLBACK,
        (_S.RETRAINING, _E.TRAINED): _S.SHADOW,
        (_S.RETRAINING, _E.PROMOTE): _S.SERVING,
        (_S.RETRAINING, _E.REJECT): _S.SERVING,
        (_S.RETRAINING, _E.FALL_BACK): _S.FALLBACK,
        (_S.SHADOW, _E.PROMOTE): _S.SERVING,
        (_S.SHADOW, _E.REJECT): _S.SERVING,
        (_S.SHADOW, _E.FALL_BACK): _S.FALLBACK,
        (_S.ROLLED_BACK, _E.REST): _S.SERVING,
        (_S.ROLLED_BACK, _E.FALL_BACK): _S.FALLBACK,
        (_S.FALLBACK, _E.REPAIRED): _S.RECOVERING,
        (_S.FALLBACK, _E.RESUME): _S.SERVING,
        (_S.RECOVERING, _E.TRAINED): _S.SHADOW,
        (_S.RECOVERING, _E.PROMOTE): _S.SERVING,
        (_S.RECOVERING, _E.REJECT): _S.SERVING,
        (_S.RECOVERING, _E.FALL_BACK): _S.FALLBACK,
    }
)
"""Every transition there is: what is not in this table cannot happen."""


class Machine:
    """A state that only the table can change.

    Examples
    --------
    >>> machine = Machine()
    >>> machine.take(Signal.PROMOTE), machine.state
    (False, <State.SERVING: 'serving'>)
    >>> machine.take(Signal.ALARM), machine.state
    (True, <State.ALERTED: 'alerted'>)
    """

    def __init__(self, state: State = State.SERVING) -> None:
        self._state = state

    @property
    def state(self) -> State:
        """Where it stands."""
        return self._state

    def take(self, signal: Signal) -> bool:
        """Follow the signal if the table knows it from here; otherwise stay, and say so."""
        legal = (self._state, signal) in TRANSITIONS
        self._state = TRANSITIONS.get((self._state, signal), self._state)
        return legal
