"""What can be played? Every simulation and every board that is installed, with what it is about."""

from __future__ import annotations

from html import escape

from .shown import Overview, framed

__all__ = ["gallery"]


def gallery() -> Overview:
    """Every simulation and board by name: what it is about, and which parts the learner may write.

    Examples
    --------
    >>> print(next(line for line in str(gallery()).split(chr(10)) if "drift.stream" in line))
    simulation  drift.stream: Let a detector watch a stream, and see what it noticed, how late, and what it cried \
without a cause. Yours to write: detector.
    """
    from mlops_widgets import stage

    rows = [("simulation", name, each.about, each.parts) for name, each in stage.simulations().items()]
    rows += [("board", name, each.about, ()) for name, each in stage.boards().items()]
    head = "".join(f'<th scope="col">{each}</th>' for each in ("name", "what it is about", "yours to write"))
    body = "".join(_row(*row) for row in rows)
    table = f'<table class="things"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return Overview(framed("Everything that can be played", table), "\n".join(_line(*row) for row in rows))


def _row(kind: str, name: str, about: str, parts: tuple[str, ...]) -> str:
    yours = ", ".join(f"<code>{escape(each)}</code>" for each in parts) or "–"
    return (
        f'<tr><th scope="row"><code>{escape(name)}</code> <small>{kind}</small></th>'
        f'<td>{escape(about)}</td><td class="heard"><span>yours to write: </span>{yours}</td></tr>'
    )


def _line(kind: str, name: str, about: str, parts: tuple[str, ...]) -> str:
    yours = f" Yours to write: {', '.join(parts)}." if parts else ""
    return f"{kind:<10}  {name}: {about}{yours}"
