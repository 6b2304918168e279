"""Gather the course's prose anew: ``python -m mlops_widgets.llmops.corpus``; then train anew, see ``tiny``."""

from . import STORED
from .gather import gather

__all__: list[str] = []

found = gather()
STORED.write_text("\n".join(found) + "\n", encoding="utf-8", newline="\n")
print(f"{len(found):,} paragraphs, {STORED.stat().st_size:,} bytes")  # noqa: T201 - a command prints
