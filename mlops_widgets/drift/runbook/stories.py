"""How do the lecture's two stories end: the applicants who earn less, and the amounts that are doubled?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from mlops_widgets.data import credit, fraud
from mlops_widgets.data.records import Floats, Records
from mlops_widgets.drift.guards import Guard
from mlops_widgets.drift.statistics import psi

from .candidate import Work
from .learning import StableTest, learn
from .policy import Policy
from .responder import Responder
from .sinks import Batch, Model, Sinks
from .states import State

__all__ = ["CREDIT", "FRAUD", "Story", "credit_story", "fraud_story"]

CREDIT = """\
policy: credit scoring
rules:
- when: {feature: income, measure: psi, above: 0.25}
  do: [alert, snapshot, retrain(last 90 days), shadow(48 hours), promote]
fallback: rules
recover:
  after: 6 hours
  do: [retrain(last 90 days), shadow(48 hours), promote]
cooldown: 30 days
margin: 0.01
"""

FRAUD = """\
policy: card fraud
rules:
- when: {feature: amount, measure: psi, above: 0.25}
  do: [alert, snapshot, retrain(last 30 days), shadow(24 hours), promote]
fallback: rules
recover:
  after: 6 hours
  do: [retrain(last 30 days), shadow(24 hours), promote]
cooldown: 3 days
margin: 0.01
"""


@dataclass(frozen=True, eq=False)
class Story:
    """What happened, hour by hour."""

    responder: Responder
    hour: Floats  # (hours,)
    psi: Floats  # (hours,) of the watched column
    state: tuple[State, ...]  # after each hour
    answering: tuple[str, ...]  # who answered in the hour after
    truth: Records


def credit_story(
    *, seed: int = 0, policy: str = CREDIT, drift: credit.Drift | None = None, sinks: Sinks | None = None
) -> Story:
    """Incomes drift on day 105: alert, snapshot, retraining on 90 days, 48 hours in the shadow, promotion.

    The index of each hour compares the applications of the last 24 hours with the first 40 days.

    Parameters
    ----------
    seed
        Of the applications.
    policy
        In YAML; the lecture's by default.
    drift
        Another drift than the sudden one of day 105.
    sinks
        Where alerts, snapshots and models go.

    Examples
    --------
    >>> story = credit_story()
    >>> for entry in story.responder.log.entries:
    ...     print(f"day {entry.time / 24:.1f}, {entry.state}")
    day 105.8, alerted
    day 105.8, retraining
    day 105.9, shadow
    day 107.9, serving
    >>> story.responder.answering
    'model 2'
    """
    loans = credit.applications(days=112, seed=seed, drift=drift or credit.Drift(day=105))
    return _told(loans, "income", credit.Rules(), policy, sinks, learned=40, tested=50, live=101, window=24)


def fraud_story(
    *, seed: int = 0, policy: str = FRAUD, fault: fraud.Fault | None = None, sinks: Sinks | None = None
) -> Story:
    """The interface doubles all amounts on day 40 and is mended on day 42: rules answer, and nothing is learned.

    The index of each hour compares its payments with those of the first 15 days.

    Parameters
    ----------
    seed
        Of the payments.
    policy
        In YAML; the lecture's by default.
    fault
        Another fault than the doubling from day 40 to day 42.
    sinks
        Where alerts, snapshots and models go.

    Examples
    --------
    >>> story = fraud_story()
    >>> for entry in story.responder.log.entries:
    ...     print(f"day {entry.time / 24:.1f}, {entry.state}")
    day 40.0, alerted
    day 40.0, fallback to rules
    day 42.2, recovering
    day 42.4, shadow
    day 43.4, serving
    >>> story.responder.log.entries[1].reason[:45]
    'no retraining: amount must be told in the uni'
    """
    cards = fraud.payments(days=46, per_hour=300, seed=seed, fault=fault or fraud.Fault(hour=960, until=1008))
    return _told(cards, "amount", fraud.Rules(), policy, sinks, learned=15, tested=20, live=38, window=1)


def _told(
    rows: Records,
    watched: str,
    rules: Model,
    policy: str,
    sinks: Sinks | None,
    *,
    learned: int,
    tested: int,
    live: int,
    window: int,
) -> Story:
    """Learn from the first days, keep the next ones as the stable test set, and live from a later day on."""
    from .memory import in_memory

    past, held = rows.between(0, 24 * learned), rows.between(24 * learned, 24 * tested)
    train = partial(learn, features=rows.FEATURES, label=rows.LABEL)
    work = Work(
        history=partial(_history, rows, held=(24 * learned, 24 * tested)),
        learn=train,
        loss=StableTest(held.features, held.label),
    )
    responder = Responder(
        Policy.from_yaml(policy),
        Guard.fit(past.features),
        work,
        model=train(_columns(past)),
        rules=rules,
        start=24 * live,
        sinks=sinks or in_memory(hours=4),
    )
    hours = np.arange(24 * live + 1, rows.hour[-1] + 2)
    index, states, answering = [], [], []
    for hour in hours:
        recent = rows.between(hour - window, hour).features[watched]
        index.append(psi(past.features[watched], recent))
        states.append(
            responder.observe(float(hour), rows.between(hour - 1, hour).features, {watched: {"psi": index[-1]}})
        )
        answering.append(responder.answering)
    return Story(responder, hours, np.array(index), tuple(states), tuple(answering), rows)


def _history(rows: Records, first: float, last: float, now: float, *, held: tuple[float, float]) -> Batch:
    """Labelled rows of a stretch of time, without the days of the stable test set."""
    around = ((first, min(last, held[0])), (max(first, held[1]), last))
    pieces = [_columns(rows.between(begin, max(begin, end)).known(now)) for begin, end in around]
    return {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}


def _columns(rows: Records) -> Batch:
    return {**rows.features, rows.LABEL: rows.label}
