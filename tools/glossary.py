"""Where do learners look up a word? The page notebooks/glossary, made from the glossary's data."""

from __future__ import annotations

import re

from mlops_widgets.course import Term, glossary
from tools.lint import prose
from tools.lint.terms import mentions
from tools.pair import NOTEBOOKS, settle

__all__ = ["main", "page"]

_HEADER = """\
# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
#   mlops:
#     level: core
#     mb: 150
#     minutes: 5
#     needs: []
#     needs_notebooks: []
#     topics: []
# ---
"""
_BEGINNING = """\
# Glossary

What the words of this course mean. In every notebook the first mention of a word leads here, and the notebook stays
open in its own tab. A cell can be asked, too:"""
_ASK = 'from mlops_widgets import course\n\ncourse.term("PSI")'
_MADE = "<!-- Made by python -m tools.glossary from mlops_widgets/course/data/glossary.toml: edit that. -->"


def page() -> str:
    """The page as a text in py:percent."""
    cells = [f"{_MADE}\n{_BEGINNING}", *map(_entry, glossary().values())]
    texts = [_markdown(cell) for cell in cells]
    return "\n".join([_HEADER, texts[0], f"# %%\n{_ASK}\n", *texts[1:]])


def main() -> int:
    """Write the page and its notebook anew; returns the exit status."""
    path = NOTEBOOKS / "glossary.py"
    path.write_text(page(), encoding="utf-8", newline="\n")
    path.with_suffix(".ipynb").unlink(missing_ok=True)
    settle(path, path.with_suffix(".ipynb"))
    return 0


def _entry(term: Term) -> str:
    also = f"*Also:* {', '.join(term.forms)}\n\n" if term.forms else ""
    read = f"\n\n*Reference:* {term.reference}" if term.reference else ""
    return f"## {term.name}\n\n{also}{_linked(term)}\n\n*Taught in* {_taught(term)}{read}"


def _linked(term: Term) -> str:
    """Link the other terms that an explanation uses, each once."""
    met, text, done = {term.name}, "", 0
    for start, end, other in mentions(term.text):
        text += term.text[done:start]
        word, done = term.text[start:end], end
        text += word if other.name in met else f"[{word}](#{other.anchor})"
        met.add(other.name)
    return text + term.text[done:]


def _taught(term: Term) -> str:
    source = NOTEBOOKS / f"{term.taught}.py"
    if "/" not in term.taught:
        return f"the chapter *{term.taught}*."
    text = re.sub(r"(?m)^# ?", "", source.read_text(encoding="utf-8").partition("# %% [markdown]\n")[2])
    title = next(words for level, words in prose.headings(text) if level == 1)
    return f"[{title}]({term.taught}.ipynb)"


def _markdown(text: str) -> str:
    return "# %% [markdown]\n" + "\n".join(f"# {line}".rstrip() for line in text.splitlines()) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
