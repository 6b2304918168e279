"""How is a number, a moment or an axis written?"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

import numpy as np

__all__ = ["log_ticks", "moment", "nice_ticks", "speeds", "time_ticks", "written"]

# Written out, because strftime answers in the language of the machine.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HALF_UP = Context(prec=400, rounding=ROUND_HALF_UP)  # as toFixed rounds in the browser; format() rounds to even
_FEW = 6  # labels on an axis of powers
_HOUR_STEPS = (1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 1440)
_HOUR_SPEEDS = (1, 2, 6, 12, 24, 48, 72, 168, 336, 720)


def written(value: float, *, digits: int = 2, unit: str = "") -> str:
    """A value with its unit: ``written(0.224, digits=1, unit="%")`` is ``"22.4 %"``; NaN is a dash."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return f"{'−' if value < 0 else ''}∞ {unit}".rstrip()
    exact = Decimal(float(value) * (100 if unit == "%" else 1))
    text = f"{exact.quantize(Decimal((0, (1,), -digits)), context=_HALF_UP):f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return f"{text.replace('-', '−')} {unit}".rstrip()


def moment(time: float, *, start: str | None, unit: str) -> str:
    """A point of time: a date where the axis has a start, else a number (from 10 on, hundredths), a unit."""
    if start is None:
        least = Decimal("0.01" if abs(time) >= 10 else "0.001")
        short = float(Decimal(float(time)).quantize(least, context=_HALF_UP))
        return f"{short if abs(time) >= 0.1 else time:.12g} {unit}".rstrip()
    when = _when(time, start)
    return f"{when.day} {_MONTHS[when.month - 1]} {when:%Y, %H:%M}"


def nice_ticks(low: float, high: float, *, about: int = 4, digits: int = 12) -> list[float]:
    """Round numbers (1, 2, 2.5 or 5 times a power of ten) from ``low`` to ``high``, true to ``digits`` decimals."""
    if high <= low:
        return [low]
    raw = (high - low) / about
    power = 10 ** math.floor(math.log10(raw))
    steps = [each * power for each in (1, 2, 2.5, 5, 10) if math.isclose(round(each * power, digits), each * power)]
    step = min(steps, key=lambda each: abs(math.log(each / raw)), default=10.0**-digits)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def log_ticks(low: float, high: float, *, digits: int = 12) -> list[float]:
    """Powers of ten from ``low`` to ``high``, with 3, or 2 and 5, between them where there is room; six at most.

    What ``digits`` decimals cannot tell from 0 gets no label.
    """
    least = max(low, 10.0**-digits)
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(max(high, least))) + 1)
    steps = [(powers, (1, 2, 5)), (powers, (1, 3)), *((powers[::by], (1,)) for by in range(1, len(powers) + 1))]
    ticks: list[float] = []
    for some, between in steps:
        ticks = [each for each in (round(m * 10.0**k, 12) for k in some for m in between) if least <= each <= high]
        if len(ticks) <= _FEW:
            break
    return ticks if len(ticks) > 1 else nice_ticks(low, high, digits=digits)


def time_ticks(low: float, high: float, *, start: str | None, about: int = 7) -> list[tuple[float, str]]:
    """Places and labels along the time axis; whole days or hours where it has a start."""
    if start is None:
        return [(tick, f"{tick:.12g}") for tick in nice_ticks(low, high, about=about)]
    step = next((each for each in _HOUR_STEPS if each * about >= high - low), _HOUR_STEPS[-1])
    origin = _when(0, start)
    offset = origin.hour if step >= 24 else origin.hour % step
    first = math.ceil((low + offset) / step) * step - offset
    return [(float(tick), _day(tick, start, step)) for tick in np.arange(first, high + 1e-9, step)]


def speeds(span: float, *, start: str | None) -> list[float]:
    """Four playing speeds, in time units per second: the whole run in about 90, 30, 12 and 4 seconds."""
    choices = _HOUR_SPEEDS if start else [m * 10.0**k for k in range(-3, 7) for m in (1, 2, 5)]
    wished = [span / seconds for seconds in (90, 30, 12, 4)]
    return sorted({float(min(choices, key=lambda each: abs(math.log(each / wish)))) for wish in wished})


def _day(tick: float, start: str, step: float) -> str:
    when = _when(tick, start)
    return f"{when.day} {_MONTHS[when.month - 1]}" if step >= 24 or when.hour == 0 else f"{when:%H:%M}"


def _when(time: float, start: str) -> datetime:
    return datetime.fromisoformat(start).replace(tzinfo=UTC) + timedelta(hours=time)
