"""What in a cell of Markdown is prose? Everything else is blanked out, so that every place keeps its offset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Link", "addresses", "headings", "links", "paragraphs", "prose", "shown", "unlinked", "words"]

_FENCE = re.compile(r"(?ms)^(```|~~~).*?^\1[^\n]*$")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FORMULA = re.compile(r"\$\$.+?\$\$|(?<![\\$])\$(?!\s)[^$\n]+?(?:\n[^$\n]+?)?(?<!\s)\$", re.DOTALL)
_INSIDE = r"((?:!\[[^\]]*\]\([^)]*\)|[^\[\]])*)"
_LINK = re.compile(rf"(!?)\[{_INSIDE}\]\(\s*<?([^)\s>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<https?://[^<>]*>")
_URL = re.compile(r"https?://[^\s)>\]]+")
_HEADING = re.compile(r"(?m)^(#{1,6})[ \t]+(.+?)[ \t]*#*$")
_LIST_NUMBER = re.compile(r"(?m)^\s*\d+[.)](?=\s)|^#+[ \t]+\d+[.):]?(?=\s)")
_READINGS = re.compile(
    r"(?ms)^#+[ \t]+(?:Read|Reference)[^\n]*\n.*?(?=^#|\Z)"  # a section of them
    r"|^[ \t]*\*{0,2}(?:Read on|Readings?|References?|Further reading)\b.*?(?=\n[ \t]*\n|\Z)"  # or a paragraph
)


@dataclass(frozen=True)
class Link:
    """One link or picture: where its words are, and where it leads."""

    words: str
    target: str
    start: int
    end: int
    is_picture: bool = False


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def _no_code(source: str) -> str:
    for pattern in (_FENCE, _COMMENT, _CODE):
        source = pattern.sub(_blank, source)
    return source


def links(source: str) -> list[Link]:
    """Every link and picture of a cell, in order; ``start`` and ``end`` are those of its words."""
    code = _FORMULA.sub(_blank, _no_code(source))
    found = [*_LINK.finditer(code)]
    framed = (each.span(2) for each in found if "![" in each[2])
    inner = [each for span in framed for each in _LINK.finditer(code, *span)]
    return [
        Link(source[each.start(2) : each.end(2)], each[3], each.start(2), each.end(2), each[1] == "!")
        for each in sorted([*found, *inner], key=lambda each: each.start())
    ]


def _words_only(match: re.Match[str]) -> str:
    """Keep a link's words; of a picture keep nothing."""
    if match[1] == "!":
        return _blank(match)
    whole, begin, end = match[0], match.start(2) - match.start(), match.end(2) - match.start()
    return " " * begin + re.sub(_LINK, _blank, whole[begin:end]) + re.sub(r"[^\n]", " ", whole[end:])


def shown(source: str) -> str:
    """A cell as it is read, without code, formulas, pictures and tags; emphasis and headings stay marked."""
    for pattern, put in ((_FORMULA, _blank), (_LINK, _words_only), (_TAG, _blank), (_URL, _blank)):
        source = pattern.sub(put, source if pattern is not _FORMULA else _no_code(source))
    return source


def prose(source: str) -> str:
    """What a cell says in running text: no heading, no number of a list, no readings either."""
    listed = _LIST_NUMBER.sub(_blank, _READINGS.sub(_blank, shown(source)))
    return _HEADING.sub(_blank, listed)


def unlinked(source: str) -> str:
    """A cell with every link cut down to its words; offsets move."""
    return _LINK.sub(lambda link: "" if link[1] else link[2], source)


def words(source: str) -> int:
    """How many words a learner reads in a cell."""
    return len(re.findall(r"[^\W_][\w’'-]*", shown(source)))


def headings(source: str) -> Iterator[tuple[int, str]]:
    """Level and words of each heading in a cell, emphasis and link targets taken off, code and formulas kept."""
    for match in _HEADING.finditer(_no_code(source)):
        title = source[match.start(2) : match.end(2)]
        yield len(match[1]), re.sub(r"[*`]|(?<!\w)_|_(?!\w)", "", unlinked(title)).strip()


def paragraphs(source: str) -> list[str]:
    """A cell's paragraphs below its heading, as they are read."""
    return [each.strip() for each in re.split(r"\n[ \t]*\n", _HEADING.sub("", shown(source))) if each.strip()]


def addresses(source: str) -> list[str]:
    """Addresses that stand bare in the text, with no words around them."""
    return _URL.findall(_LINK.sub(_blank, _FORMULA.sub(_blank, _no_code(source))))
