"""Does the batch have the columns of the reference, each of its type?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .problem import Problem
from .profile import Column, Profile

__all__ = ["schema"]


def schema(reference: Mapping[str, Profile], batch: Mapping[str, Column]) -> Iterator[Problem]:
    """Columns that are missing, that nobody knows, or that hold another type."""
    extra = [name for name in batch if name not in reference]
    for name, expected in reference.items():
        if name not in batch:
            hint = f"rename {extra[0]!r} if it is the same" if len(extra) == 1 else "ask the source for it"
            yield Problem(name, "missing", "be there", "no such column", hint)
        elif expected.kind != batch[name].kind and batch[name].values.size:
            came = f"{batch[name].kind}, e.g. {batch[name].values[0]!r:.40}"
            yield Problem(name, "type", f"be a {expected.kind}", came, "convert it where it is read")
    for name in extra:
        known = ", ".join(reference)
        yield Problem(name, "extra", f"not be there (the reference has {known})", "a column", "drop it, or fit anew")
