"""How good is a set of change points, when five people did not agree where the changes are?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

__all__ = ["MARGIN", "People", "Score", "agreed", "covering", "people", "score"]

MARGIN = 5  # values by which a change point may be off; as in the study, section 4.2

Marks = Mapping[str, Iterable[int]]  # person → places


@dataclass(frozen=True)
class Score:
    """What change points are worth, held against those of people."""

    f1: float  # the harmonic mean of precision and recall
    precision: float  # share of the points, the start among them, that at least one person marked
    recall: float  # share of a person's points that were found, mean over the people
    covering: float  # how well the pieces between the points match each person's, mean over the people
    changes: tuple[int, ...]  # those that at least half of the people marked
    found: tuple[int, ...]  # of them
    missed: tuple[int, ...]  # of them
    nobodys: tuple[int, ...]  # points that no person marked


@dataclass(frozen=True)
class People:
    """How well each person's points score against those of all the others."""

    f1: dict[str, float]
    covering: dict[str, float]


def score(points: Iterable[int], marks: Marks, n: int, *, margin: int = MARGIN) -> Score:
    """Hold change points against those that several people marked.

    Precision asks whether *anybody* marked what you marked, recall how much of what *each* marked you
    found; a point counts for one mark only, and the start of the series counts as a change point of
    everybody, so that "no change" can be right.

    Parameters
    ----------
    points
        Places at which a change begins, 0 is the first value.
    marks
        Person → places; an empty list means that this person saw no change.
    n
        Length of the series.
    margin
        Distance in values up to which two places are the same.

    References
    ----------
    G. J. J. van den Burg, C. K. I. Williams: An Evaluation of Change Point Detection Algorithms,
    2020, arXiv:2003.06222, section 4.2.

    Examples
    --------
    >>> score([10], {"a": [], "b": [10], "c": [50]}, 60).f1
    0.9090909090909091
    """
    points = tuple(points)
    mine = sorted({0, *points})
    theirs = {person: sorted({0, *places}) for person, places in marks.items()}
    union = sorted({place for places in theirs.values() for place in places})
    precision = _matches(union, mine, margin) / len(mine)
    recall = float(np.mean([_matches(places, mine, margin) / len(places) for places in theirs.values()]))
    changes = agreed(marks, margin=margin)
    found = tuple(place for place in changes if _near(place, mine[1:], margin))
    return Score(
        f1=2 * precision * recall / (precision + recall),
        precision=precision,
        recall=recall,
        covering=covering(points, marks, n),
        changes=changes,
        found=found,
        missed=tuple(place for place in changes if place not in found),
        nobodys=tuple(place for place in mine[1:] if not _near(place, [t for t in union if t], margin)),
    )


def covering(points: Iterable[int], marks: Marks, n: int) -> float:
    """How well the pieces between the points cover each person's pieces, mean over the people.

    For each piece of a person the best overlap (shared values / values of either), weighted by the
    piece's length.

    Examples
    --------
    >>> round(covering([10, 20], {"a": [10, 20], "b": [10], "c": [0, 5]}, 45), 4)
    0.7963
    """
    mine = _pieces(points, n)
    shares = []
    for places in marks.values():
        best = [max(_overlap(piece, other) for other in mine) * (piece[1] - piece[0]) for piece in _pieces(places, n)]
        shares.append(sum(best) / n)
    return float(np.mean(shares))


def agreed(marks: Marks, *, margin: int = MARGIN) -> tuple[int, ...]:
    """The places that at least half of the people marked, each standing for the marks around it.

    The place with the most people around it comes first, and takes them out of the count.

    Examples
    --------
    >>> agreed({"a": [10, 50], "b": [12], "c": [48], "d": []})
    (10, 48)
    """
    left = {person: set(places) - {0} for person, places in marks.items()}
    chosen: list[int] = []
    while True:
        around = {place: _people_near(place, left, margin) for places in left.values() for place in places}
        if not around or max(around.values()) * 2 < len(left):
            return tuple(sorted(chosen))
        best = max(sorted(around), key=lambda place: around[place])
        chosen.append(best)
        left = {who: {t for t in places if abs(t - best) > margin} for who, places in left.items()}


def people(marks: Marks, n: int, *, margin: int = MARGIN) -> People:
    """Score each person against the others, as if they were the learner.

    Examples
    --------
    >>> people({"a": [10], "b": [10], "c": []}, 20).f1
    {'a': 1.0, 'b': 1.0, 'c': 0.6666666666666666}
    """
    others = {who: {other: marks[other] for other in marks if other != who} for who in marks}
    scores = {who: score(marks[who], others[who], n, margin=margin) for who in marks}
    return People(
        f1={who: each.f1 for who, each in scores.items()},
        covering={who: each.covering for who, each in scores.items()},
    )


def _matches(marks: Sequence[int], points: Sequence[int], margin: int) -> int:
    """The most marks that can each have a point of its own within the margin; both in order."""
    i = j = count = 0
    while i < len(marks) and j < len(points):
        if abs(marks[i] - points[j]) <= margin:
            i, j, count = i + 1, j + 1, count + 1
        elif marks[i] < points[j]:
            i += 1
        else:
            j += 1
    return count


def _near(place: int, places: Iterable[int], margin: int) -> bool:
    return any(abs(place - other) <= margin for other in places)


def _people_near(place: int, marks: Mapping[str, Iterable[int]], margin: int) -> int:
    return sum(_near(place, places, margin) for places in marks.values())


def _pieces(points: Iterable[int], n: int) -> list[tuple[int, int]]:
    """First value and first value after it, of each piece between the points."""
    edges = [0, *sorted({place for place in points if 0 < place < n}), n]
    return list(pairwise(edges))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> float:
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / (one[1] - one[0] + other[1] - other[0] - shared)
