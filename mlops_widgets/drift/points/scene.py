"""What does the change-points board show: the series, the marks, and after the comparison how good they are?"""

from __future__ import annotations

from typing import Any

from mlops_widgets.stage import numbers

from .drawing import Drawing, Points
from .scoring import MARGIN, people, score
from .series import TITLES, Column, Series, series

__all__ = ["backdrop", "say", "text", "view"]

JSON = dict[str, Any]  # Any: what JSON can hold
Phrase = tuple[str, str]  # words and tone

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def backdrop(drawing: Drawing) -> JSON:
    """The series in sight, as long as it stays in sight."""
    shown = series(drawing.series)
    return {
        "series": shown.name,
        "title": shown.title,
        "about": f"{shown.about}, {shown.moments[0]} to {shown.moments[-1]}",
        "choices": [[name, title] for name, title in TITLES.items()],
        "moments": list(shown.moments),
        "ticks": _ticks(shown),
        "columns": [_column(each) for each in shown.columns],
        "people": len(shown.marks),
        "foot": (
            f"The series and what {_COUNTS[len(shown.marks)]} people saw in it: van den Burg and Williams, 2020, "
            f"as in river. A mark at most {MARGIN} values away from theirs is the same; the start counts as a "
            "change of everybody."
        ),
    }


def view(drawing: Drawing) -> JSON:
    """The learner's points; what the people marked only when it was compared."""
    shown = series(drawing.series)
    judged = score(drawing.comparisons[-1], shown.marks, len(shown)) if drawing.comparisons else None
    return {
        "points": list(drawing.here),
        "nobodys": list(judged.nobodys) if judged else [],
        "verdict": [list(phrase) for phrase in _verdict(drawing, shown)],
        "readouts": _readouts(drawing, shown),
        "rows": _rows(shown, drawing.comparisons[-1]) if drawing.comparisons else [],
        "compared": len(drawing.comparisons),
        "stale": bool(drawing.comparisons) and drawing.comparisons[-1] != drawing.here,
    }


def text(drawing: Drawing) -> str:
    """The board in words."""
    shown = series(drawing.series)
    where = f" ({', '.join(shown.moments[at] for at in drawing.here)})" if drawing.here else ""
    said = _sentences(drawing, shown)
    numbers_ = ", ".join(f"{each['name']} {each['value']} ({each['base']})" for each in _readouts(drawing, shown))
    return f"{shown.title}: {_points(len(drawing.here))}{where}. {said}{f' {numbers_}.' if numbers_ else ''}"


def say(before: Drawing, after: Drawing) -> str:
    """What an action has just changed, for those who listen."""
    shown = series(after.series)
    if before.series != after.series:
        return f"{shown.title}: {len(shown)} values, {_points(len(after.here))}."
    if before.compared != after.compared:
        return _sentences(after, shown)
    come, gone = set(after.here) - set(before.here), set(before.here) - set(after.here)
    if len(come) == 1:
        return f"Change point placed at {shown.moments[come.pop()]}; {len(after.here)} in all."
    if len(gone) == 1:
        return f"Change point at {shown.moments[gone.pop()]} removed; {len(after.here)} in all."
    return f"{_points(len(after.here)).capitalize()} now."


def _verdict(drawing: Drawing, shown: Series) -> list[Phrase]:
    if not drawing.comparisons:
        asked = f"{_COUNTS[len(shown.marks)].capitalize()} people were asked before you, without name or dates."
        if not drawing.here:
            return [("Where does this series change? ", "ink"), (f"Mark every place where you see it. {asked}", "")]
        return [(f"You have drawn {_points(len(drawing.here))}. ", "ink"), ("When you are done, compare.", "")]
    last = drawing.comparisons[-1]
    judged = score(last, shown.marks, len(shown))
    phrases = _hits(len(judged.found), len(judged.changes))
    if extra := len(judged.nobodys):
        whose = "1 mark of yours is nobody’s" if extra == 1 else f"{extra} marks of yours are nobody’s"
        phrases += [("; ", ""), (whose, "warn")]
    elif last:
        phrases += [("; every mark of yours is somebody’s", "")]
    return [*phrases, (". ", ""), *_again(drawing, shown)]


def _sentences(drawing: Drawing, shown: Series) -> str:
    return "".join(words for words, _ in _verdict(drawing, shown)).strip()


def _hits(found: int, changes: int) -> list[Phrase]:
    marked = "at least half of the people marked"
    if changes == 0:
        return [("There is no change that ", ""), (marked, "")]
    if found == changes:
        which = "the one change" if changes == 1 else f"all {changes} changes"
        return [(f"You found {which}", "good"), (f" that {marked}", "")]
    which = "the one change" if changes == 1 else f"{found or 'none'} of the {changes} changes"
    return [(f"You {'missed' if changes == 1 else 'found'} {which}", "ink"), (f" that {marked}", "")]


def _again(drawing: Drawing, shown: Series) -> list[Phrase]:
    """How often it was compared, and whether the marks have moved on since."""
    times = len(drawing.comparisons)
    phrases: list[Phrase] = []
    if times > 1:
        first = score(drawing.comparisons[0], shown.marks, len(shown)).f1
        phrases.append((f"Compared {times} times, the first time with F1 {numbers.written(first)}. ", ""))
    if drawing.comparisons[-1] != drawing.here:
        phrases.append(("Your marks have changed since: compare again.", "accent"))
    return phrases


def _readouts(drawing: Drawing, shown: Series) -> list[JSON]:
    if not drawing.comparisons:
        return []
    judged = score(drawing.comparisons[-1], shown.marks, len(shown))
    others = people(shown.marks, len(shown))
    return [
        _readout("F1", judged.f1, list(others.f1.values())),
        _readout("covering", judged.covering, list(others.covering.values())),
    ]


def _readout(name: str, value: float, others: list[float]) -> JSON:
    base = f"people agree to {numbers.written(min(others))}–{numbers.written(max(others))}"
    return {"name": name, "value": numbers.written(value), "base": base, "at": value, "others": sorted(others)}


def _rows(shown: Series, points: Points) -> list[JSON]:
    return [
        {
            "label": f"person {index}",
            "points": list(places),
            "found": [any(abs(place - at) <= MARGIN for at in points) for place in places],
            "words": _said(shown, places),
        }
        for index, places in enumerate(shown.marks.values(), 1)
    ]


def _said(shown: Series, places: Points) -> str:
    return ", ".join(shown.moments[at] for at in places) or "no change"


def _points(count: int) -> str:
    return f"{count if count else 'no'} change point{'' if count == 1 else 's'}"


def _column(column: Column) -> JSON:
    low, high = min(column.values), max(column.values)
    room = (high - low) * 0.04 or 1.0
    low = 0.0 if 0 <= low < 0.3 * high else low - room
    ticks = numbers.nice_ticks(low, high + room)
    digits = max(0, *(len(f"{tick:.12g}".partition(".")[2]) for tick in ticks))
    return {
        "title": column.title,
        "unit": column.unit,
        "low": low,
        "high": high + room,
        "ticks": [[tick, _short(tick, digits)] for tick in ticks],
        "values": [float(f"{value:.5g}") for value in column.values],
    }


def _short(tick: float, digits: int) -> str:
    """A tick's label: 200000000 is ``200 M``."""
    return f"{tick / 1e6:g} M" if abs(tick) >= 1e6 else numbers.written(tick, digits=digits)


def _ticks(shown: Series) -> list[tuple[int, str]]:
    """Where the time axis has labels: at most nine years, days or minutes, at the first value in each."""
    first = shown.times[0]
    days = (shown.times[-1] - first).days
    if days > 730:
        steps = [when.year for when in shown.times]
    elif days > 1:
        steps = [when.toordinal() for when in shown.times]
    else:
        steps = [int((when - first).total_seconds() // 60) for when in shown.times]
    span = steps[-1] - steps[0]
    stride = next(each for each in (1, 2, 5, 10, 20, 50) if span / each <= 9)
    begins = [i for i in range(1, len(steps)) if steps[i] // stride != steps[i - 1] // stride]
    if days > 730:
        return [(i, str(steps[i] // stride * stride)) for i in begins]
    if days > 1:
        return [(i, shown.moments[i].partition(",")[0]) for i in begins]
    return [(i, f"{steps[i] // stride * stride} min") for i in begins]
