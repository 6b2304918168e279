"""Which notebook runs where? A page that follows from what each needs: ``python -m tools.places`` writes it."""

from __future__ import annotations

from pathlib import Path

from mlops_widgets.course import catalogue, places, runs_on

__all__ = ["PAGE", "written"]

PAGE = Path(__file__).resolve().parents[1] / "docs" / "where_it_runs.md"
HEAD = """# Where each notebook runs

Made by `python -m tools.places` from what the notebooks declare: extras of `pyproject.toml`, and memory. Binder
has no PyTorch and no MLflow, and we count on 1 GB for a session there.

"""


def written() -> str:
    """The text of the page: a row for each notebook, a column for each place that is set up."""
    names = [each.name for each in places() if each.ready]
    rows = [["notebook", "needs", "MB", *names], ["---", "---", "---:", *(":-:" for _ in names)]]
    for each in catalogue():
        marks = ["yes" if name in runs_on(each) else "–" for name in names]
        rows.append([f"[{each.title}](../notebooks/{each.path})", ", ".join(each.needs) or "–", str(each.mb), *marks])
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8", newline="\n")
    print(f"{PAGE}: written")
