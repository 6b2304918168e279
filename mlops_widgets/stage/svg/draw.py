"""What does a run look like on paper? The scene as one SVG, without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from mlops_widgets.stage.place import place
from mlops_widgets.stage.scene import Phrase, Scene
from mlops_widgets.stage.trace import Trace

from .lanes import lane_of
from .panels import height_of, panels_of
from .pen import DARK, LEFT, LIGHT, RIGHT, WIDTH, Json, Pen, rule, text

__all__ = ["draw"]

_TOP, _LANE, _TITLE = 66, 150, 34
_PULL = 8  # px that panels over the lanes stand nearer to the verdict
_LINE, _LETTERS = 18, 116  # height of a line of the verdict, letters in it
_ROWS, _ROW, _CHARACTER = 5, 20, 7.3  # rows of flags, a row's height, width of a letter at 11 px


def draw(
    scene: Scene,
    trace: Trace,
    *,
    tick: int | None = None,
    dark: bool = False,
    ghosts: Sequence[tuple[Scene, Trace]] = (),
    about: str = "",
) -> str:
    """The scene up to ``tick`` as SVG text with its own background, a title and a description.

    ``ghosts`` are pinned runs, whose lines are drawn behind; ``about`` adds to the description.
    """
    picture = scene.picture(trace)
    tick = len(trace) - 1 if tick is None else tick
    colour = DARK if dark else LIGHT
    lanes = _widened(picture["lanes"], [other.picture(run)["lanes"] for other, run in ghosts])
    verdict = _wrapped(scene.verdict(tick).phrases)
    flags = [flag for flag in picture["flags"] if flag["tick"] <= tick]
    spots = _placed(flags, Pen(trace, tick, colour, 0, 0, 0, 1))
    gutter = _ROW * max((spot[0] + 1 for _, spot in spots if spot), default=0) + (6 if flags else 0)
    over = _TOP + _LINE * (len(verdict) - 1.0)
    pens = _pens(lanes, trace, tick, colour, over + height_of(picture["above"]), gutter)
    runs = [_alike(scene, other, run) for other, run in ghosts]
    said = [each for each in picture["verdicts"] if each["tick"] <= tick]
    body = panels_of(picture["above"], trace, tick, colour, over - _PULL, said)
    body += [line for pen, lane in zip(pens, lanes, strict=True) for line in lane_of(pen, lane, runs)]
    body += _flags(pens, flags, spots)
    bottom = pens[-1].bottom + (gutter if len(pens) == 1 else 0)
    if not picture["axis"]["start"]:  # dates need no unit
        body.append(text(LEFT - 12, bottom + 18, picture["axis"]["unit"], colour["soft"], anchor="end"))
    for time, label in picture["axis"]["ticks"]:
        body.append(text(pens[0].x(time), bottom + 18, label, colour["soft"], anchor="middle"))
    bottom += 32
    body += panels_of(picture["panels"], trace, tick, colour, bottom, said)
    bottom += height_of(picture["panels"])
    title = f'<text x="18" y="26" font-size="16" font-weight="600" fill="{colour["ink"]}">{escape(scene.title)}'
    subtitle = f'<tspan dx="10" font-size="12" font-weight="400" fill="{colour["soft"]}">{escape(scene.subtitle)}'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{bottom:g}" '
        f'viewBox="0 0 {WIDTH} {bottom:g}" role="img" '
        f'font-family="system-ui, sans-serif" font-size="12">'
        f"<title>{escape(scene.title)}</title><desc>{escape(f'{scene.text(trace, tick)} {about}'.strip())}</desc>"
        f'<rect width="100%" height="100%" fill="{colour["bg"]}"/>{title}{subtitle}</tspan></text>'
        f"{''.join(_spoken(verdict, colour))}{''.join(body)}</svg>"
    )


def _alike(scene: Scene, other: Scene, run: Trace) -> Trace:
    """A ghost without the columns that mean something else there."""
    columns = {name: values for name, values in run.columns.items() if scene.means(name, other)}
    return Trace(run.time, columns, scenario=run.scenario)


def _widened(lanes: Sequence[Json], others: Sequence[Sequence[Json]]) -> list[Json]:
    """Lanes with room for the ghosts' values too, as the player's."""
    found: list[Json] = []
    for index, lane in enumerate(lanes):
        same = [each[index] for each in others if index < len(each) and each[index]["title"] == lane["title"]]
        low, high = min(each["low"] for each in (lane, *same)), max(each["high"] for each in (lane, *same))
        lists = [each["ticks"] for each in (lane, *same)]
        ticks = _all(lists) if lane.get("log") else _shared(lists)
        found.append({**lane, "low": low, "high": high, "ticks": ticks})
    return found


def _all(lists: Sequence[Sequence[tuple[float, str]]]) -> list[tuple[float, str]]:
    """Each tick once."""
    return sorted({tick: label for ticks in lists for tick, label in ticks}.items())


def _shared(lists: Sequence[Sequence[tuple[float, str]]]) -> list[tuple[float, str]]:
    """All ticks that lie on the widest grid among them, each once."""
    step = max((ticks[1][0] - ticks[0][0] for ticks in lists if len(ticks) > 1), default=0.0)
    return [each for each in _all(lists) if not step or abs(each[0] / step - round(each[0] / step)) < 1e-6]


def _pens(
    lanes: Sequence[Json], trace: Trace, tick: int, colour: Mapping[str, str], bottom: float, gutter: float
) -> list[Pen]:
    pens: list[Pen] = []
    for index, lane in enumerate(lanes):
        top = bottom + _TITLE + (gutter if index == 1 else 0)
        bottom = top + _LANE * lane["height"]
        pens.append(Pen(trace, tick, colour, top, bottom, lane["low"], lane["high"], lane.get("log", False)))
    return pens


_Spot = tuple[tuple[float, float], tuple[int, float] | None]  # x and width of a flag; row and left edge of its label


def _placed(flags: Sequence[Json], pen: Pen) -> list[_Spot]:
    sizes = [(pen.x(flag["time"]), _width(flag["label"])) for flag in flags]
    return list(zip(sizes, place(sizes, low=LEFT, high=WIDTH - RIGHT, rows=_ROWS), strict=True))


def _flags(pens: Sequence[Pen], flags: Sequence[Json], spots: Sequence[_Spot]) -> list[str]:
    first, colour = pens[0], pens[0].colour
    rules, labels = [], []
    for flag, ((x, width), spot) in zip(flags, spots, strict=True):
        tone, dash = colour[flag["tone"]], "4 3" if flag["tone"] == "warn" else ""
        rules += [rule(x, pen.top, x, pen.bottom, tone, dash) for pen in pens]
        if spot is not None:
            row, left = spot
            y = first.bottom + 6 + row * _ROW
            rules += [rule(x, first.bottom, x, y + 8, tone, dash), rule(x, y + 8, left, y + 8, tone, dash)][
                : 2 if left > x else 1
            ]
            labels.append(f'<rect x="{left:.1f}" y="{y:g}" width="{width:.1f}" height="17" rx="4" fill="{tone}"/>')
            labels.append(text(left + 5, y + 12.5, flag["label"], colour["bg"], size=11, weight=600))
    return rules + labels


def _wrapped(phrases: Sequence[Phrase]) -> list[list[Phrase]]:
    """The verdict in lines that fit the picture, broken between words."""
    lines: list[list[Phrase]] = [[]]
    used = 0
    for phrase in phrases:
        for word in re.findall(r"\S+\s*|\s+", phrase.text):
            if used and used + len(word.rstrip()) > _LETTERS:
                lines.append([])
                used = 0
            lines[-1].append(Phrase(word, phrase.tone))
            used += len(word)
    return lines


def _spoken(lines: Sequence[Sequence[Phrase]], colour: Mapping[str, str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        words = "".join(
            f'<tspan fill="{colour[tone]}"{_weight(tone)}>{escape("".join(each.text for each in same))}</tspan>'
            for tone, same in groupby(line, lambda phrase: phrase.tone)
        )
        yield f'<text x="18" y="{48 + _LINE * number}" font-size="13" xml:space="preserve">{words}</text>'


def _width(label: str) -> float:
    """Of a flag: capitals are wider."""
    return (len(label) + 0.25 * sum(letter.isupper() for letter in label)) * _CHARACTER + 10


def _weight(tone: str) -> str:
    return "" if tone == "soft" else ' font-weight="600"'
