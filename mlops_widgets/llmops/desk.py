"""What does a support desk want from a language model? Tickets in plain words, answers in the desk's own form."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from itertools import product

import numpy as np

__all__ = ["QUEUES", "URGENCY", "Ticket", "tickets"]

QUEUES = {
    "HERON": (
        "the service answers too slowly", "the endpoint returns errors", "requests time out at noon",
        "the answer of the model never arrives", "the server restarts by itself",
    ),
    "OSPREY": (
        "a column of the table is empty", "all amounts are doubled", "the nightly file did not come",
        "the dates are a month off", "half of the rows are missing",
    ),
    "KESTREL": (
        "the training stops after an hour", "the loss is not a number", "the new model is worse than the old one",
        "the run does not find its data", "two runs with one seed differ",
    ),
    "PLOVER": (
        "nobody can log in", "my key is refused", "a new colleague sees no project", "I forgot my password",
        "the page says that I have no right to read",
    ),
}  # fmt: skip
"""Who looks after what: the desk's names for its crews, which no other text contains."""

URGENCY = {
    "red": ("customers are waiting", "the shop is closed because of it", "money is lost every minute"),
    "amber": ("a colleague is waiting", "we need it today", "a meeting depends on it"),
    "green": ("nobody is waiting", "it can wait until next week", "I only wanted to tell you"),
}
_BY = {"red": "within the hour", "amber": "by tonight", "green": "this week"}
_SINCE = ("since this morning", "since Monday", "since the release", "for two days", "again", "since the storm")
_KEPT_BACK = 4  # one ticket of so many


@dataclass(frozen=True)
class Ticket:
    """One request to the desk, and the answer that the desk would give."""

    asked: str
    queue: str
    urgency: str

    @property
    def prompt(self) -> str:
        """What a model is given."""
        return f"Ticket: {self.asked}\n"

    @property
    def answer(self) -> str:
        """What it should write: two lines, in the desk's form."""
        return f"Queue: {self.queue} {self.urgency}\nReply: {self.queue} takes it {_BY[self.urgency]}."


def tickets(count: int | None = None, *, held_out: bool = False, seed: int = 0) -> tuple[Ticket, ...]:
    """Tickets in an order that the seed decides.

    Parameters
    ----------
    count
        How many; all there are when left out.
    held_out
        Those that are kept back to judge by: other combinations of the same complaints, moments and reasons.
    seed
        Of the order.

    Returns
    -------
    tuple of Ticket
        Each once.

    Raises
    ------
    ValueError
        If there are not so many.

    Examples
    --------
    >>> one = tickets(1)[0]
    >>> one.answer.startswith(f"Queue: {one.queue} {one.urgency}")
    True
    """
    every = [each for each in _every() if _is_kept_back(each) == held_out]
    if count is not None and not 1 <= count <= len(every):
        raise ValueError(f"count must lie in 1 to {len(every)}, got {count}; leave it out for all of them")
    order = np.random.default_rng(seed).permutation(len(every))
    return tuple(every[at] for at in order[:count])


def _every() -> list[Ticket]:
    crews = [(queue, said) for queue, all_of_it in QUEUES.items() for said in all_of_it]
    reasons = [(urgency, said) for urgency, all_of_it in URGENCY.items() for said in all_of_it]
    return [
        Ticket(f"{complaint} {since}; {reason}.", queue, urgency)
        for (queue, complaint), since, (urgency, reason) in product(crews, _SINCE, reasons)
    ]


def _is_kept_back(ticket: Ticket) -> bool:
    return sha256(ticket.asked.encode()).digest()[0] % _KEPT_BACK == 0
