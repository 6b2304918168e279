"""Is this option a count that can be followed?"""

from __future__ import annotations

from numbers import Integral

__all__ = ["check_whole"]


def check_whole(name: str, value: object, *, least: int, hint: str = "") -> None:
    """Refuse what is no whole number, and one that is too small.

    Parameters
    ----------
    name, value
        Of the option.
    least
        The smallest that makes sense.
    hint
        The way out, which ends the sentence.

    Raises
    ------
    TypeError
        For text, a truth value or a number with a fraction, 10.0 included.
    ValueError
        Below ``least``.

    Examples
    --------
    >>> check_whole("bins", 2.5, least=2)
    Traceback (most recent call last):
    TypeError: bins must be a whole number, at least 2, got 2.5.
    """
    end = f": {hint}." if hint else "."
    if not isinstance(value, Integral) or isinstance(value, bool):
        raise TypeError(f"{name} must be a whole number, at least {least}, got {value!r}{end}")
    if value < least:
        raise ValueError(f"{name} must be at least {least}, got {value}{end}")
